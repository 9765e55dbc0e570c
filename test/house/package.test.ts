// The package as users get it: packed, installed into a project of its own, and used through every entry point.
import { execSync, spawnSync } from 'node:child_process';
import {
  cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { esbuild } from '../support/esbuild.ts';
import { typescriptOfPages } from '../support/pages.js';
import { lecture } from '../support/students/right.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
const project = join(temporary, 'project');
const installed = join(project, 'node_modules', 'micrograd-lab');

/** All files of the installed package, as `dist/index.js`. */
let files: string[] = [];
const text = (file: string) => readFileSync(join(installed, file), 'utf8');
const manifest = () => JSON.parse(text('package.json')) as Record<string, unknown>;

beforeAll(() => {
  // Packed from a copy, so that its build meets no other test that reads `dist`.
  const copy = join(temporary, 'copy');
  mkdirSync(copy);
  for (const name of ['src', 'package.json', 'tsconfig.json', 'tsup.config.ts', 'README.md', 'LICENSE']) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction'); // Windows lets anyone make these
  const run = (command: string, cwd: string) => execSync(command, { cwd, stdio: 'pipe', encoding: 'utf8' });
  run('npm pack', copy);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  const tarball = join(copy, readdirSync(copy).find((name) => name.endsWith('.tgz')) ?? 'no tarball');
  run(`npm install --offline --ignore-scripts --no-audit --no-fund "${tarball}"`, project);
  files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1).replaceAll('\\', '/'));
});

afterAll(() => { rmSync(temporary, { recursive: true, force: true }); });

/** What a script in the project prints, errors and warnings included. */
function run(name: string, script: string): string {
  writeFileSync(join(project, name), script);
  const { stdout, stderr } = spawnSync(process.execPath, [name], { cwd: project, encoding: 'utf8' });
  return (stdout + stderr).trim();
}

/** micrograd's README example: prints g, dg/da and dg/db. */
const example = `
  const a = new Value(-4);
  const b = new Value(2);
  let c = a.add(b);
  let d = a.mul(b).add(b.pow(3));
  c = c.add(c.add(1));
  c = c.add(new Value(1).add(c).add(a.neg()));
  d = d.add(d.mul(2)).add(b.add(a).relu());
  d = d.add(d.mul(3)).add(b.sub(a).relu());
  const e = c.sub(d);
  const f = e.pow(2);
  let g = f.div(2);
  g = g.add(new Value(10).div(f));
  g.backward();
  console.log(g.data.toFixed(4), a.grad.toFixed(4), b.grad.toFixed(4));
`;
const numbers = '24.7041 138.8338 645.5773';

describe('the tarball', () => {
  it('holds the build, the sources, README, LICENSE and package.json, and nothing else', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts')).map((name) => `src/${name.replaceAll('\\', '/')}`);
    const built = /^dist\/(?:\w+\/)?[\w-]+\.(js|cjs|js\.map|cjs\.map|d\.ts|d\.cts)$/;
    expect(files.filter((file) => !built.test(file)).sort())
      .toEqual(['LICENSE', 'README.md', 'package.json', ...sources].sort());
  });

  it('has each file that its package.json points to', () => {
    const { main, module, types, exports, typesVersions } = manifest();
    const leaves = (tree: unknown): string[] =>
      typeof tree === 'string' ? [tree] : Object.values(tree as object).flatMap(leaves);
    const targets = [main, module, types, exports, typesVersions].flatMap(leaves);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !files.includes(posix.normalize(target)))).toEqual([]);
  });

  it('brings no dependencies, and runs nothing when it is installed', () => {
    const { scripts, ...rest } = manifest();
    expect(Object.keys(rest).filter((key) => /^(bundled?|optional)?dependencies$/i.test(key))).toEqual([]);
    expect(Object.keys(scripts as object).filter((name) => /^((pre|post)?install|prepare)$/.test(name))).toEqual([]);
    const modules = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(modules).toEqual(['micrograd-lab']);
  });

  it('names no folder of the machine that built it', () => {
    const folders = [root, temporary, tmpdir()].flatMap((folder) => [folder, folder.replaceAll('\\', '/')]);
    const leaks = ['file://', ...folders];
    expect(files.filter((file) => leaks.some((leak) => text(file).includes(leak)))).toEqual([]);
  });

  it('has source maps that lead to the sources it ships', () => {
    const maps = files.filter((file) => file.endsWith('.map'));
    const sources = maps.flatMap((file) => (JSON.parse(text(file)) as { sources: string[] }).sources
      .map((source) => posix.join(posix.dirname(file), source)));
    expect(new Set(sources)).toContain('src/engine.ts');
    expect(sources.filter((source) => !files.includes(source))).toEqual([]);
  });

  it('declares nothing that is internal', () => {
    const declarations = files.filter((file) => /\.d\.c?ts$/.test(file)).map(text).join('\n');
    expect(declarations).toContain('declare class Value');
    expect(declarations).not.toMatch(/@internal|\bnext\?:|\bisValue\b/);
    expect(text('src/engine.ts')).toMatch(/@internal[^]*\bnext\b[^]*@internal[^]*\bisValue\b/);
  });
});

describe('Node', () => {
  const entries = ['micrograd-lab', 'micrograd-lab/engine', 'micrograd-lab/nn'];

  it.each(entries.slice(0, 2))('gives the README’s numbers by `import` from %s', (entry) => {
    expect(run('example.mjs', `import { Value } from '${entry}';${example}`)).toBe(numbers);
  });

  it.each(entries.slice(0, 2))('gives the README’s numbers by `require` of %s', (entry) => {
    expect(run('example.cjs', `const { Value } = require('${entry}');${example}`)).toBe(numbers);
  });

  // A network made by one entry point, its Values and its classes compared with those of the others.
  const compare = `
    const model = new nn.MLP(2, [3, 1]);
    console.log(index.Value === engine.Value, model.parameters().every((p) => p instanceof engine.Value));
    console.log(index.MLP === nn.MLP, index.topologicalOrder === engine.topologicalOrder);`;
  const same = 'true true\ntrue true';

  it('gets one Value class from all entry points by `import`', () => {
    const imports = `
      import * as index from '${entries[0]}';
      import * as engine from '${entries[1]}';
      import * as nn from '${entries[2]}';`;
    expect(run('same.mjs', imports + compare)).toBe(same);
  });

  it('gets one Value class from all entry points by `require`', () => {
    const requires = `const [index, engine, nn] = ${JSON.stringify(entries)}.map((entry) => require(entry));`;
    expect(run('same.cjs', requires + compare)).toBe(same);
  });

  // Node reads the condition `module-sync` where `require` can load ES modules: from 20.19 and 22.12 on.
  const requiresModules = 'require_module' in process.features && process.features.require_module;
  it.skipIf(!requiresModules)('gets one Value class by `import` and `require` together (needs Node 20.19)', () => {
    const mixed = `
      import { createRequire } from 'node:module';
      import * as index from '${entries[0]}';
      const require = createRequire(import.meta.url);
      const engine = require('${entries[1]}');
      const nn = require('${entries[2]}');`;
    expect(run('mixed.mjs', mixed + compare)).toBe(same);
  });

  it('adds up and propagates across two copies, one ESM and one CJS', () => {
    const script = `
      import { createRequire } from 'node:module';
      import { Value as Esm, topologicalOrder, MLP } from '${pathToFileURL(join(installed, 'dist', 'index.js')).href}';
      const { Value: Cjs } = createRequire(import.meta.url)('./node_modules/micrograd-lab/dist/index.cjs');
      console.log(Esm === Cjs);
      const a = new Esm(3);
      const b = new Cjs(4);
      const c = a.mul(b).add(b).tanh();
      const d = b.sub(a).mul(c).add(a).mul(new Cjs(2));
      d.backward();
      const t = Math.tanh(16);
      const slope = 1 - t * t;
      console.log(d.data === (t + 3) * 2, topologicalOrder(d).length);
      console.log(a.grad === 2 * (-t + 1 + slope * 4), b.grad === 2 * (t + slope * 4));
      d.backward();
      console.log(a.grad === 4 * (-t + 1 + slope * 4), b.grad === 4 * (t + slope * 4));
      const model = new MLP(1, [1]);
      model.forward([b])[0].backward();
      console.log(model.parameters()[0].grad);`;
    // d = 2 * ((b - a) * tanh(a * b + b) + a): the leaves a, b and 2, and seven operations.
    expect(run('copies.mjs', script)).toBe('false\ntrue 10\ntrue true\ntrue true\n4');
  });

  it.each([
    ['import', 'grade.mjs', 'import { grade, gradeFile } from \'micrograd-lab/grading\';'],
    ['require', 'grade.cjs', 'const { grade, gradeFile } = require(\'micrograd-lab/grading\');'],
  ])('grades a file in a process of its own, by `%s`, as the command does', (_, name, line) => {
    const submission = join(project, 'value.mjs');
    writeFileSync(submission, lecture);
    const script = `${line}
      import('micrograd-lab/engine').then(async ({ Value }) => {
        for (const report of [await grade(Value), await gradeFile('value.mjs', { timeout: 60 })]) {
          console.log(report.score, report.maxScore, report.notes.length);
        }
      });`;
    // No fast-check is installed here, and one note says so.
    expect(run(name, script)).toBe('100 100 1\n100 100 1');
    const shell = process.platform === 'win32'; // where the command is a script
    for (const [name, ...args] of [['micrograd-lab', 'grade'], ['micrograd-grade']]) { // the second is its old name
      const command = join(project, 'node_modules', '.bin', name);
      const all = [...args, submission, '--timeout', '60'];
      const { status, stdout, stderr } = spawnSync(command, all, { encoding: 'utf8', shell });
      expect([status, stdout.split('\n')[0], stderr]).toEqual([0, '100 of 100 points', '']);
    }
  });

  it.each([
    ['import', 'compile.mjs', (names: string, entry: string) => `import ${names} from '${entry}';`],
    ['require', 'compile.cjs', (names: string, entry: string) => `const ${names} = require('${entry}');`],
  ])('compiles a function of Values, by `%s`', (_, name, load) => {
    const script = `
      ${load('{ compile }', 'micrograd-lab/compile')}
      ${load('{ Value }', 'micrograd-lab')}
      const w = new Value(3);
      const x = new Value(2);
      const loss = compile((x, y) => x.mul(w).sub(y).pow(2));
      console.log(loss.backward([[1, 2], [x, 4]]), w.grad, x.grad, loss.forward([[1, 5]])[0], loss.backend);
      console.log(loss.parameters[0] === w, loss.parameters.length);`;
    expect(run(name, script)).toBe('2.5 5 6 4 wasm\ntrue 1');
  });

  it('finds package.json, but no file that is not an entry point', () => {
    const script = `
      const failure = (path) => { try { require(path); return 'found'; } catch (error) { return error.code; } };
      console.log(failure('micrograd-lab/package.json'), failure('micrograd-lab/dist/index.cjs'));`;
    expect(run('hidden.cjs', script)).toBe('found ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe('TypeScript', () => {
  const consumers = [
    // TypeScript 6 still resolves so, under protest.
    { resolution: 'node10', module: 'commonjs', extensions: ['ts'], ignoreDeprecations: '6.0' },
    { resolution: 'node16', module: 'node16', extensions: ['mts', 'cts'] },
    { resolution: 'nodenext', module: 'nodenext', extensions: ['mts', 'cts'] },
    { resolution: 'bundler', module: 'esnext', extensions: ['ts', 'mts', 'cts'] },
  ];
  const nodenext = { resolution: 'nodenext', module: 'nodenext' };
  interface Options { resolution: string; [option: string]: unknown }
  const complaints = (names: string[], { resolution, ...others }: Options) => complaintsUnder({
    target: 'es2022', lib: ['es2022'], types: [], noEmit: true, isolatedModules: true,
    strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true,
    moduleResolution: resolution, ...others,
  }, names);
  const complaintsUnder = (compilerOptions: object, names: string[]) => {
    const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, project);
    const program = ts.createProgram(names.map((name) => join(project, name)), options);
    return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
      const at = file === undefined ? '' : `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1} `;
      return at + ts.flattenDiagnosticMessageText(messageText, '\n');
    });
  };

  // The entry points agree on their classes, and what is internal is not declared.
  const entryPoints = `
import { MLP, Value, type Op } from 'micrograd-lab';
import { compile, type Backend, type Rows } from 'micrograd-lab/compile';
import { propagate, topologicalOrder, Value as EngineValue, type Op as EngineOp } from 'micrograd-lab/engine';
import { grade, toGradescope, type Report } from 'micrograd-lab/grading';
import { Layer, MLP as NnMLP, Module, Neuron } from 'micrograd-lab/nn';
const values: Value[] = [new EngineValue(1), ...new NnMLP(1, [1]).forward([new Value(1)])];
const others: EngineValue[] = values;
const op: EngineOp = values[0]?.op ?? ('+' satisfies Op);
for (const value of topologicalOrder(others[0] ?? new Value(2))) propagate(value);
export const models: (MLP | Module)[] = [new NnMLP(1, [1]), new Neuron(1), new Layer(1, 1)];
// @ts-expect-error: internal
values[0]?.next;
// @ts-expect-error: internal
export { isValue } from 'micrograd-lab/engine';
export { op };
const rows: Rows = [[1, new Value(2)], Float32Array.of(1, 2)];
const step = compile((x: Value, y) => x.mul(y), { reduction: 'sum' });
const list = compile((x) => [new Value(1), ...x], { inputs: 2, outputs: 3, check: true, compare: { loops: false } });
export const losses: [number, Float64Array, Backend] = [step.backward(rows), list.forward(rows), step.backend];
// @ts-expect-error: a row is a list
step.backward([1, 2]);
export const report: Promise<Report> = grade(Value, { tasks: ['1.1'], seed: 1 });
export const results = async () => toGradescope(await report, { '1.8': 'hidden' });
`;

  it.each(consumers)('checks strict programs with $resolution resolution', ({ extensions, ...options }) => {
    const typeTest = (name: string) =>
      readFileSync(join(root, 'test', 'types', name), 'utf8').replace('../../src/index.ts', 'micrograd-lab')
        .replace('../../src/compile/index.ts', 'micrograd-lab/compile');
    const programs = {
      accepted: typeTest('accepted.ts'), refused: typeTest('refused.ts'), entries: entryPoints,
      'accepted-undefined': typeTest('accepted-undefined.ts'),
      'accepted-compile': typeTest('accepted-compile.ts'), 'refused-compile': typeTest('refused-compile.ts'),
    };
    const names = extensions.flatMap((extension) => Object.entries(programs).map(([name, source]) => {
      const file = `${name}-${options.resolution}.${extension}`;
      writeFileSync(join(project, file), source);
      return file;
    }));
    expect(complaints(names, options)).toEqual([]);
  });

  const known = consumers.slice(1); // the first knows no conditions
  it.each(known)('finds no gradeFile for a browser, with $resolution resolution', ({ extensions, ...options }) => {
    const names = extensions.map((extension) => {
      const file = `page-${options.resolution}.${extension}`;
      writeFileSync(join(project, file), `
import { grade, toText, type Adapter, type GradeOptions, type Report } from 'micrograd-lab/grading';
// @ts-expect-error: it starts a process
export { gradeFile } from 'micrograd-lab/grading';
const adapter: Adapter<number[]> = { create: (x) => [x] };
const options: GradeOptions = { seed: 2 };
const report: Promise<Report> = grade(adapter, options);
export const text: Promise<string> = report.then(toText);
`);
      return file;
    });
    expect(complaints(names, { ...options, customConditions: ['browser'] })).toEqual([]);
  });

  // What `tsc --init` writes of TypeScript 5.9 and 6 differs in nothing; test/conformance has all three, and 7.
  it('checks all TypeScript of the README and the guides in a project that `tsc --init` makes', () => {
    const fresh = join(project, 'fresh');
    mkdirSync(fresh);
    spawnSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--init'], { cwd: fresh });
    const { config } = ts.readConfigFile(join(fresh, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as
      { config: { compilerOptions: Record<string, unknown> } };
    expect(config.compilerOptions).toMatchObject({ noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true });
    const programs = typescriptOfPages();
    expect(Object.keys(programs).filter((name) => name.startsWith('README'))).not.toEqual([]);
    for (const [name, code] of Object.entries(programs)) writeFileSync(join(fresh, name), code);
    const names = Object.keys(programs).map((name) => join('fresh', name));
    expect(complaintsUnder({ ...config.compilerOptions, noEmit: true }, names)).toEqual([]);
  });

  it('takes a Value of the ESM declarations for one of the CJS declarations, and back', () => {
    writeFileSync(join(project, 'both.mts'), `
import type { MLP, Value } from 'micrograd-lab' with { 'resolution-mode': 'import' };
import type { MLP as CjsMLP, Value as CjsValue } from './node_modules/micrograd-lab/dist/index.cjs';
export const there = (value: Value, model: MLP): [CjsValue, CjsMLP] => [value, model];
export const back = (value: CjsValue, model: CjsMLP): [Value, MLP] => [value, model];
export const sum = (a: Value, b: CjsValue): Value => a.add(b);
`);
    expect(complaints(['both.mts'], nodenext)).toEqual([]);
  });
});

describe('a bundle', () => {
  const bundle = async (contents: string, options: object = {}) => {
    const { outputFiles: [output] } = await esbuild.build({
      stdin: { contents, resolveDir: project },
      bundle: true, write: false, format: 'esm', logLevel: 'silent', ...options,
    }) as { outputFiles: [{ text: string }] };
    return output.text;
  };

  it('runs, minified, for a browser', async () => {
    const contents = `import { Value } from 'micrograd-lab';${example}`;
    const code = await bundle(contents, { minify: true, platform: 'browser' });
    expect(code).not.toMatch(/\bimport\b|\brequire\b/);
    expect(run('bundle.mjs', code)).toBe(numbers);
  });

  it('has one Value class, whichever entry points it imports', async () => {
    const code = await bundle(`
      import { Value } from 'micrograd-lab';
      import { Value as EngineValue } from 'micrograd-lab/engine';
      import { MLP } from 'micrograd-lab/nn';
      console.log(Value === EngineValue, new MLP(1, [1]).forward([2])[0] instanceof Value);`);
    expect(run('one.mjs', code)).toBe('true true');
  });

  const grading = (name: string) => `import { ${name} } from 'micrograd-lab/grading';`;

  /** Returns what a program asks of its surroundings: imports, `require` and `process`; its texts may name them. */
  const fromOutside = (code: string) => {
    const found: string[] = [];
    const visit = (node: ts.Node) => {
      const isCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
      const isName = ts.isIdentifier(node) && ['require', 'process'].includes(node.text);
      if (isCall || isName || ts.isImportDeclaration(node)) found.push(node.getText());
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile('bundle.mjs', code, ts.ScriptTarget.ESNext, true));
    return found;
  };

  it('notices what a bundle asks of its surroundings', () => {
    const code = 'import a from "a"; export const b = [require("b"), process.pid, "process"]; await import("c");';
    expect(fromOutside(code)).toEqual(['import a from "a";', 'require', 'process', 'import("c")']);
  });

  it('grades for a browser, with nothing of Node’s', async () => {
    const contents = `${grading('grade, toText')}
      import { Value } from 'micrograd-lab';
      grade(Value).then((report) => { console.log(toText(report).split('\\n')[0]); });`;
    const code = await bundle(contents, { platform: 'browser' });
    expect(fromOutside(code)).toEqual(['import("fast-check")']);
    expect(run('graded.mjs', code)).toBe('100 of 100 points');
    await expect(bundle(grading('gradeFile'), { platform: 'browser' })).rejects.toThrow('"gradeFile"');
  });

  it.each(['esm', 'cjs'])('of gradeFile, as %s, blames no file, but says to leave the package out', async (format) => {
    const contents = `${grading('gradeFile')}
      gradeFile('value.mjs', { timeout: 60 })
        .then(({ score }) => { console.log(score); }, ({ message }) => { console.log(message); });`;
    writeFileSync(join(project, 'value.mjs'), lecture);
    const name = format === 'cjs' ? 'bundle.cjs' : 'bundle.mjs';
    const options = { platform: 'node', format };
    const says = 'gradeFile starts a file of micrograd-lab, child.js, which is not here: leave micrograd-lab out of ' +
      'the bundle (`external`), or, in a clone, run `npm run build`';
    expect(run(name, await bundle(contents, options))).toBe(says);
    expect(run(name, await bundle(contents, { ...options, external: ['micrograd-lab'] }))).toBe('100');
  });

  it('of `import { Value }` alone has at most 1.7 KB, minified and gzipped', async () => {
    const code = await bundle('export { Value } from \'micrograd-lab\'', { minify: true });
    const size = gzipSync(code, { level: 9 }).length;
    expect(size, `${size} bytes`).toBeLessThanOrEqual(1700);
  });

  it('of an import that nothing uses is empty', async () => {
    const code = await bundle('import { Value, MLP } from \'micrograd-lab\'; import \'micrograd-lab/nn\';');
    expect(code.trim()).toBe('');
  });
});
