// classifier.ts: the lecture's first network. Four points of three numbers each, and for each the answer we want.
//
// You will see the loss fall from 6.2 to 0.01 in twenty steps. Try a learning rate of 1: every tanh saturates, nothing
// has a gradient any more, and the loss is stuck at 8. Or leave out `zeroGrad()`: the gradients of all steps add up,
// and the loss jumps about (that it lands well here is luck).
import { MLP, Random, squaredError } from 'micrograd-lab';

const xs = [[2, 3, -1], [3, -1, 0.5], [0.5, 1, 1], [1, 1, -1]];
const ys = [1, -1, -1, 1];

const model = new MLP(3, [4, 4, 1], { activation: 'tanh', outputActivation: 'tanh' });
const random = new Random(1);
for (const p of model.parameters()) p.data = random.uniform(-1, 1); // the lecture draws its biases, too

const predict = () => xs.map((x) => model.forward(x)[0]);
for (let step = 0; step < 20; step++) {
  const loss = squaredError(predict(), ys).mul(ys.length); // the lecture's loss is the sum, not the mean
  console.log(`step ${step} loss ${loss.data}`);
  model.zeroGrad();
  loss.backward();
  for (const p of model.parameters()) p.data -= 0.1 * p.grad;
}

console.log(`after 20 steps: loss ${squaredError(predict(), ys).mul(ys.length).data}`);
predict().forEach((prediction, i) => { console.log(`wanted ${ys[i]}, got ${prediction.data.toFixed(3)}`); });
