// marking.ts: runs the tests, on whatever can run a script, and writes the marks.
import { gradOfNewResult, leaf } from './checks.ts';
import { isRight, slipFinder, type Trial } from './diagnose.ts';
import type { Sight } from './evaluate.ts';
import { explain } from './explain.ts';
import { endlessIn } from './rehearsal.ts';
import { troubleWith } from './packages.ts';
import { isAbout, randomScripts } from './random.ts';
import type { Script } from './script.ts';
import { partsOf } from './smaller.ts';
import { tasks, tests, type Recipe, type Task, type Test } from './tasks.ts';
import { fill, reports } from './words.ts';

/** What to grade, on how many expressions, and for how many points. */
export interface GradeOptions {
  /** Which tasks; by default 1.1 to 1.8. `extra`, a chain of 100,000 additions, runs only when it is named. */
  tasks?: readonly Task[] | undefined;
  /** The points of a task, a whole number that is divided among its tests. By default 100 in all, and 0 for `extra`. */
  points?: Partial<Record<Task, number>> | undefined;
  /** Of the random expressions; by default 1. The same seed gives the same report. */
  seed?: number | undefined;
  /** How many random expressions a test tries; by default 50. */
  runs?: number | undefined;
}

/** The mark of one test. */
export interface TestResult {
  task: Task;
  name: string;
  passed: boolean;
  score: number;
  maxScore: number;
  /** Of a failed test: the expression, what came, what is right and why, and the likely slip. */
  message: string;
}

/** All marks, and their sum. */
export interface Report {
  score: number;
  /** The points of the tasks that were asked for; `extra` is on top. */
  maxScore: number;
  /** What there is to know of the grading itself, as that fast-check is missing. */
  notes: string[];
  tests: TestResult[];
}

/** Runs scripts. */
export interface Runner {
  see: (script: Script) => Sight | Promise<Sight>;
  /** It is told before each test how many there are to come, this one included. */
  begin?: (testsLeft: number) => void;
  /** Whether what was stopped for its time stays so, without a second go. */
  once?: boolean;
  /** Runs a script in a fresh process, where no other script has left anything; if there is time. */
  seeAlone?: (script: Script) => Promise<Sight>;
}

const defaultPoints: Record<Task, number> = {
  1.1: 10, 1.2: 15, 1.3: 10, 1.4: 15, 1.5: 15, 1.6: 15, 1.7: 10, 1.8: 10, extra: 0,
};

export async function mark(runner: Runner, options: GradeOptions): Promise<Report> {
  const { asked, points, seed, runs } = wantOptions(options);
  const { check, trouble } = await loadFastCheck();
  const notes = check ? [] : [fill(reports.onlyFixed, { trouble: trouble ?? reports.notInstalled })];
  const chosen = tests.filter(({ task }) => asked.includes(task));
  const trials: Trial[] = [];
  const failures: (Trial | undefined)[] = [];
  const run = async ({ task, oracles, random }: Test) => await tryOracles(runner, oracles, task, trials) ??
    (check && random && await search(runner, random, { check, task, trials, seed, runs }));
  for (const [i, test] of chosen.entries()) {
    runner.begin?.(chosen.length - i);
    failures.push(await run(test));
  }
  // A busy machine may have held up what was stopped for its time: it has another go, with all the time that is left.
  const late = runner.once ? [] : chosen.filter((_, i) => failures[i]?.sight.fault?.kind === 'late');
  for (const [i, test] of late.entries()) {
    runner.begin?.(late.length - i);
    const failed = await run(test);
    if (failed?.sight.fault?.kind !== 'late') failures[chosen.indexOf(test)] = failed;
  }
  const messages = await explainAll(runner, failures, trials);
  const results = chosen.map((test, i): TestResult => {
    const worth = shareOf(points[test.task], test);
    return {
      task: test.task,
      name: test.name,
      passed: failures[i] === undefined,
      score: failures[i] ? 0 : worth,
      maxScore: test.task === 'extra' ? 0 : worth,
      message: messages[i],
    };
  });
  const sum = (what: 'score' | 'maxScore') => results.reduce((total, result) => total + result[what], 0);
  return { score: sum('score'), maxScore: sum('maxScore'), notes, tests: results };
}

/** After so many that fail by themselves, too, a failure that a slip explains is not tried alone: each costs 50 ms. */
const CONFIRMED = 3;

/** Only at the end: what the last task shows may explain what failed in the first. */
async function explainAll(runner: Runner, failures: (Trial | undefined)[], trials: Trial[]): Promise<string[]> {
  const failed = failures.filter((trial) => trial !== undefined);
  if (failed.some(({ sight }) => sight.looks.some((x) => Number.isNaN(x)))) {
    for (const script of [leaf(2), gradOfNewResult()]) trials.push({ script, sight: await runner.see(script) });
  }
  const findSlip = slipFinder(failed.length > 0 ? trials : []);
  const messages: string[] = [];
  let wrongAlone = 0;
  for (const trial of failures) {
    if (trial === undefined) messages.push('');
    else {
      const isPlain = isFatal(trial) || trial.sight.fault?.kind === 'missing';
      const isKnown = isPlain || (wrongAlone >= CONFIRMED && findSlip(trial) !== undefined);
      const alone = isKnown ? undefined : await runner.seeAlone?.(trial.script);
      const isRightAlone = alone !== undefined && isRight({ ...trial, sight: alone });
      if (alone !== undefined && !isRightAlone) wrongAlone++;
      messages.push(explain(trial, { trials, findSlip, isRightAlone }));
    }
  }
  return messages;
}

/** The first one that fails, if any. The others are tried all the same, to tell one slip from another. */
async function tryOracles(
  runner: Runner, oracles: Script[], task: string, trials: Trial[],
): Promise<Trial | undefined> {
  const own: Trial[] = [];
  for (const script of oracles) {
    const trial = { script, sight: await endlessIn(runner, script) ?? await runner.see(script), task };
    own.push(trial);
    if (isFatal(trial)) break;
  }
  trials.push(...own);
  return own.find((trial) => !isRight(trial));
}

interface Search { check: FastCheck; task: string; trials: Trial[]; seed: number; runs: number }

/** The smallest random expression that fails. */
async function search(runner: Runner, recipe: Recipe, { check, task, trials, seed, runs }: Search) {
  let failed: Trial | undefined; // of those that fail, fast-check tries ever smaller ones: the last is the smallest
  const property = check.asyncProperty(randomScripts(check, recipe), async (script) => {
    if (failed && isFatal(failed)) return true; // no second one: each costs its time limit
    const trial = { script, sight: await runner.see(script), task };
    trials.push(trial);
    if (isRight(trial)) return true;
    failed = trial;
    return false;
  });
  await check.check(property, { seed, numRuns: runs });
  for (const script of failed && !isFatal(failed) ? partsOf(failed.script) : []) {
    const trial = { script, sight: await runner.see(script), task };
    if (isAbout(script, recipe) && !isRight(trial)) return trial;
  }
  return failed;
}

/** A fault of no step: the process has ended, or will. */
const isFatal = ({ sight }: Trial) => sight.fault?.at === -1;

/** A task's points in whole numbers, as evenly as they can be. */
function shareOf(points: number, test: Test): number {
  const siblings = tests.filter(({ task }) => task === test.task);
  const i = siblings.indexOf(test);
  return Math.round(points * (i + 1) / siblings.length) - Math.round(points * i / siblings.length);
}

type FastCheck = typeof import('fast-check').default;

/** A bundler that does not find the package lets that pass only within a `try`. */
async function loadFastCheck(): Promise<{ check?: FastCheck; trouble?: string }> {
  try {
    return { check: (await import('fast-check')).default };
  } catch (error) {
    return { trouble: troubleWith('fast-check', error) };
  }
}

export function wantOptions(options: GradeOptions) {
  const { tasks: asked = tasks.filter((task) => task !== 'extra'), points = {}, seed = 1, runs = 50 } = options;
  for (const task of [...asked, ...Object.keys(points)]) {
    if (!tasks.includes(task as Task)) throw new RangeError(`there is no task ${task}: they are ${tasks.join(', ')}`);
  }
  for (const [task, number] of Object.entries(points)) wantWhole(`the points of ${task}`, number, 0);
  wantWhole('seed', seed, -Infinity);
  wantWhole('runs', runs, 0);
  return { asked, points: { ...defaultPoints, ...points }, seed, runs };
}

function wantWhole(name: string, x: number, least: number): void {
  if (Number.isSafeInteger(x) && x >= least) return;
  throw new RangeError(`${name} must be a whole number${least === 0 ? ', not below 0' : ''}; got ${String(x)}`);
}
