// random.ts: seeded generators whose streams are Python's, so that the same seed gives the same network and the same
// data as in the lecture. `Random` is CPython's `random`, `NumpyRandom` is numpy's legacy `np.random`. Both stand on
// the Mersenne Twister MT19937 and differ in how they seed it and in what they make of its words.
//
// Integers and uniforms agree with Python bit for bit. `gauss` and `normal` go through Math.log, cos and sin, which
// no standard fixes to the last bit: they agree within 3 units in the last place.
//
// Not for secrets: the whole stream follows from 624 of its words. nn.ts comes next.

/**
 * MT19937 (Matsumoto and Nishimura, 1998): 624 words of state, of which each draw tempers one. The constants are the
 * authors'.
 */
class MersenneTwister {
  readonly #state = new Uint32Array(624);
  #next = 624;

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

/** A seed for those who gave none. The only place where this library is not reproducible. */
const entropy = () => Math.floor(Math.random() * 2 ** 32);

/**
 * CPython's `random.Random`: `new Random(1337)` draws what Python draws after `random.seed(1337)`.
 *
 * @param seed any integer, negative too (Python takes its absolute value), as a number or, beyond 2⁵³, a bigint;
 * without one the generator starts somewhere else each time
 * @throws TypeError when the seed is not an integer
 * @example
 * console.log(new Random(1337).random()); // → 0.6177528569514706
 */
export class Random {
  readonly #twister: MersenneTwister;
  /** `gauss` makes two numbers at a time; the second waits here. */
  #spare: number | undefined;

  constructor(seed: number | bigint = entropy()) {
    if (typeof seed !== 'bigint' && !Number.isInteger(seed)) {
      throw new TypeError(`Random wants an integer, number or bigint, as its seed, got ${typeof seed} ${String(seed)}`);
    }
    const n = BigInt(seed);
    this.#twister = MersenneTwister.ofWords(wordsOf(n < 0n ? -n : n));
  }

  /** Keeps Vue's `reactive` from wrapping a generator in a Proxy, which has no access to private fields. */
  get [Symbol.toStringTag](): string { return 'Random'; }

  /** Uniform in [0, 1). */
  random(): number {
    return this.#twister.double();
  }

  /**
   * Uniform between `a` and `b`.
   *
   * @throws TypeError when one of them is not a number
   */
  uniform(a: number, b: number): number {
    if (typeof a !== 'number' || typeof b !== 'number') {
      throw new TypeError(`uniform wants two numbers, got ${String(a)} and ${String(b)}`);
    }
    return a + (b - a) * this.random();
  }

  /** Normally distributed, with mean `mu` and standard deviation `sigma`: Box and Muller's two at a time. */
  gauss(mu = 0, sigma = 1): number {
    let z = this.#spare;
    this.#spare = undefined;
    if (z === undefined) {
      const angle = this.random() * (2 * Math.PI);
      const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
      z = Math.cos(angle) * radius;
      this.#spare = Math.sin(angle) * radius;
    }
    return mu + z * sigma;
  }

  /** Reorders `xs` in place, every order as likely as any other. */
  shuffle(xs: unknown[]): void {
    shuffleWith(xs, (i) => this.#below(i + 1));
  }

  /**
   * `k` elements of `xs`, with replacement; `weights` say how likely each is, all alike without them.
   *
   * @throws RangeError when `xs` is empty, when `k` is not a whole number, when there is not one weight for each
   * element, when a weight is negative or not finite, or when all are 0
   */
  choices<T>(xs: readonly T[], { weights, k = 1 }: { weights?: readonly number[]; k?: number } = {}): T[] {
    if (!(xs.length > 0)) {
      const got = Array.isArray(xs) ? 'an empty one' : `${typeof xs} ${String(xs)}`;
      throw new RangeError(`choices wants a list of at least one element to choose from, got ${got}`);
    }
    wantWhole('choices: k', k);
    const draw =
      weights === undefined ? () => Math.floor(this.random() * xs.length) : this.#weighted(xs.length, weights);
    return Array.from({ length: k }, () => xs[draw()]);
  }

  /** A draw of an index below `n`, with the given weights: where a uniform number falls among their running sums. */
  #weighted(n: number, weights: readonly number[]): () => number {
    if (weights.length !== n) throw new RangeError(`choices wants a weight for each of ${n}, got ${weights.length}`);
    let total = 0;
    const sums = weights.map((weight) => {
      if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`choices wants finite weights >= 0, got ${weight}`);
      return (total += weight);
    });
    if (!(total > 0 && total < Infinity)) throw new RangeError(`choices wants weights of a sum above 0, got ${total}`);
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
 * @throws RangeError for any other seed
 * @example
 * console.log(new NumpyRandom(1337).permutation(5)); // → [ 3, 2, 1, 0, 4 ]
 */
export class NumpyRandom {
  readonly #twister: MersenneTwister;
  /** `normal` makes two numbers at a time; the second waits here. */
  #spare: number | undefined;

  constructor(seed: number = entropy()) {
    if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
      const got = `${typeof seed} ${String(seed)}`;
      throw new RangeError(`NumpyRandom wants an integer from 0 to 2**32 - 1 as its seed, got ${got}`);
    }
    this.#twister = new MersenneTwister(seed);
  }

  /** As in `Random`. */
  get [Symbol.toStringTag](): string { return 'NumpyRandom'; }

  /** Uniform in [0, 1). */
  random(): number {
    return this.#twister.double();
  }

  /** Normally distributed, with mean `loc` and standard deviation `scale`: Marsaglia's polar method. */
  normal(loc = 0, scale = 1): number {
    const spare = this.#spare;
    if (spare !== undefined) {
      this.#spare = undefined;
      return loc + scale * spare;
    }
    for (;;) {
      const x = 2 * this.random() - 1;
      const y = 2 * this.random() - 1;
      const r2 = x * x + y * y;
      if (r2 >= 1 || r2 === 0) continue; // a point outside the unit circle, or its very centre
      const factor = Math.sqrt((-2 * Math.log(r2)) / r2);
      this.#spare = factor * x;
      return loc + scale * (factor * y);
    }
  }

  /** Reorders `xs` in place, every order as likely as any other. */
  shuffle(xs: unknown[]): void {
    shuffleWith(xs, (i) => this.#upTo(i));
  }

  /**
   * The integers below `n`, in random order.
   *
   * @throws RangeError when `n` is not a whole number; of a list, as in numpy, `shuffle` a copy
   */
  permutation(n: number): number[] {
    wantWhole('permutation: n', n);
    const xs = Array.from({ length: n }, (_, i) => i);
    this.shuffle(xs);
    return xs;
  }

  /** An integer in [0, max], max < 2³²: the low bits of a word, drawn until they make a number not above max. */
  #upTo(max: number): number {
    const mask = 2 ** (32 - Math.clz32(max)) - 1;
    for (;;) {
      const r = (this.#twister.word() & mask) >>> 0;
      if (r <= max) return r;
    }
  }
}

function wantWhole(name: string, n: number): void {
  if (Number.isInteger(n) && n >= 0) return;
  throw new RangeError(`${name} must be a whole number, not below 0; got ${typeof n} ${String(n)}`);
}

/** Fisher and Yates: from the last place down, swap in an element drawn from those not yet placed. */
function shuffleWith(xs: unknown[], drawUpTo: (i: number) => number): void {
  for (let i = xs.length - 1; i > 0; i--) {
    const j = drawUpTo(i);
    [xs[i], xs[j]] = [xs[j], xs[i]];
  }
}

/** The 32-bit words of `n`, the least significant first. */
function wordsOf(n: bigint): number[] {
  const words = [];
  do {
    words.push(Number(n & 0xffffffffn));
    n >>= 32n;
  } while (n > 0n);
  return words;
}
