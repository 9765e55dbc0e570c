// script.ts: what a test does to a class, as data. A script can be sent to another process (evaluate.ts), run on plain
// numbers (reference.ts), and printed as a student would write it (print.ts). tasks.ts has the scripts.

/** The lecture's operations, and how many operands each has. The second one of `pow` is always a plain number. */
export const operations = { add: 2, mul: 2, sub: 2, div: 2, pow: 2, neg: 1, relu: 1, tanh: 1, exp: 1, log: 1 } as const;
export type Op = keyof typeof operations;

/** A node, by its place in the order in which nodes are made; or a number that is written out. */
export type Operand = number | { number: number };
export type Step =
  { do: 'make'; number: number } |
  { do: Op; a: number; b?: Operand } |
  { do: 'repeat'; a: number; b: number; times: number } | // a.add(b).add(b)…
  { do: 'data'; a: number } | { do: 'grad'; a: number } | // looks: the number is compared
  { do: 'backward'; a: number } |
  { do: 'reset'; a: number } | // a.grad = 0
  { do: 'descend'; a: number; rate: number }; // a.data -= rate * a.grad

export const isOperation = (step: Step): step is Step & { do: Op } => Object.hasOwn(operations, step.do);
export const isLook = (step: Step): step is Step & { do: 'data' | 'grad' } => step.do === 'data' || step.do === 'grad';

/** What is compared: `a.grad`, say, or for a result without a name just `data`. */
export interface Look { label: string; expected: number }

export class Script {
  readonly steps: Step[] = [];
  readonly looks: Look[] = [];
  /** The leaves' names, by node. */
  readonly names: (string | undefined)[] = [];
  /** What to show in place of code that would be too long. */
  text?: string;
  /** So long that it is not run again with each slip. */
  isLong = false;
  /** A short one of its kind and a longer one: if the longer takes many times as long, this one would never end. */
  rehearsals?: [short: Script, long: Script];
  nodes = 0;

  value(name: string, number: number): Recorded {
    this.names[this.nodes] = name;
    return this.make({ do: 'make', number });
  }

  make(step: Step): Recorded {
    this.steps.push(step);
    return new Recorded(this, this.nodes++);
  }

  look(what: 'data' | 'grad', { node }: Recorded, expected: number, label?: string): void {
    const name = this.names[node];
    this.steps.push({ do: what, a: node });
    this.looks.push({ label: label ?? (name === undefined ? what : `${name}.${what}`), expected });
  }
}

/** A Value of the lecture's shape that computes nothing: it writes down what is done to it. */
export class Recorded {
  readonly node: number;
  readonly #script: Script;
  constructor(script: Script, node: number) {
    this.#script = script;
    this.node = node;
  }

  add(b: Recorded | number): Recorded { return this.apply('add', b); }
  mul(b: Recorded | number): Recorded { return this.apply('mul', b); }
  sub(b: Recorded | number): Recorded { return this.apply('sub', b); }
  div(b: Recorded | number): Recorded { return this.apply('div', b); }
  pow(b: number): Recorded { return this.apply('pow', b); }
  neg(): Recorded { return this.apply('neg'); }
  relu(): Recorded { return this.apply('relu'); }
  tanh(): Recorded { return this.apply('tanh'); }
  exp(): Recorded { return this.apply('exp'); }
  log(): Recorded { return this.apply('log'); }

  apply(op: Op, b?: Recorded | number): Recorded {
    if (b === undefined) return this.#script.make({ do: op, a: this.node });
    return this.#script.make({ do: op, a: this.node, b: typeof b === 'number' ? { number: b } : b.node });
  }

  repeat(b: Recorded, times: number): Recorded {
    return this.#script.make({ do: 'repeat', a: this.node, b: b.node, times });
  }

  backward(): void { this.#script.steps.push({ do: 'backward', a: this.node }); }
  reset(): void { this.#script.steps.push({ do: 'reset', a: this.node }); }
  descend(rate: number): void { this.#script.steps.push({ do: 'descend', a: this.node, rate }); }
}
