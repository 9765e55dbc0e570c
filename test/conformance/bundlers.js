// bundlers.js: each makes one file of a project's main.js and all that it imports; Vite makes a folder for a page.
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rollup } from 'rollup';
import * as vite from 'vite';
import webpack from 'webpack';

const entry = 'main.js';

export async function withEsbuild({ folder }, outfile, { format, platform }) {
  const options = { absWorkingDir: folder, entryPoints: [entry], outfile, format, platform };
  await esbuild.build({ ...options, bundle: true, minify: true, allowOverwrite: true, logLevel: 'error' });
}

export async function withRollup({ folder }, file, { format }) {
  const external = [/^node:/, 'fast-check', 'typescript']; // the last two are looked for, and may be missing
  const bundle = await rollup({ input: join(folder, entry), plugins: [nodeResolve()], external });
  await bundle.write({ file: join(folder, file), format });
  await bundle.close();
}

export async function withWebpack({ folder }, filename, { format }) {
  const isModule = format === 'esm';
  const stats = await promisify(webpack)({
    context: folder, entry: `./${entry}`, mode: 'production', target: 'node20',
    experiments: { outputModule: isModule },
    output: { path: folder, filename, library: { type: isModule ? 'module' : 'commonjs2' } },
  });
  if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));
}

export async function withVite({ folder }) {
  await vite.build({ root: folder, configFile: false, logLevel: 'error', build: { outDir: 'bundle' } });
  return join(folder, 'bundle');
}
