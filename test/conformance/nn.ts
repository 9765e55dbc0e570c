// nn.ts: Karpathy's demo.ipynb, all 100 steps of it, and the lecture's network.
import * as index from 'micrograd-lab';
import { gradcheck, makeMoons, maxMargin, NumpyRandom, Random, SGD, sum } from 'micrograd-lab';
import * as entryOfEngine from 'micrograd-lab/engine';
import { MLP } from 'micrograd-lab/nn';
import type { Check, Given } from './check.ts';

export function nn(check: Check, { notebook }: Given): void {
  check.same('the Value of micrograd-lab/engine', entryOfEngine.Value, index.Value);
  check.same('the MLP of micrograd-lab/nn', MLP, index.MLP);
  trainNotebook(check, notebook);
  trainLecture(check);
  check.same('gradcheck of tanh', gradcheck((x) => x.tanh(), [0.5]).ok, true);
}

function trainNotebook(check: Check, { X, y, params, steps }: Given['notebook']): void {
  const moons = makeMoons({ samples: 100, noise: 0.1, random: new NumpyRandom(1337) });
  X.forEach((point, i) => {
    check.same(`the label of point ${i}`, 2 * moons.y[i] - 1, y[i]);
    // log, sin and cos are rounded in different ways: 2 units in the last place, of numbers below 4.
    point.forEach((x, j) => { check.near(`point ${i}`, moons.x[i][j], x, 4 * Number.EPSILON); });
  });
  const model = new MLP(2, [16, 16, 1], { random: new Random(1337) });
  const parameters = model.parameters();
  check.same('the number of parameters', parameters.length, params.length);
  params.forEach((x, i) => { check.same(`parameter ${i}`, parameters[i].data, x); });

  const optimizer = new SGD(parameters, { learningRate: 1 });
  for (const [k, { loss: wanted, accuracyPercent }] of steps.entries()) {
    const scores = X.map((point) => model.forward(point)[0]);
    const loss = maxMargin(scores, y).add(sum(parameters.map((p) => p.mul(p))).mul(1e-4));
    // Karpathy's own code gives no more digits twice.
    check.near(`the loss of step ${k}`, loss.data, wanted, 1e-14);
    const right = scores.filter((score, i) => (score.data > 0) === (y[i] > 0));
    check.same(`the accuracy of step ${k}`, 100 * right.length / X.length, accuracyPercent);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.learningRate = 1 - 0.9 * k / 100;
    optimizer.step();
  }
}

/** Step 12 of the lecture, with weights and biases of Python's random.seed(1), recomputed in Python; 1e-14 as above. */
function trainLecture(check: Check): void {
  const xs = [[2, 3, -1], [3, -1, 0.5], [0.5, 1, 1], [1, 1, -1]];
  const ys = [1, -1, -1, 1];
  const model = new MLP(3, [4, 4, 1], { activation: 'tanh', outputActivation: 'tanh' });
  const random = new Random(1);
  for (const p of model.parameters()) p.data = random.uniform(-1, 1);
  const lossOf = () => sum(xs.map((x, i) => model.forward(x)[0].sub(ys[i]).pow(2)));
  check.near('the lecture’s first loss', lossOf().data, 6.24427205907587, 1e-14);
  for (let k = 0; k < 20; k++) {
    model.zeroGrad();
    lossOf().backward();
    for (const p of model.parameters()) p.data -= 0.01 * p.grad;
  }
  check.near('the lecture’s loss after 20 steps', lossOf().data, 1.254917925996336, 1e-14);
}
