// datasets.ts: small data sets to learn from, drawn as scikit-learn draws them: the same seed gives the same points.
// gradcheck.ts comes next.
import { NumpyRandom } from './random.ts';

/** Points `x`, and for each the number `y` of its class. */
export interface Dataset {
  x: number[][];
  y: number[];
}

export interface DatasetOptions {
  /** How many points; by default 100. */
  samples?: number;
  /** The standard deviation of the noise added to each coordinate; by default 0. */
  noise?: number;
  /** Where the order and the noise come from; by default, a generator that starts somewhere else each time. */
  random?: Pick<NumpyRandom, 'permutation' | 'normal'>;
}

/**
 * Two half-circles that reach into each other, as scikit-learn's `make_moons`: the upper moon is class 0, the lower one
 * class 1; when `samples` is odd, the lower one has one more.
 *
 * @throws RangeError when `samples` is not a positive integer, or `noise` is negative or not finite
 * @example
 * const { x, y } = makeMoons({ samples: 100, noise: 0.1, random: new NumpyRandom(1337) });
 * console.log(x.length, y.filter((label) => label === 1).length); // → 100 50
 */
export function makeMoons(options: DatasetOptions = {}): Dataset {
  return makePair(options, {
    angles: (n) => linspace(Math.PI, n),
    first: (t) => [Math.cos(t), Math.sin(t)],
    second: (t) => [1 - Math.cos(t), 1 - Math.sin(t) - 0.5],
  });
}

interface Pair {
  angles: (n: number) => number[];
  first: (t: number) => number[];
  second: (t: number) => number[];
}

/** Two curves with half of the points each, shuffled, then moved by noise: the draws in scikit-learn's order. */
function makePair({ samples = 100, noise = 0, random = new NumpyRandom() }: DatasetOptions, pair: Pair): Dataset {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`samples must be a positive integer, got ${String(samples)}`);
  }
  if (!(noise >= 0 && noise < Infinity)) throw new RangeError(`noise must be finite and >= 0, got ${String(noise)}`);
  const firstCount = Math.floor(samples / 2);
  const points = [
    ...pair.angles(firstCount).map((t) => ({ x: pair.first(t), y: 0 })),
    ...pair.angles(samples - firstCount).map((t) => ({ x: pair.second(t), y: 1 })),
  ];
  const shuffled = random.permutation(samples).map((i) => points[i]);
  return {
    x: shuffled.map((point) => point.x.map((coordinate) => coordinate + random.normal(0, noise))),
    y: shuffled.map((point) => point.y),
  };
}

/** `n` numbers evenly from 0 to `end`, both included, rounded as numpy's linspace rounds. */
function linspace(end: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => (i > 0 && i === n - 1 ? end : i * (end / (n - 1))));
}
