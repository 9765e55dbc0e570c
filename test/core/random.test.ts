import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumpyRandom, Random } from '../../src/index.ts';
import { times } from '../support/numbers.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));

interface PythonDraws {
  seed: string;
  random: number[];
  uniform: number[];
  gauss: number[];
  mixed: number[];
  shuffle: number[][];
  choices: number[];
  weighted: number[];
}
const python = read('cpython-random.json') as { weights: number[]; draws: PythonDraws[] };

interface NumpyDraws {
  seed: number;
  random_sample: number[];
  permutation: number[];
  shuffle: number[];
  normal: number[];
  random_sample2: number[];
  normal2: number[];
  permutation2: number[];
}
const numpy = read('numpy-random.json') as { draws: NumpyDraws[] };

const below = (n: number) => times(n, (i) => i);

/** mean + deviation * z, with z within 3 units in the last place; the sum itself rounds, and may cancel. */
function expectNormal(got: number[], wanted: number[], mean: number, deviation: number): void {
  got.forEach((x, i) => {
    const slack = (3 * Math.abs(wanted[i] - mean) + Math.abs(mean)) * 2 ** -52;
    expect(Math.abs(x - wanted[i]), `draw ${i} of normal(${mean}, ${deviation})`).toBeLessThanOrEqual(slack);
  });
}

describe.each(python.draws)('Random seeded with $seed, against CPython', (wanted) => {
  const fresh = () => new Random(BigInt(wanted.seed));

  it('draws the same random() bit for bit, past two refills of the state', () => {
    const random = fresh();
    expect(times(700, () => random.random()).filter((_, i) => i % 100 === 0)).toEqual(wanted.random);
  });

  it('draws the same uniform() bit for bit', () => {
    const random = fresh();
    expect(times(20, () => random.uniform(-3, 5))).toEqual(wanted.uniform);
  });

  it('draws gauss() within 3 units in the last place', () => {
    const random = fresh();
    expectNormal(times(51, () => random.gauss(1, 2)), wanted.gauss, 1, 2);
  });

  it('keeps the second number of a gauss() pair while others draw', () => {
    const random = fresh();
    expectNormal([random.gauss(), random.random(), random.gauss(), random.gauss()], wanted.mixed, 0, 1);
  });

  it('shuffles into the same order', () => {
    const random = fresh();
    const shuffled = [1, 2, 101].map((n) => {
      const xs = below(n);
      random.shuffle(xs);
      return xs;
    });
    expect(shuffled).toEqual(wanted.shuffle);
  });

  it('makes the same choices(), with weights and without', () => {
    expect(fresh().choices(below(27), { k: 50 })).toEqual(wanted.choices);
    const { weights } = python;
    expect(fresh().choices(below(weights.length), { weights, k: 200 })).toEqual(wanted.weighted);
  });
});

describe('Random', () => {
  it('takes a seed as a number or as a bigint, and like Python ignores its sign', () => {
    const first = new Random(5).random();
    expect([5n, -5, -5n].map((seed) => new Random(seed).random())).toEqual([first, first, first]);
  });

  it.each([[1.5], [NaN], [Infinity], ['1337'], [null]])('refuses the seed %j', (seed) => {
    expect(() => new Random(seed as number)).toThrow(/integer.*seed, got/);
  });

  it('starts somewhere else each time when it gets no seed', () => {
    expect(new Set(times(20, () => new Random().random())).size).toBe(20);
    expect(new Set(times(20, () => new NumpyRandom().random())).size).toBe(20);
  });

  it('chooses one element unless told how many', () => {
    expect(new Random(1).choices(['only'])).toEqual(['only']);
    expect(new Random(1).choices(['only'], { k: 0 })).toEqual([]);
  });

  it.each([
    [[], undefined, /at least one element/],
    [[1, 2], [1], /each of 2, got 1/],
    [[1, 2], [1, -1], />= 0, got -1/],
    [[1, 2], [1, NaN], />= 0, got NaN/],
    [[1, 2], [1, Infinity], />= 0, got Infinity/],
    [[1, 2], [0, 0], /of a sum above 0, got 0$/],
    [[1, 2], [1e308, 1e308], /a sum above 0, got Infinity$/],
  ])('refuses choices(%j) with weights %j', (xs, weights, message) => {
    expect(() => new Random(1).choices(xs, { weights })).toThrow(message);
  });

  it('never chooses what has weight 0, and always what alone has weight', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(9), (seed, index) => {
        const weights = times(10, (i) => (i === index ? 1e-300 : 0));
        expect(new Random(seed).choices(below(10), { weights, k: 5 })).toEqual(times(5, () => index));
      }),
    );
  });
});

describe.each(numpy.draws)('NumpyRandom seeded with $seed, against numpy', (wanted) => {
  it('draws the same stream, whatever is drawn in between', () => {
    const random = new NumpyRandom(wanted.seed);
    expect(times(700, () => random.random()).filter((_, i) => i % 100 === 0)).toEqual(wanted.random_sample);
    expect(random.permutation(100)).toEqual(wanted.permutation);
    const xs = below(37);
    random.shuffle(xs);
    expect(xs).toEqual(wanted.shuffle);
    expectNormal(times(75, () => random.normal(0, 0.1)), wanted.normal, 0, 0.1);
    expect(times(3, () => random.random())).toEqual(wanted.random_sample2);
    expectNormal(times(4, () => random.normal(2, 3)), wanted.normal2, 2, 3);
    expect(random.permutation(100).slice(0, 10)).toEqual(wanted.permutation2);
  });
});

describe('NumpyRandom', () => {
  it.each([[-1], [2 ** 32], [0.5], [NaN], ['7'], [7n]])('refuses the seed %s, as numpy does', (seed) => {
    const got = `got ${typeof seed} ${String(seed)}`;
    expect(() => new NumpyRandom(seed as number)).toThrow(`an integer from 0 to 2**32 - 1 as its seed, ${got}`);
  });

  it('takes the largest seed', () => {
    expect(new NumpyRandom(2 ** 32 - 1).random()).toBeGreaterThan(0);
  });
});

describe('both generators', () => {
  it('refuse what is no number, or no whole one, where Python does', () => {
    const wrong = (x: unknown) => x as never;
    const random = new Random(1);
    for (const [a, b] of [[undefined, undefined], [5, undefined], ['1', 2]]) {
      expect(() => random.uniform(wrong(a), wrong(b))).toThrow(`uniform wants two numbers, got ${a} and ${b}`);
    }
    const counts = [[-1, 'number -1'], [2.5, 'number 2.5'], ['2', 'string 2'], [[5, 6], 'object 5,6']] as const;
    for (const [n, got] of counts) {
      const says = `must be a whole number, not below 0; got ${got}`;
      expect(() => random.choices([1], { k: wrong(n) })).toThrow(`choices: k ${says}`);
      expect(() => new NumpyRandom(1).permutation(wrong(n))).toThrow(`permutation: n ${says}`);
    }
    for (const [xs, got] of [[[], 'an empty one'], [new Set([1]), 'object [object Set]'], [5, 'number 5']] as const) {
      const says = `choices wants a list of at least one element to choose from, got ${got}`;
      expect(() => random.choices(wrong(xs))).toThrow(new RangeError(says));
    }
    expect([random.choices([1], { k: 0 }), new NumpyRandom(1).permutation(0)]).toEqual([[], []]);
  });

  it('shuffle an array into a permutation of itself, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.integer()), (seed, xs) => {
        for (const Generator of [Random, NumpyRandom]) {
          const [once, again] = [[...xs], [...xs]];
          new Generator(seed).shuffle(once);
          new Generator(seed).shuffle(again);
          expect(again).toEqual(once);
          expect([...once].sort((a, b) => a - b)).toEqual([...xs].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('draw numbers in [0, 1) whose mean is near 1/2', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const Generator of [Random, NumpyRandom]) {
          const random = new Generator(seed);
          const draws = times(1000, () => random.random());
          expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...draws)).toBeLessThan(1);
          // Seven standard deviations of the mean of 1,000 uniform draws: sqrt(1 / 12 / 1000) is 0.0091.
          expect(Math.abs(draws.reduce((a, b) => a + b) / 1000 - 0.5)).toBeLessThan(0.064);
        }
      }),
    );
  });
});
