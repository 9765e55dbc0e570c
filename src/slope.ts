// slope.ts: the slope of a function at a point, and how far off it may be. gradcheck compares gradients with it.
//
// All of it comes from values of the function. No gradient is known here: a wrong one could widen its own tolerance.
// formula.ts comes next.

/** CS231n's bands for a relative error. Here they say how well a slope must be known to tell such an error. */
export const [GOOD, FAIR, DOUBTFUL] = [1e-7, 1e-4, 1e-2];

/** A function of one input, near x, where it gives y; and the largest number that it computes on the way to y. */
export interface Curve { f: (x: number) => number; x: number; y: number; largest: number }

/** A slope, how far off it may be, and this in proportion. */
export interface Estimate { slope: number; error: number; uncertainty: number }

/** The result of a step of size h: the slope from x - h to x + h, those to both sides, and how far y moves at most. */
export interface Slope extends Estimate { h: number; left: Estimate; right: Estimate; move: number }

/**
 * The slopes by smaller and smaller steps, until one is known well. For sin at 1e6, whose slope is 0.936752, a first
 * step of 10 is longer than a wave. The errors tell:
 *
 *     h           10      2.5     0.63     0.16    0.039   0.0098   0.0024  …
 *     slope   -0.051    0.225    0.877    0.933   0.9365  0.93674  0.93675
 *     error     0.74      1.3     0.12    0.008   0.0005  0.00003  0.000002
 *
 * A smaller step helps where the function bends, or ends, within a wide one; elsewhere rounding weighs more. So the
 * last step is the first that tells a relative error of 1e-7, or one that is worse than the step before.
 */
export function slopesOf(curve: Curve, h: number): Slope[] {
  const slopes = [slopeAt(curve, h)];
  const least = 16 * Number.EPSILON * (Math.abs(curve.x) || h); // below, x + h is x, or nearly
  for (let step = h / 4; step > least; step /= 4) {
    const [last, wider] = [slopes[slopes.length - 1], slopes.at(-2)];
    const isWorse = wider !== undefined && wider.uncertainty <= FAIR && wider.uncertainty < last.uncertainty;
    if (last.uncertainty <= GOOD || isWorse || isDrowned(last, curve)) break;
    slopes.push(slopeAt(curve, step, last));
  }
  return slopes;
}

/** x + (x + 1e10 - 1e10) has a slope of 2. By steps that are lost in the sum, it would be a perfect 1. */
const isDrowned = ({ move }: Slope, { largest }: Curve) => Number.EPSILON * largest >= DOUBTFUL * move;

/** Where to look, in steps to each side. The ratios are odd, so that no wave and no stairs are hit at equal places. */
const NUDGES = [1, 0.6, 0.36];

function slopeAt(curve: Curve, h: number, wider?: Slope): Slope {
  const { f, x, y } = curve;
  const widths = NUDGES.map((nudge) => x + nudge * h - x); // what is left of them when x has been added
  const below = widths.map((width) => f(x - width));
  const above = widths.map((width) => f(x + width));
  const move = Math.max(...[...below, ...above].map((value) => Math.abs(value - y)));
  if (move === 0) return flatSlope(curve, h, wider);
  const rounding = Number.EPSILON * Math.abs(y) / h;
  const left = sideSlope(x, rounding, widths, below.map((value, i) => (y - value) / widths[i]));
  const right = sideSlope(x, rounding, widths, above.map((value, i) => (value - y) / widths[i]));
  const across = above.map((value, i) => (value - below[i]) / (2 * widths[i]));
  // A smooth function has nearly the same slope across each width, and to both sides. A bend makes an error of c * h²
  // in the widest; twice the spread is 1.7 times that, 2 * (1 - 0.36²). Rounding shows in the spread and in the gap.
  const spread = Math.max(...across) - Math.min(...across);
  const gap = Math.abs(right.slope - left.slope) + left.error + right.error;
  return { ...estimate(x, across[0], 2 * spread + gap / 2), h, left, right, move };
}

/**
 * The slope to one side, as the width goes to 0: a line through the slopes of two widths. Another pair of widths, and
 * the rounding of the result, tell how far off it may be.
 */
function sideSlope(x: number, rounding: number, [wide, ...widths]: number[], [slope, ...slopes]: number[]): Estimate {
  const [other, limit] = slopes.map((narrow, i) => (narrow * wide - slope * widths[i]) / (wide - widths[i]));
  return estimate(x, limit, Math.abs(limit - other) + rounding);
}

/**
 * The result does not move. Is the function flat, or does rounding hide the slope?
 * - If a wider step moved it, then between the two steps it begins to move: softly at a corner, as relu does, but with
 *   a jump if rounding hid the slope until then.
 * - Otherwise it may move by the rounding of the largest number on the way. The wider the flat part, the less that is.
 */
function flatSlope({ f, x, largest, y }: Curve, h: number, wider?: Slope): Slope {
  const move = (width: number) =>
    Math.max(0, ...[f(x - width), f(x + width)].map((value) => Math.abs(value - y)).filter(Number.isFinite));
  let [still, jump] = [h, Number.EPSILON * largest];
  let moving = Math.min(...NUDGES.map((nudge) => nudge * (wider?.h ?? 0)).filter((width) => move(width) > 0));
  if (moving === Infinity) {
    while (still < Math.max(1, Math.abs(x)) && move(4 * still) === 0) still *= 4;
  } else {
    for (let halving = 0; halving < 40; halving++) {
      const middle = (still + moving) / 2;
      if (move(middle) > 0) moving = middle; else still = middle;
    }
    jump = 4 * move(moving); // it may be one of several
  }
  const flat = estimate(x, 0, jump / still);
  return { ...flat, h, left: flat, right: flat, move: 0 };
}

/** Where a value is NaN or infinite, nothing is known. */
function estimate(x: number, slope: number, error: number): Estimate {
  const isKnown = Number.isFinite(slope) && Number.isFinite(error);
  return { slope, error: isKnown ? error : Infinity, uncertainty: isKnown ? error / sizeOf(slope, x) : Infinity };
}

/** What an error is compared with. 1e-4 stands for a slope of 0, which could not be told from rounding otherwise. */
const sizeOf = (slope: number, x: number) => Math.max(Math.abs(slope), 1e-4 / Math.max(1, Math.abs(x)));

/** A corner: the slopes to both sides are known, and they differ. */
export const isCorner = ({ left, right }: Slope): boolean =>
  left.error + right.error < DOUBTFUL * Math.abs(right.slope - left.slope);
