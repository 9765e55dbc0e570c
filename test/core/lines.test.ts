// Expressions as lines of text, and back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradients, parseLines, topologicalOrder, toFormula, Value } from '../../src/index.ts';
import { build } from '../support/derivative-checks.ts';
import { edgePrograms, tamePrograms } from '../support/expressions.ts';
import { runs } from '../support/seed.ts';

const programs = fc.oneof(tamePrograms(), edgePrograms());
/** Labels that are names, that are none, and that are taken. */
const labels = fc.array(fc.constantFrom(undefined, 'x', 'v1', 'v2', 'a b', 'NaN', 'exp', 'é', ''), { maxLength: 8 });

/** Ops, operands and data of all Values. Two graphs are the same if these are. */
function shapeOf(root: Value) {
  const order = topologicalOrder(root);
  return order.map(({ op, data, inputs }) => [op, data, ...inputs.map((input) => order.indexOf(input))]);
}
const gradsByName = (root: Value) => {
  const leaves = topologicalOrder(root).filter(({ op, label }) => op === '' && label !== undefined);
  for (const leaf of leaves) leaf.grad = 0;
  root.backward();
  return new Map(leaves.map(({ label, grad }) => [label, grad + 0]));
};

describe('toFormula', () => {
  it('gives lines of which `parseLines` makes the same graph', () => {
    fc.assert(fc.property(programs, labels, (program, labels) => {
      const { nodes } = build(program);
      labels.forEach((label, i) => { if (label !== undefined && i < nodes.length) nodes[i].label = label; });
      const root = nodes[nodes.length - 1];
      expect(shapeOf(parseLines(toFormula(root)))).toEqual(shapeOf(root));
    }), runs(500));
  });

  it('gives with `fold` lines with the same data and the same gradients of named leaves, bit for bit', () => {
    fc.assert(fc.property(programs, fc.boolean(), (program, isSlope) => {
      const { leaves, nodes } = build(program);
      leaves.forEach((leaf, i) => { leaf.label = `x${i}`; });
      const root = isSlope ? gradients(nodes[nodes.length - 1], leaves)[0] : nodes[nodes.length - 1];
      const again = parseLines(toFormula(root, { fold: true }));
      expect(again.data).toBe(root.data);
      const [before, after] = [gradsByName(root), gradsByName(again)];
      for (const [name, grad] of before) if (after.has(name)) expect(after.get(name), name).toBe(grad);
    }), runs(500));
  });

  const x = () => new Value(0.5, 'x');
  const [y, z] = [new Value(2, 'y'), new Value(3, 'z')];
  it.each<[expected: string, root: Value]>([
    ['x = 0.5\nx * x', ((a) => a.mul(a))(x())],
    ['x = 0.5', x()],
    ['-0.5', new Value(-0.5)],
    ['-(0.5)', new Value(0.5).neg()],
    ['-(-0.5)', new Value(-0.5).neg()],
    ['exp(-1) * (-2) + -3 * 4', new Value(-1).exp().mul(-2).add(new Value(3).neg().mul(4))],
    ['NaN + (-Infinity) - Infinity', new Value(NaN).add(-Infinity).sub(Infinity)],
    ['-0', new Value(-0)],
    ['v1 = 3\nv1 * v1', ((a) => a.mul(a))(new Value(3))],
    ['y = 2\nz = 3\ny - (z - y) - z', y.sub(z.sub(y)).sub(z)],
    ['y = 2\nz = 3\n(y + z) * y / (z * y)', y.add(z).mul(y).div(z.mul(y))],
    ['y = 2\nz = 3\n(y ** z) ** y ** z', y.pow(z).pow(y.pow(z))],
    ['y = 2\nz = 3\ny ** -z * -(y ** z)', y.pow(z.neg()).mul(y.pow(z).neg())],
    ['y = 2\nz = 3\nmax(y, when(z, -y))', y.max(z.when(y.neg()))],
    ['y = 2\nt = tanh(y)\nt * t', ((t) => { t.label = 't'; return t.mul(t); })(y.tanh())],
    ['v2 = 1\nv1 = 2\nv2 - v1 * v1', ((a, b) => a.sub(b.mul(b)))(new Value(1, 'a b'), new Value(2, 'v1'))],
  ])('prints %j', (expected, root) => { expect(toFormula(root)).toBe(expected); });

  it('leaves out, with `fold`, what only the chain rule needs', () => {
    const a = x();
    const derivativeOf = (y: Value) => toFormula(gradients(y, [a])[0], { fold: true }).split('\n').slice(1).join('; ');
    expect(derivativeOf(a.pow(3))).toBe('3 * x ** 2');
    expect(derivativeOf(a.mul(a))).toBe('x + x');
    expect(derivativeOf(a.tanh())).toBe('v1 = tanh(x); 1 - v1 * v1');
    expect(derivativeOf(a.mul(3).sin())).toBe('cos(x * 3) * 3');
    expect(toFormula(gradients(a.pow(3), [a])[0])).toContain('1 * ');
  });

  it('prints a sum of 20,000 terms without recursion', () => {
    let sum = new Value(0);
    for (let i = 0; i < 20_000; i++) sum = sum.add(1);
    expect(toFormula(sum)).toBe(`0${' + 1'.repeat(20_000)}`);
    expect(parseLines(toFormula(sum)).data).toBe(20_000);
  });

  it('names what is wrong', () => {
    expect(() => toFormula(2 as never)).toThrow(new TypeError('toFormula: expected root to be a Value, got 2'));
    expect(() => toFormula(x(), { folds: true } as never)).toThrow('toFormula has no option folds; it has fold');
    expect(() => toFormula(x(), { fold: 1 as never })).toThrow('expected fold to be true or false, got 1');
  });
});

describe('parseLines', () => {
  it('reads names from above, ends lines by semicolons, too, and may be given names', () => {
    const b = new Value(3);
    const root = parseLines('a = 2; c = a * b\n\n c + a', { b });
    expect(root.data).toBe(8);
    expect(topologicalOrder(root).map(({ label }) => label)).toEqual(['a', undefined, 'c', undefined]);
  });

  it('says in which line a mistake is, with a caret', () => {
    const message = 'line 2: unknown name c; known: a\n  a * c\n      ^';
    expect(() => parseLines('a = 2\na * c')).toThrow(new SyntaxError(message));
    expect(() => parseLines('a = 2\nb = a * c')).toThrow(new SyntaxError(message));
    expect(() => parseLines(' ;\n')).toThrow(new SyntaxError('parseLines: expected a formula, got a text without one'));
    expect(() => parseLines(2 as never)).toThrow(new TypeError('parseLines: expected text to be a text, got 2'));
  });
});
