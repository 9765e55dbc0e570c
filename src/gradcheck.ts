// gradcheck.ts: is a gradient right? Nudge an input, see how far the result moves, and compare that with `grad`.
//
// Names and bands are those of Stanford's course CS231n. It works on any class of the lecture's shape, so that a
// student's own `Value` can be checked as well as ours. formula.ts comes next.
import { describe, isValue, topologicalOrder, Value } from './engine.ts';

/** What a class needs for its gradients to be checked. */
export interface ValueLike {
  data: number;
  grad: number;
  backward(): void;
}

/**
 * How well the gradient by one input agrees. By relative error: `good` up to 1e-7, `fair` up to 1e-4 (too much for a
 * smooth function), `doubtful` up to 1e-2, beyond that `wrong`, as where the result is NaN or infinite. Or `kink`: so
 * near to this input the function has a corner, such as relu at 0, or an edge, such as a square root at 0, and no slope
 * to compare with.
 */
export type Verdict = 'good' | 'fair' | 'doubtful' | 'wrong' | 'kink';

export interface InputCheck {
  /** The slope between a point `h` to the left of the input and one `h` to the right. */
  numeric: number;
  /** What `backward()` left in `grad`. */
  analytic: number;
  /** |numeric - analytic| / max(1e-8, |numeric| + |analytic|) */
  relativeError: number;
  verdict: Verdict;
}

export interface GradcheckOptions<V> {
  /** How far to nudge an input, times its size if that is above 1; by default 1e-5. Smaller feels rounding more. */
  h?: number;
  /** The class that makes Values of plain numbers; by default ours. */
  Value?: new (data: number) => V;
}

/**
 * Compares the gradients of `fn` by each of its inputs with central differences. Inputs that are Values, such as a
 * model's parameters, may also be used by `fn` without being named: `gradcheck(() => loss(), model.parameters())`.
 *
 * Every `data` and `grad` is put back as it was, also when `fn` throws.
 *
 * @returns `ok` when no input is `doubtful` or `wrong`, and the figures for each input in turn
 * @throws TypeError when `fn` does not give a Value, RangeError when there are no inputs or `h` is not positive
 * @example
 * const { ok, inputs } = gradcheck((a, b) => a.mul(b).tanh(), [0.5, -2]);
 * console.log(ok, inputs.map((input) => input.verdict)); // → true [ 'good', 'good' ]
 */
export function gradcheck<V extends ValueLike = Value>(
  fn: (...inputs: NoInfer<V>[]) => V, // NoInfer: fewer parameters than inputs, or numbers, say nothing of the class
  inputs: readonly (NoInfer<V> | number)[],
  options: GradcheckOptions<V> = {},
): { ok: boolean; inputs: InputCheck[] } {
  const { h = 1e-5, Value: Class = Value as unknown as new (data: number) => V } = options;
  if (inputs.length === 0) throw new RangeError('gradcheck: wanted at least one input, got an empty list');
  if (!(h > 0 && h < 1)) throw new RangeError(`gradcheck: h must be between 0 and 1, got ${describe(h)}`);
  const leaves = inputs.map((input) => (typeof input === 'number' ? new Class(input) : input));
  const run = () => {
    const result: unknown = fn(...leaves);
    if (typeof (result as V | undefined)?.data === 'number') return result as V;
    throw new TypeError(`gradcheck: the function must give a Value, got ${describe(result)}`);
  };

  const { grads, rounding } = analyticGrads(leaves, run);
  const checks = leaves.map((leaf, i) => {
    const { data } = leaf;
    try {
      return checkInput((x) => {
        leaf.data = x;
        return run().data;
      }, data, h * Math.max(1, Math.abs(data)), grads[i], rounding);
    } finally {
      leaf.data = data;
    }
  });
  return { ok: checks.every(({ verdict }) => verdict !== 'doubtful' && verdict !== 'wrong'), inputs: checks };
}

/**
 * The gradients by backward, and a bound for how far rounding has moved the result: every node is off by one unit in
 * the last place at most, and its `grad` tells what that does to the result.
 */
function analyticGrads<V extends ValueLike>(leaves: V[], run: () => V): { grads: number[]; rounding: number } {
  const result = run();
  const nodes: ValueLike[] = isValue(result) ? topologicalOrder(result) : [result]; // another's graph is its own affair
  const touched = [...nodes, ...leaves];
  const before = touched.map((node) => node.grad);
  try {
    for (const leaf of leaves) leaf.grad = 0;
    result.backward();
    const shares = nodes.map((node) => Math.abs(node.data * node.grad) * Number.EPSILON).filter(Number.isFinite);
    return { grads: leaves.map((leaf) => leaf.grad), rounding: shares.reduce((a, b) => a + b, 0) };
  } finally {
    touched.forEach((node, i) => { node.grad = before[i]; });
  }
}

function checkInput(f: (x: number) => number, x: number, h: number, analytic: number, rounding: number): InputCheck {
  const middle = f(x);
  const slopes = [h, h / 2, h / 4].map((width) => {
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
  const verdict = () => {
    if (!Number.isFinite(middle)) return 'wrong'; // nothing to trust
    if (hasKink(slopes, rounding / h)) return 'kink';
    // Each of the two results is off by the rounding, their difference over 2h by rounding / h; twice that is allowed.
    return difference <= 2 * rounding / h ? 'good' : band(relativeError);
  };
  return { numeric, analytic, relativeError, verdict: verdict() };
}

/**
 * Is there a corner or an edge between the points? Of a smooth function, the slopes to the right and to the left differ
 * by an amount that halves when the distance halves; across a corner it does not. For a corner at a third of the
 * distance it just happens to, so two halvings are looked at: no corner passes for smooth in both.
 */
function hasKink([wide, half, quarter]: { left: number; right: number }[], rounding: number): boolean {
  const [gap1, gap2, gap4] = [wide, half, quarter].map(({ left, right }) => right - left);
  const bend = Math.max(Math.abs(gap1 - 2 * gap2), Math.abs(gap2 - 2 * gap4));
  // A smaller corner could not make a verdict worse than `fair`. Rounding moves a gap by 4 results over its distance:
  // gap2 by 8 and gap4 by 16 times rounding / h, and so the bend by up to 8 + 2 * 16.
  const allowed = Math.max(1e-8, 1e-4 * (Math.abs(wide.left) + Math.abs(wide.right))) + 40 * rounding;
  return !(bend <= allowed); // beyond an edge lies NaN or an infinity
}

function band(relativeError: number): Verdict {
  if (relativeError <= 1e-7) return 'good';
  if (relativeError <= 1e-4) return 'fair';
  return relativeError <= 1e-2 ? 'doubtful' : 'wrong';
}
