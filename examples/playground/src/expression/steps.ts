// steps.ts: a run forward and backward, taken apart into steps that can be shown one at a time, in either direction.
// Each step is worked out by the library's own `topologicalOrder` and `propagate`; nothing here knows any calculus.
import { propagate, topologicalOrder, Value, type Op } from 'micrograd-lab';

/**
 * How gradients are collected. Two ways are wrong, and classics: `overwrite` writes `=` where `+=` belongs. `unordered`
 * is the assignment's wrong order: a node passes its gradient on, then each of its operands does the same at once,
 * before all that it should get has arrived.
 */
export type Way = 'right' | 'overwrite' | 'unordered';

/** What a node sends to one of its operands. */
export interface Arrival {
  to: Value;
  side: 'a' | 'b';
  /** The derivative of the node with respect to the operand. */
  local: number;
  amount: number;
  /** The `grad` of the operand. */
  before: number;
  after: number;
}

export type Step =
  | { kind: 'forward'; node: Value } |
  { kind: 'seed'; node: Value } |
  { kind: 'backward'; node: Value; grad: number; arrivals: Arrival[] } |
  /** The run is broken off before this node: it would take too many steps. */
  { kind: 'cut'; node: Value };

/** Without an order, a graph of n nodes can take 2 ** n steps: the run is broken off after these. */
const MOST_STEPS = 1000;

/** A number without a name. It has no gradient on the page: nobody would change it, and the lecture gives it none. */
export const isConstant = ({ op, label }: Value) => op === '' && label === undefined;

/** All steps of a run: every operation forward, then 1 for the result, then every operation backward. */
export function stepsOf(root: Value, way: Way = 'right'): Step[] {
  const order = topologicalOrder(root);
  nameAll(order);
  const operations = order.filter(({ op }) => op !== '');
  const forward = operations.map((node): Step => ({ kind: 'forward', node }));
  const backward = way === 'unordered' ? unordered(root) : inOrder(operations.reverse(), root, way);
  return [...forward, { kind: 'seed', node: root }, ...backward];
}

function inOrder(operations: Value[], root: Value, way: Way): Step[] {
  const grads = new Map([[root, 1]]);
  return operations.map((node) => {
    const grad = grads.get(node) ?? 0;
    return { kind: 'backward', node, grad, arrivals: send(node, grads, way) };
  });
}

function unordered(root: Value): Step[] {
  const grads = new Map([[root, 1]]);
  const steps: Step[] = [];
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.op === '') continue;
    if (steps.length === MOST_STEPS) return [...steps, { kind: 'cut', node }];
    steps.push({ kind: 'backward', node, grad: grads.get(node) ?? 0, arrivals: send(node, grads, 'unordered') });
    stack.push(...[...node.inputs].reverse()); // the first one on top
  }
  return steps;
}

/** Works out what a node sends to its operands, and enters it into `grads`. Constants get nothing. */
function send(node: Value, grads: Map<Value, number>, way: Way): Arrival[] {
  const locals = shares(node, 1);
  const amounts = shares(node, grads.get(node) ?? 0);
  return node.inputs.flatMap((to, side) => {
    if (isConstant(to)) return [];
    const before = grads.get(to) ?? 0;
    const after = way === 'overwrite' ? amounts[side] : before + amounts[side];
    grads.set(to, after);
    return { to, side: side === 0 ? 'a' : 'b', local: locals[side], amount: amounts[side], before, after };
  });
}

/** What `propagate` gives each operand of a copy of the node. The copy of x * x has two operands, with a share each. */
function shares(node: Value, grad: number): number[] {
  const operands = node.inputs.map(({ data }) => new Value(data));
  const copy = operands[0][methods[node.op as Operation]](operands[1]);
  copy.grad = grad;
  propagate(copy);
  return operands.map((operand) => operand.grad);
}

type Operation = Exclude<Op, ''>;
/** The method of a Value that makes a node with this operation. */
export const methods = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '**': 'pow', max: 'max', when: 'when',
  neg: 'neg', exp: 'exp', log: 'log', relu: 'relu', tanh: 'tanh', sigmoid: 'sigmoid', sin: 'sin', cos: 'cos',
} as const satisfies Record<Operation, string>;

/** What is known after so many steps. */
export interface Frame {
  /** The step that was taken last. */
  step?: Step;
  computed: Set<Value>;
  /** Who is not among them has no gradient yet. */
  grads: Map<Value, number>;
}

export function frameAt(root: Value, steps: readonly Step[], position: number): Frame {
  const computed = new Set(topologicalOrder(root).filter(({ op }) => op === ''));
  const grads = new Map<Value, number>();
  const taken = steps.slice(0, position);
  for (const step of taken) {
    if (step.kind === 'forward') computed.add(step.node);
    else if (step.kind === 'seed') grads.set(step.node, 1);
    else if (step.kind === 'backward') for (const { to, after } of step.arrivals) grads.set(to, after);
  }
  return { step: taken.at(-1), computed, grads };
}

/** The names that `stepsOf` gave to Values without a label: v1, v2 and so on, in the order of the forward steps. */
const names = new WeakMap<Value, string>();

function nameAll(order: readonly Value[]): void {
  const taken = new Set(order.map(({ label }) => label));
  let count = 0;
  for (const value of order) {
    if (value.op === '' || value.label !== undefined) continue;
    do count++; while (taken.has(`v${count}`));
    names.set(value, `v${count}`);
  }
}

/** The name of a Value on the page: its label; its data, if it is a leaf; else the name that `stepsOf` gave it. */
export function nameOf(value: Value): string {
  return value.label ?? (value.op === '' ? String(value.data) : names.get(value) ?? value.op);
}
