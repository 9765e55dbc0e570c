// apart.ts: whether the turns of a loop have nothing to do with each other, so that some may run side by side: none
// hands a number on to the next, reads what another keeps, or adds to what another adds to. addresses.ts comes next.
import { forSteps, stackOf, type Loop, type Step } from './code.ts';
import type { Kind } from './statements.ts';

/** `around` are the counts of the loops around it. */
export function areApart(loop: Loop, around: readonly number[]): boolean {
  return stackOf(loop.body).lowest === 0 &&
    isOwn(loop, around, 'keep', 'slot') && isOwn(loop, around, 'keep shared', 'shared slot') &&
    isOwn(loop, around, 'parameter gradient') && isOwn(loop, around, 'add to total');
}

/** Whether a step of the loop might keep, in any turn, what this one reads, which stays in place. */
export function mightKeep(loop: Loop, around: readonly number[], step: Step): boolean {
  const read = { step, counts: [...around, loop.count] };
  return touchesIn(loop, around, step.kind.op === 'slot' ? 'keep' : 'keep shared')
    .some((kept) => mayMeet(read, kept, around.length));
}

/** A step, with the counts of all loops around it. */
interface Touch { step: Step; counts: readonly number[] }

function touchesIn(loop: Loop, around: readonly number[], op?: Kind['op']): Touch[] {
  const touches: Touch[] = [];
  forSteps([loop], (step, counts) => { if (step.kind.op === op) touches.push({ step, counts }); }, around);
  return touches;
}

/** Whether each turn writes to places of its own, and reads nothing that another writes. */
function isOwn(loop: Loop, around: readonly number[], writes: Kind['op'], reads?: Kind['op']): boolean {
  const depth = around.length;
  const written = touchesIn(loop, around, writes);
  const read = touchesIn(loop, around, reads).filter((touch) => written.some((other) => mayMeet(touch, other, depth)));
  const touches = [...written, ...read];
  if (touches.length === 0) return true;
  const [first] = touches;
  const stride = first.step.strides[depth];
  const [low, high] = span(touches, depth + 1); // in the first turn
  return touches.every((touch) => touch.step.strides[depth] === stride && advanceAlike(touch, first, depth)) &&
    high - low < Math.abs(stride);
}

/** Whether two steps mean the same place anywhere in a loop, which has so many loops around it. */
function mayMeet(a: Touch, b: Touch, depth: number): boolean {
  const from = advanceAlike(a, b, depth) ? depth : 0; // whichever turn of the loops around it is, or in any turns
  const [[lowest, highest], [low, high]] = [span([a], from), span([b], from)];
  return low <= highest && lowest <= high;
}

/** In the loops around. */
const advanceAlike = (a: Touch, b: Touch, depth: number): boolean =>
  a.step.strides.slice(0, depth).every((stride, i) => stride === b.step.strides[i]);

/** From where to where the touched places reach, while the loops before that of this index are in their first turn. */
function span(touches: readonly Touch[], from: number): [low: number, high: number] {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const { step: { number, strides }, counts } of touches) {
    let [low, high] = [number, number];
    for (let i = from; i < counts.length; i++) {
      const reach = strides[i] * (counts[i] - 1);
      if (reach < 0) low += reach;
      else high += reach;
    }
    lowest = Math.min(lowest, low);
    highest = Math.max(highest, high);
  }
  return [lowest, highest];
}
