// Mutation testing of the other files of src: `npm run mutation -- rest`.
import core from './stryker.core.config.js';

export default {
  ...core,
  mutate: ['src/**/*.ts', '!src/{compile,grading}/**', '!src/index.ts', ...core.mutate.map((file) => `!${file}`)],
  thresholds: { high: 95, low: 90, break: 90 },
};
