// What must compile under exactOptionalPropertyTypes: an option that a program has or lacks may be passed as undefined.
import {
  Adam, gradcheck, makeCircles, makeMoons, makeSpiral, MLP, Neuron, NumpyRandom, Random, SGD, Value,
  type DatasetOptions, type MLPOptions, type NeuronOptions,
} from '../../src/index.ts';

function maybe<T>(x: T): T | undefined { return x; }

const neuronOptions: NeuronOptions = { random: maybe(new Random(1)), activation: maybe('tanh') };
const options: MLPOptions = { ...neuronOptions, outputActivation: maybe('sigmoid') };
const model = new MLP(2, [3, 1], maybe(options));
const parameters = [...model.parameters(), ...new Neuron(2, maybe(neuronOptions)).parameters()];
const data: DatasetOptions = { samples: maybe(10), noise: maybe(0.1), random: maybe(new NumpyRandom(maybe(1))) };

export const used = [
  makeMoons(data), makeCircles({ ...data, factor: maybe(0.5) }), makeSpiral({ ...data, classes: maybe(3) }),
  new SGD(parameters, { learningRate: maybe(0.1), momentum: maybe(0.9), weightDecay: maybe(0) }),
  new Adam(parameters, { learningRate: maybe(0.1), betas: maybe([0.9, 0.999] as const) }),
  new Adam(parameters, { epsilon: maybe(1e-8), weightDecay: maybe(0) }),
  new Random(maybe(1n)).choices(['a', 'b'], { weights: maybe([1, 2]), k: maybe(3) }),
  gradcheck((x) => x, [1], { h: maybe(1e-4), Value: maybe(Value) }), new Value(1, maybe('a label')),
];
