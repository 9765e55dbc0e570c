// Random functions for compile: a random program, each leaf of which is an input, a parameter or a constant; and what
// the engine's gradients of it are made of.
import fc from 'fast-check';
import { propagate, topologicalOrder, Value } from '../../src/engine.ts';
import { edgePrograms, edges, methods, runOnValues, tamePrograms, toCode, type Program } from './expressions.ts';

export type Kind = 'input' | 'parameter' | 'constant';

export interface RandomFunction {
  program: Program;
  /** What each leaf of the program is. */
  kinds: Kind[];
  /** Then the program is what all rows share; what a row computes is the sum of its nodes, each times x plus itself. */
  isShared?: boolean;
  /** An entry for each leaf that is an input; the first row has the program's own numbers. */
  rows: number[][];
  /** What the parameters' `grad` is before any call. */
  grads: number[];
}

/** The function, of a list of inputs, which gives all nodes; and a parameter for each leaf, the unused ones too. */
export function toFunction({ program, kinds, grads, isShared = false }: RandomFunction) {
  const parameters = program.leaves.map((x) => new Value(x));
  parameters.forEach((p, i) => { p.grad = grads[i % grads.length]; });
  const fn = (inputs: Value[]): Value[] => {
    let next = 0;
    const leafOf: Record<Kind, (i: number) => Value> = {
      input: () => inputs[next++], parameter: (i) => parameters[i], constant: (i) => new Value(program.leaves[i]),
    };
    const nodes = runOnValues(program, kinds.map((kind, i) => leafOf[kind](i)), (n) => new Value(n));
    if (isShared) nodes.push(nodes.map((node) => node.mul(inputs[0]).add(node)).reduce((a, b) => a.add(b)));
    return nodes;
  };
  return { fn, inputs: isShared ? 1 : kinds.filter((kind) => kind === 'input').length, parameters };
}

const functionsOf = (
  programs: fc.Arbitrary<Program>, numbers: fc.Arbitrary<number>, counts: fc.Arbitrary<number>,
): fc.Arbitrary<RandomFunction> =>
  fc.tuple(programs, counts).chain(([program, count]) => {
    const { length } = program.leaves;
    const kind = fc.constantFrom<Kind>('input', 'input', 'parameter', 'parameter', 'constant');
    return fc.record({
      kinds: fc.array(kind, { minLength: length, maxLength: length }),
      others: fc.array(
        fc.array(numbers, { minLength: length, maxLength: length }), { minLength: count - 1, maxLength: count - 1 },
      ),
      grads: fc.array(numbers, { minLength: 1, maxLength: 3 }),
    }).map(({ kinds, others, grads }) => {
      const isInput = (_: number, i: number) => kinds[i] === 'input';
      const rows = [program.leaves, ...others].map((row) => row.filter(isInput));
      return printable({ program, kinds, grads, rows: kinds.includes('input') ? rows : [[]] });
    });
  });

/** Of which a large part is the same for all rows, and is used by them in many places. */
export const sharedFunctions = (counts: fc.Arbitrary<number>): fc.Arbitrary<RandomFunction> =>
  fc.record({
    program: tamePrograms({ maxSteps: 6 }),
    rows: counts.chain((count) => fc.array(fc.tuple(rowNumbers), { minLength: count, maxLength: count })),
    grads: fc.tuple(rowNumbers),
  }).map((it) => printable({ ...it, kinds: it.program.leaves.map(() => 'parameter'), isShared: true }));

/** The function as it is shown when a property fails. */
export function printable(random: RandomFunction): RandomFunction {
  const { program, kinds, rows, grads, isShared = false } = random;
  const show = (numbers: number[]) => `[${numbers.map((n) => (Object.is(n, -0) ? '-0' : String(n))).join(', ')}]`;
  const root = isShared ? 'The root is the sum of node * x + node for each node. ' : '';
  const text = `\n${toCode(program)}\n${root}The leaves are ${kinds.join(', ')}; rows: ${rows.map(show).join(', ')}; ` +
    `the parameters' grad before: ${show(grads)}\n`;
  return Object.defineProperty(random, fc.toStringMethod, { value: () => text });
}

/** On numbers at which operations have a kink, a pole or a tie, and with any numbers between. */
export const edgeFunctions = (counts: fc.Arbitrary<number>) =>
  functionsOf(edgePrograms(), fc.constantFrom(...edges), counts);

const rowNumbers = fc.double({ min: -3, max: 3, noNaN: true });

/** Well-behaved on its first row; on others as it comes. */
export const tameFunctions = (counts: fc.Arbitrary<number>, { maxSteps = 16 } = {}) =>
  functionsOf(tamePrograms({ maxSteps }), rowNumbers, counts);

/**
 * For each Value under the root, the sum of the magnitudes of what is added to its gradient when the root begins with
 * this one: nothing on the way cancels.
 */
export function magnitudes(root: Value, seed: number): Map<Value, number> {
  const result = new Map([[root, Math.abs(seed)]]);
  const add = (value?: Value, got?: Value) => {
    if (value && got) result.set(value, (result.get(value) ?? 0) + Math.abs(got.grad));
  };
  for (const node of topologicalOrder(root).reverse()) {
    const { op, left, right } = node;
    if (op === '' || left === undefined) continue;
    // A copy of the node, whose operands are copies too: that of x.mul(x) has two of them.
    const [a, b] = [left.data, right?.data ?? 0].map((data) => new Value(data));
    const copy = a[methods[op]](b);
    copy.grad = result.get(node) ?? 0;
    propagate(copy);
    add(left, a);
    add(right, b);
  }
  return result;
}
