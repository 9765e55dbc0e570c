// examples/assignments/network: its solution reproduces what others published, its handout is true, each classic slip
// is seen in the task that the notes name, and what is handed out fits together.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as data from '../../examples/assignments/network/given/data.ts';
import * as draw from '../../examples/assignments/network/given/draw.ts';
import type { Activation } from '../../examples/assignments/network/solution/network.ts';
import { MLP, Random, squaredError } from '../../src/index.ts';
import course from '../fixtures/course.json' with { type: 'json' };
import inputs from '../fixtures/notebook-inputs.json' with { type: 'json' };
import run from '../fixtures/notebook-run.json' with { type: 'json' };
import pytorch from '../fixtures/pytorch.json' with { type: 'json' };
import xorRun from '../fixtures/xor.json' with { type: 'json' };
import { build, right as rightRules, type Rules } from '../../src/grading/assignments/network/reference.ts';
import { slips } from '../../src/grading/assignments/network/slips.ts';
import { Value } from '../../src/grading/assignments/network/value.ts';
import { hints, type HintName } from '../../src/grading/assignments/network/words.ts';
import { runs } from '../support/seed.ts';
import { loadNetwork, see, type Look, solution, tasks, toJavaScript } from '../support/students/network.ts';
import { right as students } from '../support/students/right.ts';

const { drawFrom, lecture, moons, weights, xor } = data;
const assignment = fileURLToPath(new URL('../../examples/assignments/network', import.meta.url));
const read = (path: string) => readFileSync(join(assignment, path), 'utf8');
const { starterOf } = await import(new URL('../../examples/assignments/derive.mjs', import.meta.url).href) as
  { starterOf: (solution: string, done?: readonly string[]) => string };
const right = await loadNetwork(solution);
const seen: Record<string, Look[]> = Object.fromEntries(tasks.map((task) => [task, see(task, right)]));

function expectClose(got: number[], wanted: number[], tolerance = 1e-9): void {
  expect(got).toHaveLength(wanted.length);
  expect(Math.max(...got.map((x, i) => Math.abs(x - wanted[i])))).toBeLessThanOrEqual(tolerance);
}

describe('the given data', () => {
  it('are the notebook’s points and first weights', () => {
    expect([moons.points, moons.targets]).toEqual([inputs.X, inputs.y]);
    const network = new right.Network(2, [16, 16, 1], 'relu', 'linear', drawFrom(weights));
    expect(network.parameters().map((p) => p.data)).toEqual(inputs.params);
  });

  it('end with an error that says how many numbers there were', () => {
    const random = drawFrom([1, 2]);
    expect([random(), random()]).toEqual([1, 2]);
    expect(random).toThrow('All 2 numbers have been drawn.');
  });
});

describe('the solution', () => {
  it('has as many parameters as the lecture’s network and the notebook’s', () => {
    const count = (inputs: number, sizes: number[]) =>
      new right.Network(inputs, sizes, 'relu', 'linear', drawFrom(weights)).parameters().length;
    expect([count(3, [4, 4, 1]), count(2, [16, 16, 1])]).toEqual([41, 337]);
  });

  it.each(course['lecture network, tanh everywhere'])(
    'trains the lecture’s network for 20 steps as PyTorch does, from seed $seed', (wanted) => {
      const generator = new Random(wanted.seed);
      const network = new right.Network(3, [4, 4, 1], 'tanh', 'tanh', () => generator.uniform(-1, 1));
      const parameters = network.parameters();
      right.squaredError(lecture.inputs.map((x) => network.forward(x)[0]), lecture.targets).backward();
      expectClose(parameters.map((p) => p.grad), wanted.gradientsAtStep0);
      expectClose(right.train(network, lecture.inputs, lecture.targets, 20, wanted.learningRate), wanted.losses);
      expectClose(parameters.map((p) => p.data), wanted.lastParameters);
    });

  it('draws the weights of seed 1337 as they are given', () => {
    const generator = new Random(1337);
    expect(weights.slice(0, 32)).toEqual(weights.slice(0, 32).map(() => generator.uniform(-1, 1)));
  });

  it.each(xorRun.runs)('learns exclusive or with layers of $sizes as PyTorch does', (wanted) => {
    const network = new right.Network(2, wanted.sizes, 'tanh', 'tanh', drawFrom(weights));
    expectClose(right.train(network, xor.inputs, xor.targets, 200, 0.1), wanted.losses);
    const least = [4, 0][wanted.sizes.length - 1]; // one neuron gives 0 for each point, and misses each target by 1
    expect(Math.round(wanted.losses[199])).toBe(least);
    if (least === 0) expect(right.countRight(network, xor.inputs, xor.targets)).toBe(4);
  });

  it('descends with momentum as PyTorch’s SGD does', () => {
    const p = [1.5, -2, 0.3].map((x) => new right.Value(x));
    const optimizer = new right.Momentum(p, 0.05, 0.9);
    const way = pytorch['sgd lr .05 momentum .9'].map(() => {
      const loss = p[0].pow(2).mul(3).add(p[1].mul(p[2]).tanh()).add(p[2].mul(0.5).exp()).add(p[1].pow(2));
      right.zeroGrad(p);
      loss.backward();
      optimizer.step();
      return p.map((x) => x.data);
    });
    expectClose(way.flat(), pytorch['sgd lr .05 momentum .9'].flat());
  });

  it('computes what this library’s MLP computes, forward and backward, for any sizes and weights', () => {
    const activation = fc.constantFrom<Activation>('tanh', 'relu', 'linear');
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 });
    fc.assert(fc.property(sizes, activation, activation, fc.integer(), ([inputs, ...outputs], hidden, last, seed) => {
      const draws = new Random(seed);
      const network = new right.Network(inputs, outputs, hidden, last, () => draws.uniform(-1, 1));
      const options = { random: new Random(seed), activation: hidden, outputActivation: last };
      const model = new MLP(inputs, outputs, options);
      const x = Array.from({ length: inputs }, () => draws.uniform(-2, 2));
      const targets = outputs.slice(-1).flatMap((size) => Array.from({ length: size }, () => draws.uniform(-1, 1)));
      const loss = right.squaredError(network.forward(x), targets);
      loss.backward();
      const wanted = squaredError(model.forward(x), targets).mul(targets.length);
      wanted.backward();
      expectClose([loss.data], [wanted.data]);
      expectClose(network.parameters().map((p) => p.grad), model.parameters().map((p) => p.grad));
    }), runs(50));
  });

  // Some are exported in another way than the handout says.
  const classes = Object.entries(students).filter(([, text]) => /^export class Value\b/m.test(text));
  it.each(classes)('stands on any right class: %s', async (_, text) => {
    const module = await loadNetwork(solution, text);
    for (const task of tasks) {
      const [got, wanted] = [see(task, module), seen[task]];
      expect(got.filter((look) => !isNumber(look))).toEqual(wanted.filter((look) => !isNumber(look)));
      expectClose(got.filter(isNumber), wanted.filter(isNumber));
    }
  });

  it('has the first five losses of Karpathy’s notebook', () => {
    const network = new right.Network(2, [16, 16, 1], 'relu', 'linear', drawFrom(weights));
    const losses = right.trainMoons(network, moons.points, moons.targets, 5);
    expectClose(losses, run.steps.slice(0, 5).map(({ loss }) => loss));
  });
});

describe('the pictures', () => {
  it('are blue where the output is above 0, orange elsewhere, with the points at their places', () => {
    const svg = draw.drawBoundary([[0, 0], [2, 4]], [-1, 1], (x, y) => (x > 1 && y > 2 ? 1 : 0));
    const [, path = ''] = / d="([^"]*)"/.exec(svg) ?? [];
    const squares = [...path.matchAll(/M([\d.]+) ([\d.]+)h/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(squares).toHaveLength(16 * 16);
    expect(squares.filter(([x, y]) => x < 200 || y >= 200)).toEqual([]); // y points down
    expect([...svg.matchAll(/cx="([\d.]+)" cy="([\d.]+)" r="5" fill="(\S+)"/g)].map(([, ...rest]) => rest)).toEqual(
      [['66.7', '333.3', '#f0a030'], ['333.3', '66.7', '#4678c8']]);
  });

  it('show losses from left to right, with 0 at the bottom', () => {
    expect(draw.drawLosses([[4, 2, 0], [3]])).toMatch(/points="0.0,0.0 200.0,200.0 400.0,400.0"[^]*points="0.0,100.0"/);
  });
});

describe('the starter', () => {
  it('is the solution without what students have to write', () => {
    expect(read('starter/network.ts')).toBe(starterOf(solution));
    const blanks = [...starterOf(solution).matchAll(/'Task (\S+): implement [\w ]+'/g)].map(([, task]) => task);
    expect([blanks.length, [...new Set(blanks)].sort()]).toEqual([20, tasks]);
  });

  it('is TypeScript without complaints, beside the files that go with it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
    try {
      const files = { 'network.ts': 'starter', 'data.ts': 'given', 'draw.ts': 'given', 'tsconfig.json': 'starter' };
      for (const [name, from] of Object.entries(files)) writeFileSync(join(folder, name), read(`${from}/${name}`));
      writeFileSync(join(folder, 'value.ts'), read('../value/solution/value.ts'));
      const [, imports = ''] = /^```ts\n(import [^]*?)^```/m.exec(read('README.md')) ?? [];
      writeFileSync(join(folder, 'try.ts'), imports.replace(/^import .*node:fs';\n/, ''));
      const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile.bind(ts.sys)) as
        { config: object };
      const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
      expect(fileNames.map((name) => name.replace(/.*\//, '')).sort()).toEqual(
        ['data.ts', 'draw.ts', 'network.ts', 'try.ts', 'value.ts']);
      const program = ts.createProgram(fileNames, { ...options, skipLibCheck: true });
      expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(tasks)('with all tasks up to %s done is right in these, and says what to write next', async (task) => {
    const done = tasks.slice(0, tasks.indexOf(task) + 1);
    const module = await loadNetwork(starterOf(solution, done));
    for (const name of done) expect([name, see(name, module)]).toEqual([name, seen[name]]);
    const next = tasks[done.length] as string | undefined;
    if (next !== undefined) expect(see(next, module)[0]).toMatch(`Error: Task ${next}: implement `);
  });
});

describe('the handout', () => {
  const handout = read('README.md');
  const examples = [...handout.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, code]) => code)
    .filter((code) => code.includes('// →'));
  /** All hundred steps of the notebook are in test/long. */
  const isLong = (code: string) => code.includes('moons.targets, 100)');

  it('has for each task a question on paper, an example and the command of its check', () => {
    for (const task of tasks) {
      const [, part = ''] = new RegExp(String.raw`^## Task ${task}: ([^]*?)^## `, 'm').exec(handout) ?? [];
      expect([task, part]).toEqual([task, expect.stringMatching(/^On paper[^]*^```ts\n/m)]);
      expect(part).toContain(`\`npx micrograd-lab grade network.ts --assignment network --tasks ${task}\``);
    }
    expect(examples.filter(isLong)).toHaveLength(1);
  });

  it.each(examples.filter((code) => !isLong(code)))('shows what its example %$ prints', (code) => {
    const printed: string[] = [];
    const written: string[] = [];
    const scope = {
      ...right, ...data, ...draw,
      console: { log: (...values: unknown[]) => { printed.push(format(...values)); } },
      writeFileSync: (_name: string, text: string) => { written.push(text); },
    };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the examples are text in the handout
    const example = new Function(...Object.keys(scope), toJavaScript(code)) as (...args: unknown[]) => void;
    example(...Object.values(scope));
    expect(printed).toEqual([...code.matchAll(/\/\/ → (.*)/g)].map(([, promise]) => promise));
    expect(printed).not.toEqual([]);
    for (const text of written) expect(text).toMatch(/^<svg [^]*<(path|polyline) [^]*<\/svg>\n$/);
  });

  it('answers the questions on paper in the notes, and links to files that there are', () => {
    for (const text of [handout, read('NOTES.md')]) {
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path);
      expect(links.filter((path) => !existsSync(join(assignment, path)))).toEqual([]);
    }
    const answers = read('NOTES.md').split('## Answers')[1];
    for (const task of tasks) expect(answers).toContain(`**${task}** `);
  });

  it('states the points that there are', () => {
    interface Marks { points: Record<string, number>; hidden: { points: Record<string, number> } }
    const marks = JSON.parse(read('marks.json')) as Marks;
    const total = (points: Record<string, number>) => Object.values(points).reduce((sum, x) => sum + x, 0);
    const rows = [...handout.matchAll(/^\| (2\.\d|2\.1 to 2\.7) \|.*\| (\d+) \|$/gm)].map(([, task, n]) => [task, +n]);
    expect(rows).toEqual([...Object.entries(marks.points), ['2.1 to 2.7', total(marks.hidden.points)]]);
    expect([total(marks.points), total(marks.hidden.points)]).toEqual([100, 25]);
    interface Check { run: string; expected: string; points: number }
    const checks = JSON.parse(read('classroom50/tests.json')) as Check[];
    expect(checks.map(({ run, points, expected }) => [run.replace(/.* /, ''), points, expected])).toEqual(
      Object.entries(marks.points).map(([task, points]) => [task, points, `^${points} of ${points} points`]));
  });
});

const isNumber = (look: unknown): look is number => typeof look === 'number';
const isClose = (got: Look[], wanted: Look[]) => got.length === wanted.length && got.every((x, i) => {
  const y = wanted[i];
  return isNumber(x) && isNumber(y) ? Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(y)) : Object.is(x, y);
});
const withSlip = (name: HintName) => withRules(slips[name]);
/** The reference, as if a student had written it. */
const withRules = (rules: Partial<Rules>) =>
  ({ ...build({ ...rightRules, ...rules }, draw.drawBoundary), Value }) as unknown as typeof right;

describe('the reference of the grader', () => {
  it('shows what the solution shows', () => {
    const reference = withRules({});
    expect(tasks.filter((task) => !isClose(see(task, reference), seen[task]))).toEqual([]);
  });

  it('shows something else with each slip, and no two slips show the same where they show first', () => {
    const names = Object.keys(hints) as HintName[];
    const first = names.map((name) => {
      const module = withSlip(name);
      const task = tasks.find((task) => !isClose(see(task, module), seen[task]));
      return { name, task, shown: task === undefined ? [] : see(task, module) };
    });
    expect(first.filter(({ task }) => task === undefined)).toEqual([]);
    const twins = first.flatMap((a, i) => first.slice(i + 1)
      .filter((b) => a.task === b.task && isClose(a.shown, b.shown)).map((b) => [a.name, b.name]));
    expect(twins).toEqual([]);
  });
});

describe('the slips in the notes', () => {
  const sections = read('NOTES.md').split(/^### /m).slice(1);

  it('are at least twenty', () => { expect(sections.length).toBeGreaterThanOrEqual(20); });

  const named = sections.map((section) => [section.replace(/\n[^]*/, ''), section]);
  it.each(named)('%s: it is seen in its task, and in none before it', async (_, section) => {
    const [, diff = ''] = /^```diff\n([^]*?)^```\n/m.exec(section) ?? [];
    const side = (sign: string) => diff.split('\n').filter((line) => line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`).join('');
    expect(solution.split(side('-')), section).toHaveLength(2);
    const wrong = await loadNetwork(solution.replace(side('-'), () => side('+')));
    const [, task, quotation] = /^Task (\S+):\n\n((?:> .*\n)+)/m.exec(section) ?? [];
    const before = tasks.slice(0, tasks.indexOf(task));
    for (const name of before) expect([name, see(name, wrong)]).toEqual([name, seen[name]]);
    const shown = see(task, wrong);
    expect(shown).not.toEqual(seen[task]);

    const said = quotation.replaceAll(/^> /gm, '').trim().replaceAll('\n', ' ');
    const name = (Object.keys(hints) as HintName[]).find((name) => hints[name] === said);
    expect(name, `the hint: ${said}`).toBeDefined();
    const isAlike = isClose(see(task, withSlip(name as HintName)), shown);
    expect(isAlike, 'the reference with this slip shows it, too').toBe(true);
  });
});
