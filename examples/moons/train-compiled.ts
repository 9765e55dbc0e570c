// train-compiled.ts: the training of train.ts, compiled: what a step computes is written for one point, as a function
// of Values, and `compile` makes a program of it that runs over all points. The parameters stay the Values they are.
import { sum, type Dataset, type MLP } from 'micrograd-lab';
import { compile } from 'micrograd-lab/compile';
import type { Step } from './train.ts';

export function* trainCompiled(model: MLP, { x, y }: Dataset, steps: number): Generator<Step> {
  const targets = y.map((label) => 2 * label - 1); // -1 and 1
  const rows = x.map(([x1, x2], i) => [x1, x2, targets[i]]);
  const parameters = model.parameters();

  const score = compile((x1, x2) => model.forward([x1, x2])[0]);
  const loss = compile((x1, x2, target) => {
    const dataLoss = model.forward([x1, x2])[0].mul(target).neg().add(1).relu();
    const regLoss = sum(parameters.map((p) => p.mul(p))).mul(1e-4); // the same for each point: computed once
    return dataLoss.add(regLoss);
  });

  for (let k = 0; k < steps; k++) {
    const right = score.forward(x).filter((score, i) => (score > 0) === (targets[i] > 0));

    for (const p of parameters) p.grad = 0;
    const mean = loss.backward(rows);

    const learningRate = 1.0 - 0.9 * k / steps;
    for (const p of parameters) p.data -= learningRate * p.grad;

    yield { step: k, loss: mean, accuracy: right.length / x.length };
  }
}
