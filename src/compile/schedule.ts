// schedule.ts: the order of a part's statements, in which those that are alike stand together.
//
// The order of a trace hides what repeats itself: where the second layer's first neuron asks for them, the neurons of
// the first layer are computed. Here a statement stands with those that can be computed as early: first all that need
// no other, then what needs only those, and so on; among these, with those of its kind; and then as in the program.
// loops.ts comes next.
import type { Part, Program } from './instructions.ts';
import type { Kind } from './steps.ts';

/** `kinds` of the instructions: what is made of the same kinds in the same way, is of one kind as a statement. */
export function inOrder(program: Program, isStatement: readonly boolean[], kinds: readonly Kind[]) {
  const levels = program.map(() => 0);
  const shapes = program.map(() => 0);
  const lastTo = new Map<number, number>();
  type Groups = Map<number, number[]>[]; // by level, then by shape
  const groups: Record<Part, Groups> = { before: [], row: [], after: [] };

  program.forEach((instruction, place) => {
    const { op, args, number, part } = instruction;
    let shape = kinds[place].id;
    let level = 0;
    for (const arg of args) {
      shape = mix(shape, isStatement[arg] ? 0 : shapes[arg]);
      if (program[arg].part === part) level = Math.max(level, levels[arg] + (isStatement[arg] ? 1 : 0));
    }
    shapes[place] = shape;
    if (op === 'parameter gradient' || op === 'add to total') {
      // What adds to one target keeps its order, by which the sum rounds.
      const target = 2 * number + (op === 'add to total' ? 1 : 0);
      const last = lastTo.get(target);
      if (last !== undefined && program[last].part === part && level <= levels[last]) {
        level = levels[last] + (shapes[last] === shape ? 0 : 1);
      }
      lastTo.set(target, place);
    }
    levels[place] = level;
    if (!isStatement[place]) return;
    const group = groups[part][level] ??= new Map<number, number[]>();
    const alike = group.get(shape);
    if (alike) alike.push(place);
    else group.set(shape, [place]);
  });
  const placesOf = (part: Part) => groups[part].flatMap((group) => [...group.values()].flat());
  return { before: placesOf('before'), row: placesOf('row'), after: placesOf('after') };
}

/** Of two shapes one, by chance the same as another's: then their statements stand together, which does no harm. */
const mix = (a: number, b: number): number => Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) ^ (a >>> 15);
