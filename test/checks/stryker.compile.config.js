// Mutation testing of src/compile: `npm run mutation:compile`.
import core from './stryker.config.js';

process.env.FC_RUNS ??= '0.3'; // of each property's attempts: bugs are found by the first that fails

export default {
  ...core,
  mutate: ['src/compile/*.ts'],
  vitest: { configFile: 'test/checks/vitest.compile.config.ts' },
  thresholds: { high: 98, low: 95, break: 95 },
};
