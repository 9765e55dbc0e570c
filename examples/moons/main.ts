// main.ts: `npm start` trains on the moons as the notebook does. On a terminal it draws what happens; into a pipe, it
// prints the notebook's lines and nothing else.
import { setImmediate as turn } from 'node:timers/promises';
import { runCommand } from '../command/run.ts';
import { checkFolder, readModel, writeModel } from './model-file.ts';
import { parseOptions, usage, type Options } from './options.ts';
import { writePicture } from './picture.ts';
import { printBoundary, progress, trainingBar } from './terminal.ts';
import { comparison } from './timing.ts';
import { notebookLine, setUp, train, type Step } from './train.ts';
import { trainCompiled } from './train-compiled.ts';

await runCommand(usage, parseOptions, show);

async function show(run: Options): Promise<void> {
  if (run.save !== undefined) checkFolder(run.save);
  const { data, model } = setUp(run, run.load === undefined ? undefined : readModel(run.load));
  const isTerminal = process.stdout.isTTY;
  if (isTerminal) console.log(`${run.samples} moons, ${model.parameters().length} parameters`);
  const bar = isTerminal ? trainingBar(run.steps) : undefined;
  const history: Step[] = [];
  const steps = run.compiled ? trainCompiled(model, data, run.steps) : train(model, data, run.steps);
  for (const step of steps) {
    history.push(step);
    if (bar) bar.update(step.step + 1, progress(step));
    else console.log(notebookLine(step));
    await turn(); // lets Node look after Ctrl-C and the bar
  }
  bar?.stop();
  const say = isTerminal ? console.log : console.error;
  if (run.save !== undefined) {
    writeModel(run.save, model); // before anything else can go wrong
    say(`Model: ${run.save}`);
  }
  if (isTerminal) printBoundary(model, data);
  say(`Picture: ${await writePicture(model, data, history, run)}`);
  // Of a larger run, a step would take seconds on the engine.
  if (run.samples * model.parameters().length <= 1e6) say(comparison(run, model));
}
