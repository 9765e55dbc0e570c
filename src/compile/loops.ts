// loops.ts: finds what repeats itself in a list of steps, and rolls it up. Three times the same kinds of steps, with
// numbers that grow by the same amounts from the first time to the second and from the second to the third, are a loop,
// and so is what follows and goes on likewise. A loop found is an item like a step, and so it is found again in what
// repeats itself around it: the terms of a neuron, the neurons of a layer. Nobody tells where the layers are.
//
// This is nested loop recognition (Ketterlin and Clauss 2008, "Prediction and trace compression of data access
// addresses through nested loop recognition"), on instructions in place of addresses. listing.ts comes next.
import { sizeOf, type Code } from './code.ts';
import { parts, type Program } from './instructions.ts';
import type { Kind } from './statements.ts';
import { toSteps, type Steps, type Translation } from './steps.ts';

export interface Rolled extends Translation<Code> { hasLoops: boolean }

/**
 * Loops are worth it if they leave so much of the steps: a neuron of four inputs is at 0.57, a network at 0.02. Where
 * little repeats itself, what is around the loops would only lose by their order, and by pairs of rows side by side.
 */
const WORTH = 0.6;

/** Where little or nothing repeats itself, or loops are not wanted, the steps stand as in the program. */
export function findLoops(program: Program, areWanted: boolean): Rolled {
  const translate = (isScheduled: boolean, codeOf: (steps: Steps) => Code): Rolled => {
    const translation = toSteps(program, isScheduled);
    const [before, row, after] = parts.map((part) => codeOf(translation.parts[part]));
    const sizeBefore = parts.reduce((size, part) => size + translation.parts[part].kinds.length, 0);
    const hasLoops = sizeOf([...before, ...row, ...after]) <= WORTH * sizeBefore;
    return { ...translation, parts: { before, row, after }, hasLoops };
  };
  const rolled = areWanted ? translate(true, roll) : undefined;
  if (rolled?.hasLoops) return rolled;
  return translate(false, ({ kinds, numbers }) => kinds.map((kind, i) => ({ kind, number: numbers[i], strides: [] })));
}

/** A step, or a loop with its body, as it is in the first turn. */
interface Item {
  kind?: Kind;
  body: readonly Item[];
  count: number;
  /** Of the step, or of all steps in the body, one after the other; and by how much they grow from turn to turn. */
  numbers: readonly number[];
  strides: readonly number[];
}

/** So many items a body has at most: each step is compared with as many before it. */
const LONGEST_BODY = 128;

export function roll({ kinds, numbers }: Steps): Code {
  const items: Item[] = [];
  const heights = [0]; // of the stack: before each item, and after the last
  let at = 0; // how many steps are among the items
  while (at < kinds.length) {
    const kind = kinds[at];
    push({ kind, body: [], count: 1, numbers: [numbers[at++]], strides: [] }, kind.gives - kind.takes);
    do grow(); while (form());
  }
  return toCode(items, items.flatMap((item) => item.numbers), []);

  function push(item: Item, change: number): void {
    items.push(item);
    heights.push(heights[heights.length - 1] + change);
  }

  /** Adds to the last item, if it is a loop, all turns that follow. */
  function grow(): void {
    const loop = items[items.length - 1];
    if (loop.kind) return;
    const next = loop.numbers.map((number, i) => number + loop.count * loop.strides[i]);
    for (let end = follow(loop.body, next, at); end !== -1; end = follow(loop.body, next, at)) {
      at = end;
      loop.count++;
      advance(next, loop.strides);
    }
  }

  /** Where the steps end that are, from a place on, this body with these numbers; or -1. */
  function follow(body: readonly Item[], wanted: readonly number[], place: number): number {
    let i = 0;
    for (const item of body) {
      if (item.kind) {
        if (kinds[place] !== item.kind || numbers[place] !== wanted[i++]) return -1;
        place++;
        continue;
      }
      const own = wanted.slice(i, i += item.numbers.length);
      for (let turn = 0; turn < item.count; turn++) {
        place = follow(item.body, own, place);
        if (place === -1) return -1;
        advance(own, item.strides);
      }
    }
    return place;
  }

  /** Makes a loop of the last items, if they are three turns of one. */
  function form(): boolean {
    const end = items.length;
    for (let size = 1; size <= LONGEST_BODY && 3 * size <= end; size++) {
      const start = end - 3 * size;
      const isEven = (i: number) => goesOn(items[i - 2 * size], items[i - size], items[i]);
      if (!isEven(end - 1)) continue;
      // A turn leaves the stack as high as it was; and it does not begin within an expression.
      if (heights[end - size] !== heights[end]) continue;
      if ((items[start].kind?.takes ?? 0) > 0) continue;
      let i = end - 1;
      while (i > end - size && isEven(i - 1)) i--;
      if (i > end - size) continue;
      const [body, next] = [start, start + size].map((from) => items.slice(from, from + size));
      const numbers = body.flatMap((item) => item.numbers);
      const strides = next.flatMap((item) => item.numbers).map((number, i) => number - numbers[i]);
      items.length = start;
      heights.length = start + 1;
      push({ body, count: 3, numbers, strides }, 0);
      return true;
    }
    return false;
  }
}

function advance(numbers: number[], strides: readonly number[]): void {
  for (let i = 0; i < numbers.length; i++) numbers[i] += strides[i];
}

/** Whether three are alike, and their numbers grow evenly. */
function goesOn(a: Item, b: Item, c: Item): boolean {
  const isEven = (number: number, i: number) => number - b.numbers[i] === b.numbers[i] - a.numbers[i];
  return isAlike(a, c) && isAlike(b, c) && c.numbers.every(isEven);
}

/** But for their numbers. */
function isAlike(a: Item, b: Item): boolean {
  return a.kind === b.kind && a.count === b.count && a.body.length === b.body.length &&
    a.strides.every((stride, i) => stride === b.strides[i]) && a.body.every((item, i) => isAlike(item, b.body[i]));
}

/** `numbers` of the items one after the other, and `strides`, of each loop around them a list of as many. */
function toCode(items: readonly Item[], numbers: readonly number[], strides: readonly (readonly number[])[]): Code {
  let i = 0;
  return items.map((item) => {
    const [from, to] = [i, i += item.numbers.length];
    const around = strides.map((list) => list.slice(from, to));
    if (item.kind) return { kind: item.kind, number: numbers[from], strides: around.map(([stride]) => stride) };
    return { count: item.count, body: toCode(item.body, numbers.slice(from, to), [...around, item.strides]) };
  });
}
