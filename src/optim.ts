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
import { describe, isValue, type Value } from './engine.ts';
import { checkIdentities } from './check.ts';
import { wantOptions } from './options.ts';

/** What every optimizer has: parameters, and a learning rate that may be set between steps. */
abstract class Optimizer {
  readonly parameters: readonly Value[];
  #learningRate = 0;

  constructor(parameters: readonly Value[], learningRate: number) {
    if (!Array.isArray(parameters) || parameters.length === 0) {
      throw new TypeError(`an optimizer wants Values to train, as in model.parameters(); got ${describe(parameters)}`);
    }
    parameters.forEach((p, i) => {
      if (!isValue(p)) throw new TypeError(`parameter ${i} of an optimizer must be a Value, got ${describe(p)}`);
    });
    this.parameters = [...new Set(parameters)]; // a layer that is used twice is still moved once
    checkIdentities(this.parameters);
    this.learningRate = learningRate;
  }

  /** How far a step goes. */
  get learningRate(): number { return this.#learningRate; }
  /** At any time between steps, as in `1 - 0.9 * step / 100`. */
  set learningRate(rate: number) { this.#learningRate = wantNumber('learningRate', rate); }

  /** Keeps Vue's `reactive` from wrapping an optimizer in a Proxy, which has no access to private fields. */
  get [Symbol.toStringTag](): string { return this.constructor.name; }

  /** Moves every parameter by one step against its `grad`. */
  abstract step(): void;
  /** Sets every `grad` to 0, as `model.zeroGrad()` does. */
  zeroGrad(): void { for (const p of this.parameters) p.grad = 0; }
}

/** An option that is not among them, such as PyTorch's `lr`, is an error. */
export interface SGDOptions {
  /** By default 0.001, as in PyTorch. */
  learningRate?: number;
  /** How much of its velocity a parameter keeps from step to step: by default 0, often 0.9. */
  momentum?: number;
  /** Adds weightDecay * parameter to each gradient, which pulls parameters towards 0; by default 0. */
  weightDecay?: number;
}

/** What `state()` gives and `load` takes: plain data, for JSON. A velocity for each parameter. */
export interface SGDState extends Required<SGDOptions> { velocities: number[] }

/**
 * Stochastic gradient descent: velocity = momentum * velocity + grad, parameter -= learningRate * velocity. The rule of
 * `torch.optim.SGD` (Sutskever et al., 2013, with the learning rate outside the velocity).
 *
 * @throws TypeError without parameters or for an unknown option, RangeError when a number is negative or not finite
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
    wantOptions('SGD', options, ['learningRate', 'momentum', 'weightDecay']);
    const { learningRate = 0.001, momentum = 0, weightDecay = 0 } = options;
    super(parameters, learningRate);
    this.#momentum = wantNumber('momentum', momentum);
    this.#weightDecay = wantNumber('weightDecay', weightDecay);
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
   * @throws RangeError or TypeError, before anything has changed, when it is not a state of SGD for as many parameters
   */
  load(state: SGDState): void {
    wantState(state);
    const velocities = wantNumbers('velocities', state.velocities, this.parameters.length);
    const momentum = wantNumber('momentum', state.momentum);
    const weightDecay = wantNumber('weightDecay', state.weightDecay);
    this.learningRate = state.learningRate;
    this.#momentum = momentum;
    this.#weightDecay = weightDecay;
    this.#velocities = velocities;
  }
}

/** An option that is not among them, such as PyTorch's `lr`, is an error. */
export interface AdamOptions {
  /** By default 0.001. */
  learningRate?: number;
  /** How much of the running means of grad and of grad² is kept from step to step; by default [0.9, 0.999]. */
  betas?: readonly [number, number];
  /** Keeps a step finite where the gradient was always 0; by default 1e-8. */
  epsilon?: number;
}

/** What `state()` gives and `load` takes: plain data, for JSON. A mean of grad and one of grad² for each parameter. */
export interface AdamState extends Required<AdamOptions> { steps: number; means: number[]; squares: number[] }

/**
 * Adam (Kingma and Ba, 2015, algorithm 1, in the order of operations of `torch.optim.Adam`): a running mean of grad is
 * divided by the root of one of grad², so that each parameter moves by about `learningRate` a step, however large its
 * gradients are. Both means begin at 0; dividing them by 1 - beta ** steps makes up for that.
 *
 * @throws TypeError without parameters or for an unknown option, RangeError when a number is negative or not finite, or
 * a beta 1 or more
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
  #steps = 0;
  #means: number[];
  #squares: number[];

  constructor(parameters: readonly Value[], options: AdamOptions = {}) {
    wantOptions('Adam', options, ['learningRate', 'betas', 'epsilon']);
    const { learningRate = 0.001, betas = [0.9, 0.999], epsilon = 1e-8 } = options;
    super(parameters, learningRate);
    this.#betas = wantBetas(betas);
    this.#epsilon = wantNumber('epsilon', epsilon);
    this.#means = this.parameters.map(() => 0);
    this.#squares = this.parameters.map(() => 0);
  }

  step(): void {
    const [beta1, beta2] = this.#betas;
    this.#steps++;
    const stepSize = this.learningRate / (1 - beta1 ** this.#steps);
    const squareScale = Math.sqrt(1 - beta2 ** this.#steps);
    this.parameters.forEach((p, i) => {
      this.#means[i] = beta1 * this.#means[i] + (1 - beta1) * p.grad;
      this.#squares[i] = beta2 * this.#squares[i] + (1 - beta2) * p.grad * p.grad;
      p.data -= (stepSize * this.#means[i]) / (Math.sqrt(this.#squares[i]) / squareScale + this.#epsilon);
    });
  }

  /** Everything but the parameters that the next step depends on, as plain data. */
  state(): AdamState {
    const { learningRate } = this;
    const [betas, epsilon, steps] = [[...this.#betas] as const, this.#epsilon, this.#steps];
    return { learningRate, betas, epsilon, steps, means: [...this.#means], squares: [...this.#squares] };
  }

  /**
   * Continues from a `state()`, bit for bit.
   *
   * @throws RangeError or TypeError, before anything has changed, when it is not one of Adam for as many parameters
   */
  load(state: AdamState): void {
    wantState(state);
    const means = wantNumbers('means', state.means, this.parameters.length);
    const squares = wantNumbers('squares', state.squares, this.parameters.length);
    const betas = wantBetas(state.betas);
    const epsilon = wantNumber('epsilon', state.epsilon);
    const steps = wantCount(state.steps);
    this.learningRate = state.learningRate;
    this.#betas = betas;
    this.#epsilon = epsilon;
    this.#steps = steps;
    this.#means = means;
    this.#squares = squares;
  }
}

function wantState(state: unknown): void {
  if (typeof state === 'object' && state !== null) return;
  throw new TypeError(`load wants what state() gave, got ${describe(state)}`);
}

function wantNumber(name: string, x: unknown, below = Infinity): number {
  if (typeof x === 'number' && x >= 0 && x < below) return x;
  const limit = below === Infinity ? 'finite' : `below ${below}`;
  throw new RangeError(`${name} must be at least 0 and ${limit}, got ${describe(x)}`);
}

function wantCount(steps: unknown): number {
  if (Number.isInteger(steps)) return wantNumber('steps', steps);
  throw new RangeError(`steps must be an integer, got ${describe(steps)}`);
}

function wantBetas(betas: unknown): [number, number] {
  if (!Array.isArray(betas) || betas.length !== 2) {
    throw new RangeError(`betas must be two numbers, got ${describe(betas)}`);
  }
  return [wantNumber('betas[0]', betas[0], 1), wantNumber('betas[1]', betas[1], 1)];
}

function wantNumbers(name: string, xs: unknown, count: number): number[] {
  if (!Array.isArray(xs) || xs.length !== count) {
    throw new RangeError(`${name} must be ${count} numbers, one for each parameter; got ${describe(xs)}`);
  }
  return Array.from(xs, (x: unknown, i) => { // map would pass over the holes of a list
    if (typeof x === 'number') return x;
    throw new RangeError(`${name}[${i}] must be a number, got ${describe(x)}`); // JSON makes null of NaN and Infinity
  });
}
