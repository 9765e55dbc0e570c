// Steps and loops of compile, written by hand.
import type { Code, Loop, Step } from '../../src/compile/code.ts';
import type { Kind } from '../../src/compile/statements.ts';

export type Op = Kind['op'];
const effects: Op[] = ['keep', 'keep shared', 'output', 'input gradient', 'parameter gradient', 'add to total'];
const unary: Op[] = ['exp'];
export const binary: Op[] = ['+', '-', '*', '/', '**', 'max'];

/** One object for each, as roll wants it. */
const kinds = new Map<Op, Kind>();
export function kindOf(op: Op): Kind {
  const order = binary.includes(op) ? [0, 1] : unary.includes(op) ? [0] : [];
  const [takes, gives] = effects.includes(op) ? [1, 0] : [order.length, 1];
  const kind = kinds.get(op) ?? { op, order, value: 0, id: kinds.size, takes, gives };
  kinds.set(op, kind);
  return kind;
}
export const step = (op: Op, number = 0, ...strides: number[]): Step => ({ kind: kindOf(op), number, strides });
/** Kinds are told apart by their ids. */
export const constant = (value: number): Step =>
  ({ ...step('constant'), kind: { ...kindOf('constant'), value, id: 1000 + value } });
export const loop = (count: number, ...body: Code): Loop => ({ count, body });
