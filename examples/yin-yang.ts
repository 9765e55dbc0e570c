// yin-yang.ts: three classes, yin, yang, and the dots in them; 200 points to learn from, and 50 others to see whether
// what was learned holds for points never seen.
//
// You will see both losses fall together, and 9 of 10 points right, seen or not. Try to learn from 30 points only: the
// network learns them by heart, and the loss of the unseen ones rises again. Or a second hidden layer, [16, 16, 3].
import { Adam, crossEntropy, makeYinYang, MLP, NumpyRandom, Random, sum, type Dataset } from 'micrograd-lab';

const learnFrom = 200;
const { x, y } = makeYinYang({ samples: learnFrom + 50, random: new NumpyRandom(1337) });
const seen: Dataset = { x: x.slice(0, learnFrom), y: y.slice(0, learnFrom) };
const unseen: Dataset = { x: x.slice(learnFrom), y: y.slice(learnFrom) };
const model = new MLP(2, [16, 3], { random: new Random(1337), activation: 'tanh' });
const optimizer = new Adam(model.parameters(), { learningRate: 0.1 });

function evaluate({ x, y }: Dataset) {
  const logits = x.map((point) => model.forward(point));
  const loss = sum(logits.map((three, i) => crossEntropy(three, y[i]))).div(y.length);
  const right = logits.filter((three, i) => three.every((logit) => logit.data <= three[y[i]].data)).length;
  return { loss, accuracy: `${Math.round(100 * right / y.length)}%` };
}

for (let step = 0; step <= 60; step++) {
  const learned = evaluate(seen);
  if (step % 10 === 0) {
    const held = evaluate(unseen);
    const losses = `loss ${learned.loss.data.toFixed(6)}, of unseen points ${held.loss.data.toFixed(6)}`;
    console.log(`step ${step} ${losses}; accuracy ${learned.accuracy}, ${held.accuracy}`);
  }
  optimizer.zeroGrad();
  learned.loss.backward();
  optimizer.step();
}
