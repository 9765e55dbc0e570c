// The API reference that typedoc makes of the doc comments. (That their examples are true: documentation.test.ts.)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import * as compile from '../../src/compile/index.ts';
import * as engine from '../../src/engine.ts';
import * as grading from '../../src/grading/index.ts';
import * as library from '../../src/index.ts';
import * as nn from '../../src/nn.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';

const folder = fileURLToPath(new URL('../docs', import.meta.url));
const typedoc = join(folder, 'node_modules', 'typedoc', 'bin', 'typedoc');
const leftOut = isLeftOut('the API reference', lackingIn('test/docs', 'typedoc'));

const temporary = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
afterAll(() => { rmSync(temporary, { recursive: true, force: true }); });

describe.skipIf(leftOut)('the API reference (needs `npm ci` in test/docs/)', () => {
  const out = join(temporary, 'reference');
  const run = (...options: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, '--out', out, ...options], {
      cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' },
    });
    return { status, said: stdout + stderr };
  };

  it('is made without a complaint, and has a page for each class and function', () => {
    const { status, said } = run();
    expect(said).not.toMatch(/\[(warning|error)\]/);
    expect(status).toBe(0);
    const pages = ['classes', 'functions'].flatMap((kind) => readdirSync(join(out, kind)));
    // What is marked `@internal` is for the other files of src.
    const internal = ['isValue'];
    const names = [library, engine, nn, compile, grading].flatMap((entry) => Object.keys(entry));
    const missing = [...new Set(names)].filter((name) => !pages.some((page) => page.endsWith(`.${name}.html`)));
    expect(missing.sort()).toEqual(internal.sort());
  });

  it('is not made when a comment is lacking, or a link leads nowhere', () => {
    writeFileSync(join(temporary, 'some.ts'), `
      /** One. */ export const one = 1;
      export function silentFunction() { return 1; }
      export interface SilentType { x: number }
      /** Of one silent method. */ export class Talks { silentMethod() { return 1; } }
      /** See {@link nowhere}. */ export const two = 2;
    `);
    writeFileSync(join(temporary, 'tsconfig.json'), '{ "files": ["some.ts"] }');
    const config = join(temporary, 'typedoc.config.js');
    writeFileSync(config, `
      import config from ${JSON.stringify(new URL('../docs/typedoc.config.js', import.meta.url))};
      export default { ...config, entryPoints: ['some.ts'], tsconfig: 'tsconfig.json',
        intentionallyNotDocumented: [], intentionallyNotExported: [] };
    `);
    const { status, said } = run('--options', config);
    const complaints = said.split('\n').filter((line) => line.includes('[warning]') && !/ Found \d/.test(line));
    const named = ['silentFunction', 'SilentType', 'silentMethod', 'nowhere'];
    expect(complaints.map((line) => named.find((name) => line.includes(name))).sort()).toEqual(named.sort());
    expect(status).not.toBe(0);
  });
});
