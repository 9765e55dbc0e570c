// point-program.ts: a point on its way through a network, written out as a program for the expression room: all of it,
// or a single neuron. The loss is the point's own, without regularization.
import type { TrainingState } from '../state.ts';
import { firstParameter, sizesOf, targetsOf } from './network.ts';
import type { Sent, Way } from './way.ts';

export function pointProgram({ state, classes, parameters, point, label }: Sent): string {
  const sizes = sizesOf(state, classes);
  const lines = point.map((x, i) => `x${i + 1} = ${x}`);
  let inputs = point.map((_, i) => `x${i + 1}`);
  sizes.slice(1).forEach((size, layer) => {
    const isLast = layer === sizes.length - 2;
    inputs = Array.from({ length: size }, (_, neuron) => {
      const place = `${layer + 1}_${neuron + 1}`;
      const at = firstParameter(sizes, layer, neuron);
      const weights = inputs.map((_, i) => `w${place}_${i + 1}`);
      lines.push(...weights.map((weight, i) => `${weight} = ${parameters[at + i]}`));
      lines.push(`b${place} = ${parameters[at + inputs.length]}`);
      // In the order in which the library's Neuron adds them up.
      const total = [`b${place}`, ...weights.map((weight, i) => `${weight} * ${inputs[i]}`)].join(' + ');
      const name = isLast ? `score${size === 1 ? '' : neuron + 1}` : `n${place}`;
      lines.push(`${name} = ${isLast || state.activation === 'linear' ? total : `${state.activation}(${total})`}`);
      return name;
    });
  });
  return [...lines, ...lossLines(state.loss, inputs, label)].join('\n');
}

function lossLines(loss: TrainingState['loss'], scores: string[], label: number): string[] {
  if (loss === 'cross-entropy') {
    const exps = scores.map((score) => `exp(${score} - largest)`).join(' + ');
    const largest = scores.reduce((a, b) => `max(${a}, ${b})`);
    return [`largest = ${largest}`, `loss = log(${exps}) - (${scores[label]} - largest)`];
  }
  const targets = targetsOf(label, loss, scores.length);
  const names = scores.map((score) => score.replace('score', 'target'));
  const terms = scores.map((score, i) =>
    (loss === 'max-margin' ? `relu(1 - ${score} * ${names[i]})` : `(${score} - ${names[i]}) ** 2`));
  const total = terms.length === 1 ? terms[0] : `(${terms.join(' + ')}) / ${terms.length}`;
  return [...names.map((name, i) => `${name} = ${targets[i]}`), `loss = ${total}`];
}

/**
 * One neuron of a way. Everything behind it is a single factor: the gradient that arrives at the neuron. So each leaf
 * has the gradient that it has in the whole network.
 */
export function neuronProgram({ layers }: Way, activation: TrainingState['activation'], at: Place): string {
  const { layer, neuron } = at;
  const { inputs, bias, grad } = layers[layer][neuron];
  const isLast = layer === layers.length - 1;
  const numbers = inputs.flatMap(({ data, weight }, i) => {
    const input = layer === 0 ? `x${i + 1}` : `n${layer}_${i + 1}`;
    return [{ name: input, data, product: '' }, { name: `w${i + 1}`, data: weight, product: `w${i + 1} * ${input}` }];
  });
  const total = ['b', ...numbers.map(({ product }) => product).filter(Boolean)].join(' + ');
  const name = isLast ? `score${layers[layer].length === 1 ? '' : neuron + 1}` : `n${layer + 1}_${neuron + 1}`;
  return [
    ...numbers.map(({ name, data }) => `${name} = ${data}`), `b = ${bias}`,
    `${name} = ${isLast || activation === 'linear' ? total : `${activation}(${total})`}`,
    `rest = ${name} * ${grad < 0 ? `(${grad})` : grad}`,
  ].join('\n');
}

/** A neuron: layers count from 0, the inputs not among them. */
interface Place { layer: number; neuron: number }
