// random.ts: random expressions of a task's operations, for fast-check. What fails is shrunk to fewer steps and simpler
// numbers. All leaves are quarters, and nothing grows beyond 100, so that it can be worked out by hand.
import type fc from 'fast-check';
import { right, run } from './reference.ts';
import { operations, Script, type Op, type Recorded } from './script.ts';
import type { Recipe } from './tasks.ts';

/** `which` chooses the other operand among the nodes that there are. */
interface Draft { op: Op; which: number; swapped: boolean; number: number | null }
interface Known { value: Recorded; data: number }

/** So few that a class whose cost doubles with each use of a node still ends. */
const MOST_STEPS = 8;
/** More than the lecture's graphs have. */
const MOST_LEAVES = 3;
const exponents = [2, 3, -1, 0.5, -2, 1.5];

export function randomScripts(check: typeof fc, recipe: Recipe): fc.Arbitrary<Script> {
  const { array, boolean, constant, constantFrom, integer, nat, option, record } = check;
  const quarters = integer({ min: -12, max: 12 }).map((n) => n / 4);
  const draft: fc.Arbitrary<Draft> = record({
    op: constantFrom(...recipe.ops),
    which: nat(2 * MOST_STEPS),
    swapped: boolean(),
    number: recipe.numbers ? option(quarters) : constant(null),
  });
  const results = Math.max(1, recipe.losses);
  const [fewest, most] = recipe.reuse === 'nothing' ? [MOST_STEPS + 1, MOST_STEPS + 1] : [1, MOST_LEAVES];
  return record({
    leaves: array(quarters, { minLength: fewest, maxLength: most }),
    results: array(array(draft, { minLength: 1, maxLength: MOST_STEPS }), { minLength: results, maxLength: results }),
  }).map(({ leaves, results }) => build(leaves, results, recipe));
}

/** Each step works on the result of the one before it, so that all of them bear on the last. */
function build(numbers: number[], results: Draft[][], { reuse, losses }: Recipe): Script {
  const script = new Script();
  const leaf = (data: number, i: number): Known => ({ value: script.value('abcdefghi'[i], data), data });
  const leaves = (reuse === 'nothing' ? numbers.slice(0, 1) : numbers).map(leaf);
  const nodes = reuse === 'all' ? [...leaves] : leaves;
  const operandOf = ({ op, which, number }: Draft): Known | number | undefined => {
    if (op === 'pow') return exponents[which % exponents.length];
    if (operations[op] === 1) return undefined;
    if (reuse === 'nothing') return leaves[leaves.push(leaf(numbers[leaves.length], leaves.length)) - 1];
    return number ?? nodes[which % nodes.length];
  };

  for (const drafts of results) {
    let last = leaves[0];
    for (const draft of drafts) {
      const operand = operandOf(draft);
      const [a, b] = draft.swapped && typeof operand === 'object' ? [operand, last] : [last, operand];
      const [x, y] = [a.data, typeof b === 'object' ? b.data : b ?? NaN];
      if (!isTame(draft.op, x, y)) continue;
      const value = a.value.apply(draft.op, typeof b === 'object' ? b.value : b);
      last = { value, data: right.value[draft.op](x, y) };
      if (reuse === 'all') nodes.push(last);
    }
    script.look('data', last.value, NaN);
    if (losses > 0 && last !== leaves[0]) last.value.backward();
  }
  if (losses > 0) for (const { value } of leaves) script.look('grad', value, NaN);
  run(script.steps).looks.forEach((expected, i) => { script.looks[i].expected = expected; });
  return script;
}

/** No kink, no pole and no large number near. */
function isTame(op: Op, a: number, b: number): boolean {
  if (op === 'relu' && Math.abs(a) < 0.1) return false;
  if (op === 'log' && a < 0.25) return false;
  if (op === 'div' && Math.abs(b) < 0.25) return false;
  if (op === 'pow' && Math.abs(a) < 0.25) return false;
  return Math.abs(right.value[op](a, b)) <= 100; // nor NaN, as (-2) ** 0.5
}
