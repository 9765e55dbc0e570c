// loop.mjs: training by the README's own loop, compiled. Its text is taken from the README, so that what is timed is
// what the README shows. It calls `model.zeroGrad()` and `model.parameters()` in each step; compiled.mjs does not.
// microgpt.mjs comes next.
import { readFileSync } from 'node:fs';
import { modelOf } from './model.mjs';
import { readNetwork, run } from './row.mjs';

const build = new URL(process.env.BENCH_BUILD ?? '../../dist/compile/index.js', import.meta.url);
const { compile } = await import(build);
const library = await import(new URL('../index.js', build));

await run({ training });

async function training(size) {
  const network = readNetwork();
  const { rate, rows, initial } = network;
  const { model, loss } = modelOf(network, library);
  const compiled = compile(loss);
  const step = await readmeStep(rate);
  const losses = [];
  let k = 0;
  function once() {
    if (k === 0) model.parameters().forEach((p, i) => { p.data = initial[i]; });
    losses[k] = step(model, compiled, rows, k);
    k = (k + 1) % size;
  }
  return { once, answer: () => losses };
}

/** The body of the loop in the README's program that compiles, as a function. Its learning rate begins at 1. */
async function readmeStep(rate) {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const body = /^const step = compile\([^]*?^for \(let k = 0; .*\{\n([^]*?)^ {2}if \(k % 99/m.exec(readme)?.[1];
  if (!body?.includes('step.backward(rows)')) throw new Error('the README has no loop with step.backward(rows)');
  const scaled = rate === 1 ? body : body.replace('(1 - 0.9', `${rate} * (1 - 0.9`);
  const code = `export function once(model, step, rows, k) {\n${scaled}  return loss;\n}`;
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).once;
}
