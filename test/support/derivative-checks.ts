// What must hold of src/derivatives.ts: as it is, or with a bug planted in it.
import fc from 'fast-check';
import { propagate, Value } from '../../src/engine.ts';
import { edgePrograms, edges, methods, runOnValues, tamePrograms, type Program } from './expressions.ts';
import { isBinary, operations, type Operation } from './rules.ts';

export type Derivatives = Pick<typeof import('../../src/derivatives.ts'), 'gradients' | 'hessian' | 'rules'>;

/** `===`, with NaN equal to itself; 0 and -0 are equal. */
const isSame = (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b));

/** Two equal infinities: their difference is NaN, and by differences `rules` tells the larger one. */
const isInfiniteTie = (op: Operation, a: number, b: number) => op === 'max' && a === b && Math.abs(a) === Infinity;

const put = (op: Operation, a: Value, b: Value) =>
  (a[methods[op]] as (b?: Value) => Value).call(a, isBinary(op) ? b : undefined);

/** What `propagate` and `rules` give the operands of one operation. */
export function bothTables({ rules }: Derivatives, op: Operation, a: number, b: number, g: number) {
  const [x, y] = [new Value(a), new Value(b)];
  const node = put(op, x, y);
  node.grad = g;
  propagate(node);
  const byRule = [0, 1].map((side) => rules[op][side]?.(new Value(g), node, x, y, new Value(1)).data ?? 0);
  return { byPropagate: [x.grad, y.grad], byRule };
}

export function wantSameTables(derivatives: Derivatives, op: Operation, a: number, b: number, g: number): void {
  if (isInfiniteTie(op, a, b)) return;
  const { byPropagate, byRule } = bothTables(derivatives, op, a, b, g);
  if (byPropagate.every((x, side) => isSame(x, byRule[side]))) return;
  throw new Error(`${op} of ${a} and ${b}, with the gradient ${g}: ${byRule.join(', ')} by rules, ` +
    `${byPropagate.join(', ')} by propagate`);
}

/** All numbers at which something happens, each with each. */
export function wantSameTablesAtEdges(derivatives: Derivatives): void {
  const numbers = [...edges, Number.MIN_VALUE, 3e-310, Number.MAX_VALUE];
  for (const op of operations) {
    for (const a of numbers) {
      for (const b of isBinary(op) ? numbers : [NaN]) {
        for (const g of [1, -2.5, 0, Infinity, -Infinity, NaN, 3e-310, Number.MIN_VALUE]) {
          wantSameTables(derivatives, op, a, b, g);
        }
      }
    }
  }
}

export const sameTables = (derivatives: Derivatives) => fc.property(
  fc.constantFrom(...operations), fc.double(), fc.double(), fc.double(),
  (op, a, b, g) => { wantSameTables(derivatives, op, a, b, g); },
);

const isInfiniteTieNode = ({ op, left, right }: Value) =>
  op === 'max' && isInfiniteTie(op, Number(left?.data), Number(right?.data));

/** A program's Values: its leaves, and its root. */
export function build(program: Program) {
  const leaves = program.leaves.map((x) => new Value(x));
  return { leaves, nodes: runOnValues(program, leaves, (x) => new Value(x)) };
}

/** Both add up in the same order, so even the sums round alike. */
export const sameAsBackward = ({ gradients }: Derivatives) =>
  fc.property(fc.oneof(tamePrograms(), edgePrograms()), (program) => {
    const { leaves, nodes } = build(program);
    const root = nodes[nodes.length - 1];
    if (nodes.some(isInfiniteTieNode)) return;
    const slopes = gradients(root, leaves).map(({ data }) => data);
    root.backward();
    const hasGate = nodes.some(({ op }) => op === 'when');
    leaves.forEach(({ grad }, i) => {
      // Backward goes through gates with a gradient of 0, which an infinite derivative there makes a NaN.
      if (hasGate && Number.isNaN(grad)) return;
      if (!isSame(grad, slopes[i])) throw new Error(`x${i}: ${slopes[i]} by gradients, ${grad} by backward`);
    });
  });

type F = (x: Value) => Value;

/**
 * A function, an x, its value and its first derivatives there: PyTorch 1.13's double backward, where it does not give
 * NaN. It does for all of those with a varying exponent of 0, and for the last one of the `x ** 2` that begins there.
 */
export const corners: Record<string, [f: F, x: number, expected: number[]]> = {
  'the second derivative of relu at 0 is 0': [(x) => x.relu(), 0, [0, 0, 0, 0]],
  'relu at NaN passes its gradient on': [(x) => x.relu(), NaN, [NaN, 1, 0, 0]],
  'relu(x) ** 2 at 0 has a second derivative of 0': [(x) => x.relu().pow(2), 0, [0, 0, 0, 0]],
  'x ** 2 at 0 has derivatives 0, 2, 0, 0': [(x) => x.pow(2), 0, [0, 0, 2, 0, 0]],
  'x ** 3 at 0 has derivatives 0, 0, 6, 0': [(x) => x.pow(3), 0, [0, 0, 0, 6, 0]],
  'x ** 1 at 0 has derivatives 1, 0, 0': [(x) => x.pow(1), 0, [0, 1, 0, 0]],
  'x ** 0 at 0 is flat': [(x) => x.pow(0), 0, [1, 0, 0, 0]],
  'x ** 2 at an infinity has derivatives ±∞, 2, 0': [(x) => x.pow(2), -Infinity, [Infinity, -Infinity, 2, 0]],
  'x ** -1 at 0 flies off': [(x) => x.pow(-1), 0, [Infinity, -Infinity, Infinity, -Infinity]],
  'x ** 0.5 at 0 flies off': [(x) => x.pow(0.5), 0, [0, Infinity, -Infinity, Infinity]],
  '0 ** x at 2 is flat': [(x) => new Value(0).pow(x), 2, [0, 0, 0, 0]],
  '0 ** x at 0 is flat': [(x) => new Value(0).pow(x), 0, [1, 0, 0, 0]],
  '0 ** x at -1 is infinite': [(x) => new Value(0).pow(x), -1, [Infinity, -Infinity, Infinity, -Infinity]],
  'x ** x at 1 has derivatives 1, 2, 3 - 1, 7': [(x) => x.pow(x), 1, [1, 1, 2, 2, 7]],
  'x ** x at 0 has no NaN': [(x) => x.pow(x), 0, [1, 0, 0, 0]],
  'a tie of a max with itself': [(x) => x.max(x), 3, [3, 1, 0, 0]],
  'a tie of max(x ** 2, x) takes the mean': [(x) => x.pow(2).max(x), 1, [1, 1.5, 1, 0]],
  'a tie of max(x * x, 0) takes the mean': [(x) => x.mul(x).max(0), 0, [0, 0, 1, 0]],
  'max with NaN passes its gradient on to both': [(x) => x.mul(x).max(NaN), 2, [NaN, 4, 2, 0]],
  'log at 0 flies off': [(x) => x.log(), 0, [-Infinity, Infinity, -Infinity, Infinity]],
  'exp at -∞ is flat': [(x) => x.exp(), -Infinity, [0, 0, 0, 0]],
  'tanh at ∞ is flat': [(x) => x.tanh(), Infinity, [1, 0, 0, 0]],
  'sigmoid at -∞ is flat': [(x) => x.sigmoid(), -Infinity, [0, 0, 0, 0]],
  'sin at ∞ is NaN': [(x) => x.sin(), Infinity, [NaN, NaN, NaN, NaN]],
  '1 / x at ∞ is flat': [(x) => new Value(1).div(x), Infinity, [0, 0, 0, 0]],
  // No PyTorch: `torch.where` is no function of its condition.
  'x ** 2 when x, at 0, is flat': [(x) => x.pow(2).when(x), 0, [0, 0, 0, 0]],
  'x ** 2 when x, at 3, is x ** 2': [(x) => x.pow(2).when(x), 3, [9, 6, 2, 0]],
  'x ** 2 when NaN is x ** 2': [(x) => x.pow(2).when(NaN), 3, [9, 6, 2, 0]],
  'a.when(NaN) is a': [(x) => x.when(NaN), 3, [3, 1, 0, 0]],
};

export function wantCorner({ gradients }: Derivatives, name: string): void {
  const [f, at, expected] = corners[name];
  const x = new Value(at);
  let y = f(x);
  expected.forEach((number, order) => {
    if (!isSame(y.data, number)) throw new Error(`${name}: derivative ${order} is ${y.data}, expected ${number}`);
    [y] = gradients(y, [x]);
  });
}

/** The Hessian of f at (a, b), as PyTorch has it, where it does not give NaN. */
type F2 = (a: Value, b: Value) => Value;
export const hessians: Record<string, [f: F2, at: [number, number], expected: number[][]]> = {
  'max in a tie has half of each second derivative': [(a, b) => a.mul(a).max(b.mul(b)), [2, 2], [[1, 0], [0, 1]]],
  'max has those of the larger one': [(a, b) => a.mul(a).max(b.mul(b)), [2, 3], [[0, 0], [0, 2]]],
  'a ** b has mixed derivatives': [(a, b) => a.pow(b), [1, 3], [[6, 1], [1, 0]]],
  'a ** b at (0, 2)': [(a, b) => a.pow(b), [0, 2], [[2, 0], [0, 0]]],
  'a ** b at (0, 3)': [(a, b) => a.pow(b), [0, 3], [[0, 0], [0, 0]]],
  'a ** b at (0, 0)': [(a, b) => a.pow(b), [0, 0], [[0, 0], [0, 0]]],
  // The rules of a and of b take b = 0 for a constant, and for a variable.
  'a ** b at (2, 0), where it is not symmetric': [(a, b) => a.pow(b), [2, 0], [[0, 0], [0.5, Math.LN2 ** 2]]],
  'a / b': [(a, b) => a.div(b), [3, 2], [[0, -0.25], [-0.25, 0.75]]],
  'a when b': [(a, b) => a.mul(a).when(b), [3, 2], [[2, 0], [0, 0]]],
};

export function wantHessian({ hessian }: Derivatives, name: string): void {
  const [f, at, expected] = hessians[name];
  const xs = at.map((x) => new Value(x));
  const actual = hessian(f(xs[0], xs[1]), xs).map((row) => row.map(({ data }) => data));
  if (actual.every((row, i) => row.every((entry, j) => isSame(entry, expected[i][j])))) return;
  throw new Error(`${name}: the Hessian is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}

/** The first check that fails, and how; undefined if all hold. */
export function findFailure(derivatives: Derivatives): string | undefined {
  try {
    wantSameTablesAtEdges(derivatives);
    for (const name of Object.keys(corners)) wantCorner(derivatives, name);
    for (const name of Object.keys(hessians)) wantHessian(derivatives, name);
    fc.assert(sameAsBackward(derivatives), { seed: 1, numRuns: 200 });
  } catch (error) {
    return String(error);
  }
}
