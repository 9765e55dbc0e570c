// For Stryker, as vitest.core.config.ts: the tests that run src/grading in processes.
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';
import { slowestLast } from '../support/sequence.ts';

export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/grading/{command,file}.test.ts'],
    setupFiles: ['test/support/seed.ts', 'test/checks/processes.setup.ts'],
    sequence: { sequencer: slowestLast(['grading/file']) },
  },
});
