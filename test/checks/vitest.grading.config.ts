// For Stryker, as vitest.core.config.ts: the tests that run src/grading in their own process.
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';
import { slowestLast } from '../support/sequence.ts';

export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/grading/{formats,grading,messages,slips,tasks}.test.ts', 'test/checks/loads.spec.ts'],
    sequence: { sequencer: slowestLast(['grading/messages', 'grading/slips', 'grading/grading']) },
  },
});
