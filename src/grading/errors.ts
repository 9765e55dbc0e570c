// errors.ts: what may be behind an error that a class threw. An error says by itself what it is: a hint is given only
// where its cause is elsewhere, and where one cause is much likelier than others.
import { errors, hints } from './assignments/value/words.ts';
import type { Trial } from './diagnose.ts';
import type { Fault } from './evaluate.ts';
import { isOperation, type Op, type Script } from './script.ts';
import { fill } from './words.ts';

/** The operations of which a plain number is an operand. */
export const withNumbers = ({ steps }: Script) =>
  steps.filter(isOperation).filter((step) => step.do !== 'pow' && typeof step.b === 'object').map((step) => step.do);
export const hasNumber = (script: Script) => withNumbers(script).length > 0;

/** Only its graph is so deep that a recursion without an error in it may overflow the stack. */
const isChain = ({ steps }: Script) => steps.some((step) => step.do === 'repeat');
const goesBack = ({ steps }: Script) => steps.some((step) => step.do === 'backward');

/** Whether it worked, `backward` and all, with Values alone: then it must be the numbers that it fails with. */
export const works = (op: Op, trials: readonly Trial[]) => trials.some(({ script, sight }) =>
  sight.fault === undefined && !hasNumber(script) && goesBack(script) && script.steps.some((step) => step.do === op));

export function hintForError(script: Script, fault: Fault, trials: readonly Trial[]): string | undefined {
  const { text, at } = fault;
  const { do: what } = script.steps[at];
  if (/call stack/.test(text)) return isChain(script) ? errors.chainTooLong : errors.endless;
  if (/only a getter/.test(text) && /\b(data|grad)\b/.test(text)) return errors.getter;
  if (/read.only|not extensible|Cannot (define|delete) property/.test(text)) return errors.frozen;
  const isOfNumbers = hasNumber(script) && withNumbers(script).every((op) => works(op, trials));
  if (isOfNumbers && text.startsWith('TypeError') && !cameWithoutNumbers(text, trials)) return hints.wrap;
  if (/without 'new'/.test(text)) return errors.noNew;
  return hintForUndefined(text, trials, what === 'backward') ?? hintForCall(text, what === 'backward');
}

/** Whether the same error came where there are Values alone. */
const cameWithoutNumbers = (text: string, trials: readonly Trial[]) => trials.some(({ script, sight: { fault } }) =>
  fault?.kind === 'threw' && fault.text.startsWith(text) && !hasNumber(script));

function hintForUndefined(text: string, trials: readonly Trial[], isBackward: boolean): string | undefined {
  if (/undefined is not iterable|undefined \(reading '(forEach|map|length|size|has|values|reverse)'\)/.test(text)) {
    return errors.noList;
  }
  const name = /of (?:undefined|null) \((?:reading|setting) '(\w+)'\)/.exec(text)?.[1];
  if (name === undefined) return undefined;
  const silent = trials.find(({ sight: { fault } }) => fault?.kind === 'result' && fault.text === 'undefined');
  const op = silent?.sight.fault?.name;
  if (op !== undefined) return fill(errors.noReturn, { op });
  return isBackward && /^(grad|data)$/.test(name) ? errors.lostThis : fill(errors.notThere, { name });
}

function hintForCall(text: string, isBackward: boolean): string | undefined {
  const method = /\b(?:\w+\.)?(reverse|slice|values|keys|entries|toReversed)\b.* is not iterable/.exec(text)?.[1];
  if (method !== undefined) return fill(errors.notCalled, { name: method });
  const name = /\.#?(\w+) is not a function/.exec(text)?.[1];
  if (name === undefined) return undefined;
  if (['has', 'add', 'includes', 'push', 'indexOf'].includes(name) && isBackward) return errors.setOrList;
  return isBackward && !['forEach', 'map', 'reverse'].includes(name) ? errors.forIn : undefined;
}
