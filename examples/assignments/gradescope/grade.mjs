// grade.mjs: grades a submission for Gradescope, as in `node grade.mjs submission results.json`: with the tests that
// students have, and for each task with one of hidden/.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gradeFile, toGradescope } from 'micrograd-lab/grading';
import hiddenTests from './hidden/tests.mjs';

/** For one file, in seconds: Gradescope's smallest machine has half a processor. There are three runs. */
const timeout = 30;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { file, points, hidden } = JSON.parse(readFileSync(here('marks.json'), 'utf8'));

async function grade(path) {
  const report = await gradeFile(path, { tasks: Object.keys(points), points, timeout });
  const results = toGradescope(report);
  results.tests.push(...await gradeHidden(path), look(readFileSync(path, 'utf8')));
  return results;
}

/** A row for each task, worth what its tests get together; it shows the first one that failed. */
async function gradeHidden(path) {
  const rows = [];
  for (const { name, adapter, tasks, ...options } of hiddenTests) {
    const asked = tasks.filter((task) => Object.hasOwn(hidden.points, task));
    const more = { tasks: asked, points: hidden.points, adapter: adapter && here(`hidden/${adapter}`), timeout };
    const { tests } = await gradeFile(path, { ...options, ...more });
    for (const task of asked) {
      const own = tests.filter((test) => test.task === task);
      const failed = own.find((test) => !test.passed);
      rows.push({
        name: `hidden: task ${task} ${name}`,
        number: task,
        score: own.reduce((sum, test) => sum + test.score, 0),
        max_score: hidden.points[task],
        status: failed ? 'failed' : 'passed',
        output: failed ? `${failed.name}\n${failed.message}` : '',
        output_format: 'text',
        visibility: hidden.visibility,
      });
    }
  }
  return rows;
}

/** For the instructor: what no Value needs, and what might be somebody else's engine or a way out of the grader. */
function look(source) {
  const words = ['import', 'require', 'process', 'globalThis', 'eval', 'Function'];
  const found = words.filter((word) => new RegExp(`\\b${word}\\b`).test(source));
  return {
    name: `for the instructor: does ${file} reach outside?`,
    score: 0,
    max_score: 0,
    status: found.length > 0 ? 'failed' : 'passed',
    output: found.length > 0 ? `Read it: its text has ${found.join(', ')}.` : '',
    output_format: 'text',
    visibility: 'hidden',
  };
}

const [submission, results] = process.argv.slice(2);
const path = join(submission, file);
const stat = statSync(path, { throwIfNoEntry: false });
const missing = () => ({
  score: 0,
  output: stat?.isDirectory()
    ? `${file} is a folder. Hand in the file itself.`
    : `There is no ${file} at the top of what you handed in: ${readdirSync(submission).join(', ')}`,
  tests: [],
});
writeFileSync(results, JSON.stringify(stat?.isFile() ? await grade(path) : missing(), null, 2));
