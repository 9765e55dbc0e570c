// For Stryker, as vitest.config.ts: the tests of src/compile, the quickest first, as the first that fails ends a run.
// The planted bugs look for lines that Stryker has rewritten.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import config from '../vitest.config.ts';

const slowest = ['compile-loops', 'compile.properties', 'compile-backends'];

class QuickestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => slowest.findIndex((name) => moduleId.includes(`${name}.test`));
    return Promise.resolve([...files].sort((a, b) => rank(a) - rank(b)));
  }
}

export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/compile*.test.ts'],
    exclude: ['test/compile-planted-*.test.ts'],
    sequence: { sequencer: QuickestFirst },
    testTimeout: 300_000, // Stryker's code is slow, and what is only slow is no bug that was found
  },
});
