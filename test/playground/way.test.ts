// One point on its way through the network of the training room: what each neuron gets, and why a gradient is 0.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProgram } from '../../examples/playground/src/expression/program.ts';
import {
  activations, initialState, losses, type TrainingState,
} from '../../examples/playground/src/state.ts';
import {
  firstParameter, makeModel, outputsFor, rowLoss, sizesOf, targetsOf,
} from '../../examples/playground/src/training/network.ts';
import { neuronProgram } from '../../examples/playground/src/training/point-program.ts';
import { trainingPart } from '../../examples/playground/src/training/protocol.ts';
import { stepsOfWay, wayOf, type Zero } from '../../examples/playground/src/training/way.ts';
import { topologicalOrder, Value } from '../../src/index.ts';
import { runs } from '../support/seed.ts';

const stateWith = (some: Partial<TrainingState>): TrainingState => ({ ...trainingPart(initialState), ...some });
const parametersOf = (state: TrainingState, classes: number) => makeModel(state, classes).parameters();

/** Networks, points and parameters of all kinds. */
const sent = fc.record({
  layers: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
  activation: fc.constantFrom(...activations), loss: fc.constantFrom(...losses), classes: fc.constantFrom(2, 3),
  seed: fc.nat(1000), point: fc.tuple(...[0, 1].map(() => fc.double({ min: -3, max: 3, noNaN: true }))),
  scale: fc.constantFrom(0, 0.5, 1, 30),
}).map(({ layers, activation, loss, classes, seed, point, scale }) => {
  const state = stateWith({ layers, activation, loss, seed });
  const parameters = parametersOf(state, classes).map(({ data }) => data * scale);
  return { state, classes, parameters, point, label: seed % classes };
});

/** Equal up to rounding: sums are added up in another order. */
function expectNear(got: number, wanted: number): void {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(wanted)));
}

describe('the way of a point', () => {
  it('has the loss, and at each weight the gradient, that training has', () => {
    fc.assert(fc.property(sent, ({ state, classes, parameters, point, label }) => {
      const way = wayOf({ state, classes, parameters, point, label });
      const model = makeModel(state, classes);
      const own = model.parameters();
      own.forEach((p, i) => { p.data = parameters[i]; });
      const targets = targetsOf(label, state.loss, outputsFor(state.loss, classes));
      const loss = rowLoss(model, state)([...point, ...targets].map((data) => new Value(data)));
      loss.backward();
      expectNear(way.loss, loss.data);
      const sizes = sizesOf(state, classes);
      way.layers.forEach((neurons, layer) => {
        neurons.forEach(({ inputs, biasGrad, totalGrad }, neuron) => {
          const first = firstParameter(sizes, layer, neuron);
          inputs.forEach(({ weightGrad }, i) => { expectNear(weightGrad, own[first + i].grad); });
          expectNear(biasGrad, own[first + inputs.length].grad);
          expect(biasGrad).toBe(totalGrad);
        });
      });
    }), runs(200));
  });

  it('hangs together: a neuron’s gradient is the sum of what its readers send back', () => {
    fc.assert(fc.property(sent, (each) => {
      const { layers } = wayOf(each);
      layers.slice(1).forEach((readers, i) => {
        layers[i].forEach(({ output, grad }, neuron) => {
          const arrivals = readers.map(({ inputs }) => inputs[neuron]);
          for (const { data } of arrivals) expect(data).toBe(output);
          expectNear(grad, arrivals.reduce((sum, { inputGrad }) => sum + inputGrad, 0));
        });
      });
    }), runs(200));
  });

  it('says why a gradient is 0 if it is, and only then', () => {
    fc.assert(fc.property(sent, (each) => {
      for (const neuron of wayOf(each).layers.flat()) {
        expect(neuron.why === undefined).toBe(neuron.totalGrad !== 0);
        if (neuron.why === 'relu') expect(neuron.total).toBeLessThanOrEqual(0);
        if (neuron.why === 'arrived') expect(Math.abs(neuron.grad)).toBe(0);
        if (neuron.why === 'flat') expect(Math.abs(neuron.total)).toBeGreaterThan(10);
      }
    }), runs(200));
  });

  const zeros: [Zero, Partial<TrainingState>, number[]][] = [
    // Two inputs, one neuron, one score: w1, w2, b; w, b. The point is (1, 1), of class 1.
    ['margin', { activation: 'tanh', layers: [1] }, [1, 1, 0, 2, 0]],
    ['relu', { activation: 'relu', layers: [1] }, [-1, -1, 0, 2, 0]],
    ['flat', { activation: 'tanh', layers: [1] }, [30, 30, 0, -1, 0]],
    ['arrived', { activation: 'tanh', layers: [1] }, [1, 1, 0, 0, 0]],
    ['exact', { loss: 'squared error', layers: [] }, [0.5, 0.5, 0]],
    ['sure', { loss: 'cross-entropy', layers: [] }, [-500, -500, 0, 500, 500, 0]],
  ];
  it.each(zeros)('knows “%s”', (why, some, parameters) => {
    const { layers } = wayOf({ state: stateWith(some), classes: 2, parameters, point: [1, 1], label: 1 });
    const layer = why === 'margin' ? layers.length - 1 : 0;
    expect(layers[layer][0].why).toBe(why);
    expect(layers[layer][0].inputs.map(({ weightGrad }) => Math.abs(weightGrad))).toEqual(
      layers[layer][0].inputs.map(() => 0));
  });

  it('goes through every neuron of 16-16-1 forward, the loss, and every neuron backward', () => {
    const state = stateWith({ layers: [16, 16] });
    const parameters = parametersOf(state, 2).map(({ data }) => data);
    const steps = stepsOfWay(wayOf({ state, classes: 2, parameters, point: [1, 0], label: 1 }));
    expect(steps.length).toBe(33 + 1 + 33);
    expect([steps[0], steps[32], steps[33], steps[34], steps[66]]).toEqual([
      { kind: 'forward', layer: 0, neuron: 0 }, { kind: 'forward', layer: 2, neuron: 0 }, { kind: 'loss' },
      { kind: 'backward', layer: 2, neuron: 0 }, { kind: 'backward', layer: 0, neuron: 0 },
    ]);
  });
});

describe('a neuron of the way, written out as a program', () => {
  it('has the neuron’s numbers and the gradients of the whole network, in a graph that can be shown', () => {
    fc.assert(fc.property(sent, (each) => {
      const way = wayOf(each);
      way.layers.forEach((neurons, layer) => {
        neurons.forEach(({ inputs, output, biasGrad }, neuron) => {
          const { root } = parseProgram(neuronProgram(way, each.state.activation, { layer, neuron }));
          root.backward();
          const byName = new Map(topologicalOrder(root).map((value) => [value.label, value]));
          expect(root.inputs[0].data).toBe(output);
          expectNear(byName.get('b')?.grad ?? NaN, biasGrad);
          inputs.forEach(({ weightGrad, inputGrad }, i) => {
            expectNear(byName.get(`w${i + 1}`)?.grad ?? NaN, weightGrad);
            expectNear(byName.get(layer === 0 ? `x${i + 1}` : `n${layer}_${i + 1}`)?.grad ?? NaN, inputGrad);
          });
        });
      });
    }), runs(60));
  });
});
