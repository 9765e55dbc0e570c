// project.js: a user's project, in a temporary folder: the package, installed, and the files that look at it.
import { transformSync } from 'esbuild';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { typescriptOfPages } from '../support/pages.js';

const here = (path) => readFileSync(join(import.meta.dirname, path), 'utf8');
const sources = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts'));

const fixture = (name) => here(`../fixtures/${name}`);
const figures = {
  torch: fixture('torch-vectors.jsonl').trim().split('\n').map((line) => JSON.parse(line)),
  notebook: { ...JSON.parse(fixture('notebook-inputs.json')), steps: JSON.parse(fixture('notebook-run.json')).steps },
};

/** What each is run as. */
const extensionOf = { js: 'js', cjs: 'cjs', ts: 'js', mts: 'mjs', cts: 'cjs' };

export class Project {
  constructor(library, rooms) {
    this.folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
    this.rooms = rooms;
    mkdirSync(join(this.folder, 'node_modules'));
    cpSync(library, join(this.folder, 'node_modules', 'micrograd-lab'), { recursive: true });
    this.write('package.json', '{ "private": true, "type": "module" }');
  }

  write(name, text) { writeFileSync(join(this.folder, name), text); }

  /**
   * Writes the TypeScript files of this folder as ES modules (js), as CommonJS (cjs) or as they are (ts, mts, cts), and
   * a main file, which prints what those of the rooms see; gives the name under which it is run. `alsoTypeScript` has
   * the student's file graded as TypeScript too; `rename` gives the package's entry points other names; `rooms` is a
   * file of this folder that has all the rooms.
   */
  writeMain(extension, { alsoTypeScript = false, rename = (name) => name, rooms } = {}) {
    const run = extensionOf[extension];
    const students = [`student.${run}`, ...alsoTypeScript ? [`student.${extension}`] : []];
    const fileOf = (room) => rooms ?? (room === 'gradeFile' ? 'grade-file.ts' : `${room}.ts`);
    if (rooms) this.write(rooms, here(rooms));
    const main = `${this.rooms.map((room) => `import { ${room} } from './${fileOf(room)}';\n`).join('')}
      import { run } from './check.ts';
      void run({ ${this.rooms.join(', ')} }, JSON.parse(${JSON.stringify(JSON.stringify({ ...figures, students }))}));`;
    for (const [name, text] of [['main.ts', main], ...sources.map((name) => [name, here(name)])]) {
      const linked = text.replace(/(?<=from '\.\/[\w-]+\.)ts(?=')/g, run)
        .replace(/(?<=from ')micrograd-lab[^']*(?=')/g, rename);
      const format = { js: 'esm', cjs: 'cjs' }[extension];
      const code = format ? transformSync(linked, { loader: 'ts', format, target: 'es2022' }).code : linked;
      this.write(name.replace(/ts$/, extension), code);
    }
    return `main.${run}`;
  }

  /** What must compile, and what must not: those of test/types. */
  writeTypes(extension, folder = '.') {
    for (const name of ['accepted', 'refused', 'accepted-compile', 'refused-compile', 'accepted-undefined']) {
      this.write(join(folder, `${name}.${extension}`), here(`../types/${name}.ts`)
        .replace('../../src/index.ts', 'micrograd-lab')
        .replace('../../src/compile/index.ts', 'micrograd-lab/compile'));
    }
  }

  /** All TypeScript that the README and the guides show, and the files of `writeTypes`, in a folder of their own. */
  writePages(folder) {
    mkdirSync(join(this.folder, folder));
    for (const [name, code] of Object.entries(typescriptOfPages())) this.write(join(folder, name), code);
    this.writeTypes('ts', folder);
  }

  remove() { rmSync(this.folder, { recursive: true, force: true }); }
}
