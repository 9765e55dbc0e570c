// answers.ts: reads what comes back from the side that runs a student's code, a process or a worker. The student's code
// may have taken that side over: what cannot be an answer of the grader is none.
import type { Refusal } from './exports.ts';
import { readSight, type Fault, type Sight } from './evaluate.ts';
import type { Script } from './script.ts';
import { files, fill, refusals } from './words.ts';

/** What a script saw. */
export function sightIn(answer: string, { steps, looks }: Script): Sight {
  try {
    const sight = readSight(answer);
    const { fault } = sight;
    const isOurs = fault === undefined
      ? sight.looks.length === looks.length
      : ['missing', 'result', 'threw', 'promise'].includes(fault.kind) && typeof fault.text === 'string' &&
        typeof fault.name === 'string' &&
        Number.isInteger(fault.at) && fault.at >= 0 && fault.at < steps.length;
    if (isOurs) return sight;
  } catch { /* as below */ }
  return { looks: [], fault: faultOf('died', files.otherAnswer) };
}

/** Why a file, or an adapter, cannot be used, as a sentence, and where the error was thrown. */
export interface Problem { reason?: Refusal['unusable']; sentence: string; stack?: string }

const isReason = (name: unknown): name is Refusal['unusable'] => Object.hasOwn(refusals, String(name));

/** Nothing, if it can be used. */
export function problemIn(answer: string): Problem | undefined {
  try {
    const { unusable, text, name, stack } = JSON.parse(answer) as { [K in keyof Refusal]: unknown };
    if (!isReason(unusable)) return undefined;
    const sentence = fill(refusals[unusable], { text: String(text), name: String(name) });
    return { reason: unusable, sentence, stack: String(stack) };
  } catch {
    return undefined;
  }
}

/** A fault of no step. */
export const faultOf = (kind: Fault['kind'], text: string): Fault => ({ kind, at: -1, text });

/** A sentence with the place that it is about, if that is known. */
export const atPlace = (text: string, place?: string): string =>
  place === undefined ? text : fill(files.at, { text: text.replace(/\.$/, ''), place });
