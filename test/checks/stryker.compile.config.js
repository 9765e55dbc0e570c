// Mutation testing of src/compile: `npm run mutation -- compile`. It has over 2,500 bugs, and takes hours.
//
// What survives is slower at most, or the same: a shortcut that is not taken (the order of arguments in statements.ts,
// how far loops.ts looks, what is not cleared or held in function.ts and machine.ts), another hash, what is made anew
// though it is as it was, a sweep that ends at place 1, since a leaf at place 0 passes nothing on, a write beside what
// is used; other numbers to try a function on, words of messages, what only the types need. In index.ts it is which
// module is made first, and under which key.
import core from './stryker.core.config.js';

process.env.FC_RUNS ??= '0.3'; // of each property's attempts: bugs are found by the first that fails

export default {
  ...core,
  mutate: ['src/compile/**/*.ts'],
  vitest: { configFile: 'test/checks/vitest.compile.config.ts' },
  thresholds: { high: 98, low: 95, break: 95 },
};
