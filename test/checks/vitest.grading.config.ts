// For Stryker, as vitest.config.ts: the tests that run src/grading in their own process, the quickest first, as the
// first that fails ends a run.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import config from '../vitest.config.ts';

const order = ['grading-formats.test', 'grading-messages.test', 'grading-slips.test', 'grading.test'];

class QuickestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => order.findIndex((name) => moduleId.includes(name));
    return Promise.resolve([...files].sort((a, b) => rank(a) - rank(b)));
  }
}

export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/grading{,-formats,-messages,-slips}.test.ts'],
    sequence: { sequencer: QuickestFirst },
    testTimeout: 300_000, // Stryker's code is slow, and what is only slow is no bug that was found
  },
});
