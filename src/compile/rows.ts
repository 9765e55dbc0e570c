// rows.ts: what people give as rows, checked and laid out as one list of numbers. machine.ts comes next.
import { describe, isValue, type Value } from '../engine.ts';

/** A list of rows, an entry for each input; or all their numbers, row by row. */
export type Rows = readonly ArrayLike<number | Value>[] | Float64Array;

export interface Batch {
  count: number;
  numbers: Float64Array;
  /** The Values among the entries, each at its number's place, and holes at the others; undefined if there is none. */
  values?: Value[];
}

const nothing: Batch = { count: 1, numbers: new Float64Array(0) };

/** @throws RangeError for no rows, or rows of another length; TypeError for what is neither a number nor a Value */
export function readRows(rows: Rows | undefined, inputs: number): Batch {
  if (inputs === 0) {
    if (rows === undefined) return nothing;
    throw new RangeError(`the compiled function has no inputs, so it takes no rows; got ${describe(rows)}`);
  }
  if (rows instanceof Float64Array) {
    if (rows.length > 0 && rows.length % inputs === 0) return { count: rows.length / inputs, numbers: rows };
    throw new RangeError(`wanted rows of ${inputs} numbers each, one after the other, got ${rows.length} numbers`);
  }
  if (!Array.isArray(rows)) {
    const wanted = 'a list of rows, such as [[1, 2], [3, 4]] for two inputs, or a Float64Array';
    throw new TypeError(`the compiled function has ${inputs} inputs and wants ${wanted}; got ${describe(rows)}`);
  }
  if (rows.length === 0) throw new RangeError('wanted one row at least, got no rows');
  const numbers = new Float64Array(rows.length * inputs);
  let values: Batch['values'];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as ArrayLike<unknown> | null | undefined;
    if (typeof row !== 'object' || row?.length !== inputs) {
      throw new RangeError(`row ${i}: wanted a list of ${inputs} entries, one for each input, got ${describe(row)}`);
    }
    for (let j = 0; j < inputs; j++) {
      const entry = row[j];
      if (isValue(entry)) (values ??= [])[i * inputs + j] = entry;
      else if (typeof entry !== 'number') {
        throw new TypeError(`row ${i}, entry ${j}: wanted a number or a Value, got ${describe(entry)}`);
      }
      numbers[i * inputs + j] = typeof entry === 'number' ? entry : entry.data;
    }
  }
  return { count: rows.length, numbers, values };
}
