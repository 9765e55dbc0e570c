// The examples as commands: what `npm start` installs and builds, and what the moons run prints and draws.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, utimesSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  hasTerminal, prepareExamples, runExample, runForOneLine, runOnTerminal,
} from '../support/examples.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('prepare.mjs', () => {
  let clone: string;
  /** A file in the clone that was last changed so many hours after midnight. */
  function put(path: string, hour: number, text = '') {
    const file = join(clone, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    for (const at of [file, dirname(file)]) utimesSync(at, hour * 3600, hour * 3600);
  }
  const rootInstall = 'ci --no-audit --no-fund --loglevel=error --include=dev';
  const install = 'ci --no-audit --no-fund --loglevel=error';

  beforeEach(() => {
    clone = realpathSync.native(mkdtempSync(join(tmpdir(), 'micrograd-lab-'))); // as Node names what it runs
    for (const path of ['src/engine.ts', 'tsup.config.ts', 'package-lock.json', 'examples/package-lock.json']) {
      put(path, 1);
    }
    for (const file of ['prepare.mjs', 'prepare-library.mjs']) {
      copyFileSync(join(root, 'examples', file), join(clone, 'examples', file));
    }
    // In npm's place: notes what it was asked for, and makes what npm would make.
    put('npm-cli.js', 1, `
      const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
      const asked = process.argv.slice(2).join(' ');
      const inExamples = process.cwd().endsWith('examples');
      appendFileSync(${JSON.stringify(join(clone, 'asked.txt'))}, (inExamples ? 'examples: ' : '') + asked + '\\n');
      console.log('npm says much');
      if (process.env.BROKEN) { console.error('npm says why'); process.exit(7); }
      const [folder, file] = asked === 'run build' ? ['dist', 'index.d.ts'] : ['node_modules', '.package-lock.json'];
      mkdirSync(folder, { recursive: true });
      writeFileSync(folder + '/' + file, '');
    `);
  });
  afterEach(() => { rmSync(clone, { recursive: true, force: true }); });

  function prepare(more = {}) {
    const log = join(clone, 'asked.txt');
    rmSync(log, { force: true });
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'examples', 'prepare.mjs')], {
      env: { ...process.env, npm_execpath: join(clone, 'npm-cli.js'), ...more }, encoding: 'utf8',
    });
    const asked = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    return { status, stdout, stderr, asked };
  }

  it('installs and builds everything on a fresh clone, in one line each, and the next time nothing', () => {
    const first = prepare();
    expect(first.asked).toEqual([rootInstall, 'run build', `examples: ${install}`]);
    expect(first.stdout).toBe('');
    expect(first.stderr.trim().split('\n')).toEqual([
      'installing the build tools (npm ci) ...',
      'building the library (npm run build) ...',
      'installing the libraries of the examples (npm ci) ...',
    ]);
    expect(prepare()).toEqual({ status: 0, stdout: '', stderr: '', asked: [] });
  });

  it.each([
    ['package-lock.json', rootInstall],
    ['examples/package-lock.json', `examples: ${install}`],
    ['src/engine.ts', 'run build'],
    ['src/compile/wasm.ts', 'run build'],
    ['tsup.config.ts', 'run build'],
  ])('sees that %s is newer, and does only what that asks for', (path, command) => {
    for (const folder of ['', 'examples/']) put(`${folder}node_modules/.package-lock.json`, 2);
    put('dist/index.d.ts', 2);
    expect(prepare().asked).toEqual([]);
    put(path, 3);
    expect(prepare().asked).toEqual([command]);
  });

  it('stops where npm fails, and shows what npm said', () => {
    const { status, stderr, asked } = prepare({ BROKEN: '1' });
    expect(asked).toEqual([rootInstall]);
    expect(stderr).toContain('npm says why');
    expect(stderr).toContain(`npm ${rootInstall} failed in ${clone}`);
    expect(status).toBe(1);
  });
});

const leftOut = isLeftOut('the moons command', lackingIn('examples'));
describe.skipIf(leftOut)('the moons command (needs `npm ci` in examples/)', () => {
  beforeAll(prepareExamples);
  const moons = (...args: string[]) => runExample('moons', ...args);
  const picture = join(root, 'examples', 'output', 'moons.svg');

  // What the two engines took comes last, and is not the same twice.
  const took = /\nA step takes [\d.]+ ms on the engine and [\d.]+ ms compiled [^\n]*\n$/;
  const { steps } = JSON.parse(readFileSync(join(root, 'test', 'fixtures', 'notebook-run.json'), 'utf8')) as
    { steps: { loss: number; line: string }[] };
  /** The lines, with the notebook's own digits where the loss is as near to it. */
  const likeNotebook = (stdout: string, tolerance: number) => stdout.replace(/\n$/, '').split('\n').map((line, i) => {
    const number = /(?<=loss )[^,]+/;
    const isNear = Math.abs(Number(number.exec(line)?.[0]) - steps[i].loss) <= tolerance;
    return isNear ? line.replace(number, String(steps[i].loss)) : line;
  });
  const notebookLines = steps.map(({ line }) => line);

  it('prints the notebook’s 100 lines into a pipe and nothing else, and writes a picture', () => {
    rmSync(picture, { force: true });
    const { status, stdout, stderr } = moons();
    expect(status).toBe(0);
    expect(stderr).toMatch(took);
    expect(stderr.replace(took, '')).toBe(`Picture: ${picture}`);
    // Python's own run differs by so much from run to run: it orders a set by address.
    expect(likeNotebook(stdout, 1e-14)).toEqual(notebookLines);

    const svg = readFileSync(picture, 'utf8');
    expect(unclosed(svg)).toEqual([]);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const paths = (mark: string) =>
      [...(new RegExp(`<g class="${mark}[^>]*>(.*?)</g>`).exec(svg)?.[1] ?? '').matchAll(/ d="([^"]*)"/g)];
    expect(paths('mark-symbol role-mark moons')).toHaveLength(100);
    const [[, curve]] = paths('mark-line role-mark');
    expect(curve.match(/[ML]/g)).toHaveLength(100);
    const texts = ['Decision boundary', 'Loss curve', 'class 0', 'class 1', 'boundary: score 0', 'x₁', 'x₂', 'step'];
    for (const text of texts) {
      expect(svg).toContain(`>${text}<`);
    }
  });

  it('prints the same lines with --compiled, to 12 digits, since rows are added up two by two', () => {
    const { status, stdout, stderr } = moons('--compiled');
    expect([status, stderr.replace(took, '')]).toEqual([0, `Picture: ${picture}`]);
    expect(likeNotebook(stdout, 1e-14)).toEqual(notebookLines);
  });

  it('keeps a trained model, and goes on from it', () => {
    const file = join(root, 'examples', 'output', 'model.json');
    const { status, stderr } = moons('--steps', '20', '--save', file);
    expect([status, stderr.replace(took, '')]).toEqual([0, `Model: ${file}\nPicture: ${picture}`]);
    const { stdout } = moons('--steps', '1', '--load', file);
    expect(stdout).toMatch(/^step 0 loss 0\.\d+, accuracy (8|9)\d\.0%\n$/); // a new one has 50 %
    const missing = moons('--load', 'no-such-file.json');
    expect([missing.status, missing.stdout]).toEqual([2, '']);
    expect(missing.stderr).toMatch(/^cannot load no-such-file\.json: ENOENT[^\n]*\n$/);
  });

  it('draws a run that diverges, too', () => {
    const { status, stdout } = moons('--noise', '1e200', '--steps', '3');
    expect(status).toBe(0);
    expect(stdout).toContain('step 2 loss nan, accuracy 50.0%\n');
    expect(unclosed(readFileSync(picture, 'utf8'))).toEqual([]);
  });

  it.skipIf(!hasTerminal)('draws on a terminal: progress, boundary, and where the picture is (needs `script`)', () => {
    const { status, text } = runOnTerminal('moons', '--steps', '5');
    expect(status).toBe(0);
    expect(text).toContain('100 moons, 337 parameters');
    expect(text).toMatch(/step 5\/5 █+ loss 0\.\d+ {2}accuracy \d+\.0%/);
    expect(text.match(/^▀*[▀●◆]+\r?$/gm)?.length).toBeGreaterThan(10); // rows of the plot
    expect(text).toContain('● class 0  ◆ class 1');
    expect(text).toContain(`Picture: ${picture}`);
    expect(text.replaceAll('\r', '')).toMatch(took);
    expect(text).not.toContain('step 0 loss'); // those lines are for pipes
  });

  it('answers a wrong option in one line, with exit status 2', () => {
    const { status, stdout, stderr } = moons('--steps', 'many');
    const wanted = '--steps wants an integer from 1 to 1000000, got "many"';
    expect(stderr).toBe(`${wanted} (npm start -- --help lists the options)\n`);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('explains its options when asked', () => {
    const { status, stdout, stderr } = moons('--help');
    for (const name of ['seed', 'samples', 'noise', 'steps', 'hidden']) expect(stdout).toContain(`--${name}`);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('ends quietly when nobody reads on, as behind `| head`', async () => {
    const { status, stderr } = await runForOneLine('moons', '--steps', '100000');
    expect([status, stderr]).toEqual([0, '']);
  });
});

/** The elements of an XML text that are not closed, or closed without having been opened. */
function unclosed(xml: string): string[] {
  const open: string[] = [];
  for (const [, end, name, , single] of xml.matchAll(/<(\/?)([a-zA-Z]+)((?:[^<>"]|"[^"<]*")*?)(\/?)>/g)) {
    if (single) continue;
    if (!end) open.push(name);
    else if (open[open.length - 1] === name) open.pop();
    else return [...open, `/${name}`];
  }
  return open;
}
