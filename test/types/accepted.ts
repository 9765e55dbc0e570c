// What must compile, in strict mode, against the sources and against the packed declarations.
import {
  makeMoons, maxMargin, MLP, Layer, Module, Neuron, NumpyRandom, propagate, Random, sum, topologicalOrder, Value,
  type Activation, type Dataset, type DatasetOptions, type MLPOptions, type NeuronOptions, type Op,
} from '../../src/index.ts';

const a = new Value(2, 'a');
const b: Value = a.add(1).add(a).sub(1).mul(2).div(a).pow(2).pow(a).max(0).neg();
const c: Value = b.exp().log().relu().tanh().sigmoid().sin().cos();
c.backward();
propagate(c);
a.data = 3;
a.grad = 0;
a.label = 'x';
const numbers: [number, number] = [c.data, c.grad];
const op: Op = c.op;
const operands: Value[] = [...c.inputs, ...topologicalOrder(c)];
const texts: string[] = [c.toString(), JSON.stringify(c.toJSON())];

const random = new Random(-5n);
const alike: number = random.uniform(-1, 1) + random.gauss() + new Random().random();
const letters: string[] = random.choices(['a', 'b'], { weights: [1, 2], k: 3 });
random.shuffle(letters);
const order: number[] = new NumpyRandom(1337).permutation(4);

const activation: Activation = 'tanh';
const options: NeuronOptions = { random, activation };
const whole: MLPOptions = { ...options, outputActivation: 'sigmoid' };
const model = new MLP(2, [16, 16, 1], whole);
const modules: Module[] = [model, ...model.layers, ...model.layers.flatMap((layer) => layer.neurons)];
const parameters: Value[] = modules.flatMap((module) => module.parameters());
const readonlySizes = [4, 1] as const;
const layer: Layer = new Layer(2, 3, { random: { uniform: (low, high) => (low + high) / 2 } });
const neuron: Value = new Neuron(2, options).forward([1, a]);
const scores: Value[] = [
  ...new MLP(2, readonlySizes).forward([0.5, a]), ...layer.forward(new Float64Array(2)), neuron, neuron.add(a),
];
model.zeroGrad();

const moonOptions: DatasetOptions = { samples: 10, noise: 0.1, random: new NumpyRandom() };
const { x, y }: Dataset = makeMoons(moonOptions);
const loss: Value = sum(scores).add(maxMargin(scores, y.map((label) => 2 * label - 1)));

export const used = [numbers, op, operands, texts, alike, order, parameters, x, makeMoons(), loss];
