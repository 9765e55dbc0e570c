// The commands as processes. Whatever the arguments of micrograd-lab: a report, or a sentence and status 2. Whatever
// the file that it is to grade: a report, in time. Each input takes a process or two, so that there are fewer of them.
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/grading/index.ts';
import { buildGrader, type Grader } from '../support/grader.ts';
import { complaintsOf, type Schema } from '../support/schema.ts';
import { lecture } from '../support/students/right.ts';
import { anyText, fuzz, mutated, repeated, soup, wantLine } from './fuzz.ts';
import reportSchema from '../fixtures/grading-report.schema.json' with { type: 'json' };

let grader: Grader;
beforeAll(async () => {
  grader = await buildGrader();
  for (const name of ['value.js', 'it\'s $HOME.js']) writeFileSync(join(grader.folder, name), lecture);
});
afterAll(() => { grader.remove(); });

/** Without NUL, which no argument can hold. */
const anyWord = anyText.map((text) => text.replaceAll('\0', '0'));
const values = [
  '', ' ', '1', '0', '-1', '0.5', '1e3', '1e10', '1e308', 'NaN', 'Value', 'default', 'text', 'json', 'gradescope',
  'classroom50', '1.1', '1.1,1.3', '1.9', '1.1=5', '1.1=hidden', '1.1=5=6', '__proto__=1', ',', '=', 'value.js', '.',
];
const names = [
  'export', 'format', 'tasks', 'points', 'timeout', 'seed', 'adapter', 'visibility', 'help', 'min', 'assignment',
  '__proto__', 'no-format',
];
const word = fc.oneof(
  fc.tuple(fc.constantFrom(...names), fc.oneof(fc.constantFrom(...values), anyWord))
    .map(([name, value]) => `--${name}=${value}`),
  fc.constantFrom(...names).map((name) => `--${name}`),
  fc.constantFrom(...values),
  fc.constantFrom('value.js', 'it\'s $HOME.js', '--', '-', '-h', '-x', '--format=json', '--tasks=1.1'),
  anyWord,
);
const first = fc.constantFrom('value.js', 'it\'s $HOME.js', '--seed=2');
const commandLines = fc.tuple(first, fc.array(word, { maxLength: 4 })).map(([first, rest]) => [first, ...rest]);

describe('micrograd-lab grade', () => {
  it('prints a report, or says what is wrong and ends with status 2', async () => {
    await fuzz(commandLines, (args) => {
      const { status, stdout, stderr } = grader.run(...args);
      if (status === 0 || status === 1) expect([stdout.length > 10, stderr]).toEqual([true, '']);
      else {
        expect([status, stdout]).toEqual([2, '']);
        expect(stderr).toMatch(/^micrograd-lab: .{10}/);
        for (const line of stderr.trimEnd().split('\n')) wantLine(line); // one for each file that was not graded
      }
    }, 6);
  });

  it('gives a right class all points, whatever the seed, the points and the time, from a minute on', async () => {
    const options = fc.record({
      seed: fc.maxSafeInteger(),
      timeout: fc.oneof(fc.integer({ min: 60, max: 3600 }), fc.double({ min: 60, max: 1e308, noNaN: true })),
      points: fc.nat(1e9),
    });
    await fuzz(options, ({ seed, timeout, points }) => {
      const args = ['value.js', '--tasks=1.1', `--seed=${seed}`, `--timeout=${timeout}`, `--points=1.1=${points}`];
      const { stdout, stderr } = grader.run(...args);
      expect([stdout.split('\n')[0], stderr]).toEqual([`${points} of ${points} points`, '']);
    }, 4);
  });

  it('tells Classroom 50 a command that a shell takes apart into what was given', async () => {
    const marks = fc.constantFrom('a b', 'it\'s', '$HOME', '"', '\\', '*', '`');
    const paths = fc.oneof(marks, fc.string({ unit: 'grapheme', maxLength: 20 })) // a file's name has 255 bytes
      .map((text) => `${text.replaceAll(/[/\0]/g, '')}.js`).filter((name) => !name.startsWith('-'));
    await fuzz(paths, (name) => {
      writeFileSync(join(grader.folder, name), lecture);
      const { stdout } = grader.run(name, '--format=classroom50', '--tasks=1.1', '--seed=3');
      const [{ run }] = JSON.parse(stdout) as { run: string }[];
      const print = run.replace('npx micrograd-lab grade', 'printf "%s\\0"');
      const printed = spawnSync('sh', ['-c', print], { encoding: 'utf8' }).stdout;
      expect(printed.split('\0')).toEqual([name, '--seed', '3', '--tasks', '1.1', '']);
    }, 4);
  });
});

describe('a file', () => {
  it('gets a report, whatever is in it', async () => {
    const pieces = [
      '{', '}', '(', ')', ';', '=>', 'this.', 'grad', 'data', ' = ', ' += ', 'return ', 'throw ', 'while (true);',
      'process.exit();', 'await 0;', '\n', '`', '${', '/*', 'null', '-0', 'NaN', 'class Value {', '\u2028',
    ];
    const nearlyRight = mutated([lecture], pieces);
    const texts = fc.oneof({ weight: 5, arbitrary: nearlyRight }, soup(pieces), repeated(pieces), anyText);
    await fuzz(fc.tuple(texts, fc.constantFrom('js', 'ts', 'mjs', 'cjs')), async ([text, extension]) => {
      const path = join(grader.folder, `fuzzed.${extension}`);
      writeFileSync(path, text);
      const start = Date.now();
      const report: Report = await grader.grading.gradeFile(path, { timeout: 2, runs: 5 });
      expect(complaintsOf(report, reportSchema as Schema)).toEqual([]);
      expect(report.score).toBeLessThanOrEqual(report.maxScore);
      for (const { passed, message } of report.tests) expect(message !== '').toBe(!passed);
      // It ends. Beside its own two seconds there is the time to start, to compile TypeScript and to find a line, on a
      // busy machine too.
      expect(Date.now() - start).toBeLessThan(60_000);
    }, 4);
  });
});

describe('npm run example', () => {
  it('says which there are when there is no such example', async () => {
    const run = resolve(import.meta.dirname, '..', '..', 'examples', 'run.mjs');
    const there = readdirSync(join(run, '..')).map((name) => name.replace(/\.ts$/, ''));
    const examples = fc.oneof(anyWord, soup(['lecture', '/', '..', '.', 'moons', 'main', '.ts', '0', '-', 'solutions']))
      .filter((name) => !there.includes(name) && !/^lecture\/(solutions\/)?\d?[1-9]/.test(name));
    await fuzz(examples, (name) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [run, name], { encoding: 'utf8' });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /(which example\?|there is no example "[^]*";) there are: .*\none step of the lecture: .*\n$/);
    }, 4);
  });
});
