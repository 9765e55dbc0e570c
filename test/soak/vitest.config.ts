// Steps, each kind for as long as SOAK_SECONDS says, by default a minute; an hour is 3600. It wants a fresh build:
// `npm run build && npx vitest run --config test/soak/vitest.config.ts`.
import { defineConfig } from 'vitest/config';
import config from '../vitest.config.ts';

const { SOAK_SECONDS: seconds = '60' } = process.env;

export default defineConfig({
  root: config.root,
  test: {
    include: ['test/soak/*.spec.ts'],
    env: { SOAK_SECONDS: seconds },
    maxConcurrency: 2, // each is a process that keeps one core busy
    testTimeout: 1000 * (7 * Number(seconds) + 300), // all begin at once, and wait for each other
    disableConsoleIntercept: true, // the figures, a line for each kind
  },
});
