// Bugs in the compiler: the text of a file of src/compile is edited, and the compiler made of it is tried.
import { readdirSync, readFileSync } from 'node:fs';
import { URL } from 'node:url';
import { runInThisContext } from 'node:vm';
import { expect } from 'vitest';
import * as check from '../../src/check.ts';
import * as engine from '../../src/engine.ts';
import type { Compile } from './compile-checks.ts';
import { esbuild } from './esbuild.ts';

const folder = new URL('../../src/compile/', import.meta.url);
const sources = new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));

/** As CommonJS. A text that does not parse is an error, since anything would catch such a bug. */
const translate = (text: string) =>
  esbuild.transformSync(text, { loader: 'ts', format: 'cjs', logLevel: 'silent', tsconfigRaw: '{}' }).code;
const translated = new Map([...sources].map(([name, text]) => [name, translate(text)]));

/** The compiler made of these files, on the engine as it is. */
function load(files: Map<string, string>): Compile {
  const outside: [string, { exports: object }][] =
    [['../engine.ts', { exports: engine }], ['../check.ts', { exports: check }]];
  const modules = new Map(outside);
  const require = (path: string): object => {
    const module = modules.get(path) ?? { exports: {} };
    if (!modules.has(path)) {
      modules.set(path, module);
      const code = files.get(path.slice('./'.length)) ?? `throw new Error('there is no ${path}')`;
      const run = runInThisContext(`(function (module, require) { ${code}\n})`) as (...args: unknown[]) => void;
      run(module, require);
    }
    return module.exports;
  };
  return (require('./index.ts') as { compile: Compile }).compile;
}

/** The compiler as it is, and yet loaded as those with bugs are. */
export const withoutBugs = (): Compile => load(translated);

export type Edit = [from: string, to: string];

/** By file, then by what is wrong. */
export type Bugs = Record<string, Record<string, Edit[]>>;

/** The compiler with the edits made to a file. Each must find its text exactly once. */
export function plant(name: string, edits: Edit[]): Compile {
  const text = edits.reduce((text, [from, to]) => {
    expect(text.split(from), `the text ${from} must stand in ${name} once`).toHaveLength(2);
    return text.replace(from, () => to);
  }, sources.get(name) ?? '');
  return load(new Map([...translated, [name, translate(text)]]));
}
