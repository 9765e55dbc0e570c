// random.ts: seeded generators whose streams are Python's, so that the same seed gives the same network and the same
// data as in the lecture. `Random` is CPython's `random`, `NumpyRandom` is numpy's legacy `np.random`. Both stand on
// the Mersenne Twister MT19937 and differ in how they seed it and in what they make of its words.
//
// Integers and uniforms agree with Python bit for bit. `gauss` and `normal` go through Math.log, cos and sin, which
// no standard fixes to the last bit: they agree within 3 units in the last place.
//
// Not for secrets: the whole stream follows from 624 of its words. nn.ts comes next.
import {
  badValue, checkFinite, checkInteger, checkList, checkNonNegative, checkNumber, checkNumbers, checkObject,
  checkOptions, isList, wrongType,
} from './check.ts';

/** What `state()` gives and `load` takes: plain data, for JSON. */
export interface RandomState {
  generator: 'Random' | 'NumpyRandom';
  /** The state of the Mersenne Twister: 624 integers of 32 bits. */
  words: number[];
  /** The index of the word that is drawn next; 624 if all of them have been. */
  index: number;
  /** Normal numbers are made two at a time. This is the second one, if it has not been drawn yet. */
  spare: number | null;
}

/**
 * MT19937 (Matsumoto and Nishimura, 1998): 624 words of state, of which each draw tempers one. The constants are the
 * authors'.
 */
class MersenneTwister {
  readonly #state = new Uint32Array(624);
  #next = 624;
  /** Normal numbers are made two at a time; the second waits here. */
  spare: number | null = null;

  /** The authors' `init_genrand`: a 32-bit seed. */
  constructor(seed: number) {
    const state = this.#state;
    state[0] = seed;
    for (let j = 1; j < 624; j++) state[j] = Math.imul(1812433253, scramble(state[j - 1])) + j;
  }

  /** The authors' `init_by_array`: a seed of any length, in 32-bit words. */
  static ofWords(key: number[]): MersenneTwister {
    const twister = new MersenneTwister(19650218);
    const state = twister.#state;
    let i = 1;
    const advance = () => {
      i++;
      if (i < 624) return;
      state[0] = state[623];
      i = 1;
    };
    for (let n = Math.max(624, key.length), j = 0; n > 0; n--, j = (j + 1) % key.length) {
      state[i] = (state[i] ^ Math.imul(1664525, scramble(state[i - 1]))) + key[j] + j;
      advance();
    }
    for (let n = 623; n > 0; n--) {
      state[i] = (state[i] ^ Math.imul(1566083941, scramble(state[i - 1]))) - i;
      advance();
    }
    state[0] = 0x80000000;
    return twister;
  }

  /** 32 random bits, as an integer in [0, 2³²). */
  word(): number {
    if (this.#next === 624) this.#refill();
    let y = this.#state[this.#next++];
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

  /** The spare number, which is gone then. */
  takeSpare(): number | null {
    const { spare } = this;
    this.spare = null;
    return spare;
  }

  state(generator: RandomState['generator']): RandomState {
    return { generator, words: [...this.#state], index: this.#next, spare: this.spare };
  }

  load(generator: RandomState['generator'], state: RandomState): void {
    const owner = `${generator}.load`;
    checkObject(owner, 'state', state, 'an object that state() gave');
    if (state.generator !== generator) throw badValue(owner, 'state.generator', `"${generator}"`, state.generator);
    const words = checkNumbers(owner, 'state.words', state.words, 624);
    words.forEach((word, i) => {
      if (word >>> 0 !== word) throw badValue(owner, `state.words[${i}]`, 'an integer from 0 to 2 ** 32 - 1', word);
    });
    if (words.every((word) => word === 0)) throw badValue(owner, 'state.words', 'words that are not all 0', words);
    const next = checkInteger(owner, 'state.index', state.index, 0);
    if (next > 624) throw badValue(owner, 'state.index', 'an integer from 0 to 624', next);
    const spare = state.spare === null ? null : checkFinite(owner, 'state.spare', state.spare);
    this.#state.set(words);
    this.#next = next;
    this.spare = spare;
  }

  #refill(): void {
    const state = this.#state;
    for (let k = 0; k < 624; k++) {
      const y = (state[k] & 0x80000000) | (state[(k + 1) % 624] & 0x7fffffff);
      state[k] = state[(k + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }
}

const scramble = (word: number) => word ^ (word >>> 30);

/** A seed for those who gave none. The only random number here that no seed decides. */
const entropy = () => Math.floor(Math.random() * 2 ** 32);

/**
 * CPython's `random.Random`: `new Random(1337)` draws what Python draws after `random.seed(1337)`.
 *
 * @param seed any integer, as a number or a bigint (beyond 2⁵³). As in Python, its sign is ignored. Without a seed, the
 * generator starts somewhere else each time.
 * @throws TypeError if the seed is neither a number nor a bigint; RangeError if it is not an integer. All methods throw
 * a TypeError for an argument of a wrong type, and a RangeError for a number that makes no sense.
 * @example
 * console.log(new Random(1337).random()); // → 0.6177528569514706
 */
export class Random {
  readonly #twister: MersenneTwister;

  constructor(seed: number | bigint = entropy()) {
    if (typeof seed !== 'bigint' && typeof seed !== 'number') throw wrongType('Random', 'seed', 'an integer', seed);
    if (typeof seed !== 'bigint' && !Number.isInteger(seed)) throw badValue('Random', 'seed', 'an integer', seed);
    this.#twister = MersenneTwister.ofWords(wordsOf(BigInt(seed)));
  }

  /** Keeps Vue's `reactive` from wrapping a generator in a Proxy, which has no access to private fields. */
  get [Symbol.toStringTag](): string { return 'Random'; }

  /** Uniform in [0, 1). */
  random(): number {
    return this.#twister.double();
  }

  /** Uniform between `a` and `b`. */
  uniform(a: number, b: number): number {
    checkNumber('uniform', 'a', a);
    checkNumber('uniform', 'b', b);
    return a + (b - a) * this.random();
  }

  /** Normally distributed, with mean `mu` and standard deviation `sigma`: Box and Muller's two at a time. */
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

  /** Reorders an array or a typed array in place, every order as likely as any other. */
  shuffle(xs: unknown[] | (ArrayLike<number> & ArrayBufferView)): void {
    shuffleWith(xs, (i) => this.#below(i + 1));
  }

  /**
   * `k` elements of `xs`, with replacement; `weights` say how likely each is, all alike without them.
   *
   * @throws RangeError if `xs` is empty, if `k` is negative or not an integer, if there is not one weight for each
   * element, if a weight is negative or not finite, or if all are 0
   */
  choices<T>(xs: ArrayLike<T>, options: { weights?: ArrayLike<number> | undefined; k?: number | undefined } = {}): T[] {
    const { weights, k = 1 } = checkOptions('choices', options, ['weights', 'k']);
    const { length } = checkList('choices', 'xs', xs, { of: 'elements to choose from' });
    checkInteger('choices', 'k', k, 0);
    const draw = weights === undefined ? () => Math.floor(this.random() * length) : this.#weighted(length, weights);
    return Array.from({ length: k }, () => xs[draw()]);
  }

  /** Where the stream stands, as plain data. */
  state(): RandomState { return this.#twister.state('Random'); }

  /**
   * Continues from a `state()`, bit for bit.
   *
   * @throws TypeError or RangeError, before anything has changed, if it is not the state of a `Random`
   * @example
   * const random = new Random(1);
   * const kept = JSON.stringify(random.state());
   * const next = random.random();
   * random.load(JSON.parse(kept));
   * console.log(random.random() === next); // → true
   */
  load(state: RandomState): void { this.#twister.load('Random', state); }

  /** A draw of an index below `n`, with the given weights: where a uniform number falls among their running sums. */
  #weighted(n: number, weights: ArrayLike<number>): () => number {
    let total = 0;
    const sums = checkNumbers('choices', 'weights', weights, n)
      .map((weight, i) => (total += checkNonNegative('choices', `weights[${i}]`, weight)));
    const expected = 'numbers with a finite sum above 0';
    if (!(total > 0 && total < Infinity)) throw badValue('choices', 'weights', expected, total);
    return () => {
      const x = this.random() * total;
      const index = sums.findIndex((sum) => x < sum);
      return index === -1 ? n - 1 : index; // x can round up to the total itself
    };
  }

  /** An integer in [0, n), n < 2³²: as many bits as n has, drawn until they make a number below n. */
  #below(n: number): number {
    const bits = 32 - Math.clz32(n);
    for (;;) {
      const r = this.#twister.word() >>> (32 - bits);
      if (r < n) return r;
    }
  }
}

/**
 * numpy's legacy generator: `new NumpyRandom(1337)` draws what `np.random` draws after `np.random.seed(1337)`.
 *
 * @param seed an integer from 0 to 2³² - 1, as in numpy; without one the generator starts somewhere else each time
 * @throws TypeError if the seed is not a number; RangeError for any other number. The methods throw as in `Random`.
 * @example
 * console.log(new NumpyRandom(1337).permutation(5)); // → [ 3, 2, 1, 0, 4 ]
 */
export class NumpyRandom {
  readonly #twister: MersenneTwister;

  constructor(seed: number = entropy()) {
    const expected = 'an integer from 0 to 2 ** 32 - 1';
    if (checkNumber('NumpyRandom', 'seed', seed, expected) >>> 0 !== seed) {
      throw badValue('NumpyRandom', 'seed', expected, seed);
    }
    this.#twister = new MersenneTwister(seed);
  }

  /** As in `Random`. */
  get [Symbol.toStringTag](): string { return 'NumpyRandom'; }

  /** Uniform in [0, 1). */
  random(): number {
    refuseSize('random', arguments.length, 0);
    return this.#twister.double();
  }

  /** Normally distributed, with mean `loc` and standard deviation `scale`: Marsaglia's polar method. */
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
      if (r2 >= 1 || r2 === 0) continue; // a point outside the unit circle, or its very centre
      const factor = Math.sqrt((-2 * Math.log(r2)) / r2);
      this.#twister.spare = factor * x;
      return loc + scale * (factor * y);
    }
  }

  /** Reorders an array or a typed array in place, every order as likely as any other. */
  shuffle(xs: unknown[] | (ArrayLike<number> & ArrayBufferView)): void {
    shuffleWith(xs, (i) => this.#upTo(i));
  }

  /** The integers below `n`, in random order. (For a list, as in numpy, `shuffle` a copy of it.) */
  permutation(n: number): number[] {
    const xs = Array.from({ length: checkInteger('permutation', 'n', n, 0) }, (_, i) => i);
    this.shuffle(xs);
    return xs;
  }

  /** Where the stream stands, as plain data. */
  state(): RandomState { return this.#twister.state('NumpyRandom'); }
  /** Continues from a `state()`, bit for bit. @throws as `load` of `Random` */
  load(state: RandomState): void { this.#twister.load('NumpyRandom', state); }

  /** An integer in [0, max], max < 2³²: the low bits of a word, drawn until they make a number not above max. */
  #upTo(max: number): number {
    const mask = 2 ** (32 - Math.clz32(max)) - 1;
    for (;;) {
      const r = (this.#twister.word() & mask) >>> 0;
      if (r <= max) return r;
    }
  }
}

/** Fisher and Yates: from the last index down, swap in an element drawn from those not yet placed. */
function shuffleWith(list: ArrayLike<unknown>, drawUpTo: (i: number) => number): void {
  if (!isList(list)) throw wrongType('shuffle', 'xs', 'an array or a typed array', list);
  const xs = list as unknown[];
  for (let i = xs.length - 1; i > 0; i--) {
    const j = drawUpTo(i);
    [xs[i], xs[j]] = [xs[j], xs[i]];
  }
}

/** numpy's `size` would give an array. */
function refuseSize(owner: string, given: number, known: number): void {
  if (given <= known) return;
  throw new TypeError(`${owner} takes no size, since it gives one number: use Array.from({ length: size }, () => …)`);
}

/** The 32-bit words of `n` without its sign, the least significant first. (Old engines cannot read a literal `0n`.) */
function wordsOf(n: bigint): number[] {
  const words = [];
  let rest = n < 0 ? -n : n;
  do {
    words.push(Number(BigInt.asUintN(32, rest)));
    rest >>= BigInt(32);
  } while (rest > 0);
  return words;
}
