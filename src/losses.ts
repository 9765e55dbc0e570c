// losses.ts: one number that says how wrong a model is. It is made of Values, so `backward()` can say what to change.
// squaredError and maxMargin are means over the points, so that the learning rate need not know how many there are;
// crossEntropy is for one point. optim.ts comes next.
import { describe, isValue, type Value } from './engine.ts';

/**
 * The sum, added up from left to right.
 *
 * @throws RangeError when there is nothing to add (a constant 0 could teach nobody), and, as all of these functions,
 * TypeError when something is not a Value
 * @example
 * console.log(sum([new Value(1), new Value(2), new Value(3)]).data); // → 6
 */
export function sum(values: readonly Value[]): Value {
  wantValues('sum', values);
  return values.reduce((total, value) => total.add(value));
}

/**
 * The mean of (prediction - target)². (The lecture's own loss is the sum: `squaredError(…).mul(predictions.length)`.)
 *
 * @throws RangeError when there are no predictions, or not as many targets
 * @example
 * console.log(squaredError([new Value(1), new Value(5)], [2, 2]).data); // → 5
 */
export function squaredError(predictions: readonly Value[], targets: readonly number[]): Value {
  wantValues('squaredError', predictions);
  wantAsMany('squaredError', 'target', targets, predictions);
  return mean(predictions.map((prediction, i) => {
    const error = prediction.sub(targets[i]);
    return error.mul(error);
  }));
}

/**
 * The max-margin (hinge) loss of micrograd's demo.ipynb, the mean of max(0, 1 - target * score): it wants every score
 * to have its target's sign, and to be at least 1 away from 0.
 *
 * @param targets -1 or 1, one for each score
 * @throws RangeError when there are no scores, not as many targets, or a target is neither -1 nor 1
 * @example
 * console.log(maxMargin([new Value(0.25), new Value(-3)], [1, -1]).data); // → 0.375
 */
export function maxMargin(scores: readonly Value[], targets: readonly number[]): Value {
  wantValues('maxMargin', scores);
  wantAsMany('maxMargin', 'target', targets, scores);
  return mean(scores.map((score, i) => {
    const target = targets[i];
    if (target !== 1 && target !== -1) {
      const hint = target === 0 ? '; labels of 0 and 1 become targets by 2 * y - 1' : '';
      throw new RangeError(`maxMargin: target ${i} must be -1 or 1, got ${describe(target)}${hint}`);
    }
    return score.mul(-target).add(1).relu();
  }));
}

/**
 * Scores of any size, made into probabilities: e ** logit, divided by the sum of them all, so that they add up to 1.
 *
 * Danger: e ** 1000 is Infinity, and Infinity / Infinity is NaN. Way out: subtracting the same number from every logit
 * changes no probability, and with the largest subtracted no exponent is above 0.
 *
 * @throws RangeError when there are no logits
 * @example
 * console.log(softmax([new Value(1000), new Value(1000)]).map((p) => p.data)); // → [ 0.5, 0.5 ]
 */
export function softmax(logits: readonly Value[]): Value[] {
  const { exps, total } = shiftedExps('softmax', logits);
  return exps.map((exp) => exp.div(total));
}

/**
 * -log of the probability that softmax gives to the right class of one point: 0 when that is 1, large when it is small.
 * For many points, take the mean. (Not the log of `softmax`, since e ** -1000 rounds to 0, and log(0) is -Infinity.)
 *
 * @param label the index of the right class, or for each class its target probability, as numbers or Values
 * @throws RangeError when there are no logits, the index is not that of a logit, or there are not as many probabilities
 * @example
 * const logits = [0, 3, -2, 1].map((logit) => new Value(logit));
 * console.log(crossEntropy(logits, 3).data.toFixed(6)); // → 2.175515
 */
export function crossEntropy(logits: readonly Value[], label: number | readonly (Value | number)[]): Value {
  const { shifted, total } = shiftedExps('crossEntropy', logits);
  const logTotal = total.log();
  if (typeof label === 'object') {
    wantAsMany('crossEntropy', 'probability', label, logits);
    return sum(shifted.map((logit, i) => logTotal.sub(logit).mul(label[i])));
  }
  if (!Number.isInteger(label) || label < 0 || label >= logits.length) {
    const wanted = `an integer from 0 to ${logits.length - 1}, or a list of ${logits.length} probabilities`;
    throw new RangeError(`crossEntropy: label must be ${wanted}, got ${describe(label)}`);
  }
  return logTotal.sub(shifted[label]); // -log(exp / total)
}

function shiftedExps(owner: string, logits: readonly Value[]) {
  wantValues(owner, logits);
  const largest = logits.reduce((a, b) => a.max(b)); // a Value, so that the graph is the same for whatever data
  const shifted = logits.map((logit) => logit.sub(largest));
  const exps = shifted.map((logit) => logit.exp());
  return { shifted, exps, total: sum(exps) };
}

const mean = (values: readonly Value[]) => sum(values).mul(1 / values.length);

function wantValues(owner: string, values: readonly Value[]): void {
  if (!Array.isArray(values) || values.length === 0) {
    throw new RangeError(`${owner}: wanted a list of Values, got ${describe(values)}`);
  }
  const stranger = values.findIndex((value) => !isValue(value));
  if (stranger === -1) return;
  const hint = Array.isArray(values[stranger]) ? ' (a network gives an array, even of one output: take its [0])' : '';
  throw new TypeError(`${owner}: element ${stranger} must be a Value, got ${describe(values[stranger])}${hint}`);
}

function wantAsMany(owner: string, what: string, given: unknown, values: readonly Value[]): void {
  if (Array.isArray(given) && given.length === values.length) return;
  const wanted = `a list with a ${what} for each of ${values.length} Values`;
  throw new RangeError(`${owner}: wanted ${wanted}, got ${describe(given)}`);
}
