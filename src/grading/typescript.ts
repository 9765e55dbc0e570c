// typescript.ts: has a process make JavaScript of TypeScript, with bounded time and memory (translator.ts).
import { dirname } from 'node:path';
import { Child, programFile } from './process.ts';
import type { Translation, TranslatorRequest } from './translator.ts';
import { compiler, fill } from './words.ts';

/** For the compiler, in MB: by itself it takes about 150. */
const MEMORY = 512;
/** A process that has nothing to do ends after this time, in ms. The next file spares its start, about 0.3 s. */
const IDLE_LIMIT = 10_000;

/** One that has just translated a file. */
let idle: { child: Child; timer: NodeJS.Timeout } | undefined;

async function takeTranslator(): Promise<Child> {
  const taken = idle;
  idle = undefined;
  clearTimeout(taken?.timer);
  taken?.child.hold(true);
  if (taken && taken.child.death === undefined) return taken.child;
  const file = programFile('translator.js');
  // It runs nobody's code, and may need the environment to find its packages, as under Yarn.
  const child = await Child.spawn({ args: [file], folder: dirname(file), memory: MEMORY, env: process.env });
  if (await child.greet() !== undefined) return child;
  child.kill();
  throw new Error(`the process of the TypeScript compiler did not start (${child.end})`);
}

function giveBack(child: Child): void {
  if (idle) child.kill();
  else {
    child.hold(false);
    const timer = setTimeout(() => {
      child.kill();
      idle = undefined;
    }, IDLE_LIMIT).unref();
    idle = { child, timer };
  }
}

export interface Translated { problem?: string; took: number }

/**
 * Translates a file of a folder, and what it imports from there. Gives what is wrong with it, if anything, and how long
 * it took, in ms; the start of the process does not count.
 * @throws Error when this machine cannot translate: that is not the file's fault
 */
export async function translate(request: TranslatorRequest, limit: number): Promise<Translated> {
  const child = await takeTranslator();
  const start = Date.now();
  const answer = await child.ask(request, limit);
  const took = Date.now() - start;
  if (answer === undefined) return { problem: fill(compiler[child.death ?? 'exit'], { memory: MEMORY }), took };
  const { problem, trouble } = JSON.parse(answer) as Translation;
  // Node's own compiler may be broken after a problem.
  if (problem === undefined && trouble === undefined) giveBack(child);
  else child.kill();
  if (trouble !== undefined) throw new Error(trouble);
  return { problem, took };
}
