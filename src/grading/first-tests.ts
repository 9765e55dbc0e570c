// first-tests.ts: tasks 1.1 to 1.4, in which there are only `add`, `mul` and `backward`.
import { testNames } from './assignments/value/words.ts';
import { check, gradsOfResults, leaf, leafBackward, manyDoublings } from './checks.ts';
import type { Test } from './tasks.ts';

export const firstTests: Test[] = [
  { task: '1.1', name: testNames.leaf, oracles: [leaf(2), leaf(-3.5)] },
  {
    task: '1.1', name: testNames.sum,
    oracles: [check({ a: 2, b: -3 }, ({ a, b }) => a.add(b), -1)],
    random: { ops: ['add'], reuse: 'nothing', losses: 0 },
  },
  {
    task: '1.1', name: testNames.product,
    oracles: [
      check({ a: 2, b: -3 }, ({ a, b }) => a.mul(b), -6),
      check({ a: 2, b: -3, c: 10, f: -2 }, ({ a, b, c, f }) => a.mul(b).add(c).mul(f), -8),
      check({ a: 0.25, b: 0.75, c: -1.25 }, ({ a, b, c }) => a.mul(b).mul(c), -0.234375),
    ],
    random: { ops: ['mul', 'add'], about: ['mul'], reuse: 'nothing', losses: 0 },
  },

  {
    task: '1.2', name: testNames.addGrads,
    oracles: [
      check({ a: 2, b: -3 }, ({ a, b }) => a.add(b), -1, { a: 1, b: 1 }),
      check({ a: 2, b: -3, c: 10 }, ({ a, b, c }) => a.add(b).add(c), 9, { a: 1, b: 1, c: 1 }),
      check({ a: 1, b: 2, c: -4 }, ({ a, b, c }) => a.add(b.add(c)), -1, { a: 1, b: 1, c: 1 }),
      check({ a: 1, b: 2, c: -4, d: 0.5, e: 6, f: -2 },
        ({ a, b, c, d, e, f }) => a.add(b).add(c).add(d).add(e).add(f), 3.5, { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }),
      check({ a: 2, b: 0 }, ({ a, b }) => a.add(b), 2, { a: 1, b: 1 }),
      check({ a: 0, b: 3 }, ({ a, b }) => a.add(b), 3, { a: 1, b: 1 }),
    ],
    random: { ops: ['add'], reuse: 'nothing', losses: 1 },
  },
  {
    task: '1.2', name: testNames.mulGrads,
    oracles: [
      check({ a: 2, b: -3 }, ({ a, b }) => a.mul(b), -6, { a: -3, b: 2 }),
      check({ a: 2, b: -3, c: 4 }, ({ a, b, c }) => a.mul(b).mul(c), -24, { a: -12, b: 8, c: -6 }),
      check({ a: 2, b: -3, c: 4 }, ({ a, b, c }) => a.mul(b.mul(c)), -24, { a: -12, b: 8, c: -6 }),
      check({ a: 0.5, b: -3, c: 0.25, d: 1.5, e: -0.5, f: 3 },
        ({ a, b, c, d, e, f }) => a.mul(b).mul(c).mul(d).mul(e).mul(f),
        0.84375, { a: 1.6875, b: -0.28125, c: 3.375, d: 0.5625, e: -1.6875, f: 0.28125 }),
      check({ a: 0, b: 3 }, ({ a, b }) => a.mul(b), 0, { a: 3, b: 0 }),
    ],
    random: { ops: ['mul'], reuse: 'nothing', losses: 1 },
  },
  {
    task: '1.2', name: testNames.severalOperations,
    oracles: [
      check({ a: 2, b: -3, c: 4 }, ({ a, b, c }) => a.add(b).mul(c), -4, { a: 4, b: 4, c: -1 }),
      check({ a: 2, b: -3, c: 10, f: -2 }, ({ a, b, c, f }) => a.mul(b).add(c).mul(f),
        -8, { a: 6, b: -4, c: -2, f: 4 }),
      check({ a: 2, b: -3, c: 4, d: 0.5 }, ({ a, b, c, d }) => a.add(b).mul(c.add(d)),
        -4.5, { a: 4.5, b: 4.5, c: -1, d: -1 }),
      check({ a: 2, b: -3, c: 4, d: 0.5 }, ({ a, b, c, d }) => a.mul(b).add(c.mul(d)),
        -4, { a: -3, b: 2, c: 0.5, d: 4 }),
      check({ a: 0.25, b: 0.75, c: -1.25, d: 2, e: -3, f: 1.5 },
        ({ a, b, c, d, e, f }) => a.mul(b).mul(c).add(d).mul(e).add(f),
        -3.796875, { a: 2.8125, b: 0.9375, c: -0.5625, d: -3, e: 1.765625, f: 1 }),
      leafBackward(),
    ],
    random: { ops: ['add', 'mul'], reuse: 'nothing', losses: 1 },
  },

  {
    task: '1.3', name: testNames.sameOperands,
    oracles: [
      check({ a: 3 }, ({ a }) => a.add(a), 6, { a: 2 }),
      check({ a: 3 }, ({ a }) => a.mul(a), 9, { a: 6 }),
    ],
  },
  {
    task: '1.3', name: testNames.severalUses,
    oracles: [
      check({ a: 2, b: -3 }, ({ a, b }) => a.mul(b).add(a), -4, { a: -2, b: 2 }),
      check({ a: -2, b: 3 }, ({ a, b }) => a.mul(b).mul(a.add(b)), -6, { a: -3, b: -8 }),
      check({ a: 2, b: -3 }, ({ a, b }) => a.add(a.mul(b)), -4, { a: -2, b: 2 }),
      check({ a: 0.25, b: -0.75 }, ({ a, b }) => a.mul(b).add(a).mul(b).add(a).mul(b),
        -0.15234375, { a: -0.609375, b: 0.296875 }),
    ],
    random: { ops: ['add', 'mul'], reuse: 'leaves', losses: 1 },
  },

  {
    task: '1.4', name: testNames.waits,
    oracles: [
      check({ a: 1 }, ({ a }) => { const b = a.add(a); return b.add(b); }, 4, { a: 4 }),
      check({ a: 2 }, ({ a }) => { const b = a.mul(a); return b.mul(b); }, 16, { a: 32 }),
      gradsOfResults(),
    ],
  },
  {
    task: '1.4', name: testNames.diamond,
    oracles: [
      check({ a: 2 }, ({ a }) => { const b = a.mul(a); return b.mul(b.add(a)); }, 24, { a: 44 }),
      check({ a: 2 }, ({ a }) => { const b = a.mul(a); return b.add(a).mul(b); }, 24, { a: 44 }),
      check({ a: 2 }, ({ a }) => { const b = a.mul(a); return b.mul(a).add(a).mul(b); }, 40, { a: 92 }),
      check({ a: 2 }, ({ a }) => { const b = a.mul(a); return b.mul(b.mul(a).add(a)); }, 40, { a: 92 }),
    ],
  },
  {
    task: '1.4', name: testNames.deeper,
    oracles: [
      check({ a: 2, b: 1 }, ({ a, b }) => {
        const c = a.add(b);
        const d = c.mul(a);
        return d.mul(c).add(d); // (a + b)² a + (a + b) a
      }, 24, { a: 26, b: 14 }),
      check({ a: 0.5, b: -1.5 }, ({ a, b }) => {
        const c = a.mul(b);
        const d = c.add(a);
        return d.mul(c).add(b).mul(d).add(c);
      }, -0.421875, { a: -1.03125, b: -0.28125 }),
      check({ a: 2, b: -3 }, ({ a, b }) => { const c = a.mul(b); return a.add(c.mul(c)); }, 38, { a: 37, b: -24 }),
    ],
    random: { ops: ['add', 'mul'], reuse: 'all', losses: 1 },
  },
  {
    task: '1.4', name: testNames.fortyTimes,
    oracles: [manyDoublings(40)],
  },
];
