// exports.ts: finds a student's class among what a file exports. It runs after that file, beside the student's code
// (evaluate.ts says what that means for what may be used here).
import { adapterOf, type Adapter, type ValueClass } from './evaluate.ts';

export type Exports = Record<string, unknown>;

/** What was found; or, as a sentence, why there is nothing that can be used. */
export type Found<T> = { found: T; problem?: undefined } | { found?: undefined; problem: string };

// Taken now: after a student's file has run, they may be somebody else's.
const keysOf = Object.keys;
const { construct } = Reflect;
const { Object: RealObject } = globalThis;

export const canCreate = (found: unknown): found is Adapter =>
  typeof found === 'object' && found !== null && typeof (found as Adapter).create === 'function';

/** The first of the names that is exported, by ES modules or by CommonJS, whose exports are the default one here. */
export function findExport(module: Exports, names: readonly string[]): Found<object> {
  const whole = module.default as Exports | undefined;
  for (let i = 0; i < names.length; i++) {
    const found = module[names[i]] ?? whole?.[names[i]];
    if (typeof found === 'function' || canCreate(found)) return { found };
  }
  let list = '';
  const keys = keysOf(typeof whole === 'object' ? whole : module);
  for (let i = 0; i < keys.length; i++) list += `${i === 0 ? '' : ', '}${keys[i]}`;
  const what = list === '' ? 'nothing' : `${list}, but no class ${names[0]}`;
  return { problem: `it exports ${what}: write \`export class ${names[0]}\`.` };
}

/** A class is adapted; what is an adapter already stays as it is. */
export function adapterOfClass(found: unknown): Found<unknown> {
  if (typeof found !== 'function') return { found };
  if (isConstructor(found)) return { found: adapterOf(found as ValueClass) };
  return { problem: `${found.name} is a function that \`new\` cannot call: write \`export class ${found.name}\`.` };
}

/** Whether `new` can be used with it: an arrow function makes no objects. */
function isConstructor(found: object): boolean {
  try {
    construct(RealObject, [], found as () => void);
    return true;
  } catch {
    return false;
  }
}
