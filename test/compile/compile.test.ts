// What compile gives, by sentence; compile.properties.test.ts holds it to the engine on random functions.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import { MLP, Random, sum, Value } from '../../src/index.ts';
import { runs } from '../support/seed.ts';

const values = (...numbers: number[]) => numbers.map((x) => new Value(x));
const gradsOf = (list: readonly Value[]) => list.map(({ grad }) => grad);

/** (x * w - y)²: for w = 3 it is 1 on the row [1, 2] and 4 on [2, 4]; its derivatives by w are 2 and 8. */
function squaredErrorOfALine() {
  const w = new Value(3);
  return { w, error: (x: Value, y: Value) => x.mul(w).sub(y).pow(2) };
}
const line = [[1, 2], [2, 4]];

describe('backward', () => {
  it('gives the mean of the outputs, and adds the gradients of that', () => {
    const { w, error } = squaredErrorOfALine();
    expect(compile(error).backward(line)).toBe(2.5);
    expect(w.grad).toBe(5);
  });

  it('gives the sum, if told so', () => {
    const { w, error } = squaredErrorOfALine();
    expect(compile(error, { reduction: 'sum' }).backward(line)).toBe(5);
    expect(w.grad).toBe(10);
  });

  it('adds to what the gradients were, as the engine does, until somebody puts them to 0', () => {
    const { w, error } = squaredErrorOfALine();
    const step = compile(error);
    w.grad = 100;
    step.backward(line);
    step.backward(line);
    expect(w.grad).toBe(110);
    w.grad = 0;
    step.backward(line);
    expect(w.grad).toBe(5);
  });

  it('may have a parameter that the program does not read, such as one behind a closed gate', () => {
    const [p, q] = [new Value(3), new Value(4)];
    const step = compile(() => p.when(0).add(q), { inputs: 0 });
    expect(step.forward()).toEqual(Float64Array.of(4));
    expect(step.backward()).toBe(4);
    expect([p.grad, q.grad]).toEqual([0, 1]);
  });

  it('reads the parameters’ data at each call', () => {
    const { w, error } = squaredErrorOfALine();
    const step = compile(error);
    step.backward(line);
    w.data = 2;
    expect(step.backward(line)).toBe(0);
    expect([...step.forward([[1, 5]])]).toEqual([9]);
  });

  it('takes rows of any length but 0: in pairs, with one left over, more than are in memory at a time', () => {
    for (const count of [1, 2, 3, 127, 128, 129, 256, 257, 1001]) {
      const { w, error } = squaredErrorOfALine();
      const step = compile(error, { reduction: 'sum' });
      const rows = Array.from({ length: count }, (_, i) => [i, 0]);
      const squares = rows.reduce((total, [x]) => total + x * x, 0); // whole numbers: exact in any order
      expect(step.backward(rows)).toBe(9 * squares);
      expect(w.grad).toBe(6 * squares);
      expect([...step.forward(rows)]).toEqual(rows.map(([x]) => 9 * x * x));
    }
  });

  it('lets no row reach another, nor a later call, whatever its numbers are', () => {
    const { w, error } = squaredErrorOfALine();
    const step = compile(error, { reduction: 'sum' });
    expect([...step.forward([[NaN, 0], [1, 2], [Infinity, 0]])]).toEqual([NaN, 1, Infinity]);
    step.backward([[NaN, NaN], [NaN, NaN]]);
    w.grad = 0;
    expect(step.backward([[1, 2]])).toBe(1);
    expect(w.grad).toBe(2);
    expect(step.backward([[1, 2], [2, 4], [1, 2]])).toBe(6);
    expect(w.grad).toBe(2 + 12);
  });
});

describe('forward', () => {
  it('gives each row’s output, in the rows’ order, and leaves the gradients alone', () => {
    const { w, error } = squaredErrorOfALine();
    w.grad = 7;
    const outputs = compile(error).forward([...line, [0, 1]]);
    expect(outputs).toBeInstanceOf(Float64Array);
    expect([...outputs]).toEqual([1, 4, 1]);
    expect(w.grad).toBe(7);
  });

  it('gives an array of its own each time', () => {
    const step = compile((x) => x.mul(2));
    const first = step.forward([[1]]);
    step.forward([[5]]);
    expect([...first]).toEqual([2]);
  });
});

describe('the outputs that backward fills in', () => {
  it('are those of forward, so the accuracy of a training step costs no second pass', () => {
    const { w, error } = squaredErrorOfALine();
    const step = compile(error);
    const outputs = new Float64Array(2);
    expect(step.backward(line, undefined, outputs)).toBe(2.5);
    expect(w.grad).toBe(5);
    expect([...outputs]).toEqual([1, 4]);
  });

  it('of several outputs come row by row', () => {
    const step = compile((x, y) => [x.add(y), x.mul(y)], { outputs: 2 });
    const outputs = new Float64Array(4);
    step.backward([[2, 3], [4, 5]], [1, 1, 1, 1], outputs);
    expect([...outputs]).toEqual([5, 6, 9, 20]);
  });

  it('of a function without inputs are one number', () => {
    const outputs = new Float64Array(1);
    expect(compile(() => new Value(-0)).backward(undefined, undefined, outputs)).toBe(-0);
    expect([...outputs]).toEqual([-0]);
  });

  it('may lie in the memory of the rows and of the gradients', () => {
    const memory = Float64Array.of(1, 2, 3, 4, 5, 6);
    const step = compile((x) => x.mul(10));
    expect(step.backward(memory.subarray(0, 5), memory.slice(0, 5), memory.subarray(1))).toBe(550);
    expect([...memory]).toEqual([1, 10, 20, 30, 40, 50]);
    const other = Float64Array.of(1, 2, 3, 4, 5, 6);
    expect(step.backward([[1], [1], [1], [1], [1]], other.subarray(0, 5), other.subarray(1))).toBe(150);
  });

  it('are looked at before anything is added', () => {
    const { w, error } = squaredErrorOfALine();
    const step = compile(error);
    const expected = 'backward: expected outputs to be a Float64Array of length 2, got ';
    for (const length of [0, 1, 3, 4]) {
      expect(() => step.backward(line, undefined, new Float64Array(length))).toThrow(
        new RangeError(`${expected}a Float64Array of length ${length}`));
    }
    for (const [given, got] of [
      [[0, 0], 'an array of length 2'], [new Float32Array(2), 'a Float32Array of length 2'], [2, '2'], [null, 'null'],
    ]) {
      expect(() => step.backward(line, undefined, given as never)).toThrow(new TypeError(`${expected}${String(got)}`));
    }
    expect(w.grad).toBe(0);
  });
});

describe('a function without inputs', () => {
  it('is called without rows', () => {
    const [a, b] = values(-4, 2);
    const step = compile(() => a.mul(b).add(b.pow(3)));
    expect(step.backward()).toBe(0);
    expect(gradsOf([a, b])).toEqual([2, -4 + 12]);
    b.data = 3;
    expect([...step.forward()]).toEqual([15]);
  });

  it('takes no rows, not even empty ones', () => {
    const w = new Value(1);
    const expected = (owner: string) => `${owner}: expected rows to be left out, since the compiled function has no ` +
      'inputs, got an array of length 1; with a default or a rest parameter it needs the option { inputs: n }, and ' +
      'gets its inputs as one array';
    expect(() => compile(() => w.mul(2)).backward([[]])).toThrow(new RangeError(expected('backward')));
    expect(() => compile((...xs) => sum([w, ...xs])).forward([[1]])).toThrow(new RangeError(expected('forward')));
  });
});

describe('a list of inputs', () => {
  it('comes as one array, as many as are asked for', () => {
    const step = compile((x) => sum(x).mul(x.length), { inputs: 3, reduction: 'sum' });
    expect([...step.forward([[1, 2, 3], [4, 5, 6]])]).toEqual([18, 45]);
    expect(step.backward([[1, 2, 3], [4, 5, 6]])).toBe(18 + 45);
    expect(() => step.forward([[1, 2]])).toThrow('forward: expected rows[0] to be a list of 3 entries');
  });

  it('may be empty', () => {
    const w = new Value(4);
    expect(compile((x) => w.mul(x.length + 2), { inputs: 0 }).backward()).toBe(8);
    expect(w.grad).toBe(2);
  });
});

describe('several outputs', () => {
  const pair = (w: Value) => compile(([x]: Value[]) => [x.mul(w), w.pow(2)], { inputs: 1, outputs: 2 });

  it('come row by row', () => {
    expect([...pair(new Value(3)).forward([[1], [2], [5]])]).toEqual([3, 9, 6, 9, 15, 9]);
  });

  it('pass the gradients on that they are given, with no mean taken', () => {
    const w = new Value(3);
    const x = new Value(2);
    expect(pair(w).backward([[1], [x]], Float64Array.of(1, 0, 10, 100))).toBe(3 * 1 + 6 * 10 + 9 * 100);
    expect(w.grad).toBe(1 + 2 * 10 + 6 * 100);
    expect(x.grad).toBe(3 * 10);
  });

  it('may be one, in an array, which is then like a function of one', () => {
    const w = new Value(3);
    const step = compile(([x]) => [x.mul(w)], { inputs: 1, outputs: 1 });
    expect(step.backward([[1], [3]])).toBe(6);
    expect(w.grad).toBe(2);
    expect(step.backward([[1], [3]], Float64Array.of(1, 10))).toBe(93);
    expect(w.grad).toBe(2 + 31);
  });

  it('need a gradient each', () => {
    const expected = 'backward: expected outputGradients to be a list of 4 numbers, got ';
    const step = pair(new Value(3));
    const rows = [[1], [2]];
    expect(() => step.backward(rows)).toThrow(new TypeError(`${expected}undefined`));
    expect(() => step.backward(rows, new Float64Array(2))).toThrow(
      new RangeError(`${expected}a Float64Array of length 2`));
    expect(() => step.backward(rows, [1, 2, '3', 4] as never)).toThrow(
      new TypeError('backward: expected outputGradients[2] to be a number, got "3"'));
    expect(() => step.backward(rows, 3 as never)).toThrow(TypeError);
    expect(() => compile((x) => x.mul(2)).backward(rows, [1])).toThrow(RangeError);
  });

  it.each([['an array', [1, 0, 10, 100]], ['a Float32Array', Float32Array.of(1, 0, 10, 100)]])(
    'may have their gradients in %s', (_, gradients) => {
      const w = new Value(3);
      expect(pair(w).backward([[1], [2]], gradients)).toBe(3 * 1 + 6 * 10 + 9 * 100);
      expect(w.grad).toBe(1 + 2 * 10 + 6 * 100);
    });

  it('may be the list of inputs itself, turned round', () => {
    const step = compile((xs) => xs.reverse(), { inputs: 3, outputs: 3 });
    expect([...step.forward([[1, 2, 3], [4, 5, 6]])]).toEqual([3, 2, 1, 6, 5, 4]);
  });

  it('may be kept in one array by the function, which fills it anew in each call', () => {
    const kept: Value[] = [];
    const fn = (x: Value, y: Value) => { kept.splice(0, 2, x.add(y), x.sub(y)); return kept; };
    const step = compile(fn, { outputs: 2, check: true });
    expect([...step.forward([[1, 2], [5, 3]])]).toEqual([3, -1, 8, 2]);
  });

  it('come from a function of single inputs, too', () => {
    const step = compile((x, y) => [x.add(y), x.mul(y)], { outputs: 2 });
    expect([...step.forward([[2, 3], [4, 5]])]).toEqual([5, 6, 9, 20]);
  });
});

describe('parameters', () => {
  it('are the Values that were there before: each once, no inputs, no constants, none that goes unused', () => {
    const [a, b, unused] = values(1, 2, 3);
    const { parameters } = compile((x) => x.mul(a).add(b).mul(a).add(new Value(5)).add(unused.data * 0).mul(2));
    expect(parameters).toHaveLength(2);
    expect(new Set(parameters)).toEqual(new Set([a, b]));
    expect(Object.isFrozen(parameters), 'the program reads them in this order').toBe(true);
  });

  it('of a network are found by themselves', () => {
    const model = new MLP(2, [3, 1], { random: new Random(1) });
    const { parameters } = compile((x, y) => model.forward([x, y])[0]);
    expect(new Set(parameters)).toEqual(new Set(model.parameters()));
  });

  it('keep their data and their gradients while the function is compiled', () => {
    const list = values(0.1, -2, 1e300, NaN, Infinity);
    list.forEach((p, i) => { p.grad = i; });
    compile((x) => sum(list.map((p) => p.mul(x))));
    expect(list.map(({ data }) => data)).toEqual([0.1, -2, 1e300, NaN, Infinity]);
    expect(gradsOf(list)).toEqual([0, 1, 2, 3, 4]);
  });

  it('keep their data when the function throws, or is refused, while they are disturbed', () => {
    const [w] = values(0.25);
    const picky = () => {
      if (w.data !== 0.25) throw new Error('w has changed');
      return w.mul(2);
    };
    expect(() => compile(picky)).toThrow('w has changed');
    expect(w.data).toBe(0.25);
    expect(() => compile((x) => (w.data > 0 ? x.mul(w) : w.mul(x)))).toThrow('its parameters');
    expect(w.data).toBe(0.25);
  });

  it('of another copy of the package mix with those of this one', async () => {
    vi.resetModules();
    const other = await import('../../src/engine.ts');
    expect(other.Value).not.toBe(Value);
    const [v, w] = [new other.Value(3), new Value(5)];
    const entry = new other.Value(2);
    const step = compile((x) => x.mul(v).add(w.mul(v)));
    expect(step.backward([[entry], [1]])).toBe((6 + 15 + 3 + 15) / 2);
    expect(gradsOf([v, w, entry])).toEqual([1.5 + 5, 3, 1.5]);
  });
});

describe('a function at the limits', () => {
  const [w] = values(3);
  it.each<[what: string, fn: (x: Value, y: Value) => Value, outputs: number[], gradOfW: number]>([
    ['gives a constant', () => new Value(5), [5, 5], 0],
    ['gives a negative zero', () => new Value(-0), [-0, -0], 0],
    ['gives an input', (_, y) => y, [2, 4], 0],
    ['gives a parameter', () => w, [3, 3], 1],
    ['has no parameters', (x, y) => x.add(y), [3, 6], 0],
    ['uses its inputs in no way', () => w.mul(w), [9, 9], 6],
    ['uses its second input only', (_, y) => y.mul(w), [6, 12], 3],
    ['uses a parameter many times', (x) => sum([x, ...Array.from({ length: 9 }, () => w)]), [28, 29], 9],
  ])('that %s', (_, fn, outputs, gradOfW) => {
    w.grad = 0;
    const step = compile((x, y) => fn(x, y));
    expect([...step.forward(line)]).toEqual(outputs);
    expect(step.backward(line)).toBe((outputs[0] + outputs[1]) / 2);
    expect(w.grad).toBe(gradOfW);
  });

  it('that multiplies by 0 gives the sign and the NaN that the engine gives', () => {
    const step = compile((x) => x.mul(0));
    expect([...step.forward([[-1], [1], [Infinity], [NaN]])]).toEqual([-0, 0, NaN, NaN]);
  });
});

describe('an option that is not one', () => {
  const double = (x: Value) => x.mul(2);
  it.each<[options: object, message: string]>([
    [{ inputs: -1 }, 'inputs to be an integer of at least 0, got -1'],
    [{ inputs: 1.5 }, 'inputs to be an integer of at least 0, got 1.5'],
    [{ inputs: 1, outputs: 0 }, 'outputs to be a positive integer, got 0'],
    [{ reduction: 'average' }, 'reduction to be one of "mean", "sum", got "average"'],
    [{ compare: { backend: 'gpu' } }, 'compare.backend to be one of "wasm", "interpreter", got "gpu"'],
  ])('is refused: %o', (options, message) => {
    expect(() => compile(double, options)).toThrow(new RangeError(`compile: expected ${message}`));
  });

  it.each<[options: object, message: string]>([
    [{ inputs: '2' }, 'compile: expected inputs to be an integer of at least 0, got "2"'],
    [{ outputs: [2] }, 'compile: expected outputs to be a positive integer, got an array of length 1'],
    [{ reduction: 2 }, 'compile: expected reduction to be one of "mean", "sum", got 2'],
    [{ check: 1 }, 'compile: expected check to be true or false, got 1'],
    [{ compare: 'wasm' },
      'compile\'s compare: expected its options to be an object, such as { backend: … }, got "wasm"'],
    [{ compare: { gpu: true } }, 'compile\'s compare has no option gpu; it has backend, loops'],
    [{ compare: { loops: 'no' } }, 'compile: expected compare.loops to be true or false, got "no"'],
    [{ backend: 'wasm' }, 'compile has no option backend; it has inputs, outputs, reduction, check, compare'],
  ])('or is of a wrong type is refused: %o', (options, message) => {
    expect(() => compile(double, options)).toThrow(new TypeError(message));
  });
});

it('a compiled function has a tag, so that Vue’s reactive makes no Proxy of it, which has no private fields', () => {
  expect(Object.prototype.toString.call(compile((x) => x))).toBe('[object Compiled]');
});

describe('what is of a wrong type', () => {
  const wrong = fc.oneof(
    fc.constantFrom<unknown>(
      null, true, 'text', '', 2n, Symbol('s'), new Map(), new Date(0), () => 1, new Value(1), NaN,
    ),
    fc.anything(),
  );
  /** Whether a call throws a TypeError or RangeError that says `name`. */
  const refusal = (name: string, call: () => unknown) => {
    try {
      call();
    } catch (error) {
      expect(error).toSatisfy((it) => it instanceof TypeError || it instanceof RangeError);
      expect((error as Error).message).toContain(name);
      return error as Error;
    }
    throw new Error(`${name} was taken`);
  };
  const isRight: Record<string, (x: unknown) => boolean> = {
    inputs: (x) => x === undefined || (Number.isSafeInteger(x) && Number(x) >= 0),
    outputs: (x) => x === undefined || (Number.isSafeInteger(x) && Number(x) >= 1),
    reduction: (x) => x === undefined || x === 'mean' || x === 'sum',
    check: (x) => x === undefined || typeof x === 'boolean',
    compare: (x) => x === undefined,
  };
  const double = (x: Value) => x.mul(2);

  it.each(Object.entries(isRight))('is named, be it the option %s', (name, isRight) => {
    fc.assert(fc.property(wrong.filter((x) => !isRight(x) && !isEmpty(x)), (x) => {
      const error = refusal(name, () => compile(double, { [name]: x }));
      const isNumber = typeof x === 'number' && (name === 'inputs' || name === 'outputs');
      const isText = typeof x === 'string' && name === 'reduction';
      expect(error instanceof RangeError).toBe(isNumber || isText);
    }), runs(200));
  });

  it('is named, be it the function, the rows, the gradients or the outputs', () => {
    const step = compile(double);
    fc.assert(fc.property(wrong, (x) => {
      if (typeof x !== 'function') expect(refusal('fn', () => compile(x as never))).toBeInstanceOf(TypeError);
      if (!Array.isArray(x) && !isList(x)) {
        expect(refusal('rows', () => step.backward(x as never))).toBeInstanceOf(TypeError);
        expect(refusal('rows', () => step.forward(x as never))).toBeInstanceOf(TypeError);
      }
      if (x === undefined) return;
      if (!isList(x)) {
        expect(refusal('outputGradients', () => step.backward([[1]], x as never))).toBeInstanceOf(TypeError);
      }
      refusal('outputs', () => step.backward([[1]], undefined, x as never));
    }), runs(500));
  });

  /** What compile takes for an object of options without any. */
  const isEmpty = (x: unknown) => typeof x === 'object' && x !== null && Object.keys(x).length === 0;
  const isList = (x: unknown) => typeof x === 'object' && x !== null && 'length' in x;
});
