// What the page copies: programs that print the same numbers, on this library, on PyTorch and on micrograd.
import { spawnSync } from 'node:child_process';
import { transpileModule } from 'typescript';
import { describe, expect, it } from 'vitest';
import { codeOf, languages } from '../../examples/playground/src/expression/code.ts';
import { presets } from '../../examples/playground/src/expression/presets.ts';
import { parseProgram } from '../../examples/playground/src/expression/program.ts';
import { isConstant, stepsOf } from '../../examples/playground/src/expression/steps.ts';
import { topologicalOrder, Value } from '../../src/index.ts';

const odd = [
  {
    id: 'names that other languages keep',
    text: 'in = 2\nclass = -3\na = in * class\na = a + 1\nlambda = 2 ** in - a',
  },
  {
    id: 'all operations',
    text: 'a = 0.5\nb = -1.25\ny = max(a, b) + max(2, b) + exp(a) * log(a) / sin(b) - cos(-3) + ' +
      'relu(b) + tanh(a) - sigmoid(b) + a ** b + exp(2)',
  },
  { id: 'infinities', text: 'a = 1e999\nb = -a + 1e999 * a' },
];
const programs = [...presets, ...odd];

/** The leaf, and the number that a program should print for it. */
function wanted(text: string): [string, number][] {
  const { root } = parseProgram(text);
  root.backward();
  const leaves = topologicalOrder(root).filter((value) => value.op === '' && !isConstant(value));
  return [['', root.data], ...leaves.map(({ label = '', grad }): [string, number] => [label, grad])];
}
const codeFor = (text: string, language: (typeof languages)[number]) => {
  const { root } = parseProgram(text);
  stepsOf(root); // which names its Values, as on the page
  return codeOf(root, language);
};

/** The numbers at the ends of the lines that a program prints. */
const numbersOf = (printed: string) => printed.trim().split('\n')
  .map((line) => Number(line.split(' ').at(-1)?.replace('inf', 'Infinity').replace('nan', 'NaN')));

describe('copied as TypeScript', () => {
  it.each(programs)('$id prints the numbers of the page', ({ text }) => {
    const { outputText } = transpileModule(codeFor(text, 'typescript'), {});
    const printed: string[] = [];
    const console = { log: (...words: unknown[]) => { printed.push(words.map(String).join(' ')); } };
    const program = outputText.replace(/^import.*$/m, '');
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is what this test is about
    const run = new Function('Value', 'console', program) as (...given: unknown[]) => void;
    run(Value, console);
    expect(numbersOf(printed.join('\n'))).toEqual(wanted(text).map(([, number]) => number));
  });
});

const torch = spawnSync('/usr/bin/python3', ['-c', 'import torch'], { encoding: 'utf8' }).status === 0;
describe.skipIf(!torch)('copied as Python with PyTorch (needs a python3 with torch)', () => {
  it('every program prints the numbers of the page', () => {
    const separator = 'print(\'---\')\n';
    const all = programs.map(({ text }) => codeFor(text, 'pytorch')).join(separator);
    const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-'], { input: all, encoding: 'utf8' });
    expect(stderr).toBe('');
    const printed = stdout.split('---\n').map(numbersOf);
    expect(printed).toHaveLength(programs.length);
    programs.forEach(({ text, id }, i) => {
      wanted(text).forEach(([name, number], k) => {
        const tolerance = 1e-12 * Math.max(1, Math.abs(number)); // both in doubles; sums in another order
        const isNear = Object.is(printed[i][k] + 0, number + 0) || Math.abs(printed[i][k] - number) <= tolerance;
        expect([id, name, isNear ? number : printed[i][k]]).toEqual([id, name, number]);
      });
    });
  });
});

describe('copied as Python with micrograd', () => {
  it('uses what micrograd has, and names what it lacks', () => {
    expect(codeFor('a = -2\nb = 3\nL = relu(a * b + 10) ** 2 / b', 'micrograd')).toBe([
      'from micrograd.engine import Value', '',
      'a = Value(-2.0)', 'b = Value(3.0)', 'v1 = a * b', 'v2 = v1 + 10.0', 'v3 = v2.relu()', 'v4 = v3 ** 2.0',
      'L = v4 / b', '', 'L.backward()', 'print(\'L\', L.data)', 'print(\'a.grad\', a.grad)',
      'print(\'b.grad\', b.grad)', '',
    ].join('\n'));
    expect(() => codeFor('a = 1\no = tanh(a)', 'micrograd')).toThrow(/micrograd has no tanh, which o needs/);
    expect(() => codeFor('a = 1\nb = 2\no = a ** b', 'micrograd')).toThrow(/micrograd has no a \*\* b, which o needs/);
  });
});
