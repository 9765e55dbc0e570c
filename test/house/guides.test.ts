// The guides in examples/guides, followed to the letter: their files are written and their commands run, in order, in a
// new folder. What would be fetched from the network is what was installed here for other tests.
import { execSync, spawn } from 'node:child_process';
import {
  cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import { lacking as lackingBrowser, launch } from '../support/browser.ts';
import { blocksOf, copyRepository, Follower, linkInstalled } from '../support/follow.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guides = join(root, 'examples', 'guides');
const read = (name: string) => readFileSync(join(guides, name), 'utf8');
const temporary = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
afterAll(() => { rmSync(temporary, { recursive: true, force: true }); });

// The guides' commands are for a Unix shell; those of Node and npm are the same on Windows.
const lacksShell = process.platform === 'win32';

describe.skipIf(lacksShell)('the runner of these tests (needs a Unix shell)', () => {
  const blocks = (...all: [string, string][]) => all.map(([language, text]) => ({ language, text }));

  it('keeps to the folder of the terminal, writes files, and sees a wrong promise and a failure', () => {
    const follower = new Follower(temporary);
    const made = blocks(['sh', 'mkdir new\ncd new\n'], ['js', '// a.js\nconsole.log(1);\n'], ['sh', 'node a.js\n']);
    expect(follower.follow([...made, ...blocks(['text', '1\n'])])).toEqual(['', '1\n']);
    expect(readdirSync(join(temporary, 'new'))).toEqual(['a.js']);
    expect(() => follower.follow(blocks(['sh', 'node a.js\n'], ['text', '2\n']))).toThrow('to be \'2\\n\'');
    expect(() => follower.follow(blocks(['sh', 'node b.js\ntrue\n']))).toThrow('Cannot find module');
    expect(() => follower.follow(blocks(['js', 'console.log(1);\n']))).toThrow('a file without its name');
  });
});

describe.each(readdirSync(guides).filter((name) => name.endsWith('.md')))('the guide %s', (guide) => {
  it('links only to files that exist, and names only scripts that there are', () => {
    const links = [...read(guide).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path);
    expect(links.filter((path) => !existsSync(join(guides, path)))).toEqual([]);
    const scriptsOf = (folder: string) => {
      const { scripts } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as
        { scripts: Record<string, string> };
      return Object.keys(scripts);
    };
    const named = [...read(guide).matchAll(/npm run ([\w:-]+)(?: --prefix ([\w/]+))?/g)];
    expect(named.filter(([, name, folder = '.']) => !scriptsOf(folder).includes(name)).map(([all]) => all)).toEqual([]);
  });
});

describe.skipIf(lacksShell)('the guide for developers (needs a Unix shell)', () => {
  const blocks = blocksOf(read('developers.md'));
  const serve = blocks.findIndex(({ text }) => text === 'npx vite\n');
  const folderOfVite = join(root, 'examples', 'playground');
  let follower: Follower;

  beforeAll(() => {
    const copy = join(temporary, 'packed');
    mkdirSync(copy);
    for (const name of ['src', 'package.json', 'tsconfig.json', 'tsup.config.ts', 'README.md', 'LICENSE']) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    execSync('npm pack', { cwd: copy, stdio: 'pipe' });
    const tarball = join(copy, readdirSync(copy).find((name) => name.endsWith('.tgz')) ?? 'no tarball');
    // `npm install` would take away a Vite that is linked, so that comes last.
    follower = new Follower(temporary, `npm() { case "$*" in
      'install micrograd-lab') command npm install --offline --ignore-scripts --no-fund "${tarball}" ;;
      'install --save-dev vite') ln -s "${folderOfVite}/node_modules/vite" node_modules/vite
        mkdir -p node_modules/.bin && ln -s ../vite/bin/vite.js node_modules/.bin/vite ;;
      *) command npm "$@" ;;
    esac; }`);
    follower.follow(blocks.slice(0, blocks.findIndex(({ text }) => text.includes('vite'))));
  });

  it('has a model trained and kept by the end of its first part', () => {
    const model = library.loadModel(readFileSync(join(follower.folder, 'model.json'), 'utf8'));
    expect(model.parameters()).toHaveLength(337); // 3 * 16 + 17 * 16 + 17, as in Karpathy's demo
    const moons = library.makeMoons({ samples: 100, noise: 0.1, random: new library.NumpyRandom(1337) });
    expect(moons.x.map((point) => (model.forward(point)[0].data > 0 ? 1 : 0))).toEqual(moons.y);
  });

  it('is TypeScript, as it says', () => {
    // What it says is to be written in the place of the comments.
    const [, section] = /^## In TypeScript$([^]*?)^## /m.exec(read('developers.md')) ?? [];
    const [comment, train, draw, importMLP] = [...section.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
    expect(comment).toBe('@param');
    const folder = join(temporary, 'moons', 'typescript');
    mkdirSync(folder);
    const files = blocks.filter(({ language }) => language === 'js').map(({ text }, i) => {
      const [, name = ''] = /^\/\/ (\w+)\.js$/m.exec(text) ?? [];
      const path = join(folder, name === 'page' ? `page${i}.ts` : `${name}.ts`); // there are two of it
      const code = text.replace('function train(report)', `function ${train}`)
        .replace('function draw(model)', `function ${draw}`);
      writeFileSync(path, name === 'draw' ? `${importMLP}\n${code}` : code);
      return path;
    });
    expect(files).toHaveLength(7);
    const program = ts.createProgram(files, {
      strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: ['node'], typeRoots: [join(root, 'node_modules', '@types')], lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    });
    const complaints = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) =>
      `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
    expect(complaints).toEqual([]);
  });

  const lacking = [lackingBrowser, lackingIn('examples/playground')];
  const leftOut = isLeftOut('the page and the worker of the guide for developers', ...lacking);
  it.skipIf(leftOut)('trains in a page, then in a worker (needs a browser, and a Vite to link)', async () => {
    const isNew = blocks.findIndex(({ language, text }, i) => i > serve && language === 'sh' && text.includes('build'));
    const start = blocks.findIndex(({ text }) => text.includes('--save-dev vite'));
    follower.follow(blocks.slice(start, serve));
    const browser = await launch();
    // The guide's command, run by Node itself so that it can be ended.
    const vite = spawn(process.execPath, [join('node_modules', 'vite', 'bin', 'vite.js')], { cwd: follower.folder });
    try {
      const address = await new Promise<string>((resolve, reject) => {
        let said = '';
        const listen = (text: Buffer) => {
          said += stripVTControlCharacters(String(text));
          const [url] = /http:\/\/\S+(?=\s)/.exec(said) ?? []; // all of it
          if (url !== undefined) resolve(url);
        };
        vite.stdout.on('data', listen);
        vite.stderr.on('data', listen);
        vite.once('exit', () => { reject(new Error(said)); });
      });
      const seen = async () => {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('pageerror', (error) => { complaints.push(String(error)); });
        await page.goto(address);
        const ask = () => page.evaluate((points) => {
          interface Canvas { getContext: (kind: '2d') => { getImageData: (...at: number[]) => { data: number[] } } }
          interface Page { querySelector: (tag: string) => (Canvas & { textContent: string }) | null }
          const { document } = globalThis as unknown as { document: Page };
          const context = document.querySelector('canvas')?.getContext('2d');
          const colours = points.map(([x, y]) => [...context?.getImageData(x, y, 1, 1).data ?? []]);
          return { text: document.querySelector('p')?.textContent, colours };
        }, [[112, 40], [188, 160]]); // (0, 1) and (1, -0.5), the tops of the moons
        await expect.poll(ask).toEqual({
          text: 'step 99: loss 0.0110', colours: [[240, 150, 50, 255], [70, 120, 200, 255]],
        });
        expect(complaints).toEqual([]);
        await page.close();
      };
      await seen();
      follower.follow(blocks.slice(serve + 1, isNew));
      expect(readFileSync(join(follower.folder, 'page.js'), 'utf8')).toContain('new Worker(');
      await seen();
    } finally {
      vite.kill();
      await browser.close();
    }
    follower.follow(blocks.slice(isNew));
    expect(readdirSync(join(follower.folder, 'dist', 'assets')).join()).toMatch(/index-.*worker-/);
  });
});

describe('the guide for students', () => {
  const rows = [...read('students.md').matchAll(/^\| (\d:\d\d:\d\d) \|[^|]*\| ([^|]*) ?\| ?([^|]*) ?\|$/gm)];
  const run = rows.flatMap(([, , run]) => [...run.matchAll(/`([^`]+)`/g)].map(([, name]) => name));

  it('goes through the lecture in its order, and through every step of examples/lecture', () => {
    const times = rows.map(([, time]) => time);
    expect(times).toEqual([...times].sort());
    expect(times.length).toBeGreaterThan(15);
    const steps = readdirSync(join(root, 'examples', 'lecture')).map((name) => /^\d\d/.exec(name)?.[0]).filter(Boolean);
    expect([...new Set(run.filter((name) => name.startsWith('lecture/')))]).toEqual(
      steps.sort().map((step) => `lecture/${step}`));
  });

  it('names only examples that there are, and only what is in the files that it names', () => {
    const others = run.filter((name) => !name.startsWith('lecture/'));
    const isThere = (name: string) => [`${name}.ts`, `${name}/main.ts`]
      .some((path) => existsSync(join(root, 'examples', path)));
    expect(others.filter((name) => !isThere(name))).toEqual([]);
    const named = rows.flatMap(([, , , reading]) => {
      const [, file, list = ''] = /\b(\w+\.ts)[^:]*: (.*)$/.exec(reading) ?? [];
      return [...list.matchAll(/`(\w+)`/g)].map(([, name]) => [file, name]);
    });
    expect(named.length).toBeGreaterThan(10);
    const missing = named.filter(([file, name]) =>
      !new RegExp(String.raw`\b${name}\b`).test(readFileSync(join(root, 'src', file), 'utf8')));
    expect(missing).toEqual([]);
  });

  it('translates the lecture’s names into some that work', () => {
    const { MLP, propagate, toDot, toMermaid, topologicalOrder, Value } = library;
    const x = new Value(3);
    const y = x.mul(x);
    expect([y.inputs, y.op]).toEqual([[x, x], '*']);
    expect(topologicalOrder(y)).toEqual([x, y]);
    y.grad = 1;
    propagate(y);
    expect(x.grad).toBe(6);
    for (const draw of [toDot, toMermaid]) expect(draw(y)).toContain('3');
    const n = new MLP(3, [4, 4, 1]);
    expect(n.forward([2, 3, -1])).toHaveLength(1);
    const activations = n.layers.map(({ neurons }) => neurons[0].activation);
    expect(activations).toEqual(['relu', 'relu', 'linear']);
    const table = read('students.md').split('## Other names')[1];
    const used = ['`a.inputs`', '`a.op`', '`propagate(a)`', '`topologicalOrder(a)`', '`toDot(a)`', '`toMermaid(a)`',
      '`n.forward(x)`', '`n.zeroGrad()`', '`new MLP(3, [4, 4, 1])`'];
    for (const code of used) expect(table).toContain(code);
  });
});

const forClones = ['examples', 'examples/playground'].map((folder) => lackingIn(folder));
const leftOut = isLeftOut('the commands of the guides for students and educators', ...forClones);
describe.skipIf(leftOut || lacksShell)('in a clone (needs `npm ci` in examples/ and examples/playground/)', () => {
  const clone = join(temporary, 'clone');
  beforeAll(() => {
    copyRepository(clone);
    for (const folder of ['.', 'examples', 'examples/playground']) linkInstalled(clone, folder);
    // For machines without unzip.
    writeFileSync(join(temporary, 'unzip.mjs'), `
      import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
      import { createRequire } from 'node:module';
      import { dirname } from 'node:path';
      const { unzipSync } = createRequire(${JSON.stringify(join(root, 'examples', 'package.json'))})('fflate');
      for (const [path, content] of Object.entries(unzipSync(readFileSync(process.argv[2])))) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }`);
  });

  it('the commands for students print what the guide shows', () => {
    expect(new Follower(clone).follow(blocksOf(read('students.md')))).toHaveLength(1);
  });

  it('the commands for educators make the assignment, and mark it', () => {
    const follower = new Follower(clone, `unzip() { node "${join(temporary, 'unzip.mjs')}" "$2"; }
      npm() { case "$*" in
        'ci --prefix examples/playground') ;;
        *) command npm "$@" ;;
      esac; }`);
    const [made, begun, solved] = follower.follow(blocksOf(read('educators.md')));
    const zips = ['student', 'gradescope'].map((name) => `examples/output/value-${name}.zip`);
    expect(made.split('\n').map((line) => line.replace(/: .*/, ''))).toEqual([...zips, '']);
    expect(begun).toMatch(/^0 of 100 points\n/m);
    expect(solved).toContain('\n100 of 100 points\n');
    const reports = readFileSync(join(clone, 'examples', 'output', 'reports.txt'), 'utf8');
    expect(reports.match(/^\w+: .*/gm)).toEqual(['ada: 100 of 100 points', 'ben: 0 of 100 points']);
    expect(existsSync(join(clone, 'examples', 'playground', 'dist', 'index.html'))).toBe(true);
    // Where the guide tells to look.
    expect(read('../assignments/value/hidden/tests.mjs')).toMatch(/\bseed = \d+;/);
    expect(read('../assignments/value/solution/value.ts')).toContain('this.grad += out.grad;');
    expect(read('../assignments/value/NOTES.md')).toContain('125 of 125 points');
  });
});
