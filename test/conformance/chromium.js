// chromium.js: a page of a project in Chromium, which runs the project's main file itself or in a worker.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
export const lacking = executablePath === undefined ? 'Chromium (`apt-get install chromium`)' : '';

// As root there is no sandbox; the others keep the browser from asking the network for anything.
const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
let launched;
const launch = () => launched ??= chromium.launch({ executablePath, args });
export const version = async () => (await launch()).version();
export const close = async () => (await launched)?.close();

/** The path at which a page finds each entry point. */
export function pathsOf(project) {
  const folder = 'node_modules/micrograd-lab';
  const { exports } = JSON.parse(readFileSync(join(project.folder, folder, 'package.json'), 'utf8'));
  return Object.fromEntries(Object.entries(exports).filter(([, target]) => target.import).map(([entry, target]) =>
    [join('micrograd-lab', entry), join('/', folder, (target.browser ?? target).import.default)]));
}

export function writePage(project, { worker, importMap }) {
  const map = importMap ? `<script type="importmap">${JSON.stringify({ imports: pathsOf(project) })}</script>\n` : '';
  const script = worker ? 'page.js' : 'main.js';
  project.write('index.html', `<!doctype html>\n${map}<script type="module" src="${script}"></script>\n`);
  project.write('page.js', `
    const worker = new Worker(new URL('./main.js', import.meta.url), { type: 'module' });
    worker.onerror = ({ message }) => { throw new Error(message); };`);
}

/** What the page, or its worker, prints first. */
export async function visit(folder) {
  const page = await (await launch()).newPage();
  try {
    await page.route('**/*', (route) => route.fulfill({ path: join(folder, new URL(route.request().url()).pathname) }));
    const printed = new Promise((resolve, reject) => {
      page.on('console', (message) => { (message.type() === 'log' ? resolve : reject)(message.text()); });
      page.on('pageerror', reject);
      // In ms, and only against what never prints.
      setTimeout(() => { reject(new Error('the page prints nothing')); }, 600_000).unref();
    });
    const [line] = await Promise.all([printed, page.goto('http://localhost/index.html')]);
    return line;
  } finally {
    await page.close();
  }
}
