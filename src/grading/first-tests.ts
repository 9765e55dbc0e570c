// first-tests.ts: tasks 1.1 to 1.4, in which there are only `add`, `mul` and `backward`.
import { check, leaf } from './checks.ts';
import type { Test } from './tasks.ts';

export const firstTests: Test[] = [
  { task: '1.1', name: 'new Value(2) holds 2, and its grad begins at 0', oracles: [leaf(2), leaf(-3.5)] },
  {
    task: '1.1', name: 'add gives the sum, and leaves its operands as they are',
    oracles: [check({ a: 2, b: -3 }, ({ a, b }) => a.add(b), -1)],
    random: { ops: ['add'], reuse: 'nothing', losses: 0 },
  },
  {
    task: '1.1', name: 'mul gives the product, and leaves its operands as they are',
    oracles: [
      check({ a: 2, b: -3 }, ({ a, b }) => a.mul(b), -6),
      check({ a: 2, b: -3, c: 10, f: -2 }, ({ a, b, c, f }) => a.mul(b).add(c).mul(f), -8),
    ],
    random: { ops: ['add', 'mul'], reuse: 'nothing', losses: 0 },
  },

  {
    task: '1.2', name: 'add passes its gradient on to both operands',
    oracles: [
      check({ a: 2, b: -3 }, ({ a, b }) => a.add(b), -1, { a: 1, b: 1 }),
      check({ a: 2, b: -3, c: 10 }, ({ a, b, c }) => a.add(b).add(c), 9, { a: 1, b: 1, c: 1 }),
    ],
    random: { ops: ['add'], reuse: 'nothing', losses: 1 },
  },
  {
    task: '1.2', name: 'mul passes its gradient on, times the other operand',
    oracles: [
      check({ a: 2, b: -3 }, ({ a, b }) => a.mul(b), -6, { a: -3, b: 2 }),
      check({ a: 2, b: -3, c: 4 }, ({ a, b, c }) => a.mul(b).mul(c), -24, { a: -12, b: 8, c: -6 }),
    ],
    random: { ops: ['mul'], reuse: 'nothing', losses: 1 },
  },
  {
    task: '1.2', name: 'a gradient goes back through several operations',
    oracles: [
      check({ a: 2, b: -3, c: 4 }, ({ a, b, c }) => a.add(b).mul(c), -4, { a: 4, b: 4, c: -1 }),
      check({ a: 2, b: -3, c: 10, f: -2 }, ({ a, b, c, f }) => a.mul(b).add(c).mul(f),
        -8, { a: 6, b: -4, c: -2, f: 4 }),
    ],
    random: { ops: ['add', 'mul'], reuse: 'nothing', losses: 1 },
  },

  {
    task: '1.3', name: 'a Value that is both operands gets both gradients',
    oracles: [
      check({ a: 3 }, ({ a }) => a.add(a), 6, { a: 2 }),
      check({ a: 3 }, ({ a }) => a.mul(a), 9, { a: 6 }),
    ],
  },
  {
    task: '1.3', name: 'a Value that is used by several operations gets a gradient from each',
    oracles: [
      check({ a: 2, b: -3 }, ({ a, b }) => a.mul(b).add(a), -4, { a: -2, b: 2 }),
      check({ a: -2, b: 3 }, ({ a, b }) => a.mul(b).mul(a.add(b)), -6, { a: -3, b: -8 }),
    ],
    random: { ops: ['add', 'mul'], reuse: 'leaves', losses: 1 },
  },

  {
    task: '1.4', name: 'b = a + a; c = b + b: a node waits until all of its gradient has arrived',
    oracles: [
      check({ a: 1 }, ({ a }) => { const b = a.add(a); return b.add(b); }, 4, { a: 4 }),
      check({ a: 2 }, ({ a }) => { const b = a.mul(a); return b.mul(b); }, 16, { a: 32 }),
    ],
  },
  {
    task: '1.4', name: 'a diamond: paths of different lengths lead back to the same node',
    oracles: [
      check({ a: 2 }, ({ a }) => { const b = a.mul(a); return b.mul(b.add(a)); }, 24, { a: 44 }),
      check({ a: 2 }, ({ a }) => { const b = a.mul(a); return b.add(a).mul(b); }, 24, { a: 44 }),
      check({ a: 2 }, ({ a }) => { const b = a.mul(a); return b.mul(a).add(a).mul(b); }, 40, { a: 92 }),
      check({ a: 2 }, ({ a }) => { const b = a.mul(a); return b.mul(b.mul(a).add(a)); }, 40, { a: 92 }),
    ],
  },
  {
    task: '1.4', name: 'the order is right in deeper graphs',
    oracles: [
      check({ a: 2, b: 1 }, ({ a, b }) => {
        const c = a.add(b);
        const d = c.mul(a);
        return d.mul(c).add(d); // (a + b)² a + (a + b) a
      }, 24, { a: 26, b: 14 }),
    ],
    random: { ops: ['add', 'mul'], reuse: 'all', losses: 1 },
  },
];
