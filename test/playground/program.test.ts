// The expression room's text and its graph: one is read from the other, and a leaf that changes, changes the text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets } from '../../examples/playground/src/expression/presets.ts';
import { parseProgram, withNumber } from '../../examples/playground/src/expression/program.ts';
import { words } from '../../examples/playground/src/words/index.ts';
import { parseLines, toFormula, topologicalOrder, type Value } from '../../src/index.ts';
import { build } from '../support/derivative-checks.ts';
import { edgePrograms, tamePrograms } from '../support/expressions.ts';
import { runs } from '../support/seed.ts';

/** Labels, ops, operands and data of all Values. */
function graphOf(root: Value) {
  const order = topologicalOrder(root);
  return order.map(({ label, op, data, inputs }) => [label, op, data, ...inputs.map((input) => order.indexOf(input))]);
}

const leafOf = (root: Value, name: string) =>
  topologicalOrder(root).find(({ op, label, data }) => op === '' && (label ?? String(data)) === name) as Value;
const gradsOf = (text: string, ...names: string[]) => {
  const { root } = parseProgram(text);
  root.backward();
  return names.map((name) => topologicalOrder(root).find(({ label }) => label === name)?.grad);
};

describe('parseProgram', () => {
  it('makes the last line the result, and names what is assigned', () => {
    const { root } = parseProgram('a = 2; b = -3\n\nc = a * b + 10\n');
    expect(root.data).toBe(4);
    expect(topologicalOrder(root).map(({ label, data }) => label ?? data)).toEqual(['a', 'b', -6, 10, 'c']);
  });

  it('makes one leaf of a negative number, and none of its own of a name that is only another name', () => {
    const { root } = parseProgram('a = -3\nb = a\nb + (-2)');
    expect(topologicalOrder(root).map(({ op, label, data }) => [op, label, data]))
      .toEqual([['', 'a', -3], ['', undefined, -2], ['+', undefined, -5]]);
  });

  it('leaves out comments, and knows where each number stands behind them', () => {
    const text = 'a = 2 # three; or 3?\n// b = 7\nb = a * 3 // 4';
    const program = parseProgram(text);
    expect(program.root.data).toBe(6);
    expect(withNumber(program, leafOf(program.root, '3'), 5)).toBe('a = 2 # three; or 3?\n// b = 7\nb = a * 5 // 4');
  });

  it('tells two Values of the same name apart', () => {
    const { root } = parseProgram('a = 2\na = a + 1\na = a * a');
    expect(topologicalOrder(root).map(({ label, data }) => label ?? data)).toEqual(['a', 1, 'a₂', 'a₃']);
  });

  it('takes a name without a number for a leaf of 1', () => {
    const { root } = parseProgram('(a * b + c) * f');
    expect(root.data).toBe(2);
    const leaves = topologicalOrder(root).filter(({ op }) => op === '');
    expect(leaves.map(({ label }) => label)).toEqual(['a', 'b', 'c', 'f']);
  });

  it('gives a Value of a name that is taken back the next free name', () => {
    const { root } = parseProgram('c = a\na₂ = 2\na = 3\nb = a\na = c * a₂ * b');
    expect(topologicalOrder(root).map(({ label, data }) => label ?? data)).toEqual(['a', 'a₂', 2, 'a₃', 'a₄']);
  });

  it('reads 1e5 as a number, exp as a function, and the -2 of exp(-2) as a number', () => {
    expect(parseProgram('1e5 + 1').root.data).toBe(100_001);
    expect(topologicalOrder(parseProgram('exp(-2)').root).map(({ op, data }) => op || data)).toEqual([-2, 'exp']);
    expect(topologicalOrder(parseProgram('-2 * 3').root).map(({ op, data }) => op || data)).toEqual([2, 'neg', 3, '*']);
  });

  it('reads NaN and Infinity as numbers, unless they are names', () => {
    const program = parseProgram('a = -Infinity\nmax(a, NaN) + (-Infinity)');
    expect([...program.numbers.keys()].map(({ data }) => data)).toEqual([-Infinity, NaN, -Infinity]);
    expect(withNumber(program, [...program.numbers.keys()][1], -1)).toBe('a = -Infinity\nmax(a, (-1)) + (-Infinity)');
    expect(parseProgram('NaN = 3\nNaN * 2').root.data).toBe(6);
  });

  it('makes the same graph as `parseLines` of all that `toFormula` prints, and knows where its numbers stand', () => {
    fc.assert(fc.property(fc.oneof(tamePrograms(), edgePrograms()), (program) => {
      const { leaves, nodes } = build(program);
      leaves.forEach((leaf, i) => { if (i % 2 === 0) leaf.label = `x${i}`; });
      const text = toFormula(nodes[nodes.length - 1]);
      const read = parseProgram(text);
      expect(graphOf(read.root)).toEqual(graphOf(parseLines(text)));
      for (const leaf of topologicalOrder(read.root).filter(({ op }) => op === '')) {
        expect(graphOf(parseProgram(withNumber(read, leaf, leaf.data)).root)).toEqual(graphOf(read.root));
      }
    }), runs(100));
  });

  it.each([
    ['a = 2\nb = a +', /^line 2: wanted a number, a name, \( or -, got the end\n {2}a \+\n {5}\^$/],
    ['a = 2;c = a³', /^line 2: a power is written \*\*, as in x \*\* 3\n {2}a³\n {3}\^$/],
    ['sqrt(2)', /^line 1: a square root is written as a power: x \*\* 0.5\n {2}sqrt\(2\)\n {2}\^$/],
    ['a = 2;c = a ^ 2', /^line 2: a power is written \*\*\n {2}a \^ 2\n {4}\^$/],
    ['f(2)', /^line 1: unknown function f; /],
    ['a = ', /^line 1: the formula is empty/],
    ['$0 + 2', /^line 1: unknown name \$0/],
    [' \n ', /^the formula is empty: write one, such as a \* b \+ 2$/],
  ])('says where %j is wrong', (text, message) => {
    expect(() => parseProgram(text)).toThrow(message);
    expect(() => parseProgram(text)).toThrow(SyntaxError);
  });
});

describe('withNumber', () => {
  it.each([
    ['a = 2\nb = a * 3', 'a', 5, 'a = 5\nb = a * 3'],
    ['a = 2\nb = a * 3', 'a', -5, 'a = -5\nb = a * 3'],
    ['a = 2\nb = a * 3', '3', -4.5, 'a = 2\nb = a * (-4.5)'],
    ['b = a * (-3) + 7', '-3', 1e-7, 'b = a * 1e-7 + 7'],
    ['b = 3 + 3 * a', 'a', 0.5, 'a = 0.5\nb = 3 + 3 * a'],
    ['a = -2 ; b = a', 'a', 1, 'a = 1 ; b = a'],
    ['exp(-2)', '-2', -5, 'exp(-5)'],
    ['exp(2)', '2', -Infinity, 'exp((-Infinity))'],
    ['a = max(-2, 3) * -(4)', '4', -0, 'a = max(-2, 3) * -((-0))'],
  ])('in %j changes %s to %d', (text, name, data, wanted) => {
    const program = parseProgram(text);
    const changed = withNumber(program, leafOf(program.root, name), data);
    expect(changed).toBe(wanted);
    const [before, after] = [program.root, parseProgram(changed).root].map(topologicalOrder);
    expect(after.map(({ op }) => op)).toEqual(before.map(({ op }) => op)); // the same graph
    expect(after.some((value) => value.op === '' && value.data === data)).toBe(true);
  });

  it('is true of every leaf of every preset', () => {
    for (const { text } of presets) {
      const program = parseProgram(text);
      topologicalOrder(program.root).forEach((leaf, i) => {
        if (leaf.op !== '') return;
        const after = topologicalOrder(parseProgram(withNumber(program, leaf, -0.25)).root);
        expect(after[i].data).toBe(-0.25);
        expect(after.length).toBe(topologicalOrder(program.root).length);
      });
    }
  });
});

describe('the presets', () => {
  const preset = (part: string) =>
    presets.find(({ id }) => words.expression.formula.presets[id].includes(part))?.text ?? '';

  it('have the numbers of the lecture', () => {
    // ../shared/oracle/lecture.md, steps 4, 5b, 7 and 7b, and its exercises
    expect(parseProgram(preset('L =')).root.data).toBe(-8);
    expect(gradsOf(preset('L ='), 'a', 'b', 'c', 'd', 'e', 'f', 'L')).toEqual([6, -4, -2, -2, -2, 4, 1]);
    for (const name of ['A neuron', 'tanh from exp']) {
      const grads = gradsOf(preset(name), 'x1', 'x2', 'w1', 'w2', 'b');
      [-1.5, 0.5, 1, 0, 0.5].forEach((grad, i) => { expect(grads[i]).toBeCloseTo(grad, 14); });
    }
    expect(gradsOf(preset('Used twice'), 'a')).toEqual([2]);
    expect(gradsOf(preset('Two ways'), 'a', 'b', 'd', 'e')).toEqual([-3, -8, 1, -6]);
    expect(gradsOf(preset('Order matters'), 'b', 'a')).toEqual([2, 4]);
    expect(parseProgram(preset('README')).root.data).toBeCloseTo(24.70408163265306, 13);
    const readme = gradsOf(preset('README'), 'a', 'b') as [number, number];
    expect(readme[0]).toBeCloseTo(138.83381924198252, 11);
    expect(readme[1]).toBeCloseTo(645.5772594752186, 11);
    expect(parseProgram(preset('slopes')).root.data).toBeCloseTo(6.336362190988558, 13);
    const derivatives = topologicalOrder(parseProgram(preset('derivatives')).root);
    // PyTorch 1.13, in doubles: `autograd.grad` of tanh at 0.5, again and again
    const known = { t: 0.46211715726000974, d1: 0.7864477329659274, d2: -0.7268619813835873, d3: -0.5652092882597705 };
    for (const [name, data] of Object.entries(known)) {
      expect(derivatives.find(({ label }) => label === name)?.data).toBeCloseTo(data, 14);
    }
    expect(parseProgram(preset('softmax')).root.data).toBeCloseTo(2.1755153626167147, 13);
  });
});
