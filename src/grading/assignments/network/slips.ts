// slips.ts: what people get wrong. A slip is the reference with other rules. Where these give the very numbers that a
// student's file gave, it is probably the student's slip, and words.ts has what to say about it.
import { right, step, sum, type Layer, type Rules } from './reference.ts';
import { Value } from './value.ts';
import type { HintName } from './words.ts';

const numberOf = (x: Value | number) => (typeof x === 'number' ? x : x.data);
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const lossOf = (rules: Rules, layers: { forward: Layer['forward'] }, inputs: number[][], targets: number[]) =>
  rules.squaredError(inputs.map((x) => layers.forward(x)[0]), targets);

export const slips: Record<HintName, Partial<Rules>> = {
  // 2.1
  noBias: { sum: (_bias, ...rest) => right.sum(new Value(0), ...rest) },
  drawnBias: { bias: (random) => new Value(random()) },
  weightsFromTheEnd: { weights: (inputs, random) => right.weights(inputs, random).reverse() },
  oneWeight: { weights: (inputs, random) => new Array<Value>(inputs).fill(new Value(random())) },
  activationOnTerms: {
    sum: (bias, weights, inputs, activation) => weights.reduce((total, weight, i) =>
      total.add(right.activate(weight.mul(inputs[i]), activation)), bias),
    activate: (total) => total,
  },
  noActivation: { activate: (total) => total },
  inputsChanged: {
    sum: (bias, weights, inputs) => {
      weights.forEach((weight, i) => { inputs[i] = weight.mul(inputs[i]); });
      return inputs.reduce<Value>((total, term) => total.add(term), bias);
    },
  },
  weightsUnwrapped: {
    sum: (bias, weights, inputs) =>
      weights.reduce((total, weight, i) => total.add(weight.data * numberOf(inputs[i])), bias),
  },
  // 2.2
  noBiasListed: { neuronParameters: (weights) => weights },
  biasFirst: { neuronParameters: (weights, bias) => [bias, ...weights] },
  oneNeuron: {
    neurons: (outputs, make) => {
      const neuron = make();
      return times(outputs, () => neuron);
    },
  },
  sharedWeights: {
    neurons: (outputs, make) => {
      const neurons = right.neurons(outputs, make);
      for (const neuron of neurons) neuron.weights = neurons[0].weights;
      return neurons;
    },
  },
  inputsForAllLayers: { throughLayers: (layers, inputs) => layers[layers.length - 1].forward(inputs) },
  sizesOfInputs: { layerInputs: (inputs) => inputs },
  hiddenOnLast: { layerActivation: (hidden) => hidden },
  onlyLastListed: { networkParameters: (layers) => layers[layers.length - 1].parameters() },
  listedTwice: {
    networkParameters: (layers) => layers.flatMap((layer) => [...layer.parameters(), ...layer.parameters()]),
  },
  // 2.3
  meanForSum: { squaredError: (outputs, targets) => right.squaredError(outputs, targets).mul(1 / outputs.length) },
  outputsUnwrapped: { squaredError: (outputs, targets) => new Value(right.squaredError(outputs, targets).data) },
  sumForMean: { maxMargin: (scores, targets) => right.maxMargin(scores, targets).mul(scores.length) },
  wrongSide: { maxMargin: (scores, targets) => right.maxMargin(scores, targets.map((target) => -target)) },
  noMargin: {
    maxMargin: (scores, targets) => sum(scores.map((score, i) => score.mul(-targets[i]).relu())).mul(1 / scores.length),
  },
  noMaximum: {
    maxMargin: (scores, targets) => sum(scores.map((score, i) => score.mul(-targets[i]).add(1))).mul(1 / scores.length),
  },
  // 2.4
  dataWiped: { zeroGrad: (parameters) => { for (const p of parameters) p.data = 0; } },
  uphill: { descend: (parameters, rate) => { right.descend(parameters, -rate); } },
  newValues: { descend: () => undefined },
  neverZeroed: {
    train: (rules, ...rest) => right.train({ ...rules, zeroGrad: () => undefined }, ...rest),
  },
  zeroedTooLate: {
    train: (rules, network, inputs, targets, steps) => times(steps, () => {
      const loss = lossOf(rules, network, inputs, targets);
      loss.backward();
      rules.zeroGrad(network.parameters());
      return loss.data;
    }),
  },
  lossMadeOnce: {
    train: (rules, network, inputs, targets, steps, rate) => {
      const loss = lossOf(rules, network, inputs, targets);
      return times(steps, () => step(rules, loss, network.parameters(), rate));
    },
  },
  stepForEachPoint: {
    train: (rules, network, inputs, targets, steps, rate) => times(steps, () =>
      inputs.reduce((total, x, i) =>
        total + step(rules, lossOf(rules, network, [x], [targets[i]]), network.parameters(), rate), 0)),
  },
  lossAfterStep: {
    train: (rules, network, inputs, targets, steps, rate) => times(steps, () => {
      step(rules, lossOf(rules, network, inputs, targets), network.parameters(), rate);
      return lossOf(rules, network, inputs, targets).data;
    }),
  },
  // 2.5
  comparedWithTargets: { isRight: (output, target) => output === target },
  wrongCounted: { isRight: (output, target) => !right.isRight(output, target) },
  // 2.6
  velocityForgotten: {
    momentum: (parameters, velocities, rate) => { right.momentum(parameters, velocities, rate, 0); },
  },
  partOfGradient: {
    momentum: (parameters, velocities, rate, momentum) => {
      parameters.forEach((p, i) => {
        velocities[i] = momentum * velocities[i] + (1 - momentum) * p.grad;
        p.data -= rate * velocities[i];
      });
    },
  },
  oneVelocity: {
    momentum: (parameters, velocities, rate, momentum) => {
      for (const p of parameters) {
        velocities[0] = momentum * velocities[0] + p.grad;
        p.data -= rate * velocities[0];
      }
    },
  },
  // 2.7
  noL2: { moonsLoss: (rules, scores, targets) => rules.maxMargin(scores, targets) },
  lectureLoss: {
    moonsLoss: (rules, scores, targets, parameters) =>
      rules.squaredError(scores, targets).add(rules.l2(parameters, 1e-4)),
  },
  constantRate: { moonsRate: () => 1 },
  rateBySteps: { moonsRate: (k, steps) => 1 - 0.9 * k / steps },
  swapped: { picture: (network, x, y) => right.picture(network, y, x) },
};
