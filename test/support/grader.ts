// The grader as it is in the package: bundled from src, by the esbuild that tsup brings, into a temporary folder. Under
// vitest the sources are TypeScript, which a child process of Node 20 cannot run.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

interface Esbuild { build: (options: object) => Promise<unknown> }

export interface Grader {
  grading: typeof import('../../src/grading/index.ts');
  /** Runs the command micrograd-grade. */
  run: (...args: string[]) => { status: number | null; stdout: string; stderr: string };
  /** The same, not waited for. */
  start: (...args: string[]) => ChildProcess;
  /** A folder for submissions. */
  folder: string;
  remove: () => void;
}

/** `packages` says whether the command finds fast-check and typescript. (What is imported here always does.) */
export async function buildGrader({ packages = true } = {}): Promise<Grader> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-grader-'));
  const esbuild = createRequire(createRequire(import.meta.url).resolve('tsup'))('esbuild') as Esbuild;
  await esbuild.build({
    entryPoints: ['index', 'cli', 'child'].map((name) => join(root, 'src', 'grading', `${name}.ts`)),
    outdir: join(folder, 'grader'), bundle: true, splitting: true, format: 'esm', platform: 'node',
    external: ['fast-check', 'typescript'], logLevel: 'warning',
  });
  writeFileSync(join(folder, 'grader', 'package.json'), '{ "type": "module" }');
  if (packages) symlinkSync(join(root, 'node_modules'), join(folder, 'grader', 'node_modules'), 'junction');
  const command = join(folder, 'grader', 'cli.js');
  const url = pathToFileURL(join(folder, 'grader', 'index.js')).href;
  return {
    grading: await import(/* @vite-ignore */ url) as Grader['grading'],
    run: (...args) => spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: 'utf8' }),
    start: (...args) => spawn(process.execPath, [command, ...args], { cwd: folder, stdio: 'ignore' }),
    folder,
    remove: () => { rmSync(folder, { recursive: true, force: true }); },
  };
}
