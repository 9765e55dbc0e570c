// ways.js: one way to run each kind of runtime. It is given a project (project.js), and gives the lines that its main
// file prints.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withEsbuild, withRollup, withVite, withWebpack } from './bundlers.js';
import * as chromium from './chromium.js';

const modules = join(import.meta.dirname, 'node_modules');
const manifest = (folder) => JSON.parse(readFileSync(join(modules, folder, 'package.json'), 'utf8'));

export const versionOf = ({ package: name }) => (name ? manifest(name).version : chromium.version());

/** What must be there and is not, or ''. */
export function lackingFor({ kind, package: name, command = [] }) {
  if (kind === 'page') return chromium.lacking;
  return existsSync(join(modules, command[0] ?? name)) ? '' : `the npm package ${name} for this system`;
}

/** In ms, and only against what never ends: fifty times what the slowest takes. */
const LIMIT = 600_000;

async function execute(command, args, { folder }) {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd: folder, timeout: LIMIT });
    return stdout;
  } catch (error) {
    throw new Error([error.message, error.stdout, error.stderr].join('\n'), { cause: error });
  }
}

export const kinds = {
  program: async ({ command: [program, ...args] }, way, project) => {
    const main = project.writeMain({ import: 'js', require: 'cjs' }[way]);
    return [await execute(join(modules, program), [...args, main], project)];
  },

  page: async ({ name }, way, project) => {
    const worker = name.endsWith('worker');
    const rename = way === 'paths' ? (specifier) => chromium.pathsOf(project)[specifier] : undefined;
    project.writeMain('js', { rename });
    chromium.writePage(project, { worker, importMap: way === 'import map' });
    if (way === 'esbuild') await withEsbuild(project, 'main.js', { format: 'esm', platform: 'browser' });
    return [await chromium.visit(way === 'Vite' ? await withVite(project) : project.folder)];
  },

  typescript: async ({ package: name }, way, project) => {
    const isBundler = way === 'bundler';
    const isFresh = way === 'tsc --init';
    const extensions = isBundler || isFresh ? ['ts'] : ['mts', 'cts'];
    const tsc = (...args) => execute(process.execPath, [join(modules, name, 'bin', 'tsc'), ...args], project);
    // gradeFile looks for it there. TypeScript 7 has no compiler that can be called: it takes a Node that has one.
    symlinkSync(join(modules, name), join(project.folder, 'node_modules', 'typescript'), 'junction');
    const canTranspile = existsSync(join(modules, name, 'lib', 'typescript.js'));
    const program = canTranspile ? process.execPath : join(modules, 'node-24', 'bin', 'node');
    const mains = extensions.map((extension) => project.writeMain(extension, { alsoTypeScript: true }));
    for (const extension of extensions) project.writeTypes(extension);
    if (isFresh) {
      project.writePages('pages');
      await tsc('--init');
      renameSync(join(project.folder, 'tsconfig.json'), join(project.folder, 'pages', 'tsconfig.json'));
      await tsc('--project', 'pages');
    }
    project.write('tsconfig.json', JSON.stringify(isFresh
      // The programs here look into lists whose length they know.
      ? { extends: './pages/tsconfig.json', compilerOptions: { noUncheckedIndexedAccess: false }, exclude: ['pages'] }
      : {
        compilerOptions: {
          target: 'es2022', lib: ['es2022', 'dom'], types: [], strict: true, skipLibCheck: false,
          exactOptionalPropertyTypes: true, moduleResolution: way, module: isBundler ? 'esnext' : way,
        },
        include: ['.'],
      }));
    await tsc('--project', '.');
    const lines = [];
    for (const main of mains) lines.push(await execute(program, [main], project));
    return lines;
  },

  /** Jest runs tests as CommonJS, in a sandbox that has globals of its own. */
  jest: async (_, way, project) => {
    project.write('package.json', '{ "private": true }');
    const main = project.writeMain('cjs');
    project.write('rooms.test.js', `test('the rooms', () => new Promise((resolve) => {
      console.log = (line) => { require('node:fs').writeFileSync('printed', line); resolve(); };
      require('./${main}');
    }), ${LIMIT});`);
    await execute(process.execPath, [join(modules, 'jest', 'bin', 'jest.js'), '--rootDir', '.'], project);
    return [readFileSync(join(project.folder, 'printed'), 'utf8')];
  },

  vue: async ({ package: name }, way, project) => {
    symlinkSync(join(modules, name), join(project.folder, 'node_modules', name), 'junction');
    const main = project.writeMain('js', { rooms: 'vue.js' });
    return [await execute(process.execPath, [main], project)];
  },

  bundle: async ({ name }, way, project) => {
    project.writeMain('js');
    const format = way === 'CommonJS' ? 'cjs' : 'esm';
    const file = format === 'cjs' ? 'bundle.cjs' : 'bundle.mjs';
    const bundle = { esbuild: withEsbuild, Rollup: withRollup, webpack: withWebpack }[name];
    await bundle(project, file, { format, platform: 'node' });
    rmSync(join(project.folder, 'node_modules'), { recursive: true }); // the bundle does without
    return [await execute(process.execPath, [file], project)];
  },
};
