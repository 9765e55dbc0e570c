// What a compiled function takes as rows: numbers, and Values, which get their gradients.
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { compile, type Rows } from '../../src/compile/index.ts';
import { crossEntropy, MLP, Random, Value } from '../../src/index.ts';

const values = (...numbers: number[]) => numbers.map((x) => new Value(x));

/** (x * w - y)²: for w = 3 it is 1 on the row [1, 2] and 4 on [2, 4]; its derivatives by w are 2 and 8. */
function squaredErrorOfALine() {
  const w = new Value(3);
  return { w, error: (x: Value, y: Value) => x.mul(w).sub(y).pow(2) };
}
const line = [[1, 2], [2, 4]];

const elsewhere = (code: string) => runInNewContext(code) as Rows;

describe('rows', () => {
  const forms: [form: string, rows: Rows][] = [
    ['arrays of numbers', line],
    ['typed arrays', line.map((row) => Float32Array.from(row))],
    ['arrays of numbers and Values', [[new Value(1), 2], [2, new Value(4)]]],
    ...[Float64Array, Float32Array, Int32Array, Int8Array, Uint8Array, Uint8ClampedArray, Uint32Array].map(
      (List): [string, Rows] => [`one ${List.name}, row after row`, List.from(line.flat())]),
    ['typed arrays of a sandbox or another window', elsewhere('[[1, 2], [2, 4]].map((x) => Float64Array.from(x))')],
    ['one Float64Array of a sandbox or another window', elsewhere('Float64Array.of(1, 2, 2, 4)')],
    ['array-like objects', { length: 2, 0: { length: 2, 0: 1, 1: 2 }, 1: { length: 2, 0: 2, 1: 4 } }],
    ['frozen', Object.freeze(line.map((row) => Object.freeze(row)))],
  ];
  it.each(forms)('may be %s', (_, rows) => {
    const { w, error } = squaredErrorOfALine();
    const step = compile(error);
    expect(step.backward(rows)).toBe(2.5);
    expect(w.grad).toBe(5);
    expect([...step.forward(rows)]).toEqual([1, 4]);
  });

  it('are read, and not written', () => {
    const rows = Float64Array.of(1, 2, 3);
    compile((x) => x.mul(2)).backward(rows);
    expect([...rows]).toEqual([1, 2, 3]);
  });

  const step = compile(squaredErrorOfALine().error);
  const aList = 'rows to be a list of rows, such as [[1, 2], [3, 4]] for two inputs, or a typed array, got ';
  const aRow = 'to be a list of 2 entries, one for each input, got ';
  const flat = 'rows to be one row after the other, 2 numbers each, got ';
  const wrong: [rows: unknown, type: ErrorConstructor, message: string][] = [
    [undefined, TypeError, `${aList}undefined`],
    [3, TypeError, `${aList}3`],
    [null, TypeError, `${aList}null`],
    ['12', TypeError, `${aList}"12"`],
    [new Set([[1, 2]]), TypeError, `${aList}a Set`],
    [{ length: '1' }, TypeError, `${aList}an object`],
    [new Float32Array(3), RangeError, `${flat}a Float32Array of length 3`],
    [new Float64Array(3), RangeError, `${flat}a Float64Array of length 3`],
    [new Float64Array(0), RangeError, `${flat}a Float64Array of length 0`],
    [[], RangeError, 'rows to be a list of one row at least, got an array of length 0'],
    [[1, 2], TypeError, `rows[0] ${aRow}1`],
    [new BigInt64Array(2), TypeError, `rows[0] ${aRow}the BigInt 0`],
    [[null], TypeError, `rows[0] ${aRow}null`],
    [['12'], TypeError, `rows[0] ${aRow}"12"`],
    [[new Map([[0, 1]])], TypeError, `rows[0] ${aRow}a Map`],
    [[new Value(1)], TypeError, `rows[0] ${aRow}Value(data=1, grad=0)`],
    [[[1, 2], , [3, 4]], TypeError, `rows[1] ${aRow}undefined`],
    [[[1, 2], [3]], RangeError, `rows[1] ${aRow}an array of length 1`],
    [[[1, 2, 3]], RangeError, `rows[0] ${aRow}an array of length 3`],
    [[[1]], RangeError, `rows[0] ${aRow}an array of length 1`],
    [[[1, 2], [3, '4']], TypeError, 'rows[1][1] to be a number or a Value, got "4"'],
    [[[undefined, 1]], TypeError, 'rows[0][0] to be a number or a Value, got undefined'],
    [[[1n, 1]], TypeError, 'rows[0][0] to be a number or a Value, got the BigInt 1'],
  ];
  it.each(wrong)('that are %o are refused', (rows, type, message) => {
    expect(() => step.backward(rows as Rows)).toThrow(new type(`backward: expected ${message}`));
    expect(() => step.forward(rows as Rows)).toThrow(new type(`forward: expected ${message}`));
  });

  it('that are refused change nothing', () => {
    const { w, error } = squaredErrorOfALine();
    const x = new Value(1);
    expect(() => compile(error).backward([[x, 2], [x, 'two' as never]])).toThrow(TypeError);
    expect([w.grad, x.grad]).toEqual([0, 0]);
  });
});

describe('a Value among the rows’ entries', () => {
  it('gets its gradient, each its own', () => {
    const [x, y] = values(1, 4);
    compile(squaredErrorOfALine().error).backward([[x, 2], [2, y]]);
    expect(x.grad).toBe(2 * (3 - 2) * 3 / 2);
    expect(y.grad).toBe(-2 * (6 - 4) / 2);
  });

  it('gets a gradient for each place in which it stands', () => {
    const x = new Value(2);
    const step = compile((a, b) => a.mul(b), { reduction: 'sum' });
    step.backward([[x, x], [x, 10]]);
    expect(x.grad).toBe(2 + 2 + 10);
  });

  it('adds it to what it has', () => {
    const x = new Value(2);
    const step = compile((a) => a.mul(3));
    step.backward([[x]]);
    step.backward([[x]]);
    expect(x.grad).toBe(6);
  });

  it('may be a parameter too, and gets both gradients', () => {
    const w = new Value(3);
    w.grad = 100;
    compile((x) => x.mul(x).mul(w)).backward([[w]]); // w³
    expect(w.grad).toBe(100 + 27);
  });

  it('passes nothing on to what it was made of', () => {
    const a = new Value(2);
    const x = a.mul(5);
    compile((x) => x.mul(3)).backward([[x]]);
    expect([x.grad, a.grad]).toEqual([3, 0]);
    a.data = 1;
    expect([...compile((x) => x.mul(3)).forward([[x]])]).toEqual([30]);
  });

  it('gets 0 where the function does not use it', () => {
    const x = new Value(2);
    compile(([a]) => a.mul(2), { inputs: 2 }).backward([[1, x]]);
    expect(x.grad).toBe(0);
  });

  it('lets an embedding learn: the rows that stand in the batch, and no other', () => {
    const embedding = Array.from({ length: 3 }, (_, i) => values(i + 0.5, -i));
    const model = new MLP(2, [4, 3], { random: new Random(1), activation: 'tanh' });
    const loss = (a: Value, b: Value) => crossEntropy(model.forward([a, b]), 1);
    compile(loss, { reduction: 'sum' }).backward([embedding[0], embedding[2], embedding[0]]);
    const got = embedding.flat().map(({ grad }) => grad);
    for (const x of embedding.flat()) x.grad = 0;
    for (const i of [0, 2, 0]) loss(embedding[i][0], embedding[i][1]).backward();
    embedding.flat().forEach(({ grad }, i) => { expect(got[i]).toBeCloseTo(grad, 14); });
    expect(got.map((grad) => grad === 0)).toEqual([false, false, true, true, false, false]);
  });
});
