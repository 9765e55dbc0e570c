// retell.ts: what Node says about a copy in a temporary folder, as its student should read it: of files by the names
// that they had, with a line where something was thrown, and without Node's words about flags and permissions.
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { atPlace } from './answers.ts';
import type { Folder } from './folder.ts';
import { files, fill, needless } from './words.ts';

/** What the permission model calls it, or the flag that would allow it, and what it is. */
const refused: [RegExp, string][] = [
  [/node_modules/, needless.package],
  [/ChildProcess|child-process/, needless.programs],
  [/WorkerThreads|worker/, needless.threads],
  [/\bNet\b|-net\b/, needless.network],
  [/Inspector|inspector/, needless.debugger],
  [/WASI|wasi/, needless.wasi],
];
const kindOf = (words: string) => refused.find(([name]) => name.test(words))?.[1] ?? needless.files;
/** Its sentences; evaluate.ts adds in brackets what was refused. */
const nodesWords = new RegExp([
  'Access to this API has been restricted\\.?(?: +Use --[\\w-]+ to manage permissions\\.?)?',
  '\\S+ API is disabled when Permission Model is enabled\\.?',
  '\\S+ API requires full fs.read and fs.write permissions\\.?',
].map((sentence) => `${sentence}(?: *\\[[^\\]]*\\]?)?`).join('|'), 'g');

/** Replaces paths in the copy by names, and Node's words by ours; and says the place, if it is given. */
export function retell(text: string, folder: Folder, place?: string): string {
  const start = `${pathToFileURL(folder.submission).href}/`;
  const short = text
    // CommonJS calls a package a module. It has a list of the files that led there, the nearest first.
    .replace(/Cannot find module (?='(?![./\\]|\w:))/, 'Cannot find package ')
    .replace(/\s+Require stack:\s+- ([^\n]*)[^]*/, ' imported from $1')
    .replaceAll(start, '').replaceAll(folder.submission + sep, '')
    .replaceAll(/(\.[cm]?tsx?)\.mjs\b/g, '$1')
    .replaceAll(nodesWords, (words) => fill(files.noNeed, { what: kindOf(words) }));
  if (/Cannot find package '/.test(short)) {
    return fill(files.noPackage, { text: atPlace(short, place).replace(/\.$/, '') });
  }
  const missing = /Cannot find module '(?:\.\/)?([^']*)'/.exec(short)?.[1] ?? '';
  // The name may lack its extension, or stand for a file in a folder.
  const isMissing = (name: string) =>
    name === missing || name.startsWith(`${missing}.`) || missing.startsWith(`${name}/`);
  const leftOut = [...folder.leftOut].find(([name]) => missing !== '' && isMissing(name))?.[1];
  return atPlace(leftOut ?? short, place);
}

/** The first line of a student's file in an error's stack, as `value.ts:30`. */
export function placeIn(stack: string, folder: Folder): string | undefined {
  for (const frame of stack.split('\n')) {
    for (const start of [`${pathToFileURL(folder.submission).href}/`, folder.submission + sep]) {
      const at = frame.indexOf(start);
      const found = at === -1 ? null : /^(.*?):(\d+)/.exec(frame.slice(at + start.length));
      if (found) return place(found[1], Number(found[2]), folder);
    }
  }
  return undefined;
}

/** A line of a script in the copy, as a line of what was handed in. */
export function place(file: string, line: number, folder: Folder): string {
  const name = decode(file).replaceAll(sep, '/').replace(/(\.[cm]?tsx?)\.mjs$/i, '$1');
  return `${name}:${linesOf(name, folder)?.[line - 1] ?? line}`;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function linesOf(name: string, folder: Folder): number[] | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder.path, 'lines.json'), 'utf8')) as Record<string, number[]>)[name];
  } catch {
    return undefined; // it is JavaScript
  }
}
