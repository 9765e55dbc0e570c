// network.ts: neurons, layers of neurons, a network, its losses, and what makes it learn. README.md says what each task
// wants. It stands on your own value.ts.
import { drawBoundary } from './draw.ts';
import { Value } from './value.ts';

export type Activation = 'tanh' | 'relu' | 'linear';
/** Gives another number between -1 and 1 at each call. */
export type Random = () => number;

/** activation(w1 * x1 + w2 * x2 + … + b) */
export class Neuron {
  weights: Value[];
  bias: Value;
  activation: Activation;

  constructor(inputs: number, activation: Activation, random: Random) {
    this.activation = activation;
    throw new Error('Task 2.1: implement the constructor of Neuron');
  }

  forward(inputs: (Value | number)[]): Value {
    throw new Error('Task 2.1: implement forward of Neuron');
  }

  /** The weights in order, then the bias. */
  parameters(): Value[] {
    throw new Error('Task 2.2: implement parameters of Neuron');
  }
}

/** `outputs` neurons side by side. All of them see the same inputs. */
export class Layer {
  neurons: Neuron[];

  constructor(inputs: number, outputs: number, activation: Activation, random: Random) {
    throw new Error('Task 2.2: implement the constructor of Layer');
  }

  forward(inputs: (Value | number)[]): Value[] {
    throw new Error('Task 2.2: implement forward of Layer');
  }

  parameters(): Value[] {
    throw new Error('Task 2.2: implement parameters of Layer');
  }
}

/**
 * Layers in a row. `new Network(3, [4, 4, 1], 'tanh', 'linear', random)` has 3 inputs, two layers of 4 tanh neurons,
 * and a last layer of 1 linear neuron.
 */
export class Network {
  layers: Layer[];

  constructor(inputs: number, sizes: number[], hidden: Activation, last: Activation, random: Random) {
    throw new Error('Task 2.2: implement the constructor of Network');
  }

  /** The outputs of the last layer: a list, even if there is only one. */
  forward(inputs: (Value | number)[]): Value[] {
    throw new Error('Task 2.2: implement forward of Network');
  }

  parameters(): Value[] {
    throw new Error('Task 2.2: implement parameters of Network');
  }
}

/** The lecture's loss: the sum of (output - target) ** 2. */
export function squaredError(outputs: Value[], targets: number[]): Value {
  throw new Error('Task 2.3: implement squaredError');
}

/** The notebook's loss: the mean of max(0, 1 - target * score). A target is -1 or 1. */
export function maxMargin(scores: Value[], targets: number[]): Value {
  throw new Error('Task 2.3: implement maxMargin');
}

/** L2 regularization: alpha times the sum of the squares of all parameters. */
export function l2(parameters: Value[], alpha: number): Value {
  throw new Error('Task 2.3: implement l2');
}

export function zeroGrad(parameters: Value[]): void {
  throw new Error('Task 2.4: implement zeroGrad');
}

/** One step of gradient descent: each parameter moves against its gradient, by rate times the gradient. */
export function descend(parameters: Value[], rate: number): void {
  throw new Error('Task 2.4: implement descend');
}

/** Trains on all points at each step, with squaredError. Returns a list: the loss before each step, as a number. */
export function train(network: Network, inputs: number[][], targets: number[], steps: number, rate: number): number[] {
  throw new Error('Task 2.4: implement train');
}

/** How many points have an output on the right side of 0. A target is -1 or 1. */
export function countRight(network: Network, inputs: number[][], targets: number[]): number {
  throw new Error('Task 2.5: implement countRight');
}

/** Descent that gathers speed. Each parameter has a velocity, which is 0 at first. */
export class Momentum {
  parameters: Value[];
  rate: number;
  momentum: number;
  velocities: number[];

  constructor(parameters: Value[], rate: number, momentum: number) {
    this.parameters = parameters;
    this.rate = rate;
    this.momentum = momentum;
    throw new Error('Task 2.6: implement the constructor of Momentum');
  }

  /** velocity = momentum * velocity + gradient, then parameter = parameter - rate * velocity. */
  step(): void {
    throw new Error('Task 2.6: implement step');
  }
}

/** The notebook's training. Step k has the rate 1 - 0.9 * k / 100. Returns the loss before each step, as a number. */
export function trainMoons(network: Network, points: number[][], targets: number[], steps: number): number[] {
  throw new Error('Task 2.7: implement trainMoons');
}

/** A picture of what the network has learned, as SVG. `drawBoundary` wants the network's output for any x and y. */
export function picture(network: Network, points: number[][], targets: number[]): string {
  throw new Error('Task 2.7: implement picture');
}
