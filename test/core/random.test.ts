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

  it.each([[1.5], [NaN], [Infinity]])('refuses the seed %s', (seed) => {
    expect(() => new Random(seed)).toThrow(new RangeError(`Random: expected seed to be an integer, got ${seed}`));
  });

  it.each([['1337', '"1337"'], [null, 'null'], [[7], 'an array of length 1']])('refuses the seed %j', (seed, got) => {
    const error = new TypeError(`Random: expected seed to be an integer, got ${got}`);
    expect(() => new Random(seed as unknown as number)).toThrow(error);
  });

  it('draws different numbers each time when it gets no seed', () => {
    expect(new Set(times(20, () => new Random().random())).size).toBe(20);
    expect(new Set(times(20, () => new NumpyRandom().random())).size).toBe(20);
  });

  it('chooses one element unless told how many', () => {
    expect(new Random(1).choices(['only'])).toEqual(['only']);
    expect(new Random(1).choices(['only'], { k: 0 })).toEqual([]);
  });

  it.each([
    [[], undefined, 'xs to be a list of elements to choose from, not empty, got an array of length 0'],
    [[1, 2], [1], 'weights to be a list of 2 numbers, got an array of length 1'],
    [[1, 2], [1, -1], 'weights[1] to be a finite number of at least 0, got -1'],
    [[1, 2], [1, NaN], 'weights[1] to be a finite number of at least 0, got NaN'],
    [[1, 2], [1, Infinity], 'weights[1] to be a finite number of at least 0, got Infinity'],
    [[1, 2], [0, 0], 'weights to be numbers with a finite sum above 0, got 0'],
    [[1, 2], [1e308, 1e308], 'weights to be numbers with a finite sum above 0, got Infinity'],
  ])('refuses choices(%j) with weights %j', (xs, weights, message) => {
    const error = new RangeError(`choices: expected ${message}`);
    expect(() => new Random(1).choices(xs, weights === undefined ? {} : { weights })).toThrow(error);
  });

  // F6, proposal-random-functions #6: they all drew evenly.
  it.each<[string, unknown, string]>([
    ['Python’s positional weights', [0, 1], 'choices: expected its options to be an object, such as { weights: … }, ' +
      'got an array of length 2'],
    ['a misspelt option', { weight: [0, 1] }, 'choices has no option weight; it has weights, k'],
    ['a count', 5, 'choices: expected its options to be an object, such as { weights: … }, got 5'],
    ['weights that are a Map', { weights: new Map() },
      'choices: expected weights to be a list of 2 numbers, got a Map'],
    ['weights that are texts', { weights: ['0', '1'] }, 'choices: expected weights[0] to be a number, got "0"'],
    ['a count that is a text', { k: '2' }, 'choices: expected k to be an integer of at least 0, got "2"'],
  ])('choices refuses %s', (_, options, message) => {
    expect(() => new Random(1).choices(['a', 'b'], options as object)).toThrow(new TypeError(message));
  });

  it('choices takes typed arrays, of elements and of weights', () => {
    const weights = [0.25, 0, 0.75];
    const [plain, typed] = [new Random(5), new Random(5)];
    const chosen = plain.choices([1, 2, 3], { weights, k: 20 });
    expect(typed.choices(Float32Array.of(1, 2, 3), { weights: Float64Array.from(weights), k: 20 })).toEqual(chosen);
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
  it.each([
    [-1, '-1'], [2 ** 32, '4294967296'], [0.5, '0.5'], [NaN, 'NaN'], ['7', '"7"'], [7n, 'the BigInt 7'],
  ])('refuses the seed %s, as numpy does', (seed, got) => {
    const make = () => new NumpyRandom(seed as number);
    expect(make).toThrow(`NumpyRandom: expected seed to be an integer from 0 to 2 ** 32 - 1, got ${got}`);
    expect(make).toThrow(typeof seed === 'number' ? RangeError : TypeError);
  });

  it('refuses numpy’s size, with which numpy gives an array', () => {
    const random = new NumpyRandom(1) as unknown as Record<string, (...args: unknown[]) => unknown>;
    const wanted = 'returns one number and takes no size: use Array.from({ length: size }, () => …)';
    expect(() => random.normal(0, 1, 3)).toThrow(new TypeError(`normal ${wanted}`));
    expect(() => random.random(3)).toThrow(new TypeError(`random ${wanted}`));
  });

  it('takes the largest seed', () => {
    expect(new NumpyRandom(2 ** 32 - 1).random()).toBeGreaterThan(0);
  });
});

describe('both generators', () => {
  // F28, cpython #118961: 0.1 gave a text, nothing, one number, a negative scale.
  it.each<[string, (random: Random, numpy: NumpyRandom) => unknown, ErrorConstructor, string]>([
    ['uniform()', (random) => random.uniform(...[] as never as [1, 2]), TypeError,
      'uniform: expected a to be a number, ' +
      'got undefined'],
    ['uniform(1)', (random) => random.uniform(1, undefined as never), TypeError, 'uniform: expected b to be a number'],
    ['uniform("1", 2)', (random) => random.uniform('1' as never, 2), TypeError, 'uniform: expected a to be a number'],
    ['gauss("0")', (random) => random.gauss('0' as never), TypeError, 'gauss: expected mu to be a number, got "0"'],
    ['gauss(0, "1")', (random) => random.gauss(0, '1' as never), TypeError,
      'gauss: expected sigma to be a finite number'],
    ['gauss(0, -1)', (random) => random.gauss(0, -1), RangeError, 'gauss: expected sigma to be a finite number of at'],
    ['normal("0")', (_, numpy) => numpy.normal('0' as never), TypeError,
      'normal: expected loc to be a number, got "0"'],
    ['normal(0, null)', (_, numpy) => numpy.normal(0, null as never), TypeError,
      'normal: expected scale to be a finite'],
    ['normal(0, -1)', (_, numpy) => numpy.normal(0, -1), RangeError,
      'normal: expected scale to be a finite number of at'],
    ['permutation(-1)', (_, numpy) => numpy.permutation(-1), RangeError, 'permutation: expected n to be an integer of'],
    ['permutation(2.5)', (_, numpy) => numpy.permutation(2.5), RangeError,
      'permutation: expected n to be an integer of'],
    ['permutation([5, 6])', (_, numpy) => numpy.permutation([5, 6] as never), TypeError, 'got an array of length 2'],
    ['choices of 2.5', (random) => random.choices([1], { k: 2.5 }), RangeError, 'choices: expected k to be an integer'],
    ['choices of a Set', (random) => random.choices(new Set([1]) as never), TypeError,
      'choices: expected xs to be a list ' +
      'of elements to choose from, not empty, got a Set'],
    ['shuffle of a Set', (random) => { random.shuffle(new Set([1, 2]) as never); }, TypeError,
      'shuffle: expected xs to ' +
      'be an array or a typed array, got a Set'],
    ['numpy’s shuffle of a text', (_, numpy) => { numpy.shuffle('ab' as never); }, TypeError, 'got "ab"'],
    ['shuffle()', (random) => { random.shuffle(undefined as never); }, TypeError,
      'shuffle: expected xs to be an array'],
  ])('refuse %s', (_, draw, kind, message) => {
    const [random, numpy] = [new Random(1), new NumpyRandom(1)];
    const before = [random.state(), numpy.state()];
    expect(() => draw(random, numpy)).toThrow(kind);
    expect(() => draw(random, numpy)).toThrow(message);
    expect([random.state(), numpy.state()]).toEqual(before);
  });

  it('draw nothing of nothing', () => {
    expect([new Random(1).choices([1], { k: 0 }), new NumpyRandom(1).permutation(0)]).toEqual([[], []]);
    const empty: number[] = [];
    new Random(1).shuffle(empty);
    new NumpyRandom(1).shuffle(empty);
    expect(empty).toEqual([]);
  });

  it('shuffle a typed array as they shuffle an array', () => {
    for (const Generator of [Random, NumpyRandom]) {
      const [plain, typed] = [below(20), Int32Array.from(below(20))];
      new Generator(3).shuffle(plain);
      new Generator(3).shuffle(typed);
      expect([...typed]).toEqual(plain);
    }
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

// F21, seedrandom #11: without it, a training that is resumed shuffles differently.
describe.each<[string, (seed?: number) => Random | NumpyRandom]>([
  ['Random', (seed) => new Random(seed)], ['NumpyRandom', (seed) => new NumpyRandom(seed)],
])('the state of %s', (name, make) => {
  /** Draws of every kind. */
  const draw = (random: Random | NumpyRandom, kind: number): unknown => {
    const xs = below(7);
    random.shuffle(xs);
    if (kind === 0) return random.random();
    if (kind === 1) return xs;
    if (random instanceof NumpyRandom) return kind === 2 ? random.normal() : random.permutation(5);
    return kind === 2 ? random.gauss() : random.choices(xs, { weights: [1, 2, 3, 4, 5, 6, 7], k: 3 });
  };
  const kinds = fc.array(fc.nat(3), { maxLength: 9 });

  it('goes through JSON, and goes on bit for bit, whatever was drawn before', () => {
    fc.assert(fc.property(fc.nat(), fc.nat(700), kinds, kinds, (seed, words, before, after) => {
      const random = make(seed);
      times(words, () => random.random());
      for (const kind of before) draw(random, kind);
      const copy = make(seed + 1);
      copy.load(JSON.parse(JSON.stringify(random.state())) as never);
      expect(copy.state()).toEqual(random.state());
      expect(after.map((kind) => draw(copy, kind))).toEqual(after.map((kind) => draw(random, kind)));
    }));
  });

  it('is a copy, and is not taken along', () => {
    const random = make(1);
    const state = random.state();
    const copy = make(2);
    copy.load(state);
    state.words.fill(7);
    expect(copy.random()).toBe(make(1).random());
    expect(random.random()).toBe(make(1).random());
  });

  const good = make(1).state();
  const other = name === 'Random' ? new NumpyRandom(1).state() : new Random(1).state();
  const words = (word: unknown) => good.words.map((good, i) => (i === 623 ? word : good));
  it.each<[string, unknown, ErrorConstructor, string]>([
    ['nothing', undefined, TypeError, 'state to be an object that state() returned, got undefined'],
    ['null', null, TypeError, 'state to be an object that state() returned, got null'],
    ['a list', [], TypeError, 'state to be an object that state() returned, got an array of length 0'],
    ['a text', JSON.stringify(good), TypeError, 'state to be an object that state() returned, got "{'],
    ['that of the other generator', other, RangeError, `state.generator to be "${name}", got "${other.generator}"`],
    ['no words', { ...good, words: undefined }, TypeError, 'state.words to be a list of 624 numbers, got undefined'],
    ['a word less', { ...good, words: good.words.slice(1) }, RangeError, 'got an array of length 623'],
    ['words of which JSON made null', { ...good, words: words(null) }, TypeError, 'state.words[623] to be a number'],
    ['half a word', { ...good, words: words(0.5) }, RangeError,
      'state.words[623] to be an integer from 0 to 2 ** 32 - 1'],
    ['a negative word', { ...good, words: words(-1) }, RangeError, 'state.words[623] to be an integer from 0'],
    ['a large word', { ...good, words: words(2 ** 32) }, RangeError, 'state.words[623] to be an integer from 0'],
    ['words that are all 0', { ...good, words: words(0).map(() => 0) }, RangeError, 'words that are not all 0'],
    ['no index', { ...good, index: undefined }, TypeError, 'state.index to be an integer of at least 0, got undefined'],
    ['an index beyond the words', { ...good, index: 625 }, RangeError,
      'state.index to be an integer from 0 to 624, got 625'],
    ['half an index', { ...good, index: 0.5 }, RangeError, 'state.index to be an integer of at least 0, got 0.5'],
    ['no spare', { ...good, spare: undefined }, TypeError, 'state.spare to be a finite number, got undefined'],
    ['a spare that is a text', { ...good, spare: '1' }, TypeError, 'state.spare to be a finite number, got "1"'],
    ['a spare that is NaN', { ...good, spare: NaN }, RangeError, 'state.spare to be a finite number, got NaN'],
  ])('refuses %s, and nothing has changed', (_, state, kind, message) => {
    const random = make(3);
    if (random instanceof Random) random.gauss();
    else random.normal();
    const before = random.state();
    expect(() => { random.load(state as never); }).toThrow(kind);
    expect(() => { random.load(state as never); }).toThrow(new RegExp(`^${name}.load: expected `));
    expect(() => { random.load(state as never); }).toThrow(message);
    expect(random.state()).toEqual(before);
  });
});
