// The front door, in reading order.
export { Value, topologicalOrder, propagate, type Op } from './engine.ts';
export { Random, NumpyRandom, type RandomState } from './random.ts';
export { Module, Neuron, Layer, MLP, type Activation, type NeuronOptions, type MLPOptions } from './nn.ts';
export { sum, squaredError, maxMargin, softmax, crossEntropy, binaryCrossEntropy } from './losses.ts';
export { SGD, Adam } from './optim.ts';
export { type Optimizer, type SGDOptions, type SGDState, type AdamOptions, type AdamState } from './optim.ts';
export { makeMoons, makeCircles, makeSpiral, makeXor, makeYinYang } from './datasets.ts';
export { type Dataset, type DatasetOptions } from './datasets.ts';
export { gradients, hessian } from './derivatives.ts';
export { gradcheck, type GradcheckOptions, type InputCheck, type ValueLike, type Verdict } from './gradcheck.ts';
export { formula, parseFormula } from './formula.ts';
export { toFormula, parseLines, type FormulaOptions } from './lines.ts';
export { trace, toDot, toMermaid, type GraphNode, type GraphEdge } from './graph.ts';
export { saveModel, loadModel, type SavedModel, type SavedLayer } from './state.ts';
