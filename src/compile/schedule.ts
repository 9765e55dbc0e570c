// schedule.ts: the order of each part's statements, in which those that are alike stand together.
//
// The order of a trace hides what repeats itself: where the second layer's first neuron asks for them, the neurons of
// the first layer are computed. Here a statement stands with those that can be computed as early: first all that need
// no other, then what needs only those, and so on; among these, with those of its shape; and then as in the program.
// steps.ts comes next.
import { parts, type Part, type Program } from './instructions.ts';
import type { Survey } from './statements.ts';

/** Places of statements, part by part. */
export type Order = Record<Part, number[]>;

const mapParts = <To>(change: (part: Part) => To): Record<Part, To> => {
  const [before, row, after] = parts.map(change);
  return { before, row, after };
};

export function inProgram(program: Program, { isStatement }: Survey): Order {
  const places = [...program.keys()].filter((place) => isStatement[place]);
  return mapParts((part) => places.filter((place) => program[place].part === part));
}

export function byLevel(program: Program, { isStatement, kinds }: Survey): Order {
  const levels = new Int32Array(program.length);
  const shapes = new Int32Array(program.length);
  const groups = mapParts((): Map<number, number[]>[] => []); // by level, then by shape
  const lastTo = new Map<string, Map<number, number>>();

  program.forEach(({ op, args, number, part }, place) => {
    let shape = kinds[place].id;
    let level = 0;
    for (const arg of args) {
      shape = mix(shape, isStatement[arg] ? 0 : shapes[arg]);
      if (program[arg].part === part) level = Math.max(level, levels[arg] + (isStatement[arg] ? 1 : 0));
    }
    shapes[place] = shape;
    if (op === 'parameter gradient' || op === 'add to total') level = keepOrder(`${part} ${op}`, number, place, level);
    levels[place] = level;
    if (!isStatement[place]) return;
    const group = groups[part][level] ??= new Map<number, number[]>();
    const alike = group.get(shape);
    if (alike) alike.push(place);
    else group.set(shape, [place]);
  });
  return mapParts((part) => groups[part].flatMap((group) => [...group.values()].flat()));

  /** Not before what adds to the same target before it, since a sum rounds by its order. */
  function keepOrder(kind: string, target: number, place: number, level: number): number {
    const ofKind = lastTo.get(kind) ?? new Map<number, number>();
    lastTo.set(kind, ofKind);
    const last = ofKind.get(target);
    ofKind.set(target, place);
    if (last === undefined || level > levels[last]) return level;
    return levels[last] + (shapes[place] === shapes[last] ? 0 : 1);
  }
}

/** One shape of two, by constants of MurmurHash3. By chance it may be another's: these stand together, without harm. */
const mix = (a: number, b: number): number => Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) ^ (a >>> 15);
