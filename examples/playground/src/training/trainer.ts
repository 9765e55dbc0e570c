// trainer.ts: trains a network as the settings say, on the engine or compiled, in slices, between which a worker
// can listen. The slices depend on the settings alone, so the same seed gives the same run.
import { Random, Value, type Adam, type Dataset, type MLP, type SGD } from 'micrograd-lab';
import { compile, type Compiled } from 'micrograd-lab/compile';
import type { TrainingState } from '../state.ts';
import { gridOf, makePoints, windowAround, type Points, type Window } from './data.ts';
import { classOf, makeModel, neuronOutputs, outputsFor, rowLoss, targetsOf } from './network.ts';
import { makeOptimizer, memoryOf, rateAt } from './optimizers.ts';

/** What the page shows of a moment of training. */
export interface Snapshot {
  step: number;
  /** Over all points, with the parameters as they are now. */
  loss: number;
  accuracy: number;
  /** Over the points that training never sees; NaN without any. */
  testLoss: number;
  testAccuracy: number;
  /** That of the next step. */
  learningRate: number;
  parameters: Float64Array;
  /** Only while they are watched: the gradients of the last step, and what the optimizer remembers. */
  gradients?: Float64Array;
  memory?: Float64Array[];
  /** The scores in each cell of a grid, and what each neuron gives in the cells of a coarser one: row by row. */
  scores: Picture;
  neurons: Picture;
  /** What the watched neuron gives in each cell of a fine grid. */
  watched?: Picture & { neuron: number };
}

/** `outputs` numbers for each of `size` × `size` cells. */
export interface Picture { size: number; outputs: number; values: Float64Array }

/** What somebody looks at. The rest is not computed, so that training is not slower while nobody looks. */
export interface Watch {
  gradients: boolean;
  /** The index of a neuron among all of them, layer by layer. */
  neuron?: number | undefined;
}

/** Work in slices: it yields after each. */
type Work<T> = Generator<undefined, T>;

/** Parameters times rows, forward and backward, that take some 20 ms: measured on two cores of an AMD EPYC. */
const SLICE = { compiled: 2e6, eager: 1e5 };

export class Trainer {
  readonly model: MLP;
  readonly points: Points;
  readonly window: Window;
  step = 0;
  #state: TrainingState;
  readonly #rows: number[][];
  readonly #testRows: number[][];
  #optimizer: SGD | Adam;
  #loss?: Compiled;
  readonly #scores: Compiled;
  readonly #neurons: Compiled;
  /** The rows in the order in which batches take them, and how many of them are taken. */
  #order: number[];
  #taken = 0;
  readonly #random: Random;

  constructor(state: TrainingState) {
    this.#state = state;
    this.points = makePoints(state);
    this.window = windowAround(state, this.points);
    const { classes, test } = this.points;
    const outputs = outputsFor(state.loss, classes);
    const rowsOf = ({ x, y }: Dataset) => x.map((point, i) => [...point, ...targetsOf(y[i], state.loss, outputs)]);
    this.#rows = rowsOf(this.points);
    this.#testRows = rowsOf(test);
    this.#order = this.#rows.map((_, i) => i);
    this.#random = new Random(state.seed);
    this.model = makeModel(state, classes);
    this.#optimizer = makeOptimizer(state, this.parameters);
    this.#scores = compile((point) => this.model.forward(point), { inputs: 2, outputs });
    const neurons = [...state.layers, outputs].reduce((a, b) => a + b);
    this.#neurons = compile((point) => neuronOutputs(this.model, point), { inputs: 2, outputs: neurons });
  }

  get parameters(): Value[] { return this.model.parameters(); }
  /** How many points there are. */
  get count(): number { return this.#rows.length; }

  /** Takes over new settings, unless they need another network or other points: `needsRestart` says so. */
  change(state: TrainingState): void {
    const old = this.#state;
    this.#state = state;
    if (state.optimizer !== old.optimizer) this.#optimizer = makeOptimizer(state, this.parameters);
    if (state.regularization !== old.regularization || state.loss !== old.loss) this.#loss = undefined;
  }

  /** One step of training. */
  * train(): Work<void> {
    if (this.count === 0) return;
    const { engine } = this.#state;
    const batch = this.#nextBatch();
    this.model.zeroGrad();
    for (const rows of this.#slices(batch)) {
      if (engine === 'compiled') this.#compiledLoss.backward(rows);
      else for (const row of rows) this.#eagerLoss(row).backward();
      yield;
    }
    for (const p of this.parameters) p.grad /= batch.length; // of the sum over the batch: now of the mean
    this.#optimizer.learningRate = rateAt(this.#state, this.step);
    this.#optimizer.step();
    this.step++;
  }

  * snapshot(watch: Watch = { gradients: false }): Work<Snapshot> {
    const { test, ...points } = this.points;
    const { loss, accuracy } = yield* this.#evaluate(points, this.#rows);
    const { loss: testLoss, accuracy: testAccuracy } = yield* this.#evaluate(test, this.#testRows);
    const { parameters } = this;
    const fine = parameters.length > 2000 ? 40 : parameters.length > 500 ? 64 : 96;
    return {
      step: this.step, loss, accuracy, testLoss, testAccuracy,
      learningRate: rateAt(this.#state, this.step),
      parameters: Float64Array.from(parameters, ({ data }) => data),
      ...(watch.gradients && {
        gradients: Float64Array.from(parameters, ({ grad }) => grad),
        memory: memoryOf(this.#optimizer, this.#state.optimizer),
      }),
      scores: yield* this.#picture(this.#scores, fine),
      neurons: yield* this.#picture(this.#neurons, 16),
      ...(watch.neuron !== undefined && { watched: yield* this.#neuronPicture(watch.neuron, fine) }),
    };
  }

  /** The mean loss of some points, and the share of them that get the right class. */
  * #evaluate({ x, y }: Dataset, rows: number[][]): Work<{ loss: number; accuracy: number }> {
    if (rows.length === 0) return { loss: NaN, accuracy: NaN };
    const losses = yield* this.#run(this.#compiledLoss, Float64Array.from(rows.flat()));
    const scores = yield* this.#run(this.#scores, Float64Array.from(x.flat()));
    const outputs = scores.length / rows.length;
    const right = y.filter((label, i) => classOf(scores.subarray(i * outputs, (i + 1) * outputs)) === label).length;
    return { loss: losses.reduce((a, b) => a + b, 0) / rows.length, accuracy: right / rows.length };
  }

  * #picture(program: Compiled, size: number): Work<Picture> {
    const values = yield* this.#run(program, gridOf(this.window, size));
    return { size, values, outputs: values.length / (size * size) };
  }

  * #neuronPicture(neuron: number, fine: number): Work<Picture & { neuron: number }> {
    const { size, outputs, values } = yield* this.#picture(this.#neurons, fine);
    const own = values.filter((_, i) => i % outputs === neuron);
    return { neuron, size, outputs: 1, values: own };
  }

  /** The outputs of a program for rows in a list, in slices. */
  * #run(program: Compiled, rows: Float64Array): Work<Float64Array> {
    const width = program === this.#loss ? this.#rows[0].length : 2;
    const most = width * this.#rowsPerSlice('compiled');
    const parts: Float64Array[] = [];
    for (let start = 0; start < rows.length; start += most) {
      parts.push(program.forward(rows.subarray(start, start + most)));
      yield;
    }
    const all = new Float64Array(parts.reduce((total, { length }) => total + length, 0));
    parts.reduce((start, part) => {
      all.set(part, start);
      return start + part.length;
    }, 0);
    return all;
  }

  get #compiledLoss(): Compiled {
    const inputs = this.#rows[0].length;
    return this.#loss ??= compile(rowLoss(this.model, this.#state), { inputs, reduction: 'sum' });
  }

  #eagerLoss(row: number[]): Value {
    return rowLoss(this.model, this.#state)(row.map((x) => new Value(x)));
  }

  * #slices(batch: number[][]): Generator<number[][]> {
    const most = this.#rowsPerSlice(this.#state.engine);
    for (let start = 0; start < batch.length; start += most) yield batch.slice(start, start + most);
  }

  #rowsPerSlice(engine: TrainingState['engine']): number {
    return Math.max(1, Math.floor(SLICE[engine] / this.parameters.length));
  }

  /** All rows, or the next few of them in an order that is drawn anew for each time round. */
  #nextBatch(): number[][] {
    const { batch } = this.#state;
    if (batch === 0 || batch >= this.count) return this.#rows;
    if (this.#taken === 0) this.#random.shuffle(this.#order);
    const rows = this.#order.slice(this.#taken, this.#taken + batch).map((i) => this.#rows[i]);
    this.#taken += rows.length;
    if (this.#taken >= this.count) this.#taken = 0;
    return rows;
  }
}
