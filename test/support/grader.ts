// The grader as it is in the package, in a temporary folder: with its own command and child process.
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { putGrader } from './put-grader.ts';

export interface Grader {
  grading: typeof import('../../src/grading/index.ts');
  /** Its address, for a process that imports it. */
  url: string;
  /** Runs the command micrograd-lab grade. */
  run: (...args: string[]) => { status: number | null; stdout: string; stderr: string };
  /** The same on another Node, by its path, and not in the way of what runs here. */
  runOn: (node: string, ...args: string[]) => Promise<{ status: number; stdout: string; stderr: string }>;
  /** The same, not waited for. */
  start: (...args: string[]) => ChildProcess;
  /** Makes a copy that a test may change, and gives the folder in which its JavaScript is. */
  copy: (name: string) => string;
  /** The arguments of Node for the command. */
  commandOf: (...args: string[]) => string[];
  /** A folder for submissions. */
  folder: string;
  remove: () => void;
}

/** `packages` says whether the command finds fast-check and typescript. (What is imported here always does.) */
export async function buildGrader({ packages = true } = {}): Promise<Grader> {
  const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-grader-'));
  const built = await putGrader(join(folder, 'grader'), packages);
  const commandOf = (...args: string[]) => [join(built, 'cli.js'), 'grade', ...args];
  const url = pathToFileURL(join(built, 'index.js')).href;
  return {
    grading: await import(/* @vite-ignore */ url) as Grader['grading'],
    url,
    run: (...args) => spawnSync(process.execPath, commandOf(...args), { cwd: folder, encoding: 'utf8' }),
    runOn: (node, ...args) => new Promise((resolve) => {
      execFile(node, commandOf(...args), { cwd: folder }, (error, stdout, stderr) => {
        resolve({ status: Number(error?.code ?? 0), stdout, stderr });
      });
    }),
    start: (...args) => spawn(process.execPath, commandOf(...args), { cwd: folder, stdio: 'ignore' }),
    copy: (name) => {
      cpSync(join(folder, 'grader'), join(folder, name), { recursive: true, verbatimSymlinks: true });
      return join(folder, name, relative(join(folder, 'grader'), built));
    },
    commandOf,
    folder,
    remove: () => { rmSync(folder, { recursive: true, force: true }); },
  };
}
