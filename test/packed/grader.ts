// In the place of test/support/grader.ts: the grader of the installed package, with its own command and child process.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Grader } from '../support/grader.ts';
import { project } from './install.ts';

const modules = resolve(import.meta.dirname, '..', '..', 'node_modules');

export async function buildGrader({ packages = true } = {}): Promise<Grader> {
  const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-grader-'));
  const installed = join(folder, 'grader', 'node_modules', 'micrograd-lab');
  cpSync(join(project, 'node_modules', 'micrograd-lab'), installed, { recursive: true });
  for (const name of packages ? ['fast-check', 'typescript'] : []) {
    symlinkSync(join(modules, name), join(installed, '..', name), 'junction');
  }
  const command = join(installed, 'dist', 'grading', 'cli.js');
  const url = pathToFileURL(join(installed, 'dist', 'grading', 'index.js')).href;
  return {
    grading: await import(/* @vite-ignore */ url) as Grader['grading'],
    run: (...args) => spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: 'utf8' }),
    start: (...args) => spawn(process.execPath, [command, ...args], { cwd: folder, stdio: 'ignore' }),
    folder,
    remove: () => { rmSync(folder, { recursive: true, force: true }); },
  };
}
