// random.ts: random expressions of a task's operations, for fast-check. What fails is shrunk to fewer steps and to
// small numbers. All leaves are quarters, and nothing grows beyond 100, so that it can be worked out by hand.
//
// No two nodes hold the same number, and none holds 0: a slip that shows only there, such as `a.mul(b)` with a = 0, has
// a fixed expression in its own task, and does not cost the marks of all others.
import type fc from 'fast-check';
import { right, run } from './reference.ts';
import { isOperation, operations, Script, type Op, type Recorded } from './script.ts';
import type { Recipe } from './tasks.ts';

/** `which` chooses the other operand among the nodes that there are. */
interface Draft { op: Op; which: number; swapped: boolean; number: number; isNumber: boolean }
interface Known { value: Recorded; data: number }

/** So few that a class whose cost doubles with each use of a node still ends. */
const MOST_STEPS = 8;
/** Of simple expressions: one operation, and one before it and after it. */
const SIMPLE_STEPS = 3;
/** More than the lecture's graphs have. */
const MOST_LEAVES = 3;
const exponents = [2, 3, -1, 0.5, -2, 1.5];
/** The first ones are where shrinking ends: small, and none is another's result. */
const halves = [2, -3, 3, -2, 0.5, 1.5, -0.5, -1.5, 2.5, -2.5, 1, -1];
const quarters = [...halves, 0.25, 0.75, -0.25, -0.75, 1.25, 1.75, -1.25, -1.75, 2.25, 2.75, -2.25, -2.75];

export function randomScripts(check: typeof fc, recipe: Recipe): fc.Arbitrary<Script> {
  const { array, boolean, constant, constantFrom, nat, record, uniqueArray } = check;
  const number = constantFrom(...(recipe.isSimple ? halves : quarters));
  const draft: fc.Arbitrary<Draft> = record({
    op: constantFrom(...recipe.ops),
    which: nat(2 * MOST_STEPS),
    swapped: boolean(),
    number,
    isNumber: recipe.numbers ? boolean() : constant(false),
  });
  const results = Math.max(1, recipe.losses);
  const [fewest, most] = recipe.reuse === 'nothing' ? [MOST_STEPS + 1, MOST_STEPS + 1] : [1, MOST_LEAVES];
  const steps = { minLength: 1, maxLength: recipe.isSimple ? SIMPLE_STEPS : MOST_STEPS };
  return record({
    leaves: uniqueArray(number, { minLength: fewest, maxLength: most }),
    results: array(array(draft, steps), { minLength: results, maxLength: results }),
  }).map(({ leaves, results }) => build(leaves, results, recipe)).filter((script) => isAbout(script, recipe));
}

/** Whether it has what the test is about. */
export function isAbout({ steps }: Script, { about, ops, numbers }: Recipe): boolean {
  const done = steps.filter(isOperation);
  return numbers ? done.some(({ b }) => typeof b === 'object') : done.some((step) => (about ?? ops).includes(step.do));
}

/** Each step works on the result of the one before it, so that all of them bear on the last. */
function build(numbers: number[], results: Draft[][], recipe: Recipe): Script {
  const { reuse, losses } = recipe;
  const script = new Script();
  const leaf = (data: number, i: number): Known => ({ value: script.value('abcdefghi'[i], data), data });
  const leaves = (reuse === 'nothing' ? numbers.slice(0, 1) : numbers).map(leaf);
  const nodes = reuse === 'all' ? [...leaves] : leaves;
  const held = leaves.map(({ data }) => data);
  const isNew = (x: number) => x !== 0 && !held.includes(x);
  const operandOf = (draft: Draft): Known | number | undefined => {
    const { op, which } = draft;
    if (op === 'pow') return exponents[which % exponents.length];
    if (operations[op] === 1) return undefined;
    if (isPlain(draft, recipe)) return draft.number;
    if (reuse !== 'nothing') return nodes[which % nodes.length];
    const number = numbers.find(isNew);
    if (number === undefined) return undefined;
    held.push(number);
    return leaves[leaves.push(leaf(number, leaves.length)) - 1];
  };

  for (const drafts of results) {
    let last = leaves[0];
    for (const draft of drafts) {
      const operand = operandOf(draft);
      if (operand === undefined && operations[draft.op] === 2) continue;
      const mayBeSwapped = !recipe.isSimple || recipe.about?.includes(draft.op);
      const [a, b] = draft.swapped && mayBeSwapped && typeof operand === 'object' ? [operand, last] : [last, operand];
      const [x, y] = [a.data, typeof b === 'object' ? b.data : b ?? NaN];
      if (!isTame(draft.op, x, y) || (recipe.isSimple && !isSimple(draft.op, a, b, isOfMul(last, script)))) continue;
      const data = right.value[draft.op](x, y);
      const isKnown = typeof b === 'number' && draft.op !== 'pow' && !isNew(b);
      if (isKnown || !(isNew(data) || draft.op === 'relu')) continue;
      held.push(data);
      if (typeof b === 'number') held.push(b);
      last = { value: a.value.apply(draft.op, typeof b === 'object' ? b.value : b), data };
      if (reuse === 'all') nodes.push(last);
    }
    script.look('data', last.value, NaN);
    if (losses > 0 && last !== leaves[0]) last.value.backward();
  }
  if (losses > 0) for (const { value } of leaves) script.look('grad', value, NaN);
  run(script.steps).looks.forEach((expected, i) => { script.looks[i].expected = expected; });
  return script;
}

/** Two different operands, and nothing that a product could get another gradient than 1 from. */
const isSimple = (op: Op, a: Known, b: unknown, isOfProduct: boolean) => a !== b && (!isOfProduct || op === 'add');
const isOfMul = ({ value }: Known, { steps }: Script) => steps[value.node]?.do === 'mul';

/** Whether the second operand is a number: in a test of numbers that of sub and div always is one. */
const isPlain = ({ op, isNumber }: Draft, { numbers }: Recipe) =>
  isNumber || (numbers === true && op !== 'add' && op !== 'mul');

/** No kink, no pole and no large number near. */
function isTame(op: Op, a: number, b: number): boolean {
  if (op === 'relu' && Math.abs(a) < 0.1) return false;
  if (op === 'log' && a < 0.25) return false;
  if (op === 'div' && Math.abs(b) < 0.25) return false;
  if (op === 'pow' && Math.abs(a) < 0.25) return false;
  return Math.abs(right.value[op](a, b)) <= 100; // nor NaN, as (-2) ** 0.5
}
