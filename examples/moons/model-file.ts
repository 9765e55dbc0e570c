// model-file.ts: a trained model in a file, and one line about what is wrong with the file.
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadModel, saveModel, type MLP } from 'micrograd-lab';
import { UsageError } from './options.ts';

/** A model that tells points of two coordinates apart by one score. */
export function readModel(path: string): MLP {
  const model = attempt(`cannot load ${path}`, () => loadModel(readFileSync(path, 'utf8')));
  const inputs = model.layers[0].neurons[0].w.length;
  const outputs = model.layers[model.layers.length - 1].neurons.length;
  if (inputs === 2 && outputs === 1) return model;
  throw new UsageError(`cannot load ${path}: wanted a model of 2 inputs and 1 output, got ${inputs} and ${outputs}`);
}

/** Before the training, so that none is lost for want of a folder. */
export function checkFolder(path: string): void {
  attempt(`cannot save to ${path}`, () => { accessSync(dirname(path), constants.W_OK); });
}

export function writeModel(path: string, model: MLP): void {
  attempt(`cannot save to ${path}`, () => { writeFileSync(path, `${JSON.stringify(saveModel(model))}\n`); });
}

function attempt<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const message = (error as Error).message.replaceAll(/\s+/g, ' '); // Node's on JSON quotes lines of the text
    throw new UsageError(`${what}: ${message}`);
  }
}
