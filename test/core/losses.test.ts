import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import {
  binaryCrossEntropy, crossEntropy, gradcheck, maxMargin, softmax, squaredError, sum, Value,
} from '../../src/index.ts';
import pytorch2 from '../fixtures/pytorch-2.json' with { type: 'json' };
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

/** The loss, and the gradients of its logits and of those probabilities that are Values. */
function lossAndGrads(logits: Value[], make: (logits: Value[]) => Value): [loss: number, ...grads: number[]] {
  const loss = make(logits);
  loss.backward();
  return [loss.data, ...logits.map((logit) => logit.grad)];
}

// F8, pytorch #31829, allennlp #890: a mask of -Infinity made NaN. The expected values are those of the logits that are
// left, and PyTorch's for an infinite loss.
describe('a logit of -Infinity, the probability of which is 0,', () => {
  const [p, q] = [1 / (1 + Math.exp(-1)), 1 / (1 + Math.E)]; // the softmax of 2 and 1

  it('adds nothing to crossEntropy, if its target probability is 0', () => {
    const [loss, ...grads] = lossAndGrads(values([-Infinity, 2, 1]), (logits) => crossEntropy(logits, [0, 1, 0]));
    expect(loss).toBe(0.31326168751822286);
    [0, p - 1, q].forEach((grad, i) => { expectClose(grads[i], grad); });
    const byIndex = lossAndGrads(values([-Infinity, 2, 1]), (logits) => crossEntropy(logits, 1));
    expect(byIndex[0]).toBe(0.31326168751822286);
    [0, p - 1, q].forEach((grad, i) => { expectClose(byIndex[i + 1], grad); });
  });

  it('may be the first, the last, or several of them', () => {
    const of = (xs: number[], label: number[]) => lossAndGrads(values(xs), (logits) => crossEntropy(logits, label));
    expect(of([2, -Infinity, 1, -Infinity], [1, 0, 0, 0])[0]).toBe(0.31326168751822286);
    expect(of([-Infinity, -Infinity, 5], [0, 0, 1])).toEqual([0, 0, 0, 0]);
    const [loss, ...grads] = of([-Infinity, 2, 1, -Infinity], [0, 0.25, 0.75, 0]);
    expectClose(loss, 0.25 * -Math.log(p) + 0.75 * -Math.log(q));
    [0, p - 0.25, q - 0.75, 0].forEach((grad, i) => { expectClose(grads[i], grad); });
  });

  it('makes crossEntropy infinite if it is the right class, with gradients as PyTorch has them', () => {
    for (const label of [0, [1, 0, 0]]) {
      const [loss, ...grads] = lossAndGrads(values([-Infinity, 2, 1]), (logits) => crossEntropy(logits, label));
      expect(loss).toBe(Infinity);
      [-1, p, q].forEach((grad, i) => { expectClose(grads[i], grad); });
    }
    const [loss, ...grads] = lossAndGrads(values([-Infinity, 2, 1]), (logits) => crossEntropy(logits, [0.5, 0.5, 0]));
    expect(loss).toBe(Infinity);
    [-0.5, p - 0.5, q].forEach((grad, i) => { expectClose(grads[i], grad); });
  });

  it('has the probability 0 in softmax, and a gradient of 0', () => {
    const logits = values([-Infinity, 2, 1, -Infinity]);
    const probabilities = softmax(logits);
    [0, p, q, 0].forEach((probability, i) => { expectClose(probabilities[i].data, probability); });
    probabilities[1].backward();
    [0, p * q, -p * q, 0].forEach((grad, i) => { expectClose(logits[i].grad, grad); });
  });

  it('makes NaN, as in PyTorch, if all are -Infinity', () => {
    const all = () => values([-Infinity, -Infinity]);
    expect(softmax(all()).map(({ data }) => data)).toEqual([NaN, NaN]);
    expect([crossEntropy(all(), 0).data, crossEntropy(all(), [0, 1]).data]).toEqual([NaN, NaN]);
  });

  it('is no other graph when it is compiled', () => {
    const loss = (...logits: Value[]) => crossEntropy(logits, [0, 1, 0]);
    const step = compile((a: Value, b, c) => loss(a, b, c));
    expect([...step.forward([[-Infinity, 2, 1], [2, 1, -Infinity]])]).toEqual(
      [0.31326168751822286, crossEntropy(values([2, 1, -Infinity]), 1).data]);
  });

  it('is of no concern where all target probabilities are 0: the loss is 0', () => {
    expect(lossAndGrads(values([2, 1]), (logits) => crossEntropy(logits, [0, 0]))).toEqual([0, 0, 0]);
  });
});

describe('binaryCrossEntropy', () => {
  type Row = [logit: number, label: number, loss: number, grad: number];
  const rows = pytorch2['binary cross-entropy with logits [logit, target, loss, gradient]'] as Row[];

  it.each(rows)('of the logit %d and the label %d is PyTorch’s %d, with the gradient %d', (logit, label, loss,
    grad) => {
    for (const given of [label, new Value(label)]) {
      const got = lossAndGrads(values([logit]), ([z]) => binaryCrossEntropy(z, given));
      expect(Math.abs(got[0] - loss)).toBeLessThanOrEqual(1e-12 * Math.max(1, loss));
      expect(Math.abs(got[1] - grad)).toBeLessThanOrEqual(1e-12);
    }
  });

  // F25, Flux.jl #914: log(1 - sigmoid(50)) is -Infinity, with the gradient NaN.
  it('of a confident logit is finite', () => {
    expect(lossAndGrads(values([50]), ([z]) => binaryCrossEntropy(z, 0))).toEqual([50, 1]);
    expect(lossAndGrads(values([1000]), ([z]) => binaryCrossEntropy(z, 0))).toEqual([1000, 1]);
    expect(lossAndGrads(values([-1000]), ([z]) => binaryCrossEntropy(z, 1))).toEqual([1000, -1]);
    expect(lossAndGrads(values([1000]), ([z]) => binaryCrossEntropy(z, 1))).toEqual([0, 0]);
    expect(lossAndGrads(values([-1000]), ([z]) => binaryCrossEntropy(z, 0))).toEqual([0, 0]);
    expect(lossAndGrads(values([0]), ([z]) => binaryCrossEntropy(z, 0))).toEqual([Math.LN2, 0.5]);
  });

  it('of an infinite logit is 0 if it is right, else Infinity', () => {
    const of = (logit: number, label: number) => lossAndGrads(values([logit]), ([z]) => binaryCrossEntropy(z, label));
    expect([of(Infinity, 1), of(-Infinity, 0)]).toEqual([[0, 0], [0, 0]].map((row) => row.map((x) => x + 0)));
    expect([of(Infinity, 0), of(-Infinity, 1)]).toEqual([[Infinity, 1], [Infinity, -1]]);
    expect([of(Infinity, 0.5)[0], of(-Infinity, 0.5)[0]]).toEqual([Infinity, Infinity]);
    expect(of(NaN, 1)[0]).toBeNaN();
  });

  it('is crossEntropy of two classes', () => {
    fc.assert(fc.property(fc.double({ min: -30, max: 30, noNaN: true }), fc.nat(8), (logit, eighths) => {
      const label = eighths / 8;
      const two = crossEntropy([new Value(0), new Value(logit)], [1 - label, label]);
      expectClose(binaryCrossEntropy(new Value(logit), label).data, two.data);
    }));
  });

  it('has gradients of the logit and of a label that is a Value', () => {
    const check = (label: number, logit: number) =>
      gradcheck((z: Value, y: Value) => binaryCrossEntropy(z, y), [logit, label]).inputs.map(({ verdict }) => verdict);
    for (const [label, logit] of [[0.2, 3], [0.8, -2], [0.5, 0.7]]) {
      for (const verdict of check(label, logit)) expect(['good', 'fair']).toContain(verdict);
    }
  });

  it('is compiled with the label as an entry of the row, to what the engine gives', () => {
    const w = new Value(0.5);
    const step = compile((x: Value, y) => binaryCrossEntropy(w.mul(x), y));
    const all = [[3, 1], [-2000, 0], [2000, 0], [1, 0.25]];
    expect([...step.forward(all)]).toEqual(all.map(([x, y]) => binaryCrossEntropy(w.mul(x), new Value(y)).data));
    step.backward(all);
    const grad = w.grad;
    w.grad = 0;
    sum(all.map(([x, y]) => binaryCrossEntropy(w.mul(x), new Value(y)))).mul(1 / all.length).backward();
    expectClose(grad, w.grad);
  });

  it('refuses what is not a logit and a label', () => {
    const a = new Value(1);
    const of = (logit: unknown, label: unknown) => () => binaryCrossEntropy(logit as Value, label as number);
    const says = (message: string) => `binaryCrossEntropy: expected ${message}`;
    expect(of(1, 0)).toThrow(new TypeError(says('logit to be a Value, got 1')));
    expect(of([a], 0)).toThrow(new TypeError(says('logit to be a Value, got an array of length 1; ' +
      'a network returns an array, even for one output: take its [0]')));
    expect(of(a, '1')).toThrow(new TypeError(says('label to be a number or a Value, got "1"')));
    expect(of(a, undefined)).toThrow(TypeError);
    for (const label of [-0.1, 1.1, NaN, 2]) {
      expect(of(a, label)).toThrow(new RangeError(says(`label to be a number from 0 to 1, got ${label}`)));
    }
  });
});

// F11, tensorflow #33855: they were refused as "an object".
describe('typed arrays', () => {
  const [plain, typed] = [[1, -1, 1], Float32Array.of(1, -1, 1)];
  it('are taken as targets and as labels', () => {
    const xs = [0.5, 2, -1];
    expect(squaredError(values(xs), typed).data).toBe(squaredError(values(xs), plain).data);
    expect(maxMargin(values(xs), typed).data).toBe(maxMargin(values(xs), plain).data);
    const [list, bytes] = [[0, 1, 0], Uint8Array.of(0, 1, 0)];
    expect(crossEntropy(values(xs), bytes).data).toBe(crossEntropy(values(xs), list).data);
  });
});

describe('a mistake', () => {
  it('of giving nothing is named', () => {
    const empty = (name: string) =>
      new RangeError(`${name} to be a list of Values, not empty, got an array of length 0`);
    expect(() => sum([])).toThrow(empty('sum: expected values'));
    expect(() => squaredError([], [])).toThrow(empty('squaredError: expected predictions'));
    expect(() => maxMargin([], [])).toThrow(empty('maxMargin: expected scores'));
    expect(() => softmax([])).toThrow(empty('softmax: expected logits'));
    expect(() => crossEntropy([], 0)).toThrow(empty('crossEntropy: expected logits'));
  });

  it('in the number of targets is named', () => {
    const of = (count: number, kind: string) => `to be a list of ${count} ${kind}, got an array of length`;
    expect(() => squaredError(values([1, 2]), [1])).toThrow(
      new RangeError(`squaredError: expected targets ${of(2, 'numbers or Values')} 1`));
    expect(() => squaredError(values([1, 2]), undefined as never)).toThrow(
      new TypeError('squaredError: expected targets to be a list of 2 numbers or Values, got undefined'));
    expect(() => maxMargin(values([1]), [1, 1])).toThrow(
      new RangeError(`maxMargin: expected targets ${of(1, 'numbers')} 2`));
    expect(() => crossEntropy(values([1, 2]), [1])).toThrow(
      new RangeError(`crossEntropy: expected label ${of(2, 'numbers or Values')} 1`));
  });

  it('of giving what is no Value is named, with what to do about the array that a network gives', () => {
    const a = new Value(1);
    expect(() => sum([a, 2 as never])).toThrow(new TypeError('sum: expected values[1] to be a Value, got 2'));
    expect(() => sum(a as never)).toThrow(
      new TypeError('sum: expected values to be a list of Values, not empty, got Value(data=1, grad=0)'));
    expect(() => squaredError([[a] as never],
      [1])).toThrow(new TypeError('squaredError: expected predictions[0] to be a ' +
      'Value, got an array of length 1; a network returns an array, even for one output: take its [0]'));
    expect(() => maxMargin([undefined as never], [1])).toThrow(
      new TypeError('maxMargin: expected scores[0] to be a Value, got undefined'));
    expect(() => softmax([1, 2] as never)).toThrow(new TypeError('softmax: expected logits[0] to be a Value, got 1'));
  });

  it('of giving labels of 0 and 1 to maxMargin is named with its mending', () => {
    expect(() => maxMargin(values([1, 2]), [1, 0])).toThrow(new RangeError(
      'maxMargin: expected targets[1] to be -1 or 1, got 0; to make targets of labels 0 and 1, compute 2 * label - 1'));
    expect(() => maxMargin(values([1]), [NaN])).toThrow(/^maxMargin: expected targets\[0\] to be -1 or 1, got NaN$/);
  });

  const labels: [unknown, string][] = [
    [-1, '-1'], [2, '2'], [0.5, '0.5'], [NaN, 'NaN'], ['1', '"1"'], [undefined, 'undefined'],
  ];
  it.each(labels)('in a label (%j) is named, with the way out for a function that is compiled', (label, got) => {
    const make = () => crossEntropy(values([1, 2]), label as number);
    expect(make).toThrow(
      `crossEntropy: expected label to be an integer from 0 to 1, or a list of 2 probabilities, got ${got}`);
    expect(make).toThrow(typeof label === 'number' ? RangeError : TypeError);
    if (typeof label === 'number') expect(make).toThrow('one-hot entries of the row, such as [0, 1, 0]');
  });
});
