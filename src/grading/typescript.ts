// typescript.ts: a TypeScript file, and those that it imports, as JavaScript in a temporary folder. The compiler is the
// package typescript, where it brings one: version 7 does not. Otherwise it is Node's own, which takes less.
import { spawnSync } from 'node:child_process';
import {
  existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type ts from 'typescript';

export const isTypeScript = (path: string) => /\.[cm]?tsx?$/.test(path);

/** The path of the JavaScript, or the reason why there is none; and what removes it in the end. */
export interface Compiled { path?: string; problem?: string; remove?: () => void }

/** The JavaScript, or what is wrong with the TypeScript, and in which line. */
type Translate = (source: string, path: string) => { code: string } | { problem: string };

const install = '`npm install --save-dev typescript@6`';

/** None survives this process, should it end in the middle. */
const folders = new Set<string>();
process.on('exit', () => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }); });

export async function compile(path: string): Promise<Compiled> {
  const translate = await loadTypeScript() ?? typesStripped();
  if (translate === undefined) {
    return { problem: `it is TypeScript, for which the grader needs a package: ${install} (or Node 22.13)` };
  }
  const folder = mkdtempSync(join(tmpdir(), 'micrograd-grade-'));
  folders.add(folder);
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
    folders.delete(folder);
  };
  const compiled = { path: join(folder, nameOf(0)), remove };
  try {
    return { ...compiled, problem: writeAll(translate, realpathSync(path), folder) };
  } catch (error) {
    const { syscall = '' } = error as NodeJS.ErrnoException;
    if (!syscall.startsWith('spawn')) return { ...compiled, problem: String(error) }; // too much for a compiler
    remove();
    throw error; // the machine starts no process: not the file's fault
  }
}

/** Writes the JavaScript, or tells what is wrong. */
function writeAll(translate: Translate, path: string, folder: string): string | undefined {
  const packages = packagesAbove(dirname(path));
  if (packages) symlinkSync(packages, join(folder, 'node_modules'), 'junction');
  const files = [path];
  for (let i = 0; i < files.length; i++) { // grows as imports are met
    const result = translate(readFileSync(files[i], 'utf8'), files[i]);
    if ('problem' in result) return `${i === 0 ? '' : `${basename(files[i])}, `}${result.problem}`;
    writeFileSync(join(folder, nameOf(i)), linked(result.code, files, i));
  }
  return undefined;
}

const nameOf = (i: number) => `${i}.mjs`;

/** From the word `from` or `import` to what is imported. */
const LONGEST_IMPORT = 50;

/** JavaScript whose relative imports lead from the temporary folder to where they led before. */
function linked(code: string, files: string[], i: number): string {
  return code.replace(/(["'])(\.\.?\/[^"'\n]*)\1/g, (text, quote: string, name: string, at: number) => {
    // What looks like an import within a text is changed too: it does no harm. Only so much is looked at, since people
    // hand in whatever takes long.
    if (!/\b(?:from|import)\s*\(?\s*$/.test(code.slice(Math.max(0, at - LONGEST_IMPORT), at))) return text;
    const target = findSource(resolve(dirname(files[i]), name));
    if (isTypeScript(target) && !files.includes(target)) files.push(target);
    const link = isTypeScript(target) ? `./${nameOf(files.indexOf(target))}` : pathToFileURL(target).href;
    return `${quote}${link}${quote}`;
  });
}

/** An import may leave out `.ts`, or say `.js` for it. */
function findSource(path: string): string {
  const candidates = [path, path.replace(/\.([cm]?)js$/, '.$1ts'), `${path}.ts`, `${path}.js`, join(path, 'index.ts')];
  return candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile()) ?? path;
}

function packagesAbove(folder: string): string | undefined {
  const path = join(folder, 'node_modules');
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : packagesAbove(dirname(folder));
}

async function loadTypeScript(): Promise<Translate | undefined> {
  try {
    const { default: compiler } = await import('typescript');
    if (typeof (compiler as Partial<typeof ts>).transpileModule === 'function') return translateWith(compiler);
  } catch { /* it is not installed */ }
  return undefined;
}

function translateWith(compiler: typeof ts): Translate {
  const { ScriptTarget, ModuleKind } = compiler;
  const compilerOptions = { target: ScriptTarget.ES2022, module: ModuleKind.ESNext, removeComments: true };
  return (source, path) => {
    const { outputText, diagnostics = [] } = compiler.transpileModule(source, {
      reportDiagnostics: true,
      fileName: path.replace(/\.[cm]ts$/, '.ts'), // TypeScript 5.9 and 6 make CommonJS of .cts
      compilerOptions,
    });
    return diagnostics.length > 0 ? { problem: describe(compiler, diagnostics[0]) } : { code: outputText };
  };
}

function describe(compiler: typeof ts, { file, start = 0, messageText }: ts.Diagnostic): string {
  const line = file === undefined ? 1 : file.getLineAndCharacterOfPosition(start).line + 1;
  return `line ${line}: ${compiler.flattenDiagnosticMessageText(messageText, ' ')}`;
}

/**
 * Node's own, from 22.13 on: it blanks the types out, and knows nothing that is not a type, such as an enum. It runs in
 * a process of its own, since a text that is too much for it leaves it broken for all that come after.
 */
function typesStripped(): Translate | undefined {
  if (!('stripTypeScriptTypes' in nodeModule)) return undefined;
  const args = ['--no-warnings', '--input-type=module', '--eval', strip];
  return (input) => {
    const options = { input, encoding: 'utf8', maxBuffer: Infinity } as const;
    const { status, stdout, stderr, error } = spawnSync(process.execPath, args, options);
    if (error) throw error;
    if (status === 0) return { code: stdout };
    const line = /^source:(\d+)$/m.exec(stderr)?.[1];
    const [, code = '', message = 'Node cannot read it'] = /^\w*Error \[(\w+)\]: (.*)/m.exec(stderr) ?? [];
    const advice = code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' ? `, for which the grader needs ${install}` : '';
    return { problem: `${line === undefined ? '' : `line ${line}: `}${message}${advice}` };
  };
}

const strip = `
  import { readFileSync } from 'node:fs';
  import { stripTypeScriptTypes } from 'node:module';
  process.stdout.write(stripTypeScriptTypes(readFileSync(0, 'utf8'), { sourceUrl: 'source' }));
`;
