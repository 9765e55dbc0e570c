// Mutation testing: Stryker plants bugs in a file, one at a time, and counts those that the tests find. In this folder:
//
//     npm run mutation -- src/optim.ts src/nn.ts     those files
//     npm run mutation -- --since main               the files of src that have changed since then
//     npm run mutation -- compile                    a whole room, which may take hours: core, rest, compile, grading,
//                                                    processes
//
// At its end stand the rows for the table in .github/CONTRIBUTING.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..', '..');
const env = { ...process.env }; // before the rooms set theirs
const rooms = {};
for (const name of ['core', 'rest', 'processes', 'grading', 'compile']) {
  rooms[name] = (await import(`./stryker.${name}.config.js`)).default;
}

const { values: { since }, positionals } = parseArgs({
  options: { since: { type: 'string' } }, allowPositionals: true,
});
const isMutated = (file, { mutate }) => mutate.reduce((isIn, pattern) =>
  (pattern.startsWith('!') ? isIn && !matchesGlob(file, pattern.slice(1)) : isIn || matchesGlob(file, pattern)), false);

/** Each file with its room; a room's name stands for all of its files. */
function* tasks() {
  const changed = since === undefined ? [] : git('diff', '--name-only', '--diff-filter=d', since, '--', 'src');
  const all = git('ls-files', 'src');
  for (const name of [...positionals, ...changed]) {
    const files = name in rooms ? all.filter((file) => isMutated(file, rooms[name])) : [name];
    for (const file of files) {
      const room = Object.keys(rooms).find((room) => isMutated(file, rooms[room]));
      if (room !== undefined) yield [file, room];
      else console.log(`${file}: no room mutates it`);
    }
  }
}

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim().split('\n').filter(Boolean);

const rows = [];
for (const [file, room] of tasks()) {
  const config = join(import.meta.dirname, `stryker.${room}.config.js`);
  const report = join(root, 'coverage', 'mutation.json');
  rmSync(report, { force: true });
  spawnSync('npx', ['stryker', 'run', config, '--mutate', file], { cwd: import.meta.dirname, stdio: 'inherit', env });
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  const bugs = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const found = bugs.filter((status) => ['Killed', 'Timeout'].includes(status)).length;
  const counted = found + bugs.filter((status) => ['Survived', 'NoCoverage'].includes(status)).length;
  const [share, today] = [(100 * found / counted).toFixed(1), new Date().toISOString().slice(0, 10)];
  rows.push(`| \`${file}\` | ${counted} | ${share} % | ${today} |`);
}
if (rows.length === 0) throw new Error('expected files of src, the name of a room, or --since COMMIT');
console.log(rows.join('\n'));
