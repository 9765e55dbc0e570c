// A report in each of its formats, to the letter.
import { describe, expect, it } from 'vitest';
import { toClassroom50, toGradescope, toText, type Report } from '../../src/grading/index.ts';

const load = 'value.js could not be loaded.';
const report: Report = {
  score: 5,
  maxScore: 15,
  notes: ['Note one.', 'Note two.'],
  tests: [
    { task: '1.1', name: 'data', passed: true, score: 5, maxScore: 5, message: '' },
    { task: '1.1', name: 'add', passed: false, score: 0, maxScore: 4, message: load },
    { task: '1.2', name: 'mul', passed: false, score: 0, maxScore: 6, message: load },
    { task: 'extra', name: 'chain', passed: false, score: 0, maxScore: 0, message: 'Another.' },
  ],
};

describe('a report', () => {
  it('is text, in which what is said of several tests is said once', () => {
    expect(toText(report)).toBe(`5 of 15 points
Note one.
Note two.

Task 1.1: 5 of 9
  passed  data
  FAILED  add
          ${load}

Task 1.2: 0 of 6
  FAILED  mul

Task extra: 0 of 0
  FAILED  chain
          Another.`);
  });

  it('is Gradescope’s results.json', () => {
    const { output, tests } = toGradescope(report, { 1.2: 'hidden' });
    expect(output).toBe('Note one.\nNote two.');
    expect(tests.map(({ visibility }) => visibility)).toEqual(['visible', 'visible', 'hidden', 'visible']);
    expect(tests.slice(0, 2)).toEqual([
      {
        name: 'data', number: '1.1', score: 5, max_score: 5, status: 'passed', output: '', output_format: 'text',
        visibility: 'visible',
      },
      {
        name: 'add', number: '1.1', score: 0, max_score: 4, status: 'failed', output: load, output_format: 'text',
        visibility: 'visible',
      },
    ]);
    expect(toGradescope(report).tests.every(({ visibility }) => visibility === 'visible')).toBe(true);
  });

  it('is Classroom 50’s tests.json, for the tasks that have points', () => {
    const entry = { type: 'io', setup: 'npm ci', comparison: 'regex', timeout: 60 };
    expect(toClassroom50(report, 'grade it')).toEqual([
      { ...entry, name: 'task-1-1', run: 'grade it --tasks 1.1', expected: '^9 of 9 points', points: 9 },
      { ...entry, name: 'task-1-2', run: 'grade it --tasks 1.2', expected: '^6 of 6 points', points: 6 },
    ]);
  });
});
