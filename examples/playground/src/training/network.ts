// network.ts: the network that the settings describe, and its loss: for one point, as a function of Values, which the
// engine runs as it is and `compile` makes a program of.
import { crossEntropy, MLP, Random, sum, Value } from 'micrograd-lab';
import type { TrainingState } from '../state.ts';

type Losses = TrainingState['loss'];

/** Two classes can be told apart by the sign of one score; else there is a score for each. */
export const outputsFor = (loss: Losses, classes: number) => (loss === 'cross-entropy' || classes > 2 ? classes : 1);

/** How many numbers come into the network, into each layer, and out of it. */
export const sizesOf = ({ layers, loss }: Pick<TrainingState, 'layers' | 'loss'>, classes: number) =>
  [2, ...layers, outputsFor(loss, classes)];

export function makeModel(state: TrainingState, classes: number): MLP {
  const { activation, seed } = state;
  return new MLP(2, sizesOf(state, classes).slice(1), { activation, random: new Random(seed) });
}

/** What the scores of a point of that class should be. */
export function targetsOf(label: number, loss: Losses, outputs: number): number[] {
  if (outputs === 1) return [label === 1 ? 1 : -1];
  return Array.from({ length: outputs }, (_, i) => (i === label ? 1 : loss === 'cross-entropy' ? 0 : -1));
}

export function classOf(scores: ArrayLike<number>): number {
  if (scores.length === 1) return scores[0] > 0 ? 1 : 0;
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i] > scores[best]) best = i;
  return best;
}

/** Of one point: the mean over its scores, or the cross-entropy of all of them. */
export function lossOf(loss: Losses, scores: Value[], targets: Value[]): Value {
  if (loss === 'cross-entropy') return crossEntropy(scores, targets);
  const terms = scores.map((score, i) => (loss === 'max-margin'
    ? new Value(1).sub(score.mul(targets[i])).relu()
    : score.sub(targets[i]).pow(2)));
  return terms.length === 1 ? terms[0] : sum(terms).div(terms.length);
}

/** The loss of a row (a point's coordinates and its targets), and what large parameters cost. */
export function rowLoss(model: MLP, { loss, regularization }: TrainingState): (row: Value[]) => Value {
  const parameters = model.parameters();
  return (row) => {
    const pointLoss = lossOf(loss, model.forward(row.slice(0, 2)), row.slice(2));
    if (regularization === 0) return pointLoss;
    return pointLoss.add(sum(parameters.map((p) => p.mul(p))).mul(regularization));
  };
}

/** What every neuron gives for one point, layer by layer. */
export function neuronOutputs(model: MLP, [x, y]: Value[]): Value[] {
  const outputs: Value[][] = [[x, y]];
  for (const layer of model.layers) outputs.push(layer.forward(outputs[outputs.length - 1]));
  return outputs.slice(1).flat();
}

/** Where, in the list of all parameters, those of a neuron begin: its weights, then its bias. Layers count from 0. */
export function firstParameter(sizes: readonly number[], layer: number, neuron: number): number {
  const before = sizes.slice(1, layer + 1).reduce((total, size, i) => total + size * (sizes[i] + 1), 0);
  return before + neuron * (sizes[layer] + 1);
}
