// What the training room does without a page: points, networks, training in slices, and one point written out.
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseProgram } from '../../examples/playground/src/expression/program.ts';
import {
  activations, datasets, initialState, losses, type TrainingState,
} from '../../examples/playground/src/state.ts';
import { gridOf, makePoints, windowAround } from '../../examples/playground/src/training/data.ts';
import { planNetwork } from '../../examples/playground/src/training/network-plan.ts';
import {
  classOf, firstParameter, lossOf, makeModel, outputsFor, rowLoss, sizesOf, targetsOf,
} from '../../examples/playground/src/training/network.ts';
import { paintNeuron, paintScores } from '../../examples/playground/src/training/painting.ts';
import { pointProgram } from '../../examples/playground/src/training/point-program.ts';
import { needsRestart, trainingPart } from '../../examples/playground/src/training/protocol.ts';
import { Session } from '../../examples/playground/src/training/session.ts';
import { Trainer, type Snapshot } from '../../examples/playground/src/training/trainer.ts';
import { maxMargin, MLP, squaredError, topologicalOrder, Value } from '../../src/index.ts';

const stateWith = (some: Partial<TrainingState>): TrainingState => ({ ...trainingPart(initialState), ...some });
const points = [{ x: 1, y: 1, label: 0 }, { x: -1, y: 0, label: 1 }, { x: 0, y: -1, label: 2 }];

/** Works to the end; the number of slices comes along. */
function finish<T>(work: Generator<undefined, T>): { result: T; slices: number } {
  for (let slices = 0; ; slices++) {
    const { done, value } = work.next();
    if (done) return { result: value, slices };
  }
}
const snapshotOf = (trainer: Trainer) => finish(trainer.snapshot()).result;
function trained(state: TrainingState, steps: number): Snapshot {
  const trainer = new Trainer(state);
  for (let i = 0; i < steps; i++) finish(trainer.train());
  return snapshotOf(trainer);
}

describe('points', () => {
  it.each(datasets)('%s: as many as wanted, of each class, within the window, and so by the seed', (dataset) => {
    const state = stateWith({ dataset, samples: 60, points });
    const made = makePoints(state);
    const { x, y, classes } = made;
    expect(x.length).toBe(dataset === 'by hand' ? 3 : 60);
    expect(new Set(y).size).toBe(classes);
    const { x: middleX, y: middleY, reach } = windowAround(state, made);
    expect(x.every((point) => Math.abs(point[0] - middleX) < reach && Math.abs(point[1] - middleY) < reach)).toBe(true);
    expect(makePoints(state)).toEqual(made);
    if (dataset === 'by hand') return;
    expect(makePoints({ ...state, seed: 1 }).x).not.toEqual(x);
    expect(makePoints({ ...state, draw: 1 })).toEqual(makePoints({ ...state, seed: state.seed + 1 }));
  });

  it.each(datasets.slice(0, -1))('%s: test points are other ones, and leave the rest as they are', (dataset) => {
    const state = stateWith({ dataset, samples: 60 });
    const { test, ...points } = makePoints({ ...state, test: 30 });
    expect({ ...points, test: { x: [], y: [] } }).toEqual(makePoints(state));
    expect(test.x.length).toBe(30);
    expect(new Set(test.y)).toEqual(new Set(points.y));
    const seen = new Set(points.x.map(String));
    expect(test.x.some((point) => seen.has(String(point)))).toBe(false);
    const { x, y, reach } = windowAround(state, { ...points, test });
    expect(test.x.every((point) => Math.hypot(point[0] - x, point[1] - y) < 2 * reach)).toBe(true);
  });

  it('by hand are two classes until there is a third, and may be none', () => {
    expect(makePoints(stateWith({ dataset: 'by hand', points: points.slice(0, 2) })).classes).toBe(2);
    expect(makePoints(stateWith({ dataset: 'by hand' })).x).toEqual([]);
  });

  it('lie on a grid row by row from the top', () => {
    expect([...gridOf({ x: 1, y: 0, reach: 2 }, 2)]).toEqual([0, 1, 2, 1, 0, -1, 2, -1]);
  });
});

describe('a network', () => {
  it('has one output for two classes, unless cross-entropy wants one each', () => {
    expect(losses.map((loss) => outputsFor(loss, 2))).toEqual([1, 2, 1]);
    expect(losses.map((loss) => outputsFor(loss, 3))).toEqual([3, 3, 3]);
    expect(sizesOf(stateWith({ layers: [] }), 2)).toEqual([2, 1]);
  });

  it('knows the class by the sign of one score, or by the highest of several', () => {
    expect([[-0.1], [0.1], [1, 3, 2], [4, 3, 3]].map(classOf)).toEqual([0, 1, 1, 0]);
  });

  it('has the losses of the library', () => {
    const scores = [0.25, -3, 2].map((data) => new Value(data));
    const loss = (name: TrainingState['loss'], label: number) =>
      lossOf(name, scores, targetsOf(label, name, 3).map((target) => new Value(target))).data;
    expect(loss('max-margin', 2)).toBeCloseTo(maxMargin(scores, [-1, -1, 1]).data, 14);
    expect(loss('squared error', 1)).toBeCloseTo(squaredError(scores, [-1, 1, -1]).data, 14);
    const exps = scores.map(({ data }) => Math.exp(data));
    expect(loss('cross-entropy', 0)).toBeCloseTo(-Math.log(exps[0] / (exps[0] + exps[1] + exps[2])), 14);
  });

  it('has its parameters neuron by neuron: where each begins', () => {
    const state = stateWith({ layers: [3, 5] });
    const model = makeModel(state, 2);
    const all = model.parameters();
    model.layers.forEach((layer, i) => {
      layer.neurons.forEach((neuron, j) => {
        expect(all[firstParameter(sizesOf(state, 2), i, j)]).toBe(neuron.w[0]);
      });
    });
  });
});

describe('training', () => {
  it('reaches 100 % on the moons', () => {
    expect(trained(stateWith({}), 300)).toMatchObject({ step: 300, accuracy: 1 });
  });

  it('gives the same numbers for the same seed, and others for another', () => {
    const state = stateWith({ batch: 16, samples: 50, dataset: 'spiral' });
    expect(trained(state, 20)).toEqual(trained(state, 20));
    expect(trained({ ...state, seed: 1 }, 20).loss).not.toBe(trained(state, 20).loss);
  });

  it.each(losses)('with %s goes the same way eager as compiled', (loss) => {
    const state = stateWith({ loss, regularization: 0.01, samples: 40, dataset: 'yin-yang', optimizer: 'SGD' });
    const [compiled, eager] = (['compiled', 'eager'] as const).map((engine) => trained({ ...state, engine }, 10));
    expect(eager.loss).toBeCloseTo(compiled.loss, 10);
    eager.parameters.forEach((p, i) => { expect(p).toBeCloseTo(compiled.parameters[i], 10); });
  });

  it('shows the mean loss of all points, as the engine computes it', () => {
    const state = stateWith({ regularization: 0.1, samples: 20 });
    const trainer = new Trainer(state);
    const { x, y } = makePoints(state);
    const rows = x.map((point, i) => [...point, 2 * y[i] - 1].map((data) => new Value(data)));
    const eager = rows.map(rowLoss(trainer.model, state)).reduce((sum, { data }) => sum + data, 0) / 20;
    expect(snapshotOf(trainer).loss).toBeCloseTo(eager, 12);
  });

  it('takes every point once before any a second time, in batches', () => {
    const trainer = new Trainer(stateWith({ samples: 10, batch: 4, learningRate: 0 }));
    const seen: number[][] = [];
    trainer.change(stateWith({ samples: 10, batch: 4, learningRate: 0, engine: 'eager' }));
    trainer.model.forward = (inputs) => {
      seen.push(Array.from(inputs, (input) => (input as Value).data));
      return MLP.prototype.forward.call(trainer.model, inputs);
    };
    for (let i = 0; i < 3; i++) finish(trainer.train());
    expect(seen.map(String).sort()).toEqual(trainer.points.x.map(String).sort());
  });

  it('works in slices, so that somebody can listen in between', () => {
    const state = stateWith({ samples: 10_000, layers: [64, 64, 64] });
    expect(finish(new Trainer(state).train()).slices).toBeGreaterThan(20);
    const small = stateWith({ samples: 10, layers: [64, 64, 64], engine: 'eager' });
    expect(finish(new Trainer(small).train()).slices).toBe(1);
  });

  it('goes on under another learning rate, begins again with another network', () => {
    const old = stateWith({});
    const live: Partial<TrainingState>[] =
      [
        { learningRate: 1 }, { optimizer: 'SGD' }, { batch: 5 }, { engine: 'eager' }, { points }, { decay: 9 },
      ];
    for (const some of live) {
      expect(needsRestart(old, stateWith(some))).toBe(false);
    }
    const others: Partial<TrainingState>[] = [
      { layers: [1] }, { seed: 1 }, { samples: 5 }, { loss: 'cross-entropy' }, { draw: 1 }, { test: 5 },
    ];
    for (const some of others) {
      expect(needsRestart(old, stateWith(some))).toBe(true);
    }
    const trainer = new Trainer(old);
    finish(trainer.train());
    const { parameters } = snapshotOf(trainer);
    trainer.change(stateWith({ optimizer: 'SGD', learningRate: 0, regularization: 0.5 }));
    finish(trainer.train());
    expect(snapshotOf(trainer)).toMatchObject({ step: 2, parameters });
  });

  it('of no points does nothing', () => {
    const snapshot = trained(stateWith({ dataset: 'by hand' }), 2);
    expect(snapshot).toMatchObject({ step: 0, loss: NaN, accuracy: NaN });
  });
});

describe('a session', () => {
  let shown: Snapshot[] = [];
  beforeAll(() => { shown = []; });
  afterEach(() => { vi.useRealTimers(); });
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => { setTimeout(resolve, 5); });
  };

  it('shows the beginning, goes step by step, plays, pauses, takes a weight, and ends', async () => {
    const session = new Session(stateWith({ pace: 'full speed' }), (snapshot) => { shown.push(snapshot); }, turn);
    const life = session.live();
    const last = () => shown.at(-1) as Snapshot;
    await until(() => shown.length === 1);
    expect(last().step).toBe(0);
    session.step();
    await until(() => last().step === 1);
    session.go(true);
    await until(() => last().step > 50);
    session.go(false);
    await until(() => !session.isRunning);
    const count = shown.length;
    session.setParameter(0, 12.5);
    await until(() => shown.length > count && last().parameters[0] === 12.5);
    session.change(stateWith({ learningRate: 0 }));
    session.end();
    await life;
  });

  it('keeps a weight that is set while a step goes on, and shows it', async () => {
    const snapshots: Snapshot[] = [];
    let isStepping = false;
    const session: Session = new Session(stateWith({ samples: 2000, layers: [64, 64] }), (snapshot) => {
      snapshots.push(snapshot);
      if (snapshot.step === 1) session.end();
    }, async () => {
      await turn();
      if (isStepping) session.setParameter(0, 12.5);
      isStepping = false;
    });
    const life = session.live();
    await until(() => snapshots.length === 1);
    isStepping = true;
    session.step();
    await life;
    expect(isStepping).toBe(false);
    expect(snapshots.at(-1)?.parameters[0]).toBe(12.5);
  });

  it('keeps the pace', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }); // a clock that no other program holds up
    const steps: number[] = [];
    const session = new Session(stateWith({ pace: '10' }), ({ step }) => { steps.push(step); }, turn);
    const life = session.live();
    session.go(true);
    await vi.advanceTimersByTimeAsync(550);
    session.end();
    await vi.runAllTimersAsync();
    await life;
    expect(steps).toEqual([0, 1, 2, 3, 4, 5]); // each at the end of its tenth of a second
  });
});

describe('a point written out as a program', () => {
  const kinds = losses.flatMap((loss) => (['moons', 'yin-yang'] as const).map((dataset) => ({ loss, dataset })));
  it.each(kinds)('has the loss and the gradients that training has: $loss, $dataset', ({ loss, dataset }) => {
    for (const activation of activations) {
      const state = stateWith({ loss, dataset, activation, layers: [3, 2], samples: 9 });
      const trainer = new Trainer(state);
      const { x, y, classes } = trainer.points;
      const parameters = trainer.parameters.map(({ data }) => data);
      const { root } = parseProgram(pointProgram({ state, classes, parameters, point: x[4], label: y[4] }));
      root.backward();

      const targets = targetsOf(y[4], loss, outputsFor(loss, classes));
      const wanted = rowLoss(trainer.model, state)([...x[4], ...targets].map((data) => new Value(data)));
      wanted.backward();
      expect(root.data).toBeCloseTo(wanted.data, 13);
      const byName = new Map(topologicalOrder(root).map((value) => [value.label, value]));
      const first = trainer.model.layers[0].neurons[1];
      expect(byName.get('w1_2_1')?.grad).toBeCloseTo(first.w[0].grad, 13);
      expect(byName.get('b1_2')?.grad).toBeCloseTo(first.b.grad, 13);
    }
  });
});

describe('what is painted', () => {
  const pixel = (pixels: Uint8ClampedArray, cell: number) => [...pixels.subarray(4 * cell, 4 * cell + 4)];

  it('is blue above 0 and vermilion below, the paper at 0 and where there is no number', () => {
    const pixels = paintNeuron({ size: 2, outputs: 1, values: new Float64Array([9, -9, 0, NaN]) }, 0, 'light');
    expect(pixel(pixels, 0)[2]).toBeGreaterThan(pixel(pixels, 0)[0]);
    expect(pixel(pixels, 1)[0]).toBeGreaterThan(pixel(pixels, 1)[2]);
    for (const cell of [2, 3]) expect(pixel(pixels, cell)).toEqual([255, 255, 255, 255]);
  });

  it('is the colour of the highest score, the stronger the further it is before the next', () => {
    const values = new Float64Array([1, 5, 0, 1, 1.5, 1, 0, 0, 3, 2, 0, 1]);
    const pixels = paintScores({ size: 2, outputs: 3, values }, 'light');
    const blueness = (cell: number) => pixel(pixels, cell)[2] - pixel(pixels, cell)[0];
    expect(blueness(0)).toBeGreaterThan(blueness(1));
    expect(blueness(1)).toBeGreaterThan(0);
    expect(pixel(pixels, 2)[1]).toBe(Math.max(...pixel(pixels, 2).slice(0, 3))); // green
    expect(blueness(3)).toBeLessThan(0);
  });
});

describe('the plan of a network', () => {
  it.each([[[2, 4, 4, 1], 500], [[2, 64, 64, 64, 1], 600], [[2, 9, 1], 330], [[2, 3], 400]])(
    'of %j in %d pixels has every neuron, none over another, all within', (sizes, width) => {
      const plan = planNetwork(sizes, width);
      expect(plan.layers.map(({ length }) => length)).toEqual(sizes);
      const spots = plan.layers.flat();
      for (const [i, a] of spots.entries()) {
        expect(a.x - a.size / 2).toBeGreaterThanOrEqual(0);
        expect(a.x + a.size / 2).toBeLessThanOrEqual(width);
        expect(a.y - a.size / 2).toBeGreaterThanOrEqual(0);
        expect(a.y + a.size / 2).toBeLessThanOrEqual(plan.height);
        for (const b of spots.slice(0, i)) {
          const apart = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y));
          expect(apart).toBeGreaterThanOrEqual((a.size + b.size) / 2);
        }
      }
    });
});
