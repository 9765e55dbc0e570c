// Mutation testing of the other files of src: `npm run mutation:rest`.
import core from './stryker.config.js';

export default {
  ...core,
  mutate: ['src/*.ts', '!src/index.ts', ...core.mutate.map((file) => `!${file}`)],
  thresholds: { high: 95, low: 90, break: 90 },
};
