// program.ts: what is typed into the expression room becomes a graph. A program is a formula, or several lines of
// `name = formula`, each of which may use the names above it; the last line is the result. The library reads it, with
// `parseLines`. This file knows where each number stands. The text is the only truth: whoever changes a leaf in the
// picture changes the number in the text.
import { parseLines, Value } from 'micrograd-lab';
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

const name = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_]*`;
const digits = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?`;
const negative = String.raw`-\s*(?:${digits}|Infinity)`;
const assignment = new RegExp(String.raw`^\s*(?<label>${name})\s*=\s*`, 'u');
/** Space; a name, perhaps with the parenthesis that makes it a function; or a number, as `parseLines` has it. */
const token = new RegExp(String.raw`\s+|(?<name>${name})(?<call>\s*\()?|(?<number>\(\s*${negative}\s*\)|` +
  String.raw`(?<=(?:^|[(,])\s*)${negative}(?=\s*(?:[),]|$))|${digits})`, 'gu');

type Names = Record<string, Value>;
/** A table in which __proto__ is a name like any other. */
const table = <T>() => Object.create(null) as Record<string, T>;

const { formula: said } = words.expression;

/** @throws SyntaxError that says in which line, and with a caret where in it */
export function parseProgram(text: string): Program {
  const bare = text.replace(/(?:#|\/\/)[^\n]*/g, (comment) => ' '.repeat(comment.length));
  if (!/[^\s;]/.test(bare)) throw new SyntaxError(said.empty);
  bare.split(/[\n;]/).forEach(refuse);
  const { marked, free, leaves, numbers } = mark(bare);
  parseLines(bare, free); // for its errors, whose carets stand under what was typed
  return { text, root: parseLines(marked, { ...free, ...leaves }), numbers };
}

interface Marked {
  /** The program with a name in the place of each number, so it is known which leaf came from where in the text. */
  marked: string;
  /** The Values of names that nobody gave a number. */
  free: Names;
  /** The Values of the names that stand for numbers. */
  leaves: Names;
  numbers: Program['numbers'];
}

function mark(bare: string): Marked {
  const [free, leaves] = [table<Value>(), table<Value>()];
  const numbers: Program['numbers'] = new Map();
  const unused = namer(bare);
  /** For each name, the label of the Value that it now stands for. */
  const labels = table<string>();
  const leaf = (digits: string, start: number) => {
    const value = new Value(Number(digits.replace(/[()\s]/g, '')));
    numbers.set(value, { start, end: start + digits.length });
    const stand = `$${numbers.size}`; // no name of ours begins like that
    leaves[stand] = value;
    return stand;
  };
  const labelOf = (name: string, at: number) => {
    if (name in labels) return labels[name];
    if (name === 'NaN' || name === 'Infinity') return leaf(name, at);
    free[name] = new Value(1, name);
    return labels[name] = name;
  };
  const marked = bare.replace(/[^\n;]+/g, (line, index: number) => {
    const { 0: head, groups } = assignment.exec(line) ?? { 0: '' };
    const body = line.slice(head.length).replace(token, (match: string, ...rest: unknown[]) => {
      const { name, call, number } = rest.at(-1) as Record<string, string | undefined>;
      const at = index + head.length + (rest.at(-3) as number);
      if (number !== undefined) return leaf(number, at);
      return name === undefined || call !== undefined ? match : labelOf(name, at);
    });
    if (groups === undefined) return body;
    const { label } = groups;
    labels[label] = label in labels ? unused(label) : label;
    return `${labels[label]} = ${body}`;
  });
  return { marked, free, leaves, numbers };
}

/** After `a = a + 1` there are two Values called a: the second is shown as a₂. */
function namer(bare: string): (label: string) => string {
  const taken = new Set(bare.match(new RegExp(name, 'gu')));
  const times = table<number | undefined>();
  const next = (label: string) => {
    const count = times[label] = (times[label] ?? 1) + 1;
    return label + String(count).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]);
  };
  return (label) => {
    let name = next(label);
    while (taken.has(name)) name = next(label);
    taken.add(name);
    return name;
  };
}

const hints = [{ pattern: /[⁰¹²³⁴-⁹]/, message: said.superscript }, { pattern: /\bsqrt\s*\(/, message: said.sqrt }];

/** Says better than `parseLines` could what to write instead. */
function refuse(line: string, index: number): void {
  const body = line.replace(assignment, '');
  for (const { pattern, message } of hints) {
    const found = pattern.exec(body);
    if (!found) continue;
    throw new SyntaxError(said.line(index + 1, `${message}\n  ${body}\n  ${' '.repeat(found.index)}^`));
  }
}

/** The program's text with another number for a leaf. */
export function withNumber({ text, numbers }: Program, leaf: Value, data: number): string {
  const span = numbers.get(leaf);
  const number = Object.is(data, -0) ? '-0' : String(data);
  if (span === undefined) return `${leaf.label ?? ''} = ${number}\n${text}`;
  const isAlone = leaf.label !== undefined || text[span.start] === '-'; // on a line, in parentheses, between commas
  const digits = isAlone || !number.startsWith('-') ? number : `(${number})`;
  return text.slice(0, span.start) + digits + text.slice(span.end);
}
