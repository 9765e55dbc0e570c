// For Stryker, as vitest.config.ts: the tests of src/compile.
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';

export default defineConfig({
  ...config,
  test: { ...config.test, include: ['test/compile*.test.ts'], exclude: ['test/compile-planted-bugs.test.ts'] },
});
