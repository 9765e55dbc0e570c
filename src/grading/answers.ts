// answers.ts: reads what comes back from the side that runs a student's code, a process or a worker. The student's code
// may have taken that side over: what cannot be an answer of the grader is none.
import type { Refusal } from './child.ts';
import { readSight, type Fault, type Sight } from './evaluate.ts';
import type { Script } from './script.ts';

/** What a script saw. */
export function sightIn(answer: string, { steps, looks }: Script): Sight {
  try {
    const sight = readSight(answer);
    const { fault } = sight;
    const isOurs = fault === undefined
      ? sight.looks.length === looks.length
      : ['missing', 'result', 'threw', 'promise'].includes(fault.kind) && typeof fault.text === 'string' &&
        Number.isInteger(fault.at) && fault.at >= 0 && fault.at < steps.length;
    if (isOurs) return sight;
  } catch { /* as below */ }
  return { looks: [], fault: faultOf('died', 'something other than the grader answered from its process.') };
}

/** Why a file, or an adapter, cannot be used; nothing, if it can. */
export function refusalIn(answer: string): Refusal | undefined {
  try {
    const { unusable, stack } = JSON.parse(answer) as Partial<Refusal>;
    return typeof unusable === 'string' ? { unusable, stack: String(stack) } : undefined;
  } catch {
    return undefined;
  }
}

/** A fault of no step. */
export const faultOf = (kind: Fault['kind'], text: string): Fault => ({ kind, at: -1, text });

/** What is said of a file that was stopped for its time. */
export const ENDLESS = 'it did not come to an end, and was stopped. Look for a loop, or for something that calls ' +
  'itself, without end.';
