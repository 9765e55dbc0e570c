// What the gradients of a program have to be, found without the engine, and how far off rounding may put them.
import { operandsOf, runOnNumbers, type Operand, type Program, type Step } from './expressions.ts';
import { rules } from './rules.ts';

const EPSILON = Number.EPSILON; // 2**-52, the distance from 1 to the next double

/** The numbers of each node: its value, its gradient, and the sum of the sizes of all that its gradient is a sum of. */
export interface Reference { data: number[]; grads: number[]; sizes: number[] }

/** Backpropagation by the table of rules, in the reverse of the order in which the program was written. */
export function reference(program: Program): Reference {
  const data = runOnNumbers(program);
  const grads = data.map((_, i) => (i === data.length - 1 ? 1 : 0));
  const sizes = [...grads];
  for (let i = program.steps.length - 1; i >= 0; i--) {
    const step = program.steps[i];
    const node = program.leaves.length + i;
    const [a, b] = operandsOf(step, data);
    const parts = rules[step.op].gradients(grads[node], a, b);
    const partSizes = rules[step.op].gradients(sizes[node], a, b);
    [step.a, step.b].forEach((operand, side) => {
      if (operand === undefined || 'number' in operand) return;
      grads[operand.node] += parts[side] ?? 0;
      sizes[operand.node] += Math.abs(partSizes[side] ?? 0);
    });
  }
  return { data, grads, sizes };
}

/**
 * How far two right ways to add up a gradient may lie apart: each of at most `steps` steps on a path multiplies by a
 * derivative that is good to some 4 units in the last place and adds, and all the paths together have the given size.
 */
export const roundingOfGradient = (program: Program, size: number) => 8 * (program.steps.length + 1) * EPSILON * size;

/** A central difference, and how far the true derivative can be from it. */
export interface Difference { numeric: number; tolerance: number }

/**
 * The derivative of a program's root by one leaf, by central differences; undefined where the function is not smooth
 * within a step of the leaf's value.
 *
 * The tolerance follows from the numbers. A central difference with step h is off by c * h² (and less), so that with h
 * and h / 2 it differs by 3/4 * c * h², three times what the second is still off by: their difference bounds the
 * truncation. And each of the values is off by its own rounding, which a running error analysis bounds, over h.
 */
export function centralDifference(program: Program, leaf: number): Difference | undefined {
  const x = program.leaves[leaf];
  const h = Math.cbrt(EPSILON) * Math.max(1, Math.abs(x)); // where truncation, h², and rounding, EPSILON / h, balance
  const at = (shifted: number) => runOnNumbers(program, program.leaves.map((y, i) => (i === leaf ? shifted : y)));
  const middle = runOnNumbers(program);
  const [low, high] = [at(x - h), at(x + h)];
  if (![low, middle, high].every((data) => data.every(Number.isFinite))) return undefined;
  if (!program.steps.every((step) => isSmooth(step, low, middle, high))) return undefined;
  const quotient = (step: number) => {
    const [from, to] = [x - step, x + step];
    const [down, up] = [at(from), at(to)];
    const noise = errorOf(program, down) + errorOf(program, up);
    const run = to - from;
    const slope = (up[up.length - 1] - down[down.length - 1]) / run;
    return { slope, rounding: noise / run + EPSILON * Math.abs(slope) };
  };
  const [whole, half] = [quotient(h), quotient(h / 2)];
  const tolerance = Math.abs(whole.slope - half.slope) + whole.rounding + half.rounding;
  return Number.isFinite(tolerance) ? { numeric: half.slope, tolerance } : undefined;
}

/** A bound for the rounding error in a program's last value: each step passes on its operands' and adds its own. */
function errorOf({ leaves, steps }: Program, data: readonly number[]): number {
  const errors = leaves.map(() => 0);
  steps.forEach((step, i) => {
    const [byA, byB = 0] = rules[step.op].gradients(1, ...operandsOf(step, data));
    const passed = (operand: Operand | undefined, slope: number) => {
      const error = operand !== undefined && 'node' in operand ? errors[operand.node] : 0;
      return error === 0 ? 0 : Math.abs(slope) * error;
    };
    const own = 4 * EPSILON * Math.abs(data[leaves.length + i]); // Math's functions are good to about 1 EPSILON
    errors.push(passed(step.a, byA) + passed(step.b, byB) + own);
  });
  return errors[errors.length - 1];
}

/**
 * Whether a step is far from its kinks and poles, and its operands move little on the scale on which it bends, while
 * the leaf moves from one end to the other. An operand that does not move at all may stand on a kink.
 */
function isSmooth(step: Step, low: number[], middle: number[], high: number[]): boolean {
  const { op } = step;
  const [a, b] = operandsOf(step, middle);
  const [lowA, lowB] = operandsOf(step, low);
  const [highA, highB] = operandsOf(step, high);
  const spread = (from: number, mid: number, to: number) => Math.max(from, mid, to) - Math.min(from, mid, to);
  const [moveA, moveB] = [spread(lowA, a, highA), spread(lowB, b, highB)];
  if (!rules[op].gradients(1, a, b).every((derivative) => Number.isFinite(derivative))) return false;
  const isFar = (distance: number, move: number) => move === 0 || Math.abs(distance) > 100 * move;
  switch (op) {
    case '+': case '-': case '*': case 'neg': return true;
    case '/': return isFar(b, moveB);
    case 'log': case 'relu': return isFar(a, moveA);
    case 'max': return isFar(a - b, spread(lowA - lowB, a - b, highA - highB));
    case 'when': return isFar(b, moveB);
    case '**': return isFar(a, moveA * Math.max(1, Math.abs(b))) &&
      (moveB === 0 || (a > 0 && isFar(1, moveB * Math.log(a))));
    case 'exp': case 'tanh': case 'sigmoid': case 'sin': case 'cos': return isFar(1, moveA);
  }
}
