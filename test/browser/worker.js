// worker.js: does the jobs of jobs.js in a worker, for page.js.
import { compile } from '../../dist/compile/index.js';
import * as library from '../../dist/index.js';
import { blocked } from './blocked.js';
import { jobsOf } from './jobs.js';

const jobs = { ...jobsOf({ ...library, compile }), blocked };

// An error goes to the page's `onerror`.
globalThis.onmessage = ({ data: { job, given } }) => {
  Promise.resolve(given).then(jobs[job]).then((answer) => { postMessage(answer); }).catch(reportError);
};
