// Whole networks of random shape and activation, held to the same networks written down as programs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Value } from '../../src/engine.ts';
import { MLP } from '../../src/nn.ts';
import { Random } from '../../src/random.ts';
import { wantNear } from '../support/checks.ts';
import { centralDifference, reference, roundingOfGradient } from '../support/differences.ts';
import { runOnNumbers } from '../support/expressions.ts';
import { countParameters, networkProgram, shapes, type Shape } from '../support/networks.ts';
import { runs } from '../support/seed.ts';

const seeds = fc.nat(2 ** 31 - 1);

/** A model of this shape with all its parameters drawn, biases too; inputs; and the weighted sum of its outputs. */
function draw(shape: Shape, seed: number) {
  const random = new Random(seed);
  const { inputs, outputs, ...options } = shape;
  const model = new MLP(inputs, outputs, { ...options, random });
  const parameters = model.parameters();
  for (const p of parameters) p.data = random.uniform(-1, 1);
  const x = Array.from({ length: shape.inputs }, () => random.uniform(-2, 2));
  const weights = Array.from({ length: shape.outputs[shape.outputs.length - 1] }, () => random.uniform(-2, 2));
  const loss = (inputs: (Value | number)[]) =>
    model.forward(inputs).map((output, k) => output.mul(weights[k])).reduce((sum, term) => sum.add(term));
  const program = networkProgram(shape, [...x, ...parameters.map((p) => p.data)], weights);
  return { model, parameters, x, loss, program };
}

describe('a network of any shape', () => {
  it('has the gradients that central differences give, for every parameter and every input', () => {
    let [all, checked] = [0, 0];
    fc.assert(fc.property(shapes, seeds, (shape, seed) => {
      const { parameters, x, loss, program } = draw(shape, seed);
      const inputs = x.map((xi) => new Value(xi));
      loss(inputs).backward();
      const { sizes } = reference(program);
      [...inputs, ...parameters].forEach((leaf, i) => {
        all++;
        const difference = centralDifference(program, i);
        if (difference === undefined) return; // within a step of where a relu bends
        const { numeric, tolerance } = difference;
        wantNear(`the gradient of leaf ${i}`, leaf.grad, numeric, tolerance + roundingOfGradient(program, sizes[i]));
        if (tolerance <= 1e-5 * Math.max(Math.abs(numeric), 0.01)) checked++; // else too wide to tell right from wrong
      });
    }), runs(60));
    expect(checked / all).toBeGreaterThan(0.9);
  });

  it('has the gradients that the rules give, to rounding, wherever its relus stand', () => {
    fc.assert(fc.property(shapes, seeds, (shape, seed) => {
      const { parameters, loss, program, x } = draw(shape, seed);
      loss(x).backward();
      const { grads, sizes } = reference(program);
      parameters.forEach((p, i) => {
        const leaf = shape.inputs + i;
        wantNear(`the gradient of parameter ${i}`, p.grad, grads[leaf], roundingOfGradient(program, sizes[leaf]));
      });
    }), runs(100));
  });

  it('gives bit for bit what the program gives, for numbers as for Values', () => {
    fc.assert(fc.property(shapes, seeds, (shape, seed) => {
      const { x, loss, program } = draw(shape, seed);
      const data = runOnNumbers(program);
      expect(loss(x).data).toBe(data[data.length - 1]);
      expect(loss(x.map((xi) => new Value(xi))).data).toBe(data[data.length - 1]);
      expect(loss(Float64Array.from(x) as unknown as number[]).data).toBe(data[data.length - 1]);
    }), runs(100));
  });

  it('has its parameters in micrograd’s order: layer by layer, neuron by neuron, the weights and then the bias', () => {
    fc.assert(fc.property(shapes, seeds, (shape, seed) => {
      const { inputs, outputs, ...options } = shape;
      const model = new MLP(inputs, outputs, { ...options, random: new Random(seed) });
      const parameters = model.parameters();
      expect(parameters).toHaveLength(countParameters(shape));
      expect(new Set(parameters).size).toBe(parameters.length);
      let next = 0;
      for (const { neurons } of model.layers) {
        for (const { w, b } of neurons) {
          for (const p of [...w, b]) expect(parameters[next++] === p).toBe(true);
        }
      }
      expect(model.layers.map(({ neurons }) => neurons.length)).toEqual(shape.outputs);
      // In that order, too, the weights were drawn.
      const random = new Random(seed);
      for (const { neurons } of model.layers) {
        for (const { w, b } of neurons) {
          for (const p of w) expect(p.data).toBe(random.uniform(-1, 1));
          expect(b.data).toBe(0);
        }
      }
    }), runs(50));
  });

  it('forgets all gradients in zeroGrad, and nothing else', () => {
    fc.assert(fc.property(shapes, seeds, (shape, seed) => {
      const { model, parameters, x, loss } = draw(shape, seed);
      const before = parameters.map((p) => p.data);
      loss(x).backward();
      const grads = parameters.map((p) => p.grad);
      for (const p of parameters) p.grad += 1; // none of them is 0 by chance
      model.zeroGrad();
      expect(parameters.map((p) => p.grad)).toEqual(parameters.map(() => 0));
      expect(parameters.map((p) => p.data)).toEqual(before);
      loss(x).backward();
      expect(parameters.map((p) => p.grad)).toEqual(grads);
    }), runs(50));
  });

  it('gives as many Values as its last layer has neurons, also when that is one', () => {
    fc.assert(fc.property(shapes, seeds, (shape, seed) => {
      const { model, x } = draw(shape, seed);
      const outputs = model.forward(x);
      expect(outputs).toHaveLength(shape.outputs[shape.outputs.length - 1]);
      expect(outputs.every((output) => output instanceof Value)).toBe(true);
    }), runs(50));
  });
});
