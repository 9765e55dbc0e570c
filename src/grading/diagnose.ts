// diagnose.ts: which slip is it? The one that gives the numbers of the student's class, on the script that failed and
// on the others that were tried. A wrong hint is worse than none, so:
//
//     a script that the class gets right, and with the slip would get wrong, rules the slip out
//     one script that fits is enough where no other speaks against the slip; else it takes more than one,
//     and as many as speak against it (there may be another slip besides)
//     NaN fits whatever makes NaN: nothing at all may speak against a slip that only NaN speaks for
//
// Where no slip explains all scripts, those of the failed test's task are looked at alone: there may be two slips.
import { backwardSlips } from './backward-slips.ts';
import type { Sight } from './evaluate.ts';
import { run } from './reference.ts';
import { ruleSlips } from './rule-slips.ts';
import type { Script } from './script.ts';
import { arrivalSlips, type Slip } from './slips.ts';

/** Relative, and absolute below 1: a right class may compute a / b as a * b ** -1, and sum in any order. */
const TOLERANCE = 1e-9;

export const isNear = (x: number | string, y: number) =>
  Object.is(x, y) || (typeof x === 'number' && Math.abs(x - y) / Math.max(1, Math.abs(y)) <= TOLERANCE);

/** A script, what the student's class made of it, and for which task. */
export interface Trial { script: Script; sight: Sight; task?: string }

/** Whether all is right, as far as it went, and it went to the end. */
export const isRight = ({ script: { looks }, sight }: Trial) =>
  sight.fault === undefined && looks.every(({ expected }, i) => isNear(sight.looks[i], expected));

export const slips: readonly Slip[] = [...arrivalSlips, ...backwardSlips, ...ruleSlips];

/** Gives the hint of the likeliest slip, or nothing where no slip fits. */
export function slipFinder(trials: readonly Trial[]): (failed: Trial) => string | undefined {
  const known = new Map<Slip, Verdict[]>(); // of each trial
  const verdictsOf = (slip: Slip) => {
    const verdicts = known.get(slip) ?? trials.map((trial) => verdictOn(trial, slip));
    known.set(slip, verdicts);
    return verdicts;
  };
  return (failed) => {
    const fitting = slips.filter((slip) => ['fits', 'fits by NaN'].includes(verdictOn(failed, slip)));
    const likeliest = (isCounted: (trial: Trial) => boolean) => fitting
      .map((slip) => ({ slip, ...weigh(verdictsOf(slip), trials.map(isCounted)) }))
      .filter(({ isLikely }) => isLikely)
      .sort((x, y) => y.support - x.support) // of equals, the first in the lists stays first
      .at(0);
    const found = likeliest(() => true) ?? likeliest(({ task }) => task === failed.task);
    return found?.slip.hint;
  };
}

/** What a trial says about a slip. `refutes`: the class is right where the slip would be wrong. `differs`: neither. */
type Verdict = 'nothing' | 'fits' | 'fits by NaN' | 'differs' | 'refutes';

function verdictOn(trial: Trial, slip: Slip): Verdict {
  const { script: { looks: fixed }, sight } = trial;
  const looks = looksOf(trial.script, slip);
  if (looks === undefined) return 'nothing';
  const seen = sight.looks; // up to the fault, if there is one
  const shows = seen.map((_, i) => !isNear(looks[i], fixed[i].expected));
  if (!shows.includes(true)) return 'nothing';
  const isSame = (expected: (look: number) => number) => seen.every((x, i) => isNear(x, expected(i)));
  if (!isSame((i) => looks[i])) return isSame((i) => fixed[i].expected) ? 'refutes' : 'differs';
  return looks.some((x, i) => shows[i] && !Number.isNaN(x)) ? 'fits' : 'fits by NaN';
}

/** Evidence that refutes counts everywhere, the other only where it is to be counted. */
function weigh(verdicts: Verdict[], isCounted: boolean[]): { isLikely: boolean; support: number } {
  const count = (wanted: Verdict) => verdicts.filter((verdict, i) => verdict === wanted && isCounted[i]).length;
  const [fits, byNaN, differs] = [count('fits'), count('fits by NaN'), count('differs')];
  const support = fits + byNaN;
  const isConsistent = differs === 0 || (fits > 1 && fits >= differs);
  return { isLikely: !verdicts.includes('refutes') && isConsistent, support };
}

/** What a slip gives at each look of a script. It is kept, since the fixed scripts come again with each class. */
const known = new WeakMap<Script, Map<Slip, number[]>>();

function looksOf(script: Script, slip: Slip): number[] | undefined {
  if (script.isLong) return undefined; // too long to try
  const ofScript = known.get(script) ?? new Map<Slip, number[]>();
  known.set(script, ofScript);
  const looks = ofScript.get(slip) ?? run(script.steps, slip.engine).looks;
  ofScript.set(slip, looks);
  return looks;
}
