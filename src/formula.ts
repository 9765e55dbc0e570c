// formula.ts: arithmetic that reads like arithmetic, in a language that cannot overload its operators.
//
//     formula`${a} * ${b} + ${b} ** 3`                builds a.mul(b).add(b.pow(3))
//     parseFormula('a * b + b ** 3', { a, b })        the same, from a text
//
// The text becomes a list of steps in the order in which a stack machine takes them (reverse Polish notation): a, b,
// mul, b, 3, pow, add. That is Dijkstra's shunting-yard algorithm: an operator waits on a stack until one comes along
// that binds no more than it does. There is no recursion in it, which ten thousand parentheses would overflow.
// lines.ts comes next.
import { checkObject, checkOperand, wrongType } from './check.ts';
import { Value, type Op } from './engine.ts';

/**
 * The graph of a formula: `+ - * / **`, unary minus, parentheses, `exp log relu tanh sigmoid sin cos`, and
 * `max(a, b)`, `pow(a, b)`, `when(a, b)`, with JavaScript's precedence: `**` binds most, and to the right. Also as in
 * JavaScript, `-a ** 2` is an error: half of its readers would take it for (-a) ** 2, the other half for -(a ** 2).
 *
 * `-2` alone, on a line or in parentheses, is a number, and so are `NaN` and `Infinity`.
 *
 * Values and numbers come in as `${…}`. A formula is parsed once for each place in the code where it stands.
 *
 * @throws SyntaxError with a caret under the spot where the formula is wrong; TypeError if what comes in is neither a
 * Value nor a number
 * @example
 * const [a, b] = [new Value(2), new Value(-3)];
 * console.log(formula`${a} * ${b} + 10`.data); // → 4
 */
export function formula(strings: TemplateStringsArray, ...values: (Value | number)[]): Value {
  if (!Array.isArray(strings) || !Array.isArray(strings.raw)) {
    const hint = 'it is a tag, without parentheses: formula`${a} * 2`; parseFormula takes a text';
    throw wrongType('formula', 'strings', 'a template', strings, hint);
  }
  let steps = parsed.get(strings);
  if (steps === undefined) {
    // `raw`: an escape such as \n is no part of a formula. Without a backslash no other `${` can be in there.
    steps = parse(strings.raw.join(hole));
    parsed.set(strings, steps);
  }
  return run(steps, (index) => checkOperand('formula', hole, values[Number(index)]));
}

const parsed = new WeakMap<TemplateStringsArray, Step[]>();
/** What stands in the text of a template, and in its errors, for what came in. */
const hole = '${…}';

/**
 * The graph of a formula that is given as a text, with `names` for its Values and numbers; otherwise as `formula`.
 *
 * @throws SyntaxError with a caret under the spot where the text is wrong, as at a name that is not among `names`
 * @example
 * const [a, b] = [new Value(0.5), new Value(-3)];
 * parseFormula('tanh(a * b) ** 2', { a, b }).backward();
 * console.log(a.grad.toFixed(4)); // → 0.9814
 */
export function parseFormula(text: string, names: Record<string, Value | number> = {}): Value {
  if (typeof text !== 'string') throw wrongType('parseFormula', 'text', 'a text', text);
  checkObject('parseFormula', 'names', names, 'an object, such as { a, b }');
  return run(parse(text, names), (name) => checkOperand('parseFormula', name, names[name]));
}

type OperatorSymbol = '+' | '-' | '*' | '/' | '**';
type FunctionName = Exclude<Op, '' | 'neg' | OperatorSymbol> | 'pow';

/** A method of Value, and how many operands it works on. */
interface Operation { method: FunctionName | 'add' | 'sub' | 'mul' | 'div' | 'neg'; operands: 1 | 2 }

/** What the stack machine does next: put a number or what a name stands for on its stack, or work on what is on top. */
type Step = number | string | Operation;

function run(steps: Step[], lookUp: (name: string) => Value | number): Value {
  const stack: Value[] = [];
  const pop = () => stack.pop() as Value; // the parser sees to it that there is one
  for (const step of steps) {
    if (typeof step === 'number') stack.push(new Value(step));
    else if (typeof step === 'string') stack.push(toValue(lookUp(step)));
    else {
      const right = (step.operands === 2 ? pop() : undefined) as Value; // a method of one operand ignores it
      stack.push(pop()[step.method](right));
    }
  }
  return pop();
}

const toValue = (operand: Value | number) => (typeof operand === 'number' ? new Value(operand) : operand);

/** How many operands each takes. A record: an operation that is added to the engine and not here does not compile. */
const functions: Record<FunctionName, 1 | 2> = {
  exp: 1, log: 1, relu: 1, tanh: 1, sigmoid: 1, sin: 1, cos: 1, max: 2, pow: 2, when: 2,
};

interface Operator extends Operation { binds: number }
const operators: Record<OperatorSymbol, Operator> = {
  '+': { method: 'add', operands: 2, binds: 1 },
  '-': { method: 'sub', operands: 2, binds: 1 },
  '*': { method: 'mul', operands: 2, binds: 2 },
  '/': { method: 'div', operands: 2, binds: 2 },
  '**': { method: 'pow', operands: 2, binds: 4 },
};
const minus: Operator = { method: 'neg', operands: 1, binds: 3 };

const listOf = (table: object) => Object.keys(table).join(', ') || 'none';

/** Space; a number; a hole; a name, perhaps with the parenthesis that makes it a call; `**`; or any other character. */
function makePattern(): RegExp {
  const digits = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?`;
  // `-2` that stands alone, on a line, in parentheses or between commas, is a number; elsewhere - is an operation.
  const signed = String.raw`(?<=(?:^|[(,])\s*)-\s*(?:${digits}|Infinity)(?=\s*(?:[),]|$))`;
  return new RegExp(String.raw`\s+|(?<number>${signed}|${digits})|(?<hole>\$\{…\})|` +
    String.raw`(?<name>(?![\p{M}\p{N}])(?:[\p{L}\p{M}\p{N}_]|\$(?!\{…\}))+)(?<call>\s*\()?|\*\*|.`, 'gu');
}
/** Made by the first formula: an engine that knows no named groups can still import this file. */
let pattern: RegExp | undefined;
type Parts = Record<string, string | undefined>;

/** An operator whose right side is being read; or, with `binds` 0, an open parenthesis, perhaps that of a function. */
interface Waiting extends Partial<Operation> { at: number; binds: number; commas?: number }

/** Without `names` it is the text of a template, with holes. */
function parse(text: string, names?: Record<string, unknown>): Step[] {
  const steps: Step[] = [];
  const waiting: Waiting[] = [];
  let holes = 0;
  const fail = (at: number, message: string): never => {
    throw new SyntaxError(`${message}\n${lineWithCaret(text, at)}`);
  };

  /** The operators that bind at least so much wait no longer. */
  const settle = (binds: number) => {
    while ((waiting.at(-1)?.binds ?? 0) >= binds) steps.push(waiting.pop() as Operator);
  };

  const readName = (name: string, at: number) => {
    if ((name === 'NaN' || name === 'Infinity') && !Object.hasOwn(names ?? {}, name)) {
      steps.push(Number(name));
      return;
    }
    if (names === undefined) fail(at, `a template knows no names: write \${${name}}`);
    else if (!Object.hasOwn(names, name)) fail(at, `unknown name ${name}; known: ${listOf(names)}`);
    steps.push(name);
  };

  const openCall = (name: string, at: number, parenthesis: number) => {
    if (!Object.hasOwn(functions, name)) fail(at, `unknown function ${name}; known: ${listOf(functions)}`);
    const method = name as FunctionName;
    waiting.push({ at: parenthesis, binds: 0, method, operands: functions[method], commas: functions[method] - 1 });
  };

  // These three tell whether, after the token that they read, an operand is wanted.

  const readOperand = (token: string, at: number, { number, name, call, hole }: Parts): boolean => {
    if (number !== undefined) steps.push(Number(number.replace(/\s/g, '')));
    else if (hole !== undefined && names === undefined) steps.push(String(holes++));
    else if (name !== undefined && call === undefined) readName(name, at);
    else if (name !== undefined) openCall(name, at, at + token.length - 1);
    else if (token === '(') waiting.push({ at, binds: 0 });
    else if (token === '-') waiting.push({ at, ...minus });
    else fail(at, `wanted a number, a name, ( or -, got ${token}`);
    return /[(-]$/.test(token); // after "(", "f(" or "-"
  };

  const readOperator = (token: string, at: number): boolean => {
    const operator = operators[token as OperatorSymbol];
    if (token === '**' && waiting.at(-1)?.method === 'neg') {
      fail(at, '-a ** b could be (-a) ** b or -(a ** b): write the parentheses');
    }
    settle(token === '**' ? operator.binds + 1 : operator.binds); // in a ** b ** c, the first one goes on waiting
    waiting.push({ at, ...operator });
    return true;
  };

  const readCloser = (token: string, at: number, { name = token }: Parts): boolean => {
    settle(1);
    const open = waiting.at(-1);
    if (token === ',' && open?.commas) {
      open.commas--;
      return true;
    }
    if (token === '^') fail(at, 'a power is written **');
    if (token !== ')') fail(at, `wanted an operator or ), got ${name}`);
    if (open?.commas) fail(at, 'wanted a comma and a second operand, got )');
    const closed = waiting.pop() ?? fail(at, 'this ) closes nothing');
    if (closed.method !== undefined) steps.push(closed as Operator);
    return false;
  };

  let wantsOperand = true;
  pattern ??= makePattern();
  for (const { 0: token, index: at, groups } of text.matchAll(pattern)) {
    if (token.trim() === '') continue;
    const parts = groups as Parts;
    if (wantsOperand) wantsOperand = readOperand(token, at, parts);
    else wantsOperand = Object.hasOwn(operators, token) ? readOperator(token, at) : readCloser(token, at, parts);
  }
  const end = text.trimEnd().length;
  if (wantsOperand) fail(end, end === 0 ? 'the formula is empty' : 'wanted a number, a name, ( or -, got the end');
  settle(1);
  const open = waiting.pop();
  if (open !== undefined) fail(open.at, 'this parenthesis is never closed');
  return steps;
}

/** The line with the spot, or as much of it as fits, and a caret under the spot. */
function lineWithCaret(text: string, at: number): string {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).replace(/\s/g, ' ');
  const after = text.slice(at).replace(/\n[^]*/, '').replace(/\s/g, ' ');
  const start = before.length > 50 ? `…${before.slice(-49)}` : before;
  return `  ${start}${after.slice(0, 50).trimEnd()}\n  ${' '.repeat(start.length)}^`;
}
