// 11-descent.ts: gradient descent. A parameter's gradient says which way the loss rises; go a little the other way.
//
// You will see one step by hand, which takes the loss from 6.2 to 3.7, then the loop that trains the network: after 20
// steps the loss is 0.01, though not every step was downhill, and the four answers are close to those we want.
import { MLP, Random, sum } from 'micrograd-lab';

const xs = [[2, 3, -1], [3, -1, 0.5], [0.5, 1, 1], [1, 1, -1]];
const ys = [1, -1, -1, 1];
const learningRate = 0.1;

const model = new MLP(3, [4, 4, 1], { activation: 'tanh', outputActivation: 'tanh' });
const random = new Random(1);
for (const p of model.parameters()) p.data = random.uniform(-1, 1); // the lecture draws its biases, too

const predict = () => xs.map((x) => model.forward(x)[0]);
const computeLoss = () => sum(predict().map((prediction, i) => prediction.sub(ys[i]).pow(2)));

const loss = computeLoss();
loss.backward();
const weight = model.layers[0].neurons[0].w[0];
console.log(`step 0 loss ${loss.data}, a weight ${weight.data}, its grad ${weight.grad}`);
for (const p of model.parameters()) p.data += -learningRate * p.grad; // minus: downhill
console.log(`step 1 loss ${computeLoss().data}, the weight ${weight.data}`);

for (let step = 1; step < 20; step++) {
  const loss = computeLoss();
  model.zeroGrad();
  loss.backward();
  for (const p of model.parameters()) p.data += -learningRate * p.grad;
  console.log(`step ${step + 1} loss ${computeLoss().data}`);
}
predict().forEach((prediction, i) => { console.log(`wanted ${ys[i]}, got ${prediction.data.toFixed(4)}`); });

// Try a learning rate of 0.001, and after 20 steps the loss is still 5.7; of 0.01, 1.3; of 1, and it is stuck at 8:
// the last tanh is at one of its ends, where it is flat, and no gradient is left to move it.
