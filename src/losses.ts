// losses.ts: one number that says how wrong a model is. It is made of Values, so `backward()` can say what to change.
// optim.ts comes next.
import { describe, type Value } from './engine.ts';

/**
 * The sum, added up from left to right.
 *
 * @throws RangeError when there is nothing to add: a constant 0 could teach nobody
 * @example
 * console.log(sum([new Value(1), new Value(2), new Value(3)]).data); // → 6
 */
export function sum(values: readonly Value[]): Value {
  wantSome('sum', values);
  return values.reduce((total, value) => total.add(value));
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
  wantSome('maxMargin', scores);
  wantAsMany('maxMargin', targets, scores);
  const losses = scores.map((score, i) => {
    const target = targets[i];
    if (target !== 1 && target !== -1) {
      const hint = target === 0 ? '; make labels of 0 and 1 into targets by 2 * y - 1' : '';
      throw new RangeError(`maxMargin: target ${i} must be -1 or 1, got ${describe(target)}${hint}`);
    }
    return score.mul(-target).add(1).relu();
  });
  return mean(losses);
}

const mean = (values: readonly Value[]) => sum(values).mul(1 / values.length);

function wantSome(owner: string, values: readonly unknown[]): void {
  if (values.length === 0) throw new RangeError(`${owner}: wanted at least one Value, got an empty list`);
}

function wantAsMany(owner: string, targets: readonly unknown[], values: readonly unknown[]): void {
  if (targets.length === values.length) return;
  throw new RangeError(`${owner}: wanted a target for each of ${values.length} values, got ${targets.length}`);
}
