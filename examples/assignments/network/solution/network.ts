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
    // BEGIN SOLUTION 2.1 the constructor of Neuron
    this.weights = Array.from({ length: inputs }, () => new Value(random()));
    this.bias = new Value(0);
    // END SOLUTION
  }

  forward(inputs: (Value | number)[]): Value {
    // BEGIN SOLUTION 2.1 forward of Neuron
    let sum = this.bias;
    this.weights.forEach((weight, i) => { sum = sum.add(weight.mul(inputs[i])); });
    if (this.activation === 'tanh') return sum.tanh();
    if (this.activation === 'relu') return sum.relu();
    return sum;
    // END SOLUTION
  }

  /** The weights in order, then the bias. */
  parameters(): Value[] {
    // BEGIN SOLUTION 2.2 parameters of Neuron
    return [...this.weights, this.bias];
    // END SOLUTION
  }
}

/** `outputs` neurons side by side. All of them see the same inputs. */
export class Layer {
  neurons: Neuron[];

  constructor(inputs: number, outputs: number, activation: Activation, random: Random) {
    // BEGIN SOLUTION 2.2 the constructor of Layer
    this.neurons = Array.from({ length: outputs }, () => new Neuron(inputs, activation, random));
    // END SOLUTION
  }

  forward(inputs: (Value | number)[]): Value[] {
    // BEGIN SOLUTION 2.2 forward of Layer
    return this.neurons.map((neuron) => neuron.forward(inputs));
    // END SOLUTION
  }

  parameters(): Value[] {
    // BEGIN SOLUTION 2.2 parameters of Layer
    return this.neurons.flatMap((neuron) => neuron.parameters());
    // END SOLUTION
  }
}

/**
 * Layers in a row. `new Network(3, [4, 4, 1], 'tanh', 'linear', random)` has 3 inputs, two layers of 4 tanh neurons,
 * and a last layer of 1 linear neuron.
 */
export class Network {
  layers: Layer[];

  constructor(inputs: number, sizes: number[], hidden: Activation, last: Activation, random: Random) {
    // BEGIN SOLUTION 2.2 the constructor of Network
    this.layers = sizes.map((size, i) => {
      const activation = i === sizes.length - 1 ? last : hidden;
      return new Layer(i === 0 ? inputs : sizes[i - 1], size, activation, random);
    });
    // END SOLUTION
  }

  /** The outputs of the last layer: a list, even if there is only one. */
  forward(inputs: (Value | number)[]): Value[] {
    // BEGIN SOLUTION 2.2 forward of Network
    let values = inputs;
    for (const layer of this.layers) values = layer.forward(values);
    return values as Value[];
    // END SOLUTION
  }

  parameters(): Value[] {
    // BEGIN SOLUTION 2.2 parameters of Network
    return this.layers.flatMap((layer) => layer.parameters());
    // END SOLUTION
  }
}

/** The lecture's loss: the sum of (output - target) ** 2. */
export function squaredError(outputs: Value[], targets: number[]): Value {
  // BEGIN SOLUTION 2.3 squaredError
  let sum = new Value(0);
  outputs.forEach((output, i) => { sum = sum.add(output.sub(targets[i]).pow(2)); });
  return sum;
  // END SOLUTION
}

/** The notebook's loss: the mean of max(0, 1 - target * score). A target is -1 or 1. */
export function maxMargin(scores: Value[], targets: number[]): Value {
  // BEGIN SOLUTION 2.3 maxMargin
  let sum = new Value(0);
  scores.forEach((score, i) => { sum = sum.add(score.mul(-targets[i]).add(1).relu()); });
  return sum.div(scores.length);
  // END SOLUTION
}

/** L2 regularization: alpha times the sum of the squares of all parameters. */
export function l2(parameters: Value[], alpha: number): Value {
  // BEGIN SOLUTION 2.3 l2
  let sum = new Value(0);
  for (const p of parameters) sum = sum.add(p.mul(p));
  return sum.mul(alpha);
  // END SOLUTION
}

export function zeroGrad(parameters: Value[]): void {
  // BEGIN SOLUTION 2.4 zeroGrad
  for (const p of parameters) p.grad = 0;
  // END SOLUTION
}

/** One step of gradient descent: each parameter moves against its gradient, by rate times the gradient. */
export function descend(parameters: Value[], rate: number): void {
  // BEGIN SOLUTION 2.4 descend
  for (const p of parameters) p.data -= rate * p.grad;
  // END SOLUTION
}

/** Trains on all points at each step, with squaredError. Returns a list: the loss before each step, as a number. */
export function train(network: Network, inputs: number[][], targets: number[], steps: number, rate: number): number[] {
  // BEGIN SOLUTION 2.4 train
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const outputs = inputs.map((x) => network.forward(x)[0]);
    const loss = squaredError(outputs, targets);
    zeroGrad(network.parameters());
    loss.backward();
    descend(network.parameters(), rate);
    losses.push(loss.data);
  }
  return losses;
  // END SOLUTION
}

/** How many points have an output on the right side of 0. A target is -1 or 1. */
export function countRight(network: Network, inputs: number[][], targets: number[]): number {
  // BEGIN SOLUTION 2.5 countRight
  return inputs.filter((x, i) => (network.forward(x)[0].data > 0) === (targets[i] > 0)).length;
  // END SOLUTION
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
    // BEGIN SOLUTION 2.6 the constructor of Momentum
    this.velocities = parameters.map(() => 0);
    // END SOLUTION
  }

  /** velocity = momentum * velocity + gradient, then parameter = parameter - rate * velocity. */
  step(): void {
    // BEGIN SOLUTION 2.6 step
    this.parameters.forEach((p, i) => {
      this.velocities[i] = this.momentum * this.velocities[i] + p.grad;
      p.data -= this.rate * this.velocities[i];
    });
    // END SOLUTION
  }
}

/** The notebook's training. Step k has the rate 1 - 0.9 * k / 100. Returns the loss before each step, as a number. */
export function trainMoons(network: Network, points: number[][], targets: number[], steps: number): number[] {
  // BEGIN SOLUTION 2.7 trainMoons
  const losses: number[] = [];
  for (let k = 0; k < steps; k++) {
    const scores = points.map((point) => network.forward(point)[0]);
    const loss = maxMargin(scores, targets).add(l2(network.parameters(), 1e-4));
    zeroGrad(network.parameters());
    loss.backward();
    descend(network.parameters(), 1 - 0.9 * k / 100);
    losses.push(loss.data);
  }
  return losses;
  // END SOLUTION
}

/** A picture of what the network has learned, as SVG. `drawBoundary` wants the network's output for any x and y. */
export function picture(network: Network, points: number[][], targets: number[]): string {
  // BEGIN SOLUTION 2.7 picture
  return drawBoundary(points, targets, (x, y) => network.forward([x, y])[0].data);
  // END SOLUTION
}
