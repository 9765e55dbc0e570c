// compile runs a function several times, and the function must compute the same each time; what makes it differ is
// found and named, and what a few runs do not show is found by `check`.
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import { crossEntropy, maxMargin, MLP, sum, Value } from '../../src/index.ts';

const [w, other] = [new Value(0.5), new Value(0.25)];
const advice = 'compute with Values only: relu or max in place of an if; one-hot entries in the row, such as ' +
  '[0, 1, 0], in place of a label or an index, or the table\'s own Values as entries; an input for what differs from ' +
  'call to call';
const then = `; ${advice}`;
const changes = (how: string) => `compile: the function's graph changes ${how}: `;
const ofInputs = changes('with the .data of its inputs');
const ofParameters = changes('with the .data of its parameters');
const ofCalls = changes('from one call to the next (it draws random numbers, or counts its calls)');

describe('a function whose graph is not always the same is refused', () => {
  it.each<[what: string, fn: (x: Value, y: Value) => Value, message: string]>([
    ['an if on an input’s data', (x) => (x.data > 0 ? x.mul(2) : x.mul(3)),
      `${ofInputs}input 0 * 2 became input 0 * 3${then}`],
    ['an if that adds a node', (x) => (x.data > 0 ? x : x.neg()),
      `${ofInputs}nothing became neg of input 0${then}`],
    ['an if that leaves one out', (x) => (x.data > 0 ? x.exp().tanh() : x.exp()),
      `${ofInputs}tanh of (… exp …) became nothing${then}`],
    ['an if on a number between', (x) => (x.mul(w).data > 0 ? x.mul(w) : x.add(w)),
      `${ofInputs}input 0 * parameter 0 became input 0 + parameter 0${then}`],
    ['an if that tells large numbers from small ones', (x) => (Math.abs(x.data) > 50 ? x.mul(2) : x),
      `${ofInputs}nothing became input 0 * 2${then}`],
    ['an if on 0', (x) => (x.data === 0 ? x : x.log()), `${ofInputs}log of input 0 became nothing${then}`],
    ['an if on labels of 0 and 1', (x, y) => (y.data === 1 ? x : x.neg()),
      `${ofInputs}neg of input 0 became nothing${then}`],
    ['an if on a tie', (x, y) => (x.data === y.data ? x : x.max(y)),
      `${ofInputs}input 0 max input 1 became nothing${then}`],
    ['an if that picks an input', (x, y) => (x.data > y.data ? x : y), `${ofInputs}input 1 became input 0${then}`],
    ['an if that picks a parameter', (x) => x.mul(x.data > 0 ? w : other),
      `${ofInputs}input 0 * parameter 0 became input 0 * 0.25${then}`],
    ['an if whose sides are used', (x) => (x.data > 0 ? x.mul(w) : x.add(w)).tanh(),
      `${ofInputs}input 0 * parameter 0 became input 0 + parameter 0${then}`],
    ['an if that picks the first operand', (x, y) => x.add(y).mul(x.data < y.data ? x.sub(y) : y.sub(y)),
      `${ofInputs}input 0 - input 1 became input 1 - input 1${then}`],
    ['an if that picks the second operand', (x, y) => x.add(y).mul(x.data < y.data ? x.sub(y) : x.sub(x)),
      `${ofInputs}input 0 - input 1 became input 0 - input 0${then}`],
    ['an if that swaps operands', (x, y) => (x.data < y.data ? x.sub(y) : y.sub(x)),
      `${ofInputs}input 0 - input 1 became input 1 - input 0${then}`],
    ['an if on a parameter’s data', (x) => (w.data > 0 ? x.mul(w) : x.mul(w).neg()),
      `${ofParameters}nothing became neg of (… * …)${then}`],
    ['an input’s data as a number', (x) => x.mul(x.data),
      `${ofInputs}input 0 * ${Math.sin(1)} became input 0 * ${-Math.sin(1)}${then}`],
    ['a sum’s data as a number', (x) => x.add(new Value(x.add(1).data).mul(x)),
      `${ofInputs}${1 + Math.sin(1)} * input 0 became ${1 - Math.sin(1)} * input 0${then}`],
    ['a parameter’s data as a number', (x) => x.mul(w).mul(w.data),
      `${ofParameters}(… * …) * 0.5 became (… * …) * -1001${then}`],
    ['a sign of zero', (x) => x.mul(x.data === 0 ? -0 : 0),
      `${ofInputs}input 0 * 0 became input 0 * -0${then}`],
  ])('%s', (_, fn, message) => {
    expect(() => compile((x, y) => fn(x, y))).toThrow(new Error(message));
    expect(w.data).toBe(0.5);
  });

  it.each<[what: string, fn: (x: Value, y: Value) => Value]>([
    ['the sign of a product', (x, y) => (x.data * y.data < 0 ? x.mul(y) : x.add(y))],
    ['whether two signs agree', (x, y) => ((x.data > 0) === (y.data > 0) ? x.mul(y) : x.add(y))],
    ['which of two is larger in size', (x, y) => (Math.abs(x.data) > Math.abs(y.data) ? x : y)],
    ['whether a point is on the right side, and which leaves the parameters out where it is', (x, target) => {
      const margin = x.mul(w).add(other).mul(target);
      return margin.data < 0 ? margin.neg() : new Value(0);
    }],
  ])('an if on %s', (_, fn) => {
    expect(() => compile((x, y) => fn(x, y))).toThrow(ofInputs);
  });

  it('Math.random', () => {
    expect(() => compile((x) => x.mul(Math.random()))).toThrow(`${ofCalls}input 0 * `);
    expect([...compile((x, mask) => x.mul(mask)).forward([[4, 0], [4, 1]])], 'dropout, as an input').toEqual([0, 4]);
  });

  it('a counter of calls', () => {
    let calls = 0;
    expect(() => compile((x) => x.add(calls++))).toThrow(`${ofCalls}input 0 + 1 became input 0 + 3${then}`);
    const list: Value[] = [];
    expect(() => compile((x) => {
      list.push(new Value(1));
      return x.add(list[list.length - 1]);
    })).not.toThrow(); // a constant made anew
    expect(() => compile((x) => {
      list.push(x);
      return list.reduce((a, b) => a.add(b));
    })).toThrow('compile: the function keeps an input, or what it made of one, from one call to the next');
  });
});

describe('the list of inputs is the function’s own', () => {
  const rows = [[1, 10, 3], [5, 4, -2]];
  it.each<[what: string, fn: (xs: Value[]) => Value]>([
    ['reverses it', (xs) => { xs.reverse(); return xs[0].mul(2).add(xs[1]); }],
    ['adds to its end', (xs) => { xs.push(new Value(7)); return sum(xs.map((x, i) => x.mul(i + 1))); }],
    ['adds to its front', (xs) => { xs.unshift(w); return sum(xs.map((x, i) => x.mul(i + 1))); }],
    ['takes from its front', (xs) => { const x = xs.shift() as Value; return x.mul(2).add(xs[0]); }],
    ['takes from its end', (xs) => { const x = xs.pop() as Value; return x.mul(2).add(xs[0]); }],
    ['puts another Value there', (xs) => { xs[0] = xs[0].exp(); return xs[0].mul(xs[1]); }],
    ['sorts it by what is no number', (xs) => { xs.sort(() => 1); return xs[0].mul(2).add(xs[2]); }],
    ['cuts a piece out', (xs) => { const [x] = xs.splice(1, 1); return x.mul(2).add(xs[1]); }],
    ['moves its parts', (xs) => xs.copyWithin(0, 1)[0].mul(2).add(xs[1])],
    ['fills it', (xs) => xs.fill(xs[2])[0].mul(xs[1])],
    ['empties it', (xs) => { const [x, y] = xs; xs.length = 0; return x.sub(y); }],
    ['keeps it until the next call', (xs) => { kept.push(...xs.splice(0)); return sum(kept.splice(0)); }],
  ])('and a function that %s gives what the engine gives', (_, fn) => {
    w.grad = 0;
    const step = compile(fn, { inputs: 3, check: true });
    expect([...step.forward(rows)]).toEqual(rows.map((row) => fn(row.map((x) => new Value(x))).data));
    for (const row of rows) {
      const [engine, entries] = [0, 1].map(() => row.map((x) => new Value(x)));
      fn([...engine]).backward();
      step.backward([entries]);
      expect(entries.map(({ grad }) => grad), 'input 0 is still input 0').toEqual(engine.map(({ grad }) => grad));
    }
  });
  const kept: Value[] = [];

  it('but the Values in it are not', () => {
    const message = 'changes data or grad of its inputs';
    expect(() => compile((x) => { x.data = 3; return x.mul(w); })).toThrow(message);
    expect(() => compile(([x]) => { x.mul(2).backward(); return x.mul(2); }, { inputs: 1 })).toThrow(message);
  });
});

describe('a label or an index from .data', () => {
  const net = new MLP(2, [3]);
  const table = Array.from({ length: 4 }, (_, i) => [new Value(i), new Value(-i)]);
  it.each<[what: string, fn: (...inputs: Value[]) => Value]>([
    ['a label', (a, b, y) => crossEntropy(net.forward([a, b]), y.data)],
    ['a rounded label', (a, b, y) => crossEntropy(net.forward([a, b]), Math.abs(Math.round(y.data)) % 3)],
    ['an index into a table', (token) => sum(table[token.data])],
    ['a rounded index into a table', (token) => sum(table[Math.abs(Math.trunc(token.data)) % 4])],
    ['an index into the outputs', (a, b, y) => net.forward([a, b])[y.data].neg()],
  ])('is refused, and the message names the way out: %s', (_, fn) => {
    expect(() => compile((a, b, y) => fn(a, b, y))).toThrow(advice);
  });

  it('is not needed: one-hot entries in the row do the same', () => {
    const step = compile(([a, b, ...label]) => crossEntropy(net.forward([a, b]), label), { inputs: 5 });
    expect(step.forward([[1, 2, 0, 1, 0]])[0]).toBe(crossEntropy(net.forward([1, 2]), [0, 1, 0]).data);
  });

  it('is not needed: the table’s Values as entries do the same', () => {
    compile((a, b) => sum(net.forward([a, b])).mul(b)).backward([table[1], table[3]]);
    expect(table.map((row) => row.every(({ grad }) => grad !== 0))).toEqual([false, true, false, true]);
  });
});

it('an operation of a newer copy of the package is refused by its name', () => {
  const made = { op: 'cbrt', grad: 0, right: undefined };
  const cbrt = (x: Value) =>
    Object.assign(Object.create(Value.prototype) as Value, { ...made, data: Math.cbrt(x.data), left: x });
  expect(() => compile((x) => cbrt(x).mul(2))).toThrow(
    new TypeError('this copy of micrograd-lab has no derivative of cbrt'));
  expect(() => compile(() => cbrt(w))).toThrow('no derivative of cbrt');
  expect(() => compile((x) => [x, cbrt(x)], { outputs: 2 })).toThrow('no derivative of cbrt');
});

describe('a Value and its Proxy', () => {
  const identities = /under two identities/;

  it('in one graph are an error', () => {
    const a = new Value(3);
    const p = new Proxy(a, {});
    expect(() => compile((x) => p.mul(x).add(a))).toThrow(identities);
    expect(() => compile((x) => a.mul(x).add(p.mul(a)))).toThrow(identities);
    const onInnerNode = () => { const h = a.mul(a); return new Proxy(h, {}).mul(2).add(h.mul(5)); };
    expect(() => compile(onInnerNode)).toThrow(identities);
    expect(() => compile((x) => [p.mul(x), a.mul(x)], { outputs: 2 })).toThrow(identities);
    expect([a.data, a.grad]).toEqual([3, 0]);
  });

  it('that is made anew in each call is an error, and does not pass for a constant', () => {
    const a = new Value(3);
    expect(() => compile((x) => new Proxy(a, {}).mul(x))).toThrow(identities);
    expect(() => compile((x) => new Proxy(x, {}).mul(2))).toThrow(identities);
    expect(() => compile((x) => new Proxy(x, {}))).toThrow(identities);
    expect([a.data, a.grad]).toEqual([3, 0]);
  });

  it('may stand for it throughout', () => {
    const a = new Value(3);
    const p = new Proxy(a, {});
    const step = compile((x) => p.mul(x));
    expect([step.backward([[2], [4]]), a.grad, p.grad]).toEqual([9, 3, 3]);
    a.data = 5;
    expect([...step.forward([[1]])]).toEqual([5]);
  });

  it('may both be entries of the rows, and add up', () => {
    const a = new Value(3);
    const p = new Proxy(a, {});
    compile((x, y) => x.mul(2).add(y.mul(5)), { reduction: 'sum' }).backward([[p, a], [a, p]]);
    expect(a.grad).toBe(14);
  });

  it('may wrap the list of rows, as Vue’s reactive does', () => {
    const rows = new Proxy([[1, 2], [3, 4]], {});
    expect([...compile((x, y) => x.add(y)).forward(rows)]).toEqual([3, 7]);
  });
});

describe('a function that gives no Value is refused', () => {
  it.each<[what: string, fn: (x: Value) => unknown, got: string]>([
    ['a number', (x) => x.data, String(Math.sin(1))],
    ['nothing', () => undefined, 'undefined'],
    ['null', () => null, 'null'],
    ['a promise', (x) => Promise.resolve(x), 'a Promise; it cannot be async'],
    ['a text', (x) => String(x), `"Value(data=${Math.sin(1)}, grad=0)"`],
    ['an array', (x) => [x],
      'an array of length 1; take one of several outputs, such as [0], or give { outputs: n }'],
  ])('but %s', (_, fn, got) => {
    const wanted = new TypeError(`compile: expected the function's result to be a Value, got ${got}`);
    expect(() => compile((x) => fn(x) as Value)).toThrow(wanted);
  });

  it('or not as many as it has outputs', () => {
    const expected = 'compile: expected the function\'s result to be a list of 2 Values, got ';
    expect(() => compile((x) => [x, x, x], { outputs: 2 })).toThrow(new RangeError(`${expected}an array of length 3`));
    expect(() => compile((x) => x, { outputs: 2 })).toThrow(`${expected}Value(`);
    expect(() => compile(([x]) => x, { inputs: 1, outputs: 2 })).toThrow(TypeError);
    expect(() => compile((x) => [x, 2 as never], { outputs: 2 })).toThrow(
      new TypeError('compile: expected the function\'s result[1] to be a Value, got 2'));
  });

  it('or what is no function at all', () => {
    const expected = 'compile: expected fn to be a function, such as (x, y) => x.mul(y), got ';
    expect(() => compile(w as never)).toThrow(new TypeError(`${expected}${String(w)}`));
    expect(() => compile(undefined as never)).toThrow(`${expected}undefined`);
  });
});

describe('a function that throws', () => {
  it('is named with what it was run on, and its own error is the cause', () => {
    const own = new RangeError('no such thing');
    const fail = () => { throw own; };
    const on = ' on Values that stand for any row, here with the data 0.8414709848078965, 0.9092974268256817';
    expect(() => compile((x, y) => (x === y ? x : fail()))).toThrow(
      new Error(`compile ran the function${on}; it threw RangeError: no such thing. If it uses .data: ${advice}`, {
        cause: own,
      }));
    expect(() => compile(fail)).toThrow(
      new Error('compile ran the function without inputs (with a default or a rest parameter it needs the option ' +
        '{ inputs: n }, and gets its inputs as one array); it threw RangeError: no such thing', { cause: own }));
    expect(() => compile(fail, { inputs: 784 })).toThrow('-0.7568024953079282, -0.9589242746631385, …; it threw');
  });

  it('because it uses a Value as a number is told what to do', () => {
    expect(() => compile((x) => new Value((x as never as number) * 2))).toThrow(/use a\.add\(b\), a\.mul\(b\)/);
    expect(() => compile((x, y) => maxMargin([x], [y as never]))).toThrow(/^compile ran the function on Values/);
  });
});

describe('what some runs cannot show', () => {
  const rare = (x: Value) => (x.data > 1e6 ? x.mul(3) : x.mul(2));
  const message = `input 0 * 2 became input 0 * 3${then}`;

  it('compiles, and computes what the function does on other numbers', () => {
    expect([...compile(rare).forward([[1], [2e6]])]).toEqual([2, 4e6]);
  });

  it('is found by check, at the call and in the row in which it shows', () => {
    const w = new Value(2);
    const step = compile((x) => rare(x).mul(w), { check: true });
    expect([...step.forward([[1], [2]])]).toEqual([4, 8]);
    expect(step.backward([[1], [2]])).toBe(6);
    expect(w.grad).toBe(3);
    expect(() => step.forward([[1], [2e6]])).toThrow(new Error(
      `compile: the function's graph changes in row 1: ${message}`));
    expect(() => step.backward(Float64Array.of(2e6, 1))).toThrow('changes in row 0');
    expect(() => step.backward([[1], [2], [new Value(2e6)]])).toThrow('changes in row 2');
    expect(w.grad, 'a call that is refused adds nothing').toBe(3);
  });

  it('such as an if on a Value that the graph is not made of', () => {
    const isTraining = new Value(1);
    const fn = (x: Value) => (isTraining.data > 0 ? x.mul(2) : x.mul(3));
    const step = compile(fn, { check: true });
    expect([...step.forward([[1]])]).toEqual([2]);
    isTraining.data = 0;
    expect(() => step.forward([[1]])).toThrow(`in row 0: ${message}`);
  });

  it('such as the data of a Value that is no parameter otherwise', () => {
    const rate = new Value(2);
    const step = compile((x) => x.mul(rate.data), { check: true });
    rate.data = 3;
    expect(() => step.backward([[1]])).toThrow(`in row 0: ${message}`);
  });

  it('such as an if without inputs', () => {
    const w = new Value(1);
    const step = compile(() => (w.data > 1e6 ? w.mul(3) : w.mul(2)), { check: true });
    expect(step.backward()).toBe(2);
    w.data = 2e6;
    expect(() => step.backward()).toThrow('graph changes in row 0: parameter 0 * 2 became parameter 0 * 3');
  });

  it('such as a Value that was computed outside: it is computed anew, where the engine keeps its number', () => {
    const w = new Value(2);
    const outside = w.mul(10);
    const step = compile((x) => x.mul(outside));
    expect(new Set(step.parameters)).toEqual(new Set([w, outside.inputs[1]])); // the leaves: w, and what was 10
    const checked = compile((x) => x.mul(outside), { check: true });
    expect(checked.backward([[1]])).toBe(20);
    w.data = 3;
    expect(step.backward([[1], [1]])).toBe(30);
    expect(w.grad).toBe(20);
    expect(() => checked.forward([[0], [1]])).toThrow(
      'row 1: the compiled function gives 30, the engine 20: does the function use a Value that was computed outside?');
  });

  it('is looked for in each row, with all of its inputs and outputs', () => {
    const w = new Value(2);
    const outside = w.mul(10);
    const fn = ([x, y, z]: Value[]) => [x.mul(y), z.mul(x), y.mul(outside)];
    const step = compile(fn, { inputs: 3, outputs: 3, check: true });
    const rows = [[1, 0, 5], [2, 0, 6], [3, 0, 7], [4, 1, 8]];
    w.data = 3;
    expect([...step.forward(rows.slice(0, 3))]).toEqual([0, 5, 0, 0, 12, 0, 0, 21, 0]);
    expect(() => step.forward(rows)).toThrow('row 3: the compiled function gives 30, the engine 20');
  });

  it('is not looked for where check is off: the function is not run again', () => {
    let runs = 0;
    const step = compile((x) => {
      runs++;
      return x.mul(2);
    });
    const whenCompiled = runs;
    step.backward([[1], [2]]);
    step.forward([[1]]);
    expect(runs).toBe(whenCompiled);
  });
});
