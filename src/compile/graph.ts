// graph.ts: what a function of Values computes, found by running it on Values that stand for the numbers of any row.
//
// One run gives one graph. Whether all rows have the same is found out by more runs: as before, on other inputs, and
// with other data in the parameters, which are put back. What makes the graph change (an `if` on `.data`, `.data` used
// as a number, Math.random) is an error that shows where. instructions.ts comes next.
import { checkIdentities, checkValues, indexOf, wrongType } from '../check.ts';
import { isValue, topologicalOrder, Value, type Op } from '../engine.ts';

/** An operation of the engine, with the places of its operands (-1 for none); or a leaf: which one, or its number. */
export type Node =
  | { op: Exclude<Op, ''>; left: number; right: number } |
  { op: 'constant' | 'parameter' | 'input'; number: number };

/** Operands stand before what is made of them. The outputs are places of nodes. */
export interface Graph { nodes: Node[]; parameters: Value[]; inputs: number; outputs: number[] }

/** A function whose inputs come as one list, and so do its outputs, if it has more than the one that it returns. */
export interface Recorded { fn: (inputs: Value[]) => unknown; inputs: number; outputs?: number }

// Numbers to run it on, the i-th for the i-th input: of both signs, alike and by turns, small and large, growing and
// shrinking, and what labels often are.
const samples: readonly ((i: number) => number)[] = [
  (i) => Math.sin(i + 1), (i) => -Math.sin(i + 1), (i) => 1000 + i, (i) => -1000 - i,
  () => 0, () => 1, () => -1, (i) => (-1) ** i / (i + 1),
];

const advice = 'compute with Values only: relu or max in place of an if; one-hot entries in the row, such as ' +
  '[0, 1, 0], in place of a label or an index, or the table\'s own Values as entries; an input for what differs from ' +
  'call to call';

/** Advice for a function whose inputs JavaScript does not count. */
export const withoutCount =
  'with a default or a rest parameter it needs the option { inputs: n }, and gets its inputs as one array';

/** @throws TypeError when the function gives no Value; Error when its graph is not always the same */
export function recordGraph(recorded: Recorded): Graph {
  const rows = samples.map((sample) => Array.from({ length: recorded.inputs }, (_, i) => sample(i)));
  const graph = traceGraph(recorded, rows[0]); // a function of its own, so that its graphs are garbage when it is over
  checkSamples(recorded, graph, rows);
  return graph;
}

function traceGraph(recorded: Recorded, row: number[]): Graph {
  // A leaf that two runs share was there before them: a parameter. Constants are made anew by each.
  const first = run(recorded, row);
  const leaves = first.order.filter(({ op }) => op === '');
  const { order, inputs, outputs } = runAside(recorded, row, leaves);
  // An input or a parameter that the function wraps in a new Proxy each time would pass for a constant.
  checkIdentities([...new Set([...leaves, ...order.filter(({ op }) => op === ''), ...inputs])]);
  const earlier = new Set(leaves);
  const parameters = order.filter((value) => earlier.has(value));
  const kept = new Set(first.inputs);
  if (parameters.some((p) => kept.has(p))) {
    throw new Error('compile: the function keeps an input, or what it made of one, from one call to the next');
  }
  const nameLeaf = namer(parameters, inputs);
  const placeOf = indexOf(order);
  const nodes = order.map((value) => nodeOf(value, nameLeaf, placeOf));
  return { nodes, parameters, inputs: inputs.length, outputs: outputs.map(placeOf) };
}

/**
 * On other inputs, while the parameters have other data, too. They are put back. If the graph changes, it is found out
 * with what: with nothing, with the inputs alone, or only with the parameters.
 * @throws Error when the graph is not always the same
 */
function checkSamples(recorded: Recorded, graph: Graph, rows: number[][]): void {
  const { parameters } = graph;
  const { putBack } = remember(parameters);
  for (const [i, row] of rows.entries()) {
    const sample = samples[(i + 3) % samples.length]; // of another kind than the inputs
    parameters.forEach((p, i) => { p.data = p.grad = sample(i + 1); });
    try {
      checkRow(recorded, graph, row, 'with the .data of its parameters');
    } catch (error) {
      putBack();
      checkRow(recorded, graph, rows[0], 'from one call to the next (it draws random numbers, or counts its calls)');
      for (const row of rows) checkRow(recorded, graph, row, 'with the .data of its inputs');
      throw error;
    } finally {
      putBack();
    }
  }
}

/** The function's outputs for a row. @throws Error when its graph is another one than the given one */
export function checkRow(recorded: Recorded, graph: Graph, row: number[], changes: string): number[] {
  const { nodes, parameters } = graph;
  const { order, inputs, outputs } = runAside(recorded, row, parameters);
  const given = new Set(inputs);
  const isSame = (node: Node, i: number) => i < order.length && isNode(order[i], node);
  if (order.length !== nodes.length || !nodes.every(isSame)) {
    const [nameLeaf, placeOf] = [namer(parameters, inputs), indexOf(order)];
    const others = order.map((value) => nodeOf(value, nameLeaf, placeOf));
    const place = nodes.findIndex((node, i) => !isSame(node, i));
    const at = place === -1 ? nodes.length : place;
    const what = `${show(nodes, at)} became ${show(others, at)}`;
    throw new Error(`compile: the function's graph changes ${changes}: ${what}; ${advice}`);
  }
  return outputs.map(({ data }) => data);

  /** A Value stands in the order once, so none that is a parameter passes for a constant. */
  function isNode(value: Value, node: Node): boolean {
    switch (node.op) {
      case 'parameter': return value === parameters[node.number];
      case 'input': return value === inputs[node.number];
      case 'constant': return value.op === '' && Object.is(value.data, node.number) && !given.has(value);
      default: return value.op === node.op && value.left === at(node.left) && value.right === at(node.right);
    }
  }

  function at(place: number): Value | undefined { return place === -1 ? undefined : order[place]; }
}

interface Run { order: Value[]; inputs: Value[]; outputs: readonly Value[] }

/** A run that must leave some leaves as they are; they are put back. */
function runAside(recorded: Recorded, row: number[], leaves: readonly Value[]): Run {
  const { areSame, putBack } = remember(leaves);
  const result = run(recorded, row);
  const areKept = areSame();
  putBack();
  if (areKept) return result;
  throw changed('parameters');
}

/** Two lists of numbers, since there may be many leaves. */
function remember(leaves: readonly Value[]) {
  const data = leaves.map((leaf) => leaf.data);
  const grads = leaves.map((leaf) => leaf.grad);
  return {
    areSame: () => leaves.every((leaf, i) => Object.is(leaf.data, data[i]) && Object.is(leaf.grad, grads[i])),
    putBack: () => {
      leaves.forEach((leaf, i) => {
        leaf.data = data[i];
        leaf.grad = grads[i];
      });
    },
  };
}

/** The function may sort, empty or refill the list that it gets: it is a copy, so input 0 stays input 0. */
function run({ fn, inputs: length, outputs: count }: Recorded, row: number[]): Run {
  const inputs = row.map((x) => new Value(x));
  let result: unknown;
  try {
    result = fn([...inputs]);
  } catch (error) {
    const numbers = row.slice(0, 5).join(', ') + (length > 5 ? ', …' : '');
    const [on, hint] = length === 0
      ? [`without inputs (${withoutCount})`, '']
      : [`on Values that stand for any row, here with the data ${numbers}`, `. If it uses .data: ${advice}`];
    throw new Error(`compile ran the function ${on}; it threw ${String(error)}${hint}`, { cause: error });
  }
  if (inputs.some(({ data, grad }, i) => !Object.is(data, row[i]) || grad !== 0)) throw changed('inputs');
  const outputs = readOutputs(result, count);
  // The sum of all outputs is sorted, so that all of them are in the order.
  return { order: topologicalOrder(outputs.reduce((a, b) => a.add(b))), inputs, outputs };
}

const changed = (whose: string) => new Error(`compile: the function changes data or grad of its ${whose}, and has ` +
  'just done so once; backward(), zeroGrad() and the update belong outside');

/** @throws TypeError or RangeError if the function does not return a Value or, with the option `outputs`, that many */
function readOutputs(result: unknown, count: number | undefined): readonly Value[] {
  const name = 'the function\'s result';
  if (isValue(result) && (count === undefined || count === 1)) return [result];
  if (count !== undefined) return checkValues('compile', name, result, count);
  const hint = Array.isArray(result)
    ? 'take one of several outputs, such as [0], or give { outputs: n }'
    : result instanceof Promise ? 'it cannot be async' : undefined;
  throw wrongType('compile', name, 'a Value', result, hint);
}

function namer(parameters: Value[], inputs: Value[]): (leaf: Value) => Node {
  const numbersOf = (values: Value[]) => new Map(values.map((value, i) => [value, i]));
  const [input, parameter] = [numbersOf(inputs), numbersOf(parameters)];
  return (leaf) => {
    const number = input.get(leaf);
    if (number !== undefined) return { op: 'input', number };
    const place = parameter.get(leaf);
    return place === undefined ? { op: 'constant', number: leaf.data } : { op: 'parameter', number: place };
  };
}

function nodeOf(value: Value, nameLeaf: (leaf: Value) => Node, placeOf: (operand: Value) => number): Node {
  const { op, left, right } = value;
  if (op === '') return nameLeaf(value);
  return { op, left: left === undefined ? -1 : placeOf(left), right: right === undefined ? -1 : placeOf(right) };
}

/** A node as code; a leaf within the first operation that uses it, since a number alone would tell little. */
function show(nodes: Node[], place: number): string {
  if (place >= nodes.length) return 'nothing';
  const isUser = (node: Node) => 'left' in node && (node.left === place || node.right === place);
  const node = 'left' in nodes[place] ? nodes[place] : nodes.find(isUser) ?? nodes[place];
  if (!('left' in node)) return name(node);
  const operands = [node.left, node.right].filter((place) => place !== -1).map((place) => name(nodes[place]));
  return operands.length === 2 ? operands.join(` ${node.op} `) : `${node.op} of ${operands[0]}`;
}

function name(node: Node): string {
  if ('left' in node) return `(… ${node.op} …)`;
  if (node.op === 'constant') return Object.is(node.number, -0) ? '-0' : String(node.number);
  return `${node.op} ${node.number}`;
}
