// Bugs in derivatives.ts and in the compiler: the text of a file is edited, and what is made of it is tried.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { URL } from 'node:url';
import { runInThisContext } from 'node:vm';
import { expect } from 'vitest';
import * as check from '../../src/check.ts';
import * as engine from '../../src/engine.ts';
import type { Compile } from './compile-checks.ts';
import type { Derivatives } from './derivative-checks.ts';
import { esbuild } from './esbuild.ts';

const folder = new URL('../../src/', import.meta.url);
/** By their paths in src. */
const names = ['derivatives.ts', ...readdirSync(new URL('compile/', folder)).map((name) => `compile/${name}`)];
const sources = new Map(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));

/** As CommonJS. A text that does not parse is an error, since anything would catch such a bug. */
const translate = (text: string) =>
  esbuild.transformSync(text, { loader: 'ts', format: 'cjs', logLevel: 'silent', tsconfigRaw: '{}' }).code;
const translated = new Map([...sources].map(([name, text]) => [name, translate(text)]));

/** What an entry exports that is made of these files, on the engine as it is. */
function load(entry: string, files: Map<string, string>): object {
  const outside: [string, { exports: object }][] =
    [['engine.ts', { exports: engine }], ['check.ts', { exports: check }]];
  const modules = new Map(outside);
  const loadFile = (name: string): object => {
    const module = modules.get(name) ?? { exports: {} };
    if (!modules.has(name)) {
      modules.set(name, module);
      const code = files.get(name) ?? `throw new Error('there is no ${name}')`;
      const run = runInThisContext(`(function (module, require) { ${code}\n})`) as (...args: unknown[]) => void;
      run(module, (path: string) => loadFile(posix.join(posix.dirname(name), path)));
    }
    return module.exports;
  };
  return loadFile(entry);
}

const compileOf = (files: Map<string, string>) => (load('compile/index.ts', files) as { compile: Compile }).compile;
const derivativesOf = (files: Map<string, string>) => load('derivatives.ts', files) as Derivatives;

/** The compiler as it is, and yet loaded as those with bugs are. */
export const withoutBugs = (): Compile => compileOf(translated);
/** The same for derivatives.ts. */
export const derivativesWithoutBugs = (): Derivatives => derivativesOf(translated);

export type Edit = [from: string, to: string];

/** By file, then by what is wrong. */
export type Bugs = Record<string, Record<string, Edit[]>>;

/** The compiler with the edits made to a file of src/compile, or to derivatives.ts. */
export const plant = (name: string, edits: Edit[]): Compile =>
  compileOf(withEdits(name === 'derivatives.ts' ? name : `compile/${name}`, edits));

export const plantInDerivatives = (edits: Edit[]): Derivatives => derivativesOf(withEdits('derivatives.ts', edits));

/** Each edit must find its text exactly once. */
function withEdits(name: string, edits: Edit[]): Map<string, string> {
  const text = edits.reduce((text, [from, to]) => {
    expect(text.split(from), `the text ${from} must stand in ${name} once`).toHaveLength(2);
    return text.replace(from, () => to);
  }, sources.get(name) ?? '');
  return new Map([...translated, [name, translate(text)]]);
}
