// sandbox.ts: runs scripts in a child process, and goes on in a new one when that has died.
import { basename, dirname } from 'node:path';
import type { Hello, Refusal } from './child.ts';
import { readSight, type Fault, type Sight } from './evaluate.ts';
import type { Runner } from './marking.ts';
import { Child, lineOfSyntaxError, type Death } from './process.ts';
import type { Script } from './script.ts';
import { isTypeScript } from './typescript.ts';

export interface Submission {
  hello: Omit<Hello, 'word'>;
  /** The file as it was handed in. */
  path: string;
  /** Why it cannot be run, if that is known already. */
  problem?: string;
  /** For the whole file, in seconds and in MB. */
  timeout: number;
  memory: number;
}

export class Sandbox implements Runner {
  readonly #submission: Submission;
  readonly #end: number;
  #testEnd = Infinity;
  #child?: Child;
  #wasLoaded = false;
  /** Why the file cannot be loaded. */
  #problem?: string;

  constructor(submission: Submission) {
    this.#submission = submission;
    this.#problem = submission.problem;
    this.#end = Date.now() + 1000 * submission.timeout;
  }

  /** Each test to come has an equal share of the time that is left: one that does not end takes only its own. */
  begin(testsLeft: number): void {
    this.#testEnd = Date.now() + (this.#end - Date.now()) / testsLeft;
  }

  async see(script: Script): Promise<Sight> {
    const fault = await this.#start();
    if (fault || !this.#child) return { looks: [], fault };
    const answer = await this.#child.ask(script.steps, Math.min(this.#end, this.#testEnd) - Date.now());
    if (answer !== undefined) return wantSight(answer, script);
    const { death } = this.#child;
    this.#child = undefined;
    return { looks: [], fault: faultOf(death === 'time' ? 'late' : 'died', this.#sentence(death)) };
  }

  close(): void { this.#child?.kill(); }

  /** Sees to it that there is a child that has loaded the file, or says why there is none. */
  async #start(): Promise<Fault | undefined> {
    if (this.#child) return undefined;
    const { path, memory, timeout, hello } = this.#submission;
    const before = Date.now();
    if (this.#problem === undefined && before < this.#end) {
      const child = await Child.spawn(dirname(path), memory);
      const answer = await child.greet(hello, this.#end - before);
      this.#testEnd += Date.now() - before; // the test did not take this time
      const refusal: Refusal | undefined =
        answer === undefined ? { unusable: this.#sentence(child.death), whose: 'file' } : refusalIn(answer);
      if (refusal === undefined) {
        this.#child = child;
        this.#wasLoaded = true;
        return undefined;
      }
      child.kill();
      const { unusable, whose } = refusal;
      if (whose === 'adapter') throw new Error(`the adapter could not be loaded: ${unusable}`);
      if (!this.#wasLoaded) this.#problem = isTypeScript(path) ? unusable : explained(unusable, path);
    }
    return this.#problem === undefined
      ? faultOf('late', `the time for the whole file, ${timeout} s, was used up before.`)
      : faultOf('unusable', `${basename(path)} could not be loaded: ${this.#problem}`);
  }

  #sentence(death: Death = 'exit'): string {
    switch (death) {
      case 'time': return 'it did not come to an end, and was stopped. Look for a loop, or for something that calls ' +
        'itself, without end.';
      case 'memory': return `it used up its memory, ${this.#submission.memory} MB. Look for something that grows ` +
        'without end.';
      case 'exit': return 'it ended the whole process, as `process.exit()` does. It may only return or throw.';
    }
  }
}

/** Why JavaScript could not be loaded, with what Node says only on the screen, or not at all. */
function explained(problem: string, path: string): string {
  if (!problem.startsWith('SyntaxError')) return problem;
  const line = lineOfSyntaxError(path); // of an ES module
  if (line !== undefined) return `line ${line}: ${problem}`;
  return /Unexpected token 'export'|Cannot use import statement/.test(problem)
    ? `${problem}. Node takes it for CommonJS: call it .mjs, or take \`"type": "commonjs"\` out of package.json.`
    : problem;
}

const faultOf = (kind: Fault['kind'], text: string): Fault => ({ kind, at: -1, text });

// The answers come from a process that somebody else may have taken over.

function refusalIn(answer: string): Refusal | undefined {
  try {
    const refusal = JSON.parse(answer) as Partial<Refusal>;
    return typeof refusal.unusable === 'string' ? refusal as Refusal : undefined;
  } catch {
    return undefined;
  }
}

function wantSight(answer: string, { steps, looks }: Script): Sight {
  try {
    const sight = readSight(answer);
    const { fault } = sight;
    const isOurs = fault === undefined
      ? sight.looks.length === looks.length
      : ['missing', 'result', 'threw', 'promise'].includes(fault.kind) && typeof fault.text === 'string' &&
        Number.isInteger(fault.at) && fault.at >= 0 && fault.at < steps.length;
    if (isOurs) return sight;
  } catch { /* as below */ }
  return { looks: [], fault: faultOf('died', 'something other than the grader answered from its process.') };
}
