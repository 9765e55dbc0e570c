// losses.ts: losses. A loss is one number that says how wrong a model is. It is a Value, so after `loss.backward()` the
// `grad` of each parameter says how to make it smaller. squaredError and maxMargin return the mean over all points: a
// sum would grow with their number, and need a smaller learning rate. crossEntropy and binaryCrossEntropy return the
// loss of one point. optim.ts comes next.
import { badValue, checkNumber, checkNumbers, checkOperand, checkOperands, checkValue, checkValues } from './check.ts';
import { type Value } from './engine.ts';

/**
 * The sum of the Values, added from left to right.
 *
 * @throws RangeError if there are none: a sum of 0 would be a constant, which no training can change. All functions of
 * this file also throw a TypeError for an argument of a wrong type.
 * @example
 * console.log(sum([new Value(1), new Value(2), new Value(3)]).data); // → 6
 */
export function sum(values: readonly Value[]): Value {
  return checkValues('sum', 'values', values).reduce((total, value) => total.add(value));
}

/**
 * The mean of (prediction - target)². (The lecture uses the sum: `squaredError(…).mul(predictions.length)`.)
 *
 * @param targets a number or a Value for each prediction
 * @throws RangeError if there are no predictions, or not as many targets as predictions
 * @example
 * console.log(squaredError([new Value(1), new Value(5)], [2, 2]).data); // → 5
 */
export function squaredError(predictions: readonly Value[], targets: ArrayLike<Value | number>): Value {
  const values = checkValues('squaredError', 'predictions', predictions);
  const expected = checkOperands('squaredError', 'targets', targets, values.length);
  return mean(values.map((prediction, i) => {
    const error = prediction.sub(expected[i]);
    return error.mul(error);
  }));
}

/**
 * The max-margin (hinge) loss of micrograd's demo.ipynb: the mean of max(0, 1 - target * score). It is 0 when each
 * score has the sign of its target and is at least 1 away from 0.
 *
 * @param targets -1 or 1, one for each score
 * @throws RangeError if there are no scores, not as many targets as scores, or a target that is neither -1 nor 1
 * @example
 * console.log(maxMargin([new Value(0.25), new Value(-3)], [1, -1]).data); // → 0.375
 */
export function maxMargin(scores: readonly Value[], targets: ArrayLike<number>): Value {
  const values = checkValues('maxMargin', 'scores', scores);
  const signs = checkNumbers('maxMargin', 'targets', targets, values.length);
  return mean(values.map((score, i) => {
    const sign = signs[i];
    if (sign !== 1 && sign !== -1) {
      const hint = sign === 0 ? 'to make targets of labels 0 and 1, compute 2 * label - 1' : undefined;
      throw badValue('maxMargin', `targets[${i}]`, '-1 or 1', sign, hint);
    }
    return score.mul(-sign).add(1).relu();
  }));
}

/**
 * Turns logits, which are scores of any size, into probabilities that add up to 1: each is e ** logit, divided by the
 * sum of all e ** logit.
 *
 * Danger: e ** 1000 is Infinity, and Infinity / Infinity is NaN. Way out: first subtract the largest logit from all of
 * them. That changes no probability, and no exponent is above 0 any more.
 *
 * A logit of -Infinity has the probability 0. If all are -Infinity, the probabilities are NaN, as in PyTorch.
 *
 * @throws RangeError if there are no logits
 * @example
 * console.log(softmax([new Value(1000), new Value(1000)]).map((p) => p.data)); // → [ 0.5, 0.5 ]
 */
export function softmax(logits: readonly Value[]): [Value, ...Value[]] {
  const { exps, total } = shiftedExps('softmax', logits);
  return exps.map((exp) => exp.div(total)) as [Value, ...Value[]];
}

/**
 * The loss of one point: -log(p), where p is the probability that softmax gives to the right class. It is 0 for p = 1,
 * and grows as p goes to 0. For many points, take the mean.
 *
 * Danger: in `softmax(logits)[label].log()`, e ** -1000 rounds to 0, and log(0) is -Infinity. Way out: -log(p) is
 * log(sum of all e ** logit) - logit, with the largest logit subtracted from all of them.
 *
 * @param label the index of the right class; or a target probability for each class, as numbers or Values. A class
 * whose target probability is the number 0 adds nothing to the loss, even if its logit is -Infinity.
 * @throws RangeError if there are no logits, if no logit has this index, or if there are not as many probabilities as
 * logits
 * @example
 * const logits = [0, 3, -2, 1].map((logit) => new Value(logit));
 * console.log(crossEntropy(logits, 3).data.toFixed(6)); // → 2.175515
 */
export function crossEntropy(logits: readonly Value[], label: number | ArrayLike<Value | number>): Value {
  const { shifted, total } = shiftedExps('crossEntropy', logits);
  const logTotal = total.log();
  const { length } = shifted;
  if (typeof label !== 'object') {
    const expected = `an integer from 0 to ${length - 1}, or a list of ${length} probabilities`;
    if (!Number.isInteger(checkNumber('crossEntropy', 'label', label, expected)) || label < 0 || label >= length) {
      throw badValue('crossEntropy', 'label', expected, label,
        'in a compiled function, use one-hot entries of the row, such as [0, 1, 0]');
    }
    return logTotal.sub(shifted[label]); // log(total) - logit is -log(exp / total)
  }
  const probabilities = checkOperands('crossEntropy', 'label', label, length);
  const terms = shifted.flatMap((logit, i) => {
    const probability = probabilities[i];
    return probability === 0 ? [] : [logTotal.sub(logit).mul(probability)]; // 0 times infinity would be NaN
  });
  return terms.length === 0 ? logTotal.mul(0) : sum(terms);
}

/**
 * The loss of one point in two classes: -log(p), where p is the probability that the model gives to the right class.
 * For class 1, p is sigmoid(logit); for class 0, it is 1 - sigmoid(logit). For any `label`, the loss is
 * log(1 + e ** logit) - label * logit. For many points, take the mean.
 *
 * Danger: in `logit.sigmoid().log()` the sigmoid of -800 rounds to 0, and log(0) is -Infinity. Way out: the only power
 * that is computed here is e ** -|logit|, which is never above 1.
 *
 * @param label 0 or 1, or the probability of class 1: a number, or a Value
 * @throws RangeError if `label` is a number below 0 or above 1
 * @example
 * const logit = new Value(50);
 * console.log(binaryCrossEntropy(logit, 0).data, binaryCrossEntropy(logit, 1).data < 1e-20); // → 50 true
 */
export function binaryCrossEntropy(logit: Value, label: Value | number): Value {
  checkValue('binaryCrossEntropy', 'logit', logit);
  checkOperand('binaryCrossEntropy', 'label', label);
  if (typeof label !== 'number') return softplus(logit).sub(logit.mul(label));
  if (!(label >= 0 && label <= 1)) throw badValue('binaryCrossEntropy', 'label', 'a number from 0 to 1', label);
  // The same loss, written so that an infinite logit gives no difference of two infinities.
  if (label === 0) return softplus(logit);
  if (label === 1) return softplus(logit.neg());
  return softplus(logit).mul(1 - label).add(softplus(logit.neg()).mul(label));
}

/** log(1 + e ** x), computed as max(x, 0) + log(1 + e ** -|x|). */
const softplus = (x: Value) => x.max(0).add(x.max(x.neg()).neg().exp().add(1).log());

/** `shifted`: each logit minus the largest one. `exps`: e to the power of each of these. `total`: the sum of `exps`. */
function shiftedExps(owner: string, logits: readonly Value[]) {
  const values = checkValues(owner, 'logits', logits);
  const largest = values.reduce((a, b) => a.max(b)); // a Value, so the graph is the same for all data
  const shifted = values.map((logit) => logit.sub(largest));
  const exps = shifted.map((logit) => logit.exp());
  return { shifted, exps, total: sum(exps) };
}

const mean = (values: readonly Value[]) => sum(values).mul(1 / values.length);
