// Mutation testing of what lives in processes in src/grading: `npm run mutation -- processes`. It has over 600 bugs,
// and takes hours, which are mostly spent waiting: many bugs show only when a process is stopped for its time. The
// branches of typescript.ts are for different Nodes: run it on Node 20 and on 24.
//
// What survives is for other systems, other Nodes or the package (which house/package.test.ts tries), or changes
// nothing that anyone could see: a limit that is met exactly, an encoding, a text that is there before the first; a
// check that another one does as well; half a sentence of a message.
import grading from './stryker.grading.config.js';

export default {
  ...grading,
  mutate: [
    'src/grading/{channel,child,cli,contained,fence,folder,grade-file}.ts',
    'src/grading/{imports,process,retell,sandbox,syntax,translator,typescript}.ts',
  ],
  vitest: {
    configFile: 'test/checks/vitest.processes.config.ts',
    related: false, // tests run a bundle, which does not look related
  },
  coverageAnalysis: 'off', // nobody asks the processes what ran in them: each bug has all the tests
};
