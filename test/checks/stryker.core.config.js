// Mutation testing: Stryker plants hundreds of bugs in the engine and the network, one at a time, and counts those that
// the tests find. `npm run mutation -- core` in this folder takes some minutes; mutation.js says how to try one file.
//
// What survives changes nothing that anyone could see: sweeping to `i > 0` (the first node of an order is a leaf, which
// passes nothing on), another string for the leaf's `case ''` or in the brand's name, another value behind the brand
// (only its presence is asked for). The branch of `op satisfies never` is reached by no op.
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

export default {
  mutate: ['src/engine.ts', 'src/nn.ts'],
  testRunner: 'vitest',
  plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
  vitest: { configFile: 'test/checks/vitest.core.config.ts' },
  coverageAnalysis: 'perTest',
  thresholds: { high: 98, low: 95, break: 95 },
  concurrency: 2,
  timeoutMS: 20_000, // the default of 5 s counts a bug as found where only the machine was busy
  reporters: ['clear-text', 'progress', 'json'],
  jsonReporter: { fileName: 'coverage/mutation.json' },
  clearTextReporter: { reportTests: false, logTests: false },
  tempDirName: 'coverage/stryker', // ignored by git
};
