// child.ts: the process in which a student's file runs. It evaluates scripts and does not know what is right, so there
// is nothing in here to steal: whoever takes it over can still only answer with numbers, as a Value would.
//
// Requests and answers go over file descriptor 3, a line each. Answers begin with a word that came with the first
// request, before the student's code ran: what that code writes there is not taken for one.
import { readSync, writeSync } from 'node:fs';
import { adapterOf, errorText, evaluate, type Adapter, type ValueClass } from './evaluate.ts';
import type { Step } from './script.ts';

/** The first request: addresses of the file and, perhaps, of a module that makes an adapter of what it exports. */
export interface Hello { word: string; file: string; adapter: string | null; names: string[] }
/** The answer to it, when there is nothing to evaluate scripts on: why, and which of the two is to blame. */
export interface Refusal { unusable: string; whose: 'file' | 'adapter' }

// Taken now, as in evaluate.ts: afterwards they may be somebody else's.
const { parse, stringify } = JSON;
const [read, write, keysOf, letter] = [readSync, writeSync, Object.keys, String.fromCharCode];
const exit = process.exit.bind(process);
/** Node explains at length what it cannot load. */
const LONGEST = 500;
// eslint-disable-next-line @typescript-eslint/unbound-method -- `call` binds it
const when = Function.prototype.call.bind(Promise.prototype.then) as (
  promise: Promise<unknown>, then: (module: never) => void, otherwise: (error: unknown) => void) => void;

const CHANNEL = 3;
const NEWLINE = 10;
const bytes = new Uint8Array(2 ** 16);

function nextLine(): string {
  let line = '';
  for (;;) {
    const count = read(CHANNEL, bytes, 0, bytes.length, null);
    if (count === 0) exit(); // the parent is gone
    for (let i = 0; i < count; i++) line += letter(bytes[i]);
    if (bytes[count - 1] === NEWLINE) return line; // the next request comes after the answer: nothing stands behind it
  }
}

const hello = parse(nextLine()) as Hello;
const answer = (text: string) => { write(CHANNEL, `\n${hello.word}${text}\n`); };
const refuse = (unusable: string, whose: Refusal['whose'] = 'file') => {
  answer(`{"unusable":${stringify(unusable)},"whose":"${whose}"}`);
  nextLine(); // stays until it is ended
};
const refuseError = (error: unknown, whose?: Refusal['whose']) => { refuse(errorText(error, LONGEST), whose); };

/** Never returns to the event loop: no timer and no promise of the student's runs any more. */
function serve(adapter: Adapter): void {
  answer('{}');
  for (;;) answer(evaluate(adapter, parse(nextLine()) as Step[]));
}

type Exports = Record<string, unknown>;

const canCreate = (found: unknown): found is Adapter =>
  typeof found === 'object' && found !== null && typeof (found as Adapter).create === 'function';

/** The first of the names that is exported, by ES modules or by CommonJS, whose exports are the default one here. */
function find(module: Exports): unknown {
  const whole = module.default as Exports | undefined;
  for (let i = 0; i < hello.names.length; i++) {
    const found = module[hello.names[i]] ?? whole?.[hello.names[i]];
    if (typeof found === 'function' || canCreate(found)) return found;
  }
  let names = '';
  const keys = keysOf(typeof whole === 'object' ? whole : module);
  for (let i = 0; i < keys.length; i++) names += `${i === 0 ? '' : ', '}${keys[i]}`;
  const what = names === '' ? 'nothing' : `${names}, but no class ${hello.names[0]}`;
  refuse(`it exports ${what}: write \`export class ${hello.names[0]}\`.`);
  return undefined;
}

type MakeAdapter = (exported: unknown) => unknown;
const asAdapter: MakeAdapter = (found) => typeof found === 'function' ? adapterOf(found as ValueClass) : found;

function load(makeAdapter: MakeAdapter): void {
  when(import(hello.file), (module: Exports) => {
    try {
      const adapter = makeAdapter(find(module));
      if (canCreate(adapter)) serve(adapter);
      else refuse('the adapter made of it nothing that has a function `create`.');
    } catch (error) {
      refuseError(error);
    }
  }, refuseError);
}

// Nothing is left to run, and the import is not done.
process.on('beforeExit', () => {
  refuse('it waits for a promise that is never settled. Nothing here needs an `await`.');
});

if (hello.adapter === null) load(asAdapter);
else {
  when(import(hello.adapter), (module: Exports) => {
    if (typeof module.default === 'function') load(module.default as MakeAdapter);
    else refuse('its default export must be a function, which is given what a file exports.', 'adapter');
  }, (error: unknown) => { refuseError(error, 'adapter'); });
}
