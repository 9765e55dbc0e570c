// options.ts: what an options object may hold. A name that is misspelt, or from another library (PyTorch's `lr`), would
// otherwise leave the default where it is, without a word.
import { describe } from './engine.ts';

/** @returns the options themselves. @throws TypeError when they are no object, or have one that is not known */
export function wantOptions<T extends object>(owner: string, options: T, known: readonly string[]): T {
  if (typeof options !== 'object' || (options as unknown) === null || Array.isArray(options)) {
    throw new TypeError(`${owner} wants its options as an object, as in { ${known[0]}: … }; got ${describe(options)}`);
  }
  for (const name in options) {
    if (!known.includes(name)) throw new TypeError(`${owner} has no option ${name}; it has ${known.join(', ')}`);
  }
  return options;
}

/** @throws RangeError when it is none of those that are allowed */
export function wantOneOf(name: string, allowed: readonly string[], got: unknown): void {
  if (allowed.includes(got as string)) return;
  throw new RangeError(`${name} must be one of ${allowed.join(', ')}; got ${describe(got)}`);
}
