// examples/assignments/value: what is handed out fits together, is true, and runs as a student's machine and
// Gradescope's run it. Gradescope's /autograder is a temporary folder here, which AUTOGRADER names.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grade, type Report } from '../../src/grading/index.ts';
import { buildGrader, type Grader } from '../support/grader.ts';
import { complaintsOf, type Schema } from '../support/schema.ts';
import { load } from '../support/students/load.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';

const assignment = fileURLToPath(new URL('../../examples/assignments/value', import.meta.url));
const read = (path: string) => readFileSync(join(assignment, path), 'utf8');
const solution = read('solution/value.ts');
const { starterOf } = await import(new URL('../../examples/assignments/derive.mjs', import.meta.url).href) as
  { starterOf: (solution: string, done?: readonly string[]) => string };

interface Marks { points: Record<string, number>; hidden: { points: Record<string, number>; visibility: string } }
const marks = JSON.parse(read('marks.json')) as Marks;
const tasks = ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8'];
const total = (points: Record<string, number>) => Object.values(points).reduce((sum, x) => sum + x, 0);

const toJavaScript = (text: string) => ts.transpileModule(text, {
  compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
}).outputText;
const gradeText = async (text: string) => grade(await load(toJavaScript(text)));
const failedOf = ({ tests }: Report) => tests.filter(({ passed }) => !passed);

/** For which no machine is too busy. */
const inAMinute = { timeout: 60 };
let grader: Grader;
beforeAll(async () => { grader = await buildGrader(); });
afterAll(() => { grader.remove(); });

describe('the starter', () => {
  it('is the solution without what students have to write', () => {
    expect(read('starter/value.ts')).toBe(starterOf(solution));
    expect(starterOf(solution)).toContain('throw new Error(\'Task 1.2: implement mul\');\n');
    expect(starterOf(solution)).not.toMatch(/SOLUTION|IN THE STARTER/);
    const blanks = [...starterOf(solution).matchAll(/'Task (\S+): implement \w+'/g)].map(([, task]) => task);
    expect([blanks.length, [...new Set(blanks)].sort()]).toEqual([15, ['1.1', '1.2', '1.5', '1.6']]);
  });

  it('is not made from markers that lack their others', () => {
    expect(() => starterOf(solution.replace('// END SOLUTION', ''))).toThrow('a marker without its others');
    expect(() => starterOf(solution.replace('// BEGIN SOLUTION 1.1 add', ''))).toThrow('a marker without its others');
  });

  it('gets no points, and says what to begin with', async () => {
    const report = await grader.grading.gradeFile(join(assignment, 'starter', 'value.ts'), inAMinute);
    expect([report.score, report.maxScore]).toEqual([0, 100]);
    const first = /: threw Error: Task 1\.1: implement constructor\.$/;
    for (const { message } of report.tests) expect(message).toMatch(first);
  });

  it('is TypeScript without complaints, by the tsconfig.json that goes with it', () => {
    const { config } = ts.readConfigFile(join(assignment, 'starter', 'tsconfig.json'), ts.sys.readFile.bind(ts.sys)) as
      { config: object };
    const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, join(assignment, 'starter'));
    expect(fileNames.map((name) => name.replace(/.*\//, ''))).toContain('value.ts');
    const program = ts.createProgram(fileNames, { ...options, skipLibCheck: true });
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
  });
});

describe('the tasks', () => {
  it('are all solved by the solution', async () => {
    const report = await grader.grading.gradeFile(join(assignment, 'solution', 'value.ts'), inAMinute);
    expect([report.score, failedOf(report)]).toEqual([100, []]);
  });

  // What the first test of the next task says to who has done all before it.
  it.each([
    ['1.1', /^`a\.add\(b\)` with a = 2, b = -3: backward\(\) threw Error: Task 1\.2: implement backward\.$/],
    ['1.2', /^`b = a\.add\(a\); c = b\.add\(b\)` with a = 1: a\.grad is 8, should be 4\. .* on more than once/],
    ['1.3', /^`b = a\.add\(a\); c = b\.add\(b\)` with a = 1: a\.grad is 8, should be 4\. .* on more than once/],
    ['1.4', /^`a\.add\(1\)` with a = 3: threw Error: Task 1\.5: implement numbers\.$/],
    ['1.5', /^`a\.relu\(\)` with a = 3: threw Error: Task 1\.6: implement relu\.$/],
    ['1.6', undefined], ['1.7', undefined], ['1.8', undefined], // nothing is left to write
  ])('up to %s need nothing of those after it', async (task, next) => {
    const done = tasks.slice(0, tasks.indexOf(task) + 1);
    const failed = failedOf(await gradeText(starterOf(solution, done)));
    expect(failed.filter((test) => done.includes(test.task))).toEqual([]);
    expect(failed.map(({ message }) => message).slice(0, 1)).toEqual(next ? [expect.stringMatching(next)] : []);
  });

  it('say by name what is still to be written, also within a step', async () => {
    const half = starterOf(solution, ['1.1']).replace('throw new Error(\'Task 1.2: implement backward\');',
      'this.grad = 1;\n    for (const value of this.order()) value.step();');
    const messages = failedOf(await gradeText(half)).filter(({ task }) => task === '1.2').map((test) => test.message);
    expect(messages[0]).toMatch(/backward\(\) threw Error: Task 1\.2: implement add\.$/);
    expect(messages[1]).toMatch(/backward\(\) threw Error: Task 1\.2: implement mul\.$/);
  });
});

describe('the handout', () => {
  const handout = read('README.md');
  const examples = [...handout.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, code]) => code);

  it('has an example for each task', () => {
    for (const task of tasks) {
      const [, part = ''] = new RegExp(String.raw`^## Task ${task}: ([^]*?)^## `, 'm').exec(handout) ?? [];
      expect([task, part]).toEqual([task, expect.stringMatching(/^On paper[^]*^```ts\n/m)]);
      expect(part).toContain(`\`npx micrograd-lab grade value.ts --tasks ${task}\``);
    }
  });

  it.each(examples)('shows what its example %$ prints', async (code) => {
    const printed: string[] = [];
    const log = (...values: unknown[]) => { printed.push(format(...values)); };
    const Value = await load(toJavaScript(solution));
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the examples are text in the handout
    const example = new Function('Value', 'console', toJavaScript(code)) as (...args: unknown[]) => void;
    example(Value, { log });
    expect(printed).toEqual([...code.matchAll(/\/\/ → (.*)/g)].map(([, promise]) => promise));
    expect(printed).not.toEqual([]);
  });

  it('states the points that there are', () => {
    const rows = [...handout.matchAll(/^\| (1\.\d|1\.1 to 1\.8) \|.*\| (\d+) \|$/gm)].map(([, task, n]) => [task, +n]);
    expect(rows).toEqual([...Object.entries(marks.points), ['1.1 to 1.8', total(marks.hidden.points)]]);
  });
});

describe('the points', () => {
  it('are those of the grader, and 25 more for the hidden tests', async () => {
    const { tests } = await gradeText(solution);
    const sum = (task: string) => tests.filter((test) => test.task === task).reduce((x, test) => x + test.maxScore, 0);
    expect(marks.points).toEqual(Object.fromEntries(tasks.map((task) => [task, sum(task)])));
    expect([Object.keys(marks.hidden.points), total(marks.hidden.points)]).toEqual([tasks, 25]);
    expect(read('NOTES.md')).toContain('125 of 125 points');
  });

  it('are those in Classroom 50’s tests.json', async () => {
    const pairs = Object.entries(marks.points).map((pair) => pair.join('=')).join(',');
    const command = `npx micrograd-lab grade value.ts --points ${pairs}`;
    expect(JSON.parse(read('classroom50/tests.json'))).toEqual(
      grader.grading.toClassroom50(await gradeText(solution), command));
  });
});

describe('the notes', () => {
  const notes = read('NOTES.md');
  const sections = notes.split(/^(?=### )/m).slice(1);

  /** Lines of a quotation; none ends within `code`, or begins with what Markdown takes for a list. */
  function quote(text: string): string {
    const lines = [''];
    for (const word of text.match(/(?:`[^`]*`|[^ `])+(?: (?:[-+*]|\d+\.)(?= |$))*/g) ?? []) {
      const line = `${lines[lines.length - 1]} ${word}`;
      if (line.length <= 119) lines[lines.length - 1] = line;
      else lines.push(` ${word}`);
    }
    return lines.map((line) => `>${line}\n`).join('');
  }

  it('quote what students get for a dozen mistakes; `vitest -u` renews the quotations', async () => {
    expect(sections.length).toBeGreaterThanOrEqual(12);
    let renewed = notes;
    for (const section of sections) {
      const [, diff = ''] = /^```diff\n([^]*?)^```\n/m.exec(section) ?? [];
      const side = (sign: string) => diff.split('\n').filter((line) => line.startsWith(sign))
        .map((line) => `${line.slice(1)}\n`).join('');
      expect(solution.split(side('-')), section).toHaveLength(2);
      const report = await gradeText(solution.replace(side('-'), () => side('+')));
      const [first] = failedOf(report);
      const said = `Task ${first.task}, and ${report.score} of 100 points in all:\n\n${quote(first.message)}`;
      renewed = renewed.replace(section, section.replace(/^Task [^]*?^>[^]*?(?=^$)/m, () => said));
    }
    await expect(renewed).toMatchFileSnapshot(join(assignment, 'NOTES.md'));
  });
});

const examplesRequire = createRequire(new URL('../../examples/package.json', import.meta.url));
const leftOut = isLeftOut('the zip files of the assignment', lackingIn('examples', 'fflate'));
describe.skipIf(leftOut)('the zip files (need `npm ci` in examples/)', () => {
  interface Fflate { unzipSync: (data: Uint8Array) => Record<string, Uint8Array> }
  const temporary = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
  afterAll(() => { rmSync(temporary, { recursive: true, force: true }); });
  const contents: Record<string, Record<string, Uint8Array>> = {};

  function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd, encoding: 'utf8', env: { ...process.env, npm_config_prefer_offline: 'true', ...env },
    });
    return { status, stdout, stderr };
  }
  function unzip(name: string, folder: string) {
    for (const [path, content] of Object.entries(contents[name])) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  }

  const made = ['starter/value.ts', 'classroom50/tests.json'];
  beforeAll(() => {
    const before = made.map(read);
    const { status, stderr } = run(process.execPath, [join(assignment, '..', 'pack.mjs'), 'value'], temporary);
    expect([status, stderr]).toEqual([0, expect.stringMatching(/^((installing|building) .*\n)*$/)]);
    expect(made.map(read), 'what is made again is as it was').toEqual(before);
    const { unzipSync } = examplesRequire('fflate') as Fflate;
    for (const name of ['student', 'gradescope']) {
      const file = join(assignment, '..', '..', 'output', `value-${name}.zip`);
      contents[name] = unzipSync(readFileSync(file));
    }
  });

  it('are made of an assignment that there is', () => {
    const pack = (...names: string[]) =>
      run(process.execPath, [join(assignment, '..', 'pack.mjs'), ...names], temporary);
    const expected = 'pack.mjs expected the name of one assignment (network, value); got';
    expect(pack()).toEqual({ status: 2, stdout: '', stderr: `${expected} nothing\n` });
    expect(pack('gradescope')).toEqual({ status: 2, stdout: '', stderr: `${expected} gradescope\n` });
  });

  it('have what belongs into them; students get nothing that is hidden', () => {
    const install = ['micrograd-lab.tgz', 'package-lock.json', 'package.json'];
    expect(Object.keys(contents.gradescope).sort()).toEqual([
      'grade.mjs', 'hidden/tanh-from-exp.mjs', 'hidden/tests.mjs', 'marks.json', ...install, 'run_autograder',
      'setup.sh',
    ]);
    const folder = ['.gitignore', 'README.md', ...install, 'tsconfig.json', 'value.ts'];
    expect(Object.keys(contents.student).sort()).toEqual(folder.map((name) => `micrograd-value/${name}`));
    const text = (name: string) => Buffer.from(contents.student[`micrograd-value/${name}`]).toString();
    expect(text('value.ts')).toBe(starterOf(solution));
    const [, seed] = /seed = (\d+)/.exec(read('hidden/tests.mjs')) ?? [];
    for (const name of ['README.md', 'value.ts', 'package.json']) {
      expect(text(name)).not.toMatch(new RegExp(`${seed}|tanh-from-exp|sorted\\.reverse|NOTES`));
    }
  });

  it('give a student a folder in which `npm ci`, a check and `npm test` work', () => {
    unzip('student', temporary);
    const folder = join(temporary, 'micrograd-value');
    const npm = (...args: string[]) => run('npm', args, folder);
    const { status, stderr } = npm('ci', '--no-audit', '--no-fund');
    expect([status, stderr]).toEqual([0, '']);
    const unfinished = npm('test');
    expect([unfinished.status, unfinished.stdout]).toEqual([1, expect.stringContaining('\n0 of 100 points\n')]);
    writeFileSync(join(folder, 'value.ts'), starterOf(solution, ['1.1']));
    const check = run('npx', ['micrograd-lab', 'grade', 'value.ts', '--tasks', '1.1'], folder);
    expect([check.status, check.stderr, check.stdout]).toEqual([0, '', expect.stringMatching(/^10 of 10 points\n/)]);
    writeFileSync(join(folder, 'value.ts'), solution);
    expect(npm('test').status).toBe(0);
  });

  describe('on Gradescope', () => {
    interface Row {
      number: string; score: number; max_score: number; status: string; output: string; visibility: string;
    }
    interface Results { score?: number; output: string; tests: Row[] }
    const root = join(temporary, 'autograder');
    const schema = JSON.parse(
      readFileSync(new URL('../fixtures/gradescope-results.schema.json', import.meta.url), 'utf8')) as Schema;
    const bash = (script: string) => {
      const env = { AUTOGRADER: root, PATH: `${join(temporary, 'refused')}${delimiter}${process.env.PATH ?? ''}` };
      return run('bash', [join(root, script)], root, env);
    };
    function submit(files: Record<string, string>): Results {
      for (const name of ['submission', 'results']) {
        rmSync(join(root, name), { recursive: true, force: true });
        mkdirSync(join(root, name));
      }
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, 'submission', name)), { recursive: true });
        writeFileSync(join(root, 'submission', name), text);
      }
      expect(bash('run_autograder')).toEqual({ status: 0, stdout: '', stderr: '' });
      const results = JSON.parse(readFileSync(join(root, 'results', 'results.json'), 'utf8')) as Results;
      expect(complaintsOf(results, schema)).toEqual([]);
      return results;
    }
    const sum = (rows: Row[], what: 'score' | 'max_score') => rows.reduce((x, row) => x + row[what], 0);

    beforeAll(() => {
      unzip('gradescope', join(root, 'source'));
      copyFileSync(join(root, 'source', 'run_autograder'), join(root, 'run_autograder'));
      // What setup.sh installs where Node is too old must stay away from this machine.
      mkdirSync(join(temporary, 'refused'));
      for (const name of ['apt-get', 'curl']) {
        writeFileSync(join(temporary, 'refused', name), '#!/bin/sh\nexit 99\n', { mode: 0o755 });
      }
      const { status, stderr } = bash('source/setup.sh');
      expect([status, stderr]).toEqual([0, '']);
    });

    it('the solution gets all points, a fifth of them by hidden tests', () => {
      const { tests, output } = submit({ 'value.ts': solution });
      const rows = (visibility: string) => tests.filter((row) => row.visibility === visibility);
      expect(tests.filter(({ status }) => status !== 'passed')).toEqual([]);
      expect(['visible', 'after_published', 'hidden'].map((name) => sum(rows(name), 'score'))).toEqual([100, 25, 0]);
      expect([sum(tests, 'max_score'), tests.length, output]).toEqual([125, 34, '']); // 25 tests, 8 hidden ones, a look
    });

    it('what is wrong loses its points there, too, and what reaches outside is named to the instructor', () => {
      const text = `${starterOf(solution, ['1.1', '1.2', '1.5', '1.6'])}\nexport const id = process.pid;\n`;
      const failed = submit({ 'value.ts': text }).tests.filter(({ status }) => status === 'failed');
      const [look] = failed.splice(-1);
      expect(failed.map(({ number, visibility }) => [number, visibility])).toEqual([
        ...['1.4', '1.4', '1.4', '1.4'].map((number) => [number, 'visible']),
        ...['1.4', '1.8'].map((number) => [number, 'after_published']),
      ]);
      expect(failed[4].output).toMatch(/^b = a \+ a; .*\n`b = a\.add\(a\); c = b\.add\(b\)` with a = 1: /);
      expect([sum(failed, 'score'), sum(failed, 'max_score')]).toEqual([0, 21]);
      expect(look).toMatchObject({ score: 0, max_score: 0, visibility: 'hidden' });
      expect(look.output).toBe('Read it: its text has process.');
    });

    it('a folder by the name of the file gets a sentence, and no marks', () => {
      expect(submit({ 'value.ts/value.ts': solution })).toEqual({
        score: 0, tests: [], output: 'value.ts is a folder. Hand in the file itself.',
      });
    });

    it('a file by another name is missed', () => {
      expect(submit({ 'Value.ts': solution, 'notes.txt': '' })).toEqual({
        score: 0, tests: [], output: 'There is no value.ts at the top of what you handed in: Value.ts, notes.txt',
      });
    });
  });
});
