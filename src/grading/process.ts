// process.ts: a child process with bounded time, memory and output, and what became of it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Hello } from './child.ts';

/** A longer timer ends at once. */
const MOST_MILLISECONDS = 2 ** 31 - 1;

/** How a process came to its end: stopped for its time or its memory, or by itself. */
export type Death = 'time' | 'memory' | 'exit';

/** An answer is a few numbers: this much is somebody flooding the channel. */
const LONGEST_ANSWER = 2 ** 22;
/** How often to look at the memory that is not in JavaScript's heap, in ms. */
const LOOK_EVERY = 50;
/** How Linux ends one for which there is no memory left, and V8 one whose heap is full: on Windows, by this code. */
const MEMORY_SIGNALS = ['SIGKILL', 'SIGABRT'];
const ABORTED = 134;

/** None survives this process, should it end in the middle. */
const living = new Set<Child>();
process.on('exit', () => { for (const child of living) child.kill(); });

export class Child {
  death?: Death;
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
  static async spawn(folder: string, memory: number): Promise<Child> {
    const args = [`--max-old-space-size=${Math.ceil(memory)}`];
    const detect = '--experimental-detect-module'; // ES modules in a .js file: from Node 20.19 on it is the default
    if (process.allowedNodeEnvironmentFlags.has(detect)) args.push(detect);
    const { PATH, SystemRoot } = process.env; // the others may be secrets
    const started = spawn(process.execPath, [...args, childFile()], {
      cwd: folder,
      env: { PATH, SystemRoot },
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
      this.#end(code === ABORTED || MEMORY_SIGNALS.includes(String(signal)) ? 'memory' : 'exit');
    });
    this.#watch = setInterval(() => {
      if (this.#resident() > 2 * memory) this.#end('memory');
    }, LOOK_EVERY).unref();
    living.add(this);
  }

  get #channel(): Duplex { return this.#process.stdio[3] as Duplex; }
  get #pid(): number { return this.#process.pid as number; }

  /** The first request. */
  greet(hello: Omit<Hello, 'word'>, limit: number): Promise<string | undefined> {
    return this.ask({ word: this.#word, ...hello }, limit);
  }

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
 * In the package this stands beside the child's file or, as a shared chunk, above it; in a clone, in `src`. Beside
 * somebody's bundle there is none, and one that is CommonJS does not even know where it stands itself.
 */
function childFile(): string {
  const url = import.meta.url as string | undefined;
  const places = ['child.js', 'grading/child.js', '../../dist/grading/child.js'];
  const files = url === undefined ? [] : places.map((place) => fileURLToPath(new URL(place, url)));
  const found = files.find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error('gradeFile starts a file of micrograd-lab, child.js, which is not here: leave micrograd-lab out of ' +
    'the bundle (`external`), or, in a clone, run `npm run build`');
}

/** The child reads bytes as letters. */
const asciiJson = (x: unknown) => JSON.stringify(x).replace(/[\u0080-\uffff]/g, (letter) =>
  `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The line at which a file does not parse: Node says it only on the screen. */
export function lineOfSyntaxError(path: string): string | undefined {
  const args = ['--check', '--input-type=module', '-'];
  const { stderr } = spawnSync(process.execPath, args, { input: readFileSync(path), encoding: 'utf8', timeout: 5000 });
  return /^\[stdin\]:(\d+)/m.exec(stderr)?.[1];
}
