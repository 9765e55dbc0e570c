// gradcheck.ts: is a gradient right? Nudge an input by a small step, divide the change of the result by the step, and
// compare this slope with `grad`.
//
// The first step of 1e-5, the relative error with its least denominator of 1e-8, and the limits of the verdicts are
// those of Stanford's course CS231n. It checks any class that has `data`, `grad` and `backward()`, so a student's own
// `Value` as well as ours. slope.ts comes next.
import { badValue, checkFunction, checkList, checkNumber, checkOptions, wrongType } from './check.ts';
import { isValue, topologicalOrder, Value } from './engine.ts';
import { DOUBTFUL, FAIR, GOOD, isCorner, slopesOf, type Curve, type Slope } from './slope.ts';

/** What a Value of any class must have, so that its gradient can be checked. */
export interface ValueLike {
  data: number;
  grad: number;
  /** Adds to the `grad` of each input the derivative of this Value with respect to it. */
  backward(): void;
}

/**
 * How well the gradient of one input agrees with the slope.
 * - `good`: the relative error is at most 1e-7.
 * - `fair`: the relative error is at most 1e-4, or the difference is no larger than the error of the slope itself.
 * - `doubtful`: the relative error is at most 1e-2.
 * - `wrong`: it is larger. Also any gradient that is NaN, and any gradient of a result that is NaN or infinite.
 * - `kink`: the function has no slope at the input, but the gradient fits what is on its two sides. Either there is a
 *   corner, as in relu at 0, or the function's domain ends there, as that of a square root at 0.
 * - `unclear`: the slope cannot be found. Either rounding hides it, as in `x.add(1e17)`, or the function jumps.
 */
export type Verdict = 'good' | 'fair' | 'doubtful' | 'wrong' | 'kink' | 'unclear';

/** The result for one input. */
export interface InputCheck {
  /** The slope from x - h to x + h, where x is the input. NaN or infinite if the function has no value there. */
  numeric: number;
  /** The gradient: `grad` after `backward()`. */
  analytic: number;
  /** |numeric - analytic| / max(1e-8, |numeric| + |analytic|) */
  relativeError: number;
  verdict: Verdict;
  /** The step that gave `numeric`: the first one, or a smaller one if the first was too wide. */
  h: number;
}

/** The options of `gradcheck`: how far to nudge, and which class to use. */
export interface GradcheckOptions<V> {
  /** The first step, by default 1e-5. It is multiplied by |x| if the input x is above 1 or below -1. */
  h?: number | undefined;
  /** The class that `fn` uses: plain numbers among the inputs become instances of it. By default our `Value`. */
  Value?: (new (data: number) => V) | undefined;
}

/**
 * Compares the gradient of each input of `fn` with its slope, found by central differences. An input that is a Value,
 * such as a parameter of a model, need not be a parameter of `fn`: `gradcheck(() => loss(), model.parameters())`.
 * Afterwards, `data` and `grad` of all Values are as they were before, even when `fn` throws.
 *
 * @param inputs numbers, Values or both, in an array or a typed array
 * @returns `inputs` has a result for each input; `ok` is true if each verdict is `good`, `fair` or `kink`
 * @throws TypeError if an argument or an input has a wrong type, `fn` does not return a Value, or an option is not
 * known; RangeError if there are no inputs, or `h` is not between 0 and 1; Error if `fn` returns different numbers for
 * the same inputs, as with Math.random
 * @example
 * const { ok, inputs } = gradcheck((a, b) => a.mul(b).tanh(), [0.5, -2]);
 * console.log(ok, inputs.map((input) => input.verdict)); // → true [ 'good', 'good' ]
 */
export function gradcheck<V extends ValueLike = Value>(
  fn: (...inputs: NoInfer<V>[]) => V, /* NoInfer: neither these parameters nor `inputs` tell which class V is */
  inputs: ArrayLike<NoInfer<V> | number>,
  options: GradcheckOptions<V> = {},
): { ok: boolean; inputs: InputCheck[] } {
  checkFunction('gradcheck', 'fn', fn, '(a, b) => a.mul(b)');
  const { h = 1e-5, Value: Class = Value } = checkOptions('gradcheck', options, ['h', 'Value']);
  const expected = 'a number between 0 and 1';
  if (!(checkNumber('gradcheck', 'h', h, expected) > 0 && h < 1)) throw badValue('gradcheck', 'h', expected, h);
  checkFunction('gradcheck', 'Value', Class, 'class Value');
  const leaves = Array.from(checkList('gradcheck', 'inputs', inputs, { of: 'numbers or Values' }), (input, i) =>
    checkValueLike(`inputs[${i}]`, 'a number or a Value', typeof input === 'number' ? new Class(input) : input) as V);
  const run = () => checkValueLike('the result of fn', 'a Value', fn(...leaves));

  const before = leaves.map(({ data, grad }) => ({ data, grad }));
  try {
    const { output, grads, largest } = analyticGrads(leaves, run);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) checkSameResult(output, run().data);
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

/**
 * How often `fn` is called again with the same inputs. Dropout with probability 1/2 repeats its first result in every
 * second call, but in all of five calls only once in 32 times.
 */
const ATTEMPTS = 5;

/** A function that draws random numbers has no slope. The differences look like a kink, so any gradient would pass. */
function checkSameResult(first: number, again: number): void {
  if (Object.is(first, again)) return;
  throw new Error(`gradcheck: expected fn to return the same number for the same inputs, got ${first} and then ` +
    `${again}; it must not change what it reads, and must draw random numbers from a generator that it seeds itself`);
}

function checkValueLike(name: string, expected: string, x: unknown): ValueLike {
  const { data, backward } = (x ?? {}) as Partial<ValueLike>;
  if (typeof data === 'number' && typeof backward === 'function') return x as ValueLike;
  throw wrongType('gradcheck', name, expected, x);
}

/**
 * Runs `fn` and `backward()`. Returns the data of the result, the gradients of the inputs, and for each input the
 * largest absolute value that was computed on the way to the result: 0 if the input is not used. The graph of another
 * class is unknown, so there it is the size of the result.
 */
function analyticGrads(leaves: ValueLike[], run: () => ValueLike) {
  const result = run();
  const nodes = isValue(result) ? topologicalOrder(result) : [];
  const before = nodes.map((node) => node.grad); // also of leaves that are not among the inputs
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
    if (best.error === Infinity) return atDomainEnd(slopes, analytic);
    if (best.uncertainty > DOUBTFUL) return 'unclear';
    return band(Math.abs(numeric - analytic) <= best.error ? Math.min(relativeError, FAIR) : relativeError);
  };
  return { numeric, analytic, relativeError, verdict: verdict(), h: step };
}

/** Whether the gradient lies between the two slopes, or outside by no more than a relative error of 1e-2. */
function isBetween(gradient: number, left: number, right: number): boolean {
  const slack = DOUBTFUL * Math.max(1e-8, Math.abs(left) + Math.abs(right));
  return gradient >= Math.min(left, right) - slack && gradient <= Math.max(left, right) + slack;
}

/**
 * The verdict where the function has no values on one side of the input, however small the step. There are two cases:
 * - On the other side the slope has a limit, which is known well. Then the gradient must be near it.
 * - Smaller steps find ever larger slopes, as for x ** 0.5 at 0, or ever smaller ones, as for x ** 1.1. Then the
 *   gradient must be at least as large as the last slope, or at most as large.
 */
function atDomainEnd(slopes: Slope[], gradient: number): Verdict {
  const sides = slopes.flatMap(({ left, right }) => [left, right]).filter(({ error }) => Number.isFinite(error));
  if (sides.length === 0) return 'unclear';
  const { slope, error, uncertainty } = sides.reduce((a, b) => (b.error < a.error ? b : a));
  if (uncertainty <= DOUBTFUL) { // the slope of x ** 1.5 is wrong by 6 times its error, that of x ** 1.2 by 15 times
    return isBetween(gradient, slope - 20 * error, slope + 20 * error) ? 'kink' : 'wrong';
  }
  const [first, last] = [sides[0].slope, sides[sides.length - 1].slope];
  const [least, most] = Math.abs(last) > Math.abs(first) ? [Math.abs(last), Infinity] : [0, Math.abs(last)];
  const size = gradient * Math.sign(last);
  return size >= least && size <= most ? 'kink' : 'unclear';
}

/** As in `InputCheck`, but with halves, since the sum of two numbers above 9e307 is infinite. */
const relativeErrorOf = (numeric: number, analytic: number) =>
  Math.abs(numeric / 2 - analytic / 2) / Math.max(1e-8 / 2, Math.abs(numeric / 2) + Math.abs(analytic / 2));

function band(relativeError: number): Verdict {
  if (relativeError <= GOOD) return 'good';
  if (relativeError <= FAIR) return 'fair';
  return relativeError <= DOUBTFUL ? 'doubtful' : 'wrong';
}
