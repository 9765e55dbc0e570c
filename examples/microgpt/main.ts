// main.ts: `npm run microgpt` trains a GPT on names and lets it make up new ones, as Karpathy's microgpt.py does. It is
// all in tokenizer.ts, model.ts, train.ts, eager.ts and sample.ts: read them in this order. compiled.ts does what
// eager.ts does, in a tenth of the time.
import { setImmediate as turn } from 'node:timers/promises';
import { Random } from 'micrograd-lab';
import { ProgressBar } from '../command/bar.ts';
import { runCommand } from '../command/run.ts';
import { compiledRunner } from './compiled.ts';
import { ownDocs, readDocs } from './docs.ts';
import { eagerRunner } from './eager.ts';
import { makeStateDict, paramsOf } from './model.ts';
import { parseOptions, usage, type Options } from './options.ts';
import { sample, sampleLine } from './sample.ts';
import { vocabSize } from './tokenizer.ts';
import { stepLine, train } from './train.ts';

await runCommand(usage, parseOptions, run);

async function run({ data, steps, samples, temperature, seed, eager }: Options): Promise<void> {
  const docs = data === undefined ? [...ownDocs] : readDocs(data);
  if (data === undefined) console.error(`Without --data FILE: a small list of ${docs.length} names of its own.`);
  // One generator for everything, in this order, as in Python.
  const random = new Random(seed);
  random.shuffle(docs);
  const state = makeStateDict(random);
  console.log(`num docs: ${docs.length}\nvocab size: ${vocabSize}\nnum params: ${paramsOf(state).length}`);

  const runner = eager ? eagerRunner(state) : compiledRunner(state);
  const format = 'step {value} / {total} {bar} loss {loss} | {eta_formatted} left';
  const bar = process.stdout.isTTY ? new ProgressBar(steps, format) : undefined;
  for (const step of train(state, runner, docs, steps)) {
    if (bar) bar.update(step.step, { loss: step.loss.toFixed(4) });
    else console.log(stepLine(step, steps));
    await turn(); // lets Node look after Ctrl-C and the bar
  }
  bar?.stop();
  for (let i = 1; i <= samples; i++) console.log(sampleLine(i, sample(runner, temperature, random)));
}
