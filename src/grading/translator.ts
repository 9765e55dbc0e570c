// translator.ts: the process that makes JavaScript of TypeScript. A file of 300 KB can keep a compiler busy for
// minutes, or use up its memory: so it works here, where the grader can end it. It runs nothing of what it translates.
//
// The compiler is the package typescript, where it brings one: version 7 does not. Otherwise it is Node's own, from
// 22.13 on, which blanks the types out and knows nothing that is not a type, such as an enum.
import { readFileSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type ts from 'typescript';
import { answer, nextRequest, open } from './channel.ts';
import { findSource, isTypeScript, replaceImports } from './imports.ts';
import { troubleWith } from './packages.ts';
import { compiler as words, files as places, fill } from './words.ts';

/** A TypeScript file; the folder of all that it may import; and the file for the lines (retell.ts). */
export interface TranslatorRequest { folder: string; name: string; lines: string }
/** The fault of the TypeScript, with its line; or the trouble of this machine. */
export interface Translation { problem?: string; trouble?: string }

/** The JavaScript, and for each of its lines the one that it was made of; or what is wrong. */
type Translate = (source: string, path: string) => { code: string; lines?: number[] } | Mistake;
interface Mistake { problem: string; line?: number }

/** Writes `value.ts.mjs` beside `value.ts`, and so for each TypeScript file that it imports. */
function translateAll(translate: Translate, { folder, name, lines }: TranslatorRequest): Translation {
  const files = [join(folder, name)];
  const linesOf: Record<string, number[] | undefined> = {};
  for (let i = 0; i < files.length; i++) { // grows as imports are met
    const own = relative(folder, files[i]).replaceAll(sep, '/');
    const result = translate(readFileSync(files[i], 'utf8'), files[i]);
    if ('problem' in result) return { problem: located(result, i === 0 ? undefined : own) };
    linesOf[own] = result.lines;
    writeFileSync(`${files[i]}.mjs`, linked(result.code, files, i, folder));
  }
  writeFileSync(lines, JSON.stringify(linesOf));
  return {};
}

function located({ problem: text, line }: Mistake, file?: string): string {
  if (file === undefined) return line === undefined ? text : fill(places.line, { line, text });
  return line === undefined ? fill(places.notLoaded, { file, text }) : fill(places.lineOf, { file, line, text });
}

/** JavaScript whose relative imports of TypeScript name the JavaScript that is made of it. */
function linked(code: string, files: string[], i: number, folder: string): string {
  return replaceImports(code, (name) => {
    const target = findSource(resolve(dirname(files[i]), name));
    if (!target?.startsWith(folder + sep)) return name;
    if (isTypeScript(target) && !files.includes(target)) files.push(target);
    const link = relative(dirname(files[i]), target).replaceAll(sep, '/') + (isTypeScript(target) ? '.mjs' : '');
    return link.startsWith('.') ? link : `./${link}`;
  });
}

function translateWith(compiler: typeof ts): Translate {
  const { ScriptTarget, ModuleKind } = compiler;
  const compilerOptions = {
    target: ScriptTarget.ES2022, module: ModuleKind.ESNext, removeComments: true, sourceMap: true,
    // Or `prev = new Set(this.children)` would run before a parameter property sets `this.children`.
    useDefineForClassFields: false,
  };
  return (source, path) => {
    const { outputText, sourceMapText = '', diagnostics = [] } = compiler.transpileModule(source, {
      reportDiagnostics: true,
      fileName: path.replace(/\.[cm]ts$/i, '.ts'), // TypeScript 5.9 and 6 make CommonJS of .cts
      compilerOptions,
    });
    if (diagnostics.length > 0) return mistake(compiler, diagnostics[0]);
    return { code: outputText, lines: linesIn(sourceMapText) };
  };
}

function mistake(compiler: typeof ts, { file, start = 0, messageText }: ts.Diagnostic): Mistake {
  const line = file === undefined ? 1 : file.getLineAndCharacterOfPosition(start).line + 1;
  return { problem: compiler.flattenDiagnosticMessageText(messageText, ' '), line };
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * For each line of JavaScript, the line of TypeScript from which its beginning comes. A source map's `mappings` has a
 * `;` after each line and a `,` after each segment. The third number of a segment is by how much the line grows; a
 * number is a row of base64 digits, lowest first, each with 5 bits and a sixth for "more follow", and bit 0 the sign.
 */
function linesIn(sourceMap: string): number[] {
  const { mappings } = JSON.parse(sourceMap) as { mappings: string };
  let line = 1;
  return mappings.split(';').map((segments) => {
    let first: number | undefined;
    for (const segment of segments.split(',')) {
      line += numbersIn(segment)[2] ?? 0;
      first ??= line;
    }
    return first ?? line;
  });
}

function numbersIn(segment: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}

/** Node's own. A text that is too much for it leaves it broken for all that come after: then the grader ends it. */
function typesStripped(): Translate | undefined {
  const { stripTypeScriptTypes: strip } = nodeModule as { stripTypeScriptTypes?: (text: string) => string };
  if (strip === undefined) return undefined;
  return (source) => {
    try {
      return { code: strip(source) };
    } catch (error) {
      const { code = '', message, stack = '' } = error as NodeJS.ErrnoException;
      if (!code.endsWith('TYPESCRIPT_SYNTAX')) return { problem: words.tooMuch };
      const line = /^[^\n]*?:(\d+)\n/.exec(stack)?.[1];
      const isUnsupported = code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX';
      const problem = isUnsupported ? fill(words.unsupported, { text: message }) : message;
      return line === undefined ? { problem } : { problem, line: Number(line) };
    }
  };
}

/** There is no compiler. If it is installed and cannot be loaded, that is this machine's trouble. */
const noCompiler = (trouble?: string): Translation => trouble === undefined
  ? { problem: words.missing }
  : { trouble };

async function main(): Promise<void> {
  open();
  let compiler: Partial<typeof ts> | undefined;
  let trouble: string | undefined;
  try {
    ({ default: compiler } = await import('typescript'));
  } catch (error) {
    trouble = troubleWith('typescript', error);
  }
  const translate = compiler?.transpileModule ? translateWith(compiler as typeof ts) : typesStripped();
  for (;;) {
    const request = nextRequest() as TranslatorRequest;
    let translation: Translation;
    try {
      translation = translate === undefined ? noCompiler(trouble) : translateAll(translate, request);
    } catch (error) {
      translation = { problem: String(error) }; // too much for a compiler
    }
    answer(JSON.stringify(translation));
  }
}

void main();
