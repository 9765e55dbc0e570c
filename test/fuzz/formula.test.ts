// Whatever text: it is a formula, and then JavaScript reads it in the same way; or a SyntaxError, with a caret where it
// is wrong. And so it is with the playground's programs, which are lines of formulas.
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProgram, withNumber } from '../../examples/playground/src/expression/program.ts';
import { words } from '../../examples/playground/src/words/index.ts';
import { formula, parseFormula, topologicalOrder, Value } from '../../src/index.ts';
import { anyText, find, fuzz, inTime, mutated, refusal, repeated, soup, withBug } from './fuzz.ts';
import { runs } from '../support/seed.ts';

const pieces = [
  '+', '-', '*', '**', '/', '(', ')', ',', ' ', '\n', '\t', '^', '=', ';', 'a', 'b', 'é', 'tanh', 'max(', 'pow (',
  'exp', '1',
  '.', '2.5', '1e3', 'e', '1e999', '${…}', '${', '\\', '\u2028', '\ufeff', 'constructor', '__proto__', 'toString(',
];
const good = [
  '(a * b + 3) * -2.5e-1', 'tanh(a * 2 + b) ** 2', 'max(a, pow(b, 2)) - -relu(a / b)', 'a ** -b ** 2', '-(-a) - - 3',
];
const texts = fc.oneof(soup(pieces), mutated(good, pieces), repeated(pieces), anyText);

/** What stands in the place of the names, to see that nothing is done to them. */
const named = () => ({ a: 0.75, b: new Value(-1.5), é: 2 });

/** A message, a line of the text, and a caret under it. */
function wantCaret(message: string): void {
  const [what, line, caret, ...more] = message.split('\n');
  expect(more).toEqual([]);
  expect(what.length).toBeGreaterThan(10);
  expect(line).toMatch(/^ {2}/);
  expect(caret).toMatch(/^ {2,52}\^$/); // 50 letters before it, and an ellipsis for the rest
  expect(caret.length).toBeLessThanOrEqual(line.length + 1);
}

function checkFormula(parse: typeof parseFormula, text: string): void {
  const names = named();
  const error = refusal(() => parse(text, names), SyntaxError);
  if (error) wantCaret(error.message);
  expect(names).toEqual(named());
}

const { sin, cos, exp, log, tanh, max, pow } = Math;
const functions = { sin, cos, exp, log, tanh, max, pow, relu: (x: number) => Math.max(0, x) };
/** JavaScript has the same formulas, and more. */
const evaluate = (text: string, names: Record<string, number>) =>
  (runInThisContext(`(function (${Object.keys(names).join(', ')}) { return (${text}\n); })`) as
    (...args: unknown[]) => number)(...Object.values(names));

/** With space between all pieces, or `- -` would be `--`. */
const spaced = soup(
  ['+', '-', '-', '*', '/', '**', '(', ')', ',', 'a', 'b', '1', '.5', '2e1', 'tanh (', 'max (', 'pow (', 'relu ('], ' ',
);

function checkMeaning(parse: typeof parseFormula, text: string): void {
  const names = { a: 0.75, b: -1.5 };
  const made: Value[] = [];
  const error = refusal(() => made.push(parse(text, names)), SyntaxError);
  if (error === undefined) expect(made[0].data).toBe(evaluate(text, { ...names, ...functions } as typeof names));
}

/** Chains of operators, so that most of them are formulas. */
const chains = fc.array(fc.tuple(fc.constantFrom('+', '-', '*', '/', '**'), fc.constantFrom(
  'a', 'b', '3', '- a', '( a', 'b )', 'tanh ( b )', 'max ( a , b )', '( - a )', '- ( b', 'relu ( a',
)), { maxLength: 12 }).map((list) => ['1', ...list.flat()].join(' '));

describe('a text', () => {
  it('is a formula or a SyntaxError with a caret', async () => {
    await fuzz(texts, (text) => { checkFormula(parseFormula, text); }, 300);
  });

  it('that is a formula means what it does in JavaScript', async () => {
    let formulas = 0;
    await fuzz(fc.oneof(spaced, chains), (text) => {
      checkMeaning(parseFormula, text);
      formulas += refusal(() => parseFormula(text, named()), SyntaxError) ? 0 : 1;
    }, 300);
    expect(formulas).toBeGreaterThan(runs(20).numRuns);
  });

  it('in the parts of a template is one or the other, too', async () => {
    const parts = fc.array(texts.filter((text) => !text.includes('${')), { minLength: 1, maxLength: 6 });
    await fuzz(parts, (raw) => {
      const values = raw.slice(1).map((_, i) => i);
      const error = refusal(() => formula(Object.assign([...raw], { raw }), ...values), SyntaxError);
      if (error) wantCaret(error.message);
    }, 300);
  });

  const lines = fc.array(texts, { minLength: 1, maxLength: 4 }).map((list) =>
    list.map((text, i) => (i % 2 === 0 ? `${'ab'[i / 2]} = ${text}` : text)).join('\n'));

  it('is a program of the playground, with numbers that can be put in again, or a SyntaxError in a line', async () => {
    await fuzz(fc.oneof(texts, lines), (text) => {
      const error = refusal(() => parseProgram(text), SyntaxError);
      if (error?.message === words.expression.formula.empty) return;
      if (error) {
        const [, line, message] = /^line (\d+): ([^]*)$/.exec(error.message) ?? [];
        expect(Number(line)).toBeLessThanOrEqual(text.split(/[\n;]/).length);
        wantCaret(message);
        return;
      }
      const program = parseProgram(text);
      const before = topologicalOrder(program.root).map(({ op, data }) => [op, data]);
      for (const leaf of [...program.numbers.keys()].slice(0, 5)) {
        const again = inTime(() => parseProgram(withNumber(program, leaf, leaf.data)));
        expect(topologicalOrder(again.root).map(({ op, data }) => [op, data])).toEqual(before);
      }
    }, 300);
  });
});

describe('a bug in the parser is found and made small:', () => {
  const plant = async (from: string, to: string) =>
    (await withBug<{ parseFormula: typeof parseFormula }>('src/formula.ts', [from, to])).parseFormula;

  it('a name that is only inherited', async () => {
    const parse = await plant('!Object.hasOwn(names, name)', '!(name in names)');
    expect(find(soup(pieces), (text) => { checkFormula(parse, text); }, 5000)).toMatch(/^(constructor|__proto__)$/);
  });

  it('a loop without end', async () => {
    const parse = await plant('if (token === \'^\') fail(', 'while (token === \'^\') settle(1); if (!token) fail(');
    expect(find(soup(pieces), (text) => { checkFormula(parse, text); }, 5000)).toMatch(/^(\w|2\.5|1e\d+|\))\^$/);
  });

  it('a caret beyond the line', async () => {
    const parse = await plant('before.slice(-49)', 'before.slice(-60)');
    expect(find(texts, (text) => { checkFormula(parse, text); }, 5000).length).toBeLessThan(70);
  });

  it('powers from the left', async () => {
    const parse = await plant('operator.binds + 1 :', 'operator.binds :');
    const text = find(fc.oneof(spaced, chains), (text) => { checkMeaning(parse, text); }, 20_000);
    expect(text.split('**')).toHaveLength(3);
  });
});
