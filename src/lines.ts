// lines.ts: an expression as text, and back. `toFormula` prints the graph of a Value in the language of formula.ts. It
// has a line for each Value that is used more than once. `parseLines` reads such lines.
//
//     x = 0.7
//     t = tanh(x)
//     1 - t * t
//
// graph.ts comes next.
import { checkBoolean, checkObject, checkOptions, checkValue, indexOf, wrongType } from './check.ts';
import { methods } from './derivatives.ts';
import { topologicalOrder, Value, type Op } from './engine.ts';
import { parseFormula } from './formula.ts';

/** How to print. */
export interface FormulaOptions {
  /** For reading: leaves out factors of 1, and computes what is made of numbers without a label alone. */
  fold?: boolean | undefined;
}

/**
 * Prints the graph of `root` as lines of `name = expression`, the result last. A leaf that has a label or is used twice
 * has a line of its own, such as `x = 0.7`. So has each Value with a label, and each that is used twice. The others
 * stand in place. A label that is no name, or is taken, becomes v1, v2, …
 *
 * `parseLines` makes the same graph of the text. With `fold` it makes a shorter one, whose data and gradients are equal
 * bit for bit. Give labels to what must stay a variable: numbers without one count as constants.
 *
 * @throws TypeError if `root` is not a Value, or an option is not known
 * @example
 * const x = new Value(0.5, 'x');
 * console.log(toFormula(gradients(x.pow(3), [x])[0], { fold: true }).split('\n')); // → [ 'x = 0.5', '3 * x ** 2' ]
 */
export function toFormula(root: Value, options: FormulaOptions = {}): string {
  checkValue('toFormula', 'root', root);
  const { fold = false } = checkOptions('toFormula', options, ['fold']);
  const result = checkBoolean('toFormula', 'fold', fold) ? folded(root) : root;
  const order = topologicalOrder(result);
  const { operands, uses } = edgesOf(order);
  const nameOf = namer(order);
  const lines: string[] = [];
  const texts: Text[] = [];
  order.forEach((value, i) => {
    const text = textOf(value, operands[i].map((operand) => texts[operand]));
    const isLast = value === result;
    if (value.label === undefined && (isLast || uses[i] < 2 || (fold && isNumber(value)))) {
      texts.push(text);
      if (isLast) lines.push(text.alone);
      return;
    }
    const name = nameOf(value);
    lines.push(`${name} = ${text.alone}`);
    texts.push(atom(name));
  });
  return lines.join('\n');
}

/**
 * Reads lines of formulas (`parseFormula`). A line `name = formula` names its Value for the lines below; the last line
 * is the result. A semicolon ends a line, too.
 *
 * @param names Values and numbers that are there before the first line
 * @throws SyntaxError that says in which line, with a caret under the spot; TypeError if `text` is not a text
 * @example
 * console.log(parseLines('x = 0.5; y = x * x; y * y').data); // → 0.0625
 */
export function parseLines(text: string, names: Record<string, Value | number> = {}): Value {
  if (typeof text !== 'string') throw wrongType('parseLines', 'text', 'a text', text);
  checkObject('parseLines', 'names', names, 'an object, such as { a, b }');
  const known = Object.assign(Object.create(null), names) as Record<string, Value | number>;
  let result: Value | undefined;
  text.split(/[\n;]/).forEach((line, i) => {
    if (line.trim() === '') return;
    const [head, name] = /^\s*([\p{L}_][\p{L}\p{M}\p{N}_]*)\s*=\s*/u.exec(line) ?? ['', undefined];
    try {
      result = parseFormula(line.slice(head.length), known);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new SyntaxError(`line ${i + 1}: ${error.message}`, { cause: error });
    }
    if (name === undefined) return;
    result.label ??= name;
    known[name] = result;
  });
  if (result === undefined) throw new SyntaxError('parseLines: expected a formula, got a text without one');
  return result;
}

/** For each Value of an order: the indices of its operands, and how often it is an operand itself. */
function edgesOf(order: readonly Value[]): { operands: number[][]; uses: number[] } {
  const indexIn = indexOf(order);
  const operands = order.map((value) => value.inputs.map(indexIn));
  const uses = order.map(() => 0);
  for (const list of operands) for (const operand of list) uses[operand]++;
  return { operands, uses };
}

/** Labels that are names, each for the first Value that has it; and v1, v2, … for the others. */
function namer(order: readonly Value[]): (value: Value) => string {
  const owners = new Map<string, Value | null>([['NaN', null], ['Infinity', null]]); // numbers: nobody's names
  for (const value of order) {
    const { label = '' } = value;
    if (/^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(label) && !owners.has(label)) owners.set(label, value);
  }
  let count = 0;
  return (value) => {
    if (value.label !== undefined && owners.get(value.label) === value) return value.label;
    do count++; while (owners.has(`v${count}`));
    return `v${count}`;
  };
}

/** What is printed for a Value: within an expression, and `alone`: on a line or between parentheses. */
interface Text { text: string; alone: string; binds: number }

const ATOM = 5;
const atom = (text: string): Text => ({ text, alone: text, binds: ATOM });
/** As formula.ts has it: an operator that binds more takes its operands first. */
const infix: Partial<Record<Op, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, neg: 3, '**': 4 };

function textOf({ op, data }: Value, operands: Text[]): Text {
  if (op === '') return numberText(data);
  const binds = infix[op];
  if (binds === undefined) return atom(`${op}(${operands.map(({ alone }) => alone).join(', ')})`);
  const [a, b] = operands;
  const put = (operand: Text, isEnclosed: boolean) => (isEnclosed ? `(${operand.alone})` : operand.text);
  if (op === 'neg') {
    const text = `-${put(a, a.binds < binds || a.binds === infix['**'])}`; // -a ** b would be an error
    return { text, alone: /^-[\dNI]/.test(text) ? `-(${a.alone})` : text, binds }; // alone, -2 is a number
  }
  const isPower = op === '**'; // it takes its right side first, and a minus there
  const left = put(a, isPower ? a.binds <= binds : a.binds < binds);
  const right = put(b, isPower ? b.binds < binds && b.binds !== infix.neg : b.binds <= binds);
  const text = `${left} ${op} ${right}`;
  return { text, alone: text, binds };
}

/** A negative number within an expression has parentheses, without which it would be an operation. */
function numberText(x: number): Text {
  const text = Object.is(x, -0) ? '-0' : String(x);
  return text.startsWith('-') ? { text: `(${text})`, alone: text, binds: ATOM } : atom(text);
}

/** The graph with fewer nodes, for `fold`. */
function folded(root: Value): Value {
  const order = topologicalOrder(root);
  const { operands, uses } = edgesOf(order);
  const results: Value[] = [];
  const usesOf = new Map<Value, number>();
  order.forEach((value, i) => {
    const [a, b] = operands[i].map((operand) => results[operand]);
    const same = value.label === undefined ? operandThatIsEqual(value.op, a, b) : undefined;
    let result = value;
    if (same !== undefined && isSafe(uses[i], usesOf.get(same) ?? 0)) {
      if (usesOf.get(same) === 1) usesOf.set(same, uses[i]);
      result = same;
    } else if (value.op !== '') {
      const isFixed = value.label === undefined && operands[i].every((operand) => isNumber(results[operand]));
      if (isFixed) result = new Value(value.data);
      else if (a !== value.left || b !== value.right) result = copyOf(value, a, b);
    }
    if (result !== same) usesOf.set(result, uses[i]);
    results.push(result);
  });
  return results[results.length - 1];
}

const isNumber = ({ op, label }: Value) => op === '' && label === undefined;

/** The operand that an operation gives back as it is: a of 1 * a, a * 1, a ** 1, and of a gate that is open. */
function operandThatIsEqual(op: Op, a: Value, b: Value): Value | undefined {
  const isOne = (x: Value) => isNumber(x) && x.data === 1;
  if (op === '*' && isOne(a)) return b;
  if ((op === '*' || op === '**') && isOne(b)) return a;
  return op === 'when' && isNumber(b) && !(b.data <= 0) ? a : undefined;
}

/**
 * Without the node, its users send their gradients to the operand at once. Three summands or more, in another order,
 * could round in another way: there must be no more than two, or the operand has no other user.
 */
const isSafe = (uses: number, usesOfOperand: number) => usesOfOperand === 1 || (usesOfOperand === 2 && uses === 1);

function copyOf({ op, label }: Value, a: Value, b: Value): Value {
  const copy = a[methods[op as Exclude<Op, ''>]](b);
  if (label !== undefined) copy.label = label;
  return copy;
}
