// In the place of test/support/put-grader.ts: the grader of the installed package.
import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { project } from './install.ts';

const modules = resolve(import.meta.dirname, '..', '..', 'node_modules');

export function putGrader(folder: string, packages: boolean): string {
  const installed = join(folder, 'node_modules', 'micrograd-lab');
  cpSync(join(project, 'node_modules', 'micrograd-lab'), installed, { recursive: true });
  for (const name of packages ? ['fast-check', 'typescript'] : []) {
    symlinkSync(join(modules, name), join(installed, '..', name), 'junction');
  }
  return join(installed, 'dist', 'grading');
}
