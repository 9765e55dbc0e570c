// Memory stays flat, step after step: on the engine, compiled for either backend, and with a compilation at each step.
// What is looked at grows when something is planted that keeps a few bytes of each step.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const seconds = Number(process.env.SOAK_SECONDS);

interface Memory { heapUsed: number; external: number; rss: number }
type Look = Memory & { steps: number };

const KB = 1024;
/**
 * What it may grow by, in bytes. The heap: V8's notes on the running code, 80 KB in the runs that this was made with;
 * where code is compiled all the time, there is more or less of it that waits to be let go, up to 1 MB. Memory of the
 * process: the allocator's, which keeps some of what it had, up to 8 MB. Outside of the heap, nothing is as well known.
 */
const limits: Memory = { heapUsed: 256 * KB, external: 16 * KB, rss: 32 * KB * KB };
const limitsOf = (kind: string): Memory => (kind === 'compiling' ? { ...limits, heapUsed: 2 * KB * KB } : limits);

/**
 * V8's space for what is young at the size to which it grows by itself, in MB: it does so at some time within an hour,
 * and takes up 24 MB more of the process (heapTotal and rss, both alike).
 */
const YOUNG = 16;

/** How much each grew, from the second to the last look, by the medians of three: a look may come at a bad time. */
async function soak(kind: string): Promise<Memory & { steps: number }> {
  const flags = ['--expose-gc', `--min-semi-space-size=${YOUNG}`, `--max-semi-space-size=${YOUNG}`];
  const args = [join(import.meta.dirname, 'steps.mjs'), kind, String(seconds)];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...args]);
  const looks = JSON.parse(stdout) as Look[];
  const median = (from: number, what: keyof Memory) =>
    looks.slice(from, from + 3).map((look) => look[what]).sort((a, b) => a - b)[1];
  const growth = (what: keyof Memory) => median(looks.length - 3, what) - median(1, what);
  const grown = { heapUsed: growth('heapUsed'), external: growth('external'), rss: growth('rss') };
  const { steps } = looks[looks.length - 1];
  const figures = Object.entries(grown).map(([what, bytes]) => `${what} ${(bytes / KB).toFixed(0)} KB`);
  console.log(`${kind}: ${steps} steps in ${seconds} s; growth: ${figures.join(', ')}`);
  return { steps, ...grown };
}

const tooMuch = (kind: string, grown: Memory) => (Object.keys(limits) as (keyof Memory)[])
  .filter((what) => grown[what] > limitsOf(kind)[what]);

describe('memory', () => {
  it.concurrent.each(['eager', 'wasm', 'interpreter', 'compiling'])('is flat: %s', async (kind) => {
    const { steps, ...grown } = await soak(kind);
    expect(steps).toBeGreaterThan(10);
    expect(tooMuch(kind, grown), JSON.stringify(grown)).toEqual([]);
  });

  it.concurrent.each<[string, keyof Memory]>([
    ['leak of a Value', 'heapUsed'], ['leak of a buffer', 'external'], ['leak of a module', 'external'],
  ])('is seen not to be: %s', async (kind, what) => {
    expect(tooMuch(kind, await soak(kind))).toContain(what);
  });
});
