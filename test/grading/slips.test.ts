// The table of slips against itself: each slip, made in the reference, must be found again by its own hint.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNear, slips } from '../../src/grading/diagnose.ts';
import { adapterOf, evaluate, readSight, type Sight } from '../../src/grading/evaluate.ts';
import { mark, type GradeOptions } from '../../src/grading/marking.ts';
import { codeOf } from '../../src/grading/print.ts';
import { right, run, type Engine } from '../../src/grading/reference.ts';
import { isLook, isOperation, type Op, type Script } from '../../src/grading/script.ts';
import type { Slip } from '../../src/grading/slips.ts';
import { tests, type Task } from '../../src/grading/tasks.ts';
import { runs } from '../support/seed.ts';
import { load, plant } from '../support/students/load.ts';
import { lecture } from '../support/students/right.ts';
import { unlisted, wrong } from '../support/students/wrong.ts';

const scripts = tests.flatMap(({ oracles }) => oracles).filter(({ isLong }) => !isLong);

describe('the tests', () => {
  it('ask, of fixed expressions, what the reference gives for them', () => {
    expect(scripts.length).toBeGreaterThan(60);
    for (const { steps, looks } of scripts) {
      run(steps).looks.forEach((x, i) => {
        expect(Math.abs(x - looks[i].expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(looks[i].expected)));
      });
    }
  });

  it('have fixed expressions each, which from task 1.2 on look at every grad, but for that of relu at 0', () => {
    const without: string[] = [];
    for (const { task, name, oracles } of tests) {
      expect(oracles.length, name).toBeGreaterThan(0);
      if (task === '1.1' || name === 'ten steps of training') continue;
      for (const script of oracles) {
        const labels = script.looks.map(({ label }) => label);
        const grads = script.names.filter((leaf) => leaf !== undefined).map((leaf) => `${leaf}.grad`);
        if (grads.some((grad) => !labels.includes(grad))) without.push(codeOf(script));
      }
    }
    expect(without).toEqual(['a.relu()']);
  });
});

describe('a hint', () => {
  it.each(slips)('is of whole sentences: $hint', ({ hint }) => {
    expect(hint).toMatch(/^([A-Z]|`[a-z]).{20,}[a-z\d`)][.?]$/);
    expect(hint).not.toMatch(/ {2}|[a-z]\.[A-Z]|[a-z,;:]`[a-z]|undefined/);
    expect(hint.split('`').length % 2, 'each ` has its other').toBe(1);
  });
});

describe('a slip made in the reference', () => {
  const seen = new Map(slips.map(({ engine }) => [engine, scripts.map(({ steps }) => run(steps, engine).looks)]));
  const isSame = (one: Engine, other: Engine) => isDeepStrictEqual(seen.get(one), seen.get(other));

  it.each(slips)('is found by its hint, or by one that nothing can tell from it: $hint', async ({ engine }) => {
    const hints = slips.filter((other) => isSame(other.engine, engine)).map(({ hint }) => hint);
    const { tests } = await mark({
      see: ({ steps, isLong }) => ({ looks: run(steps, isLong ? right : engine).looks }),
    }, { runs: 0 });
    const failed = tests.filter(({ passed }) => !passed);
    expect(hints.filter((hint) => failed[0].message.endsWith(` ${hint}`))).not.toEqual([]);
  });
});

describe('a slip made in the lecture’s solution', () => {
  // The others end before all numbers are there; or, with a set, they do something that no slip does in every case.
  const others = /^(grad is|grad begins|data is|add changes|add has|mul gives|backward is|numbers are|.* a Set of)/;

  it.each(Object.entries(wrong).filter(([name]) => !others.test(name)))(
    'gives the numbers of the one with its hint, in all fixed expressions up to its task: %s',
    async (_, { task, edits, hint }) => {
      const adapter = adapterOf(await load(plant(lecture, edits)));
      const known = tests.filter((test) => test.task <= task).flatMap(({ oracles }) => oracles)
        .filter(({ isLong }) => !isLong);
      const seen = known.map(({ steps }) => readSight(evaluate(adapter, steps)).looks);
      const isIt = ({ engine }: Slip) => known.every(({ steps }, i) => {
        const { looks } = run(steps, engine);
        return looks.length === seen[i].length && looks.every((x, k) => isNear(seen[i][k], x));
      });
      expect(slips.filter(isIt).map(({ hint }) => hint)).toContainEqual(expect.stringMatching(hint));
    });
});

describe('a mistake that is no slip', () => {
  it.each(Object.entries(unlisted))('gets none for a hint: %s', async (_, { edits, fails }) => {
    const adapter = adapterOf(await load(plant(lecture, edits)));
    const { tests } = await mark({ see: ({ steps }) => readSight(evaluate(adapter, steps)) }, {});
    const failed = tests.filter(({ passed }) => !passed);
    if (fails) expect(failed.map(({ name }) => name)).toEqual(fails);
    expect(failed.length).toBeGreaterThan(0);
    for (const { message } of failed) expect(slips.filter(({ hint }) => message.includes(hint))).toEqual([]);
  });
});

const next = <T>(endless: fc.Stream<T>): T => endless.next().value as T;

describe('whatever a class gives', () => {
  const looks = fc.oneof(fc.double(), fc.constantFrom(0, 1, NaN, -0, Infinity), fc.string({ unit: 'binary' }));
  const outside = ['late', 'died', 'unusable'] as const;
  const kinds = fc.constantFrom('missing', 'result', 'threw', 'promise', ...outside);
  const fault = fc.option(fc.record({
    kind: kinds,
    at: fc.nat(),
    text: fc.string({ unit: 'binary' }).map((text) => `so: ${text}`),
  }));
  const sights = fc.infiniteStream(fc.record({ looks: fc.infiniteStream(looks), fault }));

  it('there is a sentence about it, in one line', async () => {
    await fc.assert(fc.asyncProperty(sights, async (stream) => {
      const see = ({ steps }: Script): Sight => {
        const { looks, fault } = next(stream);
        const seen = (end: number) => steps.slice(0, end).filter(isLook).map(() => next(looks));
        if (fault === null) return { looks: seen(steps.length) };
        if (outside.some((kind) => kind === fault.kind)) return { looks: [], fault: { ...fault, at: -1 } };
        const at = fault.at % steps.length;
        return { looks: seen(at), fault: { ...fault, at } };
      };
      const { tests } = await mark({ see }, { runs: 3 });
      expect(tests.some(({ passed }) => !passed)).toBe(true);
      for (const { passed, message } of tests) {
        if (passed) expect(message).toBe('');
        else expect(message).toMatch(/^[^\p{Cc}]+$/u);
      }
    }), runs(30));
  });
});

describe('what was stopped for its time, perhaps on a busy machine', () => {
  const late = (text: string): Sight => ({ looks: [], fault: { kind: 'late', at: -1, text } });

  it('has a second go', async () => {
    const held = new Set<Script>();
    const see = (script: Script) => {
      const isLate = held.size < 5 && !held.has(script);
      if (isLate) held.add(script);
      return isLate ? late('it is late.') : { looks: run(script.steps).looks };
    };
    const begun: number[] = [];
    const begin = (testsLeft: number) => { begun.push(testsLeft); };
    expect((await mark({ see, begin }, { tasks: ['1.1', '1.2'] })).score).toBe(25);
    expect(held.size).toBe(5);
    expect(begun, 'tests left, each time').toEqual([6, 5, 4, 3, 2, 1, 5, 4, 3, 2, 1]);
  });

  it('and is late again, is said to be so as it was the first time', async () => {
    let calls = 0;
    const { tests } = await mark({ see: () => late(`late ${++calls}`) }, { tasks: ['1.2'] });
    expect(tests.map(({ message }) => message)).toEqual([
      '`a.add(b)` with a = 2, b = -3: late 1', '`a.mul(b)` with a = 2, b = -3: late 2',
      '`a.add(b).mul(c)` with a = 2, b = -3, c = 4: late 3',
    ]);
    expect(calls).toBe(6);
  });
});

describe('a test', () => {
  it('tries as many random expressions as it is told, others with another seed', async () => {
    const tried = async (options: GradeOptions) => {
      const codes: string[] = [];
      const see = (script: Script) => {
        codes.push(codeOf(script));
        return { looks: run(script.steps).looks };
      };
      await mark({ see }, { tasks: ['1.1'], ...options });
      return codes;
    };
    const fixed = await tried({ runs: 0 });
    expect(fixed).toHaveLength(6); // of three tests, of which two have random expressions
    expect(await tried({ runs: 7 })).toHaveLength(6 + 2 * 7);
    expect(await tried({})).toHaveLength(6 + 2 * 50);
    expect(await tried({ seed: 1 })).toEqual(await tried({}));
    expect(await tried({ seed: 2 })).not.toEqual(await tried({}));
  });

  it('tries no other expression where one was too much for the process: each would cost as much', async () => {
    let calls = 0;
    const see = ({ steps, looks }: Script): Sight => {
      if (looks.some(({ label }) => label === 'a.data')) return { looks: run(steps).looks }; // a fixed one
      calls++;
      return { looks: [], fault: { kind: 'died', at: -1, text: 'It died.' } };
    };
    const { tests } = await mark({ see }, { tasks: ['1.2'] });
    expect(tests.map(({ message }) => message)).toEqual(Array(3).fill(expect.stringMatching(/: It died\.$/)));
    expect(calls).toBe(3);
  });

  it('has a name of its own', () => {
    const names = tests.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z\d]/i);
  });
});

/** The random expressions that a right class is tried on, by test. */
async function randomOnes(tasks: Task[]): Promise<Script[]> {
  const tried: Script[] = [];
  const see = (script: Script) => {
    if (!scripts.includes(script) && !script.isLong) tried.push(script);
    return { looks: run(script.steps).looks };
  };
  await mark({ see }, { tasks });
  return tried;
}

describe('random expressions', () => {
  it('have no kink, no pole and no large number near, and can be worked out by hand', async () => {
    const all = await randomOnes(['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7']);
    expect(all.length).toBeGreaterThan(800);
    for (const { steps, looks } of all) {
      const { nodes } = run(steps);
      const of = (op: Op) => nodes.filter((node) => node.op === op)
        .map(({ operands }) => [operands[0].data, operands.at(-1)?.data ?? NaN]);
      const ofRelu = of('relu').map(([a]) => Math.abs(a));
      const ofLog = of('log').map(([a]) => a);
      const ofDiv = of('div').map(([, b]) => Math.abs(b));
      const ofPow = of('pow').map(([a, n]) => (Number.isInteger(n) ? Math.abs(a) : a));
      expect(Math.min(...ofRelu)).toBeGreaterThanOrEqual(0.1);
      expect(Math.min(...ofLog, ...ofDiv, ...ofPow)).toBeGreaterThanOrEqual(0.25);
      expect(nodes.every(({ data }) => Math.abs(data) <= 100)).toBe(true);
      const leaves = nodes.filter(({ op }) => op === undefined).map(({ data }) => data);
      expect(leaves.every((x) => Number.isInteger(4 * x) && Math.abs(x) <= 3)).toBe(true);
      expect(looks.every(({ expected }) => Number.isFinite(expected))).toBe(true);
      expect(looks.every(({ label }) => /^(data|[a-i]\.(data|grad))$/.test(label)), 'of leaves and results').toBe(true);
      expect(steps.filter(isOperation).length).toBeLessThanOrEqual(16); // two results of 8 steps
    }
  });

  it('use what the task has, and no more', async () => {
    const codes = async (task: Task) => (await randomOnes([task])).map((script) => codeOf(script)).join('\n');
    expect(await codes('1.2')).not.toMatch(/[c-i] = |\b(\w)\.\w+\(\1\)/); // no node is used twice
    expect(await codes('1.3')).toMatch(/\b(\w)\.\w+\(\1\)/);
    expect(await codes('1.3')).not.toMatch(/[d-z] = /); // three leaves, of which any may be used twice, but no result
    expect(await codes('1.4')).toMatch(/[d-z] = .*; /);
    expect(await codes('1.7')).toMatch(/\.backward\(\); .*\.backward\(\)$/m);
    const others = await codes('1.5');
    for (const n of ['2', '3', '-1', '0.5', '-2', '1.5']) expect(others).toContain(`.pow(${n})`);
    for (const name of ['add', 'mul', 'sub', 'div']) expect(others).toMatch(new RegExp(`\\.${name}\\(-?\\d`));
    expect(others).toMatch(/\ba\.sub\(\w+\./); // a result as the second operand
    expect(await codes('1.6')).not.toMatch(/\.\w+\(-?\d/);
    for (const name of ['relu', 'tanh', 'exp', 'log']) expect(await codes('1.6')).toContain(`.${name}()`);
  });
});

describe('a number', () => {
  it.each([
    [1 + 1e-10, 1], [1e12 + 100, 1e12], [-5e-10, 0], [1e-9, 0], [-0, 0], [NaN, NaN], [Infinity, Infinity],
  ])('is right but for rounding: %d for %d', (x, y) => { expect(isNear(x, y)).toBe(true); });

  it.each([
    [1 + 1e-8, 1], [1e12 + 1e4, 1e12], [1e-8, 0], [1, NaN], [NaN, 1], [5, Infinity], [-Infinity, Infinity], ['1', 1],
  ])('is wrong: %s for %d', (x, y) => { expect(isNear(x, y)).toBe(false); });
});
