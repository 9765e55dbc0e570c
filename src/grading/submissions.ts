// submissions.ts: which submissions there are among the files and folders that the command was given.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import type { Assignment } from './assignments.ts';
import { MOST_BYTES, scriptsIn } from './folder.ts';
import { fill, handedIn } from './words.ts';

/** What one student has handed in. */
export interface HandedIn {
  name: string;
  /** The file to grade. Nothing, if a folder has no such file. */
  file?: string;
  /** Whether the files beside it belong to somebody else. */
  alone: boolean;
  /** Why there is no file. */
  problem?: string;
}

/** JSON is no submission, though one may read it. */
const isProgram = (name: string) => /\.([cm]?[jt]s|tsx)$/i.test(name);

/** The submissions, whether they are a class, and the entries that are neither a script nor a folder. */
export interface Found { submissions: HandedIn[]; isClass: boolean; leftOut: string[] }

/** @throws Error if a path leads nowhere, or there is nothing to grade */
export function findSubmissions(paths: readonly string[], assignment: Assignment): Found {
  const found: Found = { submissions: [], isClass: paths.length > 1, leftOut: [] };
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile()) found.submissions.push({ name: path, file: path, alone: false });
    else if (stat?.isDirectory()) addFolder(path, assignment, found, paths.length === 1);
    else throw new Error(`there is no file ${path}`);
  }
  const { submissions } = found;
  if (submissions.length === 0) throw new Error(`there is nothing to grade in ${paths.join(', ')}`);
  for (const one of submissions) {
    // `grade class/*.ts`: what lies beside a file is another student's.
    one.alone ||= submissions.some(({ file }) => file && one.file && file !== one.file && isBeside(file, one.file));
  }
  return found;
}

const isBeside = (a: string, b: string) => dirname(a) === dirname(b);

/** Adds a folder that was handed in; or each entry of a folder that has them all. */
function addFolder(folder: string, assignment: Assignment, found: Found, isOnly: boolean): void {
  const own = fileOf(folder, assignment);
  if (own !== undefined) {
    found.submissions.push({ name: folder, file: own, alone: false });
    return;
  }
  found.isClass = true;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    const name = isOnly ? entry.name : path;
    if (entry.isDirectory()) found.submissions.push(submissionIn(path, name, assignment));
    else if (isProgram(entry.name)) found.submissions.push({ name, file: path, alone: true });
    else found.leftOut.push(path);
  }
}

function submissionIn(folder: string, name: string, assignment: Assignment): HandedIn {
  const file = fileOf(folder, assignment);
  if (file !== undefined) return { name, file, alone: false };
  const [main] = assignment.files;
  const names = entriesOf(folder).map((entry) => entry.name);
  const sentence = names.length === 0 ? handedIn.emptyFolder : handedIn.otherFiles;
  return { name, alone: false, problem: fill(sentence, { main, name, names: names.slice(0, 5).join(', ') }) };
}

/** The assignment's first file in a folder, or the same in JavaScript. */
function fileOf(folder: string, { files: [main] }: Assignment): string | undefined {
  const { name: stem } = parse(main);
  const candidates = entriesOf(folder).map(({ name }) => name)
    .filter((name) => isProgram(name) && parse(name).name.toLowerCase() === stem.toLowerCase());
  const rank = (name: string) => (name === main ? 0 : name.toLowerCase() === main.toLowerCase() ? 1 : 2);
  const best = candidates.sort((a, b) => rank(a) - rank(b)).at(0);
  return best === undefined ? undefined : join(folder, best);
}

/** The entries by name, without what a machine puts there. */
function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A hash of all that a submission's marks depend on: its files, and the options. */
export function fingerprint({ file, alone }: HandedIn, options: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(options));
  if (file !== undefined) {
    const others = alone ? [] : scriptsIn(dirname(file)).map((path) => join(dirname(file), path));
    for (const path of [file, ...others]) hash.update(`\n${basename(path)}\n`).update(contentOf(path));
  }
  return `sha256-${hash.digest('hex').slice(0, 32)}`;
}

function contentOf(path: string): Buffer | string {
  try {
    const { size } = statSync(path);
    return size > MOST_BYTES ? String(size) : readFileSync(path); // what is larger is not run
  } catch (error) {
    return String(error);
  }
}
