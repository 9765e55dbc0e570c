// later-tests.ts: tasks 1.5 to 1.8, the other operations and what they are for. Random expressions are short here, use
// results only once, and no Value as both operands: whoever has trouble with task 1.3 or 1.4 keeps these marks.
import { testNames } from './assignments/value/words.ts';
import {
  builtFirst, chain, check, neuron, sameLossTwice, sharedResult, tanhNeuron, tenSteps, twoLosses,
} from './checks.ts';
import type { Op } from './script.ts';
import type { Recipe, Test } from './tasks.ts';

const simple: Pick<Recipe, 'reuse' | 'isSimple'> = { reuse: 'leaves', isSimple: true };
const oneOperation = (op: Op): Recipe => ({ ops: [op, 'mul', 'add'], about: [op], losses: 1, ...simple });

export const laterTests: Test[] = [
  {
    task: '1.5', name: testNames.numbers,
    oracles: [
      check({ a: 3 }, ({ a }) => a.add(1), 4, { a: 1 }),
      check({ a: 3 }, ({ a }) => a.mul(2), 6, { a: 2 }),
      check({ a: 3 }, ({ a }) => a.sub(1), 2, { a: 1 }),
      check({ a: 3 }, ({ a }) => a.div(2), 1.5, { a: 0.5 }),
      check({ a: 1 }, ({ a }) => a.div(3), 0.3333333333333333, { a: 0.3333333333333333 }),
      check({ a: 2 }, ({ a }) => a.mul(2).mul(a.add(3)), 20, { a: 14 }),
    ],
    random: { ops: ['add', 'mul', 'sub', 'div'], losses: 1, numbers: true, ...simple },
  },
  {
    task: '1.5', name: testNames.pow,
    oracles: [
      check({ a: 2 }, ({ a }) => a.pow(3), 8, { a: 12 }),
      check({ a: 4 }, ({ a }) => a.pow(-1), 0.25, { a: -0.0625 }),
      check({ a: 16 }, ({ a }) => a.pow(0.5), 4, { a: 0.125 }),
      check({ a: -3 }, ({ a }) => a.pow(2), 9, { a: -6 }),
      check({ a: 3 }, ({ a }) => a.pow(1), 3, { a: 1 }),
      check({ a: 3 }, ({ a }) => a.pow(0), 1, { a: 0 }),
      check({ a: 3 }, ({ a }) => a.pow(-2), 0.1111111111111111, { a: -0.07407407407407407 }),
      check({ a: 0 }, ({ a }) => a.pow(2), 0, { a: 0 }),
      check({ a: 0 }, ({ a }) => a.pow(1), 0, { a: 1 }),
      check({ a: 2, b: -3 }, ({ a, b }) => a.pow(3).mul(b).add(a), -22, { a: -35, b: 8 }),
      check({ a: 2, b: 5 }, ({ a, b }) => a.mul(b).add(a.pow(3)), 18, { a: 17, b: 2 }),
    ],
    random: oneOperation('pow'),
  },
  {
    task: '1.5', name: testNames.neg,
    oracles: [
      check({ a: 3 }, ({ a }) => a.neg(), -3, { a: -1 }),
      check({ a: 3, b: 4 }, ({ a, b }) => a.neg().mul(b).add(a), -9, { a: -3, b: -3 }),
      check({ a: 3, b: 4 }, ({ a, b }) => a.mul(b).add(a.neg()), 9, { a: 3, b: 3 }),
      check({ a: 3, b: 4 }, ({ a, b }) => a.add(b).neg(), -7, { a: -1, b: -1 }),
    ],
    random: oneOperation('neg'),
  },
  {
    task: '1.5', name: testNames.sub,
    oracles: [
      check({ a: 5, b: 3 }, ({ a, b }) => a.sub(b), 2, { a: 1, b: -1 }),
      check({ a: 5, b: 3, c: -2 }, ({ a, b, c }) => a.sub(b).mul(c), -4, { a: -2, b: 2, c: 2 }),
      check({ a: 5, b: 3 }, ({ a, b }) => a.sub(b).mul(a), 10, { a: 7, b: -5 }),
      check({ a: 5, b: 3 }, ({ a, b }) => a.sub(b).mul(b), 6, { a: 3, b: -1 }),
      check({ a: 5, b: 3 }, ({ a, b }) => a.mul(b).mul(a.sub(b)), 30, { a: 21, b: -5 }),
      check({ a: 5 }, ({ a }) => a.sub(a), 0, { a: 0 }),
      check({ a: 3, b: 4, c: 5 }, ({ a, b, c }) => a.add(b).sub(c), 2, { a: 1, b: 1, c: -1 }),
      check({ a: 3, b: 4, c: 5 }, ({ a, b, c }) => c.sub(a.add(b)), -2, { a: -1, b: -1, c: 1 }),
    ],
    random: oneOperation('sub'),
  },
  {
    task: '1.5', name: testNames.div,
    oracles: [
      check({ a: 3, b: 4 }, ({ a, b }) => a.div(b), 0.75, { a: 0.25, b: -0.1875 }),
      check({ a: 3, b: 4, c: -2 }, ({ a, b, c }) => a.div(b).mul(c), -1.5, { a: -0.5, b: 0.375, c: 0.75 }),
      check({ a: 3, b: 4 }, ({ a, b }) => a.div(b).mul(a), 2.25, { a: 1.5, b: -0.5625 }),
      check({ a: 3, b: 4 }, ({ a, b }) => a.div(b).add(b), 4.75, { a: 0.25, b: 0.8125 }),
      check({ a: 3, b: 4 }, ({ a, b }) => a.mul(b).mul(a.div(b)), 9, { a: 6, b: 0 }),
      check({ a: 1, b: 3 }, ({ a, b }) => a.div(b),
        0.3333333333333333, { a: 0.3333333333333333, b: -0.1111111111111111 }),
      check({ a: 4 }, ({ a }) => a.div(a), 1, { a: 0 }),
      check({ a: 3, b: 5, c: 4 }, ({ a, b, c }) => a.add(b).div(c), 2, { a: 0.25, b: 0.25, c: -0.5 }),
      check({ a: 3, b: 1, c: 6 }, ({ a, b, c }) => c.div(a.add(b)), 1.5, { a: -0.375, b: -0.375, c: 0.25 }),
      check({ a: 0, b: 4 }, ({ a, b }) => a.div(b), 0, { a: 0.25, b: 0 }),
    ],
    random: oneOperation('div'),
  },

  {
    task: '1.6', name: testNames.relu,
    oracles: [
      check({ a: 3 }, ({ a }) => a.relu(), 3, { a: 1 }),
      check({ a: -3 }, ({ a }) => a.relu(), 0, { a: 0 }),
      check({ a: 0 }, ({ a }) => a.relu(), 0), // there the derivative may be 0 or 1
      check({ a: 1e6, b: -3 }, ({ a, b }) => a.relu().mul(b).add(a), -2e6, { a: -2, b: 1e6 }),
      check({ a: -3, b: 2 }, ({ a, b }) => a.relu().mul(b).add(a), -3, { a: 1, b: 0 }),
      check({ a: 3, b: 2 }, ({ a, b }) => a.mul(b).add(a.relu()), 9, { a: 3, b: 3 }),
      check({ a: 3, b: 4 }, ({ a, b }) => a.add(b).relu(), 7, { a: 1, b: 1 }),
    ],
    random: oneOperation('relu'),
  },
  {
    task: '1.6', name: testNames.tanh,
    oracles: [
      check({ a: 1 }, ({ a }) => a.tanh(), 0.7615941559557649, { a: 0.41997434161402603 }),
      check({ a: 1000 }, ({ a }) => a.tanh(), 1, { a: 0 }),
      check({ a: -1000 }, ({ a }) => a.tanh(), -1, { a: 0 }),
      check({ a: 1, b: -2 }, ({ a, b }) => a.tanh().mul(b).add(a),
        -0.5231883119115297, { a: 0.16005131677194794, b: 0.7615941559557649 }),
      check({ a: 1, b: -2 }, ({ a, b }) => a.mul(b).add(a.tanh()),
        -1.2384058440442351, { a: -1.580025658385974, b: 1 }),
    ],
    random: oneOperation('tanh'),
  },
  {
    task: '1.6', name: testNames.exp,
    oracles: [
      check({ a: 1 }, ({ a }) => a.exp(), 2.718281828459045, { a: 2.718281828459045 }),
      check({ a: 700 }, ({ a }) => a.exp(), 1.0142320547350045e304, { a: 1.0142320547350045e304 }),
      check({ a: -1000 }, ({ a }) => a.exp(), 0, { a: 0 }),
      check({ a: 2, b: -2 }, ({ a, b }) => a.exp().mul(b).add(a),
        -12.7781121978613, { a: -13.7781121978613, b: 7.38905609893065 }),
      check({ a: 2, b: -2 }, ({ a, b }) => a.mul(b).add(a.exp()), 3.38905609893065, { a: 5.38905609893065, b: 2 }),
      check({ a: 0.25, b: 0.75 }, ({ a, b }) => a.add(b).exp(),
        2.718281828459045, { a: 2.718281828459045, b: 2.718281828459045 }),
    ],
    random: oneOperation('exp'),
  },
  {
    task: '1.6', name: testNames.log,
    oracles: [
      check({ a: 2 }, ({ a }) => a.log(), 0.6931471805599453, { a: 0.5 }),
      check({ a: 1e300 }, ({ a }) => a.log(), 690.7755278982137, { a: 1e-300 }),
      check({ a: 2, b: -2 }, ({ a, b }) => a.log().mul(b).add(a),
        0.6137056388801094, { a: 0, b: 0.6931471805599453 }),
      check({ a: 4, b: -2 }, ({ a, b }) => a.mul(b).add(a.log()), -6.613705638880109, { a: -1.75, b: 4 }),
      check({ a: 2, b: 4 }, ({ a, b }) => a.add(b).log(),
        1.791759469228055, { a: 0.16666666666666666, b: 0.16666666666666666 }),
    ],
    random: oneOperation('log'),
  },

  {
    task: '1.7', name: testNames.twoLosses,
    oracles: [
      twoLosses((a, b) => a.mul(b), (a, b) => a.add(b), [-2, 3]),
      twoLosses((a, b) => a.mul(b), (a, b) => a.mul(b), [-6, 4]),
      builtFirst(),
    ],
    random: { ops: ['add', 'mul'], losses: 2, ...simple },
  },
  {
    task: '1.7', name: testNames.reset,
    oracles: [twoLosses((a, b) => a.mul(b), (a, b) => a.add(b), [1, 3], true), sharedResult(), sameLossTwice()],
  },

  {
    task: '1.8', name: testNames.neuron,
    oracles: [
      check(neuron, tanhNeuron, 0.7071067811865477, { x1: -1.5, w1: 1, x2: 0.5, w2: 0, b: 0.5 }),
      check({ ...neuron, b: 8 }, tanhNeuron, 0.9640275800758169, {
        x1: -0.2119524745594933, w1: 0.14130164970632886, x2: 0.07065082485316443, w2: 0,
        b: 0.07065082485316443,
      }),
    ],
  },
  { task: '1.8', name: testNames.tenSteps, oracles: [tenSteps()] },

  { task: 'extra', name: testNames.longChain, oracles: [chain(100_000)] },
];
