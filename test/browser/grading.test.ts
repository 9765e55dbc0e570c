// gradeInWorker in a real browser: under a policy in a <meta> tag, as the playground has it, and under one that the
// server sends. The page has the package from dist; sucrase strips types, es-module-lexer finds imports.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { grade, type Report } from '../../src/grading/index.ts';
import { lacking, launch, visit, type Browser } from '../support/browser.ts';
import { esbuild } from '../support/esbuild.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';
import { load, plant } from '../support/students/load.ts';
import { lecture } from '../support/students/right.ts';
import { wrong } from '../support/students/wrong.ts';

interface Given {
  files: Record<string, string>;
  options?: { tasks?: string[]; timeout?: number; print?: boolean; assignment?: string; export?: string };
  without?: string[];
  worker?: string;
  otherLexer?: boolean;
}
interface Result {
  report?: Report; error?: string; lines: string[]; workers: { started: number; ended: number }; took: number;
}

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const solution = read('examples/assignments/value/solution/value.ts');
const starter = read('examples/assignments/value/starter/value.ts');

const policy = 'script-src \'self\' \'wasm-unsafe-eval\'';
const policies: Record<string, { path: string; policy: string }> = {
  'a policy in a <meta> tag': { path: 'test/browser/grading.html', policy: '' },
  'a policy from the server that allows blobs': {
    path: 'test/browser/grading-header.html', policy: `${policy} blob:`,
  },
};

const lacks = lacking || lackingIn('test/browser', 'sucrase');
const leftOut = isLeftOut('grading in a browser', lacks);
describe.skipIf(leftOut)('in a browser (needs Chromium, and `npm ci` in test/browser/)', () => {
  let browser: Browser;
  beforeAll(async () => {
    spawnSync(process.execPath, [fileURLToPath(new URL('examples/prepare-library.mjs', root))]);
    await esbuild.build({
      entryPoints: [fileURLToPath(new URL('grading-page.js', import.meta.url))], bundle: true, format: 'esm',
      outdir: fileURLToPath(new URL('coverage/browser', root)), logLevel: 'error',
    });
    browser = await launch();
    return () => browser.close();
  });

  async function inPage(given: Given, place = policies['a policy in a <meta> tag']): Promise<Result> {
    let result: Result | undefined;
    await visit(browser, place, async (page) => {
      result = await page.evaluate((given) => {
        const { grade } = globalThis as unknown as { grade: (given: unknown) => Promise<Result> };
        return grade(given);
      }, given);
    });
    if (result === undefined) throw new Error('the page gave nothing');
    return result;
  }

  async function reportOf(given: Given): Promise<Report> {
    const { report, error } = await inPage({ ...given, options: { timeout: 60, ...given.options } });
    if (report === undefined) throw new Error(error);
    return report;
  }
  const failures = ({ tests }: Report) => tests.filter(({ passed }) => !passed).map(({ message }) => message);
  const firstOf = async (files: Record<string, string>, options: Given['options'] = {}) =>
    failures(await reportOf({ files, options }))[0];
  const value = (text: string) => ({ 'value.js': text });

  describe.each(Object.entries(policies))('under %s', (_, place) => {
    it('gives the solution all points, the starter none, in one worker each, which is ended', async () => {
      const options = { timeout: 60 };
      const solved = await inPage({ files: { 'value.ts': solution }, options }, place);
      expect([solved.error, solved.report?.score, solved.workers]).toEqual([undefined, 100, { started: 1, ended: 1 }]);
      const begun = await inPage({ files: { 'value.ts': starter }, options }, place);
      expect([begun.report?.score, begun.report?.maxScore]).toEqual([0, 100]);
      expect(begun.report?.tests[0].message).toContain('Task 1.1: implement constructor');
      console.info(`the solution in ${solved.took.toFixed(0)} ms, the starter in ${begun.took.toFixed(0)} ms`);
    });
  });

  it('under a policy from the server that does not allow blobs, loads no file and says so', async () => {
    const place = { path: 'test/browser/grading-header.html', policy };
    const { report } = await inPage({ files: value(lecture), options: { timeout: 60 } }, place);
    expect(report?.score).toBe(0);
    expect(report?.tests[0].message).toContain('value.js could not be loaded: TypeError: Failed to fetch');
  });

  it('says of wrong classes what it says on the main thread', async () => {
    for (const { edits } of Object.values(wrong).filter((_, i) => i % 16 === 0)) {
      const text = plant(lecture, edits);
      const expected = await grade(await load(text));
      const given = await reportOf({ files: value(text) });
      expect([given.score, given.tests]).toEqual([expected.score, expected.tests]);
    }
  });

  it('stops what does not end, goes on with the next test in another worker, and gives it no second go', async () => {
    const text = plant(lecture, [['  tanh() {', '  tanh() {\n    for (;;);']]);
    const { report, workers, took } = await inPage({ files: value(text), options: { timeout: 4 } });
    const failed = report?.tests.filter(({ passed }) => !passed) ?? [];
    expect(new Set(failed.map(({ task }) => task))).toEqual(new Set(['1.6', '1.8']));
    for (const { message } of failed) expect(message).toMatch(/did not come to an end|was used up before/);
    expect(workers.started).toBe(workers.ended);
    expect(workers.started).toBeGreaterThan(1);
    expect(took).toBeLessThan(20_000); // its 4 s, and the start of each worker on a busy machine
  });

  it('takes two seconds for all, unless it is told otherwise', async () => {
    const { report, took } = await inPage({ files: value(`${lecture}\nfor (;;);`) });
    expect(report?.score).toBe(0);
    expect(report?.tests[0].message).toContain('value.js could not be loaded: it did not come to an end');
    expect(took).toBeGreaterThan(1900);
    expect(took).toBeLessThan(10_000);
  });

  it('grades a class with the files that it imports, and names lines of theirs', async () => {
    const files = {
      'value.ts': 'import { Base } from \'./lib/base\';\nexport class Value extends Base {}\n',
      'lib/base.ts': solution.replace('export class Value', 'import { two } from \'../two.js\';\nexport class Value') +
        '\nexport { Value as Base };\nexport const four = 2 * two;\n',
      'two.ts': 'export const two: number = 2;\n',
    };
    // What a method makes are Values of the base class: as good as any.
    expect((await reportOf({ files })).score).toBe(100);
    const thrown = { ...files, 'two.ts': 'export const two: number = 2;\nthrow new Error(\'no luck\');\n' };
    expect(await firstOf(thrown)).toBe('value.ts could not be loaded: Error: no luck, at two.ts:2');
  });

  it.each<[string, Record<string, string>]>([
    ['value.js → a.js → value.js: in a page, files cannot import each other in a circle. Move what both need into a ' +
    'third file.',
    { 'value.js': 'import \'./a.js\';', 'a.js': 'import \'./value.js\';' }],
    ['value.js imports ./b.js, and there is no such file: there are value.js.', value('import \'./b.js\';')],
    ['value.js imports lodash. It can import only files beside it.', value('import \'lodash\';')],
    ['it exports nothing: write `export class Value`.', value('')],
    ['it exports Valeu, but no class Value: write `export class Value`.', value('export class Valeu {}')],
    ['Value is a function that `new` cannot call', value('export const Value = (x) => x;')],
  ])('says what is wrong with a file: %s', async (says, files) => {
    expect(await firstOf(files)).toContain(`value.js could not be loaded: ${says}`);
  });

  it('says where a file is no TypeScript', async () => {
    expect(await firstOf({ 'value.ts': 'export class Value {\n  constructor( {\n}\n' }))
      .toMatch(/^value\.ts could not be loaded: .*\(\d:\d+\)/);
  });

  it('hears what the class prints, up to a thousand lines', async () => {
    const { lines } = await inPage({
      files: value(`console.log('loaded', 1, [2], { a: 3 });
        for (let i = 0; i < 2000; i++) console.warn(i);
        ${lecture}`),
      options: { print: true, timeout: 60, tasks: ['1.1'] },
    });
    expect(lines[0]).toBe('loaded 1 [2] {"a":3}');
    expect([lines.length, lines[1000]]).toEqual([1001, '(more than 1000 lines: the others are left out)']);
  });

  it('takes nothing that the class posts for an answer, and gives it no network', async () => {
    const sly = `postMessage?.('a{}');\n${lecture}`;
    expect(await firstOf(value(sly))).toContain('postMessage is not defined');
    for (const name of ['fetch', 'XMLHttpRequest', 'WebSocket', 'indexedDB', 'importScripts', 'close', 'Worker']) {
      const text = `if (typeof ${name} !== 'undefined') throw new Error('${name}');\n${lecture}`;
      expect(failures(await reportOf({ files: value(text), options: { tasks: ['1.1'] } }))).toEqual([]);
    }
  });

  it.each<[string, Given]>([
    ['TypeError: expected the text of value.ts; got no files', { files: {} }],
    ['TypeError: expected the text of value.ts; got engine.ts', { files: { 'engine.ts': '' } }],
    ['TypeError: expected the option strip, which takes the types of value.ts away; got none',
      { files: { 'value.ts': '' }, without: ['strip'] }],
    ['TypeError: expected the option lexer, since there are 2 files; got none',
      { files: { 'value.js': '', 'a.js': '' }, without: ['lexer'] }],
    ['TypeError: expected a lexer whose imports have type, specifier, start and end',
      { files: value('import \'./a.js\';'), otherLexer: true }],
    ['RangeError: there is no assignment tensors: they are value',
      { files: value(''), options: { assignment: 'tensors' } }],
    ['RangeError: timeout must be a number above 0; got 0', { files: value(''), options: { timeout: 0 } }],
    ['RangeError: there is no task 9', { files: value(''), options: { tasks: ['9'] } }],
    ['Error: the worker did not start. Does it run micrograd-lab/grading/worker?',
      { files: value(lecture), worker: '/no.js' }],
  ])('says to the page what is wrong with a call: %s', async (says, given) => {
    const { error } = await inPage(given);
    expect(error).toContain(says);
  });
});
