// slots.ts: which numbers must go through memory. One that is read in the function that keeps it, in the same turn of
// the same loops, stays in a local; only what is read elsewhere needs a place. apart.ts comes next.
import { forSteps, isLoop, pace, type Code, type Step } from './loops.ts';

export interface SlotPlan {
  /** The step that kept what this one reads, if it is still at hand. */
  sources: Map<Step, Step>;
  /** Steps whose number is read again where it is at hand. */
  held: Set<Step>;
  /** Steps whose number is read from memory. */
  stored: Set<Step>;
}

type Counts = readonly number[];

export function planSlots(functions: readonly Code[]): SlotPlan {
  const sources = new Map<Step, Step>();
  const loaded = { row: new Set<number>(), shared: new Set<number>() };
  const stored = new Set<Step>();
  for (const code of functions) findSources(code, [], new Map());
  for (const code of functions) {
    forSteps(code, (step, counts) => {
      const { op } = step.kind;
      if (op !== 'keep' && op !== 'keep shared') return;
      const wanted = loaded[op === 'keep' ? 'row' : 'shared'];
      if (placesOf(step, counts).some((place) => wanted.has(place))) stored.add(step);
    });
  }
  return { sources, held: new Set(sources.values()), stored };

  function findSources(code: Code, counts: Counts, atHand: Map<string, Step>): void {
    for (const item of code) {
      if (isLoop(item)) {
        findSources(item.body, [...counts, item.count], new Map(atHand)); // of its turns, none is left after it
        continue;
      }
      const { op } = item.kind;
      if (op === 'keep' || op === 'keep shared') atHand.set(nameOf(item), item);
      if (op !== 'slot' && op !== 'shared slot') continue;
      const source = atHand.get(nameOf(item));
      if (source) sources.set(item, source);
      else for (const place of placesOf(item, counts)) loaded[op === 'slot' ? 'row' : 'shared'].add(place);
    }
  }
}

/** The same for a step that keeps, and one that reads the same slot in every turn. */
function nameOf({ kind, number, strides }: Step): string {
  const space = kind.op.endsWith('shared') || kind.op.startsWith('shared') ? 'shared' : 'row';
  return `${space} ${number} ${pace(strides)}`;
}

/** All slots that a step means in all turns. */
function placesOf({ number, strides }: Step, counts: Counts): number[] {
  return strides.reduce((places, stride, i) => (stride === 0
    ? places
    : places.flatMap((place) => Array.from({ length: counts[i] }, (_, turn) => place + turn * stride))), [number]);
}
