// Formulas: what they build is held to the same operations called by hand, what they read to JavaScript itself.
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formula, parseFormula, trace, Value } from '../../src/index.ts';
import { runOnValues, tamePrograms, type Operand, type Program } from '../support/expressions.ts';
import { operations, rules, type Operation } from '../support/rules.ts';
import { runs } from '../support/seed.ts';

/** A piece of a formula: its text, or what is put into it. */
type Piece = string | { operand: Value | number };

/** By the tag, as if the pieces stood in a template. */
function byTag(pieces: Piece[]): Value {
  const raw = [''];
  const values: (Value | number)[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') raw[raw.length - 1] += piece;
    else {
      values.push(piece.operand);
      raw.push('');
    }
  }
  return formula(template(raw), ...values);
}

const template = (raw: string[]): TemplateStringsArray => Object.assign([...raw], { raw });

/** By name: the same Value has the same name everywhere. */
function byName(pieces: Piece[]): Value {
  const names = new Map<Value | number, string>();
  const text = pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    const name = names.get(piece.operand) ?? `value_${names.size}`;
    names.set(piece.operand, name);
    return name;
  }).join('');
  return parseFormula(text, Object.fromEntries([...names].map(([value, name]) => [name, value])));
}

/** How much an operation binds in JavaScript, and how much its operands must; 5 is what needs no parentheses. */
const printed: Partial<Record<Operation, { binds: number; operands: [number, number?] }>> = {
  '+': { binds: 1, operands: [1, 2] },
  '-': { binds: 1, operands: [1, 2] },
  '*': { binds: 2, operands: [2, 3] },
  '/': { binds: 2, operands: [2, 3] },
  neg: { binds: 3, operands: [5] }, // not that of `**`: JavaScript refuses -a ** b
  '**': { binds: 4, operands: [5, 3] },
};

/**
 * A program in formulas. A node that is used once is written inside the one that uses it; each other has a formula of
 * its own, and comes into those that use it. `choose` tells where to put spaces and parentheses that nobody needs.
 */
function runAsFormulas({ leaves, steps }: Program, choose: () => number, evaluate: (pieces: Piece[]) => Value): Value {
  const nodes: (Value | undefined)[] = leaves.map((x) => new Value(x));
  const uses = new Map<number, number>();
  for (const operand of steps.flatMap(({ a, b }) => [a, b])) {
    if (operand && 'node' in operand) uses.set(operand.node, (uses.get(operand.node) ?? 0) + 1);
  }
  const space = () => ['', '', ' ', '\n', '\t  '][choose() % 5];

  function write(operand: Operand, binds: number): Piece[] {
    const wrapped = (pieces: Piece[], needs: boolean): Piece[] =>
      needs || choose() % 4 === 0 ? ['(', space(), ...pieces, space(), ')'] : [space(), ...pieces, space()];
    if ('number' in operand) {
      const { number } = operand;
      // A minus would be an operation of its own.
      const isLiteral = number >= 0 && !Object.is(number, -0) && choose() % 2 === 0;
      return wrapped([isLiteral ? String(number) : { operand: number }], false);
    }
    const value = nodes[operand.node];
    if (value !== undefined) return wrapped([{ operand: value }], false);
    const { op, a, b } = steps[operand.node - leaves.length];
    const rule = printed[op];
    if (rule === undefined || (op === '**' && choose() % 2 === 0)) {
      const second = b === undefined ? [] : [',', ...write(b, 0)];
      return wrapped([op === '**' ? 'pow' : op, space(), '(', ...write(a, 0), ...second, ')'], false);
    }
    const [left, right = 0] = rule.operands;
    const pieces = b === undefined ? ['-', ...write(a, left)] : [...write(a, left), op, ...write(b, right)];
    return wrapped(pieces, rule.binds < binds);
  }

  steps.forEach((_, i) => {
    const node = leaves.length + i;
    nodes.push(undefined);
    if (uses.get(node) !== 1) nodes[node] = evaluate(write({ node }, 0));
  });
  return steps.length === 0 ? evaluate(write({ node: leaves.length - 1 }, 0)) : nodes[nodes.length - 1] as Value;
}

/** All that tells one graph from another: the operations, the numbers, and who is made of whom. */
const shapeOf = (root: Value) => {
  const { nodes, edges } = trace(root);
  return { nodes: nodes.map(({ op, data, grad }) => ({ op, data, grad })), edges };
};

describe('a formula', () => {
  const ways = [['the tag', byTag], ['parseFormula', byName]] as const;
  it.each(ways)('builds the same graph as the methods, by %s', (_, evaluate) => {
    const seen = new Set<Operation>();
    fc.assert(fc.property(tamePrograms(), fc.infiniteStream(fc.nat(99)), (program, choices) => {
      const choose = () => choices.next().value as number;
      const actual = runAsFormulas(program, choose, evaluate);
      const nodes = runOnValues<Value>(program, program.leaves.map((x) => new Value(x)), (x) => new Value(x));
      const expected = nodes[nodes.length - 1];
      for (const root of [actual, expected]) root.backward();
      expect(shapeOf(actual)).toEqual(shapeOf(expected));
      for (const { op } of program.steps) seen.add(op);
    }), runs(500));
    expect([...seen].sort()).toEqual([...operations].sort());
  });

  it('reads as micrograd’s README example', () => {
    const [a, b] = [new Value(-4), new Value(2)];
    const c = formula`${a} + ${b}`;
    const d = formula`${a} * ${b} + ${b} ** 3`;
    const byHand = a.mul(b).add(b.pow(3));
    expect(shapeOf(c)).toEqual(shapeOf(a.add(b)));
    expect(shapeOf(d)).toEqual(shapeOf(byHand));
    expect(shapeOf(parseFormula('a * b + b ** 3', { a, b }))).toEqual(shapeOf(byHand));
    expect(trace(d).nodes.map(({ value }) => value)).toEqual(expect.arrayContaining([a, b]));
  });

  it('is its only operand, when it has no operation', () => {
    const a = new Value(3);
    expect(formula`${a}`).toBe(a);
    expect(formula` ( (${a}) ) `).toBe(a);
    expect(parseFormula('a', { a })).toBe(a);
    expect(parseFormula('3')).toBeInstanceOf(Value);
  });

  it('takes names as JavaScript’s objects have them, and those of functions, too', () => {
    const names = { x_1: 1, $: 2, é: 4, é: 8, 变量: 16, 'x₁': 32, exp: 64, constructor: 128 };
    const text = Object.keys(names).join(' + ');
    expect(parseFormula(text, names).data).toBe(255);
    expect(parseFormula('exp (exp)', { exp: 0 }).data).toBe(1);
    expect(parseFormula('__proto__', JSON.parse('{ "__proto__": 3 }') as { __proto__: number }).data).toBe(3);
  });

  it.each(['0', '1.5', '1.', '.5', '1e3', '1E+3', '2.5e-3', '.5e1', '007', '1e999', '123456789012345678901234567890'])(
    'reads the number %s as JavaScript does', (text) => { expect(parseFormula(text).data).toBe(Number(text)); },
  );
});

// The functions of a formula, for JavaScript.
const functions = Object.fromEntries([
  ...operations.filter((op) => /^\w+$/.test(op) && op !== 'neg').map((op) => [op, rules[op].value] as const),
  ['pow', (a: number, b: number) => a ** b] as const,
]);

/** What JavaScript makes of the text; undefined when it does not take it. */
function evaluateInJavaScript(text: string, names: Record<string, number>): number | undefined {
  const scope = { ...functions, ...names };
  let evaluate;
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- JavaScript is what it is compared with
    evaluate = new Function(...Object.keys(scope), `return ${text};`) as (...values: unknown[]) => number;
  } catch {
    return undefined;
  }
  return evaluate(...Object.values(scope));
}

describe('precedence and associativity', () => {
  it.each([
    '2 ** 3 ** 2', '(2 ** 3) ** 2', '2 - 3 - 4', '2 / 3 / 4', '2 - 3 + 4', '2 / 3 * 4', '2 + 3 * 4', '2 * 3 + 4',
    '2 * 3 ** 2', '2 ** 3 * 2', '-2 - 3', '-2 * 3', '2 * -3', '2 - -3', '2 ** -3', '2 ** - - 3', '(-2) ** 2',
    '-(2 ** 2)', '2 ** -3 * 4', '2 ** -(3 ** 2)', '- - 2', '-(-2)', '-tanh(2)', 'tanh(2) ** 2', '2 ** tanh(2) ** 2',
    'max(2, 3) ** 2', 'max(1 + 2, 3 * 4) - pow(2, -3)', 'exp(max(2, -3)) / 2', '2 ** max(1, 2) ** 3',
    '-max(-2, -3) * 2',
  ])('of %s are JavaScript’s', (text) => {
    expect(parseFormula(text).data).toBe(evaluateInJavaScript(text, {}));
  });

  it('of any formula are JavaScript’s, and what JavaScript refuses is refused', () => {
    const names = { a: 0.5, b: -1.25, c: 3 };
    // Operands, with minuses before them, and operators between them: no tree, so any nesting can come out.
    const { chain } = fc.letrec<{ chain: string; operand: string }>((tie) => ({
      chain: fc.tuple(
        tie('operand'),
        fc.array(fc.tuple(fc.constantFrom('+', '-', '*', '/', '**'), tie('operand')), { maxLength: 3 }),
      ).map(([first, rest]) => [first, ...rest.flat()].join(' ')),
      operand: fc.tuple(
        fc.constantFrom('', '', '', '', '', '-', '- -'),
        fc.oneof(
          { depthSize: 'small' },
          fc.constantFrom('a', 'b', 'c', '2', '.5', '1e1'),
          tie('chain').map((inner) => `(${inner})`),
          fc.tuple(fc.constantFrom('tanh', 'sin', 'relu'), tie('chain')).map(([name, inner]) => `${name}(${inner})`),
          fc.tuple(fc.constantFrom('max', 'pow'), tie('chain'), tie('chain'))
            .map(([name, x, y]) => `${name}(${x}, ${y})`),
        ),
      ).map(([sign, inner]) => `${sign}${inner}`),
    }));
    const count = { taken: 0, refused: 0 };
    fc.assert(fc.property(chain, (text) => {
      const expected = evaluateInJavaScript(text, names);
      if (expected === undefined) {
        count.refused++;
        expect(() => parseFormula(text, names)).toThrow(/^-a \*\* b could be/);
      } else {
        count.taken++;
        expect(parseFormula(text, names).data).toBe(expected);
      }
    }), runs(1000));
    expect(count.taken).toBeGreaterThan(runs(100).numRuns);
    expect(count.refused).toBeGreaterThan(runs(10).numRuns);
  });

  it.each(['-a ** 2', '- a ** 2', '2 * -a ** 2', '--a ** 2', '-(a) ** 2', '-tanh(a) ** 2', '2 ** -a ** 2'])(
    'make of %s an error, since it can be read in two ways', (text) => {
      expect(() => parseFormula(text, { a: 3 })).toThrow(
        `-a ** b could be (-a) ** b or -(a ** b): write the parentheses\n  ${text}\n  ${' '.repeat(text.length - 4)}^`);
    },
  );
});

const messageOf = (evaluate: () => unknown): string => {
  try {
    evaluate();
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
  return 'no error';
};

const operandWanted = 'wanted a number, a name, ( or -, got';
const operatorWanted = 'wanted an operator or ), got';
const knownFunctions = 'known: exp, log, relu, tanh, sigmoid, sin, cos, max, pow, when';

describe('a mistake', () => {
  // The text, what is wrong, the line that is shown (when it is not the text), and where the caret stands.
  const mistakes: [text: string, message: string, caret: number, line?: string][] = [
    ['', 'the formula is empty', 0],
    [' \n ', 'the formula is empty', 0, ''],
    ['(a', 'this parenthesis is never closed', 0],
    ['((a) * b', 'this parenthesis is never closed', 0],
    ['a * (b + (a - b)', 'this parenthesis is never closed', 4],
    ['1 + max (a, b', 'this parenthesis is never closed', 8],
    ['a)', 'this ) closes nothing', 1],
    ['(a) - b) * 2', 'this ) closes nothing', 7],
    [')', `${operandWanted} )`, 0],
    ['()', `${operandWanted} )`, 1],
    ['tanh()', `${operandWanted} )`, 5],
    ['a +', `${operandWanted} the end`, 3],
    ['a + ', `${operandWanted} the end`, 3, 'a +'],
    ['-', `${operandWanted} the end`, 1],
    ['(a *', `${operandWanted} the end`, 4],
    ['a * (', `${operandWanted} the end`, 5],
    ['* a', `${operandWanted} *`, 0],
    ['a ** * b', `${operandWanted} *`, 5],
    ['a *** b', `${operandWanted} *`, 4],
    ['+a', `${operandWanted} +`, 0],
    ['(a + ) * b', `${operandWanted} )`, 5],
    ['a ^ 2', 'a power is written **', 2],
    ['a b', `${operatorWanted} b`, 2],
    ['2a', `${operatorWanted} a`, 1],
    ['0x10', `${operatorWanted} x10`, 1],
    ['1e', `${operatorWanted} e`, 1],
    ['1.2.3', `${operatorWanted} .3`, 3],
    ['a 2', `${operatorWanted} 2`, 2],
    ['2 (a)', `${operatorWanted} (`, 2],
    ['(a) (b)', `${operatorWanted} (`, 4],
    ['2 tanh (a)', `${operatorWanted} tanh`, 2],
    ['a = b', `${operatorWanted} =`, 2],
    ['a % b', `${operatorWanted} %`, 2],
    ['a; b', `${operatorWanted} ;`, 1],
    ['a * 😀', `${operandWanted} 😀`, 4],
    ['a.data', `${operatorWanted} .`, 1],
    ['"a"', `${operandWanted} "`, 0],
    ['${…} + \uFFFC', `${operandWanted} \${…}`, 0],
    ['x${…}', 'unknown name x; known: a, b', 0],
    ['exp${…}(a)', 'unknown name exp; known: a, b', 0],
    ['a * \uFFFC', `${operandWanted} \uFFFC`, 4],
    ['a, b', `${operatorWanted} ,`, 1],
    ['(a, b)', `${operatorWanted} ,`, 2],
    ['tanh(a, b)', `${operatorWanted} ,`, 6],
    ['max(a, b, a)', `${operatorWanted} ,`, 8],
    ['max((a, b), a)', `${operatorWanted} ,`, 6],
    ['max(a)', 'wanted a comma and a second operand, got )', 5],
    ['max(, b)', `${operandWanted} ,`, 4],
    ['max(a, )', `${operandWanted} )`, 7],
    [', a', `${operandWanted} ,`, 0],
    ['a + x', 'unknown name x; known: a, b', 4],
    ['tanh', 'unknown name tanh; known: a, b', 0],
    ['constructor', 'unknown name constructor; known: a, b', 0],
    ['__proto__', 'unknown name __proto__; known: a, b', 0],
    ['a + toString', 'unknown name toString; known: a, b', 4],
    ['1 + sqrt(a)', `unknown function sqrt; ${knownFunctions}`, 4],
    ['a(b)', `unknown function a; ${knownFunctions}`, 0],
    ['constructor(a)', `unknown function constructor; ${knownFunctions}`, 0],
    ['__proto__ (a)', `unknown function __proto__; ${knownFunctions}`, 0],
    ['toString()', `unknown function toString; ${knownFunctions}`, 0],
    ['neg(a)', `unknown function neg; ${knownFunctions}`, 0],
    ['a +\n  b * * a\n+ 2', `${operandWanted} *`, 6, '  b * * a'],
    ['a +\r\n  b b\r\n', `${operatorWanted} b`, 4, '  b b'],
    ['(a +\n  b', 'this parenthesis is never closed', 0, '(a +'],
    ['a +\n\n', `${operandWanted} the end`, 3, 'a +'],
    ['\na * * b', `${operandWanted} *`, 4, 'a * * b'],
    ['\ta\t*\t*', `${operandWanted} *`, 5, ' a * *'],
  ];

  it.each(mistakes)('in %j is shown: %s', (text, message, caret, line = text) => {
    expect(messageOf(() => parseFormula(text, { a: 1, b: 2 }))).toBe(`${message}\n  ${line}\n  ${' '.repeat(caret)}^`);
  });

  it('says so when no names are known', () => {
    expect(messageOf(() => parseFormula('a'))).toBe('unknown name a; known: none\n  a\n  ^');
  });

  it('is shown with what fits of a long line', () => {
    const text = `${'a + '.repeat(1000)}* ${'a - '.repeat(1000)}a`;
    const start = `…${'a + '.repeat(13).slice(-49)}`;
    expect(messageOf(() => parseFormula(text, { a: 1 })))
      .toBe(`${operandWanted} *\n  ${start}* ${'a - '.repeat(12).trimEnd()}\n  ${' '.repeat(50)}^`);
  });

  it('in a template is shown with ${…} for what comes in', () => {
    const a = new Value(1);
    expect(messageOf(() => formula`${a} * * ${a}`)).toBe(`${operandWanted} *\n  \${…} * * \${…}\n         ^`);
    expect(messageOf(() => formula`2 ${a}`)).toBe(`${operatorWanted} \${…}\n  2 \${…}\n    ^`);
    expect(messageOf(() => formula`${a}${a}`)).toBe(`${operatorWanted} \${…}\n  \${…}\${…}\n      ^`);
    expect(messageOf(() => formula`${a} (2)`)).toBe(`${operatorWanted} (\n  \${…} (2)\n       ^`);
    expect(messageOf(() => formula`a * ${a}`)).toBe('a template knows no names: write ${a}\n  a * ${…}\n  ^');
    expect(messageOf(() => formula`length`)).toBe('a template knows no names: write ${length}\n  length\n  ^');
    expect(messageOf(() => formula`\${…} + ${a}`)).toBe(`${operandWanted} \\\n  \\\${…} + \${…}\n  ^`);
    expect(messageOf(() => formula`x${2}`)).toBe('a template knows no names: write ${x}\n  x${…}\n  ^');
    expect(messageOf(() => formula`2 + \uFFFC`)).toBe(`${operandWanted} \\\n  2 + \\uFFFC\n      ^`);
    expect(messageOf(() => formula``)).toBe('the formula is empty\n  \n  ^');
  });

  it('of another kind than a formula’s is a TypeError that says what it got', () => {
    const wrong = (value: unknown) => value as never;
    expect(() => parseFormula(wrong(3))).toThrow(new TypeError('parseFormula: expected text to be a text, got 3'));
    expect(() => parseFormula(wrong(undefined))).toThrow(
      new TypeError('parseFormula: expected text to be a text, got undefined'));
    expect(() => parseFormula('2 * a', { a: wrong('3') })).toThrow(
      new TypeError('parseFormula: expected a to be a number or a Value, got "3"'));
    for (const names of [null, [], new Map([['a', 1]]), 'a']) {
      expect(() => parseFormula('2 * a', wrong(names))).toThrow(
        /^parseFormula: expected names to be an object, such as \{ a, b \}, got /);
    }
    expect(() => formula`2 * ${wrong('3')}`).toThrow(
      new TypeError('formula: expected ${…} to be a number or a Value, got "3"'));
    for (const [strings, got] of [['a * 2', '"a * 2"'], [['a'], 'an array of length 1'], [undefined, 'undefined']]) {
      expect(() => formula(wrong(strings))).toThrow(new TypeError(
        `formula: expected strings to be a template, got ${String(got)}; ` +
        'it is a tag, without parentheses: formula`${a} * 2`; parseFormula takes a text'));
    }
  });
});

describe('ten thousand', () => {
  const many = 10_000;
  it.each([
    ['parentheses', '(', ')', 3, 1],
    ['functions', 'relu(', ')', 3, 1],
    ['minuses', '-', '', 3, 1],
    ['powers', '1 ** ', '', 1, 0],
    ['sums', '1 + (', ')', many + 3, 1],
  ])('nested %s make a graph', (_, before, after, data, grad) => {
    const a = new Value(3);
    const root = parseFormula(`${before.repeat(many)}a${after.repeat(many)}`, { a });
    root.backward();
    expect([root.data, a.grad]).toEqual([data, grad]);
  });

  it('parentheses of which one too few or too many closes are an error with a caret', () => {
    const open = '('.repeat(many);
    const close = ')'.repeat(many);
    expect(messageOf(() => parseFormula(`(${open}1${close}`)))
      .toBe(`this parenthesis is never closed\n  ${'('.repeat(50)}\n  ^`);
    expect(messageOf(() => parseFormula(`${open}1${close})`)))
      .toBe(`this ) closes nothing\n  …${')'.repeat(49)})\n  ${' '.repeat(50)}^`);
    expect(messageOf(() => parseFormula(open)))
      .toBe(`${operandWanted} the end\n  …${'('.repeat(49)}\n  ${' '.repeat(50)}^`);
  });
});

describe('any text', () => {
  const soup = fc.array(fc.constantFrom(
    '+', '-', '*', '**', '/', '(', ')', ',', ' ', '\n', '\t', '^', 'a', 'b', 'tanh', 'max', '1', '.', 'e', '${…}', '\\',
  ), { maxLength: 8 }).map((tokens) => tokens.join(''));
  // Of the others, one in fifty is a formula; of these, two in three.
  const sums = fc.array(fc.constantFrom('a', '2', '-b', '(a)', 'tanh(b)', 'max(a, 1)', ')'), {
    minLength: 1, maxLength: 4,
  }).map((terms) => terms.join(' + '));
  const strings = (['binary', 'grapheme', 'grapheme-ascii'] as const).map((unit) => fc.string({ unit }));
  const texts = fc.oneof({ arbitrary: soup, weight: 3 }, sums, ...strings);

  const isUnderstood = (evaluate: () => Value): boolean => {
    const message = messageOf(evaluate);
    if (message === 'no error') return true;
    const lines = message.split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^ {2}/);
    expect(lines[2]).toMatch(/^ {2,52}\^$/);
    expect(lines[2].length).toBeLessThanOrEqual(lines[1].length + 1);
    return false;
  };

  it('is a formula or a SyntaxError with a caret, and nothing else', () => {
    const count = { formulas: 0, mistakes: 0 };
    fc.assert(fc.property(texts, (text) => {
      count[isUnderstood(() => parseFormula(text, { a: 1, b: new Value(2) })) ? 'formulas' : 'mistakes']++;
    }), runs(2000));
    expect(count.formulas).toBeGreaterThan(runs(20).numRuns);
    expect(count.mistakes).toBeGreaterThan(runs(20).numRuns);
  });

  it('is one or the other in the parts of a template, too', () => {
    fc.assert(fc.property(fc.array(texts.filter((text) => !text.includes('${')), { minLength: 1 }), (raw) => {
      isUnderstood(() => formula(template(raw), ...raw.slice(1).map((_, i) => i)));
    }), runs(500));
  });
});

describe('the tag', () => {
  afterEach(() => { vi.restoreAllMocks(); });

  it('parses a formula once for each place where it stands', () => {
    const tokens = vi.spyOn(String.prototype, 'matchAll'); // the parser goes through its text by this
    const here = (x: Value | number, y: Value | number) => formula`${x} * 2 + ${y}`;
    const there = (x: Value | number, y: Value | number) => formula`${x} * 2 + ${y}`;
    const a = new Value(3);
    expect([here(a, 1), here(4, a), here(5, 6)].map(({ data }) => data)).toEqual([7, 11, 16]);
    expect(tokens).toHaveBeenCalledTimes(1);
    expect([there(1, 2), there(a, a), here(a, a)].map(({ data }) => data)).toEqual([4, 9, 9]);
    expect(tokens).toHaveBeenCalledTimes(2);
  });

  it('makes a new graph at each call', () => {
    const a = new Value(3);
    const square = () => formula`${a} * ${a} + 1`;
    const [first, second] = [square(), square()];
    const shared = trace(first).nodes.filter(({ value }) => trace(second).nodes.some((node) => node.value === value));
    expect(shared.map(({ value }) => value)).toEqual([a]);
  });

  it('reads a negative number of 20,000 digits in less than a second', () => {
    const began = performance.now();
    expect(parseFormula(`-${'1'.repeat(20_000)} + 2`).data).toBe(-Infinity);
    expect(performance.now() - began).toBeLessThan(1000); // it was 5 s when the pattern tried each way to split them
  });

  it('throws again where it has thrown', () => {
    const wrong = () => formula`${1} +`;
    expect(messageOf(wrong)).toBe(`${operandWanted} the end\n  \${…} +\n        ^`);
    expect(messageOf(wrong)).toBe(messageOf(wrong));
  });
});
