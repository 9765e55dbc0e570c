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

// F5, scikit-learn #15707: in one stream of random numbers, the draws of a first set move those of a second.
describe('two sets of moons from one generator, the first without noise', () => {
  it('are scikit-learn’s', () => {
    const random = new NumpyRandom(7);
    makeMoons({ samples: 6, random });
    const { x, y } = makeMoons({ samples: 6, noise: 0.1, random });
    expect(y).toEqual([1, 1, 1, 0, 0, 0]);
    expectPoints([x[0]], [[1.0020064386981922, -0.5349830132522562]]);
    expect(random.random()).toBe(0.25489406250513713);
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
    const draw = (noise?: number) =>
      make({ samples: 400, random: new NumpyRandom(3), ...(noise !== undefined && { noise }) }).x.flat();
    const still = draw();
    expect(draw(0)).toEqual(still);
    const moved = draw(0.5).map((coordinate, i) => coordinate - still[i]);
    const deviation = Math.sqrt(moved.reduce((total, d) => total + d * d, 0) / moved.length);
    // 800 draws: the estimate itself has a standard deviation of 0.5 / sqrt(2 * 800) = 0.0125; five of them
    expect(Math.abs(deviation - 0.5)).toBeLessThan(0.0625);
  });

  it('has 100 points unless told otherwise', () => {
    expect(make().y).toHaveLength(100);
  });

  it.each([0, -3, 1.5, NaN])('refuses %s samples', (samples) => {
    expect(() => make({ samples })).toThrow(RangeError);
    expect(() => make({ samples })).toThrow(/^make\w+: expected samples to be a positive integer, got /);
  });

  it.each<[unknown, string]>([
    [new Random(1), 'a Random'], [42, '42'], [Math.random, 'the function random'], [null, 'null'], [{}, 'an object'],
  ])('refuses %o for a generator of numpy', (random, got) => {
    const generator = 'random to be a generator, such as new NumpyRandom\\(42\\)';
    const says = new RegExp(`^make\\w+: expected ${generator}, got ${got}$`);
    expect(() => make({ random: random as never })).toThrow(TypeError);
    expect(() => make({ random: random as never })).toThrow(says);
  });

  it('refuses a number as text, and a generator in place of its options', () => {
    expect(() => make({ noise: '1' as never })).toThrow(/expected noise to be a finite number of at least 0, got "1"$/);
    expect(() => make({ noise: null as never })).toThrow(TypeError);
    expect(() => make({ samples: '10' as never })).toThrow(/expected samples to be a positive integer, got "10"$/);
    if (make === makeMoons) expect(() => make(new NumpyRandom(1) as never)).toThrow(/options .* got a NumpyRandom$/);
  });

  it.each([-0.1, NaN, Infinity])('refuses the noise %s', (noise) => {
    expect(() => make({ noise })).toThrow(RangeError);
    expect(() => make({ noise })).toThrow(/^make\w+: expected noise to be a finite number of at least 0, got /);
  });

  // F5, scikit-learn #15707: noise=None draws nothing for it, noise=0 does.
  it('draws two numbers a point for noise, none without', () => {
    const after = (noise?: number) => {
      const random = new NumpyRandom(7);
      make(noise === undefined ? { samples: 6, random } : { samples: 6, noise, random });
      return random;
    };
    const random = after();
    for (let i = 0; i < 12; i++) random.normal();
    expect(after(0).state()).toEqual(random.state());
    expect(after(0.5).state()).toEqual(random.state());
    expect(after().state()).not.toEqual(random.state());
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
    expect(() => makeCircles({ factor })).toThrow(RangeError);
    expect(() => makeCircles({ factor })).toThrow(
      'makeCircles: expected factor to be a number of at least 0 and below 1, ');
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
    expect(() => makeSpiral({ classes })).toThrow(RangeError);
    expect(() => makeSpiral({ classes })).toThrow(/^makeSpiral: expected classes to be a positive integer, got /);
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
