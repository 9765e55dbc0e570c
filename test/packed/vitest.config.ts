// The suite on the package as users get it: `npx vitest run --config test/packed/vitest.config.ts`. Where a test
// imports a file of src that is an entry point, it gets the installed package's, found by its `exports`.
import { join, relative, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';
import { project } from './install.ts';

const root = resolve(import.meta.dirname, '..', '..');
const entries: Partial<Record<string, string>> = {
  'src/index.ts': 'micrograd-lab',
  'src/random.ts': 'micrograd-lab', // no entry point, but all of it is behind the front door
  'src/engine.ts': 'micrograd-lab/engine',
  'src/nn.ts': 'micrograd-lab/nn',
  'src/compile/index.ts': 'micrograd-lab/compile',
  'src/grading/index.ts': 'micrograd-lab/grading',
};

/** What looks behind the entry points, or at the text of the sources, runs on src alone. */
const internals = [
  // The compiler's program and module.
  'test/compile/{backends,bytes,function,guide,loops,loops-parts,module,passes}.test.ts',
  'test/grading/{messages,network,slips,tasks,words}.test.ts', // the grader's reference, and what it makes of it
  'test/core/{planted-bugs,rules}.test.ts', // edits in the text of src
  'test/core/slope.test.ts', // a part of gradcheck
  'test/types/*', // what must not compile
];

/** These start programs that find the package by themselves: it would be the same run twice. */
const programs = [
  'test/house/*', 'test/browser/*', 'test/playground/page.test.ts', 'test/grading/assignment.test.ts',
  'test/examples/{examples,lecture,microgpt,neuron-graph,onnx}.test.ts', 'test/fuzz/*',
];

export default defineConfig({
  root,
  plugins: [{
    name: 'packed',
    enforce: 'pre',
    async resolveId(source, importer) {
      const path = source.startsWith('.') && importer ? resolve(importer, '..', source) : source;
      const file = relative(root, path).replaceAll('\\', '/');
      if (file === 'test/support/put-grader.ts') return join(import.meta.dirname, 'put-grader.ts');
      const entry = entries[file] ?? (/^micrograd-lab\b/.test(source) ? source : undefined);
      if (entry !== undefined) return this.resolve(entry, join(project, 'package.json'), { skipSelf: true });
      if (file.startsWith('src/')) this.error(`${importer ?? ''} imports ${file}, which is not in the package`);
      return undefined;
    },
  }],
  test: {
    ...config.test,
    include: [...config.test?.include ?? [], 'test/packed/where.spec.ts'],
    exclude: ['**/node_modules/**', ...internals, ...programs],
    globalSetup: 'test/packed/install.ts',
    server: { deps: { inline: [/micrograd-lab/] } }, // a test that wants a second copy of the engine gets one
  },
});
