// optim.ts: optimizers. They move parameters against their gradients, so that the loss gets smaller. The rules, SGD and
// Adam, are PyTorch's.
//
//     const optimizer = new SGD(model.parameters(), { learningRate: 0.1 });
//     for (let epoch = 0; epoch < 100; epoch++) {
//       const loss = squaredError(…);
//       optimizer.zeroGrad();           // otherwise the gradients of all steps would add up
//       loss.backward();
//       optimizer.step();
//     }
//
// datasets.ts comes next.
import {
  checkFinite, checkIdentities, checkInteger, checkNonNegative, checkNumbers, checkOptions, checkState, checkValues,
} from './check.ts';
import { type Value } from './engine.ts';

/** The base class of the optimizers. It has the parameters, and a learning rate that may be changed between steps. */
export abstract class Optimizer {
  readonly parameters: readonly Value[];
  readonly #owner: string;
  #learningRate = 0;

  constructor(owner: string, parameters: readonly Value[], learningRate: number) {
    // A Set, because a layer that is used twice lists its parameters twice, but a step must move them once. Frozen,
    // because the state has one entry for each parameter.
    this.parameters = Object.freeze([...new Set(checkValues(owner, 'parameters', parameters))]);
    checkIdentities(this.parameters);
    this.#owner = owner;
    this.learningRate = learningRate;
  }

  /** A step is proportional to it. */
  get learningRate(): number { return this.#learningRate; }
  /** Set it before any step, for example to `1 - 0.9 * step / 100`. */
  set learningRate(rate: number) { this.#learningRate = checkNonNegative(this.#owner, 'learningRate', rate); }

  /** Vue's `reactive` wraps no object that has a tag. In a Proxy, the methods could not reach the private fields. */
  get [Symbol.toStringTag](): string { return this.#owner; }

  /** Moves every parameter by one step against its `grad`. */
  abstract step(): void;
  /** All that the next step depends on, except the parameters themselves, as plain data. */
  abstract state(): object;
  /** Takes a state that `state()` returned, and continues from there. */
  abstract load(state: object): void;
  /** Sets every `grad` to 0, as `model.zeroGrad()` does. */
  zeroGrad(): void { for (const p of this.parameters) p.grad = 0; }
}

/** Any other option, such as PyTorch's `lr`, is an error. */
export interface SGDOptions {
  /** By default 0.001, as in PyTorch. */
  learningRate?: number | undefined;
  /** The fraction of its velocity that a parameter keeps from one step to the next: by default 0, often 0.9. */
  momentum?: number | undefined;
  /** By default 0. Adds weightDecay * parameter to each gradient, which pulls the parameters towards 0. */
  weightDecay?: number | undefined;
}

/** The state of SGD as plain data, for JSON. `velocities[i]` is the velocity of parameter i. */
export interface SGDState extends Required<SGDOptions> { velocities: number[] }

/**
 * Stochastic gradient descent: velocity = momentum * velocity + grad, then parameter -= learningRate * velocity. This
 * is the rule of `torch.optim.SGD`. (Sutskever et al., 2013, put the learning rate into the velocity.)
 *
 * @throws TypeError for an argument of a wrong type or an unknown option; RangeError if there are no parameters, or if
 * an option is negative or not finite
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

  /** All that the next step depends on, except the parameters themselves, as plain data. */
  state(): SGDState {
    const [momentum, weightDecay] = [this.#momentum, this.#weightDecay];
    return { learningRate: this.learningRate, momentum, weightDecay, velocities: [...this.#velocities] };
  }

  /**
   * Takes a state that `state()` returned, and continues from there, bit for bit.
   *
   * @throws TypeError or RangeError if it is not a state of SGD for as many parameters; nothing has changed then
   */
  load(state: SGDState): void {
    checkState('SGD.load', state);
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

/** Any other option, such as PyTorch's `lr`, is an error. */
export interface AdamOptions {
  /** By default 0.001. */
  learningRate?: number | undefined;
  /** The fractions of the running means of grad and of grad² that a step keeps; by default [0.9, 0.999]. */
  betas?: readonly [number, number] | undefined;
  /** Added to the denominator of a step, which would be 0 where the gradient was always 0; by default 1e-8. */
  epsilon?: number | undefined;
  /**
   * By default 0. Each step first multiplies each parameter by 1 - learningRate * weightDecay, which makes Adam into
   * AdamW (Loshchilov and Hutter, 2019). Unlike in SGD, the gradient does not change.
   */
  weightDecay?: number | undefined;
}

/** The state of Adam as plain data, for JSON: for each parameter, the running means of grad and of grad². */
export interface AdamState extends Required<AdamOptions> { steps: number; means: number[]; squares: number[] }

/**
 * Adam (Kingma and Ba, 2015, algorithm 1). A step is `learningRate` times the running mean of grad, divided by the
 * square root of the running mean of grad². So a parameter moves by about `learningRate`, however large its gradients
 * are. Both means begin at 0, and are too small at first: dividing them by 1 - beta ** steps corrects that. The
 * operations are in the order of `torch.optim.Adam`, and with a `weightDecay` of `torch.optim.AdamW`.
 *
 * @throws TypeError for an argument of a wrong type or an unknown option; RangeError if there are no parameters, if an
 * option is negative or not finite, or if a beta is not below 1
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

  /** All that the next step depends on, except the parameters themselves, as plain data. */
  state(): AdamState {
    return {
      learningRate: this.learningRate, betas: [...this.#betas], epsilon: this.#epsilon, weightDecay: this.#weightDecay,
      steps: this.#steps, means: [...this.#means], squares: [...this.#squares],
    };
  }

  /**
   * Takes a state that `state()` returned, and continues from there, bit for bit.
   *
   * @throws TypeError or RangeError if it is not a state of Adam for as many parameters; nothing has changed then
   */
  load(state: AdamState): void {
    checkState('Adam.load', state);
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
/** Checks that `xs` is a list of this length, and each of its entries by `check`. */
const checkAll = (owner: string, name: string, xs: unknown, length: number, check: Check) =>
  checkNumbers(owner, name, xs, length).map((x, i) => check(owner, `${name}[${i}]`, x));

const checkBetas = (owner: string, name: string, betas: unknown) =>
  checkAll(owner, name, betas, 2, (...args) => checkNonNegative(...args, 1)) as [number, number];
