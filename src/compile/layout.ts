// layout.ts: where the numbers of a program lie in memory, for the module and the interpreter alike. Two rows are
// computed at a time, so most numbers are pairs: one for the first row, one for the second (f64x2 in WebAssembly).
// machine.ts comes next.

/** How many of each there are. */
export interface Counts { inputs: number; parameters: number; totals: number; slots: number }

/** Places counted in numbers, of 8 bytes each; pairs lie at even ones. */
export interface Layout {
  seed: number;
  /** The parameters' data: a number each, since both rows see the same. */
  parameters: number;
  /** The parameters' gradients, and after them the totals: pairs, of which the sum counts. */
  gradients: number;
  totals: number;
  /** Pairs that a module computes in one function and uses in another. */
  slots: number;
  /** Two rows' inputs, output, and gradients of the inputs; then those of the next two. */
  rows: number;
  output: number;
  inputGradients: number;
  pairOfRows: number;
  /** Of all this. */
  size: number;
}

/** So many pairs of rows are in memory at a time: enough that writing and reading them is a small part of the work. */
export const BLOCK = 64;

export function layOut({ inputs, parameters, totals, slots }: Counts): Layout {
  const seed = 0;
  const parametersAt = seed + 2;
  const gradients = parametersAt + 2 * Math.ceil(parameters / 2);
  const totalsAt = gradients + 2 * parameters;
  const slotsAt = totalsAt + 2 * totals;
  const rows = slotsAt + 2 * slots;
  const pairOfRows = 4 * inputs + 2;
  return {
    seed,
    parameters: parametersAt,
    gradients,
    totals: totalsAt,
    slots: slotsAt,
    rows,
    output: 2 * inputs,
    inputGradients: 2 * inputs + 2,
    pairOfRows,
    size: rows + BLOCK * pairOfRows,
  };
}
