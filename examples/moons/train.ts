// train.ts: Karpathy's demo.ipynb: a network of 337 single numbers learns to tell two moons apart. This is all of the
// training; main.ts is the command around it, and the rest shows what happens.
import { makeMoons, maxMargin, MLP, NumpyRandom, Random, sum, type Dataset } from 'micrograd-lab';

/** What the command line can change. */
export interface Run {
  seed: bigint;
  samples: number;
  noise: number;
  steps: number;
  hidden: number[];
}

/** The notebook's run. */
export const notebook: Run = { seed: 1337n, samples: 100, noise: 0.1, steps: 100, hidden: [16, 16] };

export interface Step {
  step: number;
  loss: number;
  /** The share of the points on the right side of the boundary, from 0 to 1, before the step is taken. */
  accuracy: number;
}

/** The points as scikit-learn draws them, and the network as micrograd initialises it in Python, or the given one. */
export function setUp({ seed, samples, noise, hidden }: Run, old?: MLP): { data: Dataset; model: MLP } {
  // The notebook's `np.random.seed(1337)` and `random.seed(1337)`; numpy takes 32 bits of a seed, no more.
  const data = makeMoons({ samples, noise, random: new NumpyRandom(Number(BigInt.asUintN(32, seed))) });
  const model = old ?? new MLP(2, [...hidden, 1], { random: new Random(seed) });
  return { data, model };
}

/** Gradient descent, all points at every step. Trains the model, and tells of each step once it is taken. */
export function* train(model: MLP, { x, y }: Dataset, steps: number): Generator<Step> {
  const targets = y.map((label) => 2 * label - 1); // -1 and 1
  for (let k = 0; k < steps; k++) {
    // forward
    const scores = x.map((point) => model.forward(point)[0]);
    const dataLoss = maxMargin(scores, targets);
    const regLoss = sum(model.parameters().map((p) => p.mul(p))).mul(1e-4); // L2: keeps the parameters small
    const loss = dataLoss.add(regLoss);
    const right = scores.filter((score, i) => (score.data > 0) === (targets[i] > 0));

    // backward
    model.zeroGrad();
    loss.backward();

    // update
    const learningRate = 1.0 - 0.9 * k / steps;
    for (const p of model.parameters()) p.data -= learningRate * p.grad;

    yield { step: k, loss: loss.data, accuracy: right.length / x.length };
  }
}

/** A step as the notebook prints it. */
export function notebookLine({ step, loss, accuracy }: Step): string {
  return `step ${step} loss ${python(loss)}, accuracy ${python(accuracy * 100)}%`;
}

/** A float as Python prints it, where JavaScript differs: `100.0`, `nan`, `inf`, `1e-05`. */
function python(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return x.toExponential().replace(/([+-])(\d)$/, '$10$2');
  return Number.isInteger(x) ? x.toFixed(1) : String(x);
}
