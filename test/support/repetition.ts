// Random functions in which something is repeated, as the terms of a neuron, its neighbours in a layer, the layers of a
// network; or almost repeated: at one place there is a slip.
import fc from 'fast-check';
import type { Operand, Step } from './expressions.ts';
import { printable, type Kind, type RandomFunction } from './functions.ts';
import type { Operation } from './rules.ts';

export interface Plan {
  shape: keyof typeof shapes;
  term: keyof typeof terms;
  activation: Operation;
  /** (a + b) + c, or a + (b + c). */
  sums: 'grow to the left' | 'grow to the right';
  /** In what order the first sums read them; without any, all data are parameters. */
  inputs: 'in order' | 'reversed' | 'none';
  /** In what order it reads the parameters, which are numbered as they are first read. */
  regulariser: 'none' | 'in order' | 'reversed' | 'shuffled';
  slip?: Slip;
}

/** In the term of this number, counted round and round. */
interface Slip { kind: 'a term is missing' | 'another operand' | 'other operations' | 'another constant'; at: number }

type Calculate = (op: Operation, a: Operand, b?: Operand) => Operand;
type Term = (calc: Calculate, w: Operand, x: Operand, c: Operand) => Operand;

/** Of a weight, a datum and a constant. */
const terms = {
  product: (calc, w, x, c) => calc('*', calc('*', w, x), c),
  difference: (calc, w, x, c) => calc('*', c, calc('**', calc('-', w, x), { number: 2 })),
  kink: (calc, w, x, c) => calc('max', calc('*', w, x), calc('-', x, c)),
  bend: (calc, w, x, c) => calc('*', calc('tanh', calc('+', x, c)), w),
  quotient: (calc, w, x, c) => calc('/', calc('sin', w), calc('exp', calc('*', x, c))),
} satisfies Record<string, Term>;

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

/** What is repeated, so many times on each level; they give some numbers, which are added up. */
const shapes = {
  sum: (it: Writer, n: number) => [it.neuron(it.parameters(n), it.inputs(n))],
  layer: (it: Writer, n: number) => it.layer(n, it.inputs(n + 1)),
  layers: (it: Writer, n: number) => times(n, (i) => i).reduce((data) => it.layer(n + 1, data), it.inputs(n + 1)),
  convolution(it: Writer, n: number) {
    const [weights, data] = [it.parameters(n + 1), it.inputs(2 * n)];
    return times(n, (i) => it.neuron(weights, data.slice(i, i + n + 1)));
  },
  /** Each turn reads twice what the turn before gave. */
  recurrence(it: Writer, n: number) {
    const data = it.inputs(n);
    const next = (h: Operand, x: Operand) => it.calc('tanh', it.calc('+', it.term(it.leaf('parameter'), h), x));
    return [data.reduce((h, x) => it.calc('+', h, next(h, x)))];
  },
};

/** Shuffled, but the same each time. */
function inOrder<T>(list: T[], order: 'in order' | 'reversed' | 'shuffled'): T[] {
  if (order === 'reversed') return [...list].reverse();
  if (order === 'shuffled') return [...list.keys()].sort((i, j) => Math.sin(i) - Math.sin(j)).map((i) => list[i]);
  return list;
}

class Writer {
  readonly leaves: number[] = [];
  readonly kinds: Kind[] = [];
  readonly steps: Step[] = [];
  readonly weights: Operand[] = [];
  termCount = 0;
  readonly #results: { node: number }[] = [];
  readonly #plan: Plan;

  constructor(plan: Plan) { this.#plan = plan; }

  leaf(kind: Kind): Operand {
    const node = this.leaves.push(Math.cos(3 * this.leaves.length)) - 1;
    this.kinds.push(kind);
    if (kind === 'parameter') this.weights.push({ node });
    return { node };
  }

  parameters(n: number): Operand[] { return times(n, () => this.leaf('parameter')); }

  inputs(n: number): Operand[] {
    const { inputs } = this.#plan;
    const list = times(n, () => this.leaf(inputs === 'none' ? 'parameter' : 'input'));
    return inOrder(list, inputs === 'none' ? 'in order' : inputs);
  }

  calc(op: Operation, a: Operand, b?: Operand): Operand {
    this.steps.push(b === undefined ? { op, a } : { op, a, b });
    return this.#results[this.#results.push({ node: NaN }) - 1]; // as long as the leaves are not counted
  }

  term(w: Operand, x: Operand): Operand {
    const { slip, term } = this.#plan;
    const kind = this.termCount++ === slip?.at ? slip.kind : undefined;
    const calc: Calculate = kind === 'other operations'
      ? (op, a, b) => this.calc(b === undefined ? 'cos' : op === '-' ? '+' : '-', a, b)
      : (op, a, b) => this.calc(op, a, b);
    const c = { number: kind === 'another constant' ? 0.75 : 0.5 };
    return terms[term](calc, kind === 'another operand' ? this.weights[0] : w, x, c);
  }

  sum(list: Operand[]): Operand {
    return this.#plan.sums === 'grow to the left'
      ? list.reduce((a, b) => this.calc('+', a, b))
      : list.reduceRight((b, a) => this.calc('+', a, b));
  }

  neuron(weights: Operand[], data: Operand[]): Operand {
    const { slip, activation } = this.#plan;
    const written = data.flatMap((x, i) => {
      const isMissing = slip?.kind === 'a term is missing' && slip.at === this.termCount;
      if (isMissing) this.termCount++;
      return isMissing ? [] : [this.term(weights[i], x)];
    });
    return this.calc(activation, this.sum([this.leaf('parameter'), ...written]));
  }

  layer(n: number, data: Operand[]): Operand[] {
    return times(n, () => this.neuron(this.parameters(data.length), data));
  }

  finish(results: Operand[]): RandomFunction['program'] {
    const { regulariser } = this.#plan;
    const root = this.sum(results);
    if (regulariser !== 'none') {
      const squares = inOrder(this.weights, regulariser).map((w) => this.calc('*', w, w));
      this.calc('+', root, this.calc('*', this.sum(squares), { number: 0.1 }));
    }
    this.#results.forEach((result, i) => { result.node = this.leaves.length + i; });
    return { leaves: this.leaves, steps: this.steps };
  }
}

/** The plan with so many turns in each loop, and so many rows. */
export function carryOut(plan: Plan, turns: number, rowCount: number): RandomFunction {
  const write = (plan: Plan) => {
    const it = new Writer(plan);
    const program = it.finish(shapes[plan.shape](it, turns));
    return { program, it };
  };
  const termCount = plan.slip ? write({ ...plan, slip: undefined }).it.termCount : 1;
  const slip = plan.slip && { ...plan.slip, at: plan.slip.at % termCount };
  const { program, it: { kinds } } = write({ ...plan, slip });
  const inputs = program.leaves.filter((_, i) => kinds[i] === 'input');
  const rowOf = (row: number) => inputs.map((x) => (row === 0 ? x : Math.sin(row + 9 * x)));
  return printable({ program, kinds, rows: times(inputs.length === 0 ? 1 : rowCount, rowOf), grads: [0.5, 0, -2] });
}

const names = <Name extends string>(table: Record<Name, unknown>) => fc.constantFrom(...Object.keys(table) as Name[]);

const parts = {
  shape: names(shapes),
  term: names(terms),
  activation: fc.constantFrom<Operation>('tanh', 'relu', 'sigmoid', 'neg'),
  sums: fc.constantFrom<Plan['sums']>('grow to the left', 'grow to the right'),
  inputs: fc.constantFrom<Plan['inputs']>('in order', 'reversed', 'none'),
  regulariser: fc.constantFrom<Plan['regulariser']>('none', 'in order', 'reversed'),
};
const slips = fc.record({
  kind: fc.constantFrom<Slip['kind']>('a term is missing', 'another operand', 'other operations', 'another constant'),
  at: fc.nat(200),
});

export const plans: fc.Arbitrary<Plan> = fc.record(parts);

/** In which something is out of order. */
export const crookedPlans: fc.Arbitrary<Plan> = fc.oneof(
  fc.record({ ...parts, slip: slips }),
  fc.record({ ...parts, regulariser: fc.constant('shuffled' as const) }),
);
