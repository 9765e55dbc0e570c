// The command on a whole class: which submissions it finds, the table of their marks, and the exit status.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/grading/index.ts';
import { hasTerminal, runNodeOnTerminal } from '../support/examples.ts';
import { buildGrader, type Grader } from '../support/grader.ts';
import { plant } from '../support/students/load.ts';
import { lecture } from '../support/students/right.ts';
import { wrong } from '../support/students/wrong.ts';

let grader: Grader;
beforeAll(async () => { grader = await buildGrader(); });
afterAll(() => { grader.remove(); });

const slip = plant(lecture, wrong['= for += everywhere'].edits);
const endless = plant(lecture, [['  exp() {', '  exp() {\n    for (;;);']]);
/** A few tests, so that many runs take little time. The command has a minute for each submission. */
const quick = ['--tasks', '1.2,1.3', '--timeout', '60'];

/** A folder with these files, below the one in which the command runs. */
function put(files: Record<string, string>): string {
  const folder = mkdtempSync(join(grader.folder, 'class-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function print(status: number, ...args: string[]): string {
  const run = grader.run(...args, ...quick);
  expect([run.status, run.stderr]).toEqual([status, '']);
  return run.stdout;
}

const rowsOf = (table: string) => readFileSync(table, 'utf8').trimEnd().split('\n');
/** The first four cells. A failure, which is behind them, may hold commas. */
const cellsOf = (table: string) => rowsOf(table).map((row) => row.split(',').slice(0, 5).join());

describe('the submissions', () => {
  const headings = (text: string) => text.match(/^\S+: \d+ of \d+ points$/gm);

  it('are the arguments: files, and folders with the assignment’s file', () => {
    const folder = put({ 'ada.js': lecture, 'ben/value.js': slip, 'cy/Value.mjs': lecture });
    const paths = ['ada.js', 'ben', 'cy'].map((name) => join(folder, name));
    expect(headings(print(0, ...paths))).toEqual([
      `${paths[0]}: 25 of 25 points`, `${paths[1]}: 15 of 25 points`, `${paths[2]}: 25 of 25 points`,
    ]);
  });

  it('are the entries of a folder, by name; what is no script is left out, and named', () => {
    const clutter = { '.DS_Store': '', 'node_modules/x.js': '', 'notes.txt': '' };
    const folder = put({ 'b.js': slip, 'a/value.js': lecture, ...clutter });
    const { status, stdout, stderr } = grader.run(folder, ...quick);
    expect([status, stderr]).toEqual([0, `micrograd-lab: no scripts, and so left out: ${join(folder, 'notes.txt')}\n`]);
    expect(headings(stdout)).toEqual(['a: 25 of 25 points', 'b.js: 15 of 25 points']);
  });

  it('are one, if the folder has the assignment’s file: TypeScript rather than what was made of it', () => {
    const folder = put({ 'value.js': '', 'value.ts': lecture, 'zoe.js': '' });
    expect(print(0, folder)).toMatch(/^25 of 25 points\n/);
  });

  it('of a class do not see each other’s files', () => {
    const thief = 'export { Value } from \'./ben.js\';';
    const folder = put({ 'ada.js': thief, 'ben.js': lecture });
    expect(headings(print(0, folder))).toEqual(['ada.js: 0 of 25 points', 'ben.js: 25 of 25 points']);
    const paths = ['ada.js', 'ben.js'].map((name) => join(folder, name));
    expect(headings(print(0, ...paths))).toEqual([`${paths[0]}: 0 of 25 points`, `${paths[1]}: 25 of 25 points`]);
    // A file that is alone is graded with what it imports.
    expect(print(0, paths[0])).toMatch(/^25 of 25 points\n/);
  });

  it('without the assignment’s file have no points, and a message that says what is there', () => {
    const folder = put({ 'ada/engine.js': lecture, 'ada/notes.txt': '' });
    mkdirSync(join(folder, 'ben'));
    const text = print(1, folder, '--min', '1');
    expect(headings(text)).toEqual(['ada: 0 of 25 points', 'ben: 0 of 25 points']);
    expect(text).toContain('there is no value.ts in ada: it has engine.js, notes.txt. Hand in value.ts, by that name.');
    expect(text).toContain('there is no value.ts in ben: it is empty.');
  });

  it('are no links to somebody else’s folder', () => {
    const folder = put({ 'ben/value.js': lecture });
    symlinkSync(join(folder, 'ben'), join(folder, 'ada'), 'junction');
    const { stdout, stderr } = grader.run(folder, ...quick);
    expect(headings(stdout)).toEqual(['ben: 25 of 25 points']);
    expect(stderr).toContain(join(folder, 'ada'));
  });
});

describe('the table', () => {
  it('has a row for each submission, with the points of each task and the first failure', () => {
    const folder = put({ 'ada.js': lecture, 'ben.js': slip, '=HYPERLINK(1).js': slip });
    const table = join(folder, 'marks.csv');
    expect(print(0, folder, '--output', table)).toBe(
      '=HYPERLINK(1).js: 15 of 25 points\nada.js: 25 of 25 points\nben.js: 15 of 25 points\n');
    expect(cellsOf(table)).toEqual([
      'name,score,max_score,1.2,1.3', '\'=HYPERLINK(1).js,15,25,15,0', 'ada.js,25,25,15,10', 'ben.js,15,25,15,0',
    ]);
    const [header, , right, second] = rowsOf(table);
    expect(header).toMatch(/,first_failure,hash$/);
    expect(right).toMatch(/^ada\.js,25,25,15,10,,sha256-[0-9a-f]{32}$/);
    expect(second).toMatch(/^ben\.js,15,25,15,0,"`a\.add\(a\)` with a = 3: a\.grad is 1, should be 2.*",sha256-/);
  });

  it('keeps the rows of what has not changed, and takes new marks for what has', () => {
    const folder = put({ 'ada.js': lecture, 'ben.js': slip });
    const table = join(folder, 'marks.csv');
    print(0, folder, '--output', table);
    // Somebody opens it in a spreadsheet: other ends of lines, and points that no grader gave.
    const touched = readFileSync(table, 'utf8').replace('ben.js,15', 'ben.js,"20"').replaceAll('\n', '\r\n');
    writeFileSync(table, touched);
    const again = print(0, folder, '--output', table);
    expect(again).toBe('ada.js: 25 of 25 points, as before\nben.js: 20 of 25 points, as before\n');
    expect(readFileSync(table, 'utf8'), 'nothing was graded').toBe(touched);

    writeFileSync(join(folder, 'ben.js'), `${lecture}\n// once more\n`);
    writeFileSync(join(folder, 'cy.js'), slip);
    const asJson = print(0, folder, '--output', table, '--format', 'json');
    const reports = JSON.parse(asJson) as (Report & { name: string })[];
    expect(reports.map(({ name, score }) => [name, score])).toEqual([['ben.js', 25], ['cy.js', 15]]);
    expect(cellsOf(table).slice(1)).toEqual(['ada.js,25,25,15,10', 'ben.js,25,25,15,10', 'cy.js,15,25,15,0']);
    expect(print(0, folder, '--output', table, '--seed', '2'), 'other marks may come of another seed')
      .not.toContain('as before');
  });

  it('has rows of what was graded, when something ends the command in between', async () => {
    const folder = put({ 'ada.js': lecture, 'ben.js': endless, 'cy.js': lecture });
    const table = join(folder, 'marks.csv');
    const args = [folder, '--output', table, '--tasks', '1.2,1.6'];
    const command = grader.start(...args, '--timeout', '600');
    const read = () => {
      try {
        return rowsOf(table).length;
      } catch {
        return 0;
      }
    };
    await expect.poll(read, { timeout: 30_000 }).toBe(2);
    const ended = new Promise((resolve) => { command.once('exit', resolve); });
    command.kill('SIGKILL');
    await ended;
    expect(cellsOf(table)[1]).toBe('ada.js,30,30,15,15');
    const { stdout } = grader.run(...args, '--timeout', '4');
    expect(stdout).toMatch(/^ada.*\nben\.js: \d+ of 30 points\ncy\.js: 30 of 30 points\n$/);
    expect(cellsOf(table).map((row) => row.split(',')[0])).toEqual(['name', 'ada.js', 'ben.js', 'cy.js']);
  });

  it('takes the place of no other file', () => {
    const folder = put({ 'ada.js': lecture });
    const mine = join(folder, 'mine.txt');
    for (const text of ['my thesis\n', 'name,score,max_score,1.1,first_failure,hash\n']) {
      writeFileSync(mine, text);
      const { status, stderr } = grader.run(join(folder, 'ada.js'), '--output', mine, ...quick);
      expect([status, stderr]).toEqual([2, `micrograd-lab: ${mine} does not begin with ` +
        'name,score,max_score,1.2,1.3,first_failure,hash, as a table of these marks does. It stays as it is: name ' +
        'another file.\n']);
      expect(readFileSync(mine, 'utf8')).toBe(text);
    }
  });
});

describe('the reports of a class', () => {
  it('are a list as JSON, and as text one below the other', () => {
    const folder = put({ 'ada.js': lecture, 'ben.js': slip });
    const list = JSON.parse(print(0, folder, '--format', 'json')) as (Report & { name: string })[];
    expect(list.map(({ name, score, tests }) => [name, score, tests.length])).toEqual([
      ['ada.js', 25, list[0].tests.length], ['ben.js', 15, list[0].tests.length],
    ]);
    expect(print(0, folder)).toMatch(/^ada\.js: 25 of 25 points\n[^]*\n\nben\.js: 15 of 25 points\n[^]*FAILED/);
    rmSync(join(folder, 'ben.js'));
    expect(JSON.parse(print(0, folder, '--format', 'json'))).toHaveLength(1);
  });

  it.skipIf(!hasTerminal)('have their number so far below them on a terminal (needs util-linux)', () => {
    const folder = put({ 'ada.js': lecture, 'ben.js': slip });
    const args = grader.commandOf(folder, '--output', join(folder, 'marks.csv'), ...quick);
    const { status, text } = runNodeOnTerminal(args);
    expect(status).toBe(0);
    expect(text.split(/[\r\n]+/).filter(Boolean)).toEqual([
      '0 of 2', 'ada.js: 25 of 25 points', '1 of 2', 'ben.js: 15 of 25 points', '2 of 2',
    ]);
  });
});

describe('the exit status', () => {
  it('is 1 if anybody has fewer points than --min, graded now or before', () => {
    const folder = put({ 'ada.js': lecture, 'ben.js': slip });
    const table = join(folder, 'marks.csv');
    print(0, folder, '--min', '15');
    print(1, folder, '--min', '15.5', '--output', table);
    print(1, folder, '--min', '15.5', '--output', table);
    print(0, join(folder, 'ada.js'), '--min', '25');
    print(1, join(folder, 'ben.js'), '--min', '25');
  });

  it('is 2 if the grader failed on anybody, who gets no marks; the others get theirs', () => {
    const folder = put({ 'ada.js': slip, 'ben.js': lecture, 'cy.js': lecture });
    const built = grader.copy('unlucky'); // its process does not start for ben
    const child = readFileSync(join(built, 'child.js'), 'utf8');
    writeFileSync(join(built, 'child.js'),
      `import { existsSync } from 'node:fs';\nif (existsSync('ben.js')) throw new Error('no luck');\n${child}`);
    const table = join(folder, 'marks.csv');
    const args = [join(built, 'cli.js'), 'grade', folder, '--output', table, '--min', '20', ...quick];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stdout]).toEqual([2, 'ada.js: 15 of 25 points\ncy.js: 25 of 25 points\n']);
    expect(stderr).toMatch(/^micrograd-lab: ben\.js could not be graded: the grader’s own process .* no marks\.\n$/);
    expect(cellsOf(table).slice(1)).toEqual(['ada.js,15,25,15,0', 'cy.js,25,25,15,10']);
    // Later, on another machine, the one who has no row gets it.
    expect(print(1, folder, '--output', table, '--min', '20')).toContain('ben.js: 25 of 25 points\n');
  });
});
