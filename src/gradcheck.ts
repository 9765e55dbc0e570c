// gradcheck.ts: is a gradient right? Nudge an input, see how far the result moves, and compare that with `grad`.
//
// The nudge of 1e-5, the relative error with its floor of 1e-8, and the bands are those of Stanford's course CS231n. It
// works on any class of the lecture's shape, so that a student's own `Value` can be checked as well as ours.
// formula.ts comes next.
import { describe, isValue, topologicalOrder, Value } from './engine.ts';
import { wantOptions } from './options.ts';

/** What a class needs for its gradients to be checked. */
export interface ValueLike {
  data: number;
  grad: number;
  /** Adds to the `grad` of each number that this one was made of. */
  backward(): void;
}

/**
 * How well the gradient by one input agrees. By relative error: `good` up to 1e-7, `fair` up to 1e-4, `doubtful` up to
 * 1e-2, beyond that `wrong`, and so where the result is NaN or infinite. An error that the width of the nudge explains
 * is `fair` at worst. Or `kink`: within `h` of the input the function has a corner, such as relu at 0, or an edge, such
 * as a square root at 0; the gradient lies between the slopes to both sides, and more cannot be said of it.
 */
export type Verdict = 'good' | 'fair' | 'doubtful' | 'wrong' | 'kink';

/** What was found for one input. */
export interface InputCheck {
  /** The slope between a point `h` to the left of the input and one `h` to the right. */
  numeric: number;
  /** What `backward()` left in `grad`. */
  analytic: number;
  /** |numeric - analytic| / max(1e-8, |numeric| + |analytic|) */
  relativeError: number;
  verdict: Verdict;
}

/** How far to nudge, and with which class. */
export interface GradcheckOptions<V> {
  /** How far to nudge an input, times its size if that is above 1; by default 1e-5. Smaller feels rounding more. */
  h?: number;
  /** The class that makes Values of plain numbers; by default ours, whatever class `fn` has been written for. */
  Value?: new (data: number) => V;
}

/**
 * Compares the gradients of `fn` by each of its inputs with central differences. Inputs that are Values, such as a
 * model's parameters, may also be used by `fn` without being named: `gradcheck(() => loss(), model.parameters())`.
 * Their `data` and `grad` are put back as they were, even when `fn` throws.
 *
 * @returns `ok` when no input is `doubtful` or `wrong`, and the figures for each input in turn
 * @throws TypeError when an input is neither a number nor a Value, `fn` gives no Value, or an option is not known;
 * RangeError when there are no inputs, or `h` is not between 0 and 1; Error when `fn` gives another number for the same
 * inputs, as with Math.random
 * @example
 * const { ok, inputs } = gradcheck((a, b) => a.mul(b).tanh(), [0.5, -2]);
 * console.log(ok, inputs.map((input) => input.verdict)); // → true [ 'good', 'good' ]
 */
export function gradcheck<V extends ValueLike = Value>(
  fn: (...inputs: NoInfer<V>[]) => V, /* NoInfer: fewer parameters than inputs, or numbers, say nothing of the class */
  inputs: readonly (NoInfer<V> | number)[],
  options: GradcheckOptions<V> = {},
): { ok: boolean; inputs: InputCheck[] } {
  wantOptions('gradcheck', options, ['h', 'Value']);
  const { h = 1e-5, Value: Class = Value as unknown as new (data: number) => V } = options;
  if (!Array.isArray(inputs) || inputs.length === 0) {
    throw new RangeError(`gradcheck: wanted a list of inputs, got ${describe(inputs)}`);
  }
  if (!(typeof h === 'number' && h > 0 && h < 1)) {
    throw new RangeError(`gradcheck: h must be between 0 and 1, got ${describe(h)}`);
  }
  const leaves = (inputs as readonly (V | number)[]).map((input, i) => {
    return typeof input === 'number' ? new Class(input) : wantValue(input, `input ${i} must be a number or a Value`);
  });
  const run = () => wantValue(fn(...leaves), 'the function must give a Value');

  const before = leaves.map(({ data, grad }) => ({ data, grad }));
  try {
    const { output, grads, rounding } = analyticGrads(leaves, run);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) wantSame(output, run().data);
    const checks = leaves.map((leaf, i) => {
      const { data } = leaf;
      const f = (x: number) => {
        leaf.data = x;
        return run().data;
      };
      const check = checkInput(f, data, h * Math.max(1, Math.abs(data)), grads[i], rounding);
      leaf.data = data;
      return check;
    });
    return { ok: checks.every(({ verdict }) => verdict !== 'doubtful' && verdict !== 'wrong'), inputs: checks };
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

function wantValue<V extends ValueLike>(x: V, wanted: string): V {
  if (typeof (x as Partial<V> | undefined)?.data === 'number') return x;
  throw new TypeError(`gradcheck: ${wanted}, got ${describe(x)}`);
}

/**
 * What the function gives, its gradients by backward, and an estimate of how far rounding has moved the result: every
 * node is off by one unit in the last place at most, and its `grad` tells what that does to the result. Of another
 * class's graph, whose shape is not known, only the last node counts.
 */
function analyticGrads<V extends ValueLike>(leaves: V[], run: () => V) {
  const result = run();
  const nodes: ValueLike[] = isValue(result) ? topologicalOrder(result) : [result];
  const before = nodes.map((node) => node.grad); // of leaves that are no inputs, too
  for (const leaf of leaves) leaf.grad = 0;
  const output = result.data;
  result.backward();
  const grads = leaves.map((leaf) => leaf.grad);
  const shares = nodes.map((node) => Math.abs(node.data * node.grad) * Number.EPSILON).filter(Number.isFinite);
  nodes.forEach((node, i) => { node.grad = before[i]; });
  return { output, grads, rounding: shares.reduce((a, b) => a + b, 0) };
}

/** The slopes over one width: from the left to the input, from the input to the right, and across. */
interface Slopes { left: number; right: number; central: number }

function checkInput(f: (x: number) => number, x: number, h: number, analytic: number, rounding: number): InputCheck {
  const middle = f(x);
  const slopes = [h, h / 2, h / 4].map((width): Slopes => {
    const [lower, upper] = [x - width, x + width];
    const [below, above] = [f(lower), f(upper)];
    return {
      left: (middle - below) / (x - lower),
      right: (above - middle) / (upper - x),
      central: (above - below) / (upper - lower),
    };
  });
  const numeric = slopes[0].central;
  const difference = Math.abs(numeric - analytic);
  const relativeError = difference / Math.max(1e-8, Math.abs(numeric) + Math.abs(analytic));
  const verdict = (): Verdict => {
    if (!Number.isFinite(middle)) return 'wrong'; // nothing to trust
    if (hasKink(slopes, rounding / h)) return isBetween(analytic, slopes) ? 'kink' : 'wrong';
    // Each of the two results is off by the rounding, and so their slope by rounding / h; twice that is allowed, since
    // it is an estimate.
    const explained = 2 * rounding / h;
    if (difference <= explained) return 'good';
    // Halving h at least halves what the slope is off by: so that is at most twice the change. Twice that is allowed.
    const width = 4 * Math.abs(numeric - slopes[1].central);
    return band(difference <= explained + width ? Math.min(relativeError, fair) : relativeError);
  };
  return { numeric, analytic, relativeError, verdict: verdict() };
}

/**
 * Is there a corner or an edge between the points? Of a smooth function, the slopes to the right and to the left differ
 * by an amount that halves when the distance halves; across a corner it does not. For a corner at a third of the
 * distance it just happens to, so two halvings are looked at: no corner passes for smooth in both.
 */
function hasKink([wide, half, quarter]: Slopes[], roundingOverH: number): boolean {
  const [gap1, gap2, gap4] = [wide, half, quarter].map(({ left, right }) => right - left);
  const bend = Math.max(Math.abs(gap1 - 2 * gap2), Math.abs(gap2 - 2 * gap4));
  // The error that a corner makes is at most 1.5 bends (at 0.4 h): a smaller one than this is `fair` all the same.
  const harmless = fair / 1.6 * Math.max(1e-8, Math.abs(wide.left) + Math.abs(wide.right));
  // Rounding moves a gap by 4 results over its distance: gap2 by 8 and gap4 by 16 times rounding / h, and so the bend
  // by up to 8 + 2 * 16.
  return !(bend <= harmless + 40 * roundingOverH); // beyond an edge lies NaN or an infinity
}

/** At a corner any gradient between the slopes will do, give or take the band of `doubtful`; at an edge, any at all. */
function isBetween(gradient: number, slopes: Slopes[]): boolean {
  const sides = slopes.flatMap(({ left, right }) => [left, right]);
  if (!sides.every(Number.isFinite)) return true;
  const [least, most] = [Math.min(...sides), Math.max(...sides)];
  const slack = doubtful * Math.max(1e-8, Math.abs(least) + Math.abs(most));
  return gradient >= least - slack && gradient <= most + slack;
}

const [good, fair, doubtful] = [1e-7, 1e-4, 1e-2];

function band(relativeError: number): Verdict {
  if (relativeError <= good) return 'good';
  if (relativeError <= fair) return 'fair';
  return relativeError <= doubtful ? 'doubtful' : 'wrong';
}
