// Bugs planted in the compiler, one at a time, each of which the compiler's own checks have to catch:
// `npx vitest run --config test/planted/vitest.config.ts`. A minute and a half on two cores, so not part of `npm test`.
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';

export default defineConfig({
  ...config,
  test: { ...config.test, include: ['test/planted/*.spec.ts'] },
});
