// backward-slips.ts: what people get wrong about who passes gradients on, and when.
import { operandNames } from './assignments/value/words.ts';
import { inOrder, propagate, right, send, sharesOf, type Engine, type Node } from './reference.ts';
import { allOps, slip, sorted, type Slip } from './slips.ts';
import { operations, type Op } from './script.ts';

type Backward = Engine['backward'];

/** As deep as the walks that end too early were seen to go. */
const depths = [2, 3, 4, 5];
/** What was seen in the place of 1. */
const starts = [2, 0.5, -1];

export const backwardSlips: Slip[] = [
  slip('noStart', { backward: () => undefined }),
  slip('startsWithData', { backward: startingWith(({ data }) => data) }),
  ...starts.map((times) => slip('startsWithOther', { backward: startingWith(() => times) }, { times })),
  slip('noLeafStart', {
    backward: (engine, root, all) => { if (root.op !== undefined) right.backward(engine, root, all); },
  }),
  ...[passOnByEdge, passOnByNode(false), passOnByNode(true), sortedWithRepeats, inRows(false)].map((backward) =>
    slip('repeated', { backward })),
  ...[beforeOperands, inRows(true)].map((backward) => slip('early', { backward })),
  slip('oneStep', { backward: (engine, root) => { root.grad = 1; propagate(engine, root); } }),
  ...depths.map((depth) => slip('tooShallow', { backward: downTo(depth) }, { depth })),
  slip('wiped', {
    backward: (engine, root, all) => {
      for (const node of inOrder(root)) node.grad = 0;
      right.backward(engine, root, all);
    },
  }),
  slip('resultsWiped', { backward: wiping((node) => node.op !== undefined) }),
  slip('resultsWiped', { backward: wiping((node) => node.op !== undefined && node.arrivals.length > 0) }),
  slip('firstLossAgain', {
    backward: (engine, root, all) => {
      root.grad = 1;
      for (const node of [...all].reverse()) propagate(engine, node);
    },
  }),
  slip('listEmptied', { backward: skipping((_root, all) => all) }),
  slip('onceOnly', { backward: once() }),
  slip('marksStay', { backward: skipping((root) => inOrder(root)) }),
  slip('marksStay', { backward: skipping((root) => inOrder(root), true) }),
  slip('sameData', { backward: byData }),
  ...[[], [0], [1]].map((sides) =>
    slip('allPartlyListed', { backward: listing(sides) }, { who: left(sides) })),
  ...allOps.filter((op) => operations[op] === 1 || op === 'pow').map((op) => partlyListed(op, [])),
  ...(['add', 'mul', 'sub', 'div'] as const).flatMap((op) => [[], [0], [1]].map((sides) => partlyListed(op, sides))),
];

function partlyListed(op: Op, sides: number[]): Slip {
  const list = operations[op] === 1 || op === 'pow' ? '[this]' : '[this, other]';
  return slip('partlyListed', { backward: listing(sides, op) }, { op, who: left(sides), list });
}

/** What is left out where only these operands are named. */
function left(sides: number[]): string {
  if (sides.length === 0) return operandNames.none;
  return sides[0] === 0 ? operandNames.second : operandNames.first;
}

function startingWith(start: (root: Node) => number): Backward {
  return (engine, root) => {
    root.grad = start(root);
    for (const node of inOrder(root).reverse()) propagate(engine, node);
  };
}

function wiping(isWiped: (node: Node) => boolean): Backward {
  return sorted((engine, node) => {
    propagate(engine, node);
    if (isWiped(node)) node.grad = 0;
  });
}

/** b = a + a; c = b + b: b passes on 1 when the first edge brings it, and then 2; a gets 6. */
function passOnByEdge(engine: Engine, root: Node): void {
  root.grad = 1;
  const visit = (node: Node) => {
    sharesOf(engine, node).forEach((share, side) => {
      send(engine, node, side, share);
      visit(node.operands[side]);
    });
  };
  visit(root);
}

/** Both edges bring their 1, and then b passes on 2 for each of them; a gets 8. With a Set of operands, for it once. */
function passOnByNode(isSet: boolean): Backward {
  const visit = (engine: Engine, node: Node) => {
    propagate(engine, node);
    const operands = isSet ? new Set(node.operands) : node.operands;
    for (const operand of operands) visit(engine, operand);
  };
  return (engine, root) => {
    root.grad = 1;
    visit(engine, root);
  };
}

/** Sorted, but a node stands in the list once for each way that leads to it. */
function sortedWithRepeats(engine: Engine, root: Node): void {
  root.grad = 1;
  const order: Node[] = [];
  const visit = (node: Node) => {
    node.operands.forEach(visit);
    order.push(node);
  };
  visit(root);
  for (const node of order.reverse()) propagate(engine, node);
}

/** Row by row away from the result, the nodes of a row each time or only the first time that they are met. */
function inRows(once: boolean): Backward {
  return (engine, root) => {
    root.grad = 1;
    const queue = [root];
    for (const node of queue) {
      propagate(engine, node);
      for (const operand of node.operands) if (!once || !queue.includes(operand)) queue.push(operand);
    }
  };
}

/** Each node once, but as soon as it is met. */
function beforeOperands(engine: Engine, root: Node): void {
  root.grad = 1;
  const seen = new Set<Node>();
  const visit = (node: Node) => {
    if (seen.has(node)) return;
    seen.add(node);
    propagate(engine, node);
    node.operands.forEach(visit);
  };
  visit(root);
}

/** The nodes in order, as a search finds them that is wrong about which it has seen, or which are operands. */
function search(
  root: Node, operandsOf: (node: Node) => Node[], keyOf: (node: Node) => unknown = (node) => node,
): Node[] {
  const order: Node[] = [];
  const seen = new Set<unknown>();
  const visit = (node: Node) => {
    if (seen.has(keyOf(node))) return;
    seen.add(keyOf(node));
    operandsOf(node).forEach(visit);
    order.push(node);
  };
  visit(root);
  return order;
}

function along(orderOf: (root: Node) => Node[]): Backward {
  return (engine, root) => {
    root.grad = 1;
    for (const node of orderOf(root).reverse()) propagate(engine, node);
  };
}

function byData(engine: Engine, root: Node, all: Node[]): void {
  along((start) => search(start, ({ operands }) => operands, ({ data }) => data))(engine, root, all);
}

/** Steps are taken by nodes that are fewer operations than this away from the result. */
function downTo(depth: number): Backward {
  return along((root) => {
    const distance = new Map([[root, 0]]);
    for (const [node, steps] of distance) { // grows as operands are met
      for (const operand of node.operands) if (!distance.has(operand)) distance.set(operand, steps + 1);
    }
    return inOrder(root).filter((node) => (distance.get(node) ?? 0) < depth);
  });
}

/** An operation, or each, names only these operands. */
function listing(sides: readonly number[], op?: Op): Backward {
  return along((root) => search(root, (node) =>
    (op === undefined || node.op === op ? node.operands.filter((_, side) => sides.includes(side)) : node.operands)));
}

/** Nodes that were used by an earlier backward are left out. */
function skipping(used: (root: Node, all: Node[]) => Node[], hasStart = false): Backward {
  const spent = new WeakSet<Node>();
  return (engine, root, all) => {
    const order = inOrder(root).filter((node) => !spent.has(node));
    if (!hasStart || order.length > 0) root.grad = 1;
    for (const node of order.reverse()) propagate(engine, node);
    for (const node of used(root, all)) spent.add(node);
  };
}

function once(): Backward {
  const done = new WeakSet<Node>();
  return (engine, root, all) => {
    if (done.has(root)) return;
    done.add(root);
    right.backward(engine, root, all);
  };
}
