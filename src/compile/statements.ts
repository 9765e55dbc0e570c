// statements.ts: which numbers of a program are worth a place of their own, and in which order arguments are computed.
// A number that is used once is computed where it is used, as a part of the statement that uses it. schedule.ts comes
// next.
import { isArithmetic, isLeaf, type Arithmetic, type Effect, type Instruction, type Leaf } from './instructions.ts';
import type { Program } from './instructions.ts';

/** What an instruction does, whatever the place is that it means: which parameter, input, slot … */
export interface Kind {
  /** An instruction's, or that of a step that reads or keeps a slot: one of a row, or one that all rows share. */
  op: Arithmetic | Leaf | Effect | 'slot' | 'shared slot' | 'keep' | 'keep shared';
  /** Which argument is computed first, which second … */
  order: readonly number[];
  /** Of a constant. */
  value: number;
  /** Of each kind another. */
  id: number;
  /** How many numbers it takes from the stack, and how many it puts there. */
  takes: number;
  gives: number;
}

export interface Survey {
  /** By place: whether it is an effect, or used more than once, or by another part. */
  isStatement: readonly boolean[];
  kinds: readonly Kind[];
}

export function survey(program: Program): Survey {
  const isUsed = new Uint8Array(program.length);
  const isStatement = program.map((instruction) => !isArithmetic(instruction) && !isLeaf(instruction));
  for (const { args, part } of program) {
    for (const arg of args) {
      if (isUsed[arg] || program[arg].part !== part) isStatement[arg] = !isLeaf(program[arg]);
      isUsed[arg] = 1;
    }
  }
  const needs = new Uint32Array(program.length).fill(1); // so much of the stack is in use while it is computed
  const find = kindFinder();
  const kinds = program.map((instruction, place) => {
    const { args } = instruction;
    const order = orderOf(args, needs);
    if (!isStatement[place]) { // whoever uses a statement only reads it
      for (let i = 0; i < order.length; i++) needs[place] = Math.max(needs[place], i + needs[args[order[i]]]);
    }
    return find(instruction, order);
  });
  return { isStatement, kinds };
}

/** The order in which WebAssembly wants arguments, by their count (never three): the sides of an `if` come first. */
export const usualOrders: readonly (readonly number[])[] = [[], [0], [0, 1], [], [2, 3, 0, 1]];
export const MOST_ARGUMENTS = usualOrders.length - 1;
export const isUsual = (order: readonly number[]): boolean =>
  order.every((arg, i) => arg === usualOrders[order.length][i]);

/** So much of the stack may be in use before the order changes: the sum so far, and the two factors of a term. */
const HIGH = 3;

/**
 * An argument that needs much of the stack comes first, when it has the stack for itself (Sethi and Ullman 1970). So a
 * sum needs no more of it when it grows at its right, and each of its terms is computed like the one before.
 */
function orderOf(args: readonly number[], needs: Uint32Array): readonly number[] {
  const usual = usualOrders[args.length];
  if (args.every((arg) => needs[arg] <= HIGH)) return usual; // as below, but sorting takes long
  const need = (i: number) => Math.max(HIGH, needs[args[i]]);
  return [...usual].sort((i, j) => need(j) - need(i)); // those that need as much stay as they are
}

/** Of each kind there is one object, so that two are alike if they are the same. */
function kindFinder(): (instruction: Instruction, order: readonly number[]) => Kind {
  const byName = new Map<string, Kind>();
  return (instruction, order) => {
    const { op, number } = instruction;
    const value = op === 'constant' ? number : 0;
    let name: string = op;
    if (op === 'constant') name += ` ${Object.is(value, -0) ? '-0' : value}`;
    else if (!isUsual(order)) name += ` ${order.join()}`;
    let kind = byName.get(name);
    if (kind === undefined) {
      const isEffect = !isArithmetic(instruction) && !isLeaf(instruction);
      const [takes, gives] = isEffect ? [1, 0] : [order.length, 1];
      byName.set(name, kind = { op, order, value, id: byName.size + 1, takes, gives });
    }
    return kind;
  };
}
