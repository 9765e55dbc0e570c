// For Stryker, as vitest.config.ts: the tests of src/compile. The planted bugs look for lines that Stryker has
// rewritten.
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';
import { quickestFirst } from './quickest-first.ts';

export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/compile/*.test.ts', 'test/checks/loads.spec.ts'],
    exclude: ['test/compile/planted-*.test.ts'],
    sequence: { sequencer: quickestFirst(['compile/loops', 'compile/compile.properties', 'compile/backends']) },
  },
});
