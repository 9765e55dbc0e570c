// process.ts: a child process with bounded time, memory and output, and what became of it.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A longer timer ends at once. */
const MOST_MILLISECONDS = 2 ** 31 - 1;
/** In ms; a process starts in 30. On a machine where it takes as long as this, nothing can be graded. */
export const START_LIMIT = 60_000;

/** How a process came to its end: stopped for its time or its memory, or by itself. */
export type Death = 'time' | 'memory' | 'exit';

/** How to start a process: the arguments of Node, the folder, the MB of memory, and the environment. */
export interface Start { args: string[]; folder: string; memory: number; env: NodeJS.ProcessEnv }

/** An answer is a few numbers: this much is somebody flooding the channel. */
const LONGEST_ANSWER = 2 ** 22;
/** How often to look at the memory that is not in JavaScript's heap, in ms. */
const LOOK_EVERY = 50;
/** How Linux ends a process for which there is no memory left, and how V8 ends one whose heap is full. */
const MEMORY_SIGNALS = ['SIGKILL', 'SIGABRT'];
/** The same, as Windows tells it: it has no signals. */
const ABORTED = 134;

/** None survives this process, should it end in the middle. */
const living = new Set<Child>();
process.on('exit', () => { for (const child of living) child.kill(); });

export class Child {
  death?: Death;
  /** How it ended: `status 9`, `signal SIGKILL`. */
  end = 'no status';
  readonly #process: ChildProcess;
  readonly #word = randomUUID();
  #received = '';
  #settle: (answer: string | undefined) => void = () => undefined;
  readonly #memory: number;
  readonly #watch: NodeJS.Timeout;

  /**
   * Starts one, with so many MB of memory: for JavaScript's heap, and once more, where Linux tells, for the rest.
   * @throws Error when the machine starts none: it may have too many
   */
  static async spawn({ args, folder, memory, env }: Start): Promise<Child> {
    const started = spawn(process.execPath, args, {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      detached: process.platform !== 'win32', // a group of its own, which ends with it
    });
    await once(started, 'spawn');
    return new Child(started, memory);
  }

  private constructor(started: ChildProcess, memory: number) {
    this.#process = started;
    this.#memory = memory;
    const channel = this.#channel;
    channel.setEncoding('utf8');
    channel.on('data', (text: string) => { this.#receive(text); });
    channel.on('error', () => undefined); // the process's own end, just below, says more
    started.on('exit', (code, signal) => {
      this.end = signal === null ? `status ${String(code)}` : `signal ${signal}`;
      const isAborted = process.platform === 'win32' && code === ABORTED;
      this.#end(isAborted || MEMORY_SIGNALS.includes(String(signal)) ? 'memory' : 'exit');
    });
    this.#watch = setInterval(() => {
      if (this.#resident() > 2 * memory) this.#end('memory');
    }, LOOK_EVERY).unref();
    living.add(this);
  }

  get #channel(): Duplex { return this.#process.stdio[3] as Duplex; }
  get #pid(): number { return this.#process.pid as number; }

  /** The first request. It is answered as soon as the process has started, before it runs anything of somebody else. */
  greet(): Promise<string | undefined> { return this.ask({ word: this.#word }, START_LIMIT); }

  /** The answer, or nothing when it died, or had to, on the way. The limit is in ms. */
  ask(request: unknown, limit: number): Promise<string | undefined> {
    return new Promise((resolve) => {
      const end = () => { this.#end(this.#resident() > this.#memory ? 'memory' : 'time'); };
      const timer = setTimeout(end, Math.min(limit, MOST_MILLISECONDS));
      this.#settle = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      if (this.death) this.#settle(undefined);
      else this.#channel.write(`${asciiJson(request)}\n`);
    });
  }

  /** Whether this program goes on for its sake. One that nobody waits for ends with this program. */
  hold(isHeld: boolean): void {
    const channel = this.#channel as Duplex & { ref: () => void; unref: () => void };
    for (const handle of [this.#process, channel]) {
      if (isHeld) handle.ref();
      else handle.unref();
    }
  }

  kill(): void {
    clearInterval(this.#watch);
    living.delete(this);
    try {
      process.kill(process.platform === 'win32' ? this.#pid : -this.#pid, 'SIGKILL');
    } catch { /* it is gone already */ }
  }

  /** How many MB it takes up, where Linux tells. */
  #resident(): number {
    try {
      const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  }

  #end(death: Death): void {
    this.death ??= death;
    this.kill();
    this.#channel.destroy();
    this.#settle(undefined);
  }

  #receive(text: string): void {
    this.#received += text;
    const start = this.#received.indexOf(`\n${this.#word}`);
    const end = start === -1 ? -1 : this.#received.indexOf('\n', start + 1);
    if (end !== -1) {
      const answer = this.#received.slice(start + 1 + this.#word.length, end);
      this.#received = '';
      this.#settle(answer);
    } else if (this.#received.length > LONGEST_ANSWER) this.#end('exit');
  }
}

/**
 * The path of one of the grader's programs. In the package this file stands beside it or, as a shared chunk, above it;
 * in a clone, in `src`. Beside somebody's bundle there is none, and a bundle that is CommonJS does not even know where
 * it stands itself.
 */
export function programFile(name: 'child.js' | 'translator.js'): string {
  const url = import.meta.url as string | undefined;
  const places = [name, `grading/${name}`, `../../dist/grading/${name}`];
  const files = url === undefined ? [] : places.map((place) => fileURLToPath(new URL(place, url)));
  const found = files.find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error(`gradeFile starts a file of micrograd-lab, ${name}, which is not here: leave micrograd-lab out of ` +
    'the bundle (`external`), or, in a clone, run `npm run build`');
}

/** The child reads bytes as letters. */
const asciiJson = (x: unknown) => JSON.stringify(x).replace(/[\u0080-\uffff]/g, (letter) =>
  `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
