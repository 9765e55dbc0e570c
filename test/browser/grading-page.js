// grading-page.js: a page that grades a student's files, as the test bundles it.
import { init, parse } from 'es-module-lexer';
import { transform } from 'sucrase';
import { gradeInWorker } from '../../dist/grading/browser.js';

const strip = (code, filePath) =>
  transform(code, { transforms: ['typescript'], disableESTransforms: true, filePath }).code;

/** Grades files. `without` names tools that the page does not pass; `worker` another file for its workers. */
globalThis.grade = async ({ files, options = {}, without = [], otherLexer, worker = '/dist/grading/worker.js' }) => {
  const olderParse = () => [[{ n: './a.js', s: 8, e: 14, d: -1 }]]; // as version 2 had it
  const tools = { strip, lexer: otherLexer ? { parse: olderParse } : { init, parse } };
  for (const name of without) delete tools[name];
  const lines = [];
  const workers = { started: 0, ended: 0 };
  const start = () => {
    const one = new Worker(worker, { type: 'module' });
    workers.started++;
    const terminate = one.terminate.bind(one);
    one.terminate = () => {
      workers.ended++;
      terminate();
    };
    return one;
  };
  const before = performance.now();
  try {
    const report = await gradeInWorker(files, {
      ...tools, ...options, worker: start, ...options.print && { onPrint: (line) => { lines.push(line); } },
    });
    return { report, lines, workers, took: performance.now() - before };
  } catch (error) {
    return { error: String(error), lines, workers, took: performance.now() - before };
  }
};
