// formats.ts: a report as text, and in the formats of the platforms that teachers use.
import type { Report } from './marking.ts';
import type { Task } from './tasks.ts';
import { fill, reports } from './words.ts';

/** Who may see a test's result, in Gradescope's words. */
export type Visibility = 'visible' | 'hidden' | 'after_due_date' | 'after_published';

/**
 * The report for people: points by task, and under each failed test its message.
 *
 * @example
 * import { grade } from 'micrograd-lab/grading';
 *
 * const report = await grade(Value, { tasks: ['1.3'] });
 * console.log(toText(report).split('\n')[0]); // → 10 of 10 points
 */
export function toText(report: Report): string {
  const lines = [pointsOf(report.score, report.maxScore), ...report.notes];
  let last = '';
  for (const { task, tests, score, maxScore } of byTask(report)) {
    lines.push('', fill(reports.task, { task, score, maxScore }));
    for (const { passed, name, message } of tests) {
      lines.push(`  ${passed ? reports.passed : reports.failed}  ${name}`);
      if (message && message !== last) lines.push(`          ${message}`); // a file that does not load fails them all
      last = message;
    }
  }
  return lines.join('\n');
}

/**
 * The report as Gradescope's `results.json`. What `visibility` has for a task holds for all of its tests; with hidden
 * tests Gradescope hides the total from students, too.
 *
 * @example
 * import { grade } from 'micrograd-lab/grading';
 *
 * const report = await grade(Value, { tasks: ['1.3', '1.4'] });
 * const { tests } = toGradescope(report, { 1.4: 'after_published' });
 * console.log(tests[4].number, tests[4].status, tests[4].visibility); // → 1.4 passed after_published
 */
export function toGradescope(report: Report, visibility: Partial<Record<Task, Visibility>> = {}) {
  return {
    output: report.notes.join('\n'),
    tests: report.tests.map(({ task, name, passed, score, maxScore, message }) => ({
      name,
      number: task,
      score,
      max_score: maxScore,
      status: passed ? 'passed' : 'failed',
      output: message,
      output_format: 'text',
      visibility: visibility[task] ?? 'visible',
    })),
  };
}

/**
 * Classroom 50's `tests.json`, which tells its autograder what to run: for each task a command, which gets the task's
 * points when all of its tests pass. It depends on the tasks and the points of a report, not on its marks.
 *
 * @example
 * import { grade } from 'micrograd-lab/grading';
 *
 * const report = await grade(Value, { tasks: ['1.3'] });
 * const [test] = toClassroom50(report, 'npx micrograd-lab grade value.js');
 * console.log(test.run, '|', test.expected); // → npx micrograd-lab grade value.js --tasks 1.3 | ^10 of 10 points
 */
export function toClassroom50(report: Report, command: string) {
  return byTask(report).filter(({ maxScore }) => maxScore > 0).map(({ task, maxScore }) => ({
    name: `task-${task.replace('.', '-')}`,
    type: 'io',
    setup: 'npm ci',
    run: `${command} --tasks ${task}`,
    // The first line of the text. Further down, and indented, stands what the student's code may have had a say in.
    expected: `^${pointsOf(maxScore, maxScore)}`,
    comparison: 'regex',
    timeout: 60,
    points: maxScore,
  }));
}

const pointsOf = (score: number, maxScore: number) => fill(reports.points, { score, maxScore });

function byTask({ tests }: Report) {
  return [...new Set(tests.map(({ task }) => task))].map((task) => {
    const own = tests.filter((test) => test.task === task);
    const sum = (what: 'score' | 'maxScore') => own.reduce((total, test) => total + test[what], 0);
    return { task, tests: own, score: sum('score'), maxScore: sum('maxScore') };
  });
}
