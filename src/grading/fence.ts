// fence.ts: takes away from a child process what no Value needs, before a student's code runs. Node's permission model
// (contained.ts) closes files, programs and threads. This file closes what the model leaves open:
//
//     process.kill(process.ppid)                 ends the grader, or opens its debugger
//     os.setPriority(process.ppid, 19)           slows the grader down
//     v8.setFlagsFromString('--trace-turbo')     lets V8 write files anywhere
//     v8.getHeapSnapshot()                       shows what the grader sent
//     trace_events, process.report               write files, in Node 20
//     module.register                            starts a thread, whose `process` is a new one, in Node 22.12
//     module._readPackage                        reads a package.json anywhere, in Node 20
//
// It is a fence, not a wall: it takes away names, and Node's next version may have new ones.
import Module from 'node:module';
import os from 'node:os';
import traceEvents from 'node:trace_events';
import v8 from 'node:v8';
import { files } from './words.ts';

function take(owner: object, names: readonly string[]): void {
  for (const name of names) Reflect.deleteProperty(owner, name);
}

/** Node's modules that a student's file may import. The others reach the network, processes or V8. */
const harmless = [
  'assert', 'assert/strict', 'async_hooks', 'buffer', 'console', 'constants', 'crypto', 'diagnostics_channel', 'events',
  'fs', 'fs/promises', 'module', 'os', 'path', 'path/posix', 'path/win32', 'perf_hooks', 'process', 'punycode',
  'querystring', 'readline', 'readline/promises', 'stream', 'stream/consumers', 'stream/promises', 'stream/web',
  'string_decoder', 'test', 'timers', 'timers/promises', 'tty', 'url', 'util', 'util/types', 'vm', 'zlib',
];
const isHarmless = { __proto__: null } as unknown as Record<string, true | undefined>;
for (const name of harmless) isHarmless[`node:${name}`] = true;

// Taken now: later they may be somebody else's.
const { Error: NodeError } = globalThis;
const [before, after] = files.noNeed.split('{what}');
const noNeed = (what: string) => new NodeError(before + what + after);
// eslint-disable-next-line @typescript-eslint/unbound-method -- `call` binds it
const slice = Function.prototype.call.bind(String.prototype.slice) as (x: string, from: number, to: number) => string;

function checkUrl(url: string): void {
  if (slice(url, 0, 5) === 'node:' && isHarmless[url] !== true) throw noNeed(url);
}

/** Node 22.15 and later have them. They stop `require` and `import()`, in a text that is evaluated, too. */
interface Hooks {
  resolve: (name: string, context: unknown, next: (name: string, context: unknown) => { url: string }) => object;
  load: (url: string, context: unknown, next: (url: string, context: unknown) => object) => object;
}
const { registerHooks } = Module as unknown as { registerHooks?: (hooks: Hooks) => void };

/** Nothing may import node:process before this: the import would keep the names. */
export function raiseFence(): void {
  take(process, [
    'kill', '_kill', '_debugProcess', '_debugEnd', 'report', 'getBuiltinModule', 'execve', 'binding', '_linkedBinding',
  ]);
  // A real one would look like a lack of memory.
  process.abort = () => { throw noNeed('`process.abort()`'); };
  take(globalThis, ['fetch', 'WebSocket', 'EventSource']);
  take(os, ['setPriority']);
  take(traceEvents, ['createTracing']);
  take(v8, Object.keys(v8));
  registerHooks?.({
    resolve(name, context, next) {
      const result = next(name, context);
      checkUrl(result.url);
      return result;
    },
    load(url, context, next) {
      checkUrl(url);
      return next(url, context);
    },
  });
  take(Module, ['register', 'registerHooks', 'enableCompileCache', '_readPackage', 'findPackageJSON']);
  Module.syncBuiltinESMExports();
}

/** Forgets the CommonJS modules that were loaded so far, such as a teacher's adapter. */
export function forgetModules(): void {
  const { _cache: cache } = Module as unknown as { _cache: object };
  take(cache, Object.keys(cache));
}
