// worker.ts: what a worker of a page runs, in which a student's files are loaded. It evaluates scripts, and holds no
// answers and no marks. Code that takes it over can only send back numbers, as any Value does. Unlike a child process,
// it lets the student's timers and promises run between two scripts.
import { adapterOf, errorStack, errorText, evaluate, type Adapter, type ValueClass } from './evaluate.ts';
import { canCreate, find, isConstructor, noClass, notFoundIn, refusalText, type Exports } from './exports.ts';
import { ANSWER, LINE, type FileRequest, type WorkerRequest } from './messages.ts';

interface Scope {
  postMessage: (text: string) => void;
  addEventListener: (event: 'message', listener: (event: { data: WorkerRequest }) => void) => void;
}
const scope = globalThis as unknown as Scope;

// Taken now: after a student's file has run, they may be somebody else's.
const { stringify } = JSON;
const { isArray } = Array;
const { String } = globalThis;
const { postMessage } = scope;
// eslint-disable-next-line @typescript-eslint/unbound-method -- `call` binds it
const when = Function.prototype.call.bind(Promise.prototype.then) as (
  promise: Promise<unknown>, then: (module: never) => void, otherwise: (error: unknown) => void) => void;

let word = '';
let adapter: Adapter | undefined;
const answer = (text: string) => { postMessage(word + ANSWER + text); };

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

/** Sends to the page what the student's code prints. */
function sendPrinted(): void {
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    console[name] = (...values: unknown[]) => {
      let line = '';
      for (let i = 0; i < values.length; i++) line += (i === 0 ? '' : ' ') + shown(values[i]);
      postMessage(word + LINE + line);
    };
  }
}

/** An object says itself what it is, if it has a `toString` of its own. */
function shown(x: unknown): string {
  try {
    if (typeof x !== 'object' || x === null) return String(x);
    const text = String(x);
    return text === '[object Object]' || isArray(x) ? stringify(x) : text;
  } catch (error) {
    return errorText(error); // a circle, or a `toString` that throws
  }
}

function load({ file, names }: FileRequest): void {
  when(import(/* @vite-ignore */ /* webpackIgnore: true */ file), (module: Exports) => {
    const found = find(module, names);
    if (typeof found === 'function' && !isConstructor(found)) answer(refusalText(noClass(found)));
    else if (found === undefined) answer(refusalText(notFoundIn(module, names)));
    else {
      adapter = canCreate(found) ? found : adapterOf(found as ValueClass);
      answer('{}');
    }
  }, (error) => { answer(refusalText({ unusable: 'threw', text: errorText(error) }, errorStack(error))); });
}

function receive(request: WorkerRequest): void {
  if ('word' in request) {
    if (word !== '') return;
    ({ word } = request);
    raiseFence();
    if (request.prints) sendPrinted();
    answer('{}');
  } else if ('file' in request) load(request);
  else if (adapter) answer(evaluate(adapter, request.steps));
}

// Elsewhere, as where a program only looks at what this package has, it does nothing.
if ('WorkerGlobalScope' in globalThis) scope.addEventListener('message', ({ data }) => { receive(data); });
