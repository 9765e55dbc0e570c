// typescript.ts: a TypeScript file, and those that it imports, as JavaScript in a temporary folder.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type ts from 'typescript';

export const isTypeScript = (path: string) => /\.[cm]?tsx?$/.test(path);

/** The path of the JavaScript, or the reason why there is none; and what removes it in the end. */
export interface Compiled { path?: string; problem?: string; remove?: () => void }

export async function compile(path: string): Promise<Compiled> {
  const compiler = await loadTypeScript();
  if (compiler === undefined) {
    return { problem: 'it is TypeScript, for which the grader needs a package: `npm install --save-dev typescript`' };
  }
  const folder = mkdtempSync(join(tmpdir(), 'micrograd-grade-'));
  const compiled: Compiled = {
    path: join(folder, nameOf(0)),
    remove: () => { rmSync(folder, { recursive: true, force: true }); },
  };
  try {
    compiled.problem = translate(compiler, path, folder);
  } catch (error) { // some texts are too much for a compiler
    compiled.problem = String(error);
  }
  return compiled;
}

/** Writes the JavaScript, or tells what is wrong. */
function translate(compiler: typeof ts, path: string, folder: string): string | undefined {
  const packages = findAbove(dirname(path), 'node_modules');
  if (packages) symlinkSync(packages, join(folder, 'node_modules'), 'junction');
  const files = [path];
  for (let i = 0; i < files.length; i++) { // grows as imports are met
    const { outputText, diagnostics = [] } = compiler.transpileModule(linked(compiler, files, i), {
      reportDiagnostics: true,
      fileName: files[i],
      compilerOptions: { target: compiler.ScriptTarget.ES2022, module: compiler.ModuleKind.ESNext },
    });
    if (diagnostics.length > 0) return describe(compiler, i === 0 ? '' : `${basename(files[i])}, `, diagnostics[0]);
    writeFileSync(join(folder, nameOf(i)), outputText);
  }
  return undefined;
}

const nameOf = (i: number) => `${i}.mjs`;

/** The source of a file, with relative imports that lead from the temporary folder to where they led before. */
function linked(compiler: typeof ts, files: string[], i: number): string {
  let source = readFileSync(files[i], 'utf8');
  const { importedFiles } = compiler.preProcessFile(source, true, true);
  const relative = importedFiles.filter(({ fileName }) => /^\.\.?\//.test(fileName));
  for (const { fileName, pos } of relative.reverse()) { // from the end, so that the places before it stay as they are
    const target = findSource(resolve(dirname(files[i]), fileName));
    if (isTypeScript(target) && !files.includes(target)) files.push(target);
    const link = isTypeScript(target) ? `./${nameOf(files.indexOf(target))}` : pathToFileURL(target).href;
    source = source.slice(0, pos + 1) + link + source.slice(pos + 1 + fileName.length); // `pos` is that of the quote
  }
  return source;
}

/** An import may leave out `.ts`, or say `.js` for it. */
function findSource(path: string): string {
  const candidates = [path, path.replace(/\.([cm]?)js$/, '.$1ts'), `${path}.ts`, `${path}.js`, join(path, 'index.ts')];
  return candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile()) ?? path;
}

function findAbove(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : findAbove(dirname(folder), name);
}

function describe(compiler: typeof ts, where: string, { file, start = 0, messageText }: ts.Diagnostic): string {
  const line = file === undefined ? 1 : file.getLineAndCharacterOfPosition(start).line + 1;
  return `${where}line ${line}: ${compiler.flattenDiagnosticMessageText(messageText, ' ')}`;
}

/** Not every version of the package brings a compiler that can be called. */
async function loadTypeScript(): Promise<typeof ts | undefined> {
  try {
    const { default: compiler } = await import('typescript');
    return typeof (compiler as Partial<typeof ts>).transpileModule === 'function' ? compiler : undefined;
  } catch {
    return undefined;
  }
}
