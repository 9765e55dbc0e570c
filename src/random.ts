// random.ts: seeded random number generators. They draw the same numbers as Python's, so the same seed gives the same
// network and the same data as in the lecture. `Random` is CPython's `random`, `NumpyRandom` is numpy's legacy
// `np.random`. Both use the Mersenne Twister MT19937. They differ in how they seed it, and in how they turn its words
// (integers of 32 random bits) into numbers.
//
// Integers and uniform numbers agree with Python bit for bit. `gauss` and `normal` use Math.log, cos and sin, whose
// last bit no standard fixes. So normal numbers agree within 3 units in the last place.
//
// Do not use them for passwords or keys: whoever sees 624 words can compute all later ones. nn.ts comes next.
import {
  badValue, checkFinite, checkInteger, checkList, checkNonNegative, checkNumber, checkNumbers, checkOptions, checkState,
  isList, wrongType,
} from './check.ts';

/** The state of a generator as plain data, for JSON: `state()` returns it, and `load` takes it. */
export interface RandomState {
  generator: 'Random' | 'NumpyRandom';
  /** The state of the Mersenne Twister: 624 integers of 32 bits. */
  words: number[];
  /** The index of the next word to draw. It is 624 when all of them have been drawn. */
  index: number;
  /** Normal numbers are computed in pairs. This is the second of the last pair, or null if it has been drawn too. */
  spare: number | null;
}

/**
 * MT19937 (Matsumoto and Nishimura, 1998). Its state is 624 words. Each draw takes the next word and mixes its bits
 * (`word` below); after 624 draws, `#refill` computes 624 new words. The constants are the authors'.
 */
class MersenneTwister {
  readonly #words = new Uint32Array(624);
  #index = 624;
  /** As in `RandomState`. */
  spare: number | null = null;

  /** The authors' `init_genrand`: a 32-bit seed. */
  constructor(seed: number) {
    const words = this.#words;
    words[0] = seed;
    for (let j = 1; j < 624; j++) words[j] = Math.imul(1812433253, mix(words[j - 1])) + j;
  }

  /** The authors' `init_by_array`: a seed of any length, in 32-bit words. */
  static ofWords(key: number[]): MersenneTwister {
    const twister = new MersenneTwister(19650218);
    const words = twister.#words;
    let i = 1;
    const advance = () => {
      i++;
      if (i < 624) return;
      words[0] = words[623];
      i = 1;
    };
    for (let n = Math.max(624, key.length), j = 0; n > 0; n--, j = (j + 1) % key.length) {
      words[i] = (words[i] ^ Math.imul(1664525, mix(words[i - 1]))) + key[j] + j;
      advance();
    }
    for (let n = 623; n > 0; n--) {
      words[i] = (words[i] ^ Math.imul(1566083941, mix(words[i - 1]))) - i;
      advance();
    }
    words[0] = 0x80000000;
    return twister;
  }

  /** 32 random bits, as an integer in [0, 2³²). */
  word(): number {
    if (this.#index === 624) this.#refill();
    let y = this.#words[this.#index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A uniform double in [0, 1): 53 random bits over 2⁵³. */
  double(): number {
    const high = this.word() >>> 5; // 27 bits
    const low = this.word() >>> 6; // 26 bits
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Returns the spare number, or null. Afterwards there is none. */
  takeSpare(): number | null {
    const { spare } = this;
    this.spare = null;
    return spare;
  }

  state(generator: RandomState['generator']): RandomState {
    return { generator, words: [...this.#words], index: this.#index, spare: this.spare };
  }

  load(generator: RandomState['generator'], state: RandomState): void {
    const owner = `${generator}.load`;
    checkState(owner, state);
    if (state.generator !== generator) throw badValue(owner, 'state.generator', `"${generator}"`, state.generator);
    const words = checkNumbers(owner, 'state.words', state.words, 624);
    words.forEach((word, i) => {
      if (word >>> 0 !== word) throw badValue(owner, `state.words[${i}]`, 'an integer from 0 to 2 ** 32 - 1', word);
    });
    if (words.every((word) => word === 0)) throw badValue(owner, 'state.words', 'words that are not all 0', words);
    const index = checkInteger(owner, 'state.index', state.index, 0);
    if (index > 624) throw badValue(owner, 'state.index', 'an integer from 0 to 624', index);
    const spare = state.spare === null ? null : checkFinite(owner, 'state.spare', state.spare);
    this.#words.set(words);
    this.#index = index;
    this.spare = spare;
  }

  #refill(): void {
    const words = this.#words;
    for (let k = 0; k < 624; k++) {
      const y = (words[k] & 0x80000000) | (words[(k + 1) % 624] & 0x7fffffff);
      words[k] = words[(k + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#index = 0;
  }
}

const mix = (word: number) => word ^ (word >>> 30);

/** The seed of a generator that got none. This is the only random number of the library that no seed decides. */
const randomSeed = () => Math.floor(Math.random() * 2 ** 32);

/**
 * CPython's `random.Random`: `new Random(1337)` draws the numbers that Python draws after `random.seed(1337)`.
 *
 * @param seed any integer, as a number or as a bigint (needed above 2⁵³). As in Python, its sign is ignored. Without a
 * seed, each new generator draws different numbers.
 * @throws TypeError if the seed is neither a number nor a bigint; RangeError if it is not an integer. All methods throw
 * a TypeError for an argument of a wrong type, and a RangeError for a number that makes no sense.
 * @example
 * console.log(new Random(1337).random()); // → 0.6177528569514706
 */
export class Random {
  readonly #twister: MersenneTwister;

  constructor(seed: number | bigint = randomSeed()) {
    if (typeof seed !== 'bigint' && typeof seed !== 'number') throw wrongType('Random', 'seed', 'an integer', seed);
    if (typeof seed !== 'bigint' && !Number.isInteger(seed)) throw badValue('Random', 'seed', 'an integer', seed);
    this.#twister = MersenneTwister.ofWords(wordsOf(BigInt(seed)));
  }

  /** Vue's `reactive` wraps no object that has a tag. In a Proxy, the methods could not reach the private fields. */
  get [Symbol.toStringTag](): string { return 'Random'; }

  /** A uniformly distributed number in [0, 1). */
  random(): number {
    return this.#twister.double();
  }

  /** A uniformly distributed number between `a` and `b`. */
  uniform(a: number, b: number): number {
    checkNumber('uniform', 'a', a);
    checkNumber('uniform', 'b', b);
    return a + (b - a) * this.random();
  }

  /** A normally distributed number, with mean `mu` and standard deviation `sigma`, by the Box-Muller transform. */
  gauss(mu = 0, sigma = 1): number {
    checkNumber('gauss', 'mu', mu);
    checkNonNegative('gauss', 'sigma', sigma);
    let z = this.#twister.takeSpare();
    if (z === null) {
      const angle = this.random() * (2 * Math.PI);
      const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
      z = Math.cos(angle) * radius;
      this.#twister.spare = Math.sin(angle) * radius;
    }
    return mu + z * sigma;
  }

  /** Shuffles an array or a typed array in place. All orders are equally likely. */
  shuffle(xs: unknown[] | (ArrayLike<number> & ArrayBufferView)): void {
    shuffleWith(xs, (i) => this.#below(i + 1));
  }

  /**
   * Draws `k` elements of `xs` (1 by default), with replacement. `weights` says how likely each element is; without it,
   * all are equally likely.
   *
   * @throws RangeError if `xs` is empty, if `k` is negative or not an integer, if there is not one weight for each
   * element, if a weight is negative or not finite, or if the sum of the weights is 0 or infinite
   */
  choices<T>(xs: ArrayLike<T>, options: { weights?: ArrayLike<number> | undefined; k?: number | undefined } = {}): T[] {
    const { weights, k = 1 } = checkOptions('choices', options, ['weights', 'k']);
    const { length } = checkList('choices', 'xs', xs, { of: 'elements to choose from' });
    checkInteger('choices', 'k', k, 0);
    const draw = weights === undefined ? () => Math.floor(this.random() * length) : this.#weighted(length, weights);
    return Array.from({ length: k }, () => xs[draw()]);
  }

  /** The state of the generator, as plain data. */
  state(): RandomState { return this.#twister.state('Random'); }

  /**
   * Takes a state that `state()` returned, and continues from there, bit for bit.
   *
   * @throws TypeError or RangeError if it is not the state of a `Random`; the generator is then as it was before
   * @example
   * const random = new Random(1);
   * const saved = JSON.stringify(random.state());
   * const next = random.random();
   * random.load(JSON.parse(saved));
   * console.log(random.random() === next); // → true
   */
  load(state: RandomState): void { this.#twister.load('Random', state); }

  /**
   * Returns a function that draws an index below `n` with these weights. It draws a uniform number below the total, and
   * returns the index of the first running sum of the weights that is larger.
   */
  #weighted(n: number, weights: ArrayLike<number>): () => number {
    let total = 0;
    const runningSums = checkNumbers('choices', 'weights', weights, n)
      .map((weight, i) => (total += checkNonNegative('choices', `weights[${i}]`, weight)));
    const expected = 'numbers with a finite sum above 0';
    if (!(total > 0 && total < Infinity)) throw badValue('choices', 'weights', expected, total);
    return () => {
      const x = this.random() * total;
      const index = runningSums.findIndex((sum) => x < sum);
      return index === -1 ? n - 1 : index; // x can round up to the total
    };
  }

  /** A random integer in [0, n), where n < 2³². It draws as many bits as n has, until they make a number below n. */
  #below(n: number): number {
    const bits = 32 - Math.clz32(n);
    for (;;) {
      const r = this.#twister.word() >>> (32 - bits);
      if (r < n) return r;
    }
  }
}

/**
 * numpy's legacy generator: `new NumpyRandom(1337)` draws the numbers that `np.random` draws after
 * `np.random.seed(1337)`.
 *
 * @param seed an integer from 0 to 2³² - 1, as in numpy. Without a seed, each new generator draws different numbers.
 * @throws TypeError if the seed is not a number; RangeError if it is not such an integer. The methods throw the same
 * errors as those of `Random`.
 * @example
 * console.log(new NumpyRandom(1337).permutation(5)); // → [ 3, 2, 1, 0, 4 ]
 */
export class NumpyRandom {
  readonly #twister: MersenneTwister;

  constructor(seed: number = randomSeed()) {
    const expected = 'an integer from 0 to 2 ** 32 - 1';
    if (checkNumber('NumpyRandom', 'seed', seed, expected) >>> 0 !== seed) {
      throw badValue('NumpyRandom', 'seed', expected, seed);
    }
    this.#twister = new MersenneTwister(seed);
  }

  /** As in `Random`. */
  get [Symbol.toStringTag](): string { return 'NumpyRandom'; }

  /** A uniformly distributed number in [0, 1). */
  random(): number {
    refuseSize('random', arguments.length, 0);
    return this.#twister.double();
  }

  /** A normally distributed number, with mean `loc` and standard deviation `scale`, by Marsaglia's polar method. */
  normal(loc = 0, scale = 1): number {
    refuseSize('normal', arguments.length, 2);
    checkNumber('normal', 'loc', loc);
    checkNonNegative('normal', 'scale', scale);
    const spare = this.#twister.takeSpare();
    if (spare !== null) return loc + scale * spare;
    for (;;) {
      const x = 2 * this.random() - 1;
      const y = 2 * this.random() - 1;
      const r2 = x * x + y * y;
      if (r2 >= 1 || r2 === 0) continue; // (x, y) is outside the unit circle, or its centre
      const factor = Math.sqrt((-2 * Math.log(r2)) / r2);
      this.#twister.spare = factor * x;
      return loc + scale * (factor * y);
    }
  }

  /** Shuffles an array or a typed array in place. All orders are equally likely. */
  shuffle(xs: unknown[] | (ArrayLike<number> & ArrayBufferView)): void {
    shuffleWith(xs, (i) => this.#upTo(i));
  }

  /** The integers from 0 to `n - 1` in random order. (numpy also takes a list here: `shuffle` a copy of it instead.) */
  permutation(n: number): number[] {
    const xs = Array.from({ length: checkInteger('permutation', 'n', n, 0) }, (_, i) => i);
    this.shuffle(xs);
    return xs;
  }

  /** The state of the generator, as plain data. */
  state(): RandomState { return this.#twister.state('NumpyRandom'); }
  /** Takes a state that `state()` returned, and continues from there, bit for bit. @throws as `load` of `Random` */
  load(state: RandomState): void { this.#twister.load('NumpyRandom', state); }

  /** A random integer in [0, max], where max < 2³². It draws the low bits of a word until they are at most max. */
  #upTo(max: number): number {
    const mask = 2 ** (32 - Math.clz32(max)) - 1;
    for (;;) {
      const r = (this.#twister.word() & mask) >>> 0;
      if (r <= max) return r;
    }
  }
}

/**
 * The shuffle of Fisher and Yates: from the last index i down to 1, swap element i with one at a random index up to i.
 * `drawUpTo(i)` draws that index.
 */
function shuffleWith(list: ArrayLike<unknown>, drawUpTo: (i: number) => number): void {
  if (!isList(list)) throw wrongType('shuffle', 'xs', 'an array or a typed array', list);
  const xs = list as unknown[];
  for (let i = xs.length - 1; i > 0; i--) {
    const j = drawUpTo(i);
    [xs[i], xs[j]] = [xs[j], xs[i]];
  }
}

/** Throws if there are more arguments than parameters. In numpy, the next one is `size`, and asks for an array. */
function refuseSize(owner: string, args: number, parameters: number): void {
  if (args <= parameters) return;
  throw new TypeError(`${owner} returns one number and takes no size: use Array.from({ length: size }, () => …)`);
}

/** The 32-bit words of |n|, the least significant first. (BigInt(32) and not 32n, which old browsers cannot parse.) */
function wordsOf(n: bigint): number[] {
  const words = [];
  let rest = n < 0 ? -n : n;
  do {
    words.push(Number(BigInt.asUintN(32, rest)));
    rest >>= BigInt(32);
  } while (rest > 0);
  return words;
}
