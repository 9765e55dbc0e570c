// reference.ts: the right numbers, worked out a second time on plain numbers, without anybody's class; and with a slip
// put in, the numbers that a class with this slip would give.
import { isLook, isOperation, type Op, type Step } from './script.ts';

export interface Node {
  data: number;
  grad: number;
  op?: Op;
  operands: Node[];
  /** Whether its second operand was written as a number. */
  isNumber?: boolean;
  /** What has been added to its grad, and by which node as its first or its second operand. */
  arrivals: { share: number; from: Node; side: number }[];
}

export type ValueRule = (a: number, b: number) => number;
/** What a and, perhaps, b get when the result is `out`, and its own grad g. */
export type ShareRule = (g: number, a: number, b: number, out: number) => number[];

export interface Engine {
  value: Record<Op, ValueRule>;
  share: Record<Op, ShareRule>;
  /** The data of a number on the right. */
  number: (x: number, op: Op) => number;
  arrive: (node: Node, share: number, from: Node, side: number) => void;
  backward: (engine: Engine, root: Node, all: Node[]) => void;
}

export const right: Engine = {
  value: {
    add: (a, b) => a + b, mul: (a, b) => a * b, sub: (a, b) => a - b, div: (a, b) => a / b, pow: (a, b) => a ** b,
    neg: (a) => -a, relu: (a) => Math.max(0, a), tanh: Math.tanh, exp: Math.exp, log: Math.log,
  },
  share: {
    add: (g) => [g, g],
    mul: (g, a, b) => [g * b, g * a],
    sub: (g) => [g, -g],
    div: (g, a, b) => [g / b, -g * a / b ** 2],
    pow: (g, a, b) => [g * b * a ** (b - 1)],
    neg: (g) => [-g],
    relu: (g, _a, _b, out) => [out > 0 ? g : 0],
    tanh: (g, _a, _b, out) => [g * (1 - out ** 2)],
    exp: (g, _a, _b, out) => [g * out],
    log: (g, a) => [g / a],
  },
  number: (x) => x,
  arrive: (node, share) => { node.grad += share; },
  backward: (engine, root) => {
    root.grad = 1;
    for (const node of inOrder(root).reverse()) propagate(engine, node);
  },
};

/** All that `root` is made of, operands before results. */
export function inOrder(root: Node, order: Node[] = [], seen = new Set<Node>()): Node[] {
  if (seen.has(root)) return order;
  seen.add(root);
  for (const operand of root.operands) inOrder(operand, order, seen);
  order.push(root);
  return order;
}

export function propagate(engine: Engine, node: Node): void {
  sharesOf(engine, node).forEach((share, side) => { send(engine, node, side, share); });
}

export function sharesOf(engine: Engine, { op, grad, data, operands: [a, b] }: Node): number[] {
  return op === undefined ? [] : engine.share[op](grad, a.data, (b as Node | undefined)?.data ?? NaN, data);
}

export function send(engine: Engine, from: Node, side: number, share: number): void {
  const operand = from.operands[side];
  operand.arrivals.push({ share, from, side });
  engine.arrive(operand, share, from, side);
}

/** Runs a script without `repeat`. Gives the number at each look, and the nodes as they are at the end. */
export function run(steps: readonly Step[], engine = right): { looks: number[]; nodes: Node[] } {
  const nodes: Node[] = [];
  const looks: number[] = [];
  const make = (data: number, op?: Op, operands: Node[] = [], isNumber = false): Node =>
    ({ data, grad: 0, op, operands, isNumber, arrivals: [] });
  for (const step of steps) {
    if (step.do === 'make') nodes.push(make(step.number));
    else if (isOperation(step)) {
      const { do: op, a, b } = step;
      const operands = [nodes[a]];
      if (b !== undefined) operands.push(typeof b === 'number' ? nodes[b] : make(engine.number(b.number, op)));
      nodes.push(make(engine.value[op](nodes[a].data, operands.at(1)?.data ?? NaN), op, operands,
        typeof b === 'object'));
    } else {
      const node = nodes[step.a];
      if (isLook(step)) looks.push(node[step.do]);
      else if (step.do === 'backward') engine.backward(engine, node, nodes);
      else if (step.do === 'descend') node.data -= step.rate * node.grad;
      else { node.grad = 0; node.arrivals = []; }
    }
  }
  return { looks, nodes };
}
