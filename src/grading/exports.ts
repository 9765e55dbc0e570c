// exports.ts: finds a student's class among what a file exports. It runs after that file, beside the student's code
// (evaluate.ts says what that means for what may be used here).
import type { Adapter } from './evaluate.ts';
import type { refusals } from './words.ts';

export type Exports = Record<string, unknown>;

/** Why a file cannot be used: the name of a sentence (words.ts), and its blanks. */
export interface Reason { unusable: keyof typeof refusals; text?: string; name?: string }
/** The answer of the side that loads a file which cannot be used; `stack` says where an error was thrown. */
export type Refusal = Required<Reason> & { stack: string };

// Taken now: after a student's file has run, they may be somebody else's.
const keysOf = Object.keys;
const { stringify } = JSON;
const { construct } = Reflect;
const { Object: RealObject } = globalThis;

/** Text by text: `stringify` would look for a method `toJSON` on an object. */
export const refusalText = ({ unusable, text = '', name = '' }: Reason, stack = ''): string =>
  `{"unusable":"${unusable}","text":${stringify(text)},"name":${stringify(name)},"stack":${stringify(stack)}}`;

export const canCreate = (found: unknown): found is Adapter =>
  typeof found === 'object' && found !== null && typeof (found as Adapter).create === 'function';

/** The first of the names that is exported, by ES modules or by CommonJS, whose exports are the default one here. */
export function find(module: Exports, names: readonly string[]): unknown {
  const whole = module.default as Exports | undefined;
  for (let i = 0; i < names.length; i++) {
    const found = module[names[i]] ?? whole?.[names[i]];
    if (typeof found === 'function' || canCreate(found)) return found;
  }
  return undefined;
}

/** What is wrong with a module in which nothing was found. */
export function notFoundIn(module: Exports, names: readonly string[]): Reason {
  const whole = module.default as Exports | undefined;
  let list = '';
  const keys = keysOf(typeof whole === 'object' ? whole : module);
  for (let i = 0; i < keys.length; i++) list += `${i === 0 ? '' : ', '}${keys[i]}`;
  return { unusable: list === '' ? 'nothing' : 'others', text: list, name: names[0] };
}

/** What is wrong with a function that makes no objects. Its name may be anything. */
export function noClass(found: object): Reason {
  const { name } = found as { name?: unknown };
  return { unusable: 'noClass', name: typeof name === 'string' ? name : 'Value' };
}

/** Whether `new` can be used with it: an arrow function makes no objects. */
export function isConstructor(found: object): boolean {
  try {
    construct(RealObject, [], found as () => void);
    return true;
  } catch {
    return false;
  }
}
