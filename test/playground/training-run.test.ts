// A run in the training room, without a page: Karpathy's own, the learning rate, test points, what is watched, and when
// training pauses by itself.
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialState, type TrainingState } from '../../examples/playground/src/state.ts';
import { Meter } from '../../examples/playground/src/training/meter.ts';
import { makeModel, rowLoss, sizesOf } from '../../examples/playground/src/training/network.ts';
import { memories, rateAt } from '../../examples/playground/src/training/optimizers.ts';
import { presets, withPreset } from '../../examples/playground/src/training/presets.ts';
import { trainingPart, type Halt } from '../../examples/playground/src/training/protocol.ts';
import { barShare, drawable, gradientsByLayer, hasDiverged } from '../../examples/playground/src/training/readings.ts';
import { Session } from '../../examples/playground/src/training/session.ts';
import { Trainer, type Snapshot, type Watch } from '../../examples/playground/src/training/trainer.ts';
import { Adam, SGD, Value } from '../../src/index.ts';
import notebook from '../fixtures/notebook-run.json' with { type: 'json' };
import { runs } from '../support/seed.ts';

const stateWith = (some: Partial<TrainingState>): TrainingState => ({ ...trainingPart(initialState), ...some });
const presetState = (name: keyof typeof presets) => trainingPart({ ...initialState, ...withPreset(name) });
function finish<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
const snapshotOf = (trainer: Trainer, watch?: Watch) => finish(trainer.snapshot(watch));

describe('the preset of Karpathy’s demo', () => {
  it.each(['compiled', 'eager'] as const)('is the notebook’s run, all 100 steps to the last digits: %s', (engine) => {
    const trainer = new Trainer({ ...presetState('demo'), engine });
    for (const { step, loss, accuracyPercent } of notebook.steps) {
      const now = snapshotOf(trainer);
      expect(now.step).toBe(step);
      // Python's own run differs by so much from run to run: it orders a set by address.
      expect(Math.abs(now.loss - loss)).toBeLessThanOrEqual(1e-14);
      expect(now.accuracy * 100).toBe(accuracyPercent);
      finish(trainer.train());
    }
    expect(trainer.parameters.length).toBe(notebook.numberOfParameters);
  });
});

describe('the presets', () => {
  it.each(Object.keys(presets) as (keyof typeof presets)[])('%s trains, and does what its name says', (name) => {
    const state = presetState(name);
    const trainer = new Trainer(state);
    for (let i = 0; i < (name === 'vanishing' ? 1 : 300); i++) finish(trainer.train());
    const { loss, accuracy, testLoss, gradients = new Float64Array() } = snapshotOf(trainer, { gradients: true });
    if (name === 'diverging') {
      expect(Number.isFinite(loss)).toBe(false);
      return;
    }
    if (name === 'overfitting') expect(testLoss).toBeGreaterThan(3 * loss);
    const layers = gradientsByLayer(sizesOf(state, 2), gradients);
    if (name === 'vanishing') expect(layers[0].size).toBeLessThan(layers[layers.length - 1].size / 1000);
    else expect(accuracy).toBeGreaterThan(0.9);
  });
});

describe('the learning rate', () => {
  it('stays without a decay, and with one falls evenly to a tenth, where it stays', () => {
    expect([0, 1, 1000].map((step) => rateAt({ learningRate: 0.5, decay: 0 }, step))).toEqual([0.5, 0.5, 0.5]);
    expect([0, 50, 100, 101].map((step) => rateAt({ learningRate: 1, decay: 100 }, step)))
      .toEqual([1, 0.55, 1 - 0.9, 1 - 0.9]);
  });

  it('is the one that moves the parameters, from step to step', () => {
    const trainer = new Trainer(stateWith({ optimizer: 'SGD', learningRate: 0.3, decay: 4 }));
    for (let step = 0; step < 6; step++) {
      const before = snapshotOf(trainer);
      expect(before.learningRate).toBe(rateAt({ learningRate: 0.3, decay: 4 }, step));
      finish(trainer.train());
      const { parameters, gradients = [] } = snapshotOf(trainer, { gradients: true });
      parameters.forEach((p, i) => {
        expect(p).toBe(before.parameters[i] - before.learningRate * gradients[i]);
      });
    }
  });
});

describe('test points', () => {
  it('have a loss and an accuracy of their own, and change nothing in training', () => {
    const [without, seen] = [0, 50].map((test) => {
      const trainer = new Trainer(stateWith({ samples: 30, test, noise: 0.4 }));
      for (let i = 0; i < 40; i++) finish(trainer.train());
      return { trainer, snapshot: snapshotOf(trainer) };
    });
    expect(seen.snapshot.parameters).toEqual(without.snapshot.parameters);
    expect([without.snapshot.testLoss, without.snapshot.testAccuracy]).toEqual([NaN, NaN]);
    const { trainer, snapshot } = seen;
    const { x, y } = trainer.points.test;
    const loss = rowLoss(trainer.model, stateWith({}));
    const losses = x.map((point, i) => loss([...point, 2 * y[i] - 1].map((data) => new Value(data))).data);
    expect(snapshot.testLoss).toBeCloseTo(losses.reduce((sum, each) => sum + each, 0) / 50, 12);
    const right = x.filter((point, i) => (trainer.model.forward(point)[0].data > 0) === (y[i] === 1));
    expect(snapshot.testAccuracy).toBe(right.length / 50);
  });
});

describe('what is watched', () => {
  it('is in a snapshot only while somebody looks', () => {
    const trainer = new Trainer(stateWith({}));
    finish(trainer.train());
    expect(Object.keys(snapshotOf(trainer))).not.toEqual(expect.arrayContaining(['gradients']));
    for (const name of ['gradients', 'memory', 'watched']) expect(snapshotOf(trainer)).not.toHaveProperty(name);
    const watched = snapshotOf(trainer, { gradients: true, neuron: 2 });
    for (const name of ['gradients', 'memory', 'watched']) expect(watched).toHaveProperty(name);
  });

  it.each(['compiled', 'eager'] as const)('are the gradients of the mean loss at the last step: %s', (engine) => {
    const state = stateWith({ samples: 20, regularization: 0.01, engine });
    const trainer = new Trainer(state);
    const model = makeModel(state, 2);
    const { x, y } = trainer.points;
    for (let i = 0; i < x.length; i++) {
      rowLoss(model, state)([...x[i], 2 * y[i] - 1].map((data) => new Value(data))).backward();
    }
    finish(trainer.train());
    const { gradients = [] } = snapshotOf(trainer, { gradients: true });
    model.parameters().forEach((p, i) => { expect(gradients[i]).toBeCloseTo(p.grad / 20, 14); });
  });

  it.each(['SGD', 'SGD with momentum', 'Adam'] as const)('is what the optimizer remembers: %s', (optimizer) => {
    const trainer = new Trainer(stateWith({ optimizer, learningRate: 0.1 }));
    const own = trainer.parameters.map(({ data }) => new Value(data));
    const learningRate = 0.1;
    const other = optimizer === 'Adam'
      ? new Adam(own, { learningRate })
      : new SGD(own, { learningRate, momentum: optimizer === 'SGD' ? 0 : 0.9 });
    for (let step = 0; step < 3; step++) {
      finish(trainer.train());
      const { gradients = [] } = snapshotOf(trainer, { gradients: true });
      own.forEach((p, i) => { p.grad = gradients[i]; });
      other.step();
    }
    const { memory, parameters } = snapshotOf(trainer, { gradients: true });
    expect([...parameters]).toEqual(own.map(({ data }) => data));
    const state = other.state();
    const remembered = 'means' in state ? [state.means, state.squares] : [state.velocities];
    expect(memory?.map((list) => [...list])).toEqual(optimizer === 'SGD' ? [] : remembered);
    expect(memory?.length).toBe(memories[optimizer].length);
  });

  it('is a neuron’s picture in a fine grid: the same numbers as in the coarse one, where both have a cell', () => {
    const trainer = new Trainer(stateWith({ layers: [3, 2] }));
    const { watched, neurons } = snapshotOf(trainer, { gradients: false, neuron: 4 });
    if (!watched) throw new Error('no picture');
    expect(watched).toMatchObject({ neuron: 4, outputs: 1, size: 96 });
    // 96 = 6 × 16: the middle of a coarse cell lies between four fine ones.
    for (const [row, column] of [[0, 0], [3, 9], [15, 15]]) {
      const coarse = neurons.values[(16 * row + column) * neurons.outputs + 4];
      const fine = [[2, 2], [2, 3], [3, 2], [3, 3]].map(([down, right]) =>
        watched.values[96 * (6 * row + down) + 6 * column + right]);
      expect(Math.min(...fine) - 1e-3).toBeLessThanOrEqual(coarse);
      expect(Math.max(...fine) + 1e-3).toBeGreaterThanOrEqual(coarse);
    }
  });
});

describe('a curve', () => {
  it('has a gap where a number is missing or not finite, so that the others keep their scale', () => {
    expect(drawable([1, NaN, 0, Infinity, -1e300])).toEqual([1, null, 0, null, -1e300]);
  });
});

describe('the gradients by layer', () => {
  it('have bars that grow by powers of 10, from 1e-8 to 10', () => {
    expect([NaN, 0, 1e-9, 1e-8, 1, 10, 1e5].map(barShare)).toEqual([0, 0, 0, 0, 8 / 9, 1, 1]);
  });

  it('are root mean squares, and how many are 0', () => {
    const gradients = Float64Array.from([3, 4, 0, 1, 1, 0, 0]); // two inputs, one neuron, three outputs' worth
    expect(gradientsByLayer([2, 1], gradients.slice(0, 3))).toEqual([{ size: Math.sqrt(25 / 3), zeros: 1, count: 3 }]);
    expect(gradientsByLayer([2, 1, 2], gradients)).toEqual([
      { size: Math.sqrt(25 / 3), zeros: 1, count: 3 }, { size: Math.sqrt(2 / 4), zeros: 2, count: 4 },
    ]);
  });

  it('cover every parameter once, whatever the network', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }), (layers) => {
      const state = stateWith({ layers });
      const count = makeModel(state, 2).parameters().length;
      const all = gradientsByLayer(sizesOf(state, 2), new Float64Array(count).fill(1));
      expect(all.reduce((sum, layer) => sum + layer.count, 0)).toBe(count);
      for (const { size, zeros } of all) expect([size, zeros]).toEqual([1, 0]);
    }), runs(50));
  });
});

describe('a session', () => {
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => { setTimeout(resolve, 5); });
  };
  /** Plays until it pauses by itself. */
  async function played(state: TrainingState): Promise<{ last: Snapshot; halt: Halt }> {
    let end: { last: Snapshot; halt: Halt } | undefined;
    const session = new Session(state, (last, _, halt) => { if (halt) end = { last, halt }; }, turn);
    const life = session.live();
    session.go(true);
    await until(() => end !== undefined);
    expect(session.isRunning).toBe(false);
    session.end();
    await life;
    return end as unknown as { last: Snapshot; halt: Halt };
  }

  it('pauses by itself when training diverges, and says so', async () => {
    const { last, halt } = await played({ ...presetState('diverging'), pace: 'full speed' });
    expect(halt).toBe('diverged');
    expect(hasDiverged(last)).toBe(true);
  });

  it('pauses by itself at the end of the decay, with the step that the notebook would print last', async () => {
    const { last, halt } = await played({ ...presetState('demo'), pace: 'full speed' });
    expect(halt).toBe('decayed');
    expect(last.step).toBe(100);
    expect(last.accuracy).toBe(1);
  });

  it('has what is watched in the next picture', async () => {
    const shown: Snapshot[] = [];
    const session = new Session(stateWith({}), (snapshot) => { shown.push(snapshot); }, turn);
    const life = session.live();
    await until(() => shown.length === 1);
    session.watch({ gradients: true, neuron: 0 });
    await until(() => shown.length === 2);
    expect(shown.map(({ gradients, watched }) => [gradients !== undefined, watched?.neuron]))
      .toEqual([[false, undefined], [true, 0]]);
    session.end();
    await life;
  });

  it('does not take an empty plane for a diverged training', () => {
    expect(hasDiverged(snapshotOf(new Trainer(stateWith({ dataset: 'by hand' }))))).toBe(false);
  });
});

describe('the meter', () => {
  it('finds the length of a step that is far shorter than a tick of the clock', () => {
    fc.assert(fc.property(fc.double({ min: 0.004, max: 0.3, noNaN: true }), (length) => {
      const tick = 0.1;
      const meter = new Meter(0);
      for (let step = 0; step < 5000; step++) {
        const began = 0.7318 * step; // so that steps begin anywhere between two ticks
        const read = (time: number) => Math.floor(time / tick) * tick;
        meter.add(read(began + length) - read(began));
      }
      const { perStep } = meter.read(5000) ?? { perStep: NaN };
      expect(Math.abs(perStep - length)).toBeLessThan(0.02);
    }), runs(50));
  });

  it('counts the steps of the last second, and begins anew after a pause', () => {
    const meter = new Meter(0);
    expect(meter.read(10)).toBeUndefined();
    for (let i = 0; i < 60; i++) meter.add(1);
    expect(meter.read(1000)).toEqual({ perStep: 1, perSecond: 60 });
    meter.restart(5000);
    for (let i = 0; i < 30; i++) meter.add(1);
    expect(meter.read(6000)?.perSecond).toBe(30);
  });
});
