// steps.mjs: takes steps for so many seconds, as in `node --expose-gc steps.mjs eager 60`, and prints as JSON how many,
// and how much memory is taken up after each tenth of the time, with the garbage collected. It uses the built package.
import { compile } from '../../dist/compile/index.js';
import { Adam, makeMoons, MLP, NumpyRandom, Random, sum, Value } from '../../dist/index.js';

const { x, y } = makeMoons({ samples: 100, noise: 0.1, random: new NumpyRandom(1337) });
const rows = x.map(([x1, x2], i) => [x1, x2, 2 * y[i] - 1]);
const model = new MLP(2, [16, 16, 1], { random: new Random(1337) });
const parameters = model.parameters();
const optimizer = new Adam(parameters);

/** The loss of one row, as in the README. */
const lossOf = (x1, x2, target) => {
  const squares = sum(parameters.map((p) => p.mul(p)));
  return model.forward([x1, x2])[0].mul(target).neg().add(1).relu().add(squares.mul(1e-4));
};
function descend(backward) {
  model.zeroGrad();
  backward();
  optimizer.step();
}

function eager() {
  descend(() => { sum(rows.map(([x1, x2, target]) => lossOf(x1, x2, target))).div(rows.length).backward(); });
}

function compiled(backend) {
  const step = compile(lossOf, { compare: { backend } });
  return () => { descend(() => step.backward(rows)); };
}

/** A new function, and a new module, at each step: somebody who compiles in a loop. */
function compiling() {
  descend(() => compile(lossOf).backward(rows));
}

const kept = [];
const kinds = {
  eager: () => eager,
  wasm: () => compiled('wasm'),
  interpreter: () => compiled('interpreter'),
  compiling: () => compiling,
  // Leaks, to see that they are seen: a Value a step, a few bytes outside the heap, a compiled function.
  'leak of a Value': () => {
    const step = compiled('wasm');
    return () => {
      step();
      kept.push(new Value(steps));
    };
  },
  'leak of a buffer': () => {
    const step = compiled('wasm');
    return () => {
      step();
      kept.push(new ArrayBuffer(10));
    };
  },
  'leak of a module': () => () => {
    const step = compile(lossOf);
    kept.push(step);
    descend(() => step.backward(rows));
  },
};

const [kind, seconds] = process.argv.slice(2);
const step = kinds[kind]();
const looks = [];
let steps = 0;
for (let tenth = 0; tenth <= 10; tenth++) {
  // The first tenth only warms up: what is compiled and cached then stays.
  const end = performance.now() + 100 * Number(seconds);
  while (performance.now() < end) {
    step();
    steps++;
  }
  await new Promise((resolve) => { setTimeout(resolve, 20); }); // what finalizes lets go of memory of its own only now
  for (let i = 0; i < 3; i++) globalThis.gc();
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  looks.push({ steps, heapUsed, external: external + arrayBuffers, rss });
}
console.log(JSON.stringify(looks));
