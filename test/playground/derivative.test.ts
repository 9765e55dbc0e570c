// The derivative of a formula, as a formula: what the button of the expression room writes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivativeProgram, variablesOf } from '../../examples/playground/src/expression/derivative.ts';
import { presets } from '../../examples/playground/src/expression/presets.ts';
import { parseProgram } from '../../examples/playground/src/expression/program.ts';
import { nameOf, stepsOf } from '../../examples/playground/src/expression/steps.ts';
import { gradients, topologicalOrder, type Value } from '../../src/index.ts';
import { runs } from '../support/seed.ts';

const named = (root: Value, name: string) => variablesOf(root).find((value) => nameOf(value) === name) as Value;
/** The derivative of what a text means, and of that, and so on, with respect to one name after another. */
const derive = (text: string, ...names: string[]) => names.reduce((text, name) => {
  const { root } = parseProgram(text);
  stepsOf(root); // which names its Values, as on the page
  return derivativeProgram(root, named(root, name));
}, text);
const neuron = presets[1].text;

describe('the derivative of a formula', () => {
  it.each([
    ['x = 0.5\ny = tanh(x)', 'x', 'x = 0.5\ny = tanh(x)\ndy_dx = 1 - y * y'],
    ['a = 2\nb = 3\nL = a * b', 'a', 'b = 3'],
    ['a = 2\nL = a + a', 'a', 'dL_da = 2'],
    ['a = 2\nb = 3\na * b + a ** 2', 'a', 'a = 2\nb = 3\ndv3_da = 2 * a + b'],
    ['a = -1\nL = when(2, a)', 'a', 'dL_da = 0'],
    ['a = 2\na = a * a\na = sin(a)', 'a₂', 'a = 2\na₂ = a * a\nda₃_da₂ = cos(a₂)'],
  ])('of %j with respect to %s is %j', (text, name, expected) => { expect(derive(text, name)).toBe(expected); });

  it('of the neuron is that of `gradients`, for each of its names, twice', () => {
    const { root } = parseProgram(neuron);
    expect(variablesOf(root).map(nameOf))
      .toEqual(['x1', 'w1', 'x1w1', 'x2', 'w2', 'x2w2', 'sum', 'b', 'n']);
    const names = fc.constantFrom(...variablesOf(root).map(nameOf));
    fc.assert(fc.property(names, names, (first, second) => {
      const [wanted] = gradients(root, [named(root, first)]);
      const { root: once } = parseProgram(derive(neuron, first));
      expect(once.data).toBe(wanted.data);
      if (!variablesOf(once).some((value) => nameOf(value) === second)) return; // it does not depend on that name
      const [again] = gradients(wanted, [named(wanted, second)]);
      expect(parseProgram(derive(neuron, first, second)).root.data).toBeCloseTo(again.data, 14);
    }), runs(50));
  });

  it('of tanh has the numbers of the preset, three times', () => {
    const { text } = presets[presets.length - 1];
    const order = topologicalOrder(parseProgram(text).root);
    const dataOf = (name: string) => order.find(({ label }) => label === name)?.data;
    const tanh = 'x = 0.5\nt = tanh(x)';
    for (const [name, xs] of [['d1', ['x']], ['d2', ['x', 'x']], ['d3', ['x', 'x', 'x']]] as const) {
      expect(parseProgram(derive(tanh, ...xs)).root.data).toBeCloseTo(dataOf(name) as number, 14);
    }
  });
});
