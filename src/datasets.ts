// datasets.ts: points in the plane to classify. Moons and circles are scikit-learn's: the same seed, the same points.
// derivatives.ts comes next.
import { checkGenerator, checkInteger, checkNonNegative, checkOptions } from './check.ts';
import { NumpyRandom } from './random.ts';

/** Points `x`, of two coordinates each, and for each its class in `y`, counted from 0. */
export interface Dataset {
  x: [number, number][];
  y: number[];
}

/** What all data sets take. */
export interface DatasetOptions {
  /** How many points; by default 100. */
  samples?: number | undefined;
  /**
   * The standard deviation of the normal noise that is added to each coordinate. Without it nothing is drawn for noise;
   * 0 draws numbers from `random` and adds none. (Both as in scikit-learn.)
   */
  noise?: number | undefined;
  /** Where the random numbers come from; by default a generator that starts somewhere else each time. */
  random?: Pick<NumpyRandom, 'random' | 'normal' | 'permutation'> | undefined;
}

/**
 * Two half-circles that reach into each other, as scikit-learn's `make_moons`: the upper moon is class 0, the lower one
 * class 1, and has one point more when `samples` is odd.
 *
 * @throws TypeError for an option that is not known or of a wrong type; RangeError if `samples` is not a positive
 * integer, or if `noise` is negative or not finite. The other data sets throw the same.
 * @example
 * const { x, y } = makeMoons({ samples: 100, noise: 0.1, random: new NumpyRandom(1337) });
 * console.log(x.length, y.filter((label) => label === 1).length); // → 100 50
 */
export function makeMoons(options: DatasetOptions = {}): Dataset {
  // numpy's linspace(0, pi, n), which puts the end in as it is
  const angles = (n: number) => times(n, (i) => (i > 0 && i === n - 1 ? Math.PI : i * (Math.PI / Math.max(1, n - 1))));
  return make('makeMoons', options, (samples) => [
    ...angles(Math.floor(samples / 2)).map((t) => point(Math.cos(t), Math.sin(t), 0)),
    ...angles(Math.ceil(samples / 2)).map((t) => point(1 - Math.cos(t), 1 - Math.sin(t) - 0.5, 1)),
  ]);
}

/**
 * A circle in a circle, as scikit-learn's `make_circles`: the outer one, of radius 1, is class 0, the inner one, of
 * radius `factor` (by default 0.8), class 1, and has one point more when `samples` is odd.
 *
 * @throws RangeError if `factor` is not at least 0 and below 1
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
 * Arms that wind out of the middle, one for each of `classes` (by default 2): CS231n's spiral, which reaches radius 1
 * by turning 4 radians, with the arms evenly apart. Each arm has as many points as any other, or one more.
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
 * The square from -1 to 1: class 1 where the coordinates differ in sign, else class 0. No line can part the two.
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
 * The sign of yin and yang, of radius 2 (Kriener et al., 2021, scaled as in EurekaLabs' micrograd): class 0 is yin,
 * class 1 yang, class 2 the two dots, a third of the points each.
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
  const toLeft = Math.hypot(a + 1, b); // the head of yin is around (-1, 0), that of yang around (1, 0)
  const toRight = Math.hypot(a - 1, b);
  if (toLeft < 0.4 || toRight < 0.4) return 2;
  return toLeft <= 1 || (b > 0 && toRight > 1) ? 0 : 1;
}

interface Point { x: [number, number]; y: number }
const point = (a: number, b: number, y: number): Point => ({ x: [a, b], y });

/** Shuffles the points, then moves each by noise, x before y: the draws in scikit-learn's order. */
function make(
  owner: string,
  options: DatasetOptions,
  draw: (samples: number, random: NonNullable<DatasetOptions['random']>) => Point[],
  ...own: string[]
): Dataset {
  const { samples = 100, noise, random = new NumpyRandom() } =
    checkOptions(owner, options, ['samples', 'noise', 'random', ...own]);
  checkInteger(owner, 'samples', samples);
  if (noise !== undefined) checkNonNegative(owner, 'noise', noise);
  checkGenerator(owner, random, ['random', 'normal', 'permutation'], 'new NumpyRandom(42)');
  const points = draw(samples, random);
  const shuffled = random.permutation(samples).map((i) => points[i]);
  const move = (coordinate: number) => (noise === undefined ? coordinate : coordinate + random.normal(0, noise));
  return { x: shuffled.map(({ x: [a, b] }) => [move(a), move(b)]), y: shuffled.map(({ y }) => y) };
}

const times = <T>(n: number, entry: (i: number) => T) => Array.from({ length: n }, (_, i) => entry(i));
