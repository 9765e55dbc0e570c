// For Stryker: the tests that say what each file of src does. Others would only be slow, and core/planted-bugs.test.ts
// looks for lines of the engine that Stryker has rewritten.
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';

export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/core/*.test.ts', 'test/checks/loads.spec.ts'],
    exclude: ['test/core/planted-bugs.test.ts'],
  },
});
