// 09-mlp.ts: a neuron, a layer of neurons, and layers one after the other: a multi-layer perceptron.
//
// You will see what a neuron computes, by hand and by itself; then a network of three inputs, two layers of four
// neurons and one output, its 41 parameters, and what it makes of a point. Nobody has trained it: it means nothing yet.
import { Layer, MLP, Neuron, Random } from 'micrograd-lab';

const x = [2, 3, -1];

// The lecture has no seed; with one, everybody gets the same network.
const neuron = new Neuron(3, { random: new Random(1), activation: 'tanh' });
const sum = neuron.w.reduce((total, w, i) => total + w.data * x[i], neuron.b.data);
console.log(`${neuron.toString()}: ${neuron.forward(x).data}, by hand ${Math.tanh(sum)}`);

const layer = new Layer(3, 4, { random: new Random(1), activation: 'tanh' });
console.log(`a layer of 4 gives ${layer.forward(x).length} numbers, and has ${layer.parameters().length} parameters`);

const model = new MLP(3, [4, 4, 1], { activation: 'tanh', outputActivation: 'tanh' });
const random = new Random(1);
for (const p of model.parameters()) p.data = random.uniform(-1, 1); // the lecture draws its biases, too
console.log(`${model.toString()} has ${model.parameters().length} parameters`);
console.log(`of ${x.join(', ')} it makes ${model.forward(x)[0].data}`);

// Try to count the parameters of MLP(3, [8, 8, 1]) on paper first. Then another seed: the output is another number
// between -1 and 1. And `console.log(toDot(model.forward(x)[0]))`: the whole network is one expression.
