// code.ts: steps in loops, and what can be said of them. loops.ts comes next, which finds the loops.
import type { Part } from './instructions.ts';
import type { Kind } from './statements.ts';

/** A step has a stride for each loop around it, the outermost first: by so much its number grows from turn to turn. */
export interface Step { kind: Kind; number: number; strides: readonly number[] }
export interface Loop { count: number; body: Code }
export type Code = readonly (Step | Loop)[];
export type Codes = Record<Part, Code>;

export const isLoop = (item: Step | Loop): item is Loop => 'body' in item;

/** Each step, with the counts of the loops around it. */
export function forSteps(
  code: Code, see: (step: Step, counts: readonly number[]) => void, counts: readonly number[] = [],
): void {
  for (const item of code) {
    if (isLoop(item)) forSteps(item.body, see, [...counts, item.count]);
    else see(item, counts);
  }
}

/** How many steps are written down: those of a loop once. */
export function sizeOf(code: Code): number {
  return code.reduce((size, item) => size + (isLoop(item) ? sizeOf(item.body) : 1), 0);
}

/** How the stack grows, and how far it shrinks in between below where it was. A loop leaves it as it was. */
export function stackOf(code: Code): { growth: number; lowest: number } {
  let [growth, lowest] = [0, 0];
  for (const item of code) {
    const needed = isLoop(item) ? -stackOf(item.body).lowest : item.kind.takes;
    lowest = Math.min(lowest, growth - needed);
    if (!isLoop(item)) growth += item.kind.gives - item.kind.takes;
  }
  return { growth, lowest };
}

/** Strides as text, without those of inner loops in which the step stays where it is. */
export function pace(strides: readonly number[]): string {
  let depth = strides.length;
  while (depth > 0 && strides[depth - 1] === 0) depth--;
  return strides.slice(0, depth).join();
}
