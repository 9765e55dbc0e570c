// 10-loss.ts: one number that says how wrong the network is. Four points, for each of them the answer we want, and the
// loss: the squares of what is missing, added up.
//
// You will see the four answers of an untrained network, the loss, and, after `backward()`, the gradient of a weight
// deep in the network: below 0, so the loss falls when this weight is raised.
import { MLP, Random, sum } from 'micrograd-lab';

const xs = [[2, 3, -1], [3, -1, 0.5], [0.5, 1, 1], [1, 1, -1]];
const ys = [1, -1, -1, 1];

const model = new MLP(3, [4, 4, 1], { activation: 'tanh', outputActivation: 'tanh' });
const random = new Random(1);
for (const p of model.parameters()) p.data = random.uniform(-1, 1); // the lecture draws its biases, too

const predictions = xs.map((x) => model.forward(x)[0]);
predictions.forEach((prediction, i) => { console.log(`wanted ${ys[i]}, got ${prediction.data}`); });

const loss = sum(predictions.map((prediction, i) => prediction.sub(ys[i]).pow(2)));
console.log(`loss ${loss.data}`);

loss.backward();
const weight = model.layers[0].neurons[0].w[0];
console.log(`a weight: data ${weight.data}, grad ${weight.grad}`);

// Try to add 0.01 to this weight by hand, before the predictions: does the loss fall by 0.01 times its gradient? Then
// want what the network says anyway, ys = [1, 1, 1, 1]: the loss is 0.37.
