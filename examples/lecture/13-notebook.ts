// 13-notebook.ts: micrograd's own demo.ipynb. A hundred points in two half-moons, a network of 337 parameters, and the
// max-margin loss, which wants the score of each point on its side of 0, and a little beyond.
//
// You will see the notebook's hundred lines: the accuracy begins at 50%, as good as a coin, and is 100% at the end.
import { makeMoons, maxMargin, MLP, NumpyRandom, Random, sum } from 'micrograd-lab';

const { x, y } = makeMoons({ samples: 100, noise: 0.1, random: new NumpyRandom(1337) });
const targets = y.map((label) => 2 * label - 1); // -1 or 1
const model = new MLP(2, [16, 16, 1], { random: new Random(1337) });
console.log(`${model.parameters().length} parameters`);

for (let step = 0; step < 100; step++) {
  const scores = x.map((point) => model.forward(point)[0]);
  const regularization = sum(model.parameters().map((p) => p.mul(p))).mul(1e-4); // keeps the parameters small
  const loss = maxMargin(scores, targets).add(regularization);
  const right = scores.filter((score, i) => (score.data > 0) === (targets[i] > 0)).length;

  model.zeroGrad();
  loss.backward();
  const learningRate = 1 - 0.9 * step / 100; // large steps first, small ones at the end
  for (const p of model.parameters()) p.data -= learningRate * p.grad;

  console.log(`step ${step} loss ${loss.data}, accuracy ${right}%`);
}

// Try `npm start`, which draws what the network has learned. Then, here, a network without hidden layers, [1]: a line
// is all that it can draw, and some points stay on the wrong side of it.
