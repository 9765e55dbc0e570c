// print.ts: a script as a student would write it.
import { isOperation, type Op, type Script, type Step } from './script.ts';
import { fill, messages } from './words.ts';

/** A number as people write it: 6 digits, unless another one, such as the right one, would look the same. */
export function show(x: number | string, other: number | string = x): string {
  if (typeof x === 'string') return printable(x);
  const short = String(Number(x.toPrecision(6)));
  return Object.is(x, other) || short !== show(other) ? short : String(x);
}

/** Somebody else's text, without what would do something to a terminal. */
export const printable = (text: string) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();

/**
 * The code of a script up to its step `end`. What is used once is written where it is used, as in `a.mul(b).add(c)`;
 * what is used twice has a statement and a name of its own, as in `b = a.add(a); c = b.add(b)`.
 */
export function codeOf({ steps, names: leaves }: Script, end = steps.length): string {
  const shown = steps.slice(0, end + 1);
  const makers = shown.filter(isMaker);
  const backwards = shown.filter((step) => step.do === 'backward');
  const several = backwards.length > 1 || backwards.some(({ a }) => makers[a].do === 'make');
  const uses = makers.map((_, node) => shown.reduce((count, step) => count + usesOf(step, node, several), 0));
  const names = [...leaves];
  const nameIt = (node: number) => { names[node] ??= freeName(names); };
  uses.forEach((count, node) => { if (count > 1) nameIt(node); });
  if (names.length > leaves.length) nameIt(makers.length - 1);

  const code: string[] = [];
  const statements: string[] = [];
  for (const step of shown) {
    if (isMaker(step)) {
      const name = names[code.length];
      const written = expression(step, code);
      const isRoot = code.length === makers.length - 1;
      const isStatement = step.do !== 'make' && (name !== undefined || isRoot);
      if (isStatement) statements.push(name === undefined ? written : `${name} = ${written}`);
      code.push(name ?? written);
    } else if (step.do === 'backward' && several) statements.push(`${code[step.a]}.backward()`);
    else if (step.do === 'reset') statements.push(`${code[step.a]}.grad = 0`);
  }
  return statements.join('; ') || `${code[0]} = ${expression(makers[0], code)}`;
}

type Maker = Extract<Step, { do: 'make' | 'repeat' | Op }>;
const isMaker = (step: Step): step is Maker => step.do === 'make' || step.do === 'repeat' || isOperation(step);

function usesOf(step: Step, node: number, severalBackwards: boolean): number {
  if (step.do === 'backward') return severalBackwards && step.a === node ? 2 : 0; // it is a statement, and wants a name
  return step.do === 'repeat' || isOperation(step) ? Number(step.a === node) + Number(step.b === node) : 0;
}

function expression(step: Maker, code: string[]): string {
  if (step.do === 'make') return `new Value(${step.number})`;
  if (step.do === 'repeat') {
    return fill(messages.repeated, { code: `${code[step.a]}.add(${code[step.b]})`, times: step.times });
  }
  const b = typeof step.b === 'object' ? String(step.b.number) : step.b === undefined ? '' : code[step.b];
  return `${code[step.a]}.${step.do}(${b})`;
}

/** The first letter that is not taken: after a and b comes c. */
const freeName = (taken: (string | undefined)[]) =>
  'abcdefghijklmnopqrstuvwxyz'.split('').find((letter) => !taken.includes(letter));
