// explain.ts: a failure as a sentence that teaches: the expression, what came, what is right and why, the likely slip.
import { isNear, type slipFinder, type Trial } from './diagnose.ts';
import type { Fault } from './evaluate.ts';
import { codeOf, printable, show } from './print.ts';
import { run, type Node } from './reference.ts';
import { nameOf, rules, wrap } from './rule-slips.ts';
import { isLook, isOperation, type Op, type Script } from './script.ts';

/** The first look that saw something else than it should have, or -1. */
const wrongLook = ({ script: { looks }, sight }: Trial) =>
  looks.findIndex(({ expected }, i) => i < sight.looks.length && !isNear(sight.looks[i], expected));

export const isRight = (trial: Trial) => trial.sight.fault === undefined && wrongLook(trial) === -1;

export function explain(failed: Trial, trials: readonly Trial[], findSlip: ReturnType<typeof slipFinder>): string {
  const { script, sight } = failed;
  const i = wrongLook(failed);
  if (i === -1) return explainFault(script, sight.fault as Fault, trials); // or it would be right
  const { label, expected } = script.looks[i];
  const got = sight.looks[i];
  const wrong = `${label} is ${show(got, expected)}, should be ${show(expected, got)}`;
  const hint = typeof got === 'string'
    ? `That is no number.${noNumber(got)}`
    : findSlip(failed) ?? (Number.isNaN(got) ? nan(script, label) : undefined);
  return `${opening(script)}: ${wrong}${reason(script, i)}${hint === undefined ? '' : ` ${hint}`}`;
}

function noNumber(got: string): string {
  if (got.startsWith('"')) return ' (A text? There, `+` joins.)';
  return got === 'an object' ? ' (A Value, where its `data` is wanted?)' : '';
}

function nan(script: Script, label: string): string {
  const why = 'NaN comes of arithmetic with what is no number';
  if (hasNumber(script)) return `${why}: is a plain number made a Value before it is used as one?`;
  return label.endsWith('.grad')
    ? `${why}, such as a grad that was never set: does the constructor begin with \`this.grad = 0\`?`
    : `${why}: with \`undefined\`, or with a Value itself in place of its \`data\`. (And of \`Math.log\` below 0.)`;
}

/** The code, and the numbers that its leaves hold. */
function opening(script: Script, end?: number): string {
  if (script.text !== undefined) return script.text;
  const numbers = script.steps.filter((step) => step.do === 'make').map((step) => step.number);
  const code = codeOf(script, end);
  const leaves = script.names.filter((name) => name !== undefined);
  const holds = leaves.map((name, i) => `${name} = ${numbers[i]}`)
    .filter((_, i) => new RegExp(String.raw`\b${leaves[i]}\b(?! = new)`).test(code));
  return `\`${code}\`${holds.length > 0 ? ` with ${holds.join(', ')}` : ''}`;
}

/** Why that is right, as the end of a sentence or as the next one. */
function reason(script: Script, look: number): string {
  const { steps } = script;
  if (script.text !== undefined || steps.some((step) => step.do === 'repeat')) return '.';
  const step = steps.filter(isLook)[look];
  const node = run(steps).nodes[step.a];
  if (step.do === 'grad') return gradReason(script, node, script.looks[look].label.replace('.grad', ''));
  if (node.op !== undefined) return node.op === 'neg' ? '.' : `: ${calculation(node.op, node)}.`;
  return script.nodes === 1
    ? '. The constructor must keep the number: `this.data = data`.'
    : '. An operation must leave its operands as they are, and put the result into a new Value.';
}

function gradReason(script: Script, { arrivals }: Node, name: string): string {
  if (script.nodes === 1) return '. The constructor must set it: `this.grad = 0`.';
  if (arrivals.length === 0) return ': the result does not depend on it.';
  const shares = arrivals.map(({ share }) => inParentheses(share));
  if (shares.length > 1) {
    const often = shares.length === 2 ? 'twice' : `${shares.length} times`;
    return `. ${name} is used ${often}, and what comes back adds up: ${shares.join(' + ')}.`;
  }
  const [{ from, side }] = arrivals;
  const op = from.op as Op; // what sends is a result
  const rule = rules[op][side];
  return `. In \`${op}\`, the ${nameOf(op, side)} gets \`${rule}\`, here ${fillIn(rule, from)}.`;
}

const inParentheses = (x: number) => (x < 0 ? `(${show(x)})` : show(x));

/** The rule with its numbers, as `1 * 4`. */
function fillIn(rule: string, { grad, data, operands: [a, b] }: Node): string {
  const numbers: Record<string, number> = {
    'out.grad': grad, 'out.data': data, 'this.data': a.data, 'other.data': (b as Node | undefined)?.data ?? NaN,
    n: (b as Node | undefined)?.data ?? NaN,
  };
  return rule.replaceAll(/\b(?:(?:out|this|other)\.(?:grad|data)|n)\b/g, (word) => inParentheses(numbers[word]));
}

const signs: Partial<Record<string, string>> = { add: '+', mul: '*', sub: '-', div: '/', pow: '**' };

function calculation(op: Op, { operands: [a, b] }: Node): string {
  const sign = signs[op];
  if (sign !== undefined) return `${inParentheses(a.data)} ${sign} ${inParentheses(b.data)}`;
  return op === 'relu' ? `Math.max(0, ${show(a.data)})` : `Math.${op}(${show(a.data)})`;
}

function explainFault(script: Script, { kind, at, text: rawText, place }: Fault, trials: readonly Trial[]): string {
  const text = printable(rawText);
  if (kind === 'unusable') return text;
  const where = opening(script, at === -1 ? undefined : at) + (place === undefined ? '' : `, at ${place}`);
  switch (kind) {
    case 'late':
    case 'died': return `${where}: ${text}`;
    case 'missing': return `${where}: there is no method \`${text}\`. It is yours to write.`;
    case 'result': return `${where}: ${text}, where a new Value must come.${hintForResult(text)}`;
    case 'promise': return `${where}: backward() gave a promise. Its work must be done when it returns: no \`async\`.`;
    case 'threw': {
      const what = script.steps[at].do === 'backward' ? 'backward() threw' : 'threw';
      return `${where}: ${what} ${text.replace(/\.$/, '')}.${hintFor(script, text, trials)}`;
    }
  }
}

function hintForResult(text: string): string {
  if (text.endsWith('undefined')) return ' Is there a `return` missing?';
  return text.endsWith('a generator') ? ' The `*` before the method\'s name makes it one: leave it out.' : '';
}

/** The operations of which a plain number is an operand. */
const withNumbers = ({ steps }: Script) =>
  steps.filter(isOperation).filter((step) => step.do !== 'pow' && typeof step.b === 'object').map((step) => step.do);
const hasNumber = (script: Script) => withNumbers(script).length > 0;

/** Whether it did so with Values alone: then it must be the numbers that it fails with. */
const works = (op: Op, trials: readonly Trial[]) => trials.some(({ script, sight }) =>
  sight.fault === undefined && !hasNumber(script) && script.steps.some((step) => step.do === op));

function hintFor(script: Script, error: string, trials: readonly Trial[]): string {
  if (/call stack/.test(error)) {
    return script.steps.some((step) => step.do === 'repeat')
      ? ' A recursion goes one call deeper for each node: use a list of your own as the stack, and a loop.'
      : ' Something calls itself without end.';
  }
  if (/(only a getter|read.only).*'?(data|grad)\b|#?(data|grad)\b.*only a getter/.test(error)) {
    return ' `data` and `grad` must be properties that can be set.';
  }
  if (/read.only|not extensible/.test(error)) {
    return ' Does something freeze the object? The properties of a Value change: do not use `Object.freeze`.';
  }
  if (/of undefined \(reading '(forEach|map|length|size|has|values)'\)|undefined is not iterable/.test(error)) {
    return ' A list is `undefined`: does each Value have one of its operands, `new Value(2)` an empty one, `= []`?';
  }
  if (/of undefined/.test(error)) {
    return ' Something is `undefined` where a Value must be: does every method that is used here `return` its result?';
  }
  const isOfNumbers = hasNumber(script) && withNumbers(script).every((op) => works(op, trials));
  return isOfNumbers && error.startsWith('TypeError') ? ` ${wrap}` : '';
}
