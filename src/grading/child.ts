// child.ts: the process in which a student's file runs. It evaluates scripts, and holds no answers and no marks. Code
// that takes it over can only send back numbers, as any Value does.
//
// It is asked, one after the other: to open the channel, to load the teacher's adapter if there is one, to load the
// student's file, and to evaluate scripts. So the grader knows whose code was running when it ends.
import { answer, nextRequest, open } from './channel.ts';
import { adapterOf, errorStack, errorText, evaluate, isPromise, type Adapter, type ValueClass } from './evaluate.ts';
import {
  canCreate, find, isConstructor, noClass, notFoundIn, refusalText, type Exports, type Reason,
} from './exports.ts';
import { forgetModules, raiseFence } from './fence.ts';
import type { Step } from './script.ts';

/** The second request: the address of a module that makes an adapter of what the student's file exports, or null. */
export interface AdapterRequest { adapter: string | null }
/** The third request: the address of the student's file, and the names under which its class may be exported. */
export interface FileRequest { file: string; names: string[] }

/** Node explains at length what it cannot load. */
const LONGEST = 500;
// Taken now: after a student's file has run, it may be somebody else's.
// eslint-disable-next-line @typescript-eslint/unbound-method -- `call` binds it
const when = Function.prototype.call.bind(Promise.prototype.then) as (
  promise: Promise<unknown>, then: (module: never) => void, otherwise: (error: unknown) => void) => void;

function refuse(reason: Reason, stack = ''): void {
  answer(refusalText(reason, stack));
  nextRequest(); // stays until it is ended
}

const refuseError = (error: unknown, unusable: Reason['unusable'] = 'threw') => {
  refuse({ unusable, text: errorText(error, LONGEST) }, errorStack(error));
};

/** Refuses the file if nothing is found. */
function wantExported(module: Exports, names: readonly string[]): unknown {
  const found = find(module, names);
  if (found === undefined) refuse(notFoundIn(module, names));
  return found;
}

/** An adapter is made of what is exported under the name that was asked for, or of the whole module. */
type MakeAdapter = (exported: unknown, module: Exports) => unknown;

/** Without a `create` it is that of the exported class. */
function completed(adapter: unknown, exported: unknown): unknown {
  if (typeof adapter !== 'object' || adapter === null || canCreate(adapter)) return adapter;
  if (typeof exported !== 'function' || !isConstructor(exported) || isPromise(adapter)) return adapter;
  const { create } = adapterOf(exported as ValueClass);
  return { __proto__: adapter, create };
}

function adapterOfClass(found: unknown): unknown {
  if (typeof found !== 'function') return found;
  if (!isConstructor(found)) refuse(noClass(found));
  return adapterOf(found as ValueClass);
}

/** Never returns to the event loop: no timer and no promise of the student's runs any more. */
function serve(adapter: Adapter): void {
  answer('{}');
  for (;;) answer(evaluate(adapter, nextRequest() as Step[]));
}

/** A teacher's adapter may take the whole module as its second argument: then no class need be exported. */
function load(makeAdapter: MakeAdapter, isWholeTaken = false): void {
  const { file, names } = nextRequest() as FileRequest;
  when(import(file), (module: Exports) => {
    try {
      const isCommonJs = typeof module.default === 'object' && module.default !== null;
      const exported = isWholeTaken ? find(module, names) : wantExported(module, names);
      const adapter = completed(makeAdapter(exported, isCommonJs ? module.default as Exports : module), exported);
      if (canCreate(adapter)) serve(adapter);
      else refuse({ unusable: 'noCreate' });
    } catch (error) {
      refuseError(error);
    }
  }, (error) => { refuseError(error); });
}

// Both can happen only while a file is loaded: afterwards nothing returns to the event loop.
process.on('uncaughtException', (error, origin) => {
  refuseError(error, origin === 'unhandledRejection' ? 'rejected' : 'uncaught');
});
process.on('beforeExit', () => { // nothing is left to run, and the import is not done
  refuse({ unusable: 'waits' });
});

Error.stackTraceLimit = 25; // Node has a dozen frames of its own above a `require` that fails
raiseFence();
open();
const { adapter } = nextRequest() as AdapterRequest;
if (adapter === null) {
  answer('{}');
  load(adapterOfClass);
} else {
  when(import(adapter), (module: Exports) => {
    if (typeof module.default === 'function') {
      forgetModules();
      answer('{}');
      load(module.default as MakeAdapter, module.default.length > 1);
    } else refuse({ unusable: 'noAdapter' });
  }, (error) => { refuseError(error); });
}
