// The grader bundled from src. Under vitest the sources are TypeScript, which a child process of Node 20 cannot run.
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { esbuild } from './esbuild.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** Puts it into a folder, and gives the one in which its JavaScript is. */
export async function putGrader(folder: string, packages: boolean): Promise<string> {
  await esbuild.build({
    entryPoints: ['index', 'cli', 'child', 'translator'].map((name) => join(root, 'src', 'grading', `${name}.ts`)),
    outdir: folder, bundle: true, splitting: true, format: 'esm', platform: 'node',
    external: ['fast-check', 'typescript'], logLevel: 'warning',
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  if (packages) symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}
