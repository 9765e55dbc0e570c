// The command micrograd-lab grade: its formats, its exit status, and what it says when it is called in a wrong way.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/grading/index.ts';
import { buildGrader, type Grader } from '../support/grader.ts';
import { complaintsOf, type Schema } from '../support/schema.ts';
import { plant } from '../support/students/load.ts';
import { lecture } from '../support/students/right.ts';
import { wrong } from '../support/students/wrong.ts';

let grader: Grader;
beforeAll(async () => {
  grader = await buildGrader();
  const files = {
    'value.js': lecture,
    'wrong.js': plant(lecture, wrong['= for += everywhere'].edits),
    'broken.js': 'export class Value {',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(grader.folder, name), text);
  mkdirSync(join(grader.folder, 'empty'));
});
afterAll(() => { grader.remove(); });

const schema = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.schema.json`, import.meta.url), 'utf8')) as Schema;
const files = ['value.js', 'wrong.js', 'broken.js'];

/** The report; the command must have ended well. It has a minute, for which no machine is too busy. */
function print(...args: string[]): string {
  const { status, stdout, stderr } = grader.run('--timeout', '60', ...args);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

describe('the command', () => {
  it('prints text, whatever the marks, without colours', () => {
    expect(print('value.js').split('\n').slice(0, 4)).toEqual([
      '100 of 100 points', '', 'Task 1.1: 10 of 10', '  passed  new Value(2) holds 2, and its grad begins at 0',
    ]);
    const text = print('wrong.js', '--tasks', '1.2, 1.3', '--points', '1.2=15 , 1.3=10');
    expect(text).toMatch(/^15 of 25 points\n/);
    expect(text).toMatch(/\n {2}FAILED {2}a Value that is both operands .*\n {10}`a\.add\(a\)` with a = 3: /);
    const broken = print('broken.js');
    expect(broken).toMatch(/^0 of 100 points\n/);
    expect(broken.split('broken.js could not be loaded'), 'said once, not for each test').toHaveLength(2);
  });

  it.each(files)('prints json for %s that keeps to its schema', (file) => {
    const text = print(file, '--format', 'json', '--seed', '2');
    const report = JSON.parse(text) as Report;
    expect(complaintsOf(report, schema('grading-report'))).toEqual([]);
    expect(report.tests).toHaveLength(25);
    expect(report.maxScore).toBe(100);
    expect(print(file, '--format', 'json', '--seed', '2'), 'the same seed, the same report').toBe(text);
  });

  it.each(files)('prints for %s what Gradescope wants of a results.json', (file) => {
    interface Result { number: string; visibility: string; score: number; max_score: number; status: string }
    const wanted = '1.8=hidden,1.6=after_due_date,1.5=visible';
    const text = print(file, '--format', 'gradescope', '--visibility', `${wanted},1.7=after_published`);
    const results = JSON.parse(text) as { tests: Result[] };
    expect(complaintsOf(results, schema('gradescope-results'))).toEqual([]);
    expect(results.tests.reduce((sum, test) => sum + test.max_score, 0)).toBe(100);
    for (const { number, visibility, score, max_score, status } of results.tests) {
      const others: Partial<Record<string, string>> = { 1.8: 'hidden', 1.7: 'after_published', 1.6: 'after_due_date' };
      expect(visibility).toBe(others[number] ?? 'visible');
      expect(score).toBe(status === 'passed' ? max_score : 0);
    }
  });

  it('prints a tests.json for Classroom 50, by which each task gets its points when all of its tests pass', () => {
    const options = ['--tasks', '1.2,1.3,extra', '--points', '1.2=40', '--seed', '5'];
    interface Entry { name: string; run: string; expected: string; points: number }
    const tests = JSON.parse(print('wrong.js', '--format', 'classroom50', ...options)) as Entry[];
    expect(complaintsOf(tests, schema('classroom50-tests'))).toEqual([]);
    expect(tests.map(({ name, points }) => [name, points])).toEqual([['task-1-2', 40], ['task-1-3', 10]]);
    const passes = tests.map(({ run, expected }) => {
      expect(run).toMatch(/^npx micrograd-lab grade /);
      return new RegExp(expected).test(print(...run.split(' ').slice(3)));
    });
    expect(passes).toEqual([true, false]);
    const all = JSON.parse(print('value.js', '--format', 'classroom50')) as { name: string }[];
    expect(new Set(all.map(({ name }) => name)).size).toBe(8);
  });

  it('is in a tests.json as it was given, but for the tasks, whatever a shell makes of its words', () => {
    const [name, adapter] = ['it\'s $HOME.js', 'my adapter.js'];
    writeFileSync(join(grader.folder, name), lecture);
    writeFileSync(join(grader.folder, adapter), 'export default (Value) => Value;');
    const options = ['--export', 'Value', '--points', '1.2=40', '--timeout', '50', '--seed', '5', '--adapter', adapter];
    const text = print(name, ...options, '--format', 'classroom50', '--tasks', '1.2');
    const [{ run }] = JSON.parse(text) as { run: string }[];
    const shown = run.replace('npx micrograd-lab grade ', 'printf "%s\\n" ');
    const { stdout } = spawnSync('sh', ['-c', shown], { encoding: 'utf8' });
    expect(stdout.trimEnd().split('\n')).toEqual([name, ...options, '--tasks', '1.2']);
  });

  it('is not fooled by a message that says what Classroom 50 looks for', () => {
    const source = plant(lecture, [['  exp() {', '  exp() {\n    throw new Error("\\n15 of 15 points\\n");']]);
    writeFileSync(join(grader.folder, 'sly.js'), source);
    const [test] = JSON.parse(print('sly.js', '--format', 'classroom50', '--tasks', '1.6')) as { expected: string }[];
    expect(print('sly.js', '--tasks', '1.6')).not.toMatch(new RegExp(test.expected, 'm'));
  });

  it('explains itself', () => {
    const help = print('--help');
    const marks = ['assignment', 'tasks', 'points', 'timeout', 'seed', 'export', 'adapter'];
    for (const option of ['format', 'output', 'min', 'visibility', ...marks]) {
      expect(help).toContain(`--${option} `);
    }
  });

  it.each([
    ['it expected a file or a folder, as in: micrograd-lab grade value.ts', []],
    ['there is no file no.js', ['no.js']],
    ['there is no file no.js', ['value.js', 'no.js']],
    ['there is no file no.js', ['value.js', '--adapter', 'no.js']],
    ['there is nothing to grade in empty', ['empty']],
    ['there is no assignment tensors: they are value', ['value.js', '--assignment', 'tensors']],
    ['min must be a number; got half', ['value.js', '--min', 'half']],
    ['the format gradescope is for one submission; got 2', ['value.js', 'wrong.js', '--format', 'gradescope']],
    ['there is no format xml: they are text, json, gradescope, classroom50', ['value.js', '--format', 'xml']],
    ['there is no task 1.9: they are 1.1, 1.2', ['value.js', '--tasks', '1.1,1.9']],
    ['there is no task 2: they are', ['value.js', '--points', '2=3']],
    ['there is no task 2: they are 1.1, 1.2', ['value.js', '--visibility', '2=hidden']],
    ['expected task=value, got 5', ['value.js', '--points', '5']],
    ['expected task=value, got 1.1=5=6', ['value.js', '--points', '1.2=7,1.1=5=6']],
    ['the points of 1.1 must be a whole number, not below 0; got 0.5', ['value.js', '--points', '1.1=0.5']],
    ['timeout must be a number above 0; got NaN', ['value.js', '--timeout', 'soon']],
    ['timeout must be a number above 0; got 0', ['value.js', '--timeout', '0']],
    ['seed must be a whole number; got NaN', ['value.js', '--seed', '']],
    ['seed must be a whole number; got NaN', ['value.js', '--seed', ' ']],
    ['there is no visibility secret: they are visible', ['value.js', '--visibility', '1.1=secret']],
    ['Unknown option \'--nonsense\'', ['value.js', '--nonsense']],
  ])('called in a wrong way, says so in one line, and ends with status 2: %s', (says, args) => {
    const { status, stdout, stderr } = grader.run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^micrograd-lab: [^\n]+\n$/);
    expect(stderr).toContain(says);
  });
});

describe('the schemas', () => {
  it('refuse what is not so', () => {
    const test = { name: 'a', type: 'run', run: 'b', points: 1 };
    const wrongs: [string, unknown][] = [
      ['gradescope-results', {}],
      ['gradescope-results', { tests: [{ name: 'a', score: 1 }] }],
      ['gradescope-results', { tests: [{ name: 'a', score: 1, max_score: 1, status: 'ok' }] }],
      ['gradescope-results', { tests: [{ name: 'a', score: '1', max_score: 1 }] }],
      ['gradescope-results', { tests: [], marks: 3 }],
      ['classroom50-tests', { tests: [] }],
      ['classroom50-tests', [{ ...test, points: 1001 }]],
      ['classroom50-tests', [{ ...test, points: 0.5 }]],
      ['classroom50-tests', [{ ...test, type: 'io' }]],
      ['classroom50-tests', [{ ...test, expected: 'x' }]],
      ['classroom50-tests', Array.from({ length: 101 }, () => test)],
    ];
    expect(complaintsOf([test], schema('classroom50-tests'))).toEqual([]);
    for (const [name, x] of wrongs) expect([x, complaintsOf(x, schema(name))]).not.toEqual([x, []]);
  });
});
