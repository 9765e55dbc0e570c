// optim.ts: rules by which parameters follow their gradients downhill, as PyTorch has them.
//
//     const optimizer = new SGD(model.parameters(), { learningRate: 0.1 });
//     for (let epoch = 0; epoch < 100; epoch++) {
//       const loss = squaredError(…);
//       optimizer.zeroGrad();           // else the gradients of all steps add up
//       loss.backward();
//       optimizer.step();
//     }
//
// datasets.ts comes next.
import {
  checkFinite, checkIdentities, checkInteger, checkNonNegative, checkNumbers, checkObject, checkOptions, checkValues,
} from './check.ts';
import { type Value } from './engine.ts';

/** What every optimizer has: parameters, and a learning rate that may be set between steps. */
export abstract class Optimizer {
  readonly parameters: readonly Value[];
  readonly #owner: string;
  #learningRate = 0;

  constructor(owner: string, parameters: readonly Value[], learningRate: number) {
    // A layer that is used twice is still moved once. Frozen, since the state has a number for each parameter.
    this.parameters = Object.freeze([...new Set(checkValues(owner, 'parameters', parameters))]);
    checkIdentities(this.parameters);
    this.#owner = owner;
    this.learningRate = learningRate;
  }

  /** How far a step goes. */
  get learningRate(): number { return this.#learningRate; }
  /** At any time between steps, as in `1 - 0.9 * step / 100`. */
  set learningRate(rate: number) { this.#learningRate = checkNonNegative(this.#owner, 'learningRate', rate); }

  /** Keeps Vue's `reactive` from wrapping an optimizer in a Proxy, which has no access to private fields. */
  get [Symbol.toStringTag](): string { return this.#owner; }

  /** Moves every parameter by one step against its `grad`. */
  abstract step(): void;
  /** Everything but the parameters that the next step depends on, as plain data. */
  abstract state(): object;
  /** Continues from a `state()`. */
  abstract load(state: object): void;
  /** Sets every `grad` to 0, as `model.zeroGrad()` does. */
  zeroGrad(): void { for (const p of this.parameters) p.grad = 0; }
}

/** An option that is not among them, such as PyTorch's `lr`, is an error. */
export interface SGDOptions {
  /** By default 0.001, as in PyTorch. */
  learningRate?: number | undefined;
  /** How much of its velocity a parameter keeps from step to step: by default 0, often 0.9. */
  momentum?: number | undefined;
  /** Adds weightDecay * parameter to each gradient, which pulls parameters towards 0; by default 0. */
  weightDecay?: number | undefined;
}

/** What `state()` gives and `load` takes: plain data, for JSON. A velocity for each parameter. */
export interface SGDState extends Required<SGDOptions> { velocities: number[] }

/**
 * Stochastic gradient descent: velocity = momentum * velocity + grad, parameter -= learningRate * velocity. The rule of
 * `torch.optim.SGD` (Sutskever et al., 2013, with the learning rate outside the velocity).
 *
 * @throws TypeError for an argument of a wrong type or an unknown option; RangeError without parameters, or if a number
 * is negative or not finite
 * @example
 * const x = new Value(3);
 * const optimizer = new SGD([x], { learningRate: 0.25 });
 * x.mul(x).backward();
 * optimizer.step();
 * console.log(x.data); // → 1.5
 */
export class SGD extends Optimizer {
  #momentum: number;
  #weightDecay: number;
  #velocities: number[];

  constructor(parameters: readonly Value[], options: SGDOptions = {}) {
    const { learningRate = 0.001, momentum = 0, weightDecay = 0 } =
      checkOptions('SGD', options, ['learningRate', 'momentum', 'weightDecay']);
    super('SGD', parameters, learningRate);
    this.#momentum = checkNonNegative('SGD', 'momentum', momentum);
    this.#weightDecay = checkNonNegative('SGD', 'weightDecay', weightDecay);
    this.#velocities = this.parameters.map(() => 0);
  }

  step(): void {
    this.parameters.forEach((p, i) => {
      const grad = p.grad + this.#weightDecay * p.data;
      this.#velocities[i] = this.#momentum * this.#velocities[i] + grad;
      p.data -= this.learningRate * this.#velocities[i];
    });
  }

  /** Everything but the parameters that the next step depends on, as plain data. */
  state(): SGDState {
    const [momentum, weightDecay] = [this.#momentum, this.#weightDecay];
    return { learningRate: this.learningRate, momentum, weightDecay, velocities: [...this.#velocities] };
  }

  /**
   * Continues from a `state()`, bit for bit.
   *
   * @throws TypeError or RangeError, before anything has changed, if it is not a state of SGD for as many parameters
   */
  load(state: SGDState): void {
    checkObject('SGD.load', 'state', state, 'an object that state() gave');
    const velocities = checkAll('SGD.load', 'state.velocities', state.velocities, this.parameters.length, checkFinite);
    const learningRate = checkNonNegative('SGD.load', 'state.learningRate', state.learningRate);
    const momentum = checkNonNegative('SGD.load', 'state.momentum', state.momentum);
    const weightDecay = checkNonNegative('SGD.load', 'state.weightDecay', state.weightDecay);
    this.learningRate = learningRate;
    this.#momentum = momentum;
    this.#weightDecay = weightDecay;
    this.#velocities = velocities;
  }
}

/** An option that is not among them, such as PyTorch's `lr`, is an error. */
export interface AdamOptions {
  /** By default 0.001. */
  learningRate?: number | undefined;
  /** How much of the running means of grad and of grad² is kept from step to step; by default [0.9, 0.999]. */
  betas?: readonly [number, number] | undefined;
  /** Keeps a step finite where the gradient was always 0; by default 1e-8. */
  epsilon?: number | undefined;
  /**
   * How much of a parameter a step takes away, as a fraction of `learningRate`: by default 0. With it, Adam is AdamW
   * (Loshchilov and Hutter, 2019). The gradient is left as it is, unlike in SGD.
   */
  weightDecay?: number | undefined;
}

/** What `state()` gives and `load` takes: plain data, for JSON. A mean of grad and one of grad² for each parameter. */
export interface AdamState extends Required<AdamOptions> { steps: number; means: number[]; squares: number[] }

/**
 * Adam (Kingma and Ba, 2015, algorithm 1, in the order of operations of `torch.optim.Adam`): a running mean of grad is
 * divided by the root of one of grad², so that each parameter moves by about `learningRate` a step, however large its
 * gradients are. Both means begin at 0; dividing them by 1 - beta ** steps makes up for that. With a `weightDecay`, it
 * is `torch.optim.AdamW`.
 *
 * @throws TypeError for an argument of a wrong type or an unknown option; RangeError without parameters, or if a number
 * is negative or not finite, or if a beta is not below 1
 * @example
 * const x = new Value(3);
 * const optimizer = new Adam([x], { learningRate: 0.25 });
 * x.mul(x).backward();
 * optimizer.step();
 * console.log(x.data.toFixed(6)); // → 2.750000
 */
export class Adam extends Optimizer {
  #betas: readonly [number, number];
  #epsilon: number;
  #weightDecay: number;
  #steps = 0;
  #means: number[];
  #squares: number[];

  constructor(parameters: readonly Value[], options: AdamOptions = {}) {
    const { learningRate = 0.001, betas = [0.9, 0.999], epsilon = 1e-8, weightDecay = 0 } =
      checkOptions('Adam', options, ['learningRate', 'betas', 'epsilon', 'weightDecay']);
    super('Adam', parameters, learningRate);
    this.#betas = checkBetas('Adam', 'betas', betas);
    this.#epsilon = checkNonNegative('Adam', 'epsilon', epsilon);
    this.#weightDecay = checkNonNegative('Adam', 'weightDecay', weightDecay);
    this.#means = this.parameters.map(() => 0);
    this.#squares = this.parameters.map(() => 0);
  }

  step(): void {
    const [beta1, beta2] = this.#betas;
    this.#steps++;
    const stepSize = this.learningRate / (1 - beta1 ** this.#steps);
    const squareScale = Math.sqrt(1 - beta2 ** this.#steps);
    this.parameters.forEach((p, i) => {
      p.data *= 1 - this.learningRate * this.#weightDecay;
      this.#means[i] = beta1 * this.#means[i] + (1 - beta1) * p.grad;
      this.#squares[i] = beta2 * this.#squares[i] + (1 - beta2) * p.grad * p.grad;
      p.data -= (stepSize * this.#means[i]) / (Math.sqrt(this.#squares[i]) / squareScale + this.#epsilon);
    });
  }

  /** Everything but the parameters that the next step depends on, as plain data. */
  state(): AdamState {
    return {
      learningRate: this.learningRate, betas: [...this.#betas], epsilon: this.#epsilon, weightDecay: this.#weightDecay,
      steps: this.#steps, means: [...this.#means], squares: [...this.#squares],
    };
  }

  /**
   * Continues from a `state()`, bit for bit.
   *
   * @throws TypeError or RangeError, before anything has changed, if it is not a state of Adam for as many parameters
   */
  load(state: AdamState): void {
    checkObject('Adam.load', 'state', state, 'an object that state() gave');
    const { length } = this.parameters;
    const means = checkAll('Adam.load', 'state.means', state.means, length, checkFinite);
    const squares = checkAll('Adam.load', 'state.squares', state.squares, length, checkNonNegative);
    const learningRate = checkNonNegative('Adam.load', 'state.learningRate', state.learningRate);
    const betas = checkBetas('Adam.load', 'state.betas', state.betas);
    const epsilon = checkNonNegative('Adam.load', 'state.epsilon', state.epsilon);
    const weightDecay = checkNonNegative('Adam.load', 'state.weightDecay', state.weightDecay);
    const steps = checkInteger('Adam.load', 'state.steps', state.steps, 0);
    this.learningRate = learningRate;
    this.#betas = betas;
    this.#epsilon = epsilon;
    this.#weightDecay = weightDecay;
    this.#steps = steps;
    this.#means = means;
    this.#squares = squares;
  }
}

type Check = (owner: string, name: string, x: unknown) => number;
const checkAll = (owner: string, name: string, xs: unknown, length: number, check: Check) =>
  checkNumbers(owner, name, xs, length).map((x, i) => check(owner, `${name}[${i}]`, x));

const checkBetas = (owner: string, name: string, betas: unknown) =>
  checkAll(owner, name, betas, 2, (...args) => checkNonNegative(...args, 1)) as [number, number];
