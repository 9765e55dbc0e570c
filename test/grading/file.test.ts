// The grader with files that nobody trusts, each in a process of its own.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GradeFileOptions, Report } from '../../src/grading/index.ts';
import { buildGrader, type Grader } from '../support/grader.ts';
import { plant } from '../support/students/load.ts';
import { lecture, right } from '../support/students/right.ts';
import { wrong } from '../support/students/wrong.ts';

let grader: Grader;
let bare: Grader; // without fast-check and typescript
beforeAll(async () => {
  grader = await buildGrader();
  bare = await buildGrader({ packages: false });
});
afterAll(() => {
  grader.remove();
  bare.remove();
});

let count = 0;
/** Writes files into a folder of their own, and gives the path of the first one. */
function write(files: Record<string, string>): string {
  const paths = Object.keys(files).map((name) => join(grader.folder, `submission-${count}`, name));
  count++;
  for (const [i, text] of Object.values(files).entries()) {
    mkdirSync(dirname(paths[i]), { recursive: true });
    writeFileSync(paths[i], text);
  }
  return paths[0];
}

/** In a minute at most, for which no machine is too busy. */
const gradeText = (source: string, options?: GradeFileOptions) =>
  grader.grading.gradeFile(write({ 'value.js': source }), { timeout: 60, ...options });
const runBare = (...args: string[]) =>
  JSON.parse(bare.run(...args, '--format', 'json', '--timeout', '60').stdout) as Report;
const failedOf = ({ tests }: Report) => tests.filter(({ passed }) => !passed);

/** A process that has ended may stay for a while as a zombie, until somebody asks for its status. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

/** The processes that a process has started. */
function childrenOf(pid: number | undefined): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout.trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid).map(([child]) => child);
}

describe('a file', () => {
  it('gets the same report each time, and the one that its class gets here', async () => {
    const source = plant(lecture, wrong['pow forgets the factor'].edits);
    const [first, second] = [await gradeText(source, { seed: 3 }), await gradeText(source, { seed: 3 })];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it('may be CommonJS, have a default export, or export its class by another name', async () => {
    const nothing = { tasks: ['1.2'] } as const;
    const grade = (files: Record<string, string>, options: GradeFileOptions = nothing) =>
      grader.grading.gradeFile(write(files), options);
    const named = lecture.replace('export class Value', 'class Value');
    expect((await grade({ 'value.cjs': `${named}\nmodule.exports = { Value };` })).score).toBe(15);
    expect((await grade({ 'value.cjs': `${named}\nmodule.exports = Value;` })).score).toBe(15);
    expect((await grade({ 'value.mjs': `${named}\nexport default Value;` })).score).toBe(15);
    const other = { 'größe.js': `${named}\nexport { Value as Größe };` };
    expect((await grade(other, { ...nothing, export: 'Größe' })).score).toBe(15);
    const report = await grade(other, { ...nothing, export: 'Grösse' });
    expect(report.tests[0].message).toMatch(/it exports Größe, but no class Grösse/);
  });

  it('may come with others that it imports', async () => {
    const files = { 'value.js': 'export { Value } from "./engine.js";', 'engine.js': lecture };
    expect((await grader.grading.gradeFile(write(files), { timeout: 60 })).score).toBe(100);
  });

  it('may have other names, for which the teacher gives an adapter', async () => {
    const source = lecture.replaceAll('.data', '.x').replaceAll('.grad', '.slope').replace('mul(', 'times(')
      .replace('class Value', 'class Num').replaceAll('Value', 'Num').replace('backward()', 'run()');
    const path = write({
      'num.js': source,
      'adapter.js': `export default (Num) => ({
        create: (x) => new Num(x),
        data: (v) => v.x,
        grad: (v) => v.slope,
        setData: (v, x) => { v.x = x; },
        setGrad: (v, g) => { v.slope = g; },
        mul: (a, b) => a.times(b),
        backward: (v) => v.run(),
      });`,
    });
    const options = { export: 'Num', adapter: join(path, '..', 'adapter.js') };
    expect(failedOf(await grader.grading.gradeFile(path, options))).toEqual([]);
  });

  it('may have other names, which an adapter only renames', async () => {
    const source = lecture.replaceAll('.data', '.x').replaceAll('.grad', '.slope').replace('mul(', 'times(')
      .replace('backward()', 'run()').replace('x instanceof Value ? x : new Value(x)', 'x');
    const path = write({
      'value.js': source,
      'adapter.js': `export default () => ({
        rename: { data: 'x', grad: 'slope', mul: 'times', backward: 'run' }, wrapNumbers: true,
      });`,
    });
    expect(failedOf(await grader.grading.gradeFile(path, { adapter: join(path, '..', 'adapter.js') }))).toEqual([]);
  });

  it.each(['mjs', 'cjs'])('may be a module of functions, all of which an adapter is given: .%s', async (type) => {
    const functions = `const create = (x) => new Num(x);
      const add = (a, b) => a.add(b);
      const backward = (v) => v.backward();`;
    const source = lecture.replace('export class', 'class').replaceAll('Value', 'Num') + functions;
    const path = write({
      [`engine.${type}`]: `${source} ${type === 'mjs' ? 'export' : 'module.exports ='} { create, add, backward };`,
      'adapter.js': 'export default (_, { create, add, backward }) => ({ create, add, backward });',
    });
    const options = { adapter: join(path, '..', 'adapter.js'), tasks: ['1.2'] as const };
    expect((await grader.grading.gradeFile(path, options)).score).toBe(15);
  });

  it('that keeps something from one expression to the next is told so', async () => {
    const source = plant(lecture, [
      ['export class', 'let topo;\nexport class'],
      ['    const topo = [];', '    if (topo) { this.grad = 1; return; }\n    topo = [];'],
    ]);
    const { tests } = await gradeText(source, { tasks: ['1.1', '1.2'] });
    const messages = tests.filter(({ passed }) => !passed).map(({ message }) => message);
    expect(messages.length).toBeGreaterThan(1);
    for (const message of messages) {
      expect(message).toMatch(/By itself, in a fresh process, this expression is right\. Something is kept .*class\?$/);
    }
  });

  it('may export an adapter', async () => {
    const source = lecture.replace('export class', 'class');
    const grade = (adapter: string) =>
      gradeText(`${source}\nexport const mine = ${adapter};`, { tasks: ['1.2'], export: 'mine' });
    expect((await grade('{ create: (x) => new Value(x) }')).score).toBe(15);
    for (const none of ['null', '{}', '5']) {
      expect((await grade(none)).tests[0].message).toMatch(/it exports mine, but no class mine/);
    }
    const { tests: [{ message }] } = await gradeText('export const a = 1, b = 2;', { tasks: ['1.1'] });
    expect(message).toMatch(/it exports a, b, but no class Value/);
  });

  it('is told what an adapter says of it', async () => {
    const path = write({ 'value.js': lecture, 'adapter.js': 'export default () => { throw new Error("no"); };' });
    const { tests } = await grader.grading.gradeFile(path, { adapter: join(path, '..', 'adapter.js') });
    expect(tests[0].message).toBe('value.js could not be loaded: Error: no');
  });

  it.each(['undefined', '5', 'Promise.resolve({ create: (x) => new Value(x) })'])(
    'is told that the adapter made nothing of it: %s', async (made) => {
      const path = write({ 'value.js': lecture, 'adapter.js': `export default (Value) => (${made});` });
      const { tests } = await grader.grading.gradeFile(path, { adapter: join(path, '..', 'adapter.js') });
      expect(tests[0].message).toBe(
        'value.js could not be loaded: the adapter made of it nothing that has a function `create`. Does it export ' +
        'what the assignment asks for? If so, tell your teacher.');
    });

  it('gets no marks, but an error, when the adapter cannot be loaded', async () => {
    const adapters = {
      'throws.js': 'throw new Error("so");',
      'lacks-a-file.js': 'import "./no-such-file.js";',
      'exports-nothing.js': 'export const x = 1;',
    };
    const path = write({ 'value.js': lecture, ...adapters });
    const grade = (name: string) => grader.grading.gradeFile(path, { adapter: join(path, '..', name) });
    const begin = 'the adapter could not be loaded: ';
    await expect(grade('throws.js')).rejects.toThrow(new Error(`${begin}Error: so`));
    await expect(grade('lacks-a-file.js')).rejects.toThrow(`${begin}Error: Cannot find module `);
    await expect(grade('exports-nothing.js')).rejects.toThrow(`${begin}its default export must be a function`);
  });

  it('that Node takes for CommonJS, or for an ES module, is told what to do', async () => {
    const messageOf = async (source: string, type: string) => {
      const files = { 'value.js': source, 'package.json': JSON.stringify({ type }) };
      return (await grader.grading.gradeFile(write(files), { tasks: ['1.1'] })).tests[0].message;
    };
    const taken = 'Node takes it for CommonJS: call it .mjs, or take `"type": "commonjs"` out of package.json.';
    const begin = 'value.js could not be loaded: ';
    expect(await messageOf(lecture, 'commonjs')).toBe(`${begin}SyntaxError: Unexpected token 'export'. ${taken}`);
    expect(await messageOf(`import 'node:fs';\n${lecture}`, 'commonjs'))
      .toBe(`${begin}SyntaxError: Cannot use import statement outside a module. ${taken}`);
    expect(await messageOf('module.exports = 1;', 'module')).toContain('rename it to use the \'.cjs\' file extension');
  });

  it('sees nothing of the environment, in which there may be secrets', async () => {
    process.env.SECRET_OF_THIS_TEST = 'x';
    try {
      const { tests } = await gradeText('throw new Error(Object.keys(process.env).sort().join());', { tasks: ['1.1'] });
      expect(tests[0].message).toMatch(/Error: (PATH)?, at value\.js:1$/);
    } finally {
      delete process.env.SECRET_OF_THIS_TEST;
    }
  });

  it('ends when the command is ended', async () => {
    const path = write({ 'value.js': `process.on('SIGTERM', () => {}); // it does not want to
      for (;;);` });
    const command = grader.start(path, '--timeout', '600');
    await expect.poll(() => childrenOf(command.pid)).toHaveLength(1);
    const [pid] = childrenOf(command.pid);
    expect(isAlive(pid)).toBe(true);
    command.kill('SIGTERM');
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('that has found out the grader’s word can only answer as a Value would', async () => {
    const fault = { kind: 'threw', at: 0, text: 'so', name: '' };
    const forged = [
      {}, { looks: [] }, { looks: [2, 0] }, { looks: ['#2', '#0', '#0'] },
      ...[{ at: -1 }, { kind: 'late' }, { text: 5 }, { name: 5 }, { at: 0.5 }, { at: 99 }, { at: 3 }].map((part) => ({
        looks: [], fault: { ...fault, ...part },
      })),
    ];
    // Nothing shows the word to a submission. So here is a grader whose processes tell it.
    const told = grader.copy('telling');
    for (const name of readdirSync(told).filter((name) => name.endsWith('.js'))) {
      const text = readFileSync(join(told, name), 'utf8');
      const tells = text.replace('raiseFence();\nopen();', 'raiseFence();\nglobalThis.word = open();');
      writeFileSync(join(told, name), tells);
    }
    const { gradeFile } = await import(pathToFileURL(join(told, 'index.js')).href) as Grader['grading'];
    const messageFor = async (answer: string) => {
      const { tests } = await gradeFile(write({ 'value.js': `import { writeSync } from 'node:fs';
        export class Value {
          constructor() {
            writeSync(3, '\\n' + word + '${answer}' + '\\n');
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
            process.exit();
          }
        }` }), { tasks: ['1.1'], timeout: 60 });
      return tests[0].message;
    };
    const messages = await Promise.all(['no JSON', ...forged.map((answer) => JSON.stringify(answer))].map(messageFor));
    const says = '`a = new Value(2)`: something other than the grader answered from its process. Does the file ' +
      'write to the file descriptor 3? Only the grader may.';
    expect(messages).toEqual(messages.map(() => says));
    const right = await messageFor('{"looks":["#2","#0"]}');
    expect(right, 'of the second expression').toMatch(/^`a = new Value\(-3\.5\)`: it ended/);
    expect(await messageFor(JSON.stringify({ looks: [], fault }))).toBe('`a = new Value(2)`: threw so.');
  });

  it.each(['{"unusable":"x"}', '{"unusable":"x","whose":"adapter"}', 'no JSON', '{}'])(
    'cannot put the blame on the teacher’s adapter: %s', async (answer) => {
      const source = `import { writeSync } from 'node:fs'; writeSync(3, '\\n${answer}\\n');\n${lecture}`;
      expect((await gradeText(source, { tasks: ['1.1'] })).score).toBe(10);
    });

  it('that does not exist, or an option that makes no sense, is refused', async () => {
    const path = write({ 'value.js': lecture });
    const { gradeFile } = grader.grading;
    await expect(gradeFile('no-such-file.js')).rejects.toThrow('there is no file no-such-file.js');
    for (const timeout of [-1, 0, Infinity, '5' as unknown as number]) {
      await expect(gradeFile(path, { timeout })).rejects.toThrow(`timeout must be a number above 0; got ${timeout}`);
    }
    await expect(gradeFile(path, { memory: NaN })).rejects.toThrow('memory must be a number above 0; got NaN');
    await expect(gradeFile(path, { adapter: 'no.js' })).rejects.toThrow('there is no file no.js');
  });

  it('gets no marks, but an error, when the machine starts no process for it', async () => {
    const path = write({ 'value.js': lecture });
    const node = process.execPath;
    process.execPath = 'no-node';
    try {
      await expect(grader.grading.gradeFile(path)).rejects.toThrow('spawn no-node ENOENT');
    } finally {
      process.execPath = node;
    }
  });

  it('has time without end, if it is given some thousand years', async () => {
    expect((await gradeText(lecture, { tasks: ['1.1'], timeout: 1e11 })).score).toBe(10);
  });

  it('that does not parse is told the line', async () => {
    const { tests } = await gradeText(`${'\n'.repeat(11)}export class Value {\n`, { tasks: ['1.1'] });
    expect(tests[0].message).toMatch(/^value\.js could not be loaded: line 13: SyntaxError: /);
    const open = await gradeText('export class Value {\n  add() {\n\nexport const x = 1;\n', { tasks: ['1.1'] });
    expect(open.tests[0].message).toMatch(/: line 4: SyntaxError: Unexpected token 'export'$/);
    const [{ message }] = (await gradeText('throw new SyntaxError("mine");', { tasks: ['1.1'] })).tests;
    expect(message).toMatch(/^value\.js could not be loaded: SyntaxError: mine/);
  });

  it.skipIf(process.platform !== 'linux').each([
    ['in JavaScript\'s heap', 'for (;;) all.push(new Array(1e4).fill(1));'],
    ['outside of it', 'for (;;) all.push(Buffer.alloc(1e7, 1));'],
    ['and then never ends', 'all.push(Buffer.alloc(1e8, 1)); for (;;);'],
  ])('that takes too much memory is told so (needs Linux): %s', async (_, line) => {
    const source = `${lecture}\nconst all = []; Value.prototype.neg = function () { ${line} };`;
    const [failed] = failedOf(await gradeText(source, { tasks: ['1.5'], memory: 100, timeout: 10 }));
    expect(failed.name).toBe('neg');
    expect(failed.message).toContain('it used up its memory, 100 MB.');
  });

  it.skipIf(process.platform !== 'linux')('is ended at once when it takes too much memory (needs Linux)', async () => {
    const source = `${lecture}
      const { neg } = Value.prototype;
      Value.prototype.neg = function () {
        const all = Buffer.alloc(3e8, 1);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000 * all[0]);
        return neg.call(this);
      };`;
    const options = { tasks: ['1.5'], runs: 0 } as const;
    expect(failedOf(await gradeText(source, options)).map(({ name }) => name)).toEqual([]);
    const [failed] = failedOf(await gradeText(source, { ...options, memory: 100 }));
    expect(failed.message).toContain('it used up its memory, 100 MB.');
  });

  it('passes with the chain of 100,000 when it does not recurse', async () => {
    const extra = { tasks: ['1.1', 'extra'] } as const;
    const report = await gradeText(right['local gradients in each node, and a sort with a stack of its own'], extra);
    expect([report.score, report.maxScore, failedOf(report)]).toEqual([10, 10, []]);
    const bonus = await gradeText(lecture, { ...extra, points: { extra: 5 } });
    expect([bonus.score, bonus.maxScore]).toEqual([10, 10]);
    expect(failedOf(bonus)[0].message).toMatch(/^`a\.add\(b\)… \(100000 times\)` .*call stack.*a list of your own/);
  });
});

describe('the grader’s own trouble', () => {
  it('costs nobody a point when its process does not start, and the command ends with status 2', async () => {
    const path = write({ 'value.js': lecture });
    const broken = grader.copy('broken');
    const child = join(broken, 'child.js');
    const args = [join(broken, 'cli.js'), path];
    for (const [text, reason] of [['throw new Error("no luck");', 'no luck'], ['process.exit(7);', 'status 7']]) {
      writeFileSync(child, text);
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^micrograd-lab: the grader’s own process did not start \(status \d\).* no marks\.\n$/);
      expect(stderr).toContain(reason);
    }
    const { gradeFile } = await import(pathToFileURL(join(broken, 'index.js')).href) as Grader['grading'];
    await expect(gradeFile(path)).rejects.toThrow('the grader’s own process did not start (status 7)');
  });

  it('costs nobody a point when there is not memory enough to start', async () => {
    const path = write({ 'value.js': lecture });
    const says = 'the grader’s own process did not start';
    await expect(grader.grading.gradeFile(path, { memory: 1 })).rejects.toThrow(says);
  });

  it('is not taken for a lack of the package, when typescript or fast-check cannot be loaded', () => {
    const modules = join(bare.folder, 'grader', 'node_modules');
    const put = (name: string, text: string) => {
      mkdirSync(join(modules, name), { recursive: true });
      writeFileSync(join(modules, name, 'index.js'), text);
    };
    try {
      put('fast-check', 'require("pure-rand");');
      const { notes, score } = runBare(write({ 'value.js': lecture }), '--tasks', '1.1');
      expect(score).toBe(10);
      expect(notes[0]).toMatch(/^the package fast-check is installed, but cannot be loaded: .*pure-rand/);
      put('typescript', 'throw new Error("half installed");');
      const { status, stderr } = bare.run(write({ 'value.ts': lecture }), '--tasks', '1.1');
      const says = 'the package typescript is installed, but cannot be loaded: Error: half installed';
      if (!('stripTypeScriptTypes' in nodeModule)) expect([status, stderr]).toEqual([2, `micrograd-lab: ${says}\n`]);
    } finally {
      for (const name of ['fast-check', 'typescript']) rmSync(join(modules, name), { recursive: true, force: true });
    }
  });

  it('is the adapter’s, if it never comes to an end, or ends the process', async () => {
    const path = write({
      'value.js': lecture,
      'loops.js': 'for (;;);', 'ends.js': 'process.exit();', 'waits.js': 'await new Promise(() => {});',
    });
    const grade = (name: string) => grader.grading.gradeFile(path, { adapter: join(dirname(path), name), timeout: 2 });
    await expect(grade('loops.js')).rejects.toThrow('the adapter could not be loaded: it did not come to an end');
    await expect(grade('ends.js')).rejects.toThrow('the adapter could not be loaded: it ended the whole process');
    await expect(grade('waits.js')).rejects.toThrow('the adapter could not be loaded: it waits for a promise');
  });

  it('is not counted as the file’s time', async () => {
    const path = write({ 'value.js': lecture });
    const slow = grader.copy('slow');
    const text = readFileSync(join(slow, 'child.js'), 'utf8');
    writeFileSync(join(slow, 'child.js'), text.replace('raiseFence();\n', (line) =>
      `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000);\n${line}`));
    const { gradeFile } = await import(pathToFileURL(join(slow, 'index.js')).href) as Grader['grading'];
    expect((await gradeFile(path, { tasks: ['1.1'], timeout: 3 })).score).toBe(10);
  });
});

describe('an adapter', () => {
  it('may import files of its own, from beside it or above, and be TypeScript', async () => {
    const adapters = {
      'adapters/mine.mjs': 'import { make } from "../lib/make.mjs"; export default make;',
      'adapters/mine.cjs': 'module.exports = require("../lib/made");',
      'adapters/mine.ts': 'import { make } from "../lib/typed.js"; export default make;',
      'lib/make.mjs': 'import words from "./words.json" with { type: "json" }; ' +
        'export const make = (Value) => ({ create: (x) => new Value(x + words.plus) });',
      'lib/made.js': 'module.exports = (Value) => ({ create: (x) => new Value(x) });',
      'lib/typed.ts': 'type Class = new (x: number) => object;' +
        'export const make = (Value: Class) => ({ create: (x: number) => new Value(x) });',
      'lib/words.json': '{ "plus": 0 }', 'package.json': '{ "type": "commonjs" }',
    };
    const path = write({ 'value.mjs': lecture, ...adapters });
    for (const name of ['mine.mjs', 'mine.cjs', 'mine.ts']) {
      const adapter = join(dirname(path), 'adapters', name);
      expect([name, (await grader.grading.gradeFile(path, { tasks: ['1.1'], adapter })).score]).toEqual([name, 10]);
    }
  });

  it('of TypeScript that does not parse is an error', async () => {
    const path = write({ 'value.mjs': lecture, 'adapter.ts': '\nexport default (' });
    await expect(grader.grading.gradeFile(path, { adapter: join(dirname(path), 'adapter.ts') }))
      .rejects.toThrow('the adapter could not be loaded: line 2: Expression expected.');
  });
});

describe('an awkward file', () => {
  const typed = lecture.replace('constructor(', 'declare data: number;\n  constructor(');
  const inUtf16 = (text: string, isBig = false) => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return isBig ? bytes.swap16() : bytes;
  };
  const scoreOf = async (name: string, content: string | Buffer, more: Record<string, string> = {}) => {
    const path = write({ [name]: '', ...more });
    const own = join(dirname(path), name);
    writeFileSync(own, content);
    const { tests, score } = await grader.grading.gradeFile(own, { tasks: ['1.1', '1.2'], timeout: 60 });
    return [score, tests.find(({ passed }) => !passed)?.message ?? ''];
  };

  it.each<[string, string, string | Buffer]>([
    ['in UTF-16, as PowerShell writes it', 'value.js', inUtf16(lecture)],
    ['in UTF-16 with its bytes the other way round', 'value.js', inUtf16(lecture, true)],
    ['of TypeScript in UTF-16', 'value.ts', inUtf16(typed)],
    ['with a mark in UTF-8', 'value.js', `\ufeff${lecture}`],
    ['with an extension in capitals', 'VALUE.TS', typed],
    ['with an extension in some capitals', 'value.Mjs', lecture],
    ['without an extension', 'value', lecture],
    ['with a backslash in its name', 'va\\lue.js', lecture],
    ['with much in its name', 'my *value*, #1 [ü] 100%?.js', lecture],
  ])('is graded: %s', async (_, name, content) => {
    if (process.platform === 'win32' && /[\\*?]/.test(name)) return; // Windows has no such names
    expect(await scoreOf(name, content)).toEqual([25, '']);
  });

  it.each(['value.ts.txt', 'value.ipynb', 'value.js.bak', 'value.jsx', 'value.json'])(
    'with a name that no script has is told those that are taken: %s', async (name) => {
      const names = '.js, .mjs, .cjs, .ts, .mts, .cts or .tsx';
      expect(await scoreOf(name, lecture)).toEqual([0, `${name} could not be loaded: its name must end in ${names}.`]);
    });

  it('may set its children by a parameter property before a field reads them (F15)', async () => {
    const source = typed.replace(/constructor\([^]*?\n {2}\}/, `grad = 0;
      _backward = () => {};
      _prev = new Set<Value>(this.children);
      constructor(public data: number, private children: Value[] = []) {}`).replace('declare data: number;', '');
    expect(source).toContain('private children');
    expect(await scoreOf('value.ts', source)).toEqual([25, '']);
  });

  it('is told the line at which its code threw, in TypeScript, too, and in a file that it imports', async () => {
    const line = (text: string) => text.split('\n').findIndex((row) => row.includes('wrong.data')) + 1;
    const lines = '    const wrong = undefined;\n    wrong.data;';
    const wrong = (text: string) => text.replace('  mul(other) {', `  mul(other) {\n${lines}`);
    const ts = `interface Shape {\n  data: number;\n}\n/* a\n comment */\n${wrong(typed)}`;
    const threw = 'threw TypeError: Cannot read properties of undefined (reading \'data\').';
    const says = (place: string) =>
      expect.stringContaining(`\`a.mul(b)\` with a = 2, b = -3, at ${place}: ${threw}`) as string;
    expect((await scoreOf('value.js', wrong(lecture)))[1]).toEqual(says(`value.js:${line(wrong(lecture))}`));
    expect((await scoreOf('value.ts', ts))[1]).toEqual(says(`value.ts:${line(ts)}`));
    const helped = await scoreOf('value.ts', 'export * from \'./lib/engine\';', { 'lib/engine.ts': ts });
    expect(helped[1]).toEqual(says(`lib/engine.ts:${line(ts)}`));
    const throwing = 'const a = 1;\n\nthrow new RangeError("so");';
    for (const name of ['value.mjs', 'value.cjs', 'value.ts']) {
      expect((await scoreOf(name, throwing))[1]).toBe(`${name} could not be loaded: RangeError: so, at ${name}:3`);
    }
  });

  it('is told the line of what does not parse, whichever compiler it was', async () => {
    const begin = (name: string) => `${name} could not be loaded: `;
    expect((await scoreOf('value.cjs', '\n\nconst x = ;'))[1])
      .toBe(`${begin('value.cjs')}SyntaxError: Unexpected token ';', at value.cjs:3`);
    expect((await scoreOf('value.mjs', 'import "./h.mjs";', { 'h.mjs': '\n\nconst x = ;' }))[1])
      .toBe(`${begin('value.mjs')}h.mjs, line 3: SyntaxError: Unexpected token ';'`);
    expect((await scoreOf('value.tsx', `interface A {\n}\nconst x = <p/>;\n${typed}`))[1]).toBe(
      `${begin('value.tsx')}line 3: SyntaxError: Unexpected token '<'. JSX is no JavaScript, and no Value needs it.`);
    const absent = await scoreOf('value.mjs', '\nimport { x } from "./h.mjs";', { 'h.mjs': '' });
    expect(absent[1]).toMatch(/'x', at value\.mjs:2$/);
  });

  it('is told by the names that it was handed in with what is missing', async () => {
    expect((await scoreOf('value.ts', `const x = await import('./x');\n${typed}`))[1])
      .toBe('value.ts could not be loaded: Error: Cannot find module \'x\' imported from value.ts, at value.ts:1');
    expect((await scoreOf('value.cjs', 'require("./x")'))[1])
      .toBe('value.cjs could not be loaded: Error: Cannot find module \'./x\' imported from value.cjs, at value.cjs:1');
  });

  it('finds what it reads or imports by a name that it makes', async () => {
    const source = `import { readFileSync } from 'node:fs';
      const { zero } = JSON.parse(readFileSync(new URL('./numbers.json', import.meta.url), 'utf8'));
      const name = './zero.js';
      if (zero !== (await import(name)).zero) throw new Error('no');\n`;
    const files = { 'numbers.json': '{ "zero": 0 }', 'zero.js': 'export const zero = 0;' };
    const more = { ...files, 'package.json': '{ "type": "module" }' };
    expect(await scoreOf('value.js', source + lecture, more)).toEqual([25, '']);
    expect(await scoreOf('value.ts', source + typed, more)).toEqual([25, '']);
  });

  it('is told what is wrong with a class that is none, with a generator, and with what is frozen', async () => {
    expect((await scoreOf('value.js', 'export const Value = (x) => ({ data: x });'))[1])
      .toBe('value.js could not be loaded: Value is a function that `new` cannot call: write `export class Value`.');
    expect((await scoreOf('value.js', 'export class Value { constructor() { return () => 1; } }'))[1])
      .toBe('`a = new Value(2)`: new Value gave a function, where a new Value must come.');
    expect((await scoreOf('value.js', lecture.replace('  add(other) {', '  *add(other) {')))[1])
      .toMatch(/: add gave a generator, where a new Value must come\. The `\*` before the method's name makes it one/);
    const frozen = lecture.replace('  add(other) {', '  add(other) {\n    Object.freeze(this).name = other;');
    expect((await scoreOf('value.js', frozen))[1])
      .toMatch(/threw TypeError: Cannot add property name.* freeze the object\? .* `Object\.freeze`\.$/);
  });
});

describe('TypeScript', () => {
  const value = `
import { one } from './one';
import { two } from './two.js';
import type { Nothing } from './nothing.ts';
enum Start { Zero }
export class Value {
  public grad: number = Start.Zero;
  private step: () => void = () => {};
  constructor(public data: number, private readonly from: Value[] = []) {}
  add(b: Value): Value {
    const out: Value = new Value(this.data + b.data, [this, b]);
    out.step = () => { this.grad += out.grad * one; b.grad += out.grad * two / 2; };
    return out;
  }
  mul(b: Value): Value {
    const out = new Value(this.data * b.data, [this, b]);
    out.step = () => { this.grad += out.grad * b.data; b.grad += out.grad * this.data; };
    return out;
  }
  backward(): void {
    const order: Value[] = [];
    const visit = (v: Value) => { if (!order.includes(v)) { v.from.forEach(visit); order.push(v); } };
    visit(this);
    this.grad = 1;
    for (const v of order.reverse()) v.step();
  }
}
export type Unused = Nothing;
`;
  const files = {
    'value.ts': value,
    'one.ts': 'import type { Value } from "./value";\nexport const one: number = 1; export type V = Value;',
    'two.ts': 'export { two } from "./plain.js";',
    'plain.js': 'export const two = 2;',
    'nothing.ts': 'export interface Nothing { x: 1 }',
  };
  const tasks = ['1.1', '1.2', '1.3', '1.4'] as const;
  /** For what is temporary, a folder that no other grader writes to. */
  let temporary: string;
  beforeEach(() => {
    temporary = mkdtempSync(join(grader.folder, 'temporary-'));
    for (const name of ['TMPDIR', 'TEMP']) vi.stubEnv(name, temporary); // on Unix, on Windows
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    expect(readdirSync(temporary), 'left behind').toEqual([]);
  });

  it('is graded as JavaScript is, with what it imports', async () => {
    const report = await grader.grading.gradeFile(write(files), { tasks });
    expect(failedOf(report)).toEqual([]);
  });

  it('that does not parse is told the line', async () => {
    const broken = { ...files, 'value.ts': value.replace('enum Start {', 'enum Start') };
    const report = await grader.grading.gradeFile(write(broken), { tasks });
    expect(report.tests[0].message).toMatch(/^value\.ts could not be loaded: line 5: .*expected/);
    const helper = { ...files, 'one.ts': '\nexport const one: = 1;' };
    const other = await grader.grading.gradeFile(write(helper), { tasks });
    expect(other.tests[0].message).toMatch(/^value\.ts could not be loaded: one\.ts, line 2: /);
    const deep = { 'value.ts': `export const Value = ${'['.repeat(1e5)};` };
    const third = await grader.grading.gradeFile(write(deep), { tasks });
    expect(third.tests[0].message).toMatch(/^value\.ts could not be loaded: RangeError: .*call stack/);
  });

  it('may import what Node, or TypeScript, finds under another name, at once or later', async () => {
    const imports = {
      'plain-name.js': 'export const x = 1;', 'folder/index.ts': 'export const x: number = 1;',
      'for-mjs.mts': 'export const x: number = 1;', 'for-cjs.cts': 'export const x: number = 1;',
      'later.ts': 'export const x: number = 1;',
      // It imports what imports it.
      'circle.ts': 'import * as all from "./value";\nexport const x = () => all;',
    };
    const names = ['plain-name', 'folder', 'for-mjs.mjs', 'for-cjs.cjs', 'circle'];
    const source = `${names.map((name, i) => `import { x as x${i} } from './${name}';`).join('\n')}
      const { x } = await import('./later');
      export const all = () => [x, x0, x1, x2, x3, x4];
      ${value}`;
    const path = write({ ...files, ...imports, 'value.ts': source });
    expect(failedOf(await grader.grading.gradeFile(path, { tasks }))).toEqual([]);
  });

  it('may have long runs of blanks, also where an import could be', async () => {
    const blanks = ' '.repeat(2e5);
    const source = `${value}\nexport const x = \`${blanks} from${blanks} import${blanks} from ${'" '.repeat(1e5)}\`;`;
    const path = write({ ...files, 'value.ts': source });
    expect(failedOf(await grader.grading.gradeFile(path, { tasks, timeout: 60 }))).toEqual([]);
  });

  it('leaves nothing behind when the command is ended', async () => {
    const path = write({ 'value.ts': 'import { writeFileSync } from "node:fs";\nfor (;;);' });
    const command = grader.start(path, '--timeout', '600');
    const folders = () => readdirSync(temporary).filter((name) => name.startsWith('micrograd-grade-'));
    await expect.poll(folders).toHaveLength(1);
    const ended = once(command, 'exit');
    command.kill('SIGTERM');
    await ended; // afterEach looks
  });

  it('may be CommonJS by its name', async () => {
    const report = await grader.grading.gradeFile(write({ 'value.cts': value, ...files }), { tasks });
    expect(failedOf(report)).toEqual([]);
  });

  it('that imports what is not there is told so, and not of a line of its types', async () => {
    const absent = { ...files, 'value.ts': `import { absent } from './two';\n${value}\nexport const x = absent;` };
    const report = await grader.grading.gradeFile(write(absent), { tasks });
    expect(report.tests[0].message).toMatch(/^value\.ts could not be loaded: SyntaxError: .*absent/);
  });

  it('is not compiled as its tsconfig says', async () => {
    const compilerOptions = { paths: { '@/*': ['./*'] }, module: 'commonjs', experimentalDecorators: true };
    const messageOf = async (source: string) => {
      const path = write({ ...files, 'value.ts': source, 'tsconfig.json': JSON.stringify({ compilerOptions }) });
      return (await grader.grading.gradeFile(path, { tasks: ['1.1'] })).tests[0].message;
    };
    expect(await messageOf(`import { one } from '@/one';\n${value}`)).toMatch(/Cannot find package '@\/one'/);
    expect(await messageOf('class Value {}\nexport = Value;')).toBe('value.ts could not be loaded: it exports ' +
      'nothing: write `export class Value`. (`export =` is for CommonJS.)');
    const decorated = `
      function old(_: object, name: string) {
        if (typeof name !== 'string') throw new Error('new kind');
      }
      export class Value { @old x = 1; }`;
    expect(await messageOf(decorated)).toBe('value.ts could not be loaded: Error: new kind, at value.ts:3');
  });

  it('may have an import in a comment, of a file that is broken', async () => {
    const source = `// import { Value } from './old.ts';\n${value}`;
    const report = await grader.grading.gradeFile(write({ ...files, 'value.ts': source, 'old.ts': '[' }), { tasks });
    expect(failedOf(report)).toEqual([]);
  });
});

describe('TypeScript without its compiler', () => {
  const source = `import { square } from'./square';
    const { square: again } = await import ( './square' );
    ${lecture.replace('constructor(', 'declare data: number;\n  constructor(')}
    export const nine: number = square(3) + again(0);`;
  const files = { 'value.ts': source, 'square.ts': 'export const square = (x: number): number => x * x;' };
  const packages = [['no package typescript'], ['version 7 of it, which has none']];
  const seven = () => join(bare.folder, 'grader', 'node_modules', 'typescript');
  const gradeBare = (which: string, files: Record<string, string>) => {
    if (which.startsWith('version 7')) {
      mkdirSync(seven(), { recursive: true });
      writeFileSync(join(seven(), 'index.js'), 'exports.version = "7.0.2";');
    }
    try {
      return runBare(write(files), '--tasks', '1.1,1.2');
    } finally {
      rmSync(seven(), { recursive: true, force: true });
    }
  };

  /** A program that uses the grader which finds no packages. */
  const runWithBare = (program: string) => {
    const source = `import { gradeFile } from '${bare.url}';\n${program}`;
    return spawnSync(process.execPath, ['--input-type=module', '--eval', source], { encoding: 'utf8' });
  };

  const strips = 'stripTypeScriptTypes' in nodeModule;
  it.skipIf(strips).each(packages)('says what to install (needs a Node before 22.13): %s', (which) => {
    const { score, tests } = gradeBare(which, files);
    expect(score).toBe(0);
    expect(tests[0].message).toBe('value.ts could not be loaded: it is TypeScript, for which the grader needs a ' +
      'package: `npm install --save-dev typescript@6` (or Node 22.13)');
  });

  it.skipIf(!strips).each(packages)('has its types stripped by Node (needs Node 22.13): %s', (which) => {
    expect(failedOf(gradeBare(which, files))).toEqual([]);
  });

  it.skipIf(!strips)('is told its line, and what to install for a decorator (needs Node 22.13)', () => {
    const source = '\n\nfunction old(...x: unknown[]) {}\nexport class Value {\n  @old x = 1;\n}';
    const { tests: [{ message }] } = gradeBare('none', { 'value.ts': source });
    expect(message).toMatch(/^value\.ts could not be loaded: line 5: SyntaxError: .*\. For a decorator .* `npm i/);
  });

  it.skipIf(!strips)('is told its line, and what to install for an enum (needs Node 22.13)', () => {
    const messageOf = (files: Record<string, string>) => gradeBare('none', files).tests[0].message;
    const start = 'value\\.ts could not be loaded: ';
    const broken = { 'value.ts': `${'\n'.repeat(11)}export const x: = 1;` };
    expect(messageOf(broken)).toMatch(new RegExp(`^${start}line 12: Unexpected(?!.*npm install)`));
    const withEnum = { ...files, 'square.ts': '\n\nenum A { Z }' };
    const advice = '`npm install --save-dev typescript@6`';
    expect(messageOf(withEnum)).toMatch(new RegExp(`^${start}square\\.ts, line 3: .*enum.* ${advice}$`));
  });

  it.skipIf(!strips)('has its types stripped, also after a file that is too much for Node (needs Node 22.13)', () => {
    const deep = write({ 'value.ts': `export const Value = ${'['.repeat(1e5)};` });
    const { stdout } = runWithBare(`
      const reports = [];
      for (const path of ${JSON.stringify([deep, write(files)])}) {
        reports.push(await gradeFile(path, { tasks: ['1.1', '1.2'], timeout: 60 }));
      }
      console.log(JSON.stringify(reports));
    `);
    const [first, second] = JSON.parse(stdout) as Report[];
    expect(first.tests[0].message).toMatch(/^value\.ts could not be loaded: (?!line)\S/);
    expect(failedOf(second)).toEqual([]);
  });

  it.skipIf(!strips)('gets no marks, but an error, when the machine starts no process (needs Node 22.13)', () => {
    const { stderr } = runWithBare(`process.execPath = 'no-node'; await gradeFile(${JSON.stringify(write(files))});`);
    expect(stderr).toContain('Error: spawn no-node ENOENT');
  });
});

describe('without fast-check', () => {
  it('the fixed expressions run alone, for the same maximum, and the report says so', () => {
    const report = runBare(write({ 'value.js': lecture }));
    expect([report.score, report.maxScore]).toEqual([100, 100]);
    expect(report.notes).toEqual([expect.stringContaining('npm install --save-dev fast-check')]);
    const other = runBare(write({ 'value.js': plant(lecture, wrong['tanh overflows'].edits) }));
    expect(failedOf(other).map(({ task }) => task)).toEqual(['1.6']);
  });
});
