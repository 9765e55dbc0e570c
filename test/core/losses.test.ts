import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossEntropy, gradcheck, maxMargin, softmax, squaredError, sum, Value } from '../../src/index.ts';
import pytorch from '../fixtures/pytorch.json' with { type: 'json' };

const values = (xs: readonly number[]) => xs.map((x) => new Value(x));
const numbers = (n: number) => fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: n, maxLength: 8 });
const signs = (n: number) => fc.array(fc.constantFrom(-1, 1), { minLength: n, maxLength: n });
/** Relative to the larger of the two and 1: sums of up to 8 terms of size 100 or so round by less. */
function expectClose(got: number, wanted: number): void {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(wanted)));
}

describe('against the same formula on plain numbers', () => {
  it('sum() adds up', () => {
    fc.assert(fc.property(numbers(1), (xs) => {
      expect(sum(values(xs)).data).toBe(xs.reduce((a, b) => a + b));
    }));
  });

  it('squaredError() is the mean of the squared differences', () => {
    fc.assert(fc.property(numbers(1), fc.infiniteStream(fc.integer({ min: -5, max: 5 })), (xs, stream) => {
      const targets = [...stream.take(xs.length)];
      const wanted = xs.map((x, i) => (x - targets[i]) ** 2).reduce((a, b) => a + b) / xs.length;
      expectClose(squaredError(values(xs), targets).data, wanted);
    }));
  });

  it('maxMargin() is the mean of max(0, 1 - target * score)', () => {
    fc.assert(fc.property(numbers(1).chain((xs) => fc.tuple(fc.constant(xs), signs(xs.length))), ([xs, targets]) => {
      const wanted = xs.map((x, i) => Math.max(0, 1 - targets[i] * x)).reduce((a, b) => a + b) / xs.length;
      expectClose(maxMargin(values(xs), targets).data, wanted);
    }));
  });

  it('softmax() is e ** x over the sum of them', () => {
    fc.assert(fc.property(numbers(1), (xs) => {
      const total = xs.map(Math.exp).reduce((a, b) => a + b);
      softmax(values(xs)).forEach((p, i) => { expectClose(p.data, Math.exp(xs[i]) / total); });
    }));
  });

  it('crossEntropy() is -log of the softmax of the label', () => {
    fc.assert(fc.property(numbers(2), fc.nat(), (xs, n) => {
      const label = n % xs.length;
      expectClose(crossEntropy(values(xs), label).data, -Math.log(softmax(values(xs))[label].data));
    }));
  });
});

describe('gradients agree with finite differences', () => {
  const verdicts = (fn: (...inputs: Value[]) => Value, xs: number[]) =>
    new Set(gradcheck(fn, xs).inputs.map((input) => input.verdict));

  it.each<[string, (...inputs: Value[]) => Value]>([
    ['sum', (...xs) => sum(xs)],
    ['squaredError', (...xs) => squaredError(xs, xs.map((_, i) => i))],
    ['a sum of squared probabilities', (...xs) => sum(softmax(xs).map((p) => p.mul(p)))],
    ['crossEntropy', (...xs) => crossEntropy(xs, 0)],
    ['crossEntropy with probabilities', (...xs) => crossEntropy(xs, xs.map((_, i) => i / 8))],
  ])('of %s', (_, fn) => {
    // Logits that differ by more than a nudge: where two are the largest, `max` has a kink (whose effect cancels, but
    // which gradcheck may see), so they are kept apart.
    const distinct = fc.uniqueArray(fc.integer({ min: -60, max: 60 }), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(distinct, (xs) => {
      for (const verdict of verdicts(fn, xs.map((x) => x / 10))) expect(['good', 'fair']).toContain(verdict);
    }));
  });

  it('of maxMargin, with kinks where a score is exactly at its margin', () => {
    expect([...verdicts((a, b) => maxMargin([a, b], [1, -1]), [0.3, 2])]).toEqual(['good']);
    expect([...verdicts((a) => maxMargin([a], [1]), [1])]).toEqual(['kink']);
  });
});

describe('softmax and crossEntropy', () => {
  it.each(pytorch['crossEntropy [logits, label, loss, gradient]'] as [number[], number, number, number[]][])(
    'give PyTorch’s loss and gradients for logits %j and label %j',
    (xs, label, loss, grads) => {
      const logits = values(xs);
      const got = crossEntropy(logits, label);
      got.backward();
      [got.data, ...logits.map((logit) => logit.grad)].forEach((x, i) => {
        const wanted = [loss, ...grads][i];
        expect(Math.abs(x - wanted)).toBeLessThanOrEqual(1e-10 * Math.abs(wanted));
      });
    },
  );

  it('stay finite for logits of ±1000', () => {
    expect(softmax(values([1000, -1000])).map((p) => p.data)).toEqual([1, 0]);
    expect(softmax(values([-1000, -1000])).map((p) => p.data)).toEqual([0.5, 0.5]);
    const logits = values([1000, 1000, -1000]);
    crossEntropy(logits, 2).backward();
    expect(logits.map((logit) => logit.grad)).toEqual([0.5, 0.5, -1]);
  });

  it('give probabilities that add up to 1, and the same for logits moved together', () => {
    fc.assert(fc.property(numbers(1), fc.integer({ min: -1000, max: 1000 }), (xs, shift) => {
      const probabilities = softmax(values(xs)).map((p) => p.data);
      expectClose(probabilities.reduce((a, b) => a + b), 1);
      const moved = softmax(values(xs.map((x) => x + shift)));
      // adding the shift rounds a logit by up to half an ulp of 1010
      moved.forEach((p, i) => { expect(Math.abs(p.data - probabilities[i])).toBeLessThan(1010 * 2 ** -52); });
    }));
  });

  it('take target probabilities, numbers or Values, of which an index is the sure case', () => {
    const xs = [0.5, -1, 2];
    expectClose(crossEntropy(values(xs), [0, 0, 1]).data, crossEntropy(values(xs), 2).data);
    const target = values([0.25, 0.25, 0.5]);
    const loss = crossEntropy(values(xs), target);
    const losses = xs.map((_, i) => crossEntropy(values(xs), i).data);
    expectClose(loss.data, 0.25 * losses[0] + 0.25 * losses[1] + 0.5 * losses[2]);
    loss.backward();
    expectClose(target[1].grad, losses[1]);
  });
});

describe('a mistake', () => {
  it('of giving nothing is named', () => {
    const empty = ': wanted a list of Values, got an array of length 0';
    expect(() => sum([])).toThrow(`sum${empty}`);
    expect(() => squaredError([], [])).toThrow(`squaredError${empty}`);
    expect(() => maxMargin([], [])).toThrow(`maxMargin${empty}`);
    expect(() => softmax([])).toThrow(`softmax${empty}`);
    expect(() => crossEntropy([], 0)).toThrow(`crossEntropy${empty}`);
  });

  it('in the number of targets is named', () => {
    const wanted = 'wanted a list with a target for each of';
    const got = 'got an array of length';
    expect(() => squaredError(values([1, 2]), [1])).toThrow(`squaredError: ${wanted} 2 Values, ${got} 1`);
    expect(() => squaredError(values([1, 2]), undefined as never)).toThrow(`${wanted} 2 Values, got undefined`);
    expect(() => maxMargin(values([1]), [1, 1])).toThrow(`maxMargin: ${wanted} 1 Values, ${got} 2`);
    expect(() => crossEntropy(values([1, 2]), [1])).toThrow(
      `crossEntropy: wanted a list with a probability for each of 2 Values, ${got} 1`,
    );
  });

  it('of giving what is no Value is named, with what to do about the array that a network gives', () => {
    const a = new Value(1);
    expect(() => sum([a, 2 as never])).toThrow(new TypeError('sum: element 1 must be a Value, got 2'));
    expect(() => sum(a as never)).toThrow('sum: wanted a list of Values, got Value(data=1, grad=0)');
    expect(() => squaredError([[a] as never], [1])).toThrow(new TypeError('squaredError: element 0 must be a Value, ' +
      'got an array of length 1 (a network gives an array, even of one output: take its [0])'));
    expect(() => maxMargin([undefined as never], [1])).toThrow('maxMargin: element 0 must be a Value, got undefined');
    expect(() => softmax([1, 2] as never)).toThrow('softmax: element 0 must be a Value, got 1');
  });

  it('of giving labels of 0 and 1 to maxMargin is named with its mending', () => {
    expect(() => maxMargin(values([1, 2]), [1, 0])).toThrow(
      'maxMargin: target 1 must be -1 or 1, got 0; labels of 0 and 1 become targets by 2 * y - 1',
    );
    expect(() => maxMargin(values([1]), [NaN])).toThrow(/^maxMargin: target 0 must be -1 or 1, got NaN$/);
  });

  const labels: [unknown, string][] = [
    [-1, '-1'], [2, '2'], [0.5, '0.5'], [NaN, 'NaN'], ['1', '"1"'], [undefined, 'undefined'],
  ];
  it.each(labels)('in a label (%j) is named', (label, got) => {
    expect(() => crossEntropy(values([1, 2]), label as number)).toThrow(
      `crossEntropy: label must be an integer from 0 to 1, or a list of 2 probabilities, got ${got}`,
    );
  });
});
