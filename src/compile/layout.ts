// layout.ts: where the numbers of a program lie in memory, for the module and the interpreter alike. Two rows are
// computed at a time, so most numbers are pairs: one for the first row, one for the second (f64x2 in WebAssembly).
// machine.ts comes next.

/** How many of each there are; gradients of parameters, as many as these or none. */
export type Counts = Record<'inputs' | 'outputs' | 'parameters' | 'gradients' | 'totals' | 'slots', number>;

/** Places counted in numbers, of 8 bytes each; pairs lie at even ones. */
export interface Layout {
  /** The parameters' data: a number each, since both rows see the same. */
  parameters: number;
  /** The parameters' gradients, and after them the totals: pairs, of which the sum counts. */
  gradients: number;
  totals: number;
  /** Pairs that a module computes in one function and uses in another. */
  slots: number;
  /** What belongs to two rows, and then to the next two: their inputs, which come first, and at these distances: */
  rows: number;
  inputGradients: number;
  outputs: number;
  seeds: number;
  pairOfRows: number;
  /** Of all this. */
  size: number;
}

/** So many pairs of rows are in memory at a time: enough that writing and reading them is a small part of the work. */
export const BLOCK = 64;

export function layOut({ inputs, outputs, parameters, gradients, totals, slots }: Counts): Layout {
  const gradientsAt = 2 * Math.ceil(parameters / 2);
  const totalsAt = gradientsAt + 2 * gradients;
  const slotsAt = totalsAt + 2 * totals;
  const rows = slotsAt + 2 * slots;
  const pairOfRows = 4 * (inputs + outputs);
  return {
    parameters: 0,
    gradients: gradientsAt,
    totals: totalsAt,
    slots: slotsAt,
    rows,
    inputGradients: 2 * inputs,
    outputs: 4 * inputs,
    seeds: 4 * inputs + 2 * outputs,
    pairOfRows,
    size: rows + BLOCK * pairOfRows,
  };
}
