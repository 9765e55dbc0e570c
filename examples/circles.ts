// circles.ts: a circle in a circle, which no straight line can part. The network has an output for each class, softmax
// makes probabilities of them, and cross-entropy asks that the right one be large.
//
// You will see the loss begin near log(2) = 0.69, the cost of not knowing at all, and end at 0.05. Try SGD in place of
// Adam, at the same learning rate: it has hardly begun by then. Or 'linear' for 'tanh': straight lines are all that
// such a network can draw, however long it learns.
import { Adam, crossEntropy, makeCircles, MLP, NumpyRandom, Random, sum } from 'micrograd-lab';

const { x, y } = makeCircles({ samples: 100, noise: 0.1, factor: 0.5, random: new NumpyRandom(1337) });
const model = new MLP(2, [8, 2], { random: new Random(1337), activation: 'tanh' });
const optimizer = new Adam(model.parameters(), { learningRate: 0.1 });

for (let step = 0; step <= 50; step++) {
  const logits = x.map((point) => model.forward(point));
  const loss = sum(logits.map((pair, i) => crossEntropy(pair, y[i]))).div(y.length);
  const right = logits.filter(([outer, inner], i) => (inner.data > outer.data ? 1 : 0) === y[i]).length;
  if (step % 10 === 0) console.log(`step ${step} loss ${loss.data.toFixed(6)}, accuracy ${right}%`);

  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
}
