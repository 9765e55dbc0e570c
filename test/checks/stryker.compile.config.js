// Mutation testing of src/compile: `npm run mutation:compile`. It has over 2,600 bugs, and takes hours.
//
// What survives in graph.ts to program.ts is slower at most, or the same: another hash, for which the table takes
// longer; what is made anew though it is as it was; a sweep that ends at place 1, since a leaf at place 0 passes
// nothing on; other numbers to try a function on; words of messages. In index.ts it is which module is made
// first, and under which key. Stryker counts as survived, too, what fails while a file is loaded.
import core from './stryker.config.js';

process.env.FC_RUNS ??= '0.3'; // of each property's attempts: bugs are found by the first that fails

export default {
  ...core,
  mutate: ['src/compile/*.ts'],
  vitest: { configFile: 'test/checks/vitest.compile.config.ts' },
  thresholds: { high: 98, low: 95, break: 95 },
};
