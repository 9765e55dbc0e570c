// smaller.ts: parts of an expression that fails, which may fail, too, and are easier to learn from. Shrinking takes
// steps and numbers away, but cannot put the one number that matters into a shorter expression.
import { run, type Node } from './reference.ts';
import { Script, type Op, type Recorded } from './script.ts';

/** A number that is easy to read: a leaf in the place of a result may hold any other. */
const isShort = (x: number) => Number.isInteger(64 * x);

/** Each operation by itself, with leaves as operands; then each result with all that it is made of. */
export function partsOf({ steps }: Script): Script[] {
  const isPlain = steps.every((step) => step.do !== 'reset');
  if (!isPlain || steps.filter((step) => step.do === 'backward').length !== 1) return [];
  const results = run(steps).nodes.filter(({ op }) => op !== undefined);
  const whole = results.length;
  const alone = results.filter(({ operands }) => operands.every(({ data }) => isShort(data)));
  return [...alone.map((node) => written(node, 1)), ...results.slice(0, -1).map((node) => written(node, whole))];
}

/** The expression of a node; what is further away than so many operations is a leaf. */
function written(root: Node, depth: number): Script {
  const script = new Script();
  const known = new Map<Node, Recorded>();
  const leaves: Recorded[] = [];
  const write = (node: Node, left: number): Recorded => {
    const made = known.get(node) ?? (node.op === undefined || left === 0 ? leaf(node) : result(node, node.op, left));
    known.set(node, made);
    return made;
  };
  const leaf = ({ data }: Node) => leaves[leaves.push(script.value('abcdefghi'[leaves.length], data)) - 1];
  const result = ({ operands: [a, b], isNumber }: Node, op: Op, left: number) => {
    const first = write(a, left - 1);
    return first.apply(op, isNumber ? b.data : (b as Node | undefined) && write(b, left - 1));
  };
  const value = write(root, depth);
  script.look('data', value, NaN);
  value.backward();
  for (const one of leaves) script.look('grad', one, NaN);
  run(script.steps).looks.forEach((expected, i) => { script.looks[i].expected = expected; });
  return script;
}
