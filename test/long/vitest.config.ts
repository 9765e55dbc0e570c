// What takes too long for `npm test`: bugs planted in the compiler, one at a time, each of which its own checks have to
// catch; and a class of forty submissions. Two minutes: `npx vitest run --config test/long/vitest.config.ts`.
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';

export default defineConfig({
  ...config,
  test: { ...config.test, include: ['test/long/*.spec.ts'] },
});
