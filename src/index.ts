// The front door, in reading order.
export { Value, topologicalOrder, propagate, type Op } from './engine.ts';
export { Random, NumpyRandom } from './random.ts';
export { Module, Neuron, Layer, MLP, type Activation, type NeuronOptions, type MLPOptions } from './nn.ts';
export { sum, maxMargin } from './losses.ts';
export { makeMoons, type Dataset, type DatasetOptions } from './datasets.ts';
