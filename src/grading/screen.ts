// screen.ts: what the command micrograd-lab prints: reports to stdout; troubles, and on a terminal how many submissions
// are done, to stderr.
import { resolve } from 'node:path';
import { commandFor, type Call } from './arguments.ts';
import { toClassroom50, toGradescope, toText } from './formats.ts';
import type { Report } from './marking.ts';
import type { Found, HandedIn } from './submissions.ts';

/** A new report, or the points that the table had already. */
export type Marks = Report | { score: number; maxScore: number };

export const isReport = (marks: Marks): marks is Report => 'tests' in marks;

export class Screen {
  readonly #call: Call;
  readonly #found: Found;
  #done = 0;
  #shown = 0;

  constructor(call: Call, found: Found) {
    this.#call = call;
    this.#found = found;
    if (found.isClass && ['gradescope', 'classroom50'].includes(call.format ?? '')) {
      throw new Error(`the format ${String(call.format)} is for one submission; got ${found.submissions.length}`);
    }
    const leftOut = found.leftOut.filter((path) => resolve(path) !== resolve(call.output ?? ''));
    if (leftOut.length > 0) this.#say(`no scripts, and so left out: ${leftOut.join(', ')}`);
    this.#progress();
  }

  complain({ name }: HandedIn, error: unknown): void {
    this.#say(`${this.#found.isClass ? `${name} could not be graded: ` : ''}${lineOf(error)}`);
  }

  show(submission: HandedIn, marks: Marks | undefined): void {
    this.#done++;
    const text = marks && this.#textOf(submission, marks);
    if (text !== undefined) {
      this.#clear();
      const isList = this.#found.isClass && this.#call.format === 'json';
      process.stdout.write(isList ? `${this.#shown === 0 ? '[' : ','}\n${text}` : `${text}\n`);
      this.#shown++;
    }
    this.#progress();
  }

  end(): void {
    this.#clear();
    if (this.#found.isClass && this.#call.format === 'json') process.stdout.write(this.#shown === 0 ? '[]\n' : '\n]\n');
  }

  #textOf({ name, file = '' }: HandedIn, marks: Marks): string | undefined {
    const { format, output, visibility } = this.#call;
    const { isClass } = this.#found;
    const brief = `${name}: ${marks.score} of ${marks.maxScore} points`;
    if (!isReport(marks)) return format === 'json' ? undefined : `${brief}, as before`;
    switch (format) {
      case 'json': return json(isClass ? { name, ...marks } : marks);
      case 'gradescope': return json(toGradescope(marks, visibility));
      case 'classroom50': return json(toClassroom50(marks, commandFor(file, this.#call)));
      case 'text': return isClass ? `${name}: ${toText(marks)}\n` : toText(marks);
      default: return output !== undefined ? brief : isClass ? `${name}: ${toText(marks)}\n` : toText(marks);
    }
  }

  #say(text: string): void {
    this.#clear();
    process.stderr.write(`micrograd-lab: ${text}\n`);
    this.#progress();
  }

  #progress(): void {
    const { length } = this.#found.submissions;
    if (process.stderr.isTTY && length > 1) process.stderr.write(`\r${this.#done} of ${length}`);
  }

  #clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K'); // to the line's beginning, and wipes it
  }
}

const json = (x: object) => JSON.stringify(x, null, 2);
/** Node's messages have several lines. */
export const lineOf = (error: unknown) => (error as Error).message.replaceAll(/\s+/g, ' ');
