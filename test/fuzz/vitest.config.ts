// Each parser and loader is given random texts for as long as FUZZ_SECONDS says, by default a minute:
// `npx vitest run --config test/fuzz/vitest.config.ts`. FC_SEED repeats a run.
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';

const { FUZZ_SECONDS: seconds = '60' } = process.env;

export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/fuzz/*.test.ts'],
    exclude: [],
    env: { FUZZ_SECONDS: seconds },
    maxWorkers: 2,
    testTimeout: 1000 * (2 * Number(seconds) + 300), // what is found in the last second is still made smaller
    disableConsoleIntercept: true, // the seeds, one a line
  },
});
