// workloads.mjs: what is timed, and the answers that a row must give before its times count. graphs.mjs comes next.
import { readFileSync } from 'node:fs';
import { NumpyRandom, Random, MLP, makeMoons } from '../../dist/index.js';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const chain = (size) => ({
  title: `a chain of ${size.toLocaleString('en-US')} nodes, forward + backward`,
  size,
  checkSize: size,
  unit: 'ns a node',
  scale: 1e9 / size,
  answer: powers(size),
  tolerance: size * Number.EPSILON, // each factor rounds once
});

/**
 * `size` is how much work one repetition is, `checkSize` that of the untimed first run; a second is `scale` units. A
 * row must give the numbers of `answer`, or the first of them, as far as it came. It reads `input` from standard input.
 */
export const workloads = {
  moons: {
    title: 'a step of micrograd\'s demo.ipynb: 100 moons, 337 parameters, max-margin + L2, update',
    size: 100, // steps, after which the run starts again: only the first hundred have published losses
    checkSize: 100,
    unit: 'ms',
    scale: 1000,
    answer: read('../fixtures/notebook-run.json').steps.map((step) => step.loss),
    tolerance: 1e-14, // in an unspecified order of summation the loss is not more reproducible than that
    input: notebook(),
  },
  tiny: {
    title: 'BurTorch\'s tiny graph, 100,000 times forward + backward',
    size: 100_000,
    checkSize: 1,
    unit: 's',
    scale: 1,
    answer: [612.5, -35, 1050], // g, a.grad, b.grad, by hand
    tolerance: 0,
  },
  readme: {
    title: 'the expression of micrograd\'s README, 20,000 times forward + backward',
    size: 20_000,
    checkSize: 1,
    unit: 's',
    scale: 1,
    answer: [24.70408163265306, 138.83381924198252, 645.5772594752186], // printed there to four places
    tolerance: 1e-15, // two roundings
  },
  chain250k: chain(250_000),
  chain500k: chain(500_000),
  chain1m: chain(1_000_000),
};

/** The notebook's own inputs: for each point its coordinates and its target, then the parameters. */
function notebook() {
  const { x, y } = makeMoons({ samples: 100, noise: 0.1, random: new NumpyRandom(1337) });
  const parameters = new MLP(2, [16, 16, 1], { random: new Random(1337) }).parameters();
  return [...x.flatMap((point, i) => [...point, 2 * y[i] - 1]), ...parameters.map((p) => p.data)];
}

/** The chain is x, x * w, x * w * w …: its last value, and the derivatives of that by x and by w. */
function powers(size) {
  const x = 0.5;
  const w = 0.999999; // near 1, so that a million factors neither vanish nor explode
  return [x * w ** size, w ** size, x * size * w ** (size - 1)];
}
