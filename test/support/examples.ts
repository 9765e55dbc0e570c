// The examples as commands.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const examples = resolve(import.meta.dirname, '..', '..', 'examples');

/** Builds, so that the runs do not. */
export function prepareExamples(): void {
  spawnSync(process.execPath, [resolve(examples, 'prepare.mjs')]);
}

export const commandOf = (...args: string[]) => [resolve(examples, 'run.mjs'), ...args];

export const runExample = (...args: string[]) => spawnSync(process.execPath, commandOf(...args), { encoding: 'utf8' });
