// explain.ts: a failure as a sentence that teaches: the expression, what came, what is right and why, the likely slip.
import { guesses, reasons } from './assignments/value/words.ts';
import { isNear, type slipFinder, type Trial } from './diagnose.ts';
import { hintForError, hasNumber, works, withNumbers } from './errors.ts';
import type { Fault } from './evaluate.ts';
import { codeOf, printable, show } from './print.ts';
import { run, type Node } from './reference.ts';
import { nameOf, rules } from './rule-slips.ts';
import { isLook, type Op, type Script } from './script.ts';
import { fill, messages, things } from './words.ts';

/** The first look that saw something else than it should have, or -1. */
const wrongLook = ({ script: { looks }, sight }: Trial) =>
  looks.findIndex(({ expected }, i) => i < sight.looks.length && !isNear(sight.looks[i], expected));

/** What else is known of the class. */
export interface Evidence {
  trials: readonly Trial[];
  findSlip: ReturnType<typeof slipFinder>;
  /** Whether the failed script is right where it is the first one. */
  isRightAlone?: boolean;
}

export function explain(failed: Trial, evidence: Evidence): string {
  const { script, sight } = failed;
  const i = wrongLook(failed);
  const sentences = i === -1
    ? explainFault(script, sight.fault as Fault, evidence) // or it would be right
    : [wrongNumber(failed, i), hintForNumber(failed, i, evidence)];
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

function wrongNumber({ script, sight }: Trial, i: number): string {
  const { label, expected } = script.looks[i];
  const got = sight.looks[i];
  return fill(messages.wrong, {
    opening: opening(script), label, got: show(got, expected), expected: show(expected, got), reason: reason(script, i),
  });
}

function hintForNumber(failed: Trial, i: number, { trials, findSlip, isRightAlone }: Evidence): string | undefined {
  if (isRightAlone) return messages.state;
  const got = failed.sight.looks[i];
  if (typeof got === 'string') return noNumber(got);
  return findSlip(failed) ?? (Number.isNaN(got) ? nan(failed.script, i, trials) : undefined);
}

function noNumber(got: string): string {
  if (got.startsWith('"')) return guesses.text;
  return got === things.object ? guesses.object : guesses.nothing;
}

function nan(script: Script, look: number, trials: readonly Trial[]): string {
  const { label } = script.looks[look];
  const isGrad = label.endsWith('grad');
  if (script.steps.some((step) => step.do === 'backward') && isUnset(trials)) return guesses.nanOfGrad;
  if (hasNumber(script) && withNumbers(script).every((op) => works(op, trials))) return guesses.nanOfNumber;
  if (isGrad && run(script.steps).nodes.some(({ data }) => data === 0)) return guesses.nanOfZero;
  return isGrad ? guesses.nan : guesses.nanOfData;
}

/** Whether a grad was seen, before any backward, that was not 0. */
const isUnset = (trials: readonly Trial[]) => trials.some(({ script: { steps, looks }, sight }) =>
  steps.every((step) => step.do !== 'backward') &&
  looks.some(({ label }, i) => label.endsWith('grad') && i < sight.looks.length && sight.looks[i] !== 0));

/** The code, and the numbers that its leaves hold. */
function opening(script: Script, end?: number): string {
  if (script.text !== undefined) return script.text;
  const numbers = script.steps.filter((step) => step.do === 'make').map((step) => step.number);
  const code = codeOf(script, end);
  const leaves = script.names.filter((name) => name !== undefined);
  const holds = leaves.map((name, i) => `${name} = ${numbers[i]}`)
    .filter((_, i) => new RegExp(String.raw`\b${leaves[i]}\b(?! = new)`).test(code));
  return fill(holds.length > 0 ? messages.with : messages.without, { code, numbers: holds.join(', ') });
}

/** Why that is right, as the end of a sentence or as the next one. */
function reason(script: Script, look: number): string {
  const { steps } = script;
  if (script.text !== undefined || script.isLong) return reasons.none;
  const step = steps.filter(isLook)[look];
  const node = run(steps).nodes[step.a];
  if (step.do === 'grad') return gradReason(script, node, script.looks[look].label.replace('.grad', ''));
  if (node.op !== undefined) {
    return node.op === 'neg' ? reasons.none : fill(reasons.data, { calculation: calculation(node.op, node) });
  }
  return script.nodes === 1 ? reasons.constructorData : reasons.operandChanged;
}

function gradReason({ nodes, steps }: Script, { arrivals, grad }: Node, name: string): string {
  if (steps.every((step) => step.do !== 'backward')) return reasons.constructorGrad;
  if (arrivals.length === 0) return nodes === 1 || grad === 1 ? reasons.ofItself : reasons.noPart;
  if (arrivals.length > 1) {
    const sum = arrivals.map(({ share }) => inParentheses(share)).join(' + ');
    return fill(arrivals.length === 2 ? reasons.twice : reasons.often, { name, times: arrivals.length, sum });
  }
  const [{ from, side }] = arrivals;
  const op = from.op as Op; // what sends is a result
  const rule = rules[op][side];
  return fill(reasons.rule, { op, who: nameOf(op, side), rule, numbers: fillIn(rule, from) });
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

function explainFault(script: Script, fault: Fault, { trials, isRightAlone }: Evidence): (string | undefined)[] {
  const { kind, at, text: rawText, name = '', place } = fault;
  const text = printable(rawText);
  if (kind === 'unusable') return [text];
  const expression = opening(script, at === -1 ? undefined : at);
  const blanks = {
    opening: place === undefined ? expression : fill(messages.at, { opening: expression, place }),
    text, name,
  };
  switch (kind) {
    case 'late':
    case 'died': return [fill(messages.stopped, blanks)];
    case 'missing': return [fill(messages.missing, blanks)];
    case 'result': return [fill(messages.result, blanks), hintForResult(text)];
    case 'promise': return [fill(messages.promise, blanks)];
    case 'threw': {
      const sentence = script.steps[at].do === 'backward' ? messages.backwardThrew : messages.threw;
      const hint = isRightAlone ? messages.state : hintForError(script, { ...fault, text }, trials);
      return [fill(sentence, { ...blanks, text: text.replace(/\.$/, '') }), hint];
    }
  }
}

function hintForResult(text: string): string | undefined {
  if (text === 'undefined') return messages.noReturn;
  return text === things.generator ? messages.generator : undefined;
}
