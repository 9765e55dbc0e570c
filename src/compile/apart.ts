// apart.ts: whether the turns of a loop have nothing to do with each other, so that some may run side by side: none
// hands a number on to the next, reads what another keeps, or adds to what another adds to. addresses.ts comes next.
import { forSteps, stackOf, type Loop, type Step } from './code.ts';
import type { Kind } from './statements.ts';

export function areApart(loop: Loop): boolean {
  return stackOf(loop.body).lowest === 0 &&
    isOwn(loop, 'keep', 'slot') && isOwn(loop, 'keep shared', 'shared slot') &&
    isOwn(loop, 'parameter gradient') && isOwn(loop, 'add to total');
}

/** Whether a loop may keep what a step in it reads, in every turn at the same place. */
export function mayKeep(loop: Loop, { kind, number, strides }: Step): boolean {
  return touchesIn(loop, kind.op === 'slot' ? 'keep' : 'keep shared').some((touch) => {
    const around = touch.step.strides.slice(0, -touch.counts.length);
    if (around.some((stride, i) => stride !== strides[i])) return true; // somewhere else in each turn outside
    const [low, high] = span([touch], 0);
    return low <= number && number <= high;
  });
}

/** A step, with the counts of the loop in question and of those within. */
interface Touch { step: Step; counts: readonly number[] }

function touchesIn(loop: Loop, op?: Kind['op']): Touch[] {
  const touches: Touch[] = [];
  forSteps([loop], (step, counts) => { if (step.kind.op === op) touches.push({ step, counts }); });
  return touches;
}

/** Whether each turn writes to places of its own, and reads nothing that another writes. */
function isOwn(loop: Loop, writes: Kind['op'], reads?: Kind['op']): boolean {
  const written = touchesIn(loop, writes);
  if (written.length === 0) return true;
  const [lowest, highest] = span(written, 0);
  const read = touchesIn(loop, reads).filter((touch) => {
    const [low, high] = span([touch], 0);
    return low <= highest && lowest <= high;
  });
  const touches = [...written, ...read];
  const stride = strideIn(written[0], 0);
  const [low, high] = span(touches, 1);
  return touches.every((touch) => strideIn(touch, 0) === stride) && high - low < Math.abs(stride);
}

/** In the loop in question, or a loop within. */
const strideIn = ({ step, counts }: Touch, i: number): number => step.strides[step.strides.length - counts.length + i];

/** From where to where the touched places reach, in all turns of the loop (from 0), or in its first turn (from 1). */
function span(touches: readonly Touch[], from: 0 | 1): [low: number, high: number] {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const touch of touches) {
    let [low, high] = [touch.step.number, touch.step.number];
    for (let i = from; i < touch.counts.length; i++) {
      const reach = strideIn(touch, i) * (touch.counts[i] - 1);
      if (reach < 0) low += reach;
      else high += reach;
    }
    lowest = Math.min(lowest, low);
    highest = Math.max(highest, high);
  }
  return [lowest, highest];
}
