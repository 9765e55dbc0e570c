// workloads.mjs: what is timed, and the answers that a row must give before its times count. row.mjs comes next.
import { existsSync, readFileSync } from 'node:fs';
import * as library from '../../dist/index.js';
import { training } from './graphs.mjs';
import { readNetwork } from './row.mjs';

const { NumpyRandom, Random, MLP, makeMoons } = library;
const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const text = (number) => number.toLocaleString('en-US');
const names = new URL('../../../shared/oracle/names.txt', import.meta.url);
const milliseconds = { unit: 'ms', scale: 1000 };

/**
 * `work` is its kind, and `size` how much of it one repetition is; `checkSize` and `checkInput` are those of the
 * untimed first run, and a second is `scale` units. A row must give the numbers of `answer`, or the first of them, as
 * far as it came. It reads `input` from standard input. What takes long is `optional`: timed only when asked for. What
 * `lacks` something cannot be timed.
 */
export const workloads = {
  moons: {
    title: 'a step of micrograd\'s demo.ipynb: 100 moons, 337 parameters, max-margin + L2, update',
    ...demo('training'),
  },
  start: {
    title: '100 steps of that demo and compiling it; or 10 steps by the engine without compiling',
    ...demo('start'),
  },
  tiny: {
    title: 'BurTorch\'s tiny graph, 100,000 times forward + backward',
    work: 'tiny',
    size: 100_000,
    checkSize: 1,
    unit: 's',
    scale: 1,
    answer: () => [612.5, -35, 1050], // g, a.grad, b.grad, by hand
    tolerance: 0,
  },
  readme: {
    title: 'the expression of micrograd\'s README, 20,000 times forward + backward',
    work: 'readme',
    size: 20_000,
    checkSize: 1,
    unit: 's',
    scale: 1,
    answer: () => [24.70408163265306, 138.83381924198252, 645.5772594752186], // printed there to four places
    tolerance: 1e-15, // two roundings
  },
  chain250k: chain(250_000),
  chain500k: chain(500_000),
  chain1m: chain(1_000_000),
  compile1k: compiling(14),
  compile10k: compiling(48),
  compile100k: compiling(156),
  microgpt: {
    title: 'a thousand steps of examples/microgpt, 4,192 parameters, and compiling it',
    work: 'microgpt',
    optional: true,
    size: 1000,
    checkSize: 3,
    unit: 's',
    scale: 1,
    answer: () => Object.values(read('../fixtures/microgpt-run.json').losses),
    tolerance: 1e-9, // gradients that are off by 1e-12 change the losses by less
    input: () => [readFileSync(names, 'utf8').trim()],
    lacks: existsSync(names) ? undefined : '../shared/oracle/names.txt',
  },
  compile300k: { ...compiling(256), optional: true },
  width64: wide([64, 64], 100),
  width128: wide([128, 128], 100),
  width256: wide([256, 256], 100),
  wide64x1: wide([64, 64, 64], 1),
  wide64x100: wide([64, 64, 64], 100),
  wide64x10000: wide([64, 64, 64], 10_000),
  wide256x1: wide([256, 256], 1),
  wide256x10000: wide([256, 256], 10_000),
};

/** The notebook's run, with its own inputs. */
function demo(work) {
  return {
    work,
    widths: [2, 16, 16, 1],
    size: 100, // steps, after which the run starts again: only the first hundred have published losses
    checkSize: 100,
    ...milliseconds,
    nodes: operations([2, 16, 16, 1], 100), // of a step
    answer: () => read('../fixtures/notebook-run.json').steps.map((step) => step.loss),
    tolerance: 1e-14, // in an unspecified order of summation the loss is not more reproducible than that
    input: () => input([2, 16, 16, 1], 100),
  };
}

function chain(size) {
  return {
    title: `a chain of ${text(size)} nodes, forward + backward`,
    work: 'chain',
    size,
    checkSize: size,
    unit: 'ns a node',
    scale: 1e9 / size,
    answer: () => powers(size),
    tolerance: size * Number.EPSILON, // each factor rounds once
  };
}

/** Larger networks. Checked with seven rows, which fill neither two lanes nor four, against the eager engine. */
function wide(hidden, samples) {
  const widths = [2, ...hidden, 1];
  return {
    title: `a step of a network of [${hidden.join(', ')}], ${text(samples)} at a time: max-margin + L2, update`,
    work: 'training',
    optional: true,
    widths,
    size: 10,
    checkSize: 3,
    ...milliseconds,
    answer: () => eager(wideInput(widths, 7), 3),
    tolerance: 1e-12, // sums of up to 70,000 numbers, in an unspecified order
    input: () => wideInput(widths, samples),
    checkInput: () => wideInput(widths, 7),
    nodes: operations(widths, samples),
  };
}

/** How the time to compile grows: the loss of one row of a network with two hidden layers. */
function compiling(hidden) {
  const widths = [2, hidden, hidden, 1];
  const nodes = operations(widths, 1);
  return {
    title: `compiling a loss of ${text(nodes)} nodes, and a call for two rows`,
    work: 'compiling',
    widths,
    size: 1,
    checkSize: 1,
    unit: 'µs a node',
    scale: 1e6 / nodes,
    answer: () => eager(wideInput(widths, 2), 1),
    tolerance: 1e-12,
    input: () => wideInput(widths, 2),
  };
}

/** The losses of some steps by the library itself. */
const eager = (numbers, steps) => {
  const { once, answer } = training(steps, readNetwork(numbers), library);
  for (let step = 0; step < steps; step++) once();
  return answer();
};

/** How many operations a loss has: for each row two a weight, one a hidden neuron, and four; for each square two. */
function operations(widths, rows) {
  const pairs = widths.slice(1).map((outputs, layer) => [widths[layer], outputs]);
  const total = (what) => pairs.reduce((sum, pair) => sum + what(pair), 0);
  const row = total(([inputs, outputs]) => (2 * inputs + 1) * outputs) + 3; // the last neuron is linear
  return rows * row + 2 * total(([inputs, outputs]) => (inputs + 1) * outputs) + 1; // and one that adds them up
}

const network = (widths) => new MLP(widths[0], widths.slice(1), { random: new Random(1337) });

/** The input of training, as row.mjs describes it. */
function input(widths, samples, { rate = 1, parameters = network(widths).parameters().map((p) => p.data) } = {}) {
  const { x, y } = makeMoons({ samples, noise: 0.1, random: new NumpyRandom(1337) });
  const rows = x.flatMap((point, i) => [...point, 2 * y[i] - 1]);
  return [rate, samples, widths.length - 1, ...widths, ...rows, ...parameters];
}

/** With weights that keep the scores of a large network near 1, and a rate that does not throw them about. */
function wideInput(widths, samples) {
  const { layers } = network(widths);
  const parameters = layers.flatMap(({ neurons }) => neurons.flatMap((neuron) =>
    neuron.parameters().map((p) => p.data / Math.sqrt(neuron.w.length))));
  return input(widths, samples, { rate: 0.1, parameters });
}

/** The chain is x, x * w, x * w * w …: its last value, and the derivatives of that by x and by w. */
function powers(size) {
  const x = 0.5;
  const w = 0.999999; // near 1, so that a million factors neither vanish nor explode
  return [x * w ** size, w ** size, x * size * w ** (size - 1)];
}
