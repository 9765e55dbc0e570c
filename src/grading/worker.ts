// worker.ts: what a worker of a page runs, in which a student's files are loaded. It evaluates scripts, and holds no
// answers and no marks. Code that takes it over can only send back numbers, as any Value does. A worker has one realm:
// unlike a child process, it lets the student's timers and promises run between two scripts.
//
// Each message from the page is a request, and each gets an answer: a text that begins with a word. The word comes with
// the first request, before any of a student's code runs: what that code posts is not taken for an answer.
import { errorStack, errorText, evaluate, type Adapter } from './evaluate.ts';
import { adapterOfClass, canCreate, findExport, type Exports } from './exports.ts';
import type { Step } from './script.ts';

/** The requests, in this order; the last one comes again and again. */
export interface HelloRequest { word: string; prints: boolean }
export interface FileRequest { file: string; names: string[] }
export interface ScriptRequest { steps: readonly Step[] }
export type WorkerRequest = HelloRequest | FileRequest | ScriptRequest;
/** What comes after the word: an answer, or a line that the student's code has printed. */
export const ANSWER = 'a';
export const LINE = 'l';

interface Scope {
  postMessage: (text: string) => void;
  addEventListener: (event: 'message', listener: (event: { data: WorkerRequest }) => void) => void;
}
const scope = globalThis as unknown as Scope;

// Taken now: after a student's file has run, they may be somebody else's.
const { stringify } = JSON;
const post = scope.postMessage.bind(scope);
// eslint-disable-next-line @typescript-eslint/unbound-method -- `call` binds it
const when = Function.prototype.call.bind(Promise.prototype.then) as (
  promise: Promise<unknown>, then: (module: never) => void, otherwise: (error: unknown) => void) => void;

let word = '';
let adapter: Adapter | undefined;
const answer = (text: string) => { post(word + ANSWER + text); };
const refuse = (unusable: string, stack = '') => {
  answer(`{"unusable":${stringify(unusable)},"stack":${stringify(stack)}}`);
};

/** What no Value needs: the network, other threads, and what the page keeps. It is a fence, not a wall. */
const taken = [
  'fetch', 'XMLHttpRequest', 'WebSocket', 'WebSocketStream', 'WebTransport', 'EventSource', 'importScripts', 'Worker',
  'BroadcastChannel', 'indexedDB', 'caches', 'close', 'postMessage',
];

function raiseFence(): void {
  for (let owner: object | null = globalThis; owner; owner = Reflect.getPrototypeOf(owner)) {
    for (const name of taken) Reflect.deleteProperty(owner, name);
  }
}

/** Sends what the student's code prints to the page, too. */
function sendPrinted(): void {
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    console[name] = (...values: unknown[]) => {
      let line = '';
      for (let i = 0; i < values.length; i++) line += (i === 0 ? '' : ' ') + shown(values[i]);
      post(word + LINE + line);
    };
  }
}

function shown(x: unknown): string {
  try {
    const isPlain = typeof x !== 'object' || x === null || `${x as string}` !== '[object Object]' && !Array.isArray(x);
    return isPlain ? String(x) : stringify(x);
  } catch (error) {
    return errorText(error); // a circle, or a `toString` that throws
  }
}

function load({ file, names }: FileRequest): void {
  when(import(/* @vite-ignore */ /* webpackIgnore: true */ file), (module: Exports) => {
    const exported = findExport(module, names);
    const made = exported.found === undefined ? exported : adapterOfClass(exported.found);
    if (canCreate(made.found)) {
      adapter = made.found;
      answer('{}');
    } else refuse(made.problem ?? 'it exports nothing that can be graded.');
  }, (error) => { refuse(errorText(error), errorStack(error)); });
}

scope.addEventListener('message', ({ data }) => {
  if ('word' in data) {
    if (word !== '') return;
    ({ word } = data);
    raiseFence();
    if (data.prints) sendPrinted();
    answer('{}');
  } else if ('file' in data) load(data);
  else if (adapter) answer(evaluate(adapter, data.steps));
});
