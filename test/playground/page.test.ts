// The playground (examples/playground) in a real browser. The tests stand in page/, room by room. This file runs them
// on one built page, in one browser.
import { afterAll, beforeAll, describe } from 'vitest';
import { lacking as lackingBrowser } from '../support/browser.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';
import { begin, end } from './page/context.ts';
import { expressionRoom } from './page/expression.ts';
import { shell } from './page/shell.ts';
import { trainingRoom } from './page/training.ts';
import { liveTraining } from './page/training-live.ts';

const leftOut = isLeftOut('the playground in a browser', lackingBrowser, lackingIn('examples/playground', 'vite'));

describe.skipIf(leftOut)('the playground (needs a browser and `npm ci` in examples/playground)', () => {
  beforeAll(begin);
  afterAll(end);

  expressionRoom();
  trainingRoom();
  liveTraining();
  shell();
});
