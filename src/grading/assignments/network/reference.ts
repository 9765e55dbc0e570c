// reference.ts: the right network, with which a student's is compared. It is made of rules, so that a slip (slips.ts)
// can take the place of one rule: `build(rules)` then gives a network.ts in which this slip was made.
import { Value } from './value.ts';

export { Value };
export type Activation = 'tanh' | 'relu' | 'linear';
type Random = () => number;
type Draw = (points: number[][], targets: number[], output: (x: number, y: number) => number) => string;

export interface Neuron {
  weights: Value[];
  bias: Value;
  activation: Activation;
  forward: (inputs: (Value | number)[]) => Value;
  parameters: () => Value[];
}
export interface Layer {
  neurons: Neuron[];
  forward: (inputs: (Value | number)[]) => Value[];
  parameters: () => Value[];
}
export interface Network {
  layers: Layer[];
  forward: (inputs: (Value | number)[]) => Value[];
  parameters: () => Value[];
}

/** Each rule is one thing that can be got wrong. */
export interface Rules {
  weights: (inputs: number, random: Random) => Value[];
  bias: (random: Random) => Value;
  /** The weighted sum; `terms` are weight times input. */
  sum: (bias: Value, weights: Value[], inputs: (Value | number)[], activation: Activation) => Value;
  activate: (sum: Value, activation: Activation) => Value;
  neuronParameters: (weights: Value[], bias: Value) => Value[];
  neurons: (outputs: number, make: () => Neuron) => Neuron[];
  /** How many inputs a layer is made for. */
  layerInputs: (inputs: number, sizes: number[], i: number) => number;
  layerActivation: (hidden: Activation, last: Activation, sizes: number[], i: number) => Activation;
  throughLayers: (layers: Layer[], inputs: (Value | number)[]) => (Value | number)[];
  networkParameters: (layers: Layer[]) => Value[];
  squaredError: (outputs: Value[], targets: number[]) => Value;
  maxMargin: (scores: Value[], targets: number[]) => Value;
  l2: (parameters: Value[], alpha: number) => Value;
  zeroGrad: (parameters: Value[]) => void;
  descend: (parameters: Value[], rate: number) => void;
  /** Trains on all points; gives the loss before each step. */
  train: (rules: Rules, network: Network, x: number[][], targets: number[], steps: number, rate: number) => number[];
  isRight: (output: number, target: number) => boolean;
  /** Gives the parameters' new velocities, and moves them. */
  momentum: (parameters: Value[], velocities: number[], rate: number, momentum: number) => void;
  moonsLoss: (rules: Rules, scores: Value[], targets: number[], parameters: Value[]) => Value;
  moonsRate: (step: number, steps: number) => number;
  picture: (network: Network, x: number, y: number) => number;
}

export const sum = (values: Value[]): Value => values.reduce((total, value) => total.add(value), new Value(0));
const outputOf = (network: Network, inputs: number[]) => network.forward(inputs)[0];

/** One step: the gradients are set to 0, and then the loss is propagated. */
export function step({ zeroGrad, descend }: Rules, loss: Value, parameters: Value[], rate: number): number {
  zeroGrad(parameters);
  loss.backward();
  descend(parameters, rate);
  return loss.data;
}

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

export const right: Rules = {
  weights: (inputs, random) => times(inputs, () => new Value(random())),
  bias: () => new Value(0),
  sum: (bias, weights, inputs) => weights.reduce((total, weight, i) => total.add(weight.mul(inputs[i])), bias),
  activate: (total, activation) => (activation === 'linear' ? total : total[activation]()),
  neuronParameters: (weights, bias) => [...weights, bias],
  neurons: (outputs, make) => times(outputs, make),
  layerInputs: (inputs, sizes, i) => (i === 0 ? inputs : sizes[i - 1]),
  layerActivation: (hidden, last, sizes, i) => (i === sizes.length - 1 ? last : hidden),
  throughLayers: (layers, inputs) => layers.reduce((values, layer) => layer.forward(values), inputs),
  networkParameters: (layers) => layers.flatMap((layer) => layer.parameters()),
  squaredError: (outputs, targets) => sum(outputs.map((output, i) => output.sub(targets[i]).square())),
  maxMargin: (scores, targets) =>
    sum(scores.map((score, i) => score.mul(-targets[i]).add(1).relu())).mul(1 / scores.length),
  l2: (parameters, alpha) => sum(parameters.map((p) => p.square())).mul(alpha),
  zeroGrad: (parameters) => { for (const p of parameters) p.grad = 0; },
  descend: (parameters, rate) => { for (const p of parameters) p.data -= rate * p.grad; },
  train: (rules, network, inputs, targets, steps, rate) => times(steps, () => {
    const loss = rules.squaredError(inputs.map((x) => outputOf(network, x)), targets);
    return step(rules, loss, network.parameters(), rate);
  }),
  isRight: (output, target) => (output > 0) === (target > 0),
  momentum: (parameters, velocities, rate, momentum) => {
    parameters.forEach((p, i) => {
      velocities[i] = momentum * velocities[i] + p.grad;
      p.data -= rate * velocities[i];
    });
  },
  moonsLoss: (rules, scores, targets, parameters) => rules.maxMargin(scores, targets).add(rules.l2(parameters, 1e-4)),
  moonsRate: (k) => 1 - 0.9 * k / 100,
  picture: (network, x, y) => outputOf(network, [x, y]).data,
};

/** The names that a network.ts exports, made of these rules. `drawBoundary` is the given file's. */
export function build(rules: Rules, drawBoundary: Draw) {
  class NeuronOfRules implements Neuron {
    weights: Value[];
    bias: Value;
    activation: Activation;
    constructor(inputs: number, activation: Activation, random: Random) {
      this.weights = rules.weights(inputs, random);
      this.bias = rules.bias(random);
      this.activation = activation;
    }

    forward(inputs: (Value | number)[]): Value {
      return rules.activate(rules.sum(this.bias, this.weights, inputs, this.activation), this.activation);
    }

    parameters(): Value[] { return rules.neuronParameters(this.weights, this.bias); }
  }

  class LayerOfRules implements Layer {
    neurons: Neuron[];
    constructor(inputs: number, outputs: number, activation: Activation, random: Random) {
      this.neurons = rules.neurons(outputs, () => new NeuronOfRules(inputs, activation, random));
    }

    forward(inputs: (Value | number)[]): Value[] { return this.neurons.map((neuron) => neuron.forward(inputs)); }
    parameters(): Value[] { return this.neurons.flatMap((neuron) => neuron.parameters()); }
  }

  class NetworkOfRules implements Network {
    layers: Layer[];
    constructor(inputs: number, sizes: number[], hidden: Activation, last: Activation, random: Random) {
      this.layers = sizes.map((size, i) => new LayerOfRules(
        rules.layerInputs(inputs, sizes, i), size, rules.layerActivation(hidden, last, sizes, i), random));
    }

    forward(inputs: (Value | number)[]): Value[] { return rules.throughLayers(this.layers, inputs) as Value[]; }
    parameters(): Value[] { return rules.networkParameters(this.layers); }
  }

  class Momentum {
    readonly parameters: Value[];
    readonly rate: number;
    readonly momentum: number;
    readonly velocities: number[];
    constructor(parameters: Value[], rate: number, momentum: number) {
      this.parameters = parameters;
      this.rate = rate;
      this.momentum = momentum;
      this.velocities = parameters.map(() => 0);
    }

    step(): void { rules.momentum(this.parameters, this.velocities, this.rate, this.momentum); }
  }

  const { squaredError, maxMargin, l2, zeroGrad, descend } = rules;
  return {
    Neuron: NeuronOfRules, Layer: LayerOfRules, Network: NetworkOfRules, Momentum,
    squaredError, maxMargin, l2, zeroGrad, descend,
    train: (network: Network, inputs: number[][], targets: number[], steps: number, rate: number) =>
      rules.train(rules, network, inputs, targets, steps, rate),
    countRight: (network: Network, inputs: number[][], targets: number[]) =>
      inputs.filter((x, i) => rules.isRight(outputOf(network, x).data, targets[i])).length,
    trainMoons: (network: Network, points: number[][], targets: number[], steps: number) => times(steps, (k) => {
      const scores = points.map((point) => outputOf(network, point));
      const loss = rules.moonsLoss(rules, scores, targets, network.parameters());
      return step(rules, loss, network.parameters(), rules.moonsRate(k, steps));
    }),
    picture: (network: Network, points: number[][], targets: number[]) =>
      drawBoundary(points, targets, (x, y) => rules.picture(network, x, y)),
  };
}
