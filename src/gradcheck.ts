// gradcheck.ts: is a gradient right? Nudge an input, see how far the result moves, and compare that with `grad`.
//
// The first nudge of 1e-5, the relative error with its floor of 1e-8, and the bands are those of Stanford's course
// CS231n. It works on any class of the lecture's shape, so that a student's own `Value` can be checked as well as ours.
// slope.ts comes next.
import { badValue, checkFunction, checkList, checkNumber, checkOptions, wrongType } from './check.ts';
import { isValue, topologicalOrder, Value } from './engine.ts';
import { DOUBTFUL, FAIR, GOOD, isCorner, slopesOf, type Curve, type Slope } from './slope.ts';

/** What a class needs for its gradients to be checked. */
export interface ValueLike {
  data: number;
  grad: number;
  /** Adds to the `grad` of each number that this one was made of. */
  backward(): void;
}

/**
 * How well the gradient of one input agrees with the slope.
 * - `good`: a relative error of at most 1e-7.
 * - `fair`: of at most 1e-4, or an error that the width of the step or rounding explains.
 * - `doubtful`: of at most 1e-2.
 * - `wrong`: more than that; also a gradient of NaN, and any gradient of a result that is NaN or infinite.
 * - `kink`: at the input the function has a corner, such as relu at 0, or an edge, such as a square root at 0. The
 *   gradient lies between the slopes to both sides, and more cannot be said of it.
 * - `unclear`: rounding hides the slope, as in `x.add(1e17)`; or the function jumps, which looks the same.
 */
export type Verdict = 'good' | 'fair' | 'doubtful' | 'wrong' | 'kink' | 'unclear';

/** What was found for one input. */
export interface InputCheck {
  /** The slope between a point `h` to the left of the input and one `h` to the right; NaN at an edge. */
  numeric: number;
  /** What `backward()` left in `grad`. */
  analytic: number;
  /** |numeric - analytic| / max(1e-8, |numeric| + |analytic|) */
  relativeError: number;
  verdict: Verdict;
  /** The step by which `numeric` was found: the first one, or a smaller one where that was too wide. */
  h: number;
}

/** How far to nudge, and with which class. */
export interface GradcheckOptions<V> {
  /** The first step, times the size of the input if that is above 1; by default 1e-5. Smaller ones follow if needed. */
  h?: number | undefined;
  /** The class that makes Values of plain numbers; by default ours, whatever class `fn` has been written for. */
  Value?: (new (data: number) => V) | undefined;
}

/**
 * Compares the gradients of `fn` with central differences, for each of its inputs. Inputs that are Values, such as a
 * model's parameters, may also be used by `fn` without being named: `gradcheck(() => loss(), model.parameters())`.
 * Their `data` and `grad` are put back as they were, even when `fn` throws.
 *
 * @param inputs numbers, Values or both; a typed array is taken too
 * @returns `ok` if each input is `good`, `fair` or a `kink`; and the figures for each input in turn
 * @throws TypeError if an argument or an input has a wrong type, `fn` gives no Value, or an option is not known;
 * RangeError if there are no inputs, or `h` is not between 0 and 1; Error if `fn` gives another number for the same
 * inputs, as with Math.random
 * @example
 * const { ok, inputs } = gradcheck((a, b) => a.mul(b).tanh(), [0.5, -2]);
 * console.log(ok, inputs.map((input) => input.verdict)); // → true [ 'good', 'good' ]
 */
export function gradcheck<V extends ValueLike = Value>(
  fn: (...inputs: NoInfer<V>[]) => V, /* NoInfer: fewer parameters than inputs, or numbers, say nothing of the class */
  inputs: ArrayLike<NoInfer<V> | number>,
  options: GradcheckOptions<V> = {},
): { ok: boolean; inputs: InputCheck[] } {
  checkFunction('gradcheck', 'fn', fn, '(a, b) => a.mul(b)');
  const { h = 1e-5, Value: Class = Value } = checkOptions('gradcheck', options, ['h', 'Value']);
  if (!(checkNumber('gradcheck', 'h', h) > 0 && h < 1)) throw badValue('gradcheck', 'h', 'between 0 and 1', h);
  checkFunction('gradcheck', 'Value', Class, 'class Value');
  const leaves = Array.from(checkList('gradcheck', 'inputs', inputs, { of: 'numbers or Values' }), (input, i) =>
    checkValueLike(`inputs[${i}]`, 'a number or a Value', typeof input === 'number' ? new Class(input) : input) as V);
  const run = () => checkValueLike('the result of fn', 'a Value', fn(...leaves));

  const before = leaves.map(({ data, grad }) => ({ data, grad }));
  try {
    const { output, grads, largest } = analyticGrads(leaves, run);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) wantSame(output, run().data);
    const checks = leaves.map((leaf, i) => {
      const { data: x } = before[i];
      const f = (nudged: number) => {
        leaf.data = nudged;
        return run().data;
      };
      const check = checkInput({ f, x, y: output, largest: largest[i] }, h * Math.max(1, Math.abs(x)), grads[i]);
      leaf.data = x;
      return check;
    });
    return { ok: checks.every(({ verdict }) => ['good', 'fair', 'kink'].includes(verdict)), inputs: checks };
  } finally {
    leaves.forEach((leaf, i) => Object.assign(leaf, before[i]));
  }
}

/** A dropout of one half gives the first number again in one call of two, but in all of five only once in 32 times. */
const ATTEMPTS = 5;

/** Between two draws there is no slope: any gradient would pass for that of a kink. */
function wantSame(output: number, again: number): void {
  if (Object.is(output, again)) return;
  throw new Error(`gradcheck: the function gave ${output}, and then ${again} for the same inputs: it must not draw ` +
    'random numbers, unless it seeds them anew in each call, nor change what it reads');
}

function checkValueLike(name: string, expected: string, x: unknown): ValueLike {
  const { data, backward } = (x ?? {}) as Partial<ValueLike>;
  if (typeof data === 'number' && typeof backward === 'function') return x as ValueLike;
  throw wrongType('gradcheck', name, expected, x);
}

/**
 * Returns the result's data, the gradients by `backward`, and for each input the largest number that led to it:
 * 0 for an input that is not used. The graph of another class is not known, so there only the result counts.
 */
function analyticGrads(leaves: ValueLike[], run: () => ValueLike) {
  const result = run();
  const nodes = isValue(result) ? topologicalOrder(result) : [];
  const before = nodes.map((node) => node.grad); // of leaves that are no inputs, too
  for (const leaf of leaves) leaf.grad = 0;
  const output = result.data;
  result.backward();
  const grads = leaves.map((leaf) => leaf.grad);
  nodes.forEach((node, i) => { node.grad = before[i]; });
  const computed = nodes.filter(({ op }) => op !== '').map(({ data }) => Math.abs(data));
  const largest = computed.reduce((a, b) => Math.max(a, b), Math.abs(output));
  const used = new Set<ValueLike>(nodes);
  return { output, grads, largest: leaves.map((leaf) => (used.has(leaf) || used.size === 0 ? largest : 0)) };
}

function checkInput(curve: Curve, h: number, analytic: number): InputCheck {
  const slopes = slopesOf(curve, h);
  const best = slopes.reduce((a, b) => (b.uncertainty < a.uncertainty ? b : a));
  const corner = best.uncertainty > FAIR ? slopes.find(isCorner) : undefined;
  const { slope: numeric, h: step } = corner ?? best;
  const relativeError = relativeErrorOf(numeric, analytic);
  const verdict = (): Verdict => {
    if (!Number.isFinite(curve.y) || Number.isNaN(analytic)) return 'wrong';
    if (corner) return isBetween(analytic, corner.left.slope, corner.right.slope) ? 'kink' : 'wrong';
    if (best.error === Infinity) return atEdge(slopes, analytic);
    if (best.uncertainty > DOUBTFUL) return 'unclear';
    return band(Math.abs(numeric - analytic) <= best.error ? Math.min(relativeError, FAIR) : relativeError);
  };
  return { numeric, analytic, relativeError, verdict: verdict(), h: step };
}

/** Any gradient between the two slopes will do, give or take the band of `doubtful`. */
function isBetween(gradient: number, left: number, right: number): boolean {
  const slack = DOUBTFUL * Math.max(1e-8, Math.abs(left) + Math.abs(right));
  return gradient >= Math.min(left, right) - slack && gradient <= Math.max(left, right) + slack;
}

/**
 * On one side of the input the function has no values, however small the step. On the other side the slope may settle:
 * then the gradient must be near. Or it goes on growing or shrinking as the step does, as that of x ** 0.5 or x ** 1.1
 * at 0: then the gradient must be where the slope goes.
 */
function atEdge(slopes: Slope[], gradient: number): Verdict {
  const sides = slopes.flatMap(({ left, right }) => [left, right]).filter(({ error }) => Number.isFinite(error));
  if (sides.length === 0) return 'unclear';
  const { slope, error, uncertainty } = sides.reduce((a, b) => (b.error < a.error ? b : a));
  if (uncertainty <= DOUBTFUL) { // that of x ** 1.5 is off by 6 errors, that of x ** 1.2 by 15
    return isBetween(gradient, slope - 20 * error, slope + 20 * error) ? 'kink' : 'wrong';
  }
  const [first, last] = [sides[0].slope, sides[sides.length - 1].slope];
  const [least, most] = Math.abs(last) > Math.abs(first) ? [Math.abs(last), Infinity] : [0, Math.abs(last)];
  const size = gradient * Math.sign(last);
  return size >= least && size <= most ? 'kink' : 'unclear';
}

/** By halves, since the sum of two gradients above 9e307 is infinite. */
const relativeErrorOf = (numeric: number, analytic: number) =>
  Math.abs(numeric / 2 - analytic / 2) / Math.max(1e-8 / 2, Math.abs(numeric / 2) + Math.abs(analytic / 2));

function band(relativeError: number): Verdict {
  if (relativeError <= GOOD) return 'good';
  if (relativeError <= FAIR) return 'fair';
  return relativeError <= DOUBTFUL ? 'doubtful' : 'wrong';
}
