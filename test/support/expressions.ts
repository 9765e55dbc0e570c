// Random expression graphs as data: a program is a list of leaves and a list of steps, which can be run on plain
// numbers or on any class with Value's methods, printed as code, and rewritten.
import fc from 'fast-check';
import { isBinary, operations, rules, type Operation } from './rules.ts';

/** A node by its number (the leaves first, then the steps), or a number written into the expression. */
export type Operand = { node: number } | { number: number };

export interface Step { op: Operation; a: Operand; b?: Operand }

/** The last node is the root. */
export interface Program { leaves: number[]; steps: Step[] }

/** What a program needs of a class to run on it. */
export interface ValueLike extends Record<Method, (other: never) => ValueLike> {
  data: number;
  grad: number;
  backward: () => void;
}

type Method = typeof methods[Operation];

/** The method that makes a node with an operation. */
export const methods = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '**': 'pow', max: 'max', when: 'when',
  neg: 'neg', exp: 'exp', log: 'log', relu: 'relu', tanh: 'tanh', sigmoid: 'sigmoid', sin: 'sin', cos: 'cos',
} as const satisfies Record<Operation, string>;

/**
 * Every node's Value, the given leaves first. A number on the right is passed as it is; one on the left has to be a
 * Value, since a number has no methods.
 */
export function runOnValues<V extends ValueLike>(program: Program, leaves: V[], lift: (n: number) => V): V[] {
  const nodes = [...leaves];
  for (const { op, a, b } of program.steps) {
    const left = 'node' in a ? nodes[a.node] : lift(a.number);
    const right = b === undefined ? undefined : 'node' in b ? nodes[b.node] : b.number;
    const method = left[methods[op]] as (this: V, other?: V | number) => V;
    nodes.push(right === undefined ? method.call(left) : method.call(left, right));
  }
  return nodes;
}

/** Every node's number, the given leaves first. */
export function runOnNumbers(program: Program, leaves: readonly number[] = program.leaves): number[] {
  const data = [...leaves];
  for (const step of program.steps) data.push(rules[step.op].value(...operandsOf(step, data)));
  return data;
}

/** The numbers that a step works on; NaN for the second operand of an operation that has one. */
export const operandsOf = ({ a, b }: Step, data: readonly number[]): [number, number] =>
  [numberOf(a, data), b === undefined ? NaN : numberOf(b, data)];

const numberOf = (operand: Operand, data: readonly number[]) =>
  'node' in operand ? data[operand.node] : operand.number;

/** Whether a step has this node as an operand. */
export const isUsed = ({ steps }: Program, node: number) =>
  steps.some((step) => [step.a, step.b].some((operand) => operand && 'node' in operand && operand.node === node));

/** A program as the code that somebody would write, for the message of a failure. */
export function toCode({ leaves, steps }: Program): string {
  const name = (node: number) => (node < leaves.length ? `x${node}` : `n${node}`);
  const show = (n: number) => (Object.is(n, -0) ? '-0' : String(n));
  const text = (operand: Operand) => ('node' in operand ? name(operand.node) : show(operand.number));
  const lines = leaves.map((x, i) => `${name(i)} = new Value(${show(x)})`);
  steps.forEach(({ op, a, b }, i) => {
    const left = 'node' in a ? name(a.node) : `new Value(${show(a.number)})`;
    lines.push(`${name(leaves.length + i)} = ${left}.${methods[op]}(${b === undefined ? '' : text(b)})`);
  });
  return lines.join('\n');
}

// The random ones.

/**
 * A step before it is known how many nodes stand before it: `a` and `b` count round and round through them, those below
 * 0 from the end.
 */
interface Draft { op: Operation; a: Operand; b: Operand | null }

// Half of the operands are recent nodes, which makes graphs deep; half are any, which makes nodes shared.
const node = fc.oneof(fc.nat(99), fc.integer({ min: -3, max: -1 })).map((n): Operand => ({ node: n }));

const drafts = (numbers: fc.Arbitrary<number>): fc.Arbitrary<Draft> => {
  const number = numbers.map((n): Operand => ({ number: n }));
  return fc.record({
    op: fc.constantFrom(...operations),
    a: fc.oneof({ weight: 3, arbitrary: node }, { weight: 1, arbitrary: number }),
    b: fc.option(fc.oneof({ weight: 2, arbitrary: node }, { weight: 1, arbitrary: number })), // null: a once more
  });
};

const programsOf = (
  numbers: fc.Arbitrary<number>, maxSteps: number, isWanted: (step: Step, data: number[]) => boolean,
): fc.Arbitrary<Program> =>
  fc.record({
    leaves: fc.array(numbers, { minLength: 1, maxLength: 5 }),
    drafts: fc.array(drafts(numbers), { maxLength: maxSteps, size: 'max' }),
  }).map(({ leaves, drafts }) => {
    const data = [...leaves];
    const steps: Step[] = [];
    for (const draft of drafts) {
      const step = place(draft, data, isWanted);
      steps.push(step);
      data.push(rules[step.op].value(...operandsOf(step, data)));
    }
    return printable(joinEnds({ leaves, steps }));
  });

/** The draft's operands among the nodes that there are, moved on until the step is wanted; failing all, a tanh. */
function place({ op, a, b }: Draft, data: number[], isWanted: (step: Step, data: number[]) => boolean): Step {
  const moved = (operand: Operand, by: number): Operand =>
    'node' in operand ? { node: ((operand.node + by) % data.length + data.length) % data.length } : operand;
  for (let by = 0; by < data.length; by++) {
    const left = moved(a, by);
    const right = moved(b ?? a, by);
    const oneNumber = 'number' in left && (!isBinary(op) || 'number' in right); // an expression of numbers alone
    const first = oneNumber ? { node: by } : left;
    const step = isBinary(op) ? { op, a: first, b: right } : { op, a: first };
    if (isWanted(step, data)) return step;
  }
  return { op: 'tanh', a: { node: data.length - 1 } };
}

/** Adds up the steps that no other step uses, so that all of the program bears on its root. */
function joinEnds({ leaves, steps }: Program): Program {
  const ends = steps.map((_, i) => leaves.length + i).filter((node) => !isUsed({ leaves, steps }, node));
  const joined = [...steps];
  let sum = ends.shift();
  for (const end of ends) {
    joined.push({ op: '+', a: { node: sum ?? end }, b: { node: end } });
    sum = leaves.length + joined.length - 1;
  }
  return { leaves, steps: joined };
}

const printable = (program: Program): Program =>
  Object.defineProperty(program, fc.toStringMethod, { value: () => `\n${toCode(program)}\n` });

/** Eighths meet often, so that kinks and ties come up; the others hardly ever do. */
const tameNumbers = fc.oneof(
  fc.integer({ min: -24, max: 24 }).map((n) => n / 8),
  fc.double({ min: -3, max: 3, noNaN: true, noDefaultInfinity: true }).map((x) => Math.round(x * 1e6) / 1e6 + 0),
);

/**
 * Programs of up to `maxSteps` steps and the sums that join their ends, over all operations, whose values stay within
 * 100 and away from poles: functions that are smooth but for the kinks of relu and max.
 */
export const tamePrograms = ({ maxSteps = 16 } = {}): fc.Arbitrary<Program> =>
  programsOf(tameNumbers, maxSteps, (step, data) => {
    const [a, b] = operandsOf(step, data);
    if (step.op === '/' && Math.abs(b) < 0.1) return false;
    if (step.op === 'log' && a < 0.1) return false;
    // Below 0 a power is smooth in its base, for a whole exponent that is written down, and in nothing else.
    const isPlainPower = step.b !== undefined && 'number' in step.b && Number.isInteger(b) && Math.abs(a) >= 0.1;
    if (step.op === '**' && (Math.abs(b) > 5 || (a < 0.1 && !isPlainPower))) return false;
    return Math.abs(rules[step.op].value(a, b)) <= 100;
  });

/**
 * Numbers at which operations have a kink, a pole, a tie or an end of their domain: 0 and -0, the infinities, NaN,
 * where exp overflows (709.78) or is 0 (-745.13), where tanh and sigmoid are flat; and others to meet them.
 */
export const edges = [
  0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, 40, -40, 700, 710, -710, -750, 1000, -1000, Infinity, -Infinity, NaN,
];

/** Small programs on `edges`, where nothing is kept away from anything. */
export const edgePrograms = ({ maxSteps = 6 } = {}): fc.Arbitrary<Program> =>
  programsOf(fc.constantFrom(...edges), maxSteps, () => true);

// The rewriting.

/** The same graph built in another order: of the steps that could come next, the one with the smallest key does. */
export function reorder({ leaves, steps }: Program, keys: readonly number[]): Program {
  const place = new Map(leaves.map((_, i) => [i, i])); // from the old node numbers to the new ones
  const waiting = steps.map((step, i) => ({ step, node: leaves.length + i, key: keys[i % keys.length] }));
  waiting.sort((s, t) => s.key - t.key);
  const isReady = (operand?: Operand) => operand === undefined || 'number' in operand || place.has(operand.node);
  const reordered: Step[] = [];
  while (waiting.length > 0) {
    const [{ step, node }] = waiting.splice(waiting.findIndex(({ step: { a, b } }) => isReady(a) && isReady(b)), 1);
    place.set(node, leaves.length + reordered.length);
    reordered.push(mapOperands(step, (n) => place.get(n) as number));
  }
  return { leaves, steps: reordered };
}

/** A program in which each step is replaced by some others, of which the last one stands for it. */
export function expand({ leaves, steps }: Program, replace: (step: Step, next: number) => Step[]): Program {
  const place = leaves.map((_, i) => i);
  const expanded: Step[] = [];
  for (const step of steps) {
    expanded.push(...replace(mapOperands(step, (n) => place[n]), leaves.length + expanded.length));
    place.push(leaves.length + expanded.length - 1);
  }
  return { leaves, steps: expanded };
}

function mapOperands({ op, a, b }: Step, renumber: (node: number) => number): Step {
  const map = (operand: Operand): Operand => ('node' in operand ? { node: renumber(operand.node) } : operand);
  return b === undefined ? { op, a: map(a) } : { op, a: map(a), b: map(b) };
}
