// prepare-library.mjs: installs the build tools and builds the library, where they are missing or older than what they
// are made from, and says so in one line each; does nothing when all is there. Plain JavaScript and Node alone, since
// nothing may be installed yet. The benchmark begins with it, too.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

install(root, 'the build tools', '--include=dev'); // under NODE_ENV=production, npm would leave them out
// The build writes the declarations last.
if (isStale(join(root, 'dist', 'index.d.ts'), [join(root, 'src'), join(root, 'tsup.config.ts')])) {
  say('building the library (npm run build)');
  npm(root, 'run', 'build');
}

/** Installs what the folder's lock file names, if it has changed since. */
export function install(folder, what, ...flags) {
  // The last file that npm writes: an install that was broken off does not count.
  if (!isStale(join(folder, 'node_modules', '.package-lock.json'), [join(folder, 'package-lock.json')])) return;
  say(`installing ${what} (npm ci)`);
  // Without audit and fund, which ask the network for what nobody reads here.
  npm(folder, 'ci', '--no-audit', '--no-fund', '--loglevel=error', ...flags);
}

function isStale(output, sources) {
  return !existsSync(output) || sources.some((source) => newest(source) > statSync(output).mtimeMs);
}

/** When a file, or anything in a folder, was last changed; a folder's own time tells of removals. */
function newest(path) {
  const stat = statSync(path);
  const inside = stat.isDirectory() ? readdirSync(path).map((name) => newest(join(path, name))) : [];
  return Math.max(stat.mtimeMs, ...inside);
}

/** To stderr: a pipe behind stdout is there for the numbers. */
function say(line) {
  process.stderr.write(`${line} ...\n`);
}

/** Runs npm without a word, unless it fails. */
function npm(folder, ...args) {
  // `npm start` says which npm it is. Else the one on the PATH: on Windows a .cmd file, which only a shell can run.
  const cli = process.env.npm_execpath ?? '';
  const run = { cwd: folder, encoding: 'utf8' };
  const result = basename(cli) === 'npm-cli.js'
    ? spawnSync(process.execPath, [cli, ...args], run)
    : spawnSync('npm', args, { ...run, shell: process.platform === 'win32' });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  process.stderr.write(`npm ${args.join(' ')} failed in ${folder}${result.error ? `: ${result.error.message}` : ''}\n`);
  process.exit(1);
}
