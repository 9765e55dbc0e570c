// exports.ts: finds a student's class among what a file exports. It runs after that file, beside the student's code
// (evaluate.ts says what that means for what may be used here).
import type { Adapter } from './evaluate.ts';

export type Exports = Record<string, unknown>;

// Taken now: after a student's file has run, they may be somebody else's.
const keysOf = Object.keys;
const { construct } = Reflect;
const { Object: RealObject } = globalThis;

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

/** What to say of a module in which nothing was found. */
export function notFoundIn(module: Exports, names: readonly string[]): string {
  const whole = module.default as Exports | undefined;
  let list = '';
  const keys = keysOf(typeof whole === 'object' ? whole : module);
  for (let i = 0; i < keys.length; i++) list += `${i === 0 ? '' : ', '}${keys[i]}`;
  const what = list === '' ? 'nothing' : `${list}, but no class ${names[0]}`;
  return `it exports ${what}: write \`export class ${names[0]}\`.`;
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

/** What to say of a function that makes no objects. */
export const isNoClass = (name: string) =>
  `${name} is a function that \`new\` cannot call: write \`export class ${name}\`.`;
