// apart.ts: whether a loop's turns have nothing to do with each other, so that some may run side by side: none carries
// a number on the stack to the next, reads what another kept, or adds to what another adds to. function.ts comes next.
import { forSteps, lowest, type Loop, type Step } from './loops.ts';

export function areApart(loop: Loop): boolean {
  return lowest(loop.body, 0).low === 0 &&
    touchesApart(loop, 'keep', 'slot') && touchesApart(loop, 'keep shared', 'shared slot') &&
    touchesApart(loop, 'parameter gradient') && touchesApart(loop, 'add to total');
}

interface Touch { step: Step; counts: readonly number[] }

/** Whether each turn writes to other places than the others do, and reads nothing that another writes. */
function touchesApart(loop: Loop, writes: Step['kind']['op'], reads?: Step['kind']['op']): boolean {
  const written: Touch[] = [];
  const read: Touch[] = [];
  forSteps([loop], (step, counts) => {
    if (step.kind.op === writes) written.push({ step, counts });
    if (step.kind.op === reads) read.push({ step, counts });
  });
  if (written.length === 0) return true;
  const all = hull(written, 0);
  const touches = [...written, ...read.filter((touch) => {
    const [low, high] = hull([touch], 0);
    return low <= all[1] && high >= all[0];
  })];
  const stride = strideOf(written[0], 0);
  const [low, high] = hull(touches, 1); // of the first turn
  return touches.every((touch) => strideOf(touch, 0) === stride) && high - low < Math.abs(stride);
}

/** Of the loops from the given one inwards, `counts` are known; the strides of those around are of no concern. */
const strideOf = ({ step, counts }: Touch, i: number): number => step.strides[step.strides.length - counts.length + i];

/** The lowest and the highest place that is touched, if the loops before the one with this index are in their first turn. */
function hull(touches: Touch[], from: number): [number, number] {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const touch of touches) {
    let [low, high] = [touch.step.number, touch.step.number];
    for (let i = from; i < touch.counts.length; i++) {
      const reach = strideOf(touch, i) * (touch.counts[i] - 1);
      if (reach < 0) low += reach;
      else high += reach;
    }
    lowest = Math.min(lowest, low);
    highest = Math.max(highest, high);
  }
  return [lowest, highest];
}

/** Whether a loop may keep what a step in it reads, which for the loop's own strides is the same place in every turn. */
export function mayKeep(loop: Loop, { kind, number, strides }: Step): boolean {
  let may = false;
  forSteps([loop], (step, counts) => {
    if (step.kind.op !== (kind.op === 'slot' ? 'keep' : 'keep shared')) return;
    const isAlikeOutside = step.strides.slice(0, -counts.length).every((stride, i) => stride === strides[i]);
    const [low, high] = hull([{ step, counts }], 0);
    may ||= !isAlikeOutside || (low <= number && number <= high);
  });
  return may;
}
