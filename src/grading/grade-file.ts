// grade-file.ts: grades a file that nobody trusts, in a process of its own.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mark, wantOptions, type GradeOptions, type Report } from './marking.ts';
import { Sandbox } from './sandbox.ts';
import { compile, isTypeScript, type Compiled } from './typescript.ts';

/** Those of `grade`, what to take from the file, and what it may use up. */
export interface GradeFileOptions extends GradeOptions {
  /** The name of the exported class, or adapter; by default `Value`, or else the file's default export. */
  export?: string;
  /** The time for the whole file, in seconds; by default 10. */
  timeout?: number;
  /** The memory for the file, in MB; by default 256. */
  memory?: number;
  /** A JavaScript file of yours, whose default export is a function that makes an adapter of what the file exports. */
  adapter?: string;
}

/**
 * Grades a class in a JavaScript or TypeScript file. The file runs in a process of its own, which only evaluates
 * expressions; numbers are compared, and marks written, here. What does not end is stopped, what fails in any way is a
 * failed test, and nothing of it reaches the next file.
 *
 * It does not keep the file from reading and writing other files, from the network, or from starting programs: for code
 * from strangers, run the whole grader in a container (as Gradescope and GitHub's runners do), without secrets in it.
 * Nor can it know who wrote the class: a file that imports a finished engine gets that engine's marks.
 *
 * @throws RangeError for an unknown task, or an option that is not a number as it should be; Error when there is no
 * such file, when the adapter cannot be loaded, when the machine starts no process more, or when it is called from a
 * bundle, beside which there is no file to start
 */
export async function gradeFile(path: string, options: GradeFileOptions = {}): Promise<Report> {
  const { timeout = 10, memory = 256, adapter } = options;
  wantOptions(options);
  wantPositive('timeout', timeout);
  wantPositive('memory', memory);
  const file = wantFile(path);
  const adapterUrl = adapter === undefined ? null : pathToFileURL(wantFile(adapter)).href;
  const compiled: Compiled = isTypeScript(file) ? await compile(file) : {};
  const sandbox = new Sandbox({
    path: file,
    problem: compiled.problem,
    hello: {
      file: pathToFileURL(compiled.path ?? file).href,
      adapter: adapterUrl,
      names: options.export === undefined ? ['Value', 'default'] : [options.export],
    },
    timeout,
    memory,
  });
  try {
    return await mark(sandbox, options);
  } finally {
    sandbox.close();
    compiled.remove?.();
  }
}

function wantFile(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return resolve(path);
  throw new Error(`there is no file ${path}`);
}

function wantPositive(name: string, x: number): void {
  if (typeof x === 'number' && x > 0 && x < Infinity) return;
  throw new RangeError(`${name} must be a number above 0; got ${String(x)}`);
}
