// The table of slips against itself: each slip, made in the reference, must be found again by its own hint.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sight } from '../src/grading/evaluate.ts';
import { mark } from '../src/grading/marking.ts';
import { run, type Engine } from '../src/grading/reference.ts';
import { ruleSlips } from '../src/grading/rule-slips.ts';
import { isLook, type Script } from '../src/grading/script.ts';
import { generalSlips } from '../src/grading/slips.ts';
import { tests } from '../src/grading/tasks.ts';
import { runs } from './support/seed.ts';

const scripts = tests.filter(({ task }) => task !== 'extra').flatMap(({ oracles }) => oracles);

describe('the tests', () => {
  it('ask, of fixed expressions, what the reference gives for them', () => {
    expect(scripts.length).toBeGreaterThan(60);
    for (const { steps, looks } of scripts) {
      run(steps).looks.forEach((x, i) => {
        expect(Math.abs(x - looks[i].expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(looks[i].expected)));
      });
    }
  });
});

describe('a slip made in the reference', () => {
  const slips = [...generalSlips, ...ruleSlips];
  const seen = new Map(slips.map(({ engine }) => [engine, scripts.map(({ steps }) => run(steps, engine).looks)]));
  const isSame = (one: Engine, other: Engine) => isDeepStrictEqual(seen.get(one), seen.get(other));

  it.each(slips)('is found by its hint, or by one that nothing can tell from it: $hint', async ({ engine }) => {
    const hints = slips.filter((other) => isSame(other.engine, engine)).map(({ hint }) => hint);
    const { tests } = await mark({ see: ({ steps }) => ({ looks: run(steps, engine).looks }) }, { runs: 0 });
    const failed = tests.filter(({ passed }) => !passed);
    expect(hints.filter((hint) => failed[0].message.endsWith(` ${hint}`))).not.toEqual([]);
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
    expect((await mark({ see }, {})).score).toBe(100);
    expect(held.size).toBe(5);
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
