// derivatives.ts: the derivative of an expression is an expression. `gradients` builds it out of Values, so it can be
// differentiated again, drawn, printed with `toFormula` and compiled. (PyTorch: `autograd.grad` with `create_graph`.)
//
//     const y = x.pow(3);                   x ** 3
//     const [d] = gradients(y, [x]);        3 * x ** 2, a graph of its own
//     const [dd] = gradients(d, [x]);       6 * x, the "grad of grad"
//
// `propagate` in engine.ts has the same derivatives in plain numbers: it is faster, and it is read beside the lecture.
// A test compares the two, operation by operation. gradcheck.ts comes next.
import { checkOutside, checkValue, checkValues, indexOf } from './check.ts';
import { topologicalOrder, Value, type Op } from './engine.ts';

/** The methods of a Value with which derivatives are written. `compile` has another class with these methods. */
export interface Operations<T> {
  add(other: T): T;
  sub(other: T): T;
  mul(other: T): T;
  div(other: T): T;
  pow(other: T): T;
  max(other: T): T;
  when(gate: T): T;
  neg(): T;
  exp(): T;
  log(): T;
  relu(): T;
  tanh(): T;
  sigmoid(): T;
  sin(): T;
  cos(): T;
}

/** The method that makes a Value with this operation. */
export const methods = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '**': 'pow', max: 'max', when: 'when',
  neg: 'neg', exp: 'exp', log: 'log', relu: 'relu', tanh: 'tanh', sigmoid: 'sigmoid', sin: 'sin', cos: 'cos',
} as const satisfies Record<Exclude<Op, ''>, keyof Operations<unknown>>;

/**
 * Returns what one operand of y gets, where g is the gradient of y, and y was made of a and b (or of a alone). `one` is
 * the number 1.
 */
export type Rule = <T extends Operations<T>>(g: T, y: T, a: T, b: T, one: T) => T;

/**
 * The chain rule for each operation: a rule for the operand on the left, then one for that on the right. There is none
 * for the gate of `when`: the result jumps where the gate passes 0, and is flat everywhere else.
 *
 * A rule must be right for the rules that are applied to its result, too. The smallest program that breaks is x ** 2
 * at x = 0: its third derivative has a factor x ** -1, times 0. That product is NaN, and so are its gradients, even
 * where `when` discards the product. So each rule also keeps infinities out of what it discards.
 */
export const rules: Readonly<Record<Exclude<Op, ''>, readonly Rule[]>> = {
  '+': [(g) => g, (g) => g],
  '-': [(g) => g, (g) => g.neg()],
  '*': [(g, _y, _a, b) => g.mul(b), (g, _y, a) => g.mul(a)],
  '/': [(g, _y, _a, b) => g.div(b), (g, y, _a, b) => g.mul(y.div(b)).neg()],
  '**': [
    (g, _y, a, b, one) => {
      const isNotZero = b.max(b.neg()); // |b|; where b is 0, a gets 0
      return g.mul(b.mul(a.pow(b.sub(one).when(isNotZero)))).when(isNotZero);
    },
    (g, y, a, b, one) => {
      const isSmooth = a.max(a.neg()).max(b.neg()); // above 0, unless a is 0 and b at least 0; then b gets 0
      const base = a.add(one.sub(one.when(isSmooth))); // a, or 1 in place of a 0, whose logarithm is -Infinity
      return g.mul(y.mul(base.log())).when(isSmooth);
    },
  ],
  max: [(g, _y, a, b, one) => shareOfLarger(g, a, b, one), (g, _y, a, b, one) => shareOfLarger(g, b, a, one)],
  when: [(g, _y, _a, b) => g.when(b)],
  neg: [(g) => g.neg()],
  exp: [(g, y) => g.mul(y)],
  log: [(g, _y, a) => g.div(a)],
  relu: [(g, y) => g.when(y)],
  tanh: [(g, y, _a, _b, one) => g.mul(one.sub(y.mul(y)))],
  sigmoid: [(g, y, _a, _b, one) => g.mul(y.mul(one.sub(y)))],
  sin: [(g, _y, a) => g.mul(a.cos())],
  cos: [(g, _y, a) => g.mul(a.sin()).neg()],
};

/** g if x > other, g / 2 if they are equal, else 0; g if one of them is NaN, since then the larger one is NaN, too. */
function shareOfLarger<T extends Operations<T>>(g: T, x: T, other: T, one: T): T {
  const isLarger = x.sub(other);
  const isTie = one.sub(one.when(isLarger)).sub(one.when(other.sub(x))); // 1, else 0; -1 for NaN
  return g.when(isLarger).add(g.div(one.add(one)).when(isTie));
}

/** The rules of an operation. @throws TypeError if only another version of this package has the operation */
export function rulesOf(op: Exclude<Op, ''>): readonly Rule[] {
  if (Object.hasOwn(rules, op)) return rules[op];
  throw new TypeError(`this copy of micrograd-lab has no derivative of ${op}`);
}

/**
 * The derivatives of `y` with respect to each of `xs`, as Values that are made of Values: new expressions, which can be
 * differentiated again. An x may be a leaf, or any Value that `y` was made of. Where `y` does not depend on x, its
 * derivative is a new Value of 0. No `grad` is read or written.
 *
 * PyTorch calls this `torch.autograd.grad(y, xs, create_graph=True)`, JAX `grad` of `grad`. The product of the Hessian
 * and a vector v (a Hessian-vector product) takes two calls, and no Hessian:
 *
 *     const slope = sum(gradients(y, xs).map((g, i) => g.mul(v[i])));
 *     const product = gradients(slope, xs);
 *
 * @throws TypeError if `y` or an x is not a Value, or `xs` is no list; RangeError if `xs` is empty
 * @example
 * const x = new Value(2);
 * const [first] = gradients(x.pow(3), [x]);
 * const [second] = gradients(first, [x]);
 * console.log(first.data, second.data); // → 12 12
 */
export function gradients(y: Value, xs: ArrayLike<Value>): [Value, ...Value[]] {
  checkValue('gradients', 'y', y);
  return derive(y, checkValues('gradients', 'xs', xs));
}

/**
 * All second derivatives: `hessian(y, xs)[i][j]` is the derivative of `y` with respect to `xs[i]` and then `xs[j]`. It
 * has as many entries as `xs` squared, each an expression: for many xs use the Hessian-vector product of `gradients`.
 *
 * @throws as `gradients`
 * @example
 * const [a, b] = [new Value(2), new Value(3)];
 * const entries = hessian(a.mul(a).mul(b), [a, b]);
 * console.log(entries.map((row) => row.map((entry) => entry.data))); // → [ [ 6, 4 ], [ 4, 0 ] ]
 */
export function hessian(y: Value, xs: ArrayLike<Value>): [Value, ...Value[]][] {
  checkValue('hessian', 'y', y);
  const wanted = checkValues('hessian', 'xs', xs);
  return derive(y, wanted).map((gradient) => derive(gradient, wanted));
}

/** Backpropagation with Values in place of numbers, along the edges that lead to one of the xs. */
function derive(y: Value, xs: readonly Value[]): [Value, ...Value[]] {
  const order = topologicalOrder(y);
  checkOutside(order, xs);
  const indexIn = indexOf(order);
  const operands = order.map((node) => node.inputs.map(indexIn));
  const wanted = new Set(xs);
  const leadsToX: boolean[] = [];
  order.forEach((node, i) => { leadsToX[i] = wanted.has(node) || operands[i].some((operand) => leadsToX[operand]); });

  const one = new Value(1);
  const grads = new Array<Value | undefined>(order.length);
  grads[order.length - 1] = one;
  for (let i = order.length - 1; i >= 0; i--) {
    const { op, left: a, right: b } = order[i] as Required<Value>; // each rule uses only what its operation has
    const grad = grads[i];
    if (op === '' || grad === undefined) continue;
    const toOperands = rulesOf(op);
    operands[i].forEach((operand, side) => {
      const rule = toOperands[side] as Rule | undefined; // none, for a gate
      if (rule === undefined || !leadsToX[operand]) return;
      const amount = rule(grad, order[i], a, b, one);
      const before = grads[operand];
      grads[operand] = before === undefined ? amount : before.add(amount);
    });
  }
  const derivatives = new Map<Value, Value | undefined>();
  order.forEach((node, i) => { if (wanted.has(node)) derivatives.set(node, grads[i]); });
  return xs.map((x) => derivatives.get(x) ?? new Value(0)) as [Value, ...Value[]]; // xs is not empty
}
