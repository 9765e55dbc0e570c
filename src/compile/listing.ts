// listing.ts: what loops.ts found, as text: a statement a line, the loops indented. Parameters are p, in the order in
// which they are first read; inputs x, outputs y, slots v, those that all rows share s, totals t. A sum that goes on from
// turn to turn is a; of two at a time, the inner one is b. assembly.ts comes next.
import { isArithmetic, parts, titles, type Part } from './instructions.ts';
import { isLoop, lowest, type Code, type Step } from './loops.ts';
import type { Kind } from './steps.ts';

/** Text on the stack, and how strongly it holds together: a sum 1, a product 2, a name 3; a choice 0. */
interface Term { text: string; strength: number; isNamed?: boolean }

/** Beyond this, what is computed so far gets a line of its own. */
const LONG = 80;

const letters: Partial<Record<Kind['op'], string>> = {
  parameter: 'p', input: 'x', seed: 'y', total: 't', slot: 'v', 'shared slot': 's',
  'parameter gradient': 'p', 'input gradient': 'x', output: 'y', 'add to total': 't', keep: 'v', 'keep shared': 's',
};

export function listLoops(code: Record<Part, Code>): string {
  return parts.filter((part) => code[part].length > 0)
    .map((part) => [`${titles[part]}:`, ...linesOf(code[part], '  ')].join('\n')).join('\n');
}

function linesOf(code: Code, indentation: string): string[] {
  const lines: string[] = [];
  const stack: Term[] = [];
  write(code, indentation, 0);
  return lines;

  function write(code: Code, indentation: string, depth: number): void {
    for (const item of code) {
      if (!isLoop(item)) {
        writeStep(item, indentation);
        continue;
      }
      const { low } = lowest(item.body, 0);
      const from = stack.length + low;
      for (let place = from; place < stack.length; place++) giveName(place, indentation);
      const names = stack.slice(from);
      lines.push(`${indentation}for ${indexes[depth]} from 0 to ${item.count - 1}:`);
      write(item.body, `${indentation}  `, depth + 1);
      names.forEach(({ text }, i) => { giveName(from + i, `${indentation}  `, text); });
    }
  }

  function giveName(place: number, indentation: string, name = 'abcdefgh'[stack.slice(0, place).filter((term) => term.isNamed).length]): void {
    if (stack[place].text === name) return;
    lines.push(`${indentation}${name} = ${stack[place].text}`);
    stack[place] = { text: name, strength: 3, isNamed: true };
  }

  function writeStep(step: Step, indentation: string): void {
    const { kind } = step;
    if (kind.takes > 0 && kind.gives === 0) {
      const { text } = stack.pop() as Term;
      lines.push(`${indentation}${target(step)} ${text}`);
    } else if (isArithmetic(kind)) {
      const args: Term[] = [];
      for (const arg of [...kind.order].reverse()) args[arg] = stack.pop() as Term;
      stack.push(combine(kind.op, args));
      if (stack[stack.length - 1].text.length > LONG) giveName(stack.length - 1, indentation);
    } else {
      stack.push({ text: nameOf(step), strength: 3 });
    }
  }
}

const indexes = 'ijklmnoqruwz';

function target(step: Step): string {
  const name = nameOf(step);
  switch (step.kind.op) {
    case 'parameter gradient': return `${name}.grad +=`;
    case 'input gradient': return `${name}.grad =`;
    case 'add to total': return `${name} +=`;
    default: return `${name} =`;
  }
}

function nameOf({ kind, number, strides }: Step): string {
  if (kind.op === 'constant') return Object.is(kind.value, -0) ? '-0' : String(kind.value);
  const place = (letters[kind.op] as string) + placeOf(number, strides);
  return kind.op === 'seed' ? `${place}.grad` : place;
}

/** `5`, or `[17 i + j + 48]`, or `[303 - 17 i - j]`. */
function placeOf(number: number, strides: readonly number[]): string {
  const terms = strides.map((stride, i) => ({ stride, text: (Math.abs(stride) === 1 ? '' : `${Math.abs(stride)} `) + indexes[i] }));
  const grow = terms.filter(({ stride }) => stride > 0).map(({ text }) => text);
  const shrink = terms.filter(({ stride }) => stride < 0).map(({ text }) => ` - ${text}`);
  if (grow.length + shrink.length === 0) return String(number);
  if (number !== 0 || grow.length === 0) grow.push(String(number));
  return `[${grow.join(' + ')}${shrink.join('')}]`;
}

function combine(op: string, args: Term[]): Term {
  const inside = ({ text, strength }: Term, least: number) => (strength < least ? `(${text})` : text);
  if (op.startsWith('if')) {
    const [a, b, c, d] = args.map((arg) => inside(arg, 1));
    return { text: `${a} ${op.slice('if'.length)} ${b} ? ${c} : ${d}`, strength: 0 };
  }
  if (op === 'neg') return { text: `-${inside(args[0], 3)}`, strength: 2 };
  const strength = { '+': 1, '-': 1, '*': 2, '/': 2, '**': 2 }[op];
  if (strength === undefined) return { text: `${op}(${args.map(({ text }) => text).join(', ')})`, strength: 3 };
  // What stands on the right is in brackets also where it is as strong: a + (b + c) rounds in another way than a + b + c.
  const text = `${inside(args[0], op === '**' ? 3 : strength)} ${op} ${inside(args[1], strength + 1)}`;
  return { text, strength };
}
