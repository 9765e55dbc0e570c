// formula.ts: arithmetic that reads like arithmetic, in a language that cannot overload its operators.
//
//     formula`${a} * ${b} + ${b} ** 3`                builds a.mul(b).add(b.pow(3))
//     parseFormula('a * b + b ** 3', { a, b })        the same, from a text
//
// The text becomes a list of steps in the order in which a stack machine takes them (reverse Polish notation), by
// Dijkstra's shunting-yard algorithm: operators wait on a stack until one that binds less comes along. There is no
// recursion in it, so no depth of parentheses can overflow. graph.ts comes next.
import { describe, lift, Value } from './engine.ts';

/**
 * The graph of a formula: `+ - * / **`, unary minus, parentheses, `exp log relu tanh sigmoid sin cos`, `max(a, b)` and
 * `pow(a, b)`, with JavaScript's precedence: `**` binds most, and to the right. Also as in JavaScript, `-a ** 2` is an
 * error: half of its readers would take it for (-a) ** 2, the other half for -(a ** 2).
 *
 * Values and numbers come in as `${…}`. A formula is parsed once for each place in the code where it stands.
 *
 * @throws SyntaxError with a caret under the spot where the formula is wrong
 * @example
 * const [a, b] = [new Value(2), new Value(-3)];
 * console.log(formula`${a} * ${b} + 10`.data); // → 4
 */
export function formula(strings: TemplateStringsArray, ...values: (Value | number)[]): Value {
  let steps = parsed.get(strings);
  if (steps === undefined) {
    steps = parse(strings.raw.join(hole));
    parsed.set(strings, steps);
  }
  return run(steps, values, {});
}

const parsed = new WeakMap<TemplateStringsArray, Step[]>();
/** What stands in the text for a `${…}`: Unicode's OBJECT REPLACEMENT CHARACTER. */
const hole = '\uFFFC';

/**
 * The graph of a formula that is given as a text, with `names` for its Values and numbers; otherwise as `formula`.
 *
 * @throws SyntaxError with a caret under the spot where the text is wrong, as at a name that is not among `names`
 * @example
 * const [a, b] = [new Value(0.5), new Value(-3)];
 * parseFormula('tanh(a * b) ** 2', { a, b }).backward();
 * console.log(a.grad.toFixed(4)); // → 0.9813
 */
export function parseFormula(text: string, names: Record<string, Value | number> = {}): Value {
  if (typeof text !== 'string') throw new TypeError(`parseFormula wants a text, got ${describe(text)}`);
  return run(parse(text, names), [], names);
}

type Unary = 'neg' | 'exp' | 'log' | 'relu' | 'tanh' | 'sigmoid' | 'sin' | 'cos';
type Binary = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'max';

/** What the stack machine does next: put something on the stack, or replace what is on top of it by its result. */
type Step = { number: number } | { hole: number } | { name: string } | { unary: Unary } | { binary: Binary };

function run(steps: Step[], values: (Value | number)[], names: Record<string, Value | number>): Value {
  const stack: Value[] = [];
  const pop = () => stack.pop() as Value; // the parser sees to it that there is one
  for (const step of steps) {
    if ('number' in step) stack.push(new Value(step.number));
    else if ('hole' in step) stack.push(lift(values[step.hole]));
    else if ('name' in step) stack.push(lift(names[step.name]));
    else if ('unary' in step) stack.push(pop()[step.unary]());
    else {
      const right = pop();
      stack.push(pop()[step.binary](right));
    }
  }
  return pop();
}

const functions: Record<string, Step> = {
  exp: { unary: 'exp' },
  log: { unary: 'log' },
  relu: { unary: 'relu' },
  tanh: { unary: 'tanh' },
  sigmoid: { unary: 'sigmoid' },
  sin: { unary: 'sin' },
  cos: { unary: 'cos' },
  max: { binary: 'max' },
  pow: { binary: 'pow' },
};

/** An operator takes its turn before the waiting ones that bind less than it `yields` to; `**` yields to none. */
const operators: Record<string, { step: Step; binds: number; yields: number }> = {
  '+': { step: { binary: 'add' }, binds: 1, yields: 1 },
  '-': { step: { binary: 'sub' }, binds: 1, yields: 1 },
  '*': { step: { binary: 'mul' }, binds: 2, yields: 2 },
  '/': { step: { binary: 'div' }, binds: 2, yields: 2 },
  '**': { step: { binary: 'pow' }, binds: 4, yields: 5 },
};
const minus = { step: { unary: 'neg' } as Step, binds: 3 };

/** An operator whose right side is being read; or, with `binds` 0, an open parenthesis, perhaps that of a function. */
interface Waiting { at: number; binds: number; step?: Step; commas: number }

/** Without `names` it is a template, with holes. */
function parse(text: string, names?: Record<string, unknown>): Step[] {
  const steps: Step[] = [];
  const waiting: Waiting[] = [];
  let holes = 0;
  const fail = (at: number, message: string): never => failAt(text, at, message);

  /** The operators that bind at least so much wait no longer. */
  const settle = (binds: number) => {
    for (let top = waiting.at(-1); top !== undefined && top.binds >= binds; top = waiting.at(-1)) {
      steps.push(top.step as Step);
      waiting.pop();
    }
  };

  /** Where an operand is wanted. Tells whether one still is. */
  const readOperand = ({ kind, token, at }: Token): boolean => {
    const open = { at, binds: 0, commas: 0 };
    if (kind === 'number') steps.push({ number: Number(token) });
    else if (kind === 'hole' && names === undefined) steps.push({ hole: holes++ });
    else if (kind === 'name') {
      if (names === undefined) fail(at, `a template knows no names: write \${${token}}`);
      else if (!Object.hasOwn(names, token)) fail(at, `unknown name ${token}; known: ${listOf(names)}`);
      steps.push({ name: token });
    } else {
      if (token === '(') waiting.push(open);
      else if (token === '-') waiting.push({ ...open, ...minus });
      else if (kind !== 'call') fail(at, `wanted a number, a name, ( or -, got ${token}`);
      else if (Object.hasOwn(functions, token)) waiting.push({ ...open, step: functions[token] });
      else fail(at, `unknown function ${token}; known: ${listOf(functions)}`);
      return true;
    }
    return false;
  };

  /** Where an operand has just ended. Tells whether another is wanted. */
  const readOperator = ({ token, at }: Token): boolean => {
    if (Object.hasOwn(operators, token)) {
      const { step, binds, yields } = operators[token];
      if (token === '**' && waiting.at(-1)?.step === minus.step) {
        fail(at, '-a ** b could be (-a) ** b or -(a ** b): write the parentheses');
      }
      settle(yields);
      waiting.push({ at, binds, step, commas: 0 });
      return true;
    }
    settle(1);
    const open = waiting.at(-1);
    const isPair = open?.step !== undefined && 'binary' in open.step;
    if (token === ',' && isPair && open.commas++ === 0) return true;
    if (token !== ')') return fail(at, `wanted an operator or ), got ${token}`);
    if (open === undefined) return fail(at, 'this ) closes nothing');
    if (isPair && open.commas === 0) return fail(at, 'wanted a comma and a second operand, got )');
    if (open.step !== undefined) steps.push(open.step);
    waiting.pop();
    return false;
  };

  let wantsOperand = true;
  for (const token of tokens(text)) wantsOperand = wantsOperand ? readOperand(token) : readOperator(token);
  const end = text.trimEnd().length;
  if (wantsOperand) fail(end, end === 0 ? 'the formula is empty' : 'wanted a number, a name, ( or -, got the end');
  settle(1);
  const open = waiting.at(-1);
  if (open !== undefined) fail(open.at, 'this parenthesis is never closed');
  return steps;
}

const listOf = (table: object) => Object.keys(table).join(', ') || 'none';

interface Token { kind: string; token: string; at: number }

const pattern = new RegExp([
  String.raw`\s+`,
  String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)`,
  String.raw`(?<call>[\p{L}_$][\p{L}\p{N}_$]*)\s*\(`,
  String.raw`(?<name>[\p{L}_$][\p{L}\p{N}_$]*)`,
  String.raw`(?<symbol>\*\*|[-+*/(),])`,
  `(?<hole>${hole})`,
  '(?<other>.)',
].join('|'), 'gu');

function* tokens(text: string): Generator<Token> {
  for (const { index: at, groups } of text.matchAll(pattern)) {
    const parts = Object.entries(groups as Record<string, string | undefined>);
    const [kind, token = ''] = parts.find(([, part]) => part !== undefined) ?? ['space'];
    if (kind === 'other') failAt(text, at, token === '^' ? 'a power is written **' : `cannot read ${token}`);
    if (kind !== 'space') yield { kind, token, at };
  }
}

/** Shows the line with the spot, or as much of it as fits, and a caret under the spot. */
function failAt(text: string, at: number, message: string): never {
  const shown = (from: number, to: number) => text.slice(from, to).replaceAll(hole, '${…}').replaceAll('\t', ' ');
  const before = shown(text.lastIndexOf('\n', at - 1) + 1, at);
  const after = shown(at, text.length).replace(/\n[^]*/, '');
  const [start, end] = [before.length > 50 ? `…${before.slice(-49)}` : before, after.slice(0, 50)];
  throw new SyntaxError(`${message}\n  ${start}${end}\n  ${' '.repeat(start.length)}^`);
}
