// way.ts: the way of one point through a network: what each neuron makes of it forward, and which gradient comes back.
// The library computes all of it; this file keeps hold of the Values in between, and says why a gradient is 0.
import { Value, type MLP } from 'micrograd-lab';
import type { TrainingState } from '../state.ts';
import { lossOf, makeModel, outputsFor, targetsOf } from './network.ts';

/** A point that is sent through. `label`: the class that it is, or is to count as. */
export interface Sent {
  state: TrainingState;
  classes: number;
  parameters: ArrayLike<number>;
  point: readonly number[];
  label: number;
}

/** One input of a neuron: its number, its weight, the gradient of that weight, and the gradient that it gets back. */
export interface WayInput { data: number; weight: number; weightGrad: number; inputGrad: number }

export interface WayNeuron {
  inputs: WayInput[];
  bias: number;
  biasGrad: number;
  /** bias + weight × input + …, before the activation, and the derivative of the loss with respect to it. */
  total: number;
  totalGrad: number;
  output: number;
  /** The derivative of the loss with respect to the output: the gradient that arrives here. */
  grad: number;
  /** Why `totalGrad`, and so the gradient of each weight, is 0; if it is. */
  why?: Zero;
}

/**
 * Why a gradient is 0. `margin`: the score is on the right side by 1 or more, so this point's loss is 0. `arrived`: the
 * neurons behind pass nothing back. `relu`: its input is not above 0. `flat`: the activation is so near its limit that
 * its derivative rounds to 0. `exact`: the score is exactly its target. `sure`: softmax gives the class a probability
 * that rounds to its target, 0 or 1.
 */
export type Zero = 'margin' | 'arrived' | 'relu' | 'flat' | 'exact' | 'sure';

export interface Way { layers: WayNeuron[][]; scores: number[]; targets: number[]; loss: number }

/** Every neuron forward, the loss, and every neuron backward: layers count from 0, the inputs not among them. */
export type WayStep =
  | { kind: 'forward' | 'backward'; layer: number; neuron: number } |
  { kind: 'loss' };

export function wayOf({ state, classes, parameters, point, label }: Sent): Way {
  const model = makeModel(state, classes);
  model.parameters().forEach((p, i) => { p.data = parameters[i]; });
  const targets = targetsOf(label, state.loss, outputsFor(state.loss, classes));
  const layers = forward(model, point.map((x) => new Value(x)));
  const scores = layers[layers.length - 1].map(({ output }) => output);
  const loss = lossOf(state.loss, scores, targets.map((target) => new Value(target)));
  loss.backward();
  return {
    layers: layers.map((layer, i) => {
      const isLast = i === layers.length - 1;
      return layer.map((parts) => ({ ...numbersOf(parts), ...whyOf(parts, isLast ? state.loss : undefined) }));
    }),
    scores: scores.map(({ data }) => data), targets, loss: loss.data,
  };
}

/** The Values of a neuron on the way. */
interface Parts { inputs: Value[]; weights: Value[]; bias: Value; total: Value; output: Value }

/** Each neuron has inputs of its own, which pass all on to the neurons before: so it is seen what each sends back. */
function forward(model: MLP, point: Value[]): Parts[][] {
  let outputs = point;
  return model.layers.map((layer) => {
    const parts = layer.neurons.map((neuron) => {
      const inputs = outputs.map((output) => output.mul(1));
      const output = neuron.forward(inputs);
      const total = output.op === '+' ? output : output.inputs[0]; // without an activation they are the same
      return { inputs, weights: neuron.w, bias: neuron.b, total, output };
    });
    outputs = parts.map(({ output }) => output);
    return parts;
  });
}

function numbersOf({ inputs, weights, bias, total, output }: Parts): WayNeuron {
  return {
    inputs: inputs.map((input, i) => ({
      data: input.data, weight: weights[i].data, weightGrad: weights[i].grad, inputGrad: input.grad,
    })),
    bias: bias.data, biasGrad: bias.grad,
    total: total.data, totalGrad: total.grad,
    output: output.data, grad: output.grad,
  };
}

/** `loss`: only of a neuron of the last layer, behind which there is nothing but the loss. */
function whyOf({ total, output }: Parts, loss: TrainingState['loss'] | undefined): { why?: Zero } {
  if (total.grad !== 0) return {};
  if (output.grad !== 0) return { why: output.op === 'relu' ? 'relu' : 'flat' };
  if (loss === undefined) return { why: 'arrived' };
  return { why: zeroLosses[loss] };
}

const zeroLosses = { 'max-margin': 'margin', 'squared error': 'exact', 'cross-entropy': 'sure' } as const;

/** The steps of a way: forward neuron by neuron, the loss, and back. */
export function stepsOfWay({ layers }: Way): WayStep[] {
  const forward = layers.flatMap((neurons, layer) =>
    neurons.map((_, neuron): WayStep => ({ kind: 'forward', layer, neuron })));
  const backward = forward.map((step): WayStep => ({ ...step, kind: 'backward' } as WayStep)).reverse();
  return [...forward, { kind: 'loss' }, ...backward];
}
