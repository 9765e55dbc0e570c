// The microgpt example: the published run, and its parts. The figures are those that microgpt.py has under CPython on
// the names of karpathy/makemore, which are not in this repository: ../shared/oracle has them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiledRunner } from '../../examples/microgpt/compiled.ts';
import { ownDocs, readDocs } from '../../examples/microgpt/docs.ts';
import { eagerRunner } from '../../examples/microgpt/eager.ts';
import { blockSize, makeStateDict, paramsOf, type StateDict } from '../../examples/microgpt/model.ts';
import { parseOptions, usage, UsageError, type Options } from '../../examples/microgpt/options.ts';
import { sample, sampleLine } from '../../examples/microgpt/sample.ts';
import { BOS, tokensOf, uchars, vocabSize } from '../../examples/microgpt/tokenizer.ts';
import { stepLine, train, type Runner } from '../../examples/microgpt/train.ts';
import { Random } from '../../src/index.ts';
import { runs } from '../support/seed.ts';
import {
  commandOf, hasTerminal, prepareExamples, runExample, runForOneLine, runOnTerminal,
} from '../support/examples.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';

/** What main.ts does before the training. */
function setUp(makeRunner: (state: StateDict) => Runner, names: string[], seed = 42) {
  const docs = [...names];
  const random = new Random(seed);
  random.shuffle(docs);
  const state = makeStateDict(random);
  return { docs, random, state, runner: makeRunner(state) };
}

/** The first `steps` of 1,000, and some names. */
function firstSteps(makeRunner: (state: StateDict) => Runner, names: string[], steps: number, samples: number) {
  const { docs, random, state, runner } = setUp(makeRunner, names);
  const training = train(state, runner, docs, 1000);
  const losses = Array.from({ length: steps }, () => (training.next().value as { loss: number }).loss);
  return { losses, samples: Array.from({ length: samples }, () => sample(runner, 0.5, random)) };
}

const namesFile = fileURLToPath(new URL('../../../shared/oracle/names.txt', import.meta.url));
const lackingNames = existsSync(namesFile) ? '' : '../shared/oracle/names.txt';
const isRunLeftOut = isLeftOut('the published run of microgpt', lackingNames);
describe.skipIf(isRunLeftOut)('the published run (needs ../shared/oracle/names.txt)', () => {
  const published = JSON.parse(readFileSync(new URL('../fixtures/microgpt-run.json', import.meta.url), 'utf8')) as
    { losses: Record<string, number>; names: string[] };
  let docs: string[];
  let compiled: ReturnType<typeof firstSteps>;
  beforeAll(() => {
    docs = readDocs(namesFile);
    compiled = firstSteps(compiledRunner, docs, 1000, 20);
  });

  function wantPublished({ losses, samples }: ReturnType<typeof firstSteps>): void {
    for (const [step, wanted] of Object.entries(published.losses)) {
      if (Number(step) > losses.length) continue;
      const loss = losses[Number(step) - 1];
      // Orders of summation that were tried differ by 2e-15, and gradients that are off by 1e-12 by less than this.
      expect(Math.abs(loss - wanted), `loss of step ${step}`).toBeLessThanOrEqual(1e-9);
      expect(loss.toFixed(4)).toBe(wanted.toFixed(4));
    }
    if (samples.length > 0) expect(samples.slice(0, 5)).toEqual(published.names);
  }

  it('has 32,033 names, and compiled gives each published loss of 1,000 and the first names', () => {
    expect(docs).toHaveLength(32033);
    expect(compiled.losses).toHaveLength(1000);
    expect(compiled.samples).toHaveLength(20);
    wantPublished(compiled);
  });

  // The whole run takes some ten seconds on the engine.
  const isWhole = Boolean(process.env.REQUIRE_ALL);
  const steps = isWhole ? 1000 : 100;
  it(`comes out the same on the engine, for ${steps} steps`, () => {
    const eager = firstSteps(eagerRunner, docs, steps, isWhole ? 20 : 0);
    expect(eager.losses).toHaveLength(steps);
    wantPublished(eager);
    eager.losses.forEach((loss, i) => {
      expect(Math.abs(loss - compiled.losses[i]), `loss of step ${i + 1}`).toBeLessThanOrEqual(1e-9);
    });
    if (isWhole) expect(eager.samples).toEqual(compiled.samples);
  });
});

describe('the small list of its own', () => {
  it('has no name twice, none with other letters, and none that must be cut', () => {
    expect(new Set(ownDocs).size).toBe(ownDocs.length);
    for (const name of ownDocs) expect(name).toMatch(/^[a-z]{1,15}$/);
  });

  it('gives the same run each time, another for another seed, and the same on the engine', () => {
    const run = (makeRunner: (state: StateDict) => Runner) => firstSteps(makeRunner, ownDocs, 20, 3);
    const compiled = run(compiledRunner);
    expect(run(compiledRunner)).toEqual(compiled);
    const eager = run(eagerRunner);
    eager.losses.forEach((loss, i) => {
      expect(Math.abs(loss - compiled.losses[i]), `loss of step ${i + 1}`).toBeLessThanOrEqual(1e-9);
    });
    expect(eager.samples).toEqual(compiled.samples);
    expect(setUp(eagerRunner, ownDocs, 43).docs).not.toEqual(setUp(eagerRunner, ownDocs).docs);
  });

  it('is learnt: the losses fall', () => {
    const { losses } = firstSteps(compiledRunner, ownDocs, 300, 0);
    const mean = (some: number[]) => some.reduce((a, b) => a + b) / some.length;
    expect(Math.abs(losses[0] - Math.log(vocabSize))).toBeLessThan(0.2); // at first it knows nothing
    expect(mean(losses.slice(-50))).toBeLessThan(2.4);
  });
});

describe('tokens', () => {
  it('are letters from 0 to 25, between two that say where a name begins and ends', () => {
    expect(tokensOf('emma')).toEqual([26, 4, 12, 12, 0, 26]);
    expect(tokensOf('az')).toEqual([BOS, 0, 25, BOS]);
    expect([uchars.length, BOS, vocabSize]).toEqual([26, 26, 27]);
  });
});

describe('the model', () => {
  it('has 4,192 parameters, drawn in the order of microgpt.py, row by row', () => {
    const state = makeStateDict(new Random(7));
    expect(Object.entries(state).map(([name, rows]) => [name, rows.length, rows[0].length])).toEqual([
      ['wte', 27, 16], ['wpe', 16, 16], ['lmHead', 27, 16], ['wq', 16, 16], ['wk', 16, 16], ['wv', 16, 16],
      ['wo', 16, 16], ['fc1', 64, 16], ['fc2', 16, 64],
    ]);
    const random = new Random(7);
    const wanted = Array.from({ length: 4192 }, () => random.gauss(0, 0.08));
    expect(paramsOf(state).map(({ data }) => data)).toEqual(wanted);
  });

  const state = makeStateDict(new Random(1));
  const [eager, compiled] = [eagerRunner(state), compiledRunner(state)];
  const params = paramsOf(state);
  /** Gives it other parameters. */
  const redraw = (seed: number, size: number) => {
    const random = new Random(seed);
    for (const p of params) p.data = random.gauss(0, size);
  };
  function gradientsOf(runner: Runner, tokens: number[]) {
    for (const p of params) p.grad = 0;
    const loss = runner.backward(tokens);
    return { loss, grads: params.map(({ grad }) => grad) };
  }

  it('has the same losses and gradients compiled as on the engine, whatever the name and the parameters', () => {
    const names = fc.array(fc.constantFrom(...uchars), { minLength: 1, maxLength: 20 }).map((chars) => chars.join(''));
    const sizes = fc.constantFrom(0.01, 0.08, 0.3, 1);
    fc.assert(fc.property(names, fc.nat(), sizes, (name, seed, size) => {
      redraw(seed, size);
      const [wanted, got] = [eager, compiled].map((runner) => gradientsOf(runner, tokensOf(name)));
      expect(Math.abs(got.loss - wanted.loss)).toBeLessThanOrEqual(1e-13 * wanted.loss);
      // Sums in another order: 200 names were off by up to 6e-16 of the largest gradient.
      const scale = Math.max(...wanted.grads.map(Math.abs));
      got.grads.forEach((grad, i) => {
        expect(Math.abs(grad - wanted.grads[i]), `gradient ${i}`).toBeLessThanOrEqual(1e-13 * scale);
      });
    }), runs(20));
  });

  it('adds its gradients to those that are there', () => {
    redraw(2, 0.08);
    for (const runner of [eager, compiled]) {
      const { grads } = gradientsOf(runner, tokensOf('emma'));
      runner.backward(tokensOf('emma'));
      const scale = Math.max(...grads.map(Math.abs));
      params.forEach(({ grad }, i) => {
        expect(Math.abs(grad - 2 * grads[i])).toBeLessThanOrEqual(1e-13 * scale);
      });
    }
  });

  it('cuts a name that is longer than its 16 positions', () => {
    redraw(3, 0.08);
    const long = tokensOf('abcdefghijklmnopqrst');
    for (const runner of [eager, compiled]) {
      expect(gradientsOf(runner, long)).toEqual(gradientsOf(runner, long.slice(0, blockSize + 1)));
      expect(gradientsOf(runner, long)).not.toEqual(gradientsOf(runner, long.slice(0, blockSize)));
    }
  });

  it('has the same logits compiled, bit for bit, though later positions are there and masked', () => {
    redraw(4, 0.5);
    const [a, b] = [eager.start(), compiled.start()];
    for (const tokenId of tokensOf('elisabethannebe').slice(0, blockSize)) {
      const logits = a(tokenId);
      expect(b(tokenId)).toEqual(logits);
      expect(logits).toHaveLength(vocabSize);
    }
  });

  it('does not look ahead: later tokens change no earlier logits, but earlier ones change later logits', () => {
    redraw(5, 0.5);
    const logitsOf = (text: string) => {
      const next = compiled.start();
      return tokensOf(text).map((tokenId) => next(tokenId));
    };
    const [one, other] = [logitsOf('anna'), logitsOf('anja')];
    expect(other.slice(0, 3)).toEqual(one.slice(0, 3)); // BOS, a, n
    expect(other[4]).not.toEqual(one[4]); // a, after n or j
  });
});

describe('a sample', () => {
  /** Gives the same logits after every token. */
  const always = (logits: (tokenId: number) => number): Runner =>
    ({ backward: () => 0, start: () => () => Array.from({ length: vocabSize }, (_, tokenId) => logits(tokenId)) });

  it('ends at BOS, or after 16 letters', () => {
    expect(sample(always((tokenId) => (tokenId === BOS ? 1000 : 0)), 0.5, new Random(1))).toBe('');
    expect(sample(always((tokenId) => (tokenId === 2 ? 1000 : 0)), 0.5, new Random(1))).toBe('c'.repeat(16));
  });

  it('draws each token once, by the softmax of its logits over the temperature', () => {
    const logits = (tokenId: number) => Math.sin(tokenId);
    const weights = Array.from({ length: vocabSize }, (_, tokenId) => Math.exp(Math.sin(tokenId) / 0.5));
    const names = Array.from({ length: 20 }, (_, seed) => {
      const tokens = new Random(seed).choices([...weights.keys()], { weights, k: blockSize });
      return tokens.slice(0, tokens.concat(BOS).indexOf(BOS)).map((tokenId) => uchars[tokenId]).join('');
    });
    expect(new Set(names).size).toBeGreaterThan(15);
    expect(names.map((_, seed) => sample(always(logits), 0.5, new Random(seed)))).toEqual(names);
  });

  it.each([0.001, 1000])('takes any temperature that the command takes, such as %d', (temperature) => {
    const name = sample(always((tokenId) => tokenId - 40), temperature, new Random(1));
    expect(name).toMatch(temperature < 1 ? /^$/ : /^[a-z]{1,16}$/); // BOS has the best logit
  });
});

it('a line is as microgpt.py prints it', () => {
  expect(stepLine({ step: 1, loss: 3.3659669 }, 1000)).toBe('step    1 / 1000 | loss 3.3660');
  expect(stepLine({ step: 20, loss: 2 }, 20)).toBe('step   20 /   20 | loss 2.0000');
  expect(sampleLine(1, 'kamon')).toBe('sample  1: kamon');
  expect(sampleLine(20, '')).toBe('sample 20: ');
});

describe('readDocs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
  const path = join(folder, 'names.txt');
  afterAll(() => { rmSync(folder, { recursive: true }); });
  const read = (text: string) => {
    writeFileSync(path, text);
    return readDocs(path);
  };

  it('takes a name a line, however lines end, and leaves out empty ones', () => {
    expect(read('emma\nolivia\n')).toEqual(['emma', 'olivia']);
    expect(read('\uFEFF\n emma\r\n\r\nolivia')).toEqual(['emma', 'olivia']);
  });

  it.each([
    ['emma\n\nZoë\n', ', line 3: wanted a name in letters from a to z, got "Zoë"'],
    ['anna lena', ', line 1: wanted a name in letters from a to z, got "anna lena"'],
    [`${'x'.repeat(99)}1`, `, line 1: wanted a name in letters from a to z, got "${'x'.repeat(40)}"`],
    ['', ' is empty: wanted names, one a line'],
    ['\n \n', ' is empty: wanted names, one a line'],
  ])('refuses %j in one line', (text, message) => {
    expect(() => read(text)).toThrow(new UsageError(path + message));
  });

  it('names a file that cannot be read', () => {
    expect(() => readDocs(join(folder, 'none.txt'))).toThrow(/^cannot read .*none\.txt: ENOENT[^\n]*$/);
    expect(() => readDocs(folder)).toThrow(UsageError);
  });
});

describe('parseOptions', () => {
  const published: Options =
    { data: undefined, steps: 1000, samples: 20, temperature: 0.5, seed: 42n, eager: false };

  it('means the published run when nothing is given, and help says which that is', () => {
    expect(parseOptions([])).toEqual(published);
    for (const name of ['steps', 'samples', 'temperature', 'seed'] as const) {
      expect(usage).toContain(`--${name} ${published[name]} `);
    }
  });

  it('reads every run back from the text of its options, with a space or = between', () => {
    const anyRun = fc.record({
      data: fc.string({ minLength: 1 }).filter((file) => !file.startsWith('-')),
      steps: fc.integer({ min: 1, max: 1_000_000 }),
      samples: fc.integer({ min: 0, max: 1_000_000 }),
      temperature: fc.double({ min: 0.001, max: 1000, noNaN: true }),
      seed: fc.bigInt(),
    });
    fc.assert(fc.property(anyRun, fc.boolean(), fc.boolean(), (wanted, eager, spaced) => {
      const pairs = Object.entries(wanted).map(([name, value]) => [`--${name}`, String(value)]);
      const args = spaced ? pairs.flat() : pairs.map((pair) => pair.join('='));
      expect(parseOptions(eager ? ['--eager', ...args] : args)).toEqual({ ...wanted, eager });
    }), runs(100));
  });

  it('takes a call for help before anything else', () => {
    expect(parseOptions(['--steps', '-1', '--help'])).toBeUndefined();
    expect(parseOptions(['-h'])).toBeUndefined();
  });

  it('says how to give an option to the example when npm has taken it for one of its own', () => {
    for (const name of ['data', 'steps', 'samples', 'temperature', 'seed', 'eager']) {
      expect(() => parseOptions([], { [`npm_config_${name}`]: 'true' })).toThrow(
        new UsageError(`npm took --${name} for an option of its own: write npm run microgpt -- --${name} …`));
    }
    expect(parseOptions([], { npm_config_cache: 'somewhere' })).toEqual(published);
  });

  const ofSteps = 'an integer from 1 to 1000000';
  const ofTemperature = 'a number from 0.001 to 1000';
  it.each([
    ['--foo', 'there is no option --foo'],
    ['-x', 'there is no option -x'],
    ['names.txt', 'wanted options only, got "names.txt"'],
    ['--data', '--data wants a file, got nothing'],
    ['--data=', '--data wants a file, got ""'],
    ['--steps 0', `--steps wants ${ofSteps}, got "0"`],
    ['--steps 1e3', `--steps wants ${ofSteps}, got "1e3"`],
    ['--steps 1000001', `--steps wants ${ofSteps}, got "1000001"`],
    ['--steps 1 000', 'wanted options only, got "000"'],
    ['--samples -1', '--samples wants an integer from 0 to 1000000, got "-1"'],
    ['--temperature 0', `--temperature wants ${ofTemperature}, got "0"`],
    ['--temperature -0.5', `--temperature wants ${ofTemperature}, got "-0.5"`],
    ['--temperature 1e-320', `--temperature wants ${ofTemperature}, got "1e-320"`],
    ['--temperature NaN', `--temperature wants ${ofTemperature}, got "NaN"`],
    ['--temperature Infinity', `--temperature wants ${ofTemperature}, got "Infinity"`],
    ['--temperature', `--temperature wants ${ofTemperature}, got nothing`],
    ['--seed 1.5', '--seed wants an integer, got "1.5"'],
    ['--seed --steps 3', '--seed wants an integer, got "--steps"'],
  ])('refuses %s in one line', (line, message) => {
    expect(() => parseOptions(line.split(' ')))
      .toThrow(new UsageError(`${message} (npm run microgpt -- --help lists the options)`));
  });
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const leftOut = isLeftOut('the microgpt command', lackingIn('examples'));
describe.skipIf(leftOut)('npm run microgpt (needs `npm ci` in examples/)', () => {
  beforeAll(prepareExamples);
  const command = commandOf('microgpt');
  const microgpt = (...args: string[]) => runExample('microgpt', ...args);
  const ownList = `Without --data FILE: a small list of ${ownDocs.length} names of its own.\n`;

  it('is what the script runs', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as
      { scripts: Record<string, string> };
    expect(scripts.microgpt).toBe('node examples/run.mjs microgpt');
  });

  it.each([[[]], [['--eager']]])('prints the run into a pipe, with the options %j', (more) => {
    const { status, stdout, stderr } = microgpt('--steps', '3', '--samples', '2', ...more);
    expect([status, stderr]).toEqual([0, ownList]);
    const { docs, random, state, runner } = setUp(eagerRunner, ownDocs);
    const losses = [...train(state, runner, docs, 3)];
    const names = [sample(runner, 0.5, random), sample(runner, 0.5, random)];
    expect(stdout).toBe([
      `num docs: ${ownDocs.length}`, 'vocab size: 27', 'num params: 4192',
      ...losses.map((step) => stepLine(step, 3)), `sample  1: ${names[0]}`, `sample  2: ${names[1]}`, '',
    ].join('\n'));
  });

  it('reads the names, the seed and the temperature that it is given', () => {
    const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
    const file = join(folder, 'names.txt');
    writeFileSync(file, 'aa\nab\n');
    const options = ['--data', file, '--steps', '300', '--samples', '1', '--temperature', '0.001', '--seed', '-7'];
    const { status, stdout, stderr } = microgpt(...options);
    rmSync(folder, { recursive: true });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^num docs: 2\n/);
    expect(stdout).toMatch(/step {2}300 \/ {2}300 \| loss 0\.\d{4}\nsample {2}1: a[ab]\n$/);
  });

  it.each([
    [['--temperature', '0'], /^--temperature wants a number from 0\.001 to 1000, got "0" \(npm run microgpt .*\)\n$/],
    [['--data', 'no-such-file.txt'], /^cannot read no-such-file\.txt: ENOENT[^\n]*\n$/],
    [['--data', 'package.json'], /^package\.json, line 1: wanted a name in letters from a to z, got "\{"\n$/],
  ])('answers %j in one line, with exit status 2', (args, line) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args],
      { encoding: 'utf8', cwd: root });
    expect(stderr).toMatch(line);
    expect([status, stdout]).toEqual([2, '']);
  });

  it('explains its options when asked', () => {
    const { status, stdout, stderr } = microgpt('--help');
    expect([status, stdout, stderr]).toEqual([0, `${usage}\n`, '']);
  });

  it.skipIf(!hasTerminal)('shows a bar, the loss and the time left on a terminal (needs `script`)', () => {
    const { status, text } = runOnTerminal('microgpt', '--steps', '5', '--samples', '2');
    expect(status).toBe(0);
    expect(text).toContain(`num docs: ${ownDocs.length}`);
    expect(text).toMatch(/step 1 \/ 5 █+░+ loss \d\.\d{4} \| \? left/);
    expect(text).toMatch(/step 5 \/ 5 █+ loss \d\.\d{4} \| 0s left/);
    expect(text).toMatch(/sample {2}1: [a-z]*\r?\nsample {2}2: [a-z]*\r?\n/);
    expect(text).not.toContain('step    1'); // those lines are for pipes
  });

  it('ends quietly when nobody reads on, as behind `| head`', async () => {
    const { status, stderr } = await runForOneLine('microgpt', '--steps', '100000');
    expect([status, stderr]).toEqual([0, ownList]);
  });
});
