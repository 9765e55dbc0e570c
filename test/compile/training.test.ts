// Training with a compiled loss: the optimizers, and Karpathy's own run.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notebook, setUp } from '../../examples/moons/train.ts';
import { compile } from '../../src/compile/index.ts';
import { Adam, crossEntropy, MLP, Random, SGD, sum, Value } from '../../src/index.ts';

describe('training', () => {
  const data = Array.from({ length: 7 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i % 2]);
  const setUpModel = () => new MLP(2, [5, 2], { random: new Random(2), activation: 'tanh' });
  const lossOf = (model: MLP) => (a: Value, b: Value, label: Value) => {
    return crossEntropy(model.forward([a, b]), [label.neg().add(1), label]);
  };

  it.each([
    ['SGD', (p: Value[]) => new SGD(p, { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 })],
    ['Adam', (p: Value[]) => new Adam(p, { learningRate: 0.05 })],
  ])('with %s goes as it does on the engine', (_, makeOptimizer) => {
    const [onEngine, compiled] = [setUpModel(), setUpModel()];
    const [first, second] = [makeOptimizer(onEngine.parameters()), makeOptimizer(compiled.parameters())];
    const step = compile(lossOf(compiled));
    for (let i = 0; i < 20; i++) {
      first.zeroGrad();
      const losses = data.map((row) => lossOf(onEngine)(new Value(row[0]), new Value(row[1]), new Value(row[2])));
      const loss = sum(losses).div(data.length);
      loss.backward();
      first.step();
      second.zeroGrad();
      expect(step.backward(data)).toBeCloseTo(loss.data, 12);
      second.step();
    }
    const wanted = onEngine.parameters();
    compiled.parameters().forEach((p, i) => { expect(p.data).toBeCloseTo(wanted[i].data, 11); });
  });

  it('of Karpathy’s demo.ipynb gives its 100 losses and accuracies', () => {
    interface Step { loss: number; accuracyPercent: number }
    const run = JSON.parse(readFileSync(new URL('../fixtures/notebook-run.json', import.meta.url), 'utf8')) as
      { steps: Step[] };
    const { data: { x, y }, model } = setUp(notebook);
    const parameters = model.parameters();
    const score = compile((x1, x2) => model.forward([x1, x2])[0]);
    const loss = compile((x1, x2, label) => {
      const margin = model.forward([x1, x2])[0].mul(label).neg().add(1).relu();
      return margin.add(sum(parameters.map((p) => p.mul(p))).mul(1e-4));
    });
    const labels = y.map((label) => 2 * label - 1);
    const rows = x.map((point, i) => [...point, labels[i]]);
    expect(run.steps).toHaveLength(100);
    for (const [k, wanted] of run.steps.entries()) {
      const right = score.forward(x).filter((s, i) => (s > 0) === (labels[i] > 0));
      expect(right.length / x.length * 100, `accuracy of step ${k}`).toBe(wanted.accuracyPercent);
      model.zeroGrad();
      expect(Math.abs(loss.backward(rows) - wanted.loss), `loss of step ${k}`).toBeLessThanOrEqual(1e-12);
      for (const p of parameters) p.data -= (1.0 - 0.9 * k / 100) * p.grad;
    }
  });
});
