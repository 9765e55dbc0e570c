import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { gradcheck, MLP, propagate, Random, squaredError, Value, type ValueLike } from '../../src/index.ts';
import { centralDifference, reference } from '../support/differences.ts';
import { runOnValues, tamePrograms } from '../support/expressions.ts';
import { runs } from '../support/seed.ts';

const verdicts = (fn: (a: Value) => Value, inputs: number[]) =>
  gradcheck(fn, inputs).inputs.map(({ verdict }) => verdict);

describe('gradcheck over numbers', () => {
  it('gives for each input the slope, the gradient, how far they are apart, and a verdict', () => {
    const { ok, inputs } = gradcheck((a, b) => a.mul(b), [2, 3]);
    expect(ok).toBe(true);
    expect(inputs.map(({ analytic, verdict }) => [analytic, verdict])).toEqual([[3, 'good'], [2, 'good']]);
    for (const { numeric, analytic, relativeError } of inputs) {
      expect(numeric).toBeCloseTo(analytic, 9);
      expect(relativeError).toBe(Math.abs(numeric - analytic) / (Math.abs(numeric) + Math.abs(analytic)));
    }
  });

  it('finds smooth functions good', () => {
    const x = fc.double({ min: 0.1, max: 3, noNaN: true });
    fc.assert(fc.property(x, x, (a, b) => {
      const smooth = (p: Value, q: Value) => p.mul(q).tanh().add(p.div(q)).add(q.log().sin()).mul(p.pow(q).sigmoid());
      expect(gradcheck(smooth, [a, b]).ok).toBe(true);
    }));
  });

  it('takes two gradients of 0 for equal', () => {
    const { inputs } = gradcheck((a, b) => a.add(b.mul(0)), [1, 2]);
    expect(inputs[1]).toEqual({ numeric: 0, analytic: 0, relativeError: 0, verdict: 'good', h: 2e-5 });
  });

  it('does not blame a gradient for what rounding did to the slope', () => {
    const { inputs: [{ relativeError, verdict }] } = gradcheck((a) => a.add(1e8).sub(1e8), [1]);
    expect(relativeError).toBeGreaterThan(1e-6); // 1e8 is known to 1.5e-8 only
    expect(verdict).toBe('fair');
    expect(verdicts((a) => a.add(1e8).sub(1e8).mul(1000), [1])).toEqual(['fair']); // magnified on its way
  });

  it('takes a smaller step where the function bends too much for the first one, and says so', () => {
    // The slope is off by h² / 6 times the third derivative, relatively 20² * 1e-10 / 6 = 7e-9, and 100 times that.
    expect(gradcheck((a) => a.mul(20).sin(), [0.3]).inputs).toMatchObject([{ verdict: 'good', h: 1e-5 }]);
    expect(gradcheck((a) => a.mul(200).sin(), [0.3]).inputs).toMatchObject([{ verdict: 'good', h: 1e-5 / 4 }]);
  });

  it('is not blinded by a NaN gradient of a constant beside a negative base', () => {
    expect(verdicts((a) => a.pow(2), [-2])).toEqual(['good']);
    expect(gradcheck((a) => wrongBy(1.5, a).add(a.pow(2)), [-2]).ok).toBe(false);
  });

  it('nudges by what it is told, and in proportion to large inputs', () => {
    const seen: number[] = [];
    const { inputs: [{ h }] } = gradcheck((a) => {
      seen.push(a.data);
      return a.mul(2);
    }, [1000], { h: 2 ** -10 });
    expect(Math.max(...seen) - 1000).toBe(1000 * 2 ** -10);
    expect(h).toBe(1000 * 2 ** -10);
  });

  it('takes typed arrays of numbers', () => {
    for (const inputs of [Float32Array.of(0.5, -2), Float64Array.of(0.5, -2)]) {
      const { ok, inputs: checks } = gradcheck((a, b) => a.mul(b), inputs);
      expect([ok, checks.map(({ analytic }) => analytic)]).toEqual([true, [-2, 0.5]]);
    }
  });
});

describe('a kink is neither failed nor passed by luck', () => {
  it.each<[string, (a: Value) => Value, number]>([
    ['relu at 0', (a) => a.relu(), 0],
    ['max at a tie, whose halves look like the slope', (a) => a.max(0), 0],
    ['the size of a number at 0', (a) => a.max(a.neg()), 0],
    ['a kink on a slope', (a) => a.mul(3).add(a.relu().mul(0.01)), 0],
    ['a kink so near that no step fits between', (a) => a.max(1), 1 + Number.EPSILON],
    ['a square root at 0, beyond which there is none', (a) => a.pow(0.5), 0],
    ['the same, the other way round', (a) => a.neg().pow(0.5), 0],
    ['a power with a domain that ends, and a slope', (a) => a.pow(1.5).add(a.mul(3)), 0],
    ['the same beside 1, which rounds', (a) => a.pow(1.5).add(a.mul(3)).add(1), 0],
    ['a power whose slope goes to 0 slowly', (a) => a.pow(1.1), 0],
    ['a corner with another one near', (a) => a.max(a.neg()).add(a.sub(3e-6).relu()), 0],
  ])('%s', (_, fn, x) => {
    const { ok, inputs } = gradcheck(fn, [x]);
    expect(inputs[0].verdict).toBe('kink');
    expect(ok).toBe(true);
  });

  it('beside it, a smaller step tells the slope: on either side, and wherever it lies in a step', () => {
    fc.assert(fc.property(fc.double({ min: 1e-9, max: 1e-5, noNaN: true }), (x) => {
      expect(verdicts((a) => a.relu(), [x])).toEqual(['good']);
      expect(verdicts((a) => a.relu(), [-x])).toEqual([expect.stringMatching(/^(good|fair)$/)]);
      expect(gradcheck((a) => planted(a.relu(), a, () => 0.5), [x]).inputs[0].verdict).toBe('wrong');
      expect(gradcheck((a) => planted(a.relu(), a, () => 0.5), [-x]).inputs[0].verdict).toBe('wrong');
    }));
  });

  it('beside it, where another number is nearly as large, the gradient is right', () => {
    for (const by of [1e-7, 1e-9, 1e-12, 1e-15]) {
      const { ok, inputs } = gradcheck((a, b) => a.max(b), [1, 1 - by]);
      expect([ok, inputs.map(({ analytic }) => analytic)]).toEqual([true, [1, 0]]);
    }
  });

  it('but a smooth turn, or a kink further away, is none', () => {
    expect(verdicts((a) => a.mul(a), [0])).toEqual(['good']);
    expect(verdicts((a) => a.pow(4), [0])).toEqual(['good']);
    expect(verdicts((a) => a.cos(), [0])).toEqual(['good']);
    expect(verdicts((a) => a.relu(), [1.1e-5])).toEqual(['good']);
  });

  it('and a corner too small to make a gradient doubtful is none', () => {
    expect(verdicts((a) => a.mul(1000).add(a.relu().mul(0.001)), [0])).toEqual(['fair']);
  });
});

/** A result whose `backward` does its work, and then gives its input another gradient. */
function planted(result: Value, input: Value, wrong: (right: number) => number): Value {
  const out = result.mul(1); // a node of its own, since the result may be the input
  out.backward = () => {
    Value.prototype.backward.call(out);
    input.grad = wrong(input.grad);
  };
  return out;
}

/** An identity whose gradient is off by a factor: scaled up and, behind backward's back, scaled down. */
function wrongBy(factor: number, a: Value): Value {
  const out = a.mul(factor);
  out.data = a.data;
  return out;
}

describe('where the slope is 0', () => {
  it.each<[string, (a: Value) => Value, number]>([
    ['x³', (a) => a.pow(3), 0],
    ['x * x * x', (a) => a.mul(a).mul(a), 0],
    ['sin(x) - x', (a) => a.sin().sub(a), 0],
    ['tanh(x)³', (a) => a.tanh().pow(3), 0],
    ['the square of relu, whose slope has a corner', (a) => a.relu().pow(2), 0],
    ['a squared hinge at its margin', (a) => a.neg().add(1).relu().pow(2), 1],
    ['x⁵ - x³', (a) => a.pow(5).sub(a.pow(3)), Math.sqrt(0.6)],
  ])('the width of the nudge does not make %s wrong', (_, fn, x) => {
    const { ok, inputs: [{ verdict }] } = gradcheck(fn, [x]);
    expect([ok, verdict]).toEqual([true, expect.stringMatching(/^(good|fair)$/)]);
  });

  it('the README’s expression can be checked at 0, and polynomials at their turning points', () => {
    expect(gradcheck((a, b) => a.mul(b).add(b.pow(3)), [0, 0]).ok).toBe(true);
    const x = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(fc.property(x, x, (p, q) => {
      // (x - p)² * (x - q)², with turning points at p, q and in the middle
      const f = (a: Value) => a.sub(p).mul(a.sub(q)).pow(2);
      for (const turn of [p, q, (p + q) / 2]) expect(gradcheck(f, [turn]).ok).toBe(true);
    }));
  });

  it('and a planted wrong gradient is still found', () => {
    expect(gradcheck((a) => a.pow(3).add(wrongBy(1.1, a).mul(1e-3)), [0]).ok).toBe(false);
  });

  it('a logarithm near the end of its domain is right, as long as h is well within', () => {
    for (const x of [1e-2, 1e-3, 3e-4]) expect(gradcheck((a) => a.log(), [x]).ok).toBe(true);
  });
});

/** Functions that one step does not fit, each with the points where it is checked. */
const hardOnes: [string, (a: Value) => Value, number[]][] = [
  ['a wave, far from 0', (a) => a.sin(), [1e6, -1e6, 1.1e9, 1.1e13]],
  ['a fast wave', (a) => a.mul(1e6).cos(), [0.1, -3]],
  ['a wave of which the first step is a multiple', (a) => a.mul(8e5 * Math.PI).sin(), [0]],
  ['a pole', (a) => new Value(1).div(a), [1e-7, -1e-7, 1e-10, 1e-20, 1e-100]],
  ['a power with a pole', (a) => a.pow(-3), [1e-6, -1e-6]],
  ['log near 0', (a) => a.log(), [1e-5, 1e-6, 1e-9, 1e-100]],
  ['log with a domain that ends elsewhere', (a) => a.sub(1).log(), [1 + 1e-6, 1 + 1e-9]],
  ['log with a domain that ends to the right', (a) => new Value(1).sub(a).log(), [1 - 1e-6, 1 - 1e-9]],
  ['a square root near 0', (a) => a.pow(0.5), [1e-5, 1e-9, 1e-100]],
  ['a square root with a domain that ends to the right', (a) => new Value(2).sub(a).pow(0.5), [2 - 1e-9]],
  ['exp, until it overflows', (a) => a.exp(), [10, 100, 700, 709.78, -10]],
  ['the square of a large number', (a) => a.mul(a), [1e100, -1e150]],
  ['a steep switch', (a) => a.mul(1e9).tanh().add(1), [0, 1e-10, -1e-9]],
  ['softplus from large powers', (a) => a.exp().add(1).log(), [-10, 40, 700]],
  ['the logarithm of a huge power', (a) => a.exp().log(), [700]],
  ['a result of a million', (a) => a.sin().add(1e6), [0.3]],
];

describe('where one step does not fit all', () => {
  it.each(hardOnes)('a right gradient is good or fair: %s', (_, fn, points) => {
    for (const x of points) expect([x, ...verdicts(fn, [x])]).toEqual([x, expect.stringMatching(/^(good|fair)$/)]);
  });

  const wrongs: ((right: number) => number)[] = [
    (right) => 2 * right, (right) => right / 2, (right) => -right, (right) => 1.1 * right, () => 0, () => NaN,
    () => Infinity, () => -Infinity, (right) => (Math.abs(right) < 1e30 ? 1e30 : 1e-30),
  ];
  it.each(hardOnes)('a wrong gradient is wrong: %s', (_, fn, points) => {
    for (const x of points) {
      for (const wrong of wrongs) {
        const { ok, inputs: [{ verdict }] } = gradcheck((a) => planted(fn(a), a, wrong), [x]);
        expect([x, String(wrong), ok, verdict]).toEqual([x, String(wrong), false, 'wrong']);
      }
    }
  });

  it('the relative error of the largest gradients is a number', () => {
    const { inputs: [{ relativeError }] } = gradcheck((a) => planted(a.exp(), a, (right) => -right), [709.7]);
    expect(relativeError).toBe(1);
  });

  it('each result says its step', () => {
    const { inputs } = gradcheck((a, b) => a.sin().add(b), [1e6, 2]);
    expect(inputs[0].h).toBeLessThan(0.01);
    expect(inputs[1].h).toBe(2e-5);
    expect(Math.abs(inputs[0].numeric - 0.9367521275331447)).toBeLessThan(1e-7); // the field report's, by CPython
  });

  it.each<[string, (a: Value) => Value, number]>([
    ['tanh at 20', (a) => a.tanh(), 20],
    ['tanh of a million', (a) => a.mul(1e6).tanh(), 1],
    ['sigmoid at -40', (a) => a.sigmoid(), -40],
    ['a dead relu beside a large number', (a) => a.relu().add(1e7), -0.5],
    ['a product with 0', (a) => a.mul(0).add(1e9), 0.3],
    ['a logarithm that counts for nothing', (a) => a.log().mul(0), 1e-6],
    ['relu just below 0', (a) => a.relu().add(1000), -1e-6],
  ])('a flat function has a gradient of 0, and no other: %s', (_, fn, x) => {
    expect(gradcheck(fn, [x])).toMatchObject({ ok: true });
    for (const wrong of [1, -1, 0.01, 1e30, NaN]) {
      expect(verdicts((a) => planted(fn(a), a, () => wrong), [x])).toEqual(['wrong']);
    }
  });

  it('an input that is not used has a gradient of 0, however large the result', () => {
    const { ok, inputs } = gradcheck((a) => a.exp(), [700, 1]);
    expect([ok, inputs[1]]).toEqual([true, { numeric: 0, analytic: 0, relativeError: 0, verdict: 'good', h: 1e-5 }]);
  });

  it('at any size of x', () => {
    const functions: ((a: Value) => Value)[] = [
      (a) => a.log(), (a) => a.pow(0.5), (a) => a.pow(2), (a) => new Value(1).div(a), (a) => a.sin(),
      (a) => a.mul(a).add(a).log(),
    ];
    const sizes = fc.double({ min: -9, max: 9, noNaN: true }).map((power) => 10 ** power);
    fc.assert(fc.property(sizes, fc.constantFrom(...functions), fc.constantFrom(...wrongs), (x, fn, wrong) => {
      const { ok, inputs: [{ analytic }] } = gradcheck(fn, [x]);
      expect(ok).toBe(true);
      if (Math.abs(analytic) < 1e-6) return; // compared with 1e-8, it may pass for 0
      expect(verdicts((a) => planted(fn(a), a, wrong), [x])).toEqual(['wrong']);
    }), runs(500));
  });

  it('in random programs, where a right gradient is good or fair, and a planted one is wrong', () => {
    fc.assert(fc.property(tamePrograms(), fc.constantFrom(...wrongs), (program, wrong) => {
      const root = (xs: Value[]) => runOnValues<Value>(program, xs, (n) => new Value(n)).at(-1) as Value;
      const { grads } = reference(program);
      const { inputs } = gradcheck((...xs) => root(xs), program.leaves);
      inputs.forEach(({ verdict, analytic }, i) => {
        if (centralDifference(program, i) === undefined) return; // there is a kink near
        expect([i, verdict]).toEqual([i, expect.stringMatching(/^(good|fair)$/)]);
        if (Math.abs(grads[i]) < 1e-6) return;
        expect(analytic).toBeCloseTo(grads[i], 6);
        const check = gradcheck((...xs) => planted(root(xs), xs[i], wrong), program.leaves).inputs[i];
        expect([i, check.verdict]).toEqual([i, 'wrong']);
      });
    }), runs(300));
  });
});

describe('where rounding hides the slope, a gradient is unclear', () => {
  it.each<[string, (a: Value) => Value, number]>([
    ['a number that disappears in a sum', (a) => a.add(1e17), 0.3],
    ['or almost', (a) => a.add(1e12), 0.3],
    ['the sum is taken back', (a) => a.add(1e12).sub(1e12), 0.3],
    ['and something is left of it', (a) => a.add(1e10).sub(1e10), 1],
    ['half of the slope is there', (a) => a.add(a.add(1e10).sub(1e10)), 0.3],
    ['a wave in a huge number', (a) => a.sin().add(1e13), 0.3],
    ['a wave between whose crests there is no number', (a) => a.sin(), 1e17],
    ['a slope of 1e-3 beside a large loss', (a) => a.mul(1e-3).add(1e9), 0.3],
    ['a product with 0 beside a huge number', (a) => a.mul(0).add(1e15), 0.3],
  ])('%s', (_, fn, x) => {
    const wrongs: ((right: number) => number)[] = [
      (right) => right, (right) => -right, (right) => 2 * right, (right) => right / 2, () => 0, () => 1e30,
    ];
    for (const wrong of wrongs) {
      const { ok, inputs: [{ verdict }] } = gradcheck((a) => planted(fn(a), a, wrong), [x]);
      expect([String(wrong), ok, verdict]).toEqual([String(wrong), false, 'unclear']);
    }
    expect(verdicts((a) => planted(fn(a), a, () => NaN), [x])).toEqual(['wrong']);
  });

  it('as is one of the opposite sign, which once was good, with a relative error of 1', () => {
    const { ok, inputs: [{ analytic, verdict }] } =
      gradcheck((a) => new Value(0).sub(a).add(2 * a.data).add(1e11), [0.3]);
    expect([ok, analytic, verdict]).toEqual([false, -1, 'unclear']);
  });

  it('as is any at a jump, but not beside one', () => {
    const floor = (a: Value) => {
      const out = a.mul(0);
      out.data = Math.floor(a.data);
      return out;
    };
    expect(verdicts(floor, [0])).toEqual(['unclear']);
    expect(verdicts(floor, [1e-6])).toEqual(['unclear']); // a stair of 1e-6 could be rounding
    expect(verdicts(floor, [0.001])).toEqual(['good']);
    expect(verdicts((a) => planted(floor(a), a, () => 1e5), [0])).toEqual(['unclear']);
    expect(verdicts((a) => planted(floor(a), a, () => 1), [0.5])).toEqual(['wrong']);
  });
});

describe('planted wrong gradients', () => {
  it.each([
    [1.5, 'wrong'], [-1, 'wrong'], [0, 'wrong'], [1.05, 'wrong'], [1e12, 'wrong'], [NaN, 'wrong'], [Infinity, 'wrong'],
    [1.01, 'doubtful'], [1.001, 'doubtful'], [1.00001, 'fair'],
  ])('off by a factor of %s are %s', (factor, verdict) => {
    const { ok, inputs } = gradcheck((a, b) => wrongBy(factor, a).mul(b).exp(), [0.5, 2]);
    expect(inputs.map((input) => input.verdict)).toEqual([verdict, 'good']);
    expect(ok).toBe(verdict === 'fair');
  });

  it.each<[string, (a: Value) => Value]>([
    ['a thousand times too large', (a) => wrongBy(1000, a.max(a.neg()).add(a))],
    ['NaN', (a) => wrongBy(NaN, a).relu().add(wrongBy(NaN, a))],
    ['of the wrong sign', (a) => wrongBy(-1, a.relu().add(a))],
    ['beyond the slope on the steep side', (a) => wrongBy(1.3, a.max(a.mul(2)).add(a))], // 1.3 * 2.5 is above 3
  ])('are found at a kink too, where they are %s', (_, fn) => {
    expect(gradcheck(fn, [0])).toMatchObject({ ok: false, inputs: [{ verdict: 'wrong' }] });
  });

  it.each<[string, (a: Value) => Value, number, string]>([
    ['0, where the slope grows without end', (a) => a.pow(0.5), 0, 'unclear'],
    ['-Infinity, where it grows the other way', (a) => a.pow(0.5), -Infinity, 'unclear'],
    ['NaN', (a) => a.pow(0.5), NaN, 'wrong'],
    ['twice the slope on the one side', (a) => a.pow(1.5).add(a.mul(3)), 6, 'wrong'],
    ['the negative slope', (a) => a.neg().pow(1.5).add(a.mul(3)), -3, 'wrong'],
    ['1, where the slope goes to 0 slowly', (a) => a.pow(1.1), 1, 'unclear'],
  ])('are found at the end of a domain: %s', (_, fn, wrong, verdict) => {
    expect(gradcheck((a) => planted(fn(a), a, () => wrong), [0])).toMatchObject({ ok: false, inputs: [{ verdict }] });
  });

  it('are found at a kink from 1 % of the slopes beyond them, where a smooth function’s would be doubtful', () => {
    // Slopes 2 and 3, and a gradient of 2.5 times the factor.
    const check = (factor: number) => gradcheck((a) => wrongBy(factor, a.max(a.mul(2)).add(a)), [0]).inputs[0].verdict;
    expect([1.98, 3.02].map((gradient) => check(gradient / 2.5))).toEqual(['kink', 'kink']);
    expect([1.92, 3.08].map((gradient) => check(gradient / 2.5))).toEqual(['wrong', 'wrong']);
  });

  it('are found for any function and factor', () => {
    const size = fc.double({ min: 0.5, max: 2, noNaN: true });
    fc.assert(fc.property(size, size, fc.double({ min: 1.1, max: 10, noNaN: true }), (x, y, factor) => {
      expect(gradcheck((a, b) => wrongBy(factor, a).mul(b).sin().add(b.log()), [x / 2, y / 2]).ok).toBe(false);
    }));
  });

  it('are found where the result itself is NaN or infinite', () => {
    expect(gradcheck((a) => a.log(), [-1]).inputs[0].verdict).toBe('wrong');
    expect(gradcheck((a) => a.log(), [0]).ok).toBe(false);
    for (const gradient of [0, 1, Infinity, NaN]) {
      expect(verdicts((a) => planted(a.exp(), a, () => gradient), [1000])).toEqual(['wrong']);
      expect(verdicts((a) => planted(a.mul(NaN), a, () => gradient), [1])).toEqual(['wrong']);
    }
    expect(verdicts((a) => a.sigmoid(), [Infinity])).toEqual(['unclear']); // there is no step from there
  });
});

describe('gradcheck over existing Values', () => {
  const model = new MLP(2, [3, 1], { random: new Random(1), activation: 'tanh' });
  const loss = () => squaredError([[1, 2], [-1, 0.5]].map((x) => model.forward(x)[0]), [1, -1]);
  const snapshot = () => model.parameters().map((p) => [p.data, p.grad]);
  beforeEach(() => { model.parameters().forEach((p, i) => { p.grad = i + 1; }); });

  it('puts them back when the function sets gradients itself, as a training step does', () => {
    const before = snapshot();
    const step = () => {
      model.zeroGrad();
      const result = loss();
      result.backward();
      return result;
    };
    expect(gradcheck(() => step(), model.parameters()).ok).toBe(true);
    expect(snapshot()).toEqual(before);
  });

  it('checks every parameter of a model, and puts data and grads back as they were', () => {
    const before = snapshot();
    const { ok, inputs } = gradcheck(() => loss(), model.parameters());
    expect(ok).toBe(true);
    expect(inputs.map((input) => input.verdict)).toEqual(model.parameters().map(() => 'good'));
    expect(snapshot()).toEqual(before);
  });

  it('puts back the grads of the parameters that it was not asked about, too', () => {
    const before = snapshot();
    gradcheck(() => loss(), model.parameters().slice(0, 2));
    expect(snapshot()).toEqual(before);
  });

  it('puts everything back when the function throws, at whichever call', () => {
    const before = snapshot();
    for (const last of [1, 2, 3, 10, 50]) {
      let calls = 0;
      const failing = () => {
        if (++calls === last) throw new Error('the dog ate it');
        return loss();
      };
      expect(() => gradcheck(failing, model.parameters())).toThrow('the dog ate it');
      expect(calls).toBe(last);
      expect(snapshot()).toEqual(before);
    }
  });

  it('hands them to the function, mixed with numbers', () => {
    const a = new Value(2);
    expect(gradcheck((p, q) => p.mul(q), [a, 3]).inputs.map((input) => input.analytic)).toEqual([3, 2]);
    expect([a.data, a.grad]).toEqual([2, 0]);
  });
});

describe('gradcheck of a student’s class', () => {
  /** The lecture's Value, cut down to multiplication. */
  class Student implements ValueLike {
    grad = 0;
    back = () => { /* a leaf has nothing to do */ };
    data: number;
    constructor(data: number) { this.data = data; }
    mul(other: Student): Student {
      const out = new Student(this.data * other.data);
      out.back = () => {
        this.grad += other.data * out.grad;
        other.grad += this.data * out.grad;
        this.back();
      };
      return out;
    }

    backward(): void {
      this.grad = 1;
      this.back();
    }
  }
  /** Its classic mistake: `=` for `+=`. */
  class Mistaken extends Student {
    override mul(other: Student): Student {
      const out = super.mul(other);
      out.back = () => {
        this.grad = other.data * out.grad;
        other.grad = this.data * out.grad;
      };
      return out;
    }
  }

  it('allows for the rounding of its result, unless that hides the slope', () => {
    const plus = (much: number) => (a: Student) => {
      const out = new Student(a.data + much);
      out.back = () => { a.grad += out.grad; };
      return out;
    };
    const { inputs: [{ relativeError, verdict }] } = gradcheck(plus(1e7), [1], { Value: Student });
    expect(relativeError).toBeGreaterThan(1e-7);
    expect(verdict).toBe('fair');
    expect(gradcheck(plus(1e10), [1], { Value: Student }).inputs[0].verdict).toBe('unclear');
  });

  it('knows a corner from rounding, though it does not see on the way to the result', () => {
    const relu = (a: Student) => {
      const out = new Student(Math.max(0, a.data));
      out.back = () => { a.grad += a.data > 0 ? out.grad : 0; };
      return out;
    };
    expect(gradcheck(relu, [-1e-6], { Value: Student }).inputs[0].verdict).toBe('good');
    const stairs = (a: Student) => {
      const out = new Student(a.data + 3e10 - 3e10);
      out.back = () => { a.grad += 0; };
      return out;
    };
    expect(gradcheck(stairs, [1], { Value: Student }).inputs[0].verdict).toBe('unclear');
  });

  it('builds with the class it is given, and passes it when it is right', () => {
    const { ok, inputs } = gradcheck((a, b) => a.mul(b), [2, 3], { Value: Student });
    expect([ok, inputs.map((input) => input.analytic)]).toEqual([true, [3, 2]]);
  });

  it('fails it when the gradient of a Value used twice is replaced, not added to', () => {
    const square = (a: Student) => a.mul(a);
    expect(gradcheck(square, [3], { Value: Student }).ok).toBe(true);
    const { ok, inputs } = gradcheck(square, [3], { Value: Mistaken });
    expect([ok, inputs[0].analytic, inputs[0].verdict]).toEqual([false, 3, 'wrong']);
  });
});

describe('a Value behind a proxy, as in a framework’s reactive state', () => {
  it('is checked, and put back', () => {
    const a = new Value(3);
    const reactive = new Proxy(a, {});
    expect(gradcheck((p) => p.mul(p), [reactive]).inputs).toMatchObject([{ analytic: 6, verdict: 'good' }]);
    const { inputs } = gradcheck(() => reactive.mul(reactive), [reactive]);
    expect(inputs).toMatchObject([{ analytic: 6, verdict: 'good' }]);
    expect([a.data, a.grad]).toEqual([3, 0]);
  });

  it('beside the same Value without one is checked, and put back', () => {
    const a = new Value(3);
    const reactive = new Proxy(a, {});
    expect(gradcheck((p) => p.mul(a), [reactive]).inputs).toMatchObject([{ analytic: 6, verdict: 'good' }]);
    expect([a.data, a.grad]).toEqual([3, 0]);
  });
});

describe('a mistake', () => {
  it('in what the function gives is named', () => {
    const giving = (result: unknown) => () => gradcheck(() => result as Value, [1]);
    expect(giving(3)).toThrow(new TypeError('gradcheck: expected the result of fn to be a Value, got 3'));
    expect(giving([new Value(1)])).toThrow(new TypeError(
      'gradcheck: expected the result of fn to be a Value, got an array of length 1'));
    expect(giving(undefined)).toThrow(/the result of fn to be a Value, got undefined$/);
    expect(giving({ data: 3 })).toThrow(/the result of fn to be a Value, got an object$/);
    expect(giving(null)).toThrow(/the result of fn to be a Value, got null$/);
  });

  it('in the function is named', () => {
    for (const [fn, got] of [[3, '3'], [undefined, 'undefined'], ['a * b', '"a * b"']]) {
      expect(() => gradcheck(fn as unknown as () => Value, [1])).toThrow(new TypeError(
        `gradcheck: expected fn to be a function, such as (a, b) => a.mul(b), got ${String(got)}`));
    }
  });

  it('in the inputs is named', () => {
    const check = (inputs: unknown) => () => gradcheck(() => new Value(1), inputs as number[]);
    expect(check([])).toThrow(new RangeError(
      'gradcheck: expected inputs to be a list of numbers or Values, not empty, got an array of length 0'));
    const noLists: [unknown, string][] = [[2, '2'], ['12', '"12"'], [new Set([1]), 'a Set'], [undefined, 'undefined']];
    for (const [inputs, got] of noLists) {
      expect(check(inputs)).toThrow(new TypeError(
        `gradcheck: expected inputs to be a list of numbers or Values, not empty, got ${got}`));
    }
    const noNumbers: [unknown, string][] = [['2', '"2"'], [undefined, 'undefined'], [[1], 'an array of length 1']];
    for (const [input, got] of noNumbers) {
      expect(check([1, input])).toThrow(new TypeError(
        `gradcheck: expected inputs[1] to be a number or a Value, got ${got}`));
    }
    expect(check(new Array(1))).toThrow(/inputs\[0\] to be a number or a Value, got undefined$/);
  });

  it('in the options is named', () => {
    const check = (options: unknown) => () => gradcheck((a) => a, [1], options as object);
    expect(check({ epsilon: 1e-6 })).toThrow(new TypeError('gradcheck has no option epsilon; it has h, Value'));
    for (const [options, got] of [[1e-6, '0.000001'], [null, 'null'], [[1e-6], 'an array of length 1']]) {
      expect(check(options)).toThrow(new TypeError(
        `gradcheck: expected its options to be an object, such as { h: … }, got ${String(got)}`));
    }
  });

  it('in the class is named', () => {
    const check = (Class: unknown) => () => gradcheck((a) => a, [1], { Value: Class as typeof Value });
    expect(check(3)).toThrow(new TypeError('gradcheck: expected Value to be a function, such as class Value, got 3'));
    class Tensor { numbers = [1]; }
    expect(check(Tensor)).toThrow(new TypeError(
      'gradcheck: expected inputs[0] to be a number or a Value, got a Tensor'));
  });

  it('in a function that draws random numbers is named, where any gradient would pass for that of a kink', () => {
    const random = new Random(1);
    const dropout = (x: Value) => new Value(x.data * (random.random() < 0.5 ? 0 : 2));
    const noise = (x: Value) => x.mul(x).add(random.random());
    const a = new Value(3);
    for (const fn of [dropout, noise]) {
      const says = /^gradcheck: expected fn to return the same number for the same inputs, got \d.* and then \d/;
      expect(() => gradcheck(fn, [a])).toThrow(says);
      expect([a.data, a.grad]).toEqual([3, 0]);
    }
    const seeded = (x: Value) => x.mul(new Random(2).random());
    expect(gradcheck(seeded, [a]).ok).toBe(true);
    expect(gradcheck((x) => x.mul(NaN), [a]).inputs[0].verdict, 'the same NaN').toBe('wrong');
  });

  it.each([[0, '0'], [-1, '-1'], [NaN, 'NaN'], [1, '1'], ['1e-5', '"1e-5"'], [null, 'null']])(
    'in the nudge (%j) is named', (h, got) => {
      const check = () => gradcheck((a) => a, [1], { h: h as number });
      expect(check).toThrow(typeof h === 'number' ? RangeError : TypeError);
      expect(check).toThrow(/^gradcheck: expected h to be a number between 0 and 1, got /);
      expect(check).toThrow(got);
    });
});

it('propagate is what gradcheck stands on: a wrong rule for one node shows', () => {
  const a = new Value(2);
  const out = a.mul(a);
  out.grad = 1;
  propagate(out);
  expect(a.grad).toBe(gradcheck((x) => x.mul(x), [2]).inputs[0].analytic);
});
