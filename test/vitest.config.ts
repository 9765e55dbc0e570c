import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { slowestFirst } from './support/sequence.ts';

/** A list of all tests with what became of each, as JSON, for `.ci/left-out.js`. */
const { TEST_REPORT: report } = process.env;

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  // The examples import the package by its name, as users do; the tests of their parts run on the sources.
  resolve: {
    alias: [
      { find: /^micrograd-lab$/, replacement: join(root, 'src', 'index.ts') },
      { find: /^micrograd-lab\/compile$/, replacement: join(root, 'src', 'compile', 'index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/fuzz/**'], // which has a command of its own
    // Vitest leaves one core to the developer. On a machine of two cores that doubles the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: {
      sequencer: slowestFirst([
        'playground/page', 'grading/file', 'house/package', 'grading/command', 'house/guides', 'compile/backends',
        'grading/attacks', 'compile/compile.properties', 'grading/grading',
      ]),
    },
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    setupFiles: ['test/support/seed.ts'],
    // In ms, and only against what never ends: the longest take 20 s, and a busy machine ten times as long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
