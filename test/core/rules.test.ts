// The two tables of derivatives, `propagate` in engine.ts and `rules` in derivatives.ts, say the same. And bugs in the
// second one are caught.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as derivatives from '../../src/derivatives.ts';
import { Value } from '../../src/engine.ts';
import {
  bothTables, findFailure, sameAsBackward, sameTables, wantSameTablesAtEdges,
} from '../support/derivative-checks.ts';
import { derivativesWithoutBugs, plantInDerivatives, type Edit } from '../support/plant.ts';
import { operations } from '../support/rules.ts';
import { runs } from '../support/seed.ts';

describe('`rules` and `propagate`', () => {
  it('have the same operations', () => {
    expect(Object.keys(derivatives.rules).sort()).toEqual([...operations].sort());
  });

  it('give equal numbers at every kink, pole, tie and infinity', () => { wantSameTablesAtEdges(derivatives); });

  it('give equal numbers for any numbers', () => { fc.assert(sameTables(derivatives), runs(5000)); });

  it('give the same gradients of any expression, to the last bit', () => {
    fc.assert(sameAsBackward(derivatives), runs(1000));
  });

  it('differ in one case: two equal infinities get all of the gradient each by `rules`, half by `propagate`', () => {
    for (const infinity of [Infinity, -Infinity]) {
      const both = bothTables(derivatives, 'max', infinity, infinity, 3);
      expect(both).toEqual({ byPropagate: [1.5, 1.5], byRule: [3, 3] });
    }
  });

  it('of a max in a tie, agree on a gradient so small that its half is rounded', () => {
    const { byPropagate, byRule } = bothTables(derivatives, 'max', 1, 1, 3 * Number.MIN_VALUE);
    expect(byRule).toEqual(byPropagate);
    expect(byRule).toEqual([2 * Number.MIN_VALUE, 2 * Number.MIN_VALUE]);
  });

  it('build nothing for the operand that nobody asked for: the exponent of x ** 3 has no logarithm', () => {
    const x = new Value(2);
    const exponent = new Value(3);
    const ops = (y: Value): string[] => [y.op, ...y.inputs.flatMap(ops)];
    expect(ops(derivatives.gradients(x.pow(exponent), [x])[0])).not.toContain('log');
    expect(ops(derivatives.gradients(x.pow(exponent), [exponent])[0])).toContain('log');
  });

  it('refuse an operation that only another version of the engine has', () => {
    const x = new Value(1);
    const y = Object.assign(x.exp(), { op: 'erf' });
    expect(() => derivatives.gradients(y, [x])).toThrow('this copy of micrograd-lab has no derivative of erf');
    const inherited = Object.assign(x.exp(), { op: 'toString' });
    expect(() => derivatives.gradients(inherited, [x])).toThrow('has no derivative of toString');
  });
});

const bugs: Record<string, Edit[]> = {
  '+ sends nothing to the right': [[`'+': [(g) => g, (g) => g]`, `'+': [(g) => g]`]],
  '+ doubles': [[`'+': [(g) => g, (g) => g]`, `'+': [(g) => g.add(g), (g) => g]`]],
  '- forgets the sign': [[`'-': [(g) => g, (g) => g.neg()]`, `'-': [(g) => g, (g) => g]`]],
  '- has its rules swapped': [[`'-': [(g) => g, (g) => g.neg()]`, `'-': [(g) => g.neg(), (g) => g]`]],
  '* has its rules swapped': [
    [`[(g, _y, _a, b) => g.mul(b), (g, _y, a) => g.mul(a)]`, `[(g, _y, a) => g.mul(a), (g, _y, _a, b) => g.mul(b)]`],
  ],
  '/ multiplies': [[`(g, _y, _a, b) => g.div(b),`, `(g, _y, _a, b) => g.mul(b),`]],
  '/ forgets the sign': [[`g.mul(y.div(b)).neg()`, `g.mul(y.div(b))`]],
  '/ forgets the square': [[`g.mul(y.div(b)).neg()`, `g.mul(y).neg()`]],
  'the base of ** gets a NaN at exponent 0': [[`.when(isNotZero)))).when(isNotZero)`, `.when(isNotZero))))`]],
  'the exponent b - 1 has no gate, so that x ** 2 at 0 has a NaN': [[`b.sub(one).when(isNotZero)`, `b.sub(one)`]],
  'a negative exponent counts as 0': [[`b.max(b.neg()); // |b|`, `b; // |b|`]],
  'the derivative of ** forgets the factor': [[`g.mul(b.mul(a.pow(`, `g.mul(one.mul(a.pow(`]],
  'the derivative of ** is off by one in the exponent': [[`b.sub(one).when`, `b.when`]],
  'the exponent of ** gets a NaN at base 0': [[`.mul(base.log())).when(isSmooth)`, `.mul(base.log()))`]],
  'the logarithm of a 0 base is kept, so that 0 ** x has a NaN': [[`y.mul(base.log())`, `y.mul(a.log())`]],
  'the exponent of ** gets 0 at base 0, also below 0': [[`a.max(a.neg()).max(b.neg())`, `a.max(a.neg())`]],
  'a negative base counts as 0': [[`a.max(a.neg()).max(b.neg())`, `a.max(b.neg())`]],
  'the exponent of ** gets the logarithm of the exponent': [[`y.mul(base.log())`, `y.mul(b.log())`]],
  'max sends to the smaller': [[`const isLarger = x.sub(other);`, `const isLarger = other.sub(x);`]],
  'max sends all to each in a tie': [[`g.div(one.add(one)).when(isTie)`, `g.when(isTie)`]],
  'max sends nothing in a tie': [[`.add(g.div(one.add(one)).when(isTie))`, ``]],
  'max takes a smaller one for a tie': [[`.sub(one.when(other.sub(x)))`, ``]],
  'max takes a larger one for a tie': [[`one.sub(one.when(isLarger)).sub`, `one.sub`]],
  'max sends both to the left': [[`shareOfLarger(g, b, a, one)`, `shareOfLarger(g, a, b, one)`]],
  'when looks at its first operand': [[`when: [(g, _y, _a, b) => g.when(b)]`, `when: [(g, _y, a) => g.when(a)]`]],
  'when is always open': [[`when: [(g, _y, _a, b) => g.when(b)]`, `when: [(g) => g]`]],
  'when multiplies by its gate': [[`_a, b) => g.when(b)]`, `_a, b) => g.mul(b.relu())]`]],
  'the gate of when gets a gradient': [[`_a, b) => g.when(b)]`, `_a, b) => g.when(b), (g) => g]`]],
  'neg forgets the sign': [[`neg: [(g) => g.neg()]`, `neg: [(g) => g]`]],
  'the derivative of exp is taken from its input': [[`exp: [(g, y) => g.mul(y)]`, `exp: [(g, _y, a) => g.mul(a)]`]],
  'the derivative of log is not inverted': [[`log: [(g, _y, a) => g.div(a)]`, `log: [(g, _y, a) => g.mul(a)]`]],
  'the derivative of relu is 1 at 0': [[`relu: [(g, y) => g.when(y)]`, `relu: [(g, _y, a) => g.sub(g.when(a.neg()))]`]],
  'the derivative of relu is that of a square': [[`g.when(y)]`, `g.mul(y)]`]],
  'the derivative of tanh forgets the square': [[`one.sub(y.mul(y))`, `one.sub(y)`]],
  'the derivative of tanh forgets the 1': [[`one.sub(y.mul(y))`, `y.mul(y).neg()`]],
  'the derivative of sigmoid forgets 1 - s': [[`g.mul(y.mul(one.sub(y)))`, `g.mul(y)`]],
  'the derivative of sin is that of cos': [[`g.mul(a.cos())`, `g.mul(a.sin()).neg()`]],
  'the derivative of cos forgets the sign': [[`g.mul(a.sin()).neg()`, `g.mul(a.sin())`]],

  'a later gradient replaces an earlier one': [[`before === undefined ? amount : before.add(amount)`, `amount`]],
  'an earlier gradient stays': [[`before === undefined ? amount : before.add(amount)`, `before ?? amount`]],
  'the root begins with nothing': [[`grads[order.length - 1] = one;`, ``]],
  'the left operand alone is looked at': [
    [`operands[i].some((operand) => leadsToX[operand])`, `leadsToX[operands[i][0]]`],
  ],
  'the xs come in the order of the graph': [
    [`xs.map((x) => derivatives.get(x) ?? new Value(0))`, `[...derivatives.values()].map((g) => g ?? new Value(0))`],
  ],
  'a Hessian has gradients of the function in each row': [[`derive(gradient, wanted)`, `derive(y, wanted)`]],
};

describe('a bug in derivatives.ts is caught', () => {
  it('where there is none, nothing is caught', () => {
    expect(findFailure(derivativesWithoutBugs())).toBeUndefined();
  });

  it.each(Object.entries(bugs))('%s', (_, edits) => {
    expect(findFailure(plantInDerivatives(edits))).toBeTypeOf('string'); // the name of what failed, and how
  });
});
