// How a parser is fuzzed: with random texts, for a fixed number of them or a fixed time, and with the seed printed.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Script } from 'node:vm';
import fc, { type Arbitrary, type Parameters, type Plugin } from 'fast-check';
import { expect } from 'vitest';
import { esbuild } from '../support/esbuild.ts';
import { runs } from '../support/seed.ts';

const root = resolve(import.meta.dirname, '..', '..');
const seconds = Number(process.env.FUZZ_SECONDS ?? 0);
const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31); // a seed has 32 bits, one of them the sign

/** With FUZZ_SECONDS as many as there is time for; else so `few`. */
const budget = <T>(few: number): Parameters<[T]> => seconds === 0
  ? { ...runs(few), seed }
  : { numRuns: Number.MAX_SAFE_INTEGER, plugins: [fc.interruptAfterTimeLimit(1000 * seconds) as Plugin<[T]>], seed };

/** Throws what fast-check has to say of the smallest input that does not pass, with the seed that brings it back. */
export async function fuzz<T>(arbitrary: Arbitrary<T>, check: (input: T) => void | Promise<void>, few: number) {
  let last = Date.now();
  const property = fc.asyncProperty(arbitrary, async (input) => {
    if (Date.now() > last + 1000) {
      await turn(); // vitest takes who is silent for a minute for dead
      last = Date.now();
    }
    await check(input);
  });
  const details = await fc.check(property, budget<T>(few));
  const name = expect.getState().currentTestName ?? '';
  if (seconds > 0) console.log(`seed ${details.seed}, ${details.numRuns} inputs in ${seconds} s: ${name}`);
  if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
}

/** The smallest input that was found not to pass among so `many`. Of a parser with a planted bug there must be one. */
export function find<T>(arbitrary: Arbitrary<T>, check: (input: T) => void, many: number): T {
  // With a seed of its own, or a run in some years would be the first not to find it.
  const { counterexample } = fc.check(fc.property(arbitrary, check), { numRuns: many, seed: 1 });
  if (counterexample === null) throw new Error('the bug was not found');
  return counterexample[0];
}

/**
 * Runs what should take milliseconds, and throws if it has not ended after two seconds, even in a loop without end.
 * On a busy machine it may hardly have run in that time: then it begins anew.
 */
export function inTime<T>(work: () => T): T {
  (globalThis as { fuzzed?: () => unknown }).fuzzed = work;
  for (;;) {
    const before = process.cpuUsage();
    try {
      return call.runInThisContext({ timeout: 2000 }) as T;
    } catch (error) {
      const { user, system } = process.cpuUsage(before);
      const hasRun = user + system > 500_000; // microseconds
      if (hasRun || (error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    }
  }
}
const call = new Script('fuzzed()');

/** What it throws, which must be one of these; nothing if it does not throw. */
export function refusal(work: () => unknown, ...kinds: (new (...args: never[]) => Error)[]): Error | undefined {
  try {
    inTime(work);
    return undefined;
  } catch (error) {
    if (kinds.some((kind) => (error as Error).constructor === kind)) return error as Error;
    throw error;
  }
}

/** One line, and more than a word. */
export function wantLine(message: string): void {
  expect(message).toMatch(/^[^\n\r]{10,}$/);
}

/** Pieces of a language one after the other, as somebody who does not know it might put them. */
export const soup = (pieces: string[], between = '') =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((list) => list.join(between));

/** A good text to which something happened: a part cut out, doubled or moved, or something else put there. */
export function mutated(good: string[], pieces: string[]): Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const edit = fc.record({
    kind: fc.constantFrom('cut', 'double', 'put', 'put', 'put'),
    at: place,
    length: fc.nat(20),
    text: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })),
  });
  return fc.tuple(fc.constantFrom(...good), fc.array(edit, { minLength: 1, maxLength: 4 })).map(([text, edits]) =>
    edits.reduce((old, { kind, at, length, text }) => {
      const start = Math.round(at * old.length);
      const end = start + (kind === 'put' ? Math.min(length, 3) : length);
      const middle = { cut: '', double: old.slice(start, end).repeat(2), put: text }[kind];
      return old.slice(0, start) + middle + old.slice(end);
    }, text));
}

/** A piece of text many times over, for what takes ever longer. */
export const repeated = (pieces: string[]) => fc.tuple(soup(pieces), fc.nat(3000), soup(pieces))
  .map(([piece, times, end]) => piece.slice(0, 10).repeat(times) + end);

export const anyText = fc.oneof(...(['binary', 'grapheme', 'grapheme-ascii'] as const)
  .map((unit) => fc.string({ unit, maxLength: 100 })));

type Edit = [from: string, to: string];

/** The exports of a file, given from the root, in whose text a bug was planted; the rest is as it is. */
export const withBug = <Exports>(file: string, ...edits: Edit[]) => withBugIn<Exports>(file, file, ...edits);

/** The same, with the bug in a `part` that the file imports. */
export async function withBugIn<Exports>(part: string, file: string, ...edits: Edit[]): Promise<Exports> {
  const contents = edits.reduce((text, [from, to]) => {
    expect(text.split(from), `the text ${from} must stand in ${part} once`).toHaveLength(2);
    return text.replace(from, () => to);
  }, readFileSync(join(root, part), 'utf8'));
  interface Build { onLoad: (files: { filter: RegExp }, load: (file: { path: string }) => object | undefined) => void }
  const bug = ({ onLoad }: Build) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => (path === join(root, part) ? { contents, loader: 'ts' } : undefined));
  };
  const { outputFiles: [{ text }] } = await esbuild.build({
    entryPoints: [join(root, file)], plugins: [{ name: 'bug', setup: bug }],
    alias: { 'micrograd-lab': join(root, 'src', 'index.ts') },
    bundle: true, write: false, format: 'esm', platform: 'node',
  }) as { outputFiles: [{ text: string }] };
  return import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`) as Exports;
}
