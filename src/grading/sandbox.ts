// sandbox.ts: runs scripts in a child process, and goes on in a new one when that has died.
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { faultOf, problemIn, sightIn, type Problem } from './answers.ts';
import type { AdapterRequest, FileRequest } from './child.ts';
import { startContained } from './contained.ts';
import type { Fault, Sight } from './evaluate.ts';
import type { Files, Folder } from './folder.ts';
import { isTypeScript } from './imports.ts';
import type { Runner } from './marking.ts';
import type { Child, Death } from './process.ts';
import { place, placeIn, retell } from './retell.ts';
import type { Script } from './script.ts';
import { syntaxErrorIn } from './syntax.ts';
import { compiler, files, fill } from './words.ts';

/** The files of the teacher's adapter, and where in the folder they are while it is loaded. */
export interface Adapter { place: string; name: string; files: Files }

export interface Submission {
  /** The file as it was handed in; its copy; and its name there. */
  path: string;
  folder: Folder;
  name: string;
  /** Why it cannot be run, if that is known already. */
  problem?: string;
  adapter?: Adapter;
  names: string[];
  /** For the whole file, in seconds; how much of that is left, in ms; and in MB. */
  timeout: number;
  left: number;
  memory: number;
}

export class Sandbox implements Runner {
  readonly #submission: Submission;
  #end: number;
  #testEnd = Infinity;
  #child?: Child;
  #wasLoaded = false;
  /** Why the file cannot be loaded. */
  #problem?: string;

  constructor(submission: Submission) {
    this.#submission = submission;
    this.#problem = submission.problem;
    this.#end = Date.now() + submission.left;
  }

  /** Each test to come has an equal share of the time that is left: one that does not end takes only its own. */
  begin(testsLeft: number): void {
    this.#testEnd = Date.now() + (this.#end - Date.now()) / testsLeft;
  }

  async see(script: Script): Promise<Sight> {
    const fault = await this.#start();
    if (fault || !this.#child) return { looks: [], fault };
    const answer = await this.#child.ask(script.steps, Math.min(this.#end, this.#testEnd) - Date.now());
    if (answer !== undefined) return this.#wantSight(answer, script);
    const { death } = this.#child;
    this.#child = undefined;
    return { looks: [], fault: faultOf(death === 'time' ? 'late' : 'died', this.#sentence(death)) };
  }

  /** In a process that has seen no other script. It is closed afterwards, since this one may leave something, too. */
  async seeAlone(script: Script): Promise<Sight> {
    this.close();
    this.#testEnd = Infinity;
    const sight = await this.see(script);
    this.close();
    return sight;
  }

  close(): void {
    this.#child?.kill();
    this.#child = undefined;
  }

  /** Sees to it that there is a child that has loaded the file, or says why there is none. */
  async #start(): Promise<Fault | undefined> {
    if (this.#child) return undefined;
    const { path, timeout, folder, name, names } = this.#submission;
    if (this.#problem === undefined && Date.now() < this.#end) {
      const before = Date.now();
      const child = await this.#startProcess();
      const started = Date.now();
      this.#end += started - before; // the file did not take this time
      const url = pathToFileURL(join(folder.submission, name)).href;
      const answer = await child.ask({ file: url, names } satisfies FileRequest, this.#end - started);
      this.#testEnd += Date.now() - before; // and the test took neither
      const problem = answer === undefined ? { sentence: this.#sentence(child.death) } : problemIn(answer);
      if (problem === undefined) {
        this.#child = child;
        this.#wasLoaded = true;
        return undefined;
      }
      child.kill();
      if (!this.#wasLoaded) this.#problem = await this.#explained(problem);
    }
    return this.#problem === undefined
      ? faultOf('late', fill(files.timeUsedUp, { timeout }))
      : faultOf('unusable', fill(files.notLoaded, { file: basename(path), text: this.#problem }));
  }

  /**
   * Starts the process, and has it load the adapter, which is there only until then: a submission cannot read it.
   * @throws Error when either fails: neither is the file's fault
   */
  async #startProcess(): Promise<Child> {
    const { folder, adapter, memory, timeout } = this.#submission;
    const child = await startContained(folder, memory);
    if (adapter) folder.write(adapter.files, adapter.place);
    const url = adapter ? pathToFileURL(join(folder.path, adapter.place, adapter.name)).href : null;
    const answer = await child.ask({ adapter: url } satisfies AdapterRequest, 1000 * timeout);
    if (adapter) folder.take(adapter.place);
    const problem = answer === undefined ? { sentence: this.#sentence(child.death) } : problemIn(answer);
    if (problem === undefined) return child;
    child.kill();
    throw new Error(fill(files.adapterNotLoaded, { text: problem.sentence }));
  }

  #sentence(death: Death = 'exit'): string {
    switch (death) {
      case 'time': return files.endless;
      case 'memory': return fill(files.memory, { memory: this.#submission.memory });
      case 'exit': return files.exit;
    }
  }

  /** Why the file could not be loaded, and in which line, with what Node says only on the screen, or not at all. */
  async #explained({ reason, sentence, stack = '' }: Problem): Promise<string> {
    const { folder, name } = this.#submission;
    const text = retell(sentence, folder);
    const where = placeIn(stack, folder);
    const isForModules = /^SyntaxError: (Unexpected token 'export'|Cannot use import statement)/.test(text);
    if (text.startsWith('SyntaxError') && (where === undefined || isForModules)) {
      const found = await syntaxErrorIn(folder.submission, name, this.#end);
      if (found) return this.#ofLine(text, ...found);
      if (isForModules) return fill(files.commonJs, { text });
    }
    if (reason === 'nothing' && /^\s*export\s*=/m.test(folder.sourceOf(name))) {
      return fill(files.exportAssignment, { text });
    }
    return retell(sentence, folder, where);
  }

  #ofLine(text: string, file: string, line: number): string {
    const { folder, name } = this.#submission;
    const [, source = '', number = ''] = /^(.*):(\d+)$/.exec(place(file, line, folder)) ?? [];
    const code = folder.sourceOf(file).split('\n')[Number(number) - 1] ?? '';
    const sentence = file === name ? files.line : files.lineOf;
    return fill(sentence, { file: source, line: number, text: withAdvice(text, source, code) });
  }

  #wantSight(answer: string, script: Script): Sight {
    const sight = sightIn(answer, script);
    return sight.fault === undefined || sight.fault.at === -1 ? sight : { ...sight, fault: this.#retold(sight.fault) };
  }

  #retold({ kind, at, text, name, stack }: Fault): Fault {
    const { folder } = this.#submission;
    return { kind, at, text: retell(text, folder), name, place: placeIn(String(stack), folder) };
  }
}

/** What a line that does not parse may need. */
function withAdvice(text: string, file: string, code: string): string {
  if (/x$/i.test(file) && text.includes('\'<\'')) return fill(files.jsx, { text });
  return isTypeScript(file) && /(^|\s)@\w/.test(code) ? fill(compiler.decorator, { text }) : text;
}
