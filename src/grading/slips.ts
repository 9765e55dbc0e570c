// slips.ts: what people get wrong about how gradients arrive. A slip is the right engine with one thing changed; when
// that gives the very numbers that a student's class gave, it is probably the student's slip. Those of `backward` are
// in backward-slips.ts, those in the rule of one operation in rule-slips.ts; diagnose.ts chooses.
import { hints, type HintName } from './assignments/value/words.ts';
import { inOrder, right, type Engine, type Node, type ShareRule } from './reference.ts';
import { operations, type Op } from './script.ts';
import { fill, type Blanks } from './words.ts';

export interface Slip { hint: string; engine: Engine }

export const slip = (name: HintName, change: Partial<Engine>, blanks?: Blanks): Slip =>
  ({ hint: fill(hints[name], blanks), engine: { ...right, ...change } });

export const allOps = Object.keys(operations) as Op[];

/** What each operation sends, changed in the same way. `ofOne` is what it would send if 1 had arrived. */
export type ShareChange = (share: number, g: number, ofOne: number, side: number) => number;

export const changed = (rule: ShareRule, change: ShareChange): ShareRule => (g, a, b, out) => {
  const ofOne = rule(1, a, b, out);
  return rule(g, a, b, out).map((share, side) => change(share, g, ofOne[side], side));
};

const inAll = (change: ShareChange) =>
  ({ share: Object.fromEntries(allOps.map((op) => [op, changed(right.share[op], change)])) as Engine['share'] });

export const arrivalSlips: Slip[] = [
  slip('replaced', { arrive: (node, share) => { node.grad = share; } }),
  slip('replaced', { // `-=` in sub stays
    arrive: (node, share, from, side) => { node.grad = from.op === 'sub' && side === 1 ? node.grad + share : share; },
  }),
  slip('keptFirst', { arrive: (node, share) => { node.grad ||= share; } }),
  ...[allOps, ['add', 'mul']].map((ops) => slip('sameOperands', {
    arrive: (node, share, from, side) => {
      const isLeftOut = ops.includes(from.op as Op) && side < from.operands.length - 1 && from.operands[1] === node;
      if (!isLeftOut) right.arrive(node, share, from, side);
    },
  })),
  slip('lastOperand', { arrive: (_node, share, { operands }) => { operands[operands.length - 1].grad += share; } }),
  slip('lastOperand', inAllLast()),
  slip('toResult', { backward: sorted((engine, node) => { stepOfResult(engine, node, false); }) }),
  slip('toResult', { backward: sorted((engine, node) => { stepOfResult(engine, node, true); }) }),
  slip('allNoGrad', inAll((_share, _g, ofOne) => ofOne)),
  slip('allNoDerivative', inAll((_share, g) => g)),
  slip('allWrongSign', inAll((share) => -share)),
  slip('allSecondNothing', inAll((share, _g, _ofOne, side) => (side === 1 ? 0 : share))),
  slip('allFirstNothing', inAll((share, _g, _ofOne, side) => (side === 0 ? 0 : share))),
];

/** The right order, with another step. */
export function sorted(step: (engine: Engine, node: Node) => void): Engine['backward'] {
  return (engine, root) => {
    root.grad = 1;
    for (const node of inOrder(root).reverse()) step(engine, node);
  };
}

/** In a loop over operands and their factors, `var` keeps the last of both. */
function inAllLast(): Partial<Engine> {
  const last = (rule: ShareRule): ShareRule => (...numbers) => {
    const shares = rule(...numbers);
    return shares.map(() => shares[shares.length - 1]);
  };
  const share = Object.fromEntries(allOps.map((op) => [op, last(right.share[op])])) as Engine['share'];
  return { share, arrive: (_node, x, { operands }) => { operands[operands.length - 1].grad += x; } };
}

/**
 * The step of an operation in which `this` is the result: `this.grad += …` changes `out.grad`, and the next line reads
 * it, unless it was kept in a variable before.
 */
function stepOfResult(engine: Engine, node: Node, isKept: boolean): void {
  const { op, data, grad, operands: [, b] } = node;
  if (op === undefined) return;
  const other = (b as Node | undefined)?.data ?? NaN;
  node.grad += engine.share[op](grad, data, other, data)[0];
  const second = engine.share[op](isKept ? grad : node.grad, data, other, data).at(1);
  if (second !== undefined) b.grad += second;
}
