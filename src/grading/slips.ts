// slips.ts: what people get wrong about how gradients arrive and who passes them on when. A slip is the right engine
// with one thing changed; when that gives the very numbers that a student's class gave, it is probably the student's
// slip. Those in the rule of one operation are in rule-slips.ts; diagnose.ts chooses.
import { inOrder, propagate, right, send, sharesOf, type Engine, type Node } from './reference.ts';

export interface Slip { hint: string; engine: Engine }

export const slip = (hint: string, change: Partial<Engine>): Slip => ({ hint, engine: { ...right, ...change } });

const sort = 'Sort the graph first, operands before results, and go through it from its end: then all of a node’s ' +
  'gradient has arrived when it is that node’s turn, which comes once.';

export const generalSlips: Slip[] = [
  slip('The gradient arrived more than once, and the last arrival replaced those before it: `+=`, not `=`.', {
    arrive: (node, share) => { node.grad = share; },
  }),
  slip('Both operands are the same Value, and it got only one of its two shares. A Set or a Map of operands keeps ' +
    'one of two that are the same: give each operand its share.', {
    arrive: (node, share, from, side) => {
      if (side === from.operands.length - 1 || from.operands[1] !== node) right.arrive(node, share, from, side);
    },
  }),
  slip('No gradient arrived anywhere. Does `backward()` begin with `this.grad = 1`, the derivative of a number by ' +
    'itself, and then run the step of every node? If so: is the step set before the operation returns, and was its ' +
    'result given its operands?', { backward: () => undefined }),
  slip('`backward()` must begin with `this.grad = 1`, the derivative of a number by itself, not with its data.', {
    backward: (engine, root) => {
      root.grad = root.data;
      for (const node of inOrder(root).reverse()) propagate(engine, node);
    },
  }),
  ...[passOnByEdge, passOnByNode, sortedWithRepeats, inRows(false)].map((backward) => slip('A node passed its ' +
    `gradient on more than once, and with it again what it had passed on before. ${sort}`, { backward })),
  ...[beforeOperands, inRows(true)].map((backward) =>
    slip(`A node passed its gradient on before all of it had arrived. ${sort}`, { backward })),
  slip('The gradient stopped at the operands of the last operation. `backward()` must run the step of every node, ' +
    'from the result back to the leaves: the sorted list, reversed.', {
    backward: (engine, root) => { root.grad = 1; propagate(engine, root); },
  }),
  slip('This backward wiped out what an earlier one had left. Gradients of several losses add up: `backward()` may ' +
    'not set the grad of a leaf to 0. Who wants a fresh start sets `a.grad = 0` before calling it.', {
    backward: (engine, root, all) => {
      for (const node of inOrder(root)) node.grad = 0;
      right.backward(engine, root, all);
    },
  }),
  slip('The first loss was propagated again with the second. Visit only the nodes that this result is made of, not a ' +
    'list of all operations that there ever were.', {
    backward: (engine, root, all) => {
      root.grad = 1;
      for (const node of [...all].reverse()) propagate(engine, node);
    },
  }),
];

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

/** Both edges bring their 1, and then b passes on 2 for each of them; a gets 8. */
function passOnByNode(engine: Engine, root: Node): void {
  root.grad = 1;
  const visit = (node: Node) => {
    propagate(engine, node);
    node.operands.forEach(visit);
  };
  visit(root);
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
function inRows(once: boolean): Engine['backward'] {
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
