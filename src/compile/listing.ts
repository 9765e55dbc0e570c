// listing.ts: what loops.ts found, as text: a statement a line, loops indented. Parameters are p, in the order in which
// they are first read; inputs x, outputs y, slots v, those that all rows share s, totals t. What goes on from turn to
// turn, such as a sum, is a; if there are several at a time, the inner one is b. slots.ts comes next.
import { isLoop, stackOf, type Code, type Codes, type Step } from './code.ts';
import { comparisonOf, isArithmetic, parts, titles, type Arithmetic } from './instructions.ts';
import type { Kind } from './statements.ts';

/**
 * Text that stands for a number. The higher `strength`, the less it needs brackets: see `strengths`. `names` says how
 * many of a, b, c … are taken: the last that is in it, and all before.
 */
interface Term { text: string; strength: number; names: number }
const [CHOICE, SUM, PRODUCT, NAME] = [0, 1, 2, 3];
const strengths: Partial<Record<Arithmetic, number>> = {
  '+': SUM, '-': SUM, '*': PRODUCT, '/': PRODUCT, '**': PRODUCT,
};

/** What is longer gets a line of its own. */
const LONG = 80;

const letters: Partial<Record<Kind['op'], string>> = {
  parameter: 'p', 'parameter gradient': 'p', input: 'x', output: 'y', seed: 'y',
  total: 't', 'add to total': 't', slot: 'v', keep: 'v', 'shared slot': 's', 'keep shared': 's',
};
const ofGradients: readonly Kind['op'][] = ['parameter gradient', 'seed'];
const adding: readonly Kind['op'][] = ['parameter gradient', 'add to total'];

export function listLoops(codes: Codes): string {
  const wanted = parts.filter((part) => codes[part].length > 0);
  return wanted.flatMap((part) => [`${titles[part]}:`, ...linesOf(codes[part])]).join('\n');
}

function linesOf(code: Code): string[] {
  const lines: string[] = [];
  const stack: Term[] = [];
  let indentation = '  ';
  write(code, 0);
  return lines;

  function write(code: Code, depth: number): void {
    for (const item of code) {
      if (!isLoop(item)) {
        writeStep(item);
        continue;
      }
      const from = stack.length + stackOf(item.body).lowest;
      for (let place = from; place < stack.length; place++) giveName(place);
      const names = stack.slice(from);
      lines.push(`${indentation}for ${indexes[depth]} from 0 to ${item.count - 1}:`);
      indentation += '  ';
      write(item.body, depth + 1);
      names.forEach((name, i) => { giveName(from + i, name); });
      indentation = indentation.slice(2);
    }
  }

  function giveName(place: number, wanted?: Term): void {
    const taken = Math.max(0, ...stack.slice(0, place).map(({ names }) => names));
    const text = 'abcdefgh'[taken % 8] + (taken < 8 ? '' : String(Math.floor(taken / 8)));
    const name = wanted ?? { text, strength: NAME, names: taken + 1 };
    if (stack[place].text !== name.text) lines.push(`${indentation}${name.text} = ${stack[place].text}`);
    stack[place] = name;
  }

  function writeStep(step: Step): void {
    const { kind } = step;
    if (isArithmetic(kind)) {
      const args: Term[] = [];
      for (const arg of [...kind.order].reverse()) args[arg] = stack.pop() as Term;
      stack.push({ ...combine(kind.op, args), names: Math.max(...args.map(({ names }) => names)) });
      if (stack[stack.length - 1].text.length > LONG) giveName(stack.length - 1);
    } else if (kind.takes === 0) {
      stack.push({ text: nameOf(step), strength: NAME, names: 0 });
    } else {
      const { text } = stack.pop() as Term;
      lines.push(`${indentation}${nameOf(step)} ${adding.includes(kind.op) ? '+=' : '='} ${text}`);
    }
  }
}

/** Letters that mean nothing else here. */
const indexes = 'ijklmnoqruwz';

function nameOf({ kind: { op, value }, number, strides }: Step): string {
  const letter = letters[op];
  if (letter === undefined) return Object.is(value, -0) ? '-0' : String(value);
  return `${letter}${placeOf(number, strides)}${ofGradients.includes(op) ? '.grad' : ''}`;
}

/** `5`, or `[17 i + j + 48]`, or `[303 - 17 i - j]`. */
function placeOf(number: number, strides: readonly number[]): string {
  const times = (stride: number, i: number) => (stride === 1 ? indexes[i] : `${stride} ${indexes[i]}`);
  const plus = strides.flatMap((stride, i) => (stride > 0 ? [times(stride, i)] : []));
  const minus = strides.flatMap((stride, i) => (stride < 0 ? [` - ${times(-stride, i)}`] : []));
  if (plus.length + minus.length === 0) return String(number);
  if (number !== 0) plus.push(String(number)); // it is not 0 where all strides shrink
  return `[${plus.join(' + ')}${minus.join('')}]`;
}

function combine(op: Arithmetic, args: readonly Term[]): Omit<Term, 'names'> {
  const bracketed = (i: number, least: number) => (args[i].strength < least ? `(${args[i].text})` : args[i].text);
  if (op === 'neg') return { text: `-${bracketed(0, NAME)}`, strength: PRODUCT };
  if (op.startsWith('if')) {
    const [a, b, c, d] = args.map((_, i) => bracketed(i, SUM));
    return { text: `${a} ${comparisonOf(op)} ${b} ? ${c} : ${d}`, strength: CHOICE };
  }
  const strength = strengths[op];
  if (strength === undefined) return { text: `${op}(${args.map(({ text }) => text).join(', ')})`, strength: NAME };
  // At the right also of what is as strong: a + (b + c) rounds in another way than a + b + c. (-2 ** x is an error.)
  const base = args[0].text.startsWith('-') ? `(${args[0].text})` : bracketed(0, NAME);
  const left = op === '**' ? base : bracketed(0, strength);
  return { text: `${left} ${op} ${bracketed(1, strength + 1)}`, strength };
}
