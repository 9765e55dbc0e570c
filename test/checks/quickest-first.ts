// For Stryker: the test files in the order in which they are to run, the quickest first, as the first that fails ends
// the run of a bug.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that are not among `last` come before them. */
export const quickestFirst = (last: string[]) => class extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => last.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
    return Promise.resolve([...files].sort((a, b) => rank(a) - rank(b)));
  }
};
