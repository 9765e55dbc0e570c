// slots.ts: which slots must lie in memory. What is read in the function that keeps it, in the same turn of the same
// loops, is in a local; a place is needed only by what is read elsewhere. apart.ts comes next.
import { forSteps, isLoop, pace, type Code, type Step } from './code.ts';

export interface SlotPlan {
  /** For a step that reads a slot: the one that kept it, if its number is still at hand. */
  sources: ReadonlyMap<Step, Step>;
  /** Steps whose number is read while it is at hand. */
  held: ReadonlySet<Step>;
  /** Steps whose number is read from memory. */
  stored: ReadonlySet<Step>;
}

type Counts = readonly number[];

export function planSlots(functions: readonly Code[]): SlotPlan {
  const sources = new Map<Step, Step>();
  const loaded: Record<Space, Set<number>> = { row: new Set(), shared: new Set() };
  const stored = new Set<Step>();
  for (const code of functions) findSources(code, [], new Map());
  for (const code of functions) {
    forSteps(code, (step, counts) => {
      if (!keeps(step)) return;
      const wanted = loaded[spaceOf(step)];
      if (placesOf(step, counts).some((place) => wanted.has(place))) stored.add(step);
    });
  }
  return { sources, held: new Set(sources.values()), stored };

  function findSources(code: Code, counts: Counts, atHand: Map<string, Step>): void {
    for (const item of code) {
      if (isLoop(item)) {
        findSources(item.body, [...counts, item.count], new Map(atHand)); // after it, nothing of its turns is at hand
      } else if (keeps(item)) {
        atHand.set(nameOf(item), item);
      } else if (readsSlot(item)) {
        const source = atHand.get(nameOf(item));
        if (source) sources.set(item, source);
        else for (const place of placesOf(item, counts)) loaded[spaceOf(item)].add(place);
      }
    }
  }
}

export const keeps = ({ kind: { op } }: Step): boolean => op === 'keep' || op === 'keep shared';
export const readsSlot = ({ kind: { op } }: Step): boolean => op === 'slot' || op === 'shared slot';

type Space = 'row' | 'shared';
/** Slots of a row and those that all rows share are numbered apart. */
const spaceOf = ({ kind: { op } }: Step): Space => (op === 'slot' || op === 'keep' ? 'row' : 'shared');

/** The same for a step that keeps and one that reads what it kept, in each turn. */
const nameOf = (step: Step): string => `${spaceOf(step)} ${step.number} ${pace(step.strides)}`;

/** The slots that a step means, in all turns. */
function placesOf({ number, strides }: Step, counts: Counts): number[] {
  return strides.reduce((places, stride, i) => {
    if (stride === 0) return places;
    return places.flatMap((place) => Array.from({ length: counts[i] }, (_, turn) => place + turn * stride));
  }, [number]);
}
