// The order of the test files. Vitest knows how long each took only from an earlier run, which a fresh clone lacks.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files are named by the end of their path without `.test.ts`, as in `grading/file`; -1 for one that is not listed. */
const rankIn = (names: string[]) => ({ moduleId }: TestSpecification) =>
  names.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));

/** Those that are listed go first, in this order: a slow file that starts last is waited for while a core is idle. */
export const slowestFirst = (names: string[]) => class extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification) => (rankIn(names)(file) + names.length + 1) % (names.length + 1);
    return [...await super.sort(files)].sort((a, b) => rank(a) - rank(b));
  }
};

/** Those that are listed go last, in this order: the first test that fails ends a run of Stryker's. */
export const slowestLast = (names: string[]) => class extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve([...files].sort((a, b) => rankIn(names)(a) - rankIn(names)(b)));
  }
};
