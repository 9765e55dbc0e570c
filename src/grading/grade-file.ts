// grade-file.ts: grades a file that nobody trusts, in a process of its own.
import { randomUUID } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { adapterFiles, Folder } from './folder.ts';
import { isFile, isTypeScript } from './imports.ts';
import { mark, wantOptions, type GradeOptions, type Report } from './marking.ts';
import { Sandbox, type Adapter } from './sandbox.ts';
import { translate } from './typescript.ts';
import { files as words, fill, handedIn } from './words.ts';

/** Those of `grade`, what to take from the file, and what it may use up. */
export interface GradeFileOptions extends GradeOptions {
  /** The name of the exported class, or adapter; by default `Value`, or else the file's default export. */
  export?: string | undefined;
  /** The time for the whole file, in seconds; by default 10. */
  timeout?: number | undefined;
  /** The memory for the file, in MB; by default 256. */
  memory?: number | undefined;
  /** Whether the file is graded without the scripts and JSON files beside it and below; by default false. */
  alone?: boolean | undefined;
  /**
   * A script of yours, whose default export is a function that makes an adapter. It is given what the file exports
   * under the name `export` and, if it has a second parameter, the whole module: then no class need be exported. The
   * adapter may leave out `create` where that is `new` of the exported class.
   */
  adapter?: string | undefined;
}

/**
 * Grades a class in a JavaScript or TypeScript file. The file runs in a process of its own, which only evaluates
 * expressions; numbers are compared, and marks written, here. What does not end is stopped, what fails in any way is a
 * failed test, and nothing of it reaches the next file.
 *
 * The process works on a copy of the file, with the scripts and JSON files beside it and below. From Node 20.19 on, it
 * can read nothing but that copy, write nothing, and start neither programs nor threads; from 22.15 on, the network is
 * closed too. On an older Node, on Bun and on Deno nothing of this holds. Node does not call this a protection against
 * code that means harm: run strangers' code in a container (as Gradescope and GitHub's runners do), without secrets.
 * Nor can it know who wrote the class: a file that comes with a finished engine gets that engine's marks.
 *
 * @throws RangeError for an unknown task, or an option that is not a number as it should be; Error if there is no such
 * file, if the adapter cannot be loaded, if this machine cannot start the process or the TypeScript compiler, or if it
 * is called from a bundle, beside which there is no file to start
 */
export async function gradeFile(path: string, options: GradeFileOptions = {}): Promise<Report> {
  const { timeout = 10, memory = 256, alone = false, adapter } = options;
  wantOptions(options);
  wantPositive('timeout', timeout);
  wantPositive('memory', memory);
  const file = wantFile(path);
  const adapterPath = adapter === undefined ? undefined : wantFile(adapter);
  const folder = new Folder();
  let sandbox: Sandbox | undefined;
  try {
    const { name, problem, took = 0 } = await prepare(file, folder, alone, 1000 * timeout);
    sandbox = new Sandbox({
      path: file,
      folder,
      name,
      problem,
      adapter: adapterPath === undefined ? undefined : await prepareAdapter(adapterPath, folder, 1000 * timeout),
      names: options.export === undefined ? ['Value', 'default'] : [options.export],
      timeout,
      left: 1000 * timeout - took,
      memory,
    });
    return await mark(sandbox, options);
  } finally {
    sandbox?.close();
    folder.remove();
  }
}

/** The script's name in the copy; or what is wrong with the file; and how long the compiler took, in ms. */
interface Prepared { name: string; problem?: string; took?: number }

async function prepare(file: string, folder: Folder, alone: boolean, limit: number): Promise<Prepared> {
  const name = basename(file);
  if (/\.\w+$/.test(name) && !/\.([cm]?[jt]s|tsx)$/i.test(name)) {
    return { name, problem: handedIn.extension };
  }
  const copy = folder.copy(file, alone);
  if ('problem' in copy) return { name, ...copy };
  if (!isTypeScript(copy.name)) return copy;
  const request = { folder: folder.submission, name: copy.name, lines: folder.lines };
  return { name: `${copy.name}.mjs`, ...await translate(request, limit) };
}

/** @throws Error if it is TypeScript with a mistake */
async function prepareAdapter(path: string, folder: Folder, limit: number): Promise<Adapter> {
  const { name, files } = adapterFiles(path);
  const place = randomUUID(); // a submission cannot guess it
  if (!isTypeScript(name)) return { place, name, files };
  folder.write(files, place);
  const request = { folder: join(folder.path, place), name, lines: join(folder.path, place, 'lines.json') };
  const { problem } = await translate(request, limit);
  if (problem !== undefined) throw new Error(fill(words.adapterNotLoaded, { text: problem }));
  return { place, name: `${name}.mjs`, files: folder.take(place) };
}

function wantFile(path: string): string {
  if (isFile(path)) return resolve(path);
  throw new Error(`there is no file ${path}`);
}

function wantPositive(name: string, x: number): void {
  if (typeof x === 'number' && x > 0 && x < Infinity) return;
  throw new RangeError(`${name} must be a number above 0; got ${String(x)}`);
}
