// in-worker.ts: grades files in a page. They run in a worker (worker.ts), which is ended and replaced when it does not
// answer; numbers are compared, and marks written, here.
import { atPlace, faultOf, problemIn, sightIn } from './answers.ts';
import { assignments } from './assignments.ts';
import type { Sight } from './evaluate.ts';
import { mark, wantOptions, type GradeOptions, type Report, type Runner } from './marking.ts';
import { FileProblem, isTypeScript, Modules, type Lexer, type SourceFiles } from './modules.ts';
import type { Script } from './script.ts';
import { ANSWER, LINE, type WorkerRequest } from './messages.ts';
import { files as words, fill } from './words.ts';

/** What is used of a worker. */
export interface WorkerLike {
  /** Is called with each message from the worker. */
  onmessage: ((event: never) => unknown) | null;
  /** Is called when the worker does not start. */
  onerror: ((event: never) => unknown) | null;
  /** Sends a message to the worker. */
  postMessage: (message: unknown) => void;
  /** Ends the worker. */
  terminate: () => void;
}

/** Those of `grade`; how the page makes workers and modules; and what the files may use up. */
export interface GradeInWorkerOptions extends GradeOptions {
  /** Starts a worker that runs `micrograd-lab/grading/worker`. Only the page's bundler knows where that file is. */
  worker: () => WorkerLike;
  /** Which assignment; `value` by default. */
  assignment?: string | undefined;
  /** Takes the types away from a TypeScript file, line by line, and throws if there is a mistake in it. */
  strip?: ((code: string, file: string) => string) | undefined;
  /** Finds the imports of a file, as the package es-module-lexer does. Several files need it. */
  lexer?: Lexer | undefined;
  /** The name of the exported class, or adapter; by default `Value`, or else the file's default export. */
  export?: string | undefined;
  /** The time for all, in seconds; by default 2. The start of workers does not count. */
  timeout?: number | undefined;
  /** Is given each line that the files print. Without it they print to the browser's console. */
  onPrint?: ((line: string) => void) | undefined;
}

/** In ms. A worker starts in 35; where it takes as long as this, nothing can be graded. */
const START_LIMIT = 30_000;
/** The most lines that are passed on: a loop may print without end. */
const MOST_LINES = 1000;

/**
 * Grades a student's files in a page, by name: `{ 'value.ts': text }`. They run in a worker, under one time limit; a
 * test that does not end is failed, and has no second go. The worker holds no answers.
 *
 * The page needs no `unsafe-eval`. A policy of `script-src 'self'` in a `<meta>` tag is the page’s alone. If
 * the server sends the policy as a header, the worker has it too, and it must allow `blob:`.
 *
 * @throws RangeError for an unknown assignment or task, or a number that is not as it should be; TypeError if the files
 * need `strip` or `lexer` and it is missing, or the assignment's file is missing; Error if no worker starts
 */
export async function gradeInWorker(files: SourceFiles, options: GradeInWorkerOptions): Promise<Report> {
  const { timeout = 2 } = options;
  wantOptions(options);
  if (!(timeout > 0 && timeout < Infinity)) {
    throw new RangeError(`timeout must be a number above 0; got ${String(timeout)}`);
  }
  const main = mainOf(files, options);
  await options.lexer?.init;
  const modules = new Modules(files, options);
  const runner = new WorkerRunner(main, modules, options);
  try {
    return await mark(runner, options);
  } finally {
    runner.close();
    modules.remove();
  }
}

/** The file that is handed in, once it is certain that it can be made a module. */
function mainOf(files: SourceFiles, { assignment = 'value', strip, lexer }: GradeInWorkerOptions): string {
  if (!Object.hasOwn(assignments, assignment)) {
    throw new RangeError(`there is no assignment ${assignment}: they are ${Object.keys(assignments).join(', ')}`);
  }
  const [first] = assignments[assignment].files;
  const names = Object.keys(files);
  const main = [first, first.replace(/ts$/, 'js')].find((name) => names.includes(name));
  if (main === undefined) throw new TypeError(`expected the text of ${first}; got ${names.join(', ') || 'no files'}`);
  const typed = names.find(isTypeScript);
  if (typed !== undefined && strip === undefined) {
    throw new TypeError(`expected the option strip, which takes the types of ${typed} away; got none`);
  }
  if (names.length > 1 && lexer === undefined) {
    throw new TypeError(`expected the option lexer, since there are ${names.length} files; got none`);
  }
  return main;
}

class WorkerRunner implements Runner {
  readonly once = true;
  readonly #main: string;
  readonly #modules: Modules;
  readonly #options: GradeInWorkerOptions;
  readonly #timeout: number;
  #left: number;
  #testLeft = Infinity;
  #worker?: Connection;
  #problem?: string;
  #lines = 0;

  constructor(main: string, modules: Modules, options: GradeInWorkerOptions) {
    this.#main = main;
    this.#modules = modules;
    this.#options = options;
    this.#timeout = options.timeout ?? 2;
    this.#left = 1000 * this.#timeout;
  }

  /** Each test to come has an equal share of the time that is left. */
  begin(testsLeft: number): void { this.#testLeft = this.#left / testsLeft; }

  async see(script: Script): Promise<Sight> {
    const worker = this.#worker ?? await this.#load();
    if (worker === undefined) {
      const fault = this.#problem === undefined
        ? faultOf('late', fill(words.timeUsedUp, { timeout: this.#timeout }))
        : faultOf('unusable', fill(words.notLoaded, { file: this.#main, text: this.#problem }));
      return { looks: [], fault };
    }
    const before = this.#left;
    const answer = await this.#ask(worker, { steps: script.steps }, this.#testLeft);
    this.#testLeft -= before - this.#left;
    if (answer === undefined) return { looks: [], fault: faultOf('late', words.endless) };
    const { looks, fault } = sightIn(answer, script);
    if (fault === undefined) return { looks };
    const { kind, at, text, name, stack = '' } = fault;
    return { looks, fault: { kind, at, text: this.#modules.named(text), name, place: this.#modules.placeIn(stack) } };
  }

  close(): void {
    this.#worker?.end();
    this.#worker = undefined;
  }

  /** A new worker with the student's file; nothing, if there is no time left for it, or it cannot be loaded. */
  async #load(): Promise<Connection | undefined> {
    if (this.#problem !== undefined || this.#left <= 0) return undefined;
    try {
      const file = this.#modules.urlOf(this.#main);
      const { worker, onPrint, export: name } = this.#options;
      this.#worker = await Connection.open(worker(), onPrint && ((line) => { this.#print(line, onPrint); }));
      const names = name === undefined ? ['Value', 'default'] : [name];
      const answer = await this.#ask(this.#worker, { file, names }, this.#left);
      const problem = answer === undefined ? { sentence: words.endless } : problemIn(answer);
      if (problem === undefined) return this.#worker;
      const place = this.#modules.placeIn(problem.stack ?? '');
      throw new FileProblem(atPlace(this.#modules.named(problem.sentence), place));
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      this.#problem = error.message;
      this.close();
      return undefined;
    }
  }

  /** The answer; nothing, if none came in time: then the worker is ended. */
  async #ask(worker: Connection, request: WorkerRequest, limit: number): Promise<string | undefined> {
    const before = performance.now();
    const answer = await worker.ask(request, Math.min(limit, this.#left));
    this.#left -= performance.now() - before;
    if (answer === undefined) this.close();
    return answer;
  }

  #print(line: string, onPrint: (line: string) => void): void {
    this.#lines++;
    if (this.#lines <= MOST_LINES) onPrint(line);
    else if (this.#lines === MOST_LINES + 1) onPrint(fill(words.moreLines, { most: MOST_LINES }));
  }
}

/** A worker, its word, and who waits for its answer. */
class Connection {
  readonly #worker: WorkerLike;
  readonly #word = crypto.getRandomValues(new Uint32Array(4)).join('-');
  readonly #print?: (line: string) => void;
  #settle: (answer: string | undefined) => void = () => undefined;

  private constructor(worker: WorkerLike, print?: (line: string) => void) {
    this.#worker = worker;
    this.#print = print;
    worker.onmessage = ({ data }: { data: unknown }) => { this.#receive(String(data)); };
  }

  /** @throws Error if the worker does not start: that is the page's trouble, and no file's */
  static async open(worker: WorkerLike, print?: (line: string) => void): Promise<Connection> {
    const connection = new Connection(worker, print);
    let reason = '';
    worker.onerror = ({ message }: { message?: string }) => {
      if (message) reason = `: ${message}`;
      connection.#settle(undefined);
    };
    const hello = await connection.ask({ word: connection.#word, prints: print !== undefined }, START_LIMIT);
    worker.onerror = null; // later it is what a student's code throws where nothing catches it
    if (hello !== undefined) return connection;
    connection.end();
    throw new Error(`the worker did not start${reason}. Does it run micrograd-lab/grading/worker?`);
  }

  ask(request: WorkerRequest, limit: number): Promise<string | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => { this.#settle(undefined); }, limit);
      this.#settle = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.#worker.postMessage(request);
    });
  }

  end(): void { this.#worker.terminate(); }

  #receive(text: string): void {
    if (!text.startsWith(this.#word)) return; // the student's code posted it
    const rest = text.slice(this.#word.length);
    if (rest.startsWith(ANSWER)) this.#settle(rest.slice(ANSWER.length));
    else if (rest.startsWith(LINE)) this.#print?.(rest.slice(LINE.length));
  }
}
