// compiled.mjs: the same work by `micrograd-lab/compile`: a function of Values, compiled before the clock runs (unless
// the work is to compile). Another build's compile/index.js may be named, to compare with. model.mjs comes next.
import { descend, readme, tiny } from './graphs.mjs';
import { microgpt } from './microgpt.mjs';
import { modelOf } from './model.mjs';
import { readNetwork, run } from './row.mjs';

const build = new URL(process.env.BENCH_BUILD ?? '../../dist/compile/index.js', import.meta.url);
const { compile } = await import(build);
const root = new URL('../index.js', build);
const library = await import(root);
const { Value } = library;

await run({
  training, start, compiling, chain,
  tiny: (size) => repeat(size, tiny),
  readme: (size) => repeat(size, readme),
  microgpt: (size) => microgpt(size, 'compiledRunner', root),
});

function training(size, network = readNetwork()) {
  const { parameters, loss } = modelOf(network, library);
  const step = compile(loss);
  const rows = Float64Array.from(network.data);
  return descend(size, network, parameters, () => step.backward(rows));
}

/** From nothing to the last of `size` steps. */
function start(size) {
  const network = readNetwork();
  let answer;
  function once() {
    const steps = training(size, network);
    for (let step = 0; step < size; step++) steps.once();
    answer = steps.answer;
  }
  return { once, answer: () => answer() };
}

/** Compiling, and a call: it is then that the module is made, and becomes machine code. */
function compiling() {
  const network = readNetwork();
  const { parameters, loss } = modelOf(network, library);
  parameters.forEach((p, i) => { p.data = network.initial[i]; });
  const rows = Float64Array.from(network.data);
  let answer;
  return { once: () => { answer = compile(loss).backward(rows); }, answer: () => [answer] };
}

function repeat(size, { at, graph }) {
  const a = new Value(0);
  const b = new Value(0);
  const step = compile(() => graph(a, b, Value));
  let answer;
  function once() {
    for (let i = 0; i < size; i++) {
      a.data = at[0];
      b.data = at[1];
      a.grad = 0;
      b.grad = 0;
      answer = step.backward();
    }
  }
  return { once, answer: () => [answer, a.grad, b.grad] };
}

function chain(size) {
  const x = new Value(0.5);
  const w = new Value(0.999999);
  const step = compile(() => {
    let last = x;
    for (let i = 0; i < size; i++) last = last.mul(w);
    return last;
  });
  let answer;
  function once() {
    x.grad = w.grad = 0;
    answer = step.backward();
  }
  return { once, answer: () => [answer, x.grad, w.grad] };
}
