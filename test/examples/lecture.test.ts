// examples/lecture: each program prints what the lecture prints. The figures are those of ../shared/oracle/lecture.md,
// named by its steps; where the lecture has no seed, those of fixtures/lecture.py, which has no engine.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { prepareExamples, runExample } from '../support/examples.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const namesIn = (folder: string) => readdirSync(join(examples, folder)).filter((file) => /^\d\d-.*\.ts$/.test(file))
  .map((file) => `${folder}/${file.replace(/\.ts$/, '')}`).sort();
const steps = namesIn('lecture');
const solutions = namesIn('lecture/solutions');
const read = (name: string) => readFileSync(join(examples, `${name}.ts`), 'utf8');

/** What a program prints, a line each. Each is run once: a module that was imported stays. */
async function run(name: string): Promise<string[]> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    await import(pathToFileURL(join(examples, 'lecture', `${name}.ts`)).href);
    return log.mock.calls.flatMap((args) => format(...args).split('\n'));
  } finally {
    log.mockRestore();
  }
}

/** The numbers of a line; the 1 of `x1` and the 2 of `2n` are not any. */
const numbers = (line: string) => (line.match(/(?<![\w.])-?\d+(\.\d+)?(e[+-]\d+)?(?!\w)/g) ?? []).map(Number);
/** Of lines such as `a: data 2, grad 6`, the texts behind `a`. */
const facts = (lines: string[], pattern: RegExp) => Object.fromEntries(lines.map((line) => pattern.exec(line))
  .filter((match) => match !== null).map(([, name, ...texts]) => [name, texts]));

function expectNear(actual: number, expected: number, tolerance: number) {
  expect(Math.abs(actual - expected), `${actual} is not ${expected}`).toBeLessThanOrEqual(tolerance);
}
/** As exact as the figures themselves, which are printed to 16 or 17 digits. */
const expectExactly = (actual: number, expected: number) => {
  expectNear(actual, expected, 8 * Number.EPSILON * Math.abs(expected));
};

interface Training {
  neuron: number;
  outputs: number[];
  firstWeight: { data: number; grad: number };
  losses: number[];
  lossesWithoutZeroGrad: number[];
  'lossesAt0.4': number[];
}
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
const training = fixture('lecture.json') as Training;
/** As for the notebook's run; these differ by 2e-15 at most. */
const roundingOfLosses = 1e-14;

describe('examples/lecture', () => {
  it('01: the slopes of 3x² - 4x + 5', async () => {
    const [value, ...slopes] = await run('01-derivative');
    expect(value).toBe('f(3) = 20');
    // Each is a difference of numbers up to 44, which are rounded, over h.
    const printed = [
      [14.00300000000243, 0.001], [-21.996999999998934, 0.001], [0.0029999999995311555, 0.001],
      [2.999378523327323e-06, 1e-6],
    ];
    expect(slopes).toHaveLength(printed.length);
    printed.forEach(([slope, h], i) => { expectNear(numbers(slopes[i])[1], slope, 44 * Number.EPSILON / h); });
    expect(slopes.map((line) => numbers(line)[0])).toEqual([3, -3, 0.6667, 0.6667]);
  });

  it('02: a * b + c, each of the three nudged', async () => {
    const lines = await run('02-nudge');
    expect(lines.map((line) => line.slice(0, 8))).toEqual(['nudge a:', 'nudge b:', 'nudge c:']);
    expect(numbers(lines[2]).slice(0, 2)).toEqual([4, 4.0001]);
    expectExactly(numbers(lines[2])[2], 0.9999999999976694);
    // The slopes along a and b are b and a; three roundings of numbers up to 6, over h.
    [-3, 2].forEach((slope, i) => { expectNear(numbers(lines[i])[2], slope, 18 * Number.EPSILON / 1e-4); });
  });

  it('03: L = (a * b + c) * f as a graph', async () => {
    const lines = await run('03-value');
    expect(lines[0]).toBe('The graph, in the language of Graphviz:');
    expect(lines.slice(-3)).toEqual([
      'd is Value(data=4, grad=0)',
      'made by + of [ Value(data=-6, grad=0), Value(data=10, grad=0) ]',
      'L is Value(data=-8, grad=0)',
    ]);
    expect(lines).toContain('rankdir=LR;');
    const boxes = lines.flatMap((line) => /shape=record, label="\{ (.*) \}"/.exec(line)?.[1] ?? []);
    expect(boxes.sort()).toEqual([
      'L | data -8.0000 | grad 0.0000', 'a | data 2.0000 | grad 0.0000', 'b | data -3.0000 | grad 0.0000',
      'c | data 10.0000 | grad 0.0000', 'd | data 4.0000 | grad 0.0000', 'e | data -6.0000 | grad 0.0000',
      'f | data -2.0000 | grad 0.0000',
    ]);
  });

  it('04: the gradients by hand, that of b by a nudge, and L after a step uphill', async () => {
    const lines = await run('04-backprop-by-hand');
    expect(facts(lines, /^(\w): data (\S+), grad (\S+)$/)).toEqual({
      a: ['2', '6'], b: ['-3', '-4'], c: ['10', '-2'], d: ['4', '-2'], e: ['-6', '-2'], f: ['-2', '4'], L: ['-8', '1'],
    });
    const [nudge, uphill] = lines.slice(-2).map(numbers);
    expect(nudge).toHaveLength(1);
    expectExactly(nudge[0], -3.9999999999995595);
    expect(uphill[0]).toBe(-8);
    expectExactly(uphill[1], -7.286496);
  });

  const leafGradients = {
    x1: ['-1.5000'], x2: ['0.5000'], w1: ['1.0000'], w2: ['0.0000'], b: ['0.5000'], n: ['0.5000'],
  };
  /** Its Math.tanh gives 0.7071067811865477, Python's 0.7071067811865476. */
  const tanhRounding = 1e-15;

  it('05: the neuron', async () => {
    const lines = await run('05-neuron');
    const data = facts(lines, /^(\w+): data (\S+)$/);
    expect(data).toMatchObject({ x1w1: ['-6'], x2w2: ['0'], sum: ['-6'] });
    expectNear(Number(data.n), 0.8813735870195432, tanhRounding);
    expectNear(Number(data.o), 0.7071067811865476, tanhRounding);
    expect(facts(lines, /^(\w+): grad (\S+)$/)).toEqual(leafGradients);
  });

  it('06: the order, inputs before outputs, and what is passed on against it', async () => {
    const lines = await run('06-order');
    const order = lines.slice(0, 10).map((line) => line.split(': data '));
    expect(order.map(([, data]) => data).sort()).toEqual(['6.8814', '2.0000', '-3.0000', '-6.0000', '0.0000', '1.0000',
      '0.0000', '-6.0000', '0.8814', '0.7071'].sort());
    const place = (label: string) => order.findIndex(([name]) => name === label);
    const inputs = { x1w1: ['x1', 'w1'], x2w2: ['x2', 'w2'], sum: ['x1w1', 'x2w2'], n: ['sum', 'b'], o: ['n'] };
    for (const [name, before] of Object.entries(inputs)) {
      for (const input of before) {
        expect(place(input)).toBeGreaterThanOrEqual(0);
        expect(place(input)).toBeLessThan(place(name));
      }
    }
    expect(lines.slice(10)).toEqual([
      'o passes 1.0000 on: n 0.5000',
      'n passes 0.5000 on: sum 0.5000, b 0.5000',
      'sum passes 0.5000 on: x1w1 0.5000, x2w2 0.5000',
      'x2w2 passes 0.5000 on: x2 0.5000, w2 0.0000',
      'x1w1 passes 0.5000 on: x1 -1.5000, w1 1.0000',
      'backward(): x1 -1.5000, w1 1.0000, x2 0.5000, w2 0.0000',
    ]);
  });

  it('07: the bug in a + a, shown and mended, and a and b that are used twice', async () => {
    const lines = await run('07-used-twice');
    expect(lines.slice(0, 2)).toEqual(['with =: a + a is 6, a.grad is 1', 'with +=: a + a is 6, a.grad is 2']);
    expect(facts(lines.slice(2), /^(\w): data (\S+), grad (\S+)$/)).toEqual({
      a: ['-2', '-3'], b: ['3', '-8'], d: ['-6', '1'], e: ['1', '-6'], f: ['-6', '1'],
    });
  });

  it('08: tanh out of exp: the same gradients, and the numbers between', async () => {
    const [o, ...lines] = await run('08-tanh-from-exp');
    expectNear(numbers(o)[0], 0.7071067811865476, tanhRounding);
    expect(facts(lines, /^(\w+): grad (\S+)$/)).toEqual(leafGradients);
    expect(facts(lines, /^(.+): data (\S+), grad (\S+)$/)).toEqual({
      two: ['2.0000', '0.2203'], '2n': ['1.7627', '0.2500'], e: ['5.8284', '0.0429'], 'e - 1': ['4.8284', '0.1464'],
      'e + 1': ['6.8284', '-0.1036'], '1 / (e + 1)': ['0.1464', '4.8284'],
    });
  });

  it('09: a neuron, a layer and a network of 41 parameters', async () => {
    const [neuron, layer, model, output] = await run('09-mlp');
    expect(neuron).toMatch(/^TanhNeuron\(3\): /);
    const outputs = numbers(neuron.replace('TanhNeuron(3)', ''));
    expect(outputs).toHaveLength(2);
    for (const it of outputs) expectExactly(it, training.neuron);
    expect(layer).toBe('a layer of 4 gives 4 numbers, and has 16 parameters');
    expect(model).toMatch(/^MLP of \[.*\] has 41 parameters$/);
    expect(numbers(output).slice(0, 3)).toEqual([2, 3, -1]);
    expectExactly(numbers(output)[3], training.outputs[0]);
  });

  it('10: four answers, the loss, and the gradient of a weight', async () => {
    const lines = await run('10-loss');
    expect(lines).toHaveLength(6);
    [1, -1, -1, 1].forEach((wanted, i) => {
      expect(numbers(lines[i])[0]).toBe(wanted);
      expectExactly(numbers(lines[i])[1], training.outputs[i]);
    });
    expectNear(numbers(lines[4])[0], 6.24427205907587, roundingOfLosses); // step 12
    expectExactly(numbers(lines[5])[0], training.firstWeight.data);
    expectNear(numbers(lines[5])[1], training.firstWeight.grad, roundingOfLosses);
  });

  it('11: the descent to a loss of 0.0099', async () => {
    const lines = await run('11-descent');
    expect(lines).toHaveLength(25);
    const losses = lines.slice(0, 21).map((line) => numbers(line));
    losses.forEach(([step, loss], i) => {
      expect(step).toBe(i);
      expectNear(loss, training.losses[i], roundingOfLosses);
    });
    const [[, first, weight, grad], [, , moved]] = losses;
    const last = losses[20][1];
    expectNear(first, 6.24427205907587, roundingOfLosses); // step 12: before, and after 20 updates
    expectNear(last, 0.009905018564379652, roundingOfLosses);
    expectExactly(weight, training.firstWeight.data);
    expectNear(grad, training.firstWeight.grad, roundingOfLosses);
    expectNear(moved, training.firstWeight.data - 0.1 * training.firstWeight.grad, roundingOfLosses);
    // The answers are printed to 4 digits, and the loss is the sum of what is missing in them, squared.
    const missing = lines.slice(21).map((line) => numbers(line)).map(([wanted, got]) => wanted - got);
    expectNear(missing.reduce((sum, x) => sum + x ** 2, 0), last, 4 * 2 * 0.1 * 0.5e-4);
  });

  it('12: the losses with zeroGrad, and without it', async () => {
    const lines = await run('12-zero-grad');
    const [right, wrong] = training['lossesAt0.4'];
    const steps = lines.slice(0, 21).map((line) => /^step (\d+) loss (\S+), without zeroGrad (\S+)$/.exec(line) ?? []);
    expect(steps.map(([, step]) => step)).toEqual(Array.from({ length: 21 }, (_, step) => String(step)));
    expect(steps[0].slice(2)).toEqual([training.losses[0].toFixed(6), training.losses[0].toFixed(6)]);
    expect(steps[20].slice(2)).toEqual([right.toFixed(6), wrong.toFixed(6)]);
    const [smallRight, smallWrong] = [training.losses, training.lossesWithoutZeroGrad].map((losses) => losses[20]);
    expect(lines.slice(21)).toEqual([
      `at a learning rate of 0.1: loss ${smallRight.toFixed(6)}, without zeroGrad ${smallWrong.toFixed(6)}: luck`,
    ]);
  });

  it('13: the notebook’s 100 losses and accuracies', async () => {
    const [parameters, ...lines] = await run('13-notebook');
    expect(parameters).toBe('337 parameters');
    const printed = lines.map((line) => numbers(line.replace('%', '')));
    const { steps } = fixture('notebook-run.json') as { steps: { loss: number; accuracyPercent: number }[] };
    const oracle = [
      [0, 0.8958441028683222, 50], [1, 1.7235905336972022, 81], [9, 0.2704862551637922, 91],
      [20, 0.18977522856087634, 91], [40, 0.06016009895234464, 100], [99, 0.010978370135492717, 100],
    ];
    const wanted = [...steps.map(({ loss, accuracyPercent }, step) => [step, loss, accuracyPercent]), ...oracle];
    expect(printed).toHaveLength(100);
    expect(wanted).toHaveLength(106);
    for (const [step, loss, accuracy] of wanted) {
      expect([printed[step][0], printed[step][2]]).toEqual([step, accuracy]);
      expectNear(printed[step][1], loss, 1e-14); // Python's own run differs by so much from run to run
    }
  });

  // The exercises: the function’s value, its gradient, and the nudges with h = 1e-6.
  const gradient = [-12.353553390593273, 10.25699027111255, 0.0625];
  const nudges = [-12.353559348809995, 10.256991666679482, 0.062499984743169534];
  const symmetricNudges = [-12.353553391353245, 10.25699027401572, 0.06250000028629188];
  const gradients = { byCalculus: gradient, byNudges: nudges, bySymmetricNudges: symmetricNudges };
  const nudgeRounding = 4 * 16 * Number.EPSILON / 1e-6; // a few roundings of the largest term, b^2.5 = 15.6, over h

  it.each(['', 'solutions/'])('%s14: nine slopes, to be found or as they are', async (folder) => {
    const [value, ...lines] = await run(`${folder}14-exercise-slopes`);
    expectExactly(numbers(value)[3], 6.336362190988558);
    const pattern = /^ {2}(.+) the slope along (.) should be (\S+), yours is (\S+)$/;
    const found = lines.map((line) => pattern.exec(line) ?? []);
    Object.entries(gradients).forEach(([name, slopes], i) => {
      expect(lines[4 * i]).toBe(`${name}:`);
      slopes.forEach((slope, j) => {
        const [, verdict, along, wanted, yours] = found[4 * i + 1 + j];
        expect([along, Number(wanted)]).toEqual(['abc'[j], gradient[j]]);
        expect(verdict).toBe(folder === '' ? 'WRONG!' : 'OK');
        if (folder === '') expect(yours).toBe('0');
        else if (name === 'byCalculus') expectExactly(Number(yours), slope);
        else expectNear(Number(yours), slope, nudgeRounding);
      });
    });
    expect(lines).toHaveLength(12);
  });

  it.each(['', 'solutions/'])('%s15: softmax and its loss, to be found or as they are', async (folder) => {
    const lines = await run(`${folder}15-exercise-softmax`);
    const wanted = [2.1755153626167147, 0.041772570515350445, 0.8390245074625319, 0.005653302662216329,
      -0.8864503806400986];
    const names = ['the loss', ...[0, 1, 2, 3].map((i) => `the gradient of logit ${i}`)];
    names.forEach((name, i) => {
      const [, verdict, right, yours] = /^(.+) should be (\S+), yours is (\S+)$/.exec(lines[i]) ?? [];
      expect(verdict).toBe(`${folder === '' ? 'WRONG!' : 'OK'} ${name}`);
      expect(Number(right)).toBe(wanted[i]);
      if (folder === '') expect(yours).toBe('0');
      else expectExactly(Number(yours), wanted[i]);
    });
    if (folder === '') {
      expect(lines).toHaveLength(5);
      return;
    }
    expect(lines).toHaveLength(7);
    const [, loss0, loss1, loss2, loss3] = wanted;
    const [probabilities, library] = lines.slice(5).map(numbers);
    [loss0, loss1, loss2, loss3 + 1].forEach((p, i) => { expectNear(probabilities[i], p, 2 * Number.EPSILON); });
    [loss0, loss1, loss2, loss3].forEach((grad, i) => { expectNear(library[i], grad, 2 * Number.EPSILON); });
  });
});

describe('the programs of examples/lecture', () => {
  it('are fifteen, of which two are exercises with a solution', () => {
    expect(steps.map((name) => name.slice('lecture/'.length, 'lecture/'.length + 2)))
      .toEqual(Array.from({ length: 15 }, (_, i) => String(i + 1).padStart(2, '0')));
    expect(solutions.map((name) => name.replace('/solutions', ''))).toEqual(steps.slice(-2));
  });

  it.each([...steps, ...solutions])('%s is short, begins with what you will see and ends with what to try', (name) => {
    const lines = read(name).trimEnd().split('\n');
    expect(lines.length).toBeLessThan(60);
    const code = lines.map((line) => !line.startsWith('//'));
    const head = lines.slice(0, code.indexOf(true)).join('\n');
    expect(head.startsWith(`// ${name.replace('lecture/', '')}.ts: `)).toBe(true);
    expect(head).toContain('You will see ');
    expect(lines.slice(code.lastIndexOf(true) + 1)[0]).toMatch(/^\/\/ Try /);
    const imports = [...read(name).matchAll(/ from '(.*)'/g)].map(([, from]) => from);
    expect(imports.filter((from) => from !== 'micrograd-lab')).toEqual([]);
  });

  it('are in the table of contents, as are the other examples, and its links lead somewhere', () => {
    const contents = readFileSync(join(examples, 'README.md'), 'utf8');
    const links = [...contents.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, path]) => path);
    expect(links.filter((path) => !existsSync(join(examples, path)))).toEqual([]);
    const programs = [...steps, ...solutions].map((name) => `${name}.ts`);
    expect(links.filter((path) => dirname(path).startsWith('lecture')).sort()).toEqual(programs.sort());
    for (const name of ['classifier.ts', 'circles.ts', 'yin-yang.ts', 'moons/main.ts', 'neuron-graph.ts']) {
      expect(links).toContain(name);
    }
  });
});

it.each(['lecture/99', 'lecture/0', 'lecture/'])('npm run example %s says which steps there are', (name) => {
  const { status, stdout, stderr } = runExample(name);
  const all = [...steps, ...solutions].join(', ');
  expect([status, stdout, stderr]).toEqual([2, '', `there is no example "${name}"; there are: ${all}\n`]);
});

const leftOut = isLeftOut('the lecture as a command', lackingIn('examples', 'tsx'));
describe.skipIf(leftOut)('npm run example lecture (needs `npm ci` in examples/)', () => {
  beforeAll(prepareExamples);
  const runCommand = (name: string) => {
    const { status, stdout, stderr } = runExample(name);
    expect(status, stderr).toBe(0);
    return stdout;
  };

  it('runs all steps in order, and names the exercises, which are not done yet', () => {
    const printed = runCommand('lecture');
    const headings = [...printed.matchAll(/^--- (.*)\.ts\n./gm)].map(([, name]) => `lecture/${name}`);
    expect(headings).toEqual(steps.slice(0, -2));
    expect(printed).not.toContain('WRONG!');
    expect(printed).toMatch(/^For you to do: .*lecture\/14-exercise-slopes, .*lecture\/15-exercise-softmax$/m);
  });

  it.each(['lecture/05', 'lecture/5', 'lecture/05-neuron'])('runs one step: %s', (name) => {
    expect(runCommand(name)).toMatch(/^x1w1: data -6\n[^]*\nx1: grad -1\.5000\n/);
  });

  it('runs a solution', () => {
    expect(runCommand('lecture/solutions/14').match(/^ {2}OK /gm)).toHaveLength(9);
  });
});
