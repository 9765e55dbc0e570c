// folder.ts: a temporary folder with a copy of what was handed in. A submission can read this folder and nothing else.
//
//     package.json          says whether a .js file of the submission is an ES module
//     grader/               the program that loads the submission (contained.ts)
//     submission/           the copy: scripts and JSON files, names kept
//     <a random name>/      the teacher's adapter, there only until it is loaded
//     lines.json            which line of TypeScript a line of JavaScript comes from (retell.ts)
import {
  mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { findSource, isFile, relativeImports } from './imports.ts';
import { fill, handedIn } from './words.ts';

/** The most bytes that are copied. A student's script has about 5,000. */
export const MOST_BYTES = 5 * 2 ** 20;
/** The most files and folders that are visited: somebody may grade a file in a home directory. */
const MOST_ENTRIES = 5000;

const isScript = (name: string) => /\.([cm]?[jt]s|tsx|json)$/i.test(name);

export type Files = Record<string, string | Uint8Array>;

/** None survives this process, should it end in the middle. */
const folders = new Set<Folder>();
process.on('exit', () => { for (const folder of folders) folder.remove(); });

export class Folder {
  readonly path = mkdtempSync(join(realpathSync(tmpdir()), 'micrograd-grade-'));
  /** The files that were not copied, by their paths in the submission, and why. */
  readonly leftOut = new Map<string, string>();
  #bytes = 0;

  constructor() { folders.add(this); }

  get submission(): string { return join(this.path, 'submission'); }
  get lines(): string { return join(this.path, 'lines.json'); }

  /** Texts or bytes, by their path in the folder, or in a folder in it. */
  write(files: Files, place = '.'): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.path, place, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }

  /** The text of a script in the copy, as it was handed in. */
  sourceOf(name: string): string {
    const path = join(this.submission, name);
    const source = path.replace(/(\.[cm]?tsx?)\.mjs$/, '$1');
    return readFileSync(isFile(source) ? source : path, 'utf8');
  }

  /** Takes a folder in it away, and gives its files. */
  take(place: string): Files {
    const path = join(this.path, place);
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => isFile(join(path, name)));
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name))]));
    rmSync(path, { recursive: true });
    return files;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
    folders.delete(this);
  }

  /**
   * Copies a file that was handed in and, unless it is to be alone, what stands beside it. Gives its name in the copy,
   * or why there is none.
   */
  copy(file: string, alone: boolean): { name: string } | { problem: string } {
    const root = realpathSync(dirname(file));
    const own = basename(file);
    // Node looks at an extension's letters: `VALUE.TS` has none that it knows.
    const name = own.replaceAll('\\', '_').replace(/\.\w+$/, (extension) => extension.toLowerCase());
    this.write({ 'package.json': JSON.stringify({ type: typeAbove(root) }) });
    const problem = this.#copyOne(root, own, name);
    if (problem !== undefined) return { problem };
    for (const path of alone ? [] : scriptsIn(root, this.leftOut)) {
      if (path === own || path === name) continue;
      const reason = this.#copyOne(root, path);
      if (reason !== undefined) this.leftOut.set(path, reason);
    }
    return { name };
  }

  /** Gives a reason if the file cannot be taken. */
  #copyOne(root: string, path: string, name = path): string | undefined {
    const real = realpathSync(join(root, path));
    // A link may lead to the teacher's files: its copy would give them to the submission.
    if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) return fill(handedIn.link, { path });
    const { size } = statSync(real);
    if (this.#bytes + size > MOST_BYTES) return fill(handedIn.tooLarge, { path });
    this.#bytes += size;
    try {
      this.write({ [`submission/${name}`]: decoded(readFileSync(real)) });
      return undefined;
    } catch (error) {
      return fill(handedIn.unreadable, { path, code: (error as NodeJS.ErrnoException).code ?? String(error) });
    }
  }
}

/** The scripts and JSON files below a folder, the nearest first. */
export function scriptsIn(root: string, leftOut = new Map<string, string>()): string[] {
  const scripts: string[] = [];
  const folders = [''];
  let entries = 0;
  for (const folder of folders) { // grows as folders are met
    for (const entry of entriesOf(join(root, folder))) {
      if (++entries > MOST_ENTRIES) return scripts;
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const path = join(folder, entry.name);
      const stat = statSync(join(root, path), { throwIfNoEntry: false }); // of a link's target
      if (stat?.isFile() && isScript(entry.name)) scripts.push(path);
      else if (entry.isDirectory()) folders.push(path);
      else if (stat?.isDirectory()) leftOut.set(path, fill(handedIn.folderLink, { path }));
    }
  }
  return scripts;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // it may not be read
  }
}

/** The text in UTF-8. PowerShell writes UTF-16, with a mark at the beginning that says in which order its bytes are. */
function decoded(bytes: Buffer): string | Buffer {
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return new TextDecoder('utf-16le').decode(bytes);
  if (mark === 0xfeff) return new TextDecoder('utf-16be').decode(bytes);
  return bytes;
}

/** The files of an adapter, by their path from the folder that has them all: itself, and what it imports. */
export function adapterFiles(file: string): { name: string; files: Files } {
  const paths = [realpathSync(file)];
  for (const path of paths) { // grows as imports are met
    for (const name of relativeImports(readFileSync(path, 'utf8'))) {
      const target = findSource(resolve(dirname(path), name));
      if (target !== undefined && !paths.includes(target)) paths.push(target);
    }
  }
  const root = paths.map((path) => dirname(path)).reduce(commonFolder);
  const manifests = paths.map((path) => manifestAbove(dirname(path))).filter((path) => path?.startsWith(root + sep));
  const all = [...paths, ...manifests as string[]].map((path) => [relative(root, path), readFileSync(path)] as const);
  const type = Buffer.from(JSON.stringify({ type: typeAbove(root) }));
  return { name: relative(root, paths[0]), files: { 'package.json': type, ...Object.fromEntries(all) } };
}

const commonFolder = (a: string, b: string): string =>
  `${b}${sep}`.startsWith(`${a}${sep}`) || dirname(a) === a ? a : commonFolder(dirname(a), b);

function manifestAbove(folder: string): string | undefined {
  const path = join(folder, 'package.json');
  if (isFile(path)) return path;
  return dirname(folder) === folder ? undefined : manifestAbove(dirname(folder));
}

/** The type that the nearest package.json gives to the .js files below it. */
function typeAbove(folder: string): unknown {
  const path = manifestAbove(folder);
  try {
    return path === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as { type?: unknown }).type;
  } catch {
    return undefined; // it is broken
  }
}
