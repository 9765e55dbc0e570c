// timing.ts: what a step of the training takes on the engine, and compiled.
import type { Dataset, MLP } from 'micrograd-lab';
import { setUp, train, type Run, type Step } from './train.ts';
import { trainCompiled } from './train-compiled.ts';

/**
 * For a new network of the model's size, trained for some steps by each. Medians, since some steps are slowed by what
 * else the machine does.
 */
export function comparison(options: Run, model: MLP): string {
  const run = { ...options, hidden: model.layers.slice(0, -1).map(({ neurons }) => neurons.length) };
  const engine = milliseconds(run, train, 10);
  const compiled = milliseconds(run, trainCompiled, 200);
  const text = (x: number) => String(Number(x.toPrecision(2)));
  return `A step takes ${text(engine.step)} ms on the engine and ${text(compiled.step)} ms compiled ` +
    `(${text(engine.step / compiled.step)} times faster), after ${text(compiled.first)} ms to compile it.`;
}

type Training = (model: MLP, data: Dataset, steps: number) => Iterator<Step>;

function milliseconds(run: Run, training: Training, steps: number): { first: number; step: number } {
  const { data, model } = setUp(run);
  const times: number[] = [];
  const iterator = training(model, data, steps);
  for (let end = performance.now() + 2000; times.length < 3 || performance.now() < end;) {
    const start = performance.now();
    if (iterator.next().done) break;
    times.push(performance.now() - start);
  }
  const [first, ...others] = times;
  return { first, step: others.sort((a, b) => a - b)[Math.floor(others.length / 2)] };
}
