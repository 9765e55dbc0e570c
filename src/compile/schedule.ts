// schedule.ts: the order of a part's statements, in which those that are alike stand together.
//
// The order of a trace hides what repeats itself: where the second layer's first neuron asks for them, the neurons of
// the first layer are computed. Here a statement stands with those that can be computed as early: first all that need
// no other, then what needs only those, and so on; among these, with those of its kind; and then as in the program.
// loops.ts comes next.
import { isLeaf, type Part, type Program } from './instructions.ts';
import type { Kind } from './steps.ts';

/** `kinds` of the instructions: what is made of the same kinds in the same way, is of one kind as a statement. */
export function inOrder(program: Program, part: Part, isStatement: boolean[], kinds: Kind[]): number[] {
  const levels = new Int32Array(program.length);
  const shapes = new Int32Array(program.length);
  const lastTo = new Map<number, number>();
  const groups: Map<number, number[]>[] = []; // by level, then by shape
  const numbers = new Map<Kind, number>();
  const numberOf = (kind: Kind) => {
    const number = numbers.get(kind) ?? numbers.size + 1;
    numbers.set(kind, number);
    return number;
  };

  program.forEach((instruction, place) => {
    const { op, args, number } = instruction;
    let shape = numberOf(kinds[place]);
    let level = 0;
    for (const arg of args) {
      shape = mix(shape, isStatement[arg] ? 0 : shapes[arg]);
      if (program[arg].part === part) level = Math.max(level, levels[arg] + (isStatement[arg] ? 1 : 0));
    }
    shapes[place] = shape;
    if (instruction.part !== part || isLeaf(instruction)) return;
    if (op === 'parameter gradient' || op === 'add to total') {
      // What adds to one target keeps its order, by which the sum rounds.
      const target = 2 * number + (op === 'add to total' ? 1 : 0);
      const last = lastTo.get(target);
      if (last !== undefined && level <= levels[last]) level = levels[last] + (shapes[last] === shape ? 0 : 1);
      lastTo.set(target, place);
    }
    levels[place] = level;
    if (!isStatement[place]) return;
    const group = groups[level] ??= new Map<number, number[]>();
    const alike = group.get(shape);
    if (alike) alike.push(place);
    else group.set(shape, [place]);
  });
  return groups.flatMap((group) => [...group.values()].flat());
}

/** Of two shapes one, by chance the same as another's: then their statements stand together, which does no harm. */
const mix = (a: number, b: number): number => Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) ^ (a >>> 15);
