// 12-zero-grad.ts: a bug that everybody makes once, as the lecture does. `backward()` adds to gradients; who forgets
// `zeroGrad()` goes, at each step, along the sum of the gradients of all steps so far.
//
// You will see the loss with it and without it. Without it, the network is stuck at a loss of 8. The last line is for
// a smaller learning rate: there the bug ends even lower than the right program. That is luck, with four points.
import { MLP, Random, sum } from 'micrograd-lab';

const xs = [[2, 3, -1], [3, -1, 0.5], [0.5, 1, 1], [1, 1, -1]];
const ys = [1, -1, -1, 1];

/** The loss before each of 20 steps, and after the last. */
function train(learningRate: number, forgets: boolean): number[] {
  const model = new MLP(3, [4, 4, 1], { activation: 'tanh', outputActivation: 'tanh' });
  const random = new Random(1);
  for (const p of model.parameters()) p.data = random.uniform(-1, 1); // the lecture draws its biases, too
  const losses = [];
  for (let step = 0; step <= 20; step++) {
    const loss = sum(xs.map((x, i) => model.forward(x)[0].sub(ys[i]).pow(2)));
    losses.push(loss.data);
    if (!forgets) model.zeroGrad();
    loss.backward();
    for (const p of model.parameters()) p.data += -learningRate * p.grad;
  }
  return losses;
}

const right = train(0.4, false);
const wrong = train(0.4, true);
for (const step of right.keys()) {
  console.log(`step ${step} loss ${right[step].toFixed(6)}, without zeroGrad ${wrong[step].toFixed(6)}`);
}

const [slowRight, slowWrong] = [train(0.1, false), train(0.1, true)].map((losses) => losses[20].toFixed(6));
console.log(`at a learning rate of 0.1: loss ${slowRight}, without zeroGrad ${slowWrong}: luck`);

// Try other seeds: how often does the wrong one end well? Then zero the gradients after `backward()` instead of before
// it: how does the loss fall now, and why?
