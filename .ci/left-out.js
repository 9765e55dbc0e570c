// Which tests were left out, by the reports that vitest writes when TEST_REPORT names a file. A test that needs what is
// not there is skipped, and has "needs …" in its name.
//
//     node .ci/left-out.js files REPORT       prints the test files to run again, now that everything is installed
//     node .ci/left-out.js check REPORT …     prints each test that ran in none of the runs, and fails if there is one
import { readFileSync } from 'node:fs';

/** What CI has nowhere. Whoever adds a line says why. */
const missing = [
  /needs a python3 with torch/, // 150 MB for one test: it is run by hand
];

function testsOf(report) {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  return testResults.flatMap(({ name, assertionResults }) => {
    const file = name.slice(name.lastIndexOf('/test/') + 1);
    return assertionResults.map(({ fullName, status }) => ({ file, fullName, hasRun: status === 'passed' }));
  });
}

const [command, ...reports] = process.argv.slice(2);
const tests = reports.flatMap(testsOf);
if (tests.length === 0) throw new Error('no tests in the reports');
const idOf = ({ file, fullName }) => `${file}: ${fullName}`;

if (command === 'files') {
  const isForHere = ({ hasRun, fullName }) => !hasRun && !/needs (a )?Node/.test(fullName);
  console.log([...new Set(tests.filter(isForHere).map(({ file }) => file))].join('\n'));
} else if (command === 'check') {
  const run = new Set(tests.filter(({ hasRun }) => hasRun).map(idOf));
  const nowhere = [...new Set(tests.map(idOf))].filter((id) => !run.has(id));
  const unexplained = nowhere.filter((id) => !missing.some((pattern) => pattern.test(id)));
  console.log(`${run.size} tests ran. ${nowhere.length} ran nowhere${nowhere.map((id) => `\n  ${id}`).join('')}`);
  if (unexplained.length > 0) throw new Error(`${unexplained.length} tests were left out of all runs`);
} else {
  throw new Error('expected `files` or `check`');
}
