// The slope of a function from its values: what it says of its own error must be true.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOUBTFUL, isCorner, slopesOf, type Slope } from '../../src/slope.ts';
import { centralDifference, reference } from '../support/differences.ts';
import { runOnNumbers, tamePrograms } from '../support/expressions.ts';
import { runs } from '../support/seed.ts';

const slopes = (f: (x: number) => number, x: number, largest = Math.abs(f(x))) =>
  slopesOf({ f, x, y: f(x), largest }, 1e-5 * Math.max(1, Math.abs(x)));
const best = (all: Slope[]) => all.reduce((a, b) => (b.uncertainty < a.uncertainty ? b : a));

describe('the slope of a smooth function', () => {
  it('is within the error that is given with it, up to rounding, and that error is small', () => {
    fc.assert(fc.property(tamePrograms(), (program) => {
      const { data, grads } = reference(program);
      const largest = Math.max(...data.map(Math.abs));
      program.leaves.forEach((x, i) => {
        if (centralDifference(program, i) === undefined) return; // not smooth
        const leaves = (y: number) => program.leaves.map((z, j) => (j === i ? y : z));
        const f = (y: number) => runOnNumbers(program, leaves(y)).at(-1) as number;
        const { h, slope, error, uncertainty } = best(slopes(f, x, largest));
        // The rounding on the way mostly shows in the error, but by chance the nudged results may all be off alike.
        const rounding = 4 * Number.EPSILON * largest / h;
        expect(Math.abs(slope - grads[i])).toBeLessThanOrEqual(error + rounding);
        expect(uncertainty).toBeLessThan(DOUBTFUL); // above that a gradient would be unclear
      });
    }), runs(500));
  });

  it('is found by the first step, unless that is too wide', () => {
    expect(slopes((x) => 3 * x, 2)).toHaveLength(1);
    expect(slopes(Math.tanh, 0.5).map(({ h }) => h)).toEqual([1e-5]);
  });

  it('is found by smaller steps for a wave, until rounding weighs more, or 1e-7 is reached', () => {
    const all = slopes(Math.sin, 1e6);
    expect(all.map(({ h }) => h).slice(0, 3)).toEqual([10, 2.5, 0.625]);
    for (const { slope, error } of all) expect(Math.abs(slope - Math.cos(1e6))).toBeLessThan(2.5 * error);
    expect(all.filter(({ uncertainty }) => uncertainty <= 1e-7)).toEqual([all.at(-1)]);
  });

  it('takes no further steps once rounding weighs more, nor any that x itself rounds away', () => {
    expect(slopes((x) => 1e5 + Math.sin(20 * x), 0.3).length).toBeLessThan(5);
    const least = Math.min(...slopes(Math.sin, 1e17).map(({ h }) => h));
    expect(least).toBeGreaterThan(16);
  });

  it('is never better known than the rounding of the result lets it', () => {
    for (const y of [1, 1e3, 1e6]) {
      const [{ h, error }] = slopes((x) => y + x, 0);
      expect(error).toBeGreaterThanOrEqual(Number.EPSILON * y / h);
    }
  });

  it('of 0 is compared with 1e-4, so that rounding in the result does not hide it', () => {
    const { slope, uncertainty } = best(slopes((x) => 10 + (x - 1) ** 2, 1));
    expect(Math.abs(slope)).toBeLessThan(1e-9);
    expect(uncertainty).toBeLessThan(1e-4);
  });
});

describe('where there is no slope', () => {
  it('a corner has a slope to each side', () => {
    const [first] = slopes((x) => Math.max(2 * x, -3 * x), 0);
    expect(isCorner(first)).toBe(true);
    expect([first.left.slope, first.right.slope]).toEqual([expect.closeTo(-3, 9), expect.closeTo(2, 9)]);
    expect(slopes(Math.exp, 0.5).some(isCorner)).toBe(false);
  });

  it('the end of a domain has one on one side, by every step', () => {
    for (const { error, left, right } of slopes((x) => x ** 1.5, 0)) {
      expect([error, left.error]).toEqual([Infinity, Infinity]);
      expect(right.error).toBeLessThan(0.001);
    }
  });

  it('the error at a jump is larger than the slope', () => {
    for (const { slope, error } of slopes(Math.floor, 1)) expect(error).toBeGreaterThan(Math.abs(slope));
  });
});

describe('where the result does not move', () => {
  it('the slope is 0, up to the rounding of the largest number on the way', () => {
    const [{ slope, error }] = slopes(() => 5, 0.5, 1000);
    expect(slope).toBe(0);
    expect(error).toBeLessThanOrEqual(1000 * Number.EPSILON); // over a step of at least 1
    expect(error).toBeGreaterThan(1000 * Number.EPSILON / 4);
    expect(slopes(() => 5, 0.5, 1e20)[0].uncertainty).toBeGreaterThan(1);
  });

  it('also where the end of the domain is near', () => {
    const [{ error }] = slopes((x) => 0 * Math.log(x), 0.01, 1e9);
    expect(error).toBeLessThanOrEqual(Number.EPSILON * 1e9);
  });

  it('as far as it does not', () => {
    const [{ error }] = slopes((x) => Math.max(0, x), -0.01, 1);
    expect(error).toBeGreaterThan(Number.EPSILON / 0.01);
    expect(error).toBeLessThan(Number.EPSILON / 0.001);
  });

  it('but did by a wider step: a corner begins softly, rounding with a jump', () => {
    expect(best(slopes((x) => Math.max(0, x), -3e-6)).uncertainty).toBeLessThan(1e-4);
    expect(best(slopes((x) => x + 3e10 - 3e10, 0.3)).uncertainty).toBeGreaterThan(0.01);
  });
});
