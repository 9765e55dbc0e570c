// What some tests need and a fresh clone lacks. Without it they are left out, and the run says so; with REQUIRE_ALL=1
// their file fails.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');

/** What is to be done in a folder where this is not installed, by default whatever belongs there; or ''. */
export const lackingIn = (folder: string, name = '.package-lock.json') =>
  existsSync(resolve(root, folder, 'node_modules', name)) ? '' : `\`npm ci\` in ${folder}/`;

/** `lacking` is what is not here, each as something to do; what is here is ''. */
export function isLeftOut(what: string, ...lacking: string[]): boolean {
  const needs = lacking.filter(Boolean).join(' and ');
  if (needs === '') return false;
  const message = `Not run: ${what}. It needs ${needs}.`;
  if (process.env.REQUIRE_ALL) throw new Error(message);
  console.warn(message);
  return true;
}
