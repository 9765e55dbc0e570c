// rows.ts: what people give as rows, checked and laid out as one list of numbers. machine.ts comes next.
import { badValue, wrongType } from '../check.ts';
import { isValue, type Value } from '../engine.ts';
import { withoutCount } from './graph.ts';

/** A list of rows, each with one entry for each input; or a typed array with the numbers of all rows, row by row. */
export type Rows = ArrayLike<ArrayLike<number | Value>> | (ArrayLike<number> & ArrayBufferView);

export interface Batch {
  count: number;
  numbers: Float64Array;
  /** The Values among the entries, each at the index of its number, with holes between; undefined if there is none. */
  values?: Value[];
}

const nothing: Batch = { count: 1, numbers: new Float64Array(0) };

/**
 * @throws TypeError if there is no list of rows, a row is no list, or an entry neither a number nor a Value;
 * RangeError if there are no rows, or if a row does not have one entry for each input
 */
export function readRows(owner: string, rows: Rows | undefined, inputs: number): Batch {
  if (inputs === 0) {
    if (rows === undefined) return nothing;
    throw badValue(owner, 'rows', 'left out, since the compiled function has no inputs', rows, withoutCount);
  }
  if (!isArrayLike(rows)) {
    throw wrongType(owner, 'rows', 'a list of rows, such as [[1, 2], [3, 4]] for two inputs, or a typed array', rows);
  }
  if (isTyped(rows)) {
    if (rows.length > 0 && rows.length % inputs === 0) {
      return { count: rows.length / inputs, numbers: isFloat64Array(rows) ? rows : Float64Array.from(rows) };
    }
    throw badValue(owner, 'rows', `one row after the other, ${inputs} numbers each`, rows);
  }
  if (rows.length === 0) throw badValue(owner, 'rows', 'a list of one row at least', rows);
  const numbers = new Float64Array(rows.length * inputs);
  let values: Batch['values'];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!isArrayLike(row) || row.length !== inputs) throw wrongRow(owner, i, row, inputs);
    for (let j = 0; j < inputs; j++) {
      const entry = row[j];
      if (isValue(entry)) (values ??= [])[i * inputs + j] = entry;
      else if (typeof entry !== 'number') throw wrongType(owner, `rows[${i}][${j}]`, 'a number or a Value', entry);
      numbers[i * inputs + j] = typeof entry === 'number' ? entry : entry.data;
    }
  }
  return { count: rows.length, numbers, values };
}

function wrongRow(owner: string, i: number, row: unknown, inputs: number): Error {
  const wrong = isArrayLike(row) ? badValue : wrongType;
  return wrong(owner, `rows[${i}]`, `a list of ${inputs} entries, one for each input`, row);
}

const isArrayLike = (x: unknown): x is ArrayLike<unknown> =>
  typeof x === 'object' && x !== null && 'length' in x && typeof x.length === 'number';

/** By its name as well: a typed array of another window, or of a sandbox such as Jest's, has another class. */
export const isFloat64Array = (x: unknown): x is Float64Array =>
  x instanceof Float64Array || nameOf(x) === 'Float64Array';
const isTyped = (x: unknown): x is ArrayLike<number> =>
  !Array.isArray(x) && (isFloat64Array(x) || /^(Int|Uint|Float).*Array$/.test(nameOf(x))); // not of BigInts
const nameOf = (x: unknown) => (ArrayBuffer.isView(x) ? Object.prototype.toString.call(x).slice(8, -1) : '');
