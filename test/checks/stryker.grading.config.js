// Mutation testing of src/grading: `npm run mutation -- grading`. It has over 2000 bugs, and takes some hours.
//
// Left out is what lives in processes, for which there is stryker.processes.config.js. What marking.ts says without
// fast-check is tested there, too, and survives here.
//
// What survives otherwise changes nothing that anyone could see: a text that comes with a promise, `isOperation` and
// `??` that only the types need, a limit that is met exactly; or it is a sentence in the middle of a hint.
import core from './stryker.core.config.js';

process.env.FC_RUNS ??= '0.1'; // of each property's attempts: bugs are found by the first that fails

export default {
  ...core,
  mutate: [
    'src/grading/**/*.ts', '!src/grading/{index,browser}.ts',
    '!src/grading/{channel,child,cli,contained,fence,folder,grade-file}.ts',
    '!src/grading/{imports,process,retell,sandbox,syntax,translator,typescript}.ts',
  ],
  vitest: { configFile: 'test/checks/vitest.grading.config.ts' },
  thresholds: { high: 95, low: 90, break: 90 },
};
