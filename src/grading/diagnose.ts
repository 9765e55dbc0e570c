// diagnose.ts: which slip is it? The one that gives the numbers of the student's class, on the script that failed and
// on as many as possible of the others that were tried. Where it would show, it must do so at least half of the time:
// there may be another slip besides, but one that shows here only by accident would send somebody the wrong way.
import type { Sight } from './evaluate.ts';
import { run } from './reference.ts';
import { ruleSlips } from './rule-slips.ts';
import type { Script } from './script.ts';
import { generalSlips } from './slips.ts';

/** Relative, and absolute below 1: a right class may compute a / b as a * b ** -1, and sum in any order. */
const TOLERANCE = 1e-9;

export const isNear = (x: number | string, y: number) =>
  Object.is(x, y) || (typeof x === 'number' && Math.abs(x - y) / Math.max(1, Math.abs(y)) <= TOLERANCE);

/** A script, and what the student's class made of it. */
export interface Trial { script: Script; sight: Sight }

const slips = [...generalSlips, ...ruleSlips];

/** Gives the hint of the likeliest slip, or nothing where no slip fits. */
export function slipFinder(trials: readonly Trial[]): (failed: Trial) => string | undefined {
  const likeliest = slips.map((_, slip) => {
    const fitting = trials.filter((trial) => fit(trial, slip));
    const telling = trials.filter(({ script, sight }) => sight.fault === undefined && isWrongOn(script, slip));
    const shown = telling.filter((trial) => fitting.includes(trial));
    return { slip, fits: fitting.length, isLikely: 2 * shown.length >= telling.length };
  }).filter(({ isLikely }) => isLikely)
    .sort((x, y) => y.fits - x.fits); // of equals, the first in the lists stays first
  return (failed) => {
    const found = likeliest.find(({ slip }) => fit(failed, slip));
    return found && slips[found.slip].hint;
  };
}

/** What each slip gives at each look. It is kept, since the fixed scripts come again with each class. */
const known = new WeakMap<Script, number[][]>();

function looksOf(script: Script): number[][] | undefined {
  const { steps } = script;
  if (steps.some((step) => step.do === 'repeat')) return undefined; // too long to try
  const looks = known.get(script) ?? slips.map(({ engine }) => run(steps, engine).looks);
  known.set(script, looks);
  return looks;
}

function fit({ script, sight }: Trial, slip: number): boolean {
  const looks = looksOf(script)?.[slip];
  return looks !== undefined && sight.looks.every((x, i) => isNear(x, looks[i]));
}

const isWrongOn = (script: Script, slip: number) =>
  looksOf(script)?.[slip].some((x, i) => !isNear(x, script.looks[i].expected)) ?? false;
