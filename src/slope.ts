// slope.ts: estimates the slope of a function at a point, and how large the error of this estimate may be. gradcheck
// compares gradients with it.
//
// Only values of the function are used. The gradient is not known here: a wrong one must not widen its own tolerance.
// formula.ts comes next.

/**
 * CS231n's limits for the relative error of a gradient. Here they are limits for the `uncertainty` of a slope: an error
 * of 1e-7 in a gradient shows only beside a slope that is known to 1e-7.
 */
export const [GOOD, FAIR, DOUBTFUL] = [1e-7, 1e-4, 1e-2];

/** A function f of one input, and y = f(x). `largest` is the largest absolute value computed on the way to y. */
export interface Curve { f: (x: number) => number; x: number; y: number; largest: number }

/** A slope, how large its error may be, and its `uncertainty`: this error in proportion to the slope. */
export interface Estimate { slope: number; error: number; uncertainty: number }

/**
 * The estimate by a step of size h: the slope from x - h to x + h. With it come the slopes to the left and to the right
 * of x, and the largest change of y within the step.
 */
export interface Slope extends Estimate { h: number; left: Estimate; right: Estimate; change: number }

/**
 * Estimates the slope by smaller and smaller steps, until one estimate is good. Example: sin at 1e6, with the slope
 * 0.936752. The first step of 10 is longer than a wave, and the errors show it:
 *
 *     h           10      2.5     0.63     0.16    0.039   0.0098   0.0024  …
 *     slope   -0.051    0.225    0.877    0.933   0.9365  0.93674  0.93675
 *     error     0.74      1.3     0.12    0.008   0.0005  0.00003  0.000002
 *
 * A smaller step helps if the function bends within the step, or is not defined everywhere in it. Otherwise a smaller
 * step makes the estimate worse, since rounding errors are divided by a smaller h. So the last step is the first whose
 * uncertainty is at most 1e-7, or larger than that of the step before, if that one was at most 1e-4.
 */
export function slopesOf(curve: Curve, h: number): Slope[] {
  const slopes = [slopeAt(curve, h)];
  const least = 16 * Number.EPSILON * (Math.abs(curve.x) || h); // with a smaller step, x + step rounds to x, or nearly
  for (let step = h / 4; step > least; step /= 4) {
    const [last, wider] = [slopes[slopes.length - 1], slopes.at(-2)];
    const isWorse = wider !== undefined && wider.uncertainty <= FAIR && wider.uncertainty < last.uncertainty;
    if (last.uncertainty <= GOOD || isWorse || isLostInRounding(last, curve)) break;
    slopes.push(slopeAt(curve, step, last));
  }
  return slopes;
}

/**
 * Whether rounding on the way to y may be 1 % or more of the change of y. Then a smaller step can mislead:
 * x + (x + 1e10 - 1e10) has a slope of 2, but a step that is too small to change the 1e10 finds a slope of exactly 1.
 */
const isLostInRounding = ({ change }: Slope, { largest }: Curve) => Number.EPSILON * largest >= DOUBTFUL * change;

/**
 * To each side of x, f is evaluated at these fractions of the step h. They are not 1, 1/2 and 1/4, because a wave or a
 * staircase with a period of h / 4 would have the same value at all of those.
 */
const FRACTIONS = [1, 0.6, 0.36];

function slopeAt(curve: Curve, h: number, wider?: Slope): Slope {
  const { f, x, y } = curve;
  const distances = FRACTIONS.map((fraction) => x + fraction * h - x); // rounded, as x + distance will be
  const below = distances.map((distance) => f(x - distance));
  const above = distances.map((distance) => f(x + distance));
  const change = Math.max(...[...below, ...above].map((value) => Math.abs(value - y)));
  if (change === 0) return flatSlope(curve, h, wider);
  const rounding = Number.EPSILON * Math.abs(y) / h;
  const left = oneSidedSlope(x, rounding, distances, below.map((value, i) => (y - value) / distances[i]));
  const right = oneSidedSlope(x, rounding, distances, above.map((value, i) => (value - y) / distances[i]));
  const central = above.map((value, i) => (value - below[i]) / (2 * distances[i]));
  // For a smooth function, the three central slopes are nearly equal, and so are left and right. A bend makes an error
  // of c * h² in the widest central slope, so their spread is (1 - 0.36²) * c * h², and twice the spread is 1.7 times
  // the error. Rounding errors show in the spread and in the gap.
  const spread = Math.max(...central) - Math.min(...central);
  const gap = Math.abs(right.slope - left.slope) + left.error + right.error;
  return { ...estimate(x, central[0], 2 * spread + gap / 2), h, left, right, change };
}

/**
 * The limit of the slope on one side of x, as the distance goes to 0. `slopes[i]` is the slope over `distances[i]`. A
 * line through two of these points is extended to the distance 0: first the widest and the narrowest, for the result;
 * then the widest and the middle one. The difference of the two, plus the rounding of y, is the error.
 */
function oneSidedSlope(x: number, rounding: number, distances: number[], slopes: number[]): Estimate {
  const [wide, middle, narrow] = distances;
  const [wideSlope, middleSlope, narrowSlope] = slopes;
  const limit = (narrowSlope * wide - wideSlope * narrow) / (wide - narrow);
  const other = (middleSlope * wide - wideSlope * middle) / (wide - middle);
  return estimate(x, limit, Math.abs(limit - other) + rounding);
}

/**
 * The slope where y does not change within the step: 0. Either the function is flat here, or rounding hides its slope.
 * So the error is the largest change that rounding may hide, divided by the width of the flat part.
 * - If the step before, which was wider, changed y, bisection finds where the change begins. There, y changes gradually
 *   if the function has a corner, as relu does, but it jumps if rounding hid the slope.
 * - Otherwise, rounding can hide as much as the rounding error of `largest`. The wider the flat part, the smaller the
 *   error, so the flat part is followed outwards.
 */
function flatSlope({ f, x, largest, y }: Curve, h: number, wider?: Slope): Slope {
  const changeAt = (distance: number) =>
    Math.max(0, ...[f(x - distance), f(x + distance)].map((value) => Math.abs(value - y)).filter(Number.isFinite));
  let [flat, hidden] = [h, Number.EPSILON * largest];
  const distances = FRACTIONS.map((fraction) => fraction * (wider?.h ?? 0));
  let changing = Math.min(...distances.filter((distance) => changeAt(distance) > 0));
  if (changing === Infinity) {
    while (flat < Math.max(1, Math.abs(x)) && changeAt(4 * flat) === 0) flat *= 4;
  } else {
    for (let halving = 0; halving < 40; halving++) {
      const middle = (flat + changing) / 2;
      if (changeAt(middle) > 0) changing = middle; else flat = middle;
    }
    hidden = 4 * changeAt(changing); // 4 times, because rounding may have hidden several such jumps
  }
  const result = estimate(x, 0, hidden / flat);
  return { ...result, h, left: result, right: result, change: 0 };
}

/** An estimate. If its slope or its error is NaN or infinite, nothing is known, and its error is Infinity. */
function estimate(x: number, slope: number, error: number): Estimate {
  const isKnown = Number.isFinite(slope) && Number.isFinite(error);
  return { slope, error: isKnown ? error : Infinity, uncertainty: isKnown ? error / sizeOf(slope, x) : Infinity };
}

/**
 * The size that an error is compared with: that of the slope, but at least 1e-4, and less for a large x. In proportion
 * to a slope of 0, every rounding error would be infinitely large.
 */
const sizeOf = (slope: number, x: number) => Math.max(Math.abs(slope), 1e-4 / Math.max(1, Math.abs(x)));

/** Whether x is a corner: the slopes to the left and to the right differ, by 100 times their errors or more. */
export const isCorner = ({ left, right }: Slope): boolean =>
  left.error + right.error < DOUBTFUL * Math.abs(right.slope - left.slope);
