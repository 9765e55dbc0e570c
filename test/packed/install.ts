// Packs the package and installs the tarball, as a user would, in a folder that git ignores. There it finds fast-check
// and typescript above it, in this repository's node_modules.
import { execSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');
/** The project that it is installed in. */
export const project = join(root, 'coverage', 'packed');

export default function install(): void {
  rmSync(project, { recursive: true, force: true });
  // From a copy, so that its build meets nobody who reads `dist`.
  const copy = join(project, 'copy');
  mkdirSync(copy, { recursive: true });
  for (const name of ['src', 'package.json', 'tsconfig.json', 'tsup.config.ts', 'README.md', 'LICENSE']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction'); // Windows lets anyone make these
  const run = (command: string, cwd: string) => execSync(command, { cwd, stdio: 'pipe' });
  run('npm pack', copy);
  const tarball = readdirSync(copy).find((name) => name.endsWith('.tgz')) ?? 'no tarball';
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  run(`npm install --offline --ignore-scripts --no-audit --no-fund "${join(copy, tarball)}"`, project);
}
