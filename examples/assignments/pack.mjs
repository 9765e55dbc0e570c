// pack.mjs: `node examples/assignments/pack.mjs value` makes what is handed out for one assignment, from its solution
// and its marks.json. It makes the starter and Classroom 50's tests.json. Into examples/output it puts a zip file for
// students and one for Gradescope.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { starterOf } from './derive.mjs';

const assignments = fileURLToPath(new URL('.', import.meta.url));
const assignment = nameOf(process.argv.slice(2));

await import('../prepare.mjs'); // installs fflate, and builds the grader
const { zipSync } = await import('fflate');
const { gradeFile, toClassroom50 } = await import('micrograd-lab/grading');

const here = join(assignments, assignment);
const output = join(assignments, '..', 'output');
const { file, points } = JSON.parse(readFileSync(join(here, 'marks.json')));
const starter = starterOf(readFileSync(join(here, 'solution', file)).toString());
writeFileSync(join(here, 'starter', file), starter);

const options = { tasks: Object.keys(points), points, timeout: 60 }; // seconds: on a busy machine, 10 are not enough
const report = await gradeFile(join(here, 'solution', file), options);
if (report.score < report.maxScore) throw new Error(`the solution has ${report.score} of ${report.maxScore} points`);
const pairs = Object.entries(points).map((pair) => pair.join('=')).join(',');
const tests = toClassroom50(report, `npx micrograd-lab grade ${file} --points ${pairs}`);
writeFileSync(join(here, 'classroom50', 'tests.json'), `${JSON.stringify(tests, null, 2)}\n`);

/** The grader goes along as a package: all run the same one, whatever is published. */
const grader = { 'micrograd-lab.tgz': packLibrary() };
const install = files(join(here, 'starter'), 'package.json', 'package-lock.json');

mkdirSync(output, { recursive: true });
zip(`${assignment}-student.zip`, folder(`micrograd-${assignment}`, {
  ...files(here, 'README.md'), ...files(join(here, 'starter'), file, 'tsconfig.json', '.gitignore'), ...install,
  ...grader,
}));
// Gradescope wants its two scripts at the top, in no folder.
zip(`${assignment}-gradescope.zip`, {
  ...files(join(assignments, 'gradescope'), 'setup.sh', 'run_autograder', 'grade.mjs'), ...files(here, 'marks.json'),
  ...folder('hidden', files(join(here, 'hidden'), ...readdirSync(join(here, 'hidden')))), ...install, ...grader,
});

/** @throws Error if it is not the name of one assignment */
function nameOf(names) {
  const isFolder = (entry) => entry.isDirectory() && entry.name !== 'gradescope';
  const known = readdirSync(assignments, { withFileTypes: true }).filter(isFolder).map(({ name }) => name);
  if (names.length === 1 && known.includes(names[0])) return names[0];
  const got = names.length === 0 ? 'nothing' : names.join(' ');
  console.error(`pack.mjs expected the name of one assignment (${known.join(', ')}); got ${got}`);
  process.exit(2);
}

function packLibrary() {
  const temporary = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
  try {
    const command = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', temporary]; // built above
    const root = join(assignments, '..', '..');
    // On Windows npm is a .cmd file, which only a shell can run.
    execFileSync('npm', command, { cwd: root, stdio: 'pipe', shell: process.platform === 'win32' });
    return readFileSync(join(temporary, readdirSync(temporary)[0]));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function files(from, ...names) {
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(from, name))]));
}

function folder(name, entries) {
  return Object.fromEntries(Object.entries(entries).map(([path, content]) => [`${name}/${path}`, content]));
}

function zip(name, entries) {
  const unix = 3; // of the systems that a zip file knows: then the upper half of `attrs` is a file's mode
  const withMode = Object.entries(entries).map(([path, content]) => {
    const mode = content.subarray(0, 2).toString() === '#!' ? 0o100755 : 0o100644;
    return [path, [content, { os: unix, attrs: mode * 2 ** 16 }]];
  });
  writeFileSync(join(output, name), zipSync(Object.fromEntries(withMode)));
  console.log(`examples/output/${name}: ${Object.keys(entries).join(', ')}`);
}
