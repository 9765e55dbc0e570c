// Whatever stands on the command line of an example, in the file that it is given or in the playground's address: it is
// understood, or refused in one line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readDocs } from '../../examples/microgpt/docs.ts';
import * as microgpt from '../../examples/microgpt/options.ts';
import * as moons from '../../examples/moons/options.ts';
import { fromHash, toHash } from '../../examples/playground/src/state.ts';
import { anyText, find, fuzz, inTime, mutated, refusal, repeated, soup, wantLine, withBugIn } from './fuzz.ts';

const names = [
  'seed', 'samples', 'noise', 'steps', 'hidden', 'compiled', 'load', 'save', 'help', 'data', 'temperature', 'eager',
  'no-seed', '__proto__', 'constructor',
];
const values = [
  '', ' ', '0', '1', '-1', '+7', '2.5', '1e3', '0x10', '1,2', '16, 16', ',', '99999999999999999999', 'NaN', 'Infinity',
  'file.json', '\u0661', 'true', 'false',
];
const value = fc.oneof(fc.constantFrom(...values), soup(values), anyText);
const option = fc.oneof(fc.constantFrom(...names), anyText);
const word = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(option, value).map(([name, text]) => `--${name}=${text}`) },
  { weight: 4, arbitrary: option.map((name) => `--${name}`) },
  { weight: 4, arbitrary: value },
  fc.constantFrom('--', '-', '-h', '-x', '-hx', '--=', '-=1'),
);
const commandLines = fc.array(word, { maxLength: 6 });

interface Example {
  parseOptions: (args: string[]) => object | undefined;
  usage: string;
  UsageError: typeof moons.UsageError;
}

/** What is understood: numbers within limits, options that the usage lists, and no value for those that take none. */
function checkOptions({ parseOptions, usage, UsageError }: Example, args: string[]): void {
  const read: (object | undefined)[] = [];
  const error = refusal(() => read.push(parseOptions(args)), UsageError);
  if (error) wantLine(error.message);
  else if (read[0] === undefined) expect(args.some((arg) => /^(--help|-\w*h)/.test(arg))).toBe(true);
  else {
    for (const [name, x] of Object.entries(read[0])) {
      if (typeof x === 'number') expect([name, x >= 0 && x <= Number.MAX_VALUE]).toEqual([name, true]);
    }
    const { name = '', value } = /^--(?<name>[^=]*)(?<value>=[^]*)?$/.exec(args.at(0) ?? '')?.groups ?? {};
    if (name !== '') expect(usage).toContain(`\n  --${name} `);
    if (['compiled', 'eager', 'help'].includes(name)) expect(value).toBeUndefined();
    expect(inTime(() => parseOptions(args))).toEqual(read[0]);
  }
}

describe('a command line', () => {
  const examples = [['npm start', moons], ['npm run microgpt', microgpt]] as const;
  it.each(examples)('of %s is understood, or refused', async (_, example) => {
    await fuzz(commandLines, (args) => { checkOptions(example, args); }, 300);
  });
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-fuzz-'));
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it('is a list of names for microgpt, or refused', async () => {
    const path = join(folder, 'names.txt');
    const pieces = ['ada', 'a', 'z', '\n', '\r\n', ' ', '\t', 'Z', 'é', '0', ',', '\u2028', '\0', '\ufeff'];
    const texts = fc.oneof(soup(pieces), mutated(['emma\nolivia\nava\n'], pieces), repeated(pieces), anyText);
    await fuzz(texts, (text) => {
      writeFileSync(path, text);
      const read: string[][] = [];
      const error = refusal(() => read.push(readDocs(path)), microgpt.UsageError);
      if (error) wantLine(error.message);
      else {
        for (const name of read[0]) expect(name).toMatch(/^[a-z]+$/);
        expect(read[0].join('')).toBe(text.replaceAll(/\s/g, ''));
      }
    }, 300);
  });
});

describe('an address of the playground', () => {
  it('gives a state, whatever it is, and the state an address that leads back to it', async () => {
    const keys = ['room', 'formula', 'way', 'step', 'points', 'layers', 'noise', 'batch', 'hide', 'seed', '__proto__'];
    const marks = ['#', '&', '=', '%', '%2C', '-', '_', ',', '1', '0.5', 'training', 'xor'];
    const pieces = [...marks, ...keys.map((key) => `${key}=`)];
    const good = ['#room=training&points=0.5%2C-1%2C2_1%2C1%2C0&layers=8-8', '#formula=a%20*%20b&step=3&hide=bugs'];
    await fuzz(fc.oneof(soup(pieces), mutated(good, pieces), repeated(pieces), anyText), (hash) => {
      const state = inTime(() => fromHash(hash));
      expect(fromHash(toHash(state))).toEqual(state);
    }, 150);
  });
});

describe('a bug in the options is found:', () => {
  const plant = (from: string, to: string) =>
    withBugIn<typeof moons>('examples/command/options.ts', 'examples/moons/options.ts', [from, to]);
  const smallest = (example: Example) => find(commandLines, (args) => { checkOptions(example, args); }, 20_000);

  it('an option that is only inherited', async () => {
    const bad = await plant('!Object.hasOwn(kinds, name)', '!(name in kinds)');
    expect(smallest(bad)).toEqual([expect.stringMatching(/^--(constructor|__proto__)/)]);
  });

  it('another error', async () => {
    const bad = await plant('(/^[+-]?\\d+$/.test(text) ? BigInt', '(text !== \'\' ? BigInt');
    expect(smallest(bad).join(' ')).toContain('seed');
  });

  it('a number below the least', async () => {
    const bad = await plant('isNumber && x >= least && ', '');
    expect(smallest(bad).join(' ')).toContain('noise');
  });
});
