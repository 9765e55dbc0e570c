// For Stryker, as vitest.core.config.ts: the tests of src/compile.
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';
import { slowestLast } from '../support/sequence.ts';

export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/compile/*.test.ts', 'test/checks/loads.spec.ts'],
    sequence: { sequencer: slowestLast(['compile/loops', 'compile/compile.properties', 'compile/backends']) },
  },
});
