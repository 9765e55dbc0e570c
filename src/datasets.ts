// datasets.ts: points in the plane, in two or more classes, to train a classifier on. Moons and circles are
// scikit-learn's: the same seed gives the same points. derivatives.ts comes next.
import { checkGenerator, checkInteger, checkNonNegative, checkOptions } from './check.ts';
import { NumpyRandom } from './random.ts';

/** `x` has the points, each with two coordinates. `y[i]` is the class of point `x[i]`: 0, 1, … */
export interface Dataset {
  x: [number, number][];
  y: number[];
}

/** The options that all data sets have. */
export interface DatasetOptions {
  /** The number of points; by default 100. */
  samples?: number | undefined;
  /**
   * The standard deviation of the normally distributed noise that is added to each coordinate. Without it, there is no
   * noise. With 0, the points are the same, but `random` still draws the numbers for it. (scikit-learn does both.)
   */
  noise?: number | undefined;
  /** The generator of random numbers; by default a new one without a seed, so that the points differ each time. */
  random?: Pick<NumpyRandom, 'random' | 'normal' | 'permutation'> | undefined;
}

/**
 * Two half-circles that reach into each other, as scikit-learn's `make_moons`. The upper moon is class 0, the lower one
 * is class 1. If `samples` is odd, class 1 has one point more.
 *
 * @throws TypeError for an option that is not known or of a wrong type; RangeError if `samples` is not a positive
 * integer, or if `noise` is negative or not finite. The other data sets throw the same errors.
 * @example
 * const { x, y } = makeMoons({ samples: 100, noise: 0.1, random: new NumpyRandom(1337) });
 * console.log(x.length, y.filter((label) => label === 1).length); // → 100 50
 */
export function makeMoons(options: DatasetOptions = {}): Dataset {
  // numpy's linspace(0, pi, n): the last angle is pi itself, without rounding
  const angles = (n: number) => times(n, (i) => (i > 0 && i === n - 1 ? Math.PI : i * (Math.PI / Math.max(1, n - 1))));
  return make('makeMoons', options, (samples) => [
    ...angles(Math.floor(samples / 2)).map((t) => point(Math.cos(t), Math.sin(t), 0)),
    ...angles(Math.ceil(samples / 2)).map((t) => point(1 - Math.cos(t), 1 - Math.sin(t) - 0.5, 1)),
  ]);
}

/**
 * A circle inside another one, as scikit-learn's `make_circles`. The outer circle has radius 1 and is class 0. The
 * inner one has radius `factor` (by default 0.8) and is class 1. If `samples` is odd, class 1 has one point more.
 *
 * @throws RangeError if `factor` is below 0, or 1 or more
 * @example
 * const { x, y } = makeCircles({ samples: 4, factor: 0.5, random: new NumpyRandom(1) });
 * console.log(x.map((point, i) => [y[i], Math.hypot(...point)])); // → [ [ 1, 0.5 ], [ 1, 0.5 ], [ 0, 1 ], [ 0, 1 ] ]
 */
export function makeCircles(options: DatasetOptions & { factor?: number | undefined } = {}): Dataset {
  const circle = (n: number, radius: number, y: number) => times(n, (i) => {
    const t = i * (2 * Math.PI / n);
    return point(Math.cos(t) * radius, Math.sin(t) * radius, y);
  });
  return make('makeCircles', options, (samples) => {
    const { factor = 0.8 } = options;
    checkNonNegative('makeCircles', 'factor', factor, 1);
    return [...circle(Math.floor(samples / 2), 1, 0), ...circle(Math.ceil(samples / 2), factor, 1)];
  }, 'factor');
}

/**
 * The spiral of Stanford's course CS231n: one arm for each of the `classes` (by default 2). Each arm starts in the
 * middle, turns by 4 radians, and ends at radius 1; the angles between the arms are equal. If `samples` is not a
 * multiple of `classes`, the last arms have one point fewer, and end that much earlier.
 *
 * @throws RangeError if `classes` is not a positive integer
 * @example
 * console.log(makeSpiral({ samples: 6, classes: 3 }).y.sort().join(' ')); // → 0 0 1 1 2 2
 */
export function makeSpiral(options: DatasetOptions & { classes?: number | undefined } = {}): Dataset {
  return make('makeSpiral', options, (samples) => {
    const { classes = 2 } = options;
    checkInteger('makeSpiral', 'classes', classes);
    return times(samples, (i) => {
      const y = i % classes;
      const radius = (Math.floor(i / classes) + 1) / Math.ceil(samples / classes);
      const t = 4 * radius + 2 * Math.PI * (y / classes);
      return point(radius * Math.sin(t), radius * Math.cos(t), y);
    });
  }, 'classes');
}

/**
 * Points in the square from -1 to 1: class 1 where the two coordinates differ in sign, else class 0. No straight line
 * separates the classes.
 *
 * @example
 * const { x, y } = makeXor({ samples: 50 });
 * console.log(x.every(([a, b], i) => (a * b < 0 ? 1 : 0) === y[i])); // → true
 */
export function makeXor(options: DatasetOptions = {}): Dataset {
  return make('makeXor', options, (samples, random) => times(samples, (i) => {
    const y = i % 2;
    const a = 2 * random.random() - 1;
    const b = random.random();
    return point(a, (a > 0) === (y === 0) ? b : -b, y);
  }));
}

/**
 * The yin-yang symbol, of radius 2 (Kriener et al., 2021, in the size of EurekaLabs' micrograd). Class 0 is yin, 1 is
 * yang, and 2 is the two dots. Each class has a third of the points.
 *
 * @example
 * console.log(makeYinYang({ samples: 6 }).y.sort().join(' ')); // → 0 0 1 1 2 2
 */
export function makeYinYang(options: DatasetOptions = {}): Dataset {
  return make('makeYinYang', options, (samples, random) => times(samples, (i) => {
    for (;;) {
      const [a, b] = [4 * random.random() - 2, 4 * random.random() - 2];
      if (Math.hypot(a, b) <= 2 && yinYangClass(a, b) === i % 3) return point(a, b, i % 3);
    }
  }));
}

function yinYangClass(a: number, b: number): number {
  const toLeft = Math.hypot(a + 1, b); // the distance from (-1, 0), the middle of yin's head
  const toRight = Math.hypot(a - 1, b); // the distance from (1, 0), the middle of yang's head
  if (toLeft < 0.4 || toRight < 0.4) return 2;
  return toLeft <= 1 || (b > 0 && toRight > 1) ? 0 : 1;
}

interface Point { x: [number, number]; y: number }
const point = (a: number, b: number, y: number): Point => ({ x: [a, b], y });

/**
 * Checks the options, makes the points with `draw`, shuffles them, and adds noise. `ownOptions` are the names of the
 * options that only this data set has. After `draw`, random numbers are drawn in scikit-learn's order: the shuffle
 * first, then the noise of each point, x before y.
 */
function make(
  owner: string,
  options: DatasetOptions,
  draw: (samples: number, random: NonNullable<DatasetOptions['random']>) => Point[],
  ...ownOptions: string[]
): Dataset {
  const { samples = 100, noise, random = new NumpyRandom() } =
    checkOptions(owner, options, ['samples', 'noise', 'random', ...ownOptions]);
  checkInteger(owner, 'samples', samples);
  if (noise !== undefined) checkNonNegative(owner, 'noise', noise);
  checkGenerator(owner, random, ['random', 'normal', 'permutation'], 'new NumpyRandom(42)');
  const points = draw(samples, random);
  const shuffled = random.permutation(samples).map((i) => points[i]);
  const addNoise = (coordinate: number) => (noise === undefined ? coordinate : coordinate + random.normal(0, noise));
  return { x: shuffled.map(({ x: [a, b] }) => [addNoise(a), addNoise(b)]), y: shuffled.map(({ y }) => y) };
}

const times = <T>(n: number, entry: (i: number) => T) => Array.from({ length: n }, (_, i) => entry(i));
