// page.js: does the jobs of jobs.js, on the main thread or in a worker, for the test that calls `ask`.
import { compile } from '../../dist/compile/index.js';
import * as library from '../../dist/index.js';
import { blocked } from './blocked.js';
import { jobsOf } from './jobs.js';

const jobs = { ...jobsOf({ ...library, compile }), blocked };
const worker = new Worker('worker.js', { type: 'module' });

globalThis.ask = async (where, job, given) => {
  if (where === 'worker') return askWorker({ job, given });
  // Later: what the test calls is free of the page's policy until it returns.
  await new Promise((resolve) => { setTimeout(resolve); });
  return jobs[job](given);
};

const askWorker = (message) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => { resolve(data); };
  worker.onerror = ({ message }) => { reject(new Error(message)); };
  worker.postMessage(message);
});
