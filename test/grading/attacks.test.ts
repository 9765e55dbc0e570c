// What a submission must not be able to do, tried: on this Node, and on the newest one that test/conformance has.
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GradeFileOptions, Report } from '../../src/grading/index.ts';
import { buildGrader, type Grader } from '../support/grader.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';
import { lecture } from '../support/students/right.ts';

const newest = 'node-26';
const lacking = lackingIn('test/conformance', `${newest}/bin/node`);
const isMissing = isLeftOut('attacks on the newest Node', lacking);
const newestPath = join(import.meta.dirname, '..', 'conformance', 'node_modules', newest, 'bin', 'node');
function onBothNodes(name: string, test: (node: string) => Promise<void>): void {
  it(`${name}, on this Node`, () => test(process.execPath));
  it.skipIf(isMissing)(`${name}, on the newest Node (needs test/conformance)`, () => test(newestPath));
}

let grader: Grader;
let server: Server;
beforeAll(async () => {
  grader = await buildGrader();
  server = createServer((socket) => { socket.destroy(); }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  grader.remove();
});

/** Writes files into a folder of their own, and gives the path of the first one. */
function write(files: Record<string, string>): string {
  const folder = mkdtempSync(join(grader.folder, 'submission-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, Object.keys(files)[0]);
}

const inAMinute = { tasks: ['1.1'], timeout: 60 } as const;
const messageOf = async (path: string, options: GradeFileOptions = inAMinute) =>
  (await grader.grading.gradeFile(path, options)).tests[0].message;

/** What is in a folder, with all that may be changed of it. */
const look = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().map((name) => {
  const { mode, size, mtimeMs, uid, nlink } = statSync(join(folder, name));
  return [name, mode, size, mtimeMs, uid, nlink];
});

describe('a file that attacks', () => {
  const submission = (port: number) => {
    const text = readFileSync(join(import.meta.dirname, '..', 'support', 'students', 'attacks.mjs'), 'utf8');
    const outside = mkdtempSync(join(grader.folder, 'outside-'));
    writeFileSync(join(outside, 'secret.json'), '{ "a": "the-secret" }');
    writeFileSync(join(outside, 'package.json'), '{ "name": "the-secret" }');
    mkdirSync(join(outside, 'dir'));
    writeFileSync(join(outside, 'dir', 'the-secret.mjs'), '');
    return { outside, path: write({ 'value.mjs': text, 'outside.json': JSON.stringify({ outside, port }) }) };
  };
  const portOf = () => (server.address() as { port: number }).port;

  onBothNodes('reads, writes, starts and signals nothing', async (node) => {
    const isNetworkClosed = node !== process.execPath || 'registerHooks' in await import('node:module');
    const { path, outside } = submission(isNetworkClosed ? portOf() : 0);
    const before = [look(outside), look(dirname(path))];
    const { status, stdout } = await grader.runOn(node, path, '--format', 'json', '--tasks', '1.1', '--timeout', '60');
    expect(status).toBe(0);
    const { tests: [{ message }] } = JSON.parse(stdout) as Report;
    expect(message).toMatch(/^value\.mjs could not be loaded: Error: worked: , at value\.mjs:\d+$/);
    expect([look(outside), look(dirname(path))]).toEqual(before);
  });

  it.skipIf(process.platform !== 'linux')('can do most of that without the grader (needs Linux)', async () => {
    const { path } = submission(portOf());
    const said = await new Promise<string>((resolve) => {
      const options = { cwd: dirname(path), timeout: 60_000 };
      execFile(process.execPath, [path], options, (...[, , text]) => { resolve(text); }).stdin?.end();
    });
    const [, worked] = /^Error: worked: (.*)\.$/m.exec(said) ?? [said, said];
    const names = worked.split(', ').map((name) => name.replace(/ \(.*/, ''));
    expect(names).toEqual(expect.arrayContaining([
      'readByRequire', 'readEnvironment', 'writeOutside', 'writeBeside', 'writeReport',
      'streamHeap', 'setFlags', 'spawn', 'spawnSync', 'fork', 'cluster', 'spawnByHandle', 'worker', 'thread', 'wasi',
      'binding', 'builtin', 'debugger', 'session', 'kill', '_kill', 'killByImport', 'debugProcess', 'renice', 'allOfFs',
      'connect', 'listen', 'http', 'udp', 'dns',
    ]));
  });

  onBothNodes('is told that no Value needs that, and not of flags of Node’s', async (node) => {
    const says: [string, RegExp][] = [
      ['(await import("node:fs")).readFileSync("/etc/hostname");', /No Value needs files, at value\.mjs:1$/],
      ['(await import("node:fs")).writeFileSync("x", "");', /No Value needs files/],
      ['(await import("node:fs")).fchmodSync(1, 0o666);', /No Value needs files/],
      ['(await import("node:child_process")).spawnSync("id");', /No Value needs (other programs|node:child_process)/],
      ['new (await import("node:worker_threads")).Worker("./x.js");', /No Value needs (threads|node:worker_threads)/],
      ['(await import("node:inspector")).open();', /No Value needs (a debugger|node:inspector)/],
      ['await import("lodash");', / 'lodash' imported .*mjs.*\. No Value needs a package\.$/],
      ['(await import("node:module")).createRequire(import.meta.url)("lodash");', /'lodash' .*mjs.*\. No Value/],
    ];
    const source = (line: string) => `${line}\n${lecture}`;
    const messages = await Promise.all(says.map(async ([line]) => {
      const args = ['--format', 'json', '--tasks', '1.1', '--timeout', '60'];
      const { stdout } = await grader.runOn(node, write({ 'value.mjs': source(line) }), ...args);
      return (JSON.parse(stdout) as Report).tests[0].message;
    }));
    for (const [i, [, pattern]] of says.entries()) expect(messages[i]).toMatch(pattern);
    expect(messages.join('\n')).not.toMatch(/--allow|--permission|restricted|micrograd-grade-/);
  });

  it('is told so, too, when it happens in a method', async () => {
    const path = write({ 'value.mjs': `import fs from 'node:fs';\n${lecture.replace('  add(other) {', `  add(other) {
    fs.readFileSync('/etc/hostname');`)}` });
    const { tests } = await grader.grading.gradeFile(path, inAMinute);
    expect(tests[1].message)
      .toMatch(/^`a\.add\(b\)` with a = 2, b = -3, at value\.mjs:\d+: threw Error: No Value needs files\.$/);
  });

  it('cannot have the grader throw away its marks: what it says about itself is no word about an adapter', async () => {
    const path = write({ 'value.mjs': `import { writeSync } from 'node:fs';
      writeSync(3, '\\n{"unusable":"x","whose":"adapter"}\\n{}\\n');
      ${lecture}` });
    expect((await grader.grading.gradeFile(path, inAMinute)).score).toBe(10);
  });
});

describe('what was handed in', () => {
  const secret = `export const seed = 7;\n${lecture}`;
  const teachers = (name = 'tests.mjs') => write({ [name]: secret });

  it('may not be a link to the teacher’s files', async () => {
    const path = write({ 'beside.txt': '' }).replace('beside.txt', 'value.mjs');
    symlinkSync(teachers(), path);
    expect(await messageOf(path)).toBe('value.mjs could not be loaded: value.mjs is a link to a file outside of the ' +
      'folder that was handed in. Hand in the file itself.');
  });

  it('may not bring a link to them, of any kind', async () => {
    const target = teachers();
    const cases: [name: string, source: string, link: string, to: string, kind: string][] = [
      ['value.mjs', 'export * from "./helper.mjs";', 'helper.mjs', target, 'file outside'],
      ['value.ts', 'export * from "./helper.mjs";', 'helper.mjs', target, 'file outside'],
      ['value.ts', 'export * from "./helper";', 'helper.ts', teachers('tests.ts'), 'file outside'],
      ['value.mjs', 'export * from "./folder/tests.mjs";', 'folder', dirname(target), 'folder'],
      ['value.ts', 'export * from "./folder/tests.mjs";', 'folder', dirname(target), 'folder'],
      ['value.cjs', 'module.exports = require("./data.json");', 'data.json', target, 'file outside'],
    ];
    for (const [name, source, link, to, kind] of cases) {
      const path = write({ [name]: source });
      symlinkSync(to, join(dirname(path), link));
      expect(await messageOf(path)).toContain(`${name} could not be loaded: ${link} is a link to a ${kind}`);
    }
  });

  it('may link to files of its own', async () => {
    const path = write({ 'code/engine.mjs': lecture });
    symlinkSync('code/engine.mjs', join(dirname(path), '..', 'value.mjs'));
    expect(await messageOf(join(dirname(path), '..', 'value.mjs'))).toBe('');
  });

  it('may not import from above its folder, from a package, or from a folder with a dot', async () => {
    const others = { 'helper.mjs': '', 'x/node_modules/some/index.js': '', 'x/.git/a.mjs': '' };
    const path = write({ 'x/value.mjs': 'import "../helper.mjs";', ...others });
    expect(await messageOf(path)).toMatch(/Cannot find module/);
    writeFileSync(path, `import 'some';\n${lecture}`);
    expect(await messageOf(path)).toMatch(/ 'some' imported from value\.mjs\. No Value needs a package\.$/);
    writeFileSync(path, `import './node_modules/some/index.js';\n${lecture}`);
    expect(await messageOf(path)).toMatch(/Cannot find module 'node_modules\/some\/index\.js'/);
    writeFileSync(path, `import './.git/a.mjs';\n${lecture}`);
    expect(await messageOf(path)).toMatch(/Cannot find module '\.git\/a\.mjs'/);
  });

  it('has at most 5 MB, and what is larger is named', async () => {
    const large = '/'.repeat(5 * 2 ** 20);
    expect(await messageOf(write({ 'value.mjs': large }))).toMatch(/it exports nothing/);
    expect(await messageOf(write({ 'value.mjs': `${large}/` })))
      .toBe('value.mjs could not be loaded: value.mjs is too large: a submission has at most 5 MB.');
    expect(await messageOf(write({ 'value.mjs': `import './large.mjs';\n${lecture}`, 'large.mjs': large })))
      .toBe('value.mjs could not be loaded: large.mjs is too large: a submission has at most 5 MB.');
    expect(await messageOf(write({ 'value.mjs': lecture, 'large.mjs': large })), 'not imported').toBe('');
  });
});

describe('the adapter', () => {
  onBothNodes('cannot be found by a submission, nor what stands beside it', async (node) => {
    const adapter = write({
      'adapter.cjs': `const { add } = require('./more.json'); const word = 'the-' + 'secret';
        exports.default = (Value) => ({ create: (x) => new Value(x) }); exports.word = word; exports.add = add;
        module.exports = Object.assign(exports.default, exports); // the-secret`,
      'more.json': '{ "add": "the-secret" }',
      'hidden.mjs': '// the-secret',
    });
    const path = write({ 'value.mjs': `import fs from 'node:fs';
      import Module from 'node:module';
      import { dirname, join } from 'node:path';
      import { inspect } from 'node:util';
      const found = [];
      const search = (folder) => {
        for (const name of fs.readdirSync(folder)) {
          const path = join(folder, name);
          if (fs.statSync(path).isDirectory()) search(path);
          else if (/the-secre[t]/.test(fs.readFileSync(path, 'utf8'))) found.push(path);
        }
      };
      search(join(dirname(new URL(import.meta.url).pathname), '..'));
      if (/the-secre[t]/.test(inspect([Module._cache, process], { depth: 9 }))) found.push('cache');
      try { fs.readFileSync(${JSON.stringify(adapter)}); found.push('itself'); } catch {}
      try { fs.readFileSync(${JSON.stringify(join(dirname(adapter), 'hidden.mjs'))}); found.push('beside'); } catch {}
      if (found.length > 0) throw new Error(found.join());
      ${lecture}` });
    const args = ['--format', 'json', '--tasks', '1.1', '--timeout', '60', '--adapter', adapter];
    const { stdout, stderr } = await grader.runOn(node, path, ...args);
    expect(stderr).toBe('');
    expect((JSON.parse(stdout) as Report).tests[0].message).toBe('');
  });
});

describe('the command', () => {
  it.skipIf(process.platform === 'win32')('opens no debugger when it gets SIGUSR1 (needs Unix)', async () => {
    const path = write({ 'value.js': 'for (;;);' });
    const command = grader.start(path, '--timeout', '600');
    const ended = once(command, 'exit');
    // Its child is there: so is its handler.
    await expect.poll(() => childrenOf(Number(command.pid))).not.toEqual([]);
    command.kill('SIGUSR1');
    const answer = await fetch('http://127.0.0.1:9229/json/list').then(() => 'a debugger', () => 'nothing');
    expect([answer, command.exitCode]).toEqual(['nothing', null]);
    command.kill('SIGTERM');
    await ended;
  });

  const childrenOf = (pid: number) => {
    try {
      return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).trim().split(/\s+/);
    } catch {
      return [];
    }
  };

  it('ends at once by SIGTERM, while it compiles or looks for a line, and leaves nothing behind', async () => {
    const sources = { 'value.ts': `${lecture}\nconst q = ${'1 + '.repeat(60_000)}1;`, 'value.mjs': 'for (;;);' };
    for (const [name, source] of Object.entries(sources)) {
      const command = grader.start(write({ [name]: source }), '--timeout', '600');
      await expect.poll(() => childrenOf(Number(command.pid))).not.toEqual([]);
      const [child] = childrenOf(Number(command.pid));
      const ended = once(command, 'exit');
      const start = Date.now();
      command.kill('SIGTERM');
      expect(await ended).toEqual([130, null]);
      expect(Date.now() - start, 'ms').toBeLessThan(5000); // it takes 50, and a busy machine longer
      await expect.poll(() => existsSync(`/proc/${child}/exe`)).toBe(false);
    }
  });
});

describe('TypeScript that is made to take long', () => {
  it('ends with the file’s time, and disturbs no other', async () => {
    const slow = write({ 'value.ts': `${lecture}\nconst q = ${'1 + '.repeat(60_000)}1;` });
    const other = write({ 'value.ts': lecture });
    const start = Date.now();
    const [message, right] = await Promise.all([messageOf(slow, { tasks: ['1.1'], timeout: 3 }), messageOf(other)]);
    expect(message).toMatch(/^value\.ts could not be loaded: (it took too long|the compiler used up its memory)/);
    expect(right).toBe('');
    expect(Date.now() - start, 'ms').toBeLessThan(30_000);
  });
});
