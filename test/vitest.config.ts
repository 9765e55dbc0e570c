import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

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
    setupFiles: ['test/support/seed.ts'],
    // In ms, and only against what never ends: the longest take 20 s, and a busy machine ten times as long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
