// The grader, in this process: right solutions get full marks; each slip is caught by the task it belongs to, and gets
// its own hint.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grade, type Adapter, type GradeOptions, type Report, type ValueClass } from '../../src/grading/index.ts';
import { Value } from '../../src/index.ts';
import { runs } from '../support/seed.ts';
import { load, plant } from '../support/students/load.ts';
import { exponential, lecture, right } from '../support/students/right.ts';
import { wrong, type Edit } from '../support/students/wrong.ts';

const failedOf = ({ tests }: Report) => tests.filter(({ passed }) => !passed);
const sum = (report: Report, what: 'score' | 'maxScore') => report.tests.reduce((total, test) => total + test[what], 0);

describe('a right solution', () => {
  it.each(Object.entries(right))('has full marks, with any seed: %s', async (_, source) => {
    const Class = await load(source);
    for (let seed = 0; seed < runs(60).numRuns; seed++) {
      const report = await grade(Class, { seed, runs: 5 });
      expect([seed, failedOf(report), report.score, report.maxScore]).toEqual([seed, [], 100, 100]);
    }
  });

  it('is our own Value, with the chain of 100,000', async () => {
    const report = await grade(Value, { tasks: ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8', 'extra'] });
    expect([failedOf(report), report.score, report.maxScore, report.notes]).toEqual([[], 100, 100, []]);
  });

  it('may take more, and give more, than is asked for', async () => {
    const edits: Edit[] = [
      ['  neg() {', '  neg(times = 1) {'], ['new Value(-this.data', 'new Value(-times * this.data'],
      ['v._backward();', 'v._backward();\n    return null;'],
    ];
    const report = await grade(await load(plant(lecture, edits)));
    expect(failedOf(report)).toEqual([]);
  });

  it('may keep its Values inside of something else, by an adapter of all parts', async () => {
    interface Box { value: Value }
    const names = ['add', 'mul', 'sub', 'div', 'pow', 'neg', 'relu', 'tanh', 'exp', 'log'] as const;
    type Operations = Record<typeof names[number], (b: Value | number) => Value>;
    const operations = names.map((name): [string, Adapter<Box>['add']] => [name, (a, b) =>
      ({ value: (a.value as Operations)[name](typeof b === 'object' ? b.value : b) })]);
    const report = await grade<Box>({
      ...Object.fromEntries(operations),
      create: (x) => ({ value: new Value(x) }),
      data: ({ value }) => value.data,
      grad: ({ value }) => value.grad,
      setData: ({ value }, x) => { value.data = x; },
      setGrad: ({ value }, x) => { value.grad = x; },
      backward: ({ value }) => { value.backward(); },
    });
    expect(failedOf(report)).toEqual([]);
  });

  it('may be made of functions on plain objects, by an adapter', async () => {
    interface Num { x: number; slope: number; back: (g: number) => void; from: Num[] }
    const num = (x: number, from: Num[] = [], back: Num['back'] = () => undefined): Num =>
      ({ x, slope: 0, back, from });
    const visit = (v: Num, seen: Set<Num>) => {
      if (seen.has(v)) return;
      v.from.forEach((x) => { visit(x, seen); });
      seen.add(v);
    };
    const report = await grade<Num>({
      create: num,
      data: (v) => v.x,
      grad: (v) => v.slope,
      setGrad: (v, g) => { v.slope = g; },
      add: (a, b) => typeof b === 'number'
        ? num(a.x + b, [a], (g) => { a.slope += g; })
        : num(a.x + b.x, [a, b], (g) => { a.slope += g; b.slope += g; }),
      mul: (a, b) => typeof b === 'number'
        ? num(a.x * b, [a], (g) => { a.slope += g * b; })
        : num(a.x * b.x, [a, b], (g) => { a.slope += g * b.x; b.slope += g * a.x; }),
      backward: (v) => {
        const order = new Set<Num>();
        visit(v, order);
        v.slope = 1;
        for (const node of [...order].reverse()) node.back(node.slope);
      },
    }, { tasks: ['1.1', '1.2', '1.3', '1.4', '1.7'] });
    expect(failedOf(report)).toEqual([]);
  });
});

describe('a single slip', () => {
  it.each(Object.entries(wrong))('is caught, by its task and with its hint: %s', async (_, { task, hint, edits }) => {
    const Class = await load(plant(lecture, edits));
    const report = await grade(Class, { seed: 7 });
    const first = { task, message: expect.stringMatching(hint) as string };
    expect(failedOf(report)[0]).toMatchObject(first);
    expect(failedOf(await grade(Class, { runs: 0 }))[0], 'by the fixed expressions alone').toMatchObject(first);
    expect(report.score).toBe(sum(report, 'score'));
    expect(report.maxScore).toBe(100);
  });

  it('that only random expressions can find is shown in the smallest of them', async () => {
    const slip = 'this.grad += (other.data === 2.5 ? 0 : other.data)';
    const Class = await load(plant(lecture, [['this.grad += other.data', slip]]));
    const [first] = failedOf(await grade(Class));
    expect(first.message).toMatch(/^`a\.mul\(b\)` with a = -?[\d.]+, b = 2\.5: a\.grad is 0, should be 2\.5\./);
  });

  it('gets the sentence that the project promises', async () => {
    const Class = await load(plant(lecture, [['other.grad += this.data', 'other.grad = this.data']]));
    const { message } = failedOf(await grade(Class))[0];
    expect(message).toBe('`a.mul(a)` with a = 3: a.grad is 3, should be 6. a is used twice, and what comes back ' +
      'adds up: 3 + 3. In `mul`, the gradient for the second operand replaced what had arrived before: `+=`, not `=`.');
  });
});

describe('a recursion along all paths', () => {
  it('is told that it would not come to an end, without being waited for', async () => {
    const start = Date.now();
    const report = await grade(await load(exponential));
    expect(Date.now() - start).toBeLessThan(60_000);
    expect(report.score).toBe(96);
    expect(failedOf(report).map(({ message }) => message)).toEqual([
      '`x = x.add(x)`, 40 times, from `x = a = new Value(1)`: this takes twice as long with each step, and would not ' +
      'come to an end. There are two ways back from each sum, and `backward()` goes along all ways from the result ' +
      'to ' +
      'the leaf. Let it visit each node once.',
    ]);
  });
});

describe('a starter', () => {
  it('gets nothing but to know what is to be written', async () => {
    class Starter {
      data: number;
      grad = 0;
      constructor(data: number) { this.data = data; }
      add(): never { throw new Error('Task 1.1: implement add'); }
    }
    const { tests, score } = await grade(Starter);
    expect(score).toBe(3);
    expect(tests.map(({ message }) => message).slice(1, 3)).toEqual([
      '`a.add(b)` with a = 2, b = -3: threw Error: Task 1.1: implement add.',
      '`a.mul(b)` with a = 2, b = -3: there is no method `mul`. It is yours to write.',
    ]);
  });
});

describe('a report', () => {
  it('is the same, byte for byte, for the same seed', async () => {
    const Class = await load(plant(lecture, wrong['div forgets the minus'].edits));
    await fc.assert(fc.asyncProperty(fc.integer(), async (seed) => {
      const [first, second] = [await grade(Class, { seed, runs: 5 }), await grade(Class, { seed, runs: 5 })];
      expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    }), runs(10));
  });

  it('divides a task’s points among its tests in whole numbers, and has no others', async () => {
    const points = fc.record({ 1.2: fc.nat(1000), 1.5: fc.nat(30), extra: fc.nat(5) });
    await fc.assert(fc.asyncProperty(points, async (points) => {
      const report = await grade(Value, { points, tasks: ['1.2', '1.5'], runs: 0 });
      expect([report.score, report.maxScore]).toEqual([points['1.2'] + points['1.5'], points['1.2'] + points['1.5']]);
      const shares = report.tests.filter(({ task }) => task === '1.5').map(({ maxScore }) => maxScore);
      expect(shares).toHaveLength(5);
      expect(shares.every(Number.isInteger)).toBe(true);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    }), runs(20));
  });

  it('counts the extra on top of the maximum', async () => {
    const report = await grade(Value, { tasks: ['1.1', 'extra'], points: { extra: 5 } });
    expect([report.score, report.maxScore]).toEqual([15, 10]);
  });

  it('refuses options that make no sense', async () => {
    const refused: [GradeOptions, string][] = [
      [{ tasks: ['1.9' as '1.1'] }, 'there is no task 1.9: they are 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, extra'],
      [{ points: { 1.1: -1 } }, 'the points of 1.1 must be a whole number, not below 0; got -1'],
      [{ seed: 0.5 }, 'seed must be a whole number; got 0.5'],
      [{ runs: -1 }, 'runs must be a whole number, not below 0; got -1'],
    ];
    for (const [options, message] of refused) await expect(grade(Value, options)).rejects.toThrow(message);
    for (const subject of [undefined, null, {}, 'Value']) {
      await expect(grade(subject as ValueClass)).rejects.toThrow('grade wants a class, or an adapter');
    }
  });
});
