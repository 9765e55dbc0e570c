// steps.ts: a program as the steps of a machine with a stack: `p0 * x0 + p1` becomes p0, x0, *, p1, +. A number that is
// used once stays on the stack until then; one that is used again is kept in a slot. So a step names one place at most,
// and what is alike in a program is alike step by step: that is what loops.ts looks for. schedule.ts comes next.
import { isArithmetic, isLeaf, parts } from './instructions.ts';
import type { Arithmetic, Effect, Instruction, Leaf, Part, Program } from './instructions.ts';
import { inOrder } from './schedule.ts';

/** What a step does, but for the one number in which steps of a kind differ: which parameter, input, slot … is meant. */
export interface Kind {
  /** A slot is read or kept: one of a row, or one that is the same for all rows. */
  op: Arithmetic | Leaf | Effect | 'slot' | 'shared slot' | 'keep' | 'keep shared';
  /** Of arithmetic: which of its arguments is pushed first, which second … */
  order: readonly number[];
  /** Of a constant. */
  value: number;
  /** Of each kind another. */
  id: number;
  /** How many numbers it takes from the stack, and how many it puts there. */
  takes: number;
  gives: number;
}

/** The i-th step is of the kind `kinds[i]`; it means the place `numbers[i]`, if its kind has one. */
export interface Steps { kinds: Kind[]; numbers: number[] }

export interface Translation {
  parts: Record<Part, Steps>;
  /** The program's parameters in the order in which steps name them: so a stride from one to the next is an address's. */
  parameters: number[];
  slots: number;
  sharedSlots: number;
}

const none: readonly number[] = [];
const [readSlot, readShared] = (['slot', 'shared slot'] as const).map((op) => ({ op, order: none, value: 0, id: 0, takes: 0, gives: 1 }));
const [keep, keepShared] = (['keep', 'keep shared'] as const).map((op) => ({ op, order: none, value: 0, id: 0, takes: 1, gives: 0 }));

/** Statement by statement: in the program's order, or in that of `schedule`. */
export function toSteps(program: Program, parameterCount: number, isScheduled: boolean): Translation {
  const { isStatement, kinds } = survey(program);
  const result: Translation = {
    parts: { before: { kinds: [], numbers: [] }, row: { kinds: [], numbers: [] }, after: { kinds: [], numbers: [] } },
    parameters: [], slots: 0, sharedSlots: 0,
  };
  const numbersNow = Array.from({ length: parameterCount }, () => -1);
  const slots = program.map(() => -1);
  const todo: number[] = [];
  const places: number[] = [];

  const statements = isScheduled ? inOrder(program, isStatement, kinds) : inProgram(program, isStatement);
  for (const part of parts) {
    const steps = result.parts[part];
    const isShared = part !== 'row';
    const write = (kind: Kind, number: number) => {
      steps.kinds.push(kind);
      steps.numbers.push(number);
    };
    for (const place of statements[part]) {
      const { op, args, number } = program[place];
      if (isArithmetic(program[place])) {
        writeTree(place, write);
        slots[place] = isShared ? result.sharedSlots++ : result.slots++;
        write(isShared ? keepShared : keep, slots[place]);
      } else {
        writeTree(args[0], write);
        write(kinds[place], op === 'parameter gradient' ? numberOf(number) : number);
      }
    }
  }
  for (let i = 0; i < parameterCount; i++) numberOf(i);
  return result;

  function numberOf(parameter: number): number {
    if (numbersNow[parameter] === -1) numbersNow[parameter] = result.parameters.push(parameter) - 1;
    return numbersNow[parameter];
  }

  /** What leads to a number: found back to front, each step before its arguments', of which the last one is next. */
  function writeTree(root: number, write: (kind: Kind, number: number) => void): void {
    todo.push(root);
    while (todo.length > 0) {
      const place = todo.pop() as number;
      places.push(place);
      const { order } = kinds[place];
      if (slots[place] === -1) for (let i = 0; i < order.length; i++) todo.push(program[place].args[order[i]]);
    }
    while (places.length > 0) {
      const place = places.pop() as number;
      const { op, number, part } = program[place];
      if (slots[place] !== -1) write(part === 'row' ? readSlot : readShared, slots[place]);
      else write(kinds[place], op === 'parameter' ? numberOf(number) : op === 'constant' ? 0 : number);
    }
  }
}

function inProgram(program: Program, isStatement: readonly boolean[]): Record<Part, number[]> {
  const places = [...program.keys()].filter((place) => isStatement[place]);
  const placesOf = (part: Part) => places.filter((place) => program[place].part === part);
  return { before: placesOf('before'), row: placesOf('row'), after: placesOf('after') };
}

/** Which instructions are statements: effects, and what is used more than once, or by another part. And their kinds. */
function survey(program: Program): { isStatement: boolean[]; kinds: Kind[] } {
  const isUsed = program.map(() => false);
  const isStatement = program.map((instruction) => !isArithmetic(instruction) && !isLeaf(instruction));
  for (const { args, part } of program) {
    for (const arg of args) {
      if (isUsed[arg] || program[arg].part !== part) isStatement[arg] = !isLeaf(program[arg]);
      isUsed[arg] = true;
    }
  }
  const needs = program.map(() => 1); // of the stack
  const find = kindFinder();
  const kinds = program.map((instruction, place) => {
    if (!isArithmetic(instruction)) return find(instruction, none);
    const order = orderOf(instruction.args, needs);
    for (let i = 0; i < order.length && !isStatement[place]; i++) {
      needs[place] = Math.max(needs[place], needs[instruction.args[order[i]]] + i);
    }
    return find(instruction, order);
  });
  return { isStatement, kinds };
}

/** The order in which WebAssembly wants arguments, by their count: of an `if`, the sides come first. */
export const usualOrders: readonly (readonly number[])[] = [[], [0], [0, 1], [], [2, 3, 0, 1]];
const swapped = [1, 0];

/** So much of the stack may be in use before the order changes. */
const HIGH = 3;

/**
 * An argument that needs much of the stack comes first, when it has the stack for itself (Sethi and Ullman 1970): so a
 * sum takes no more of it at whichever side it grows, and each of its terms is a step like the others.
 */
function orderOf(args: readonly number[], needs: readonly number[]): readonly number[] {
  const usual = usualOrders[args.length];
  if (args.every((arg) => needs[arg] <= HIGH)) return usual;
  if (args.length === 2) return needs[args[1]] > needs[args[0]] ? swapped : usual;
  return [...usual].sort((i, j) => Math.max(needs[args[j]], HIGH) - Math.max(needs[args[i]], HIGH));
}

/** Of each kind there is one object, so that two are alike if they are the same. */
function kindFinder(): (instruction: Instruction, order: readonly number[]) => Kind {
  const byName = new Map<string, Kind>();
  return (instruction, order) => {
    const { op, number } = instruction;
    const value = op === 'constant' ? number : 0;
    const isUsual = order === usualOrders[order.length] || order === none;
    const name = op === 'constant' ? `constant ${Object.is(value, -0) ? '-0' : value}` : isUsual ? op : `${op} ${order.join()}`;
    const found = byName.get(name);
    if (found) return found;
    const isEffect = !isArithmetic(instruction) && !isLeaf(instruction);
    const kind = { op, order, value, id: byName.size + 1, takes: isEffect ? 1 : order.length, gives: isEffect ? 0 : 1 };
    byName.set(name, kind);
    return kind;
  };
}
