// A class of more than forty submissions, right, wrong and hostile, graded two at a time, and by the command.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GradeFileOptions, Report } from '../../src/grading/index.ts';
import { buildGrader, type Grader } from '../support/grader.ts';
import { hostile } from '../support/students/hostile.ts';
import { plant } from '../support/students/load.ts';
import { lecture, right } from '../support/students/right.ts';
import { wrong } from '../support/students/wrong.ts';

let grader: Grader;
beforeAll(async () => { grader = await buildGrader(); });
afterAll(() => { grader.remove(); });

let count = 0;
function gradeText(source: string, options: GradeFileOptions): Promise<Report> {
  const folder = join(grader.folder, `submission-${count++}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'value.js'), source);
  return grader.grading.gradeFile(join(folder, 'value.js'), options);
}
const failedOf = ({ tests }: Report) => tests.filter(({ passed }) => !passed);

describe('more than forty submissions, graded in one go', () => {
  // Seconds, of which each of the 25 tests has its share, and what does not end takes all. With 4 of them, on a busy
  // machine, a test that was right did not come to its end.
  const timeout = 12;
  interface Submission { name: string; source: string; check: (report: Report) => void }

  const rightOnes = Object.entries(right).map(([name, source]): Submission => ({
    name, source, check: (report) => { expect([name, failedOf(report)]).toEqual([name, []]); },
  }));

  const everyFourth = Object.entries(wrong).filter((_, i) => i % 4 === 0);
  const wrongOnes = everyFourth.map(([name, { edits, task, hint }]): Submission => ({
    name,
    source: plant(lecture, edits),
    check: (report) => {
      const first = { task, message: expect.stringMatching(hint) as string };
      expect([name, failedOf(report)[0]]).toMatchObject([name, first]);
    },
  }));

  const hostileOnes = Object.entries(hostile).map(([name, { source, fails, says = /./ }]): Submission => ({
    name,
    source,
    check: (report) => {
      const { tests } = report;
      const names = (some: typeof tests) => some.map((test) => test.name);
      expect(tests).toHaveLength(25);
      expect([name, names(failedOf(report))]).toEqual([name, names(tests.filter(fails))]);
      for (const { message } of failedOf(report)) expect([name, message]).toEqual([name, expect.stringMatching(says)]);
    },
  }));

  it('each get their own marks, whatever the others do', async () => {
    const submissions = [...hostileOnes, ...rightOnes, ...wrongOnes];
    expect(submissions.length).toBeGreaterThanOrEqual(40);
    const key = (i: number) => (i * 17) % submissions.length; // right, wrong and hostile ones by turns
    const waiting = submissions.map((_, i) => submissions[key(i)]);
    expect(new Set(waiting).size).toBe(submissions.length);
    const times: [number, string][] = [];
    const worker = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const start = Date.now();
        const report = await gradeText(next.source, { timeout, runs: 10 });
        times.push([Date.now() - start, next.name]);
        next.check(report);
      }
    };
    await Promise.all([worker(), worker()]);
    expect(times).toHaveLength(submissions.length);

    times.sort(([x], [y]) => x - y);
    const [most, slowest] = times[times.length - 1];
    const median = times[times.length >> 1][0];
    const took = `median ${median} ms, most ${most} ms (${slowest})`;
    console.info(`${times.length} submissions of at most ${timeout} s: ${took}`);
    expect(most, `ms of ${slowest}`).toBeLessThan(5000 * timeout); // it was stopped, if late where there is much to do
  });
});

describe('a class of forty, by one command', () => {
  it('gets a table of its marks, though one never ends and another attacks', () => {
    const folder = join(grader.folder, 'class');
    const table = join(grader.folder, 'marks.csv');
    const attack = `import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
      for (const act of [
        () => process.kill(process.ppid),
        () => writeFileSync(${JSON.stringify(table)}, 'name,score\\n'),
        () => appendFileSync('/proc/' + process.ppid + '/fd/1', 'attack: 100 of 100 points\\n'),
        () => readFileSync(${JSON.stringify(join(folder, 'right-0', 'value.js'))}),
      ]) try { act(); globalThis.done = true; } catch {}
      if (!globalThis.done) throw new Error('nothing was possible');`;
    const sources: Record<string, string> = {
      'attack.mjs': attack,
      'endless.mjs': hostile['an endless loop in tanh'].source,
    };
    Object.values(right).forEach((source, i) => { sources[`right-${i}/value.js`] = source; });
    const wrongOnes = Object.values(wrong).slice(0, 40 - Object.keys(sources).length);
    wrongOnes.forEach(({ edits }, i) => { sources[`wrong-${i}.js`] = plant(lecture, edits); });
    for (const [name, source] of Object.entries(sources)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), source);
    }

    const start = Date.now();
    const { status, stdout, stderr } = grader.run(folder, '--output', table, '--min', '1', '--timeout', '12');
    console.info(`${Object.keys(sources).length} submissions by one command: ${Date.now() - start} ms`);
    expect([status, stderr, stdout.split('\n').length - 1]).toEqual([1, '', 40]);
    const rows = readFileSync(table, 'utf8').trimEnd().split('\n').slice(1);
    const scores = Object.fromEntries(rows.map((row) => row.split(',').slice(0, 2) as [string, string]));
    expect(Object.keys(scores)).toEqual(Object.keys(sources).map((name) => name.split('/')[0]).sort());
    for (const [name, score] of Object.entries(scores)) {
      if (name.startsWith('right')) expect([name, score]).toEqual([name, '100']);
      if (name.startsWith('wrong')) expect([name, Number(score) < 100]).toEqual([name, true]);
    }
    wrongOnes.forEach(({ hint }, i) => {
      expect(rows.find((row) => row.startsWith(`wrong-${i}.js,`))?.replaceAll('""', '"')).toMatch(hint);
    });
    expect(rows.find((row) => row.startsWith('attack.mjs,0,100,'))).toContain('nothing was possible');
    expect(rows.find((row) => row.startsWith('endless.mjs,'))).toContain('did not come to an end');
    expect(Number(scores['endless.mjs'])).toBeGreaterThan(50);
  });
});
