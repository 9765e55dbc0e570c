// Random multi-layer perceptrons, and the same networks as programs, written down without nn.ts.
import fc from 'fast-check';
import type { Activation } from '../../src/nn.ts';
import type { Program, Step } from './expressions.ts';

export interface Shape { inputs: number; outputs: number[]; activation: Activation; outputActivation: Activation }

/** A record over `Activation`: one that is added to nn.ts and not here does not compile. */
const activations: Record<Activation, Step['op'] | undefined> = {
  linear: undefined, relu: 'relu', tanh: 'tanh', sigmoid: 'sigmoid',
};

const activation = fc.constantFrom(...(Object.keys(activations) as Activation[]));

/** Up to four layers of up to five neurons. */
export const shapes: fc.Arbitrary<Shape> = fc.record({
  inputs: fc.integer({ min: 1, max: 4 }),
  outputs: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  activation,
  outputActivation: activation,
});

export const countParameters = ({ inputs, outputs }: Shape) =>
  outputs.reduce((count, size, i) => count + ((i === 0 ? inputs : outputs[i - 1]) + 1) * size, 0);

/**
 * The sum of the network's outputs, each times another weight, as a program. Its leaves are the inputs and then the
 * parameters in micrograd's order: layer by layer, neuron by neuron, the weights and then the bias.
 */
export function networkProgram(shape: Shape, leaves: number[], outputWeights: number[]): Program {
  const { inputs, outputs } = shape;
  const steps: Step[] = [];
  const add = (step: Step) => leaves.length + steps.push(step) - 1;
  let parameter = inputs;
  let values = Array.from({ length: inputs }, (_, i) => i);
  outputs.forEach((size, i) => {
    const op = activations[i === outputs.length - 1 ? shape.outputActivation : shape.activation];
    values = Array.from({ length: size }, () => {
      const bias = parameter + values.length;
      let sum = bias;
      values.forEach((value, j) => {
        const product = add({ op: '*', a: { node: parameter + j }, b: { node: value } });
        sum = add({ op: '+', a: { node: sum }, b: { node: product } });
      });
      parameter = bias + 1;
      return op === undefined ? sum : add({ op, a: { node: sum } });
    });
  });
  const weighted = values.map((value, k) => add({ op: '*', a: { node: value }, b: { number: outputWeights[k] } }));
  weighted.reduce((sum, term) => add({ op: '+', a: { node: sum }, b: { node: term } }));
  return { leaves, steps };
}
