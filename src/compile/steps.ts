// steps.ts: a program as the steps of a machine with a stack: `p0 * x0 + p1` becomes p0, x0, *, p1, +. What is used
// once stays on the stack until then; a statement's number is kept in a slot. So a step means one place at most, and
// what is alike in a program is alike step by step: that is what loops.ts looks for. code.ts comes next.
import { isArithmetic, parts, type Part, type Program } from './instructions.ts';
import { byLevel, inProgram } from './schedule.ts';
import { survey, type Kind } from './statements.ts';

/** The i-th step is of the kind `kinds[i]` and means the place `numbers[i]`, if its kind means any. */
export interface Steps { kinds: Kind[]; numbers: number[] }

export interface Translation<Of> {
  parts: Record<Part, Of>;
  /** The program's parameters, in the order in which the steps first mean them: so they advance evenly in memory. */
  parameters: number[];
  slots: number;
  sharedSlots: number;
}

const slotKind = (op: 'slot' | 'shared slot' | 'keep' | 'keep shared', takes: number): Kind =>
  ({ op, order: [], value: 0, id: 0, takes, gives: 1 - takes });
const ofRows = { keep: slotKind('keep', 1), read: slotKind('slot', 0) };
const shared = { keep: slotKind('keep shared', 1), read: slotKind('shared slot', 0) };
/** The kinds of step that keep and read what a part computes. */
export const slotKinds: Record<Part, typeof shared> = { before: shared, row: ofRows, after: shared };

/** Statement by statement: as they stand in the program, or by their levels. */
export function toSteps(program: Program, isScheduled: boolean): Translation<Steps> {
  const found = survey(program);
  const { kinds } = found;
  const statements = isScheduled ? byLevel(program, found) : inProgram(program, found);
  const [before, row, after] = parts.map((): Steps => ({ kinds: [], numbers: [] }));
  const result: Translation<Steps> = { parts: { before, row, after }, parameters: [], slots: 0, sharedSlots: 0 };
  const slots = new Int32Array(program.length).fill(-1);
  const newNumbers = new Map<number, number>(); // of parameters
  let steps = before;
  // Of writeTree, which leaves both empty.
  const todo: number[] = [];
  const places: number[] = [];

  for (const part of parts) {
    steps = result.parts[part];
    for (const place of statements[part]) {
      const { op, args, number } = program[place];
      if (!isArithmetic(program[place])) {
        writeTree(args[0]);
        write(kinds[place], op === 'parameter gradient' ? numberOf(number) : number);
        continue;
      }
      writeTree(place);
      slots[place] = part === 'row' ? result.slots++ : result.sharedSlots++;
      write(slotKinds[part].keep, slots[place]);
    }
  }
  return result;

  function write(kind: Kind, number: number): void {
    steps.kinds.push(kind);
    steps.numbers.push(number);
  }

  function numberOf(parameter: number): number {
    const known = newNumbers.get(parameter);
    if (known !== undefined) return known;
    newNumbers.set(parameter, result.parameters.length);
    return result.parameters.push(parameter) - 1;
  }

  /** All that leads to a number: gone through from its end, and then written from its beginning. */
  function writeTree(root: number): void {
    todo.push(root);
    while (todo.length > 0) {
      const place = todo.pop() as number;
      places.push(place);
      if (slots[place] === -1) for (const arg of kinds[place].order) todo.push(program[place].args[arg]);
    }
    while (places.length > 0) {
      const place = places.pop() as number;
      const { op, number, part } = program[place];
      if (slots[place] !== -1) write(slotKinds[part].read, slots[place]);
      else if (op === 'parameter') write(kinds[place], numberOf(number));
      else write(kinds[place], op === 'constant' ? 0 : number);
    }
  }
}
