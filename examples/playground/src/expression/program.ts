// program.ts: what is typed into the expression room becomes a graph. A program is a formula, or several lines of
// `name = formula`, each of which may use the names above it; the last line is the result. The text is the only truth:
// whoever changes a leaf in the picture changes the number in the text.
import { parseFormula, Value } from 'micrograd-lab';
import { words } from '../words/index.ts';

/** From `start` to before `end` in the text. */
interface Span { start: number; end: number }

export interface Program {
  /** What the program was read from: the places of its numbers are places in this text, and in no other. */
  text: string;
  root: Value;
  /** Where the number of each leaf stands. A name that nobody gave a number is not among them; it is 1. */
  numbers: Map<Value, Span>;
}

const name = String.raw`[\p{L}_][\p{L}\p{M}\p{Nd}₀-₉_]*`;
const number = String.raw`(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const assignment = new RegExp(String.raw`^\s*(${name})\s*=\s*`, 'u');
const signedNumber = new RegExp(String.raw`^\s*(-?\s*${number})\s*$`, 'u');
/** A name, perhaps with the parenthesis that makes it a function; a number, perhaps negative and in parentheses. */
const token = new RegExp(
  String.raw`(?<name>${name})(?<call>\s*\()?|(?<number>\(\s*-\s*${number}\s*\)|${number})`, 'gu');

const { formula: said } = words.expression;

/** @throws SyntaxError that says in which line, and with a caret where in it */
export function parseProgram(text: string): Program {
  const names = Object.create(null) as Record<string, Value>; // in which __proto__ is a name like any other
  const numbers: Program['numbers'] = new Map();
  const times: Record<string, number | undefined> = Object.create(null) as Record<string, number>;
  let root: Value | undefined;
  const bare = text.replace(/(?:#|\/\/)[^\n]*/g, (comment) => ' '.repeat(comment.length));
  for (const { 0: line, index } of bare.matchAll(/[^\n;]+/g)) {
    if (line.trim() === '') continue;
    const { 0: head, 1: label } = assignment.exec(line) ?? { 0: '', 1: undefined };
    try {
      root = parseLine(line.slice(head.length), index + head.length, names, numbers);
    } catch (error) {
      const count = text.slice(0, index).split(/[\n;]/).length;
      throw new SyntaxError(said.line(count, (error as Error).message), { cause: error });
    }
    if (label === undefined) continue;
    root.label ??= unusedName(label, times[label] = (times[label] ?? 0) + 1);
    names[label] = root;
  }
  if (root === undefined) throw new SyntaxError(said.empty);
  return { text, root, numbers };
}

/** After `a = a + 1` there are two Values called a: the second is shown as a₂. */
const unusedName = (label: string, times: number) =>
  (times === 1 ? label : label + String(times).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]));

function parseLine(line: string, offset: number, names: Record<string, Value>, numbers: Program['numbers']): Value {
  const leaf = (digits: string, at: number) => {
    const value = new Value(Number(digits.replace(/[()\s]/g, '')));
    numbers.set(value, { start: offset + at, end: offset + at + digits.length });
    return value;
  };
  const alone = signedNumber.exec(line);
  if (alone) return leaf(alone[1], line.indexOf(alone[1]));

  refuse(line, /[⁰¹²³⁴-⁹]/, said.superscript);
  refuse(line, /\bsqrt\s*\(/, said.sqrt);
  const tokens = [...line.matchAll(token)];
  for (const { name, call } of tokens.map(({ groups = {} }) => groups)) {
    if (name && !call && !Object.hasOwn(names, name)) names[name] = new Value(1, name);
  }
  parseFormula(line, names); // for its errors, whose carets stand under what was typed
  // Then once more with a name in the place of each number: so it is known which leaf came from where in the text.
  const constants = Object.create(null) as Record<string, Value>;
  const named = line.replace(token, (match: string, ...rest: unknown[]) => {
    const digits = (rest.at(-1) as Record<string, string | undefined>).number;
    if (digits === undefined) return match;
    const stand = `$${Object.keys(constants).length}`; // no name of ours begins like that
    constants[stand] = leaf(digits, rest.at(-3) as number);
    return stand;
  });
  return parseFormula(named, { ...names, ...constants });
}

/** Says better than `parseFormula` could what to write instead of what `pattern` finds. */
function refuse(line: string, pattern: RegExp, message: string): void {
  const found = pattern.exec(line);
  if (found) throw new SyntaxError(`${message}\n  ${line}\n  ${' '.repeat(found.index)}^`);
}

/** The program's text with another number for a leaf. */
export function withNumber({ text, numbers }: Program, leaf: Value, data: number): string {
  const span = numbers.get(leaf);
  const number = String(data).replace('Infinity', '1e999'); // which a formula may say
  if (span === undefined) return `${leaf.label ?? ''} = ${number}\n${text}`;
  const isInside = leaf.label === undefined;
  const digits = isInside && data < 0 ? `(${number})` : number;
  return text.slice(0, span.start) + digits + text.slice(span.end);
}
