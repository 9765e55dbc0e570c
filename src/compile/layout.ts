// layout.ts: where the numbers of a program lie in memory, for the module and the interpreter alike. Two rows are
// computed at a time, so most numbers are pairs: one for the first row, one for the second (f64x2 in WebAssembly).
// interpreter.ts comes next.

/** How many of each there are; gradients of parameters, as many as these or none. */
export type Counts = Record<'inputs' | 'outputs' | 'parameters' | 'gradients' | 'totals', number>;

/** Of a module: slots of a row, slots that all rows share, and how many pairs of rows are in work at once. */
export type Room = Record<'slots' | 'sharedSlots' | 'pairs', number>;

/** Places counted in numbers, of 8 bytes each; pairs lie at even ones. */
export interface Layout {
  /** The parameters' data: a number each, since both rows see the same. */
  parameters: number;
  /** The parameters' gradients, and after them the totals: pairs, of which the sum counts. */
  gradients: number;
  totals: number;
  /** The slots that all rows share: pairs. */
  sharedSlots: number;
  /** From here on, what belongs to the rows in work: of each number `pairs` pairs, of rows 1 and 2, of 3 and 4 … */
  slots: number;
  inputs: number;
  inputGradients: number;
  outputs: number;
  seeds: number;
  pairs: number;
  /** Of all this. */
  size: number;
}

export function layOut(counts: Counts, room: Room = { slots: 0, sharedSlots: 0, pairs: 1 }): Layout {
  const { pairs } = room;
  let end = 0;
  const take = (numbers: number) => {
    const place = end;
    end += numbers + numbers % 2; // a pair that lies across two lines of the cache is slow to read
    return place;
  };
  return {
    parameters: take(counts.parameters),
    gradients: take(2 * counts.gradients),
    totals: take(2 * counts.totals),
    sharedSlots: take(2 * room.sharedSlots),
    slots: take(2 * pairs * room.slots),
    inputs: take(2 * pairs * counts.inputs),
    inputGradients: take(2 * pairs * counts.inputs),
    outputs: take(2 * pairs * counts.outputs),
    seeds: take(2 * pairs * counts.outputs),
    pairs,
    size: end,
  };
}
