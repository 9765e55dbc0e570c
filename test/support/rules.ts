// What every operation must do, said a second time: the value on plain numbers, and what its operands' gradients get.
// The engine is held to this table where no finite difference can tell: at kinks, at infinities, at NaN.
import type { Op } from '../../src/engine.ts';

export type Operation = Exclude<Op, ''>;

interface Rule {
  value: (a: number, b: number) => number;
  /** What a and b get when the node's own gradient is g: PyTorch's tools/autograd/derivatives.yaml, term by term. */
  gradients: (g: number, a: number, b: number) => [byA: number, byB?: number];
}

const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

/** A record over `Op`: an operation that is added to the engine and not here does not compile. */
export const rules: Record<Operation, Rule> = {
  '+': { value: (a, b) => a + b, gradients: (g) => [g, g] },
  '-': { value: (a, b) => a - b, gradients: (g) => [g, -g] },
  '*': { value: (a, b) => a * b, gradients: (g, a, b) => [g * b, g * a] },
  '/': { value: (a, b) => a / b, gradients: (g, a, b) => [g / b, -g * (a / b / b)] },
  '**': {
    value: (a, b) => a ** b,
    gradients: (g, a, b) => [
      b === 0 ? 0 : g * (b * a ** (b - 1)),
      a === 0 && b >= 0 ? 0 : g * (a ** b * Math.log(a)),
    ],
  },
  max: {
    // IEEE 754-2019's maximum: NaN if either is, and 0 is above -0.
    value: (a, b) => (Number.isNaN(a) || a > b || (a === b && Object.is(b, -0)) ? a : b),
    gradients: (g, a, b) => (a < b ? [0, g] : a > b ? [g, 0] : a === b ? [g / 2, g / 2] : [g, g]),
  },
  when: { value: (a, b) => (b <= 0 ? 0 : a), gradients: (g, _, b) => [b <= 0 ? 0 : g, 0] },
  neg: { value: (a) => -a, gradients: (g) => [-g] },
  exp: { value: (a) => Math.exp(a), gradients: (g, a) => [g * Math.exp(a)] },
  log: { value: (a) => Math.log(a), gradients: (g, a) => [g / a] },
  relu: { value: (a) => (a <= 0 ? 0 : a), gradients: (g, a) => [a <= 0 ? 0 : g] },
  tanh: { value: (a) => Math.tanh(a), gradients: (g, a) => [g * (1 - Math.tanh(a) ** 2)] },
  sigmoid: { value: sigmoid, gradients: (g, a) => [g * (1 - sigmoid(a)) * sigmoid(a)] },
  sin: { value: (a) => Math.sin(a), gradients: (g, a) => [g * Math.cos(a)] },
  cos: { value: (a) => Math.cos(a), gradients: (g, a) => [g * -Math.sin(a)] },
};

export const operations = Object.keys(rules) as Operation[];

export const isBinary = (op: Operation) => rules[op].gradients(1, 1, 1).length === 2;
