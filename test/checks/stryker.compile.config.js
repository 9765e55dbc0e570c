// Mutation testing of src/compile: `npm run mutation:compile`.
import core from './stryker.config.js';

export default {
  ...core,
  mutate: ['src/compile/*.ts'],
  vitest: { configFile: 'test/checks/vitest.compile.config.ts' },
  thresholds: { high: 95, low: 90, break: 90 },
};
