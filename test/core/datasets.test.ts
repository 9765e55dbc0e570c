import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeCircles, makeMoons, makeSpiral, makeXor, makeYinYang, NumpyRandom, Random, type Dataset, type DatasetOptions,
} from '../../src/index.ts';
import inputs from '../fixtures/notebook-inputs.json' with { type: 'json' };
import pytorch from '../fixtures/pytorch.json' with { type: 'json' };

function expectPoints(got: number[][], wanted: number[][]): void {
  expect(got).toHaveLength(wanted.length);
  got.flat().forEach((coordinate, i) => {
    expect(Math.abs(coordinate - wanted.flat()[i])).toBeLessThanOrEqual(2 * 2 ** -52 * Math.abs(coordinate));
  });
}

describe('against scikit-learn, within 2 units in the last place', () => {
  it('makeMoons() draws the notebook’s 100 points', () => {
    const { x, y } = makeMoons({ samples: 100, noise: 0.1, random: new NumpyRandom(1337) });
    expect(y.map((label) => 2 * label - 1)).toEqual(inputs.y);
    expectPoints(x, inputs.X);
  });

  it('makeCircles() draws its 30 points', () => {
    const wanted = pytorch['make_circles np.random.seed(7) n_samples 30 noise .05 factor .4'];
    const { x, y } = makeCircles({ samples: 30, noise: 0.05, factor: 0.4, random: new NumpyRandom(wanted.seed) });
    expect(y).toEqual(wanted.y);
    expectPoints(x, wanted.x);
  });
});

const makers: [string, (options?: DatasetOptions) => Dataset, number][] = [
  ['makeMoons', makeMoons, 2],
  ['makeCircles', makeCircles, 2],
  ['makeSpiral', makeSpiral, 2],
  ['a makeSpiral of five classes', (options) => makeSpiral({ ...options, classes: 5 }), 5],
  ['makeXor', makeXor, 2],
  ['makeYinYang', makeYinYang, 3],
];

describe.each(makers)('%s', (_, make, classes) => {
  const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const anySeed = fc.record({ seed, samples: fc.integer({ min: 1, max: 60 }) });

  it('gives as many points as asked, odd counts too, in classes of equal size but for one', () => {
    fc.assert(fc.property(anySeed, ({ seed, samples }) => {
      const { x, y } = make({ samples, random: new NumpyRandom(seed) });
      expect(x.map((point) => point.length)).toEqual(y.map(() => 2));
      expect(y).toHaveLength(samples);
      const sizes = Array.from({ length: classes }, (_, c) => y.filter((label) => label === c).length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(sizes.reduce((a, b) => a + b)).toBe(samples);
    }));
  });

  it('is finite, with no coordinate beyond 2', () => {
    fc.assert(fc.property(anySeed, ({ seed, samples }) => {
      for (const coordinate of make({ samples, random: new NumpyRandom(seed) }).x.flat()) {
        expect(Math.abs(coordinate)).toBeLessThanOrEqual(2);
      }
    }));
  });

  it('draws the same for the same seed, and not for another', () => {
    const draw = (seed: number) => make({ samples: 20, noise: 0.1, random: new NumpyRandom(seed) });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(make({ samples: 20, noise: 0.1 })).not.toEqual(make({ samples: 20, noise: 0.1 }));
  });

  it('moves points by about the noise, and not at all without', () => {
    const draw = (noise: number | undefined) => make({ samples: 400, noise, random: new NumpyRandom(3) }).x.flat();
    const still = draw(undefined);
    expect(draw(0)).toEqual(still);
    const moved = draw(0.5).map((coordinate, i) => coordinate - still[i]);
    const deviation = Math.sqrt(moved.reduce((total, d) => total + d * d, 0) / moved.length);
    // 800 draws: the estimate itself has a standard deviation of 0.5 / sqrt(2 * 800) = 0.0125; five of them
    expect(Math.abs(deviation - 0.5)).toBeLessThan(0.0625);
  });

  it('has 100 points unless told otherwise', () => {
    expect(make().y).toHaveLength(100);
  });

  it.each([0, -3, 1.5, NaN, '10'])('refuses %s samples', (samples) => {
    expect(() => make({ samples: samples as number })).toThrow(/^samples must be a positive integer, got /);
  });

  it('refuses Python’s generator in numpy’s place, and a number as text', () => {
    expect(() => make({ random: new Random(1) as never })).toThrow('random must be a NumpyRandom');
    expect(() => make({ noise: '1' as never })).toThrow(/got string 1$/);
    expect(() => make({ samples: '10' as never })).toThrow(/got string 10$/);
  });

  it.each([-0.1, NaN, Infinity])('refuses the noise %s', (noise) => {
    expect(() => make({ noise })).toThrow(/^noise must be a number from 0 to below Infinity, got number /);
  });
});

describe('without noise', () => {
  it('moons of one, two and three points lie where scikit-learn puts them', () => {
    const points = (samples: number) => {
      const { x, y } = makeMoons({ samples, random: new NumpyRandom(0) });
      return y.map((label, i) => [label, ...x[i].map((coordinate) => Number(coordinate.toFixed(12)))]).sort();
    };
    expect(points(1)).toEqual([[1, 0, 0.5]]);
    expect(points(2)).toEqual([[0, 1, 0], [1, 0, 0.5]]);
    expect(points(3)).toEqual([[0, 1, 0], [1, 0, 0.5], [1, 2, 0.5]]);
  });

  it('each moon ends exactly at an angle of pi, as numpy’s linspace does, for any number of points', () => {
    for (let samples = 4; samples < 100; samples++) {
      const { x, y } = makeMoons({ samples, random: new NumpyRandom(0) });
      const ends = [[Math.cos(Math.PI), Math.sin(Math.PI)], [1 - Math.cos(Math.PI), 1 - Math.sin(Math.PI) - 0.5]];
      for (const label of [0, 1]) expect(x.filter((_, i) => y[i] === label)).toContainEqual(ends[label]);
    }
  });

  it('circles have radius 1 and factor, which may be 0', () => {
    const pair = makeCircles({ samples: 2, factor: 0, random: new NumpyRandom(0) });
    expect(pair.x.map((point) => Math.hypot(...point)).sort()).toEqual([0, 1]);
    const { x, y } = makeCircles({ factor: 0.25, random: new NumpyRandom(0) });
    x.forEach((point, i) => { expect(Math.hypot(...point)).toBeCloseTo(y[i] === 0 ? 1 : 0.25, 14); });
  });

  it.each([-0.1, 1, NaN])('circles refuse the factor %s', (factor) => {
    expect(() => makeCircles({ factor })).toThrow(/^factor must be a number from 0 to below 1, got number /);
  });

  it('the arms of a spiral are turned copies of one another', () => {
    const { x, y } = makeSpiral({ samples: 90, classes: 3, random: new NumpyRandom(0) });
    expect(Math.max(...x.map((point) => Math.hypot(...point)))).toBeCloseTo(1, 12);
    x.forEach(([a, b], i) => {
      const radius = Math.hypot(a, b);
      const turn = Math.atan2(a, b) - 4 * radius - 2 * Math.PI * y[i] / 3;
      expect(Math.cos(turn)).toBeCloseTo(1, 12);
      expect(radius).toBeGreaterThan(0);
      expect(radius).toBeLessThan(1 + 1e-12);
    });
  });

  it.each([0, 1.5, -2])('a spiral refuses %s classes', (classes) => {
    expect(() => makeSpiral({ classes })).toThrow(/^classes must be a positive integer, got /);
  });

  it('xor is class 1 exactly where the signs differ', () => {
    const { x, y } = makeXor({ samples: 200, random: new NumpyRandom(0) });
    expect(y).toEqual(x.map(([a, b]) => (a * b < 0 ? 1 : 0)));
    expect(new Set(x.map((point) => point.map(Math.sign).join())).size).toBe(4);
  });

  it('yin and yang are each other turned by half a turn, and the dots lie in their heads', () => {
    const { x, y } = makeYinYang({ samples: 600, random: new NumpyRandom(0) });
    const [yin, yang, dot] = [0, 1, 2];
    const places = [
      [-1, 0.1, dot], [1, -0.1, dot], [0, 1.5, yin], [0, -1.5, yang],
      [-0.5, 0.4, yin], [-0.5, -0.4, yin], [0.5, 0.4, yang], [0.5, -0.4, yang], // the heads, above and below the middle
    ];
    for (const [a, b, label] of places) {
      const distances = x.map((point) => Math.hypot(point[0] - a, point[1] - b));
      const nearest = Math.min(...distances);
      expect(nearest).toBeLessThan(0.3);
      expect(y[distances.indexOf(nearest)]).toBe(label);
    }
    expect(Math.max(...x.map((point) => Math.hypot(...point)))).toBeLessThanOrEqual(2);
    x.forEach((point, i) => {
      const inDot = [1, -1].some((side) => Math.hypot(point[0] - side, point[1]) < 0.4);
      expect(y[i] === dot).toBe(inDot);
    });
  });
});
