// A browser for tests, without a window: Debian's Chromium or Google's Chrome, and a server of the repository's files.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'test', 'browser');
const executable = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** What must be there and is not, or ''. */
export const lacking = [
  existsSync(join(folder, 'node_modules', 'playwright-core', 'package.json')) ? '' : '`npm ci` in test/browser/',
  executable === undefined ? 'Chromium (`apt-get install chromium`)' : '',
].filter(Boolean).join(' and ');

/** What is used of Playwright. */
export interface Browser { newPage: () => Promise<Page>; close: () => Promise<void> }
export interface Page {
  on: ((event: 'console', listener: (message: Message) => void) => void) &
    ((event: 'pageerror', listener: (error: Error) => void) => void);
  goto: (url: string) => Promise<unknown>;
  evaluate: <A, R>(fn: (given: A) => R, given: A) => Promise<Awaited<R>>;
  close: () => Promise<void>;
}

interface Message { type: () => string; text: () => string; location: () => { url: string } }

export async function launch(): Promise<Browser> {
  interface Playwright { chromium: { launch: (options: object) => Promise<Browser> } }
  const { chromium } = createRequire(join(folder, 'package.json'))('playwright-core') as Playwright;
  // As root there is no sandbox; the others keep the browser from asking the network for anything.
  const args = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ];
  return chromium.launch({ executablePath: executable, args });
}

/**
 * Loads a page of the repository, served under that Content-Security-Policy, for as long as `use` takes. The complaints
 * are the errors and warnings of its console, and what its scripts threw.
 */
export async function visit(
  browser: Browser, { path, policy }: { path: string; policy: string },
  use: (page: Page, complaints: readonly string[]) => Promise<void>,
): Promise<void> {
  const server = await serve(policy);
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const isComplaint = ['error', 'warning'].includes(message.type());
    if (isComplaint) complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => { complaints.push(String(error)); });
  try {
    await page.goto(`${server.origin}/${path}`);
    await use(page, complaints);
  } finally {
    await page.close();
    server.close();
  }
}

const types: Record<string, string> = {
  '.html': 'text/html', '.css': 'text/css', '.svg': 'image/svg+xml', '.js': 'text/javascript',
  '.json': 'application/json',
};

/** Serves the files of the repository. A worker has the policy of its own file, so each has it. */
async function serve(policy: string): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost'); // no `..` is left in it
    const type = types[extname(pathname)] ?? 'text/plain';
    readFile(join(root, pathname)).then(
      (file) => response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': policy }).end(file),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }); // any free port
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
