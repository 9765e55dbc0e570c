// The parts of the moons example that need no library of its own; examples.test.ts runs the whole command.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { classes, tints } from '../../examples/moons/colours.ts';
import { checkFolder, readModel, writeModel } from '../../examples/moons/model-file.ts';
import { parseOptions, usage, UsageError } from '../../examples/moons/options.ts';
import { keyLine, plotLines, type Paint } from '../../examples/moons/plot.ts';
import { notebook, notebookLine, setUp, train } from '../../examples/moons/train.ts';
import { trainCompiled } from '../../examples/moons/train-compiled.ts';
import { MLP, type Dataset } from '../../src/index.ts';
import { runs } from '../support/seed.ts';

interface NotebookStep { step: number; loss: number; line: string }
const run = JSON.parse(readFileSync(new URL('../fixtures/notebook-run.json', import.meta.url), 'utf8')) as
  { steps: NotebookStep[] };

describe('train', () => {
  it('reproduces all 100 steps of Karpathy’s demo.ipynb', () => {
    const { data, model } = setUp(notebook);
    const steps = [...train(model, data, notebook.steps)];
    expect(steps).toHaveLength(100);
    for (const [i, wanted] of run.steps.entries()) {
      // Python's own run differs by so much from run to run: it orders a set by address.
      expect(Math.abs(steps[i].loss - wanted.loss), `loss of step ${i}`).toBeLessThanOrEqual(1e-14);
      expect(notebookLine({ ...steps[i], loss: wanted.loss })).toBe(wanted.line);
    }
  });

  it('gives the same steps when it is compiled, up to rounding', () => {
    const steps = (training: typeof train) => {
      const { data, model } = setUp(notebook);
      return [...training(model, data, notebook.steps)];
    };
    const compiled = steps(trainCompiled);
    expect(compiled).toHaveLength(100);
    for (const [i, wanted] of steps(train).entries()) {
      expect(Math.abs(compiled[i].loss - wanted.loss), `loss of step ${i}`).toBeLessThanOrEqual(1e-12);
      expect(compiled[i]).toEqual({ ...wanted, loss: compiled[i].loss });
    }
  });

  it('lets the learning rate fall from 1.0 towards 0.1 over any number of steps', () => {
    const { data, model } = setUp({ ...notebook, samples: 10, hidden: [3] });
    const before = () => model.parameters().map((p) => p.data);
    let old = before();
    for (const { step } of train(model, data, 4)) {
      const { i, grad } = model.parameters().map((p, i) => ({ i, grad: p.grad }))
        .reduce((a, b) => (Math.abs(b.grad) > Math.abs(a.grad) ? b : a));
      expect((old[i] - model.parameters()[i].data) / grad).toBeCloseTo([1, 0.775, 0.55, 0.325][step], 12);
      old = before();
    }
  });

  it('gives other points and other weights for another seed, of any size and sign', () => {
    const first = ({ seed = 1337n }) => {
      const { data, model } = setUp({ ...notebook, seed });
      return [data.x[0][0], model.parameters()[0].data];
    };
    for (const seed of [0n, -1n, 2n ** 70n]) {
      expect(first({ seed })[0]).not.toBe(first({})[0]);
      expect(first({ seed })[1]).not.toBe(first({})[1]);
    }
  });
});

describe('notebookLine', () => {
  // What CPython's repr gives.
  it.each([
    [0.8958441028683222, '0.8958441028683222'], [0, '0.0'], [1, '1.0'], [0.0001, '0.0001'], [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'], [2 ** 53, '9007199254740992.0'], [1e16, '1e+16'], [1.5e21, '1.5e+21'], [1e100, '1e+100'],
    [NaN, 'nan'], [Infinity, 'inf'],
  ])('prints a loss of %d as Python does', (loss, text) => {
    expect(notebookLine({ step: 3, loss, accuracy: 0.57 })).toBe(`step 3 loss ${text}, accuracy 56.99999999999999%`);
  });
});

describe('parseOptions', () => {
  const plain = { ...notebook, compiled: false };

  it('means the notebook’s run when nothing is given, and help says which that is', () => {
    expect(parseOptions([])).toEqual(plain);
    for (const [name, value] of Object.entries(notebook)) expect(usage).toContain(`--${name} ${String(value)} `);
  });

  it('reads every run back from the text of its options, with a space or = between', () => {
    const anyRun = fc.record({
      seed: fc.bigInt(),
      samples: fc.integer({ min: 2, max: 100_000 }),
      noise: fc.double({ min: 0, noDefaultInfinity: true, noNaN: true }),
      steps: fc.integer({ min: 1, max: 1_000_000 }),
      hidden: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }),
    });
    fc.assert(fc.property(anyRun, fc.boolean(), (wanted, spaced) => {
      const pairs = Object.entries(wanted).map(([name, value]) => [`--${name}`, String(value)]);
      const args = spaced ? pairs.flat() : pairs.map((pair) => pair.join('='));
      expect(parseOptions(args)).toEqual({ ...wanted, compiled: false });
    }), runs(100));
  });

  it('takes the last of two, and a call for help before anything else', () => {
    expect(parseOptions(['--steps', '3', '--steps', '4'])).toEqual({ ...plain, steps: 4 });
    expect(parseOptions(['--steps', '-1', '--help'])).toBeUndefined();
    expect(parseOptions(['-h'])).toBeUndefined();
  });

  it('takes a file to load a model from, and one to keep it in', () => {
    const wanted = { ...plain, load: 'a.json', save: 'b.json' };
    expect(parseOptions(['--load', 'a.json', '--save=b.json'])).toEqual(wanted);
  });

  it('trains compiled when told so', () => {
    expect(parseOptions(['--compiled', '--steps', '3'])).toEqual({ ...notebook, steps: 3, compiled: true });
  });

  it('says how to give an option to the demo when npm has taken it for one of its own', () => {
    for (const name of ['seed', 'samples', 'noise', 'steps', 'hidden', 'compiled', 'load']) {
      // what `npm start --steps=2` and `npm start --steps 2` leave in the environment
      expect(() => parseOptions([], { [`npm_config_${name}`]: '2' })).toThrow(
        new UsageError(`npm took --${name} for an option of its own: write npm start -- --${name} …`));
    }
    expect(parseOptions([], { npm_config_cache: 'somewhere' })).toEqual(plain);
  });

  const ofSamples = 'an integer from 2 to 100000';
  const ofSteps = 'an integer from 1 to 1000000';
  const sizes = 'integers from 1 to 1000 with commas between, such as 16,16';
  it.each([
    ['--foo', 'there is no option --foo'],
    ['--foo=3', 'there is no option --foo'],
    ['-x', 'there is no option -x'],
    ['--Seed 1', 'there is no option --Seed'],
    ['20', 'wanted options only, got "20"'],
    ['-- 20', 'wanted options only, got "20"'],
    ['--seed 1.5', '--seed wants an integer, got "1.5"'],
    ['--seed', '--seed wants an integer, got nothing'],
    ['--seed=', '--seed wants an integer, got ""'],
    ['--seed --steps 3', '--seed wants an integer, got "--steps"'],
    ['--samples 1', `--samples wants ${ofSamples}, got "1"`],
    ['--samples ten', `--samples wants ${ofSamples}, got "ten"`],
    ['--samples 100001', `--samples wants ${ofSamples}, got "100001"`],
    ['--steps 0', `--steps wants ${ofSteps}, got "0"`],
    ['--steps -5', `--steps wants ${ofSteps}, got "-5"`],
    ['--steps 1e3', `--steps wants ${ofSteps}, got "1e3"`],
    ['--steps 99999999999999999999', `--steps wants ${ofSteps}, got "99999999999999999999"`],
    ['--noise -0.1', '--noise wants a number of at least 0, got "-0.1"'],
    ['--noise NaN', '--noise wants a number of at least 0, got "NaN"'],
    ['--noise Infinity', '--noise wants a number of at least 0, got "Infinity"'],
    ['--noise 0x10', '--noise wants a number of at least 0, got "0x10"'],
    ['--noise=', '--noise wants a number of at least 0, got ""'],
    ['--hidden 16,0', `--hidden wants ${sizes}, got "16,0"`],
    ['--hidden 16, 16', `--hidden wants ${sizes}, got "16,"`],
    ['--hidden 1001', `--hidden wants ${sizes}, got "1001"`],
    ['--load=', '--load wants a file, got ""'],
    ['--save', '--save wants a file, got nothing'],
    ['--load a.json --hidden 8', '--hidden is for a new model, and --load for an old one'],
    ['--hidden=', `--hidden wants ${sizes}, got ""`],
  ])('refuses %s in one line', (line, message) => {
    expect(() => parseOptions(line.split(' ')))
      .toThrow(new UsageError(`${message} (npm start -- --help lists the options)`));
  });
});

describe('a model in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
  const path = join(folder, 'model.json');
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it('goes on from where it was kept', () => {
    const { data, model } = setUp({ ...notebook, samples: 20, hidden: [4] });
    const half = [...train(model, data, 10)];
    writeModel(path, model);
    const whole = [...half, ...train(model, data, 10)];
    const { model: copy } = setUp(notebook, readModel(path));
    expect([...train(copy, data, 10)]).toEqual(whole.slice(10));
  });

  it('is named, in one line, when it cannot be read, does not fit, or has nowhere to go', () => {
    expect(() => readModel(join(folder, 'none.json'))).toThrow(/^cannot load .*none\.json: ENOENT/);
    writeFileSync(path, '{"format":');
    expect(() => readModel(path)).toThrow(/^cannot load .*model\.json: loadModel: the text is not JSON/);
    writeModel(path, new MLP(3, [2]));
    expect(() => readModel(path)).toThrow(/: wanted a model of 2 inputs and 1 output, got 3 and 2$/);
    expect(() => { checkFolder(join(folder, 'none', 'model.json')); }).toThrow(/^cannot save to .*: ENOENT/);
    checkFolder(path);
    const diverged = new MLP(1, [1]);
    diverged.parameters()[0].data = NaN;
    expect(() => { writeModel(path, diverged); }).toThrow(/^cannot save to .*: saveModel: .*layer 1, neuron 1 .* NaN$/);
    expect(() => readModel(path)).toThrow(UsageError);
  });
});

describe('the plot for the terminal', () => {
  // The score of a point is its x, so the classes meet at 0 and the margin ends at -1 and 1.
  const model = new MLP(2, [1]);
  [1, 0, 0].forEach((value, i) => { model.parameters()[i].data = value; });
  const data: Dataset = { x: [[-1, -1], [1, 1]], y: [0, 1] };

  /** Writes what ansis would colour. */
  function paint(level: number, style = ''): Paint {
    const more = (name: string) => paint(level, `${style}${name} `);
    const bgHex = (colour: string) => more(`on ${colour}`);
    return Object.assign((text: string) => `<${style}${text}>`, { level, hex: more, bgHex });
  }

  it.each([0, 1])('draws with shades and shapes alone on colour level %i', (level) => {
    expect(plotLines(model, data, 12, 4, paint(level))).toEqual([
      ' ·····░░░░◆▒',
      ' ·····░░░░░▒',
      ' ·····░░░░░▒',
      ' ●····░░░░░▒',
    ]);
    expect(keyLine(paint(level))).toContain('· ░: |score| < 1');
  });

  it.each([2, 3])('draws in the tints of the bands on colour level %i, two to a character', (level) => {
    const lines = plotLines(model, data, 12, 4, paint(level));
    const block = (band: number) => `<${tints[band]} on ${tints[band]} ▀>`;
    const row = [block(0), ...Array<string>(5).fill(block(1)), ...Array<string>(5).fill(block(2)), block(3)];
    const withPoint = (i: number, column: number, band: number) => row.map((cell, c) =>
      (c === column ? `<on ${tints[band]} ${classes[i].dark} ${classes[i].glyph}>` : cell));
    expect(lines).toEqual([withPoint(1, 10, 2), row, row, withPoint(0, 1, 1)].map((cells) => cells.join('')));
    expect(keyLine(paint(level))).toContain('pale: |score| < 1');
  });
});
