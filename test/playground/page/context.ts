// What the tests of the page in a browser share: one browser, one built page, and how to read what the page shows.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { launch, visit, type Browser } from '../../support/browser.ts';

export const folder = fileURLToPath(new URL('../../../examples/playground', import.meta.url));

/** What is used of Playwright. */
export interface Locator {
  click: (options?: { position?: { x: number; y: number } }) => Promise<void>;
  hover: () => Promise<void>;
  focus: () => Promise<void>;
  fill: (text: string) => Promise<void>;
  press: (key: string) => Promise<void>;
  check: (options?: { force: boolean }) => Promise<void>;
  selectOption: (label: string) => Promise<unknown>;
  inputValue: () => Promise<string>;
  innerText: () => Promise<string>;
  isDisabled: () => Promise<boolean>;
  getAttribute: (name: string) => Promise<string | null>;
  count: () => Promise<number>;
}
export interface Finder {
  getByRole: (role: string, options?: { name?: string | RegExp; exact?: boolean }) => Locator & Finder;
  getByLabel: (text: string, options?: { exact: boolean }) => Locator & Finder;
  locator: (css: string) => Locator & Finder;
}
export interface Page extends Finder {
  url: () => string;
  goto: (url: string) => Promise<unknown>;
  reload: () => Promise<unknown>;
  goBack: () => Promise<unknown>;
  waitForEvent: (name: 'download') => Promise<{ suggestedFilename: () => string; path: () => Promise<string> }>;
  mouse: {
    move: (x: number, y: number) => Promise<void>;
    down: () => Promise<void>;
    up: () => Promise<void>;
    wheel: (x: number, y: number) => Promise<void>;
  };
  evaluate: <R>(fn: string | (() => R)) => Promise<Awaited<R>>;
  setViewportSize: (size: { width: number; height: number }) => Promise<void>;
  emulateMedia: (media: { colorScheme: 'light' | 'dark' }) => Promise<void>;
  keyboard: { press: (key: string) => Promise<void>; type: (text: string) => Promise<void> };
}

/** What is used of Playwright's browser besides. */
export interface Tracer {
  startTracing: (page: Page, options: { categories: string[] }) => Promise<void>;
  stopTracing: () => Promise<Uint8Array>;
}

let browser: Browser & Tracer;
export const theBrowser = () => browser;

/** Builds the page, and starts the browser. */
export async function begin(): Promise<void> {
  const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build'], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  browser = await launch() as Browser & Tracer;
}

export const end = () => browser.close();

/** Opens the page as it was built; at the end there must not have been a single complaint. */
export async function open(hash: string, use: (page: Page) => Promise<void>): Promise<void> {
  const path = `examples/playground/dist/index.html#${hash}`;
  await visit(browser, { path, policy: 'script-src \'self\' \'wasm-unsafe-eval\'' }, async (visited, complaints) => {
    const page = visited as unknown as Page;
    await page.setViewportSize({ width: 1280, height: 720 });
    // It listens to keys from its first picture on, which may come after the page has been loaded.
    await page.evaluate('new Promise((then) => { requestAnimationFrame(() => { setTimeout(then); }); })');
    await use(page);
    expect(complaints).toEqual([]);
  });
}

export const hashOf = (state: Record<string, string>) => new URLSearchParams(state).toString();

/** For each box of the graph, its name, data and grad. */
export const boxes = (page: Page, run = '.run') => page.evaluate<Record<string, string[]>>(`Object.fromEntries(
  [...document.querySelectorAll('${run} .box')].map((box) => [box.dataset.name, [
    box.querySelector('.data input')?.value ?? box.querySelector('.data .number').textContent,
    box.querySelector('.grad .number')?.textContent ?? '', // constants have none
  ]]))`);
export const seesBoxes = (page: Page, run?: string) => expect.poll(() => boxes(page, run));
export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** What the training room's head says, such as its loss. */
export const reading = async (page: Page, name: string) =>
  (await page.locator(`.reading:has(dt:text-is("${name}")) dd`).innerText());
export const sees = (page: Page, name: string) => expect.poll(() => reading(page, name));
