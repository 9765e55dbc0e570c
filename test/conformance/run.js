// run.js: packs the package, and runs it on everything in runtimes.js; then once more with bugs planted in it, which
// each runtime has to show. `npm test` wants the guide to be that of the list, `npm run write` writes it. What cannot
// run here is named, and under REQUIRE_ALL=1 it is a failure. `npm test -- Node Bun` runs only those.
import { execSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as chromium from './chromium.js';
import { Project } from './project.js';
import { guideOf, runtimes, withoutVersions } from './runtimes.js';
import { kinds, lackingFor, versionOf } from './ways.js';

const root = join(import.meta.dirname, '..', '..');
const guide = join(root, 'examples', 'guides', 'runtimes.md');
const temporary = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));

let failures = 0;
const fail = (message) => {
  failures++;
  console.log(`FAILED  ${message}`);
};

try {
  const library = install();
  const broken = plantBugs(library);
  const asked = process.argv.slice(2).filter((argument) => argument !== '--write');
  const chosen = runtimes.filter(({ name }) => asked.length === 0 || asked.some((start) => name.startsWith(start)));
  if (chosen.length === 0) fail(`the list has no ${asked.join(', ')}`);
  const present = chosen.filter(isPresent);
  const queue = present.flatMap((runtime) => runtime.ways.map((way) => [runtime, way]));
  const work = async () => { while (queue.length > 0) await test(...queue.shift(), library, broken); };
  await Promise.all([work(), work()]); // CI has two processors
  if (failures === 0 && present.length === runtimes.length) await checkGuide();
  else console.log('The guide is of a whole run that is right: it was not looked at.');
} finally {
  await chromium.close();
  rmSync(temporary, { recursive: true, force: true });
}
console.log(failures === 0 ? 'All that ran gave the right numbers, and showed planted bugs.' : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;

/** Packs the package and installs it, without its optional peers. */
function install() {
  const execute = (command, cwd) => execSync(command, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  execute(`npm pack --silent --pack-destination "${temporary}"`, root);
  const [tarball] = readdirSync(temporary);
  writeFileSync(join(temporary, 'package.json'), '{ "private": true }');
  execute(`npm install --silent --offline --ignore-scripts --no-audit --no-fund "./${tarball}"`, temporary);
  return join(temporary, 'node_modules', 'micrograd-lab');
}

/** A copy in which tanh is another function and is said to give a text, and the grader takes right for wrong. */
function plantBugs(library) {
  const copy = join(temporary, 'broken');
  cpSync(library, copy, { recursive: true });
  const files = readdirSync(join(copy, 'dist'), { recursive: true }).map((name) => join(copy, 'dist', name))
    .filter((file) => /\.c?[jt]s$/.test(file));
  const bugs = {
    'Math.tanh': 'Math.sinh', 'tanh(): Value': 'tanh(): string', 'failures[i] ? 0 : worth': 'failures[i] ? worth : 0',
  };
  for (const [from, to] of Object.entries(bugs)) {
    const places = files.filter((file) => readFileSync(file, 'utf8').includes(from));
    if (places.length === 0) fail(`there is no ${from} in the package to plant a bug in`);
    for (const file of places) writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
  }
  return copy;
}

function isPresent(runtime) {
  const lacking = lackingFor(runtime);
  if (lacking === '') return true;
  const message = `${runtime.name}. It needs ${lacking}.`;
  if (process.env.REQUIRE_ALL) fail(message);
  else console.log(`Not run: ${message}`);
  return false;
}

async function test(runtime, way, library, broken) {
  const start = performance.now();
  const name = `${runtime.name}, ${way}`;
  const seen = await look(runtime, way, library);
  for (const [room, { comparisons, wrong }] of Object.entries(seen)) {
    if (comparisons === 0) wrong.push('it compared nothing');
    for (const message of wrong.slice(0, 3)) fail(`${name}: ${room}: ${message}`);
  }
  const counts = Object.entries(seen).map(([room, { comparisons }]) => `${room} ${comparisons}`);
  console.log(`${name}: ${counts.join(', ')} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  if (way !== runtime.ways[0]) return; // what one way shows, the others do
  const seenBroken = await look(runtime, way, broken);
  for (const [room, { wrong }] of Object.entries(seenBroken)) {
    // TypeScript compiles nothing of it.
    const isShown = runtime.kind === 'typescript' ? /error TS/.test(wrong[0]) : wrong.length > 0;
    if (!isShown) fail(`${name}: ${room} does not show the planted bug`);
  }
}

/** For each part of the package how many comparisons there were, and what was wrong. */
async function look(runtime, way, library) {
  const project = new Project(library, runtime.rooms);
  const seen = Object.fromEntries(runtime.rooms.map((room) => [room, { comparisons: 0, wrong: [] }]));
  try {
    for (const line of await kinds[runtime.kind](runtime, way, project)) {
      const results = JSON.parse(line);
      for (const room of runtime.rooms) {
        seen[room].comparisons += results[room].comparisons;
        seen[room].wrong.push(...results[room].wrong);
      }
    }
  } catch (error) {
    for (const room of runtime.rooms) seen[room].wrong.push(error.message);
  } finally {
    project.remove();
  }
  return seen;
}

async function checkGuide() {
  const versions = new Map();
  for (const runtime of runtimes) versions.set(runtime, await versionOf(runtime));
  const text = guideOf((runtime) => versions.get(runtime));
  if (process.argv.includes('--write')) {
    mkdirSync(dirname(guide), { recursive: true });
    writeFileSync(guide, text);
  } else if (withoutVersions(readFileSync(guide, 'utf8')) !== withoutVersions(text)) {
    fail('examples/guides/runtimes.md is not of this list: `npm run write` in test/conformance');
  }
}
