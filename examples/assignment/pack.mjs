// pack.mjs: `node examples/assignment/pack.mjs` makes what is handed out, from the solution and from marks.json: the
// starter, Classroom 50's tests.json, and in examples/output a zip file for students and one for Gradescope.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { starterOf } from './derive.mjs';

await import('../prepare.mjs'); // installs fflate, and builds the grader
const { zipSync } = await import('fflate');
const { gradeFile, toClassroom50 } = await import('micrograd-lab/grading');

const here = fileURLToPath(new URL('.', import.meta.url));
const output = join(here, '..', 'output');
const read = (path) => readFileSync(join(here, path));
const write = (path, text) => { writeFileSync(join(here, path), text); };

write('starter/value.ts', starterOf(read('solution/value.ts').toString()));

const { points } = JSON.parse(read('marks.json'));
const options = { tasks: Object.keys(points), points, timeout: 60 }; // seconds: on a busy machine, 10 are not enough
const report = await gradeFile(join(here, 'solution', 'value.ts'), options);
if (report.score < report.maxScore) throw new Error(`the solution has ${report.score} of ${report.maxScore} points`);
const pairs = Object.entries(points).map((pair) => pair.join('=')).join(',');
const tests = toClassroom50(report, `npx micrograd-grade value.ts --points ${pairs}`);
write('classroom50/tests.json', `${JSON.stringify(tests, null, 2)}\n`);

/** The grader goes along as a package: all run the same one, whatever is published. */
const grader = { 'micrograd-lab.tgz': packLibrary() };
const install = files('starter', 'package.json', 'package-lock.json');

mkdirSync(output, { recursive: true });
zip('assignment-student.zip', folder('micrograd-assignment', {
  ...files('.', 'README.md'), ...files('starter', 'value.ts', 'tsconfig.json', '.gitignore'), ...install, ...grader,
}));
// Gradescope wants its two scripts at the top, in no folder.
zip('assignment-gradescope.zip', {
  ...files('gradescope', 'setup.sh', 'run_autograder', 'grade.mjs'), ...files('.', 'marks.json'),
  ...folder('hidden', files('hidden', 'tests.mjs', 'tanh-from-exp.mjs')), ...install, ...grader,
});

function packLibrary() {
  const temporary = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
  try {
    const command = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', temporary]; // built above
    // On Windows npm is a .cmd file, which only a shell can run.
    execFileSync('npm', command, { cwd: join(here, '..', '..'), stdio: 'pipe', shell: process.platform === 'win32' });
    return readFileSync(join(temporary, readdirSync(temporary)[0]));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function files(from, ...names) {
  return Object.fromEntries(names.map((name) => [name, read(`${from}/${name}`)]));
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
