import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { gradcheck, MLP, propagate, Random, squaredError, Value, type ValueLike } from '../../src/index.ts';

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
    expect(inputs[1]).toEqual({ numeric: 0, analytic: 0, relativeError: 0, verdict: 'good' });
  });

  it('does not blame a gradient for what rounding did to the slope', () => {
    const { inputs: [{ relativeError, verdict }] } = gradcheck((a) => a.add(1e8).sub(1e8), [1]);
    expect(relativeError).toBeGreaterThan(1e-6); // 1e8 is known to 1.5e-8 only
    expect(verdict).toBe('good');
    expect(verdicts((a) => a.add(1e8).sub(1e8).mul(1000), [1])).toEqual(['good']); // magnified on its way
    expect(verdicts((a) => a.add(1e10).sub(1e10), [1])).toEqual(['good']); // as rough as a flight of steps, but no kink
  });

  it('tells `good` from `fair` by the relative error where the function bends more than it rounds', () => {
    // The slope is off by h² / 6 times the third derivative, relatively 20² * 1e-10 / 6 = 7e-9, and 100 times that.
    expect(verdicts((a) => a.mul(20).sin(), [0.3])).toEqual(['good']);
    expect(verdicts((a) => a.mul(200).sin(), [0.3])).toEqual(['fair']);
  });

  it('is not blinded by a NaN gradient of a constant beside a negative base', () => {
    expect(verdicts((a) => a.pow(2), [-2])).toEqual(['good']);
    expect(gradcheck((a) => wrongBy(1.5, a).add(a.pow(2)), [-2]).ok).toBe(false);
  });

  it('nudges by what it is told, and in proportion to large inputs', () => {
    const seen: number[] = [];
    gradcheck((a) => {
      seen.push(a.data);
      return a.mul(2);
    }, [1000], { h: 2 ** -10 });
    expect(Math.max(...seen) - 1000).toBe(1000 * 2 ** -10);
  });
});

describe('a kink is neither failed nor passed by luck', () => {
  it.each<[string, (a: Value) => Value, number]>([
    ['relu at 0', (a) => a.relu(), 0],
    ['relu beside 0, to the right', (a) => a.relu(), 4e-6],
    ['relu beside 0, to the left', (a) => a.relu(), -4e-6],
    ['relu a third of a nudge from 0, where one halving is fooled', (a) => a.relu(), 1e-5 / 3],
    ['relu a sixth of a nudge from 0, where the other is', (a) => a.relu(), 1e-5 / 6],
    ['max at a tie, whose halves look like the slope', (a) => a.max(0), 0],
    ['the size of a number at 0', (a) => a.max(a.neg()), 0],
    ['a kink on a slope', (a) => a.mul(3).add(a.relu().mul(0.01)), 0],
    ['a square root at 0, beyond which there is none', (a) => a.pow(0.5), 0],
  ])('%s', (_, fn, x) => {
    const { ok, inputs } = gradcheck(fn, [x]);
    expect(inputs[0].verdict).toBe('kink');
    expect(ok).toBe(true);
  });

  it('wherever it lies between the two points', () => {
    fc.assert(fc.property(fc.double({ min: -0.999e-5, max: 0.999e-5, noNaN: true }), (x) => {
      expect(verdicts((a) => a.relu(), [x])).toEqual(['kink']);
    }));
  });

  it('but a smooth turn, or a kink further away, is none', () => {
    expect(verdicts((a) => a.mul(a), [0])).toEqual(['good']);
    expect(verdicts((a) => a.pow(4), [0])).toEqual(['good']);
    expect(verdicts((a) => a.cos(), [0])).toEqual(['good']);
    expect(verdicts((a) => a.relu(), [1.1e-5])).toEqual(['good']);
  });

  it('and one that would make a right gradient doubtful is called by its name', () => {
    // At 0.4 h a corner moves the slope by 1.5 times what tells of it.
    expect(verdicts((a) => a.add(a.sub(0.4e-5).relu().mul(0.99e-3)), [0])).toEqual(['kink']);
    expect(verdicts((a) => a.relu().mul(9e-9), [0])).toEqual(['kink']);
  });

  it('and a corner too small to make a gradient doubtful is none', () => {
    expect(verdicts((a) => a.mul(1000).add(a.relu().mul(0.001)), [0])).toEqual(['fair']);
  });
});

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

  it('a logarithm near its edge is right, as long as h is well within', () => {
    for (const x of [1e-2, 1e-3, 3e-4]) expect(gradcheck((a) => a.log(), [x]).ok).toBe(true);
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

  it('allows for the rounding of its result', () => {
    const plusALot = (a: Student) => {
      const out = new Student(a.data + 1e10);
      out.back = () => { a.grad += out.grad; };
      return out;
    };
    const { inputs: [{ relativeError, verdict }] } = gradcheck(plusALot, [1], { Value: Student });
    expect(relativeError).toBeGreaterThan(1e-4);
    expect(verdict).toBe('good');
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

describe('a mistake', () => {
  it('in what the function gives is named', () => {
    const giving = (result: unknown) => () => gradcheck(() => result as Value, [1]);
    expect(giving(3)).toThrow('gradcheck: the function must give a Value, got 3');
    expect(giving([new Value(1)])).toThrow(/must give a Value, got an array of length 1$/);
    expect(giving(undefined)).toThrow(/must give a Value, got undefined$/);
  });

  it('of giving no inputs is named', () => {
    const f = () => new Value(1);
    expect(() => gradcheck(f, [])).toThrow('gradcheck: wanted a list of inputs, got an array of length 0');
    expect(() => gradcheck(f, 2 as unknown as number[])).toThrow('gradcheck: wanted a list of inputs, got 2');
    expect(() => gradcheck(f, ['2' as unknown as number])).toThrow(
      'gradcheck: input 0 must be a number or a Value, got "2"',
    );
  });

  it('in a function that draws random numbers is named, where any gradient would pass for that of a kink', () => {
    const random = new Random(1);
    const dropout = (x: Value) => new Value(x.data * (random.random() < 0.5 ? 0 : 2));
    const noise = (x: Value) => x.mul(x).add(random.random());
    const a = new Value(3);
    for (const fn of [dropout, noise]) {
      const says = /^gradcheck: the function gave \d.*, and then \d.* for the same inputs: it must not draw random /;
      expect(() => gradcheck(fn, [a])).toThrow(says);
      expect([a.data, a.grad]).toEqual([3, 0]);
    }
    const seeded = (x: Value) => x.mul(new Random(2).random());
    expect(gradcheck(seeded, [a]).ok).toBe(true);
    expect(gradcheck((x) => x.mul(NaN), [a]).inputs[0].verdict, 'the same NaN').toBe('wrong');
  });

  const nudges = [[0, '0'], [-1, '-1'], [NaN, 'NaN'], [1, '1'], ['1e-5', '"1e-5"']];
  it.each(nudges)('in the nudge (%j) is named', (h, got) => {
    const check = () => gradcheck((a) => a, [1], { h: h as number });
    expect(check).toThrow(`gradcheck: h must be between 0 and 1, got ${got}`);
  });
});

it('propagate is what gradcheck stands on: a wrong rule for one node shows', () => {
  const a = new Value(2);
  const out = a.mul(a);
  out.grad = 1;
  propagate(out);
  expect(a.grad).toBe(gradcheck((x) => x.mul(x), [2]).inputs[0].analytic);
});
