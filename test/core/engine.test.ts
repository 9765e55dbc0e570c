import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { propagate, topologicalOrder, Value, type Op } from '../../src/engine.ts';

/** What a node of these operands is worth, and the gradients of its operands after `backward()`. */
function run(make: (a: Value, b: Value) => Value, a: number, b = NaN): [data: number, byA: number, byB: number] {
  const [x, y] = [new Value(a), new Value(b)];
  const node = make(x, y);
  node.backward();
  return [node.data, x.grad, y.grad];
}

/** As above, when the node's own gradient is g. */
function step(g: number, make: (a: Value, b: Value) => Value, a: number, b = NaN): [byA: number, byB: number] {
  const [x, y] = [new Value(a), new Value(b)];
  const node = make(x, y);
  node.grad = g;
  propagate(node);
  return [x.grad, y.grad];
}

const binary = {
  '+': (a, b) => a.add(b), '-': (a, b) => a.sub(b), '*': (a, b) => a.mul(b), '/': (a, b) => a.div(b),
  '**': (a, b) => a.pow(b), max: (a, b) => a.max(b), when: (a, b) => a.when(b),
} satisfies Partial<Record<Op, (a: Value, b: Value | number) => Value>>;

const unary = {
  neg: (a) => a.neg(), exp: (a) => a.exp(), log: (a) => a.log(), relu: (a) => a.relu(), tanh: (a) => a.tanh(),
  sigmoid: (a) => a.sigmoid(), sin: (a) => a.sin(), cos: (a) => a.cos(),
} satisfies Partial<Record<Op, (a: Value) => Value>>;

// The derivatives in these two tables are worked out by hand from school formulas.
const binaryExamples: [op: keyof typeof binary, a: number, b: number, data: number, byA: number, byB: number][] = [
  ['+', 3, -4, -1, 1, 1],
  ['-', 3, -4, 7, 1, -1],
  ['*', 3, -4, -12, -4, 3],
  ['/', 3, -4, -0.75, -0.25, -0.1875], // -a / b² = -3 / 16
  ['**', 2, 3, 8, 12, 8 * Math.LN2],
  ['**', 4, 0.5, 2, 0.25, 2 * Math.log(4)],
  ['**', 2, -1, 0.5, -0.25, 0.5 * Math.LN2],
  ['max', 3, -4, 3, 1, 0],
  ['max', -4, 3, 3, 0, 1],
  ['when', -4, 3, -4, 1, 0],
  ['when', -4, -3, 0, 0, 0],
];

const unaryExamples: [op: keyof typeof unary, a: number, data: number, byA: number][] = [
  ['neg', 3, -3, -1],
  ['exp', 1, Math.E, Math.E],
  ['log', 4, Math.log(4), 0.25],
  ['relu', 3, 3, 1],
  ['relu', -3, 0, 0],
  ['tanh', Math.log(2), 0.6, 0.64], // (2 - 1/2) / (2 + 1/2), and 1 - 0.36
  ['sigmoid', Math.log(3), 0.75, 0.1875], // 3 / 4, and 3/4 * 1/4
  ['sin', Math.PI / 6, 0.5, Math.sqrt(3) / 2],
  ['cos', Math.PI / 6, Math.sqrt(3) / 2, -0.5],
];

describe('the operations', () => {
  it.each(binaryExamples)('%s of %d and %d is %d, with derivatives %d and %d', (op, a, b, ...expected) => {
    run(binary[op], a, b).forEach((x, i) => { expect(x).toBeCloseTo(expected[i], 14); });
  });

  it.each(unaryExamples)('%s of %d is %d, with derivative %d', (op, a, ...expected) => {
    const [data, byA] = run(unary[op], a);
    expect(data).toBeCloseTo(expected[0], 14);
    expect(byA).toBeCloseTo(expected[1], 14);
  });

  it.each(binaryExamples)('%s takes a number on the right, which becomes a leaf', (op, a, b, data, byA) => {
    const x = new Value(a);
    const node = binary[op](x, b);
    node.backward();
    expect(node.data).toBeCloseTo(data, 14);
    expect(x.grad).toBeCloseTo(byA, 14);
    expect(node.inputs.map((input) => [input.data, input.op])).toEqual([[a, ''], [b, '']]);
  });
});

describe('what a Value knows of itself', () => {
  it.each(Object.entries({ ...binary, ...unary }))('%s stands in the op of the node that it makes', (op, make) => {
    expect(make(new Value(0.5), new Value(2)).op).toBe(op);
  });

  it('has its operands as inputs: two, one, or none for a leaf', () => {
    const [a, b] = [new Value(1), new Value(2)];
    expect(a.sub(b).inputs.map((input) => input === a)).toEqual([true, false]);
    expect(a.sub(b).inputs[1]).toBe(b);
    expect(a.exp().inputs).toHaveLength(1);
    expect(a.exp().inputs[0]).toBe(a);
    expect(a.inputs).toEqual([]);
    expect(a.op).toBe('');
  });

  it('has x twice among the inputs of x.mul(x)', () => {
    const x = new Value(3);
    const { inputs } = x.mul(x);
    expect(inputs).toHaveLength(2);
    expect(inputs.every((input) => input === x)).toBe(true);
  });

  it('has a label when it was given one, which may be set later', () => {
    const a = new Value(2, 'a');
    expect(a.label).toBe('a');
    const b = a.neg();
    expect('label' in b).toBe(false); // no field, which would cost every node 8 bytes
    b.label = 'b';
    expect(b.label).toBe('b');
    expect(new Value(1, '').label).toBe('');
  });

  it('begins with a gradient of 0', () => {
    expect(new Value(5).grad).toBe(0);
    expect(new Value(5).add(1).grad).toBe(0);
  });
});

describe('topologicalOrder', () => {
  it('has inputs before outputs, each node once, the root last', () => {
    const a = new Value(2);
    const b = a.mul(a);
    const c = b.add(a);
    const d = c.mul(b);
    const order = topologicalOrder(d);
    expect(order).toHaveLength(4);
    [a, b, c, d].forEach((node, i) => { expect(order[i]).toBe(node); }); // this graph has only one such order
  });

  it('holds only what the root was made of', () => {
    const a = new Value(2);
    const b = a.exp();
    const order = topologicalOrder(b.neg());
    b.sin();
    a.cos();
    expect(order.map((node) => node.op)).toEqual(['', 'exp', 'neg']);
  });

  it('of a leaf is the leaf', () => {
    const a = new Value(2);
    expect(topologicalOrder(a)).toHaveLength(1);
    expect(topologicalOrder(a)[0]).toBe(a);
  });

  it('is the same however often overlapping graphs are sorted in between', () => {
    const a = new Value(2);
    const b = a.mul(3);
    const left = b.exp().add(a);
    const right = a.sin().mul(b).sub(b.cos());
    const before = [topologicalOrder(left), topologicalOrder(right)];
    topologicalOrder(b);
    const after = [topologicalOrder(left), topologicalOrder(right), topologicalOrder(left)];
    expect(after[0].every((node, i) => node === before[0][i])).toBe(true);
    expect(after[1].every((node, i) => node === before[1][i])).toBe(true);
    expect(after[2].every((node, i) => node === before[0][i])).toBe(true);
    expect(after.map((order) => order.length)).toEqual([5, 7, 5]);
  });
});

describe('propagate', () => {
  it('does one step: the node’s gradient goes to its operands and no further', () => {
    const a = new Value(2);
    const b = a.mul(3);
    const c = b.mul(5);
    c.grad = 1;
    propagate(c);
    expect([c.grad, b.grad, a.grad]).toEqual([1, 5, 0]);
    propagate(b);
    expect([c.grad, b.grad, a.grad]).toEqual([1, 5, 15]);
  });

  it('adds to the gradients that are there', () => {
    const a = new Value(2);
    a.grad = 100;
    const b = a.mul(3);
    b.grad = 7;
    propagate(b);
    expect(a.grad).toBe(121);
  });

  it('of a leaf does nothing', () => {
    const a = new Value(2);
    a.grad = 1;
    propagate(a);
    expect([a.data, a.grad]).toEqual([2, 1]);
  });

  it('over the reversed order is all that backward does', () => {
    const a = new Value(2);
    const root = a.mul(a).add(a.exp()).tanh();
    root.grad = 1;
    for (const node of topologicalOrder(root).reverse()) propagate(node);
    const byHand = a.grad;
    a.grad = 0;
    root.backward();
    expect(a.grad).toBe(byHand);
  });
});

describe('backward', () => {
  it('of a leaf adds 1 to its own gradient', () => {
    const a = new Value(2);
    a.backward();
    expect(a.grad).toBe(1);
    a.backward();
    expect(a.grad).toBe(2);
  });

  it('gives a = 4, not 6, for b = a + a, c = b + b', () => {
    const a = new Value(1);
    const b = a.add(a);
    b.add(b).backward();
    expect([a.grad, b.grad]).toEqual([4, 2]);
  });

  it('when called twice adds exactly one more gradient to the leaves and begins anew in between', () => {
    const a = new Value(3);
    const b = a.mul(a);
    const c = b.mul(b); // a⁴
    c.backward();
    expect([a.grad, b.grad, c.grad]).toEqual([108, 18, 1]);
    c.backward();
    expect([a.grad, b.grad, c.grad]).toEqual([216, 18, 1]);
    a.grad = 0;
    c.backward();
    expect([a.grad, b.grad, c.grad]).toEqual([108, 18, 1]);
  });

  it('of two losses that share a subgraph adds up at the leaves', () => {
    const a = new Value(3);
    const shared = a.mul(a);
    const one = shared.mul(2);
    const two = shared.add(a);
    one.backward();
    expect(a.grad).toBe(12);
    two.backward();
    expect(a.grad).toBe(12 + 7);
    expect(shared.grad).toBe(1);
    expect(one.grad).toBe(1); // no part of `two`: left as it was
  });

  it('of a node inside a larger graph leaves what lies above alone', () => {
    const a = new Value(3);
    const b = a.mul(2);
    const c = b.exp();
    b.backward();
    expect([a.grad, b.grad, c.grad]).toEqual([2, 1, 0]);
  });
});

describe('IEEE numbers', () => {
  it.each<[what: string, make: (a: Value, b: Value) => Value, a: number, b: number, expected: number[]]>([
    ['1 / 0', binary['/'], 1, 0, [Infinity, Infinity, -Infinity]],
    ['-1 / 0', binary['/'], -1, 0, [-Infinity, Infinity, Infinity]],
    ['1 / -0', binary['/'], 1, -0, [-Infinity, -Infinity, -Infinity]], // by b: -1 / (-0)², and (-0)² is 0
    ['0 / 0', binary['/'], 0, 0, [NaN, Infinity, NaN]],
    ['Infinity - Infinity', binary['-'], Infinity, Infinity, [NaN, 1, -1]],
    ['0 * Infinity', binary['*'], 0, Infinity, [NaN, Infinity, 0]],
    ['log(0)', unary.log, 0, 0, [-Infinity, Infinity, 0]],
    ['log(-1)', unary.log, -1, 0, [NaN, -1, 0]],
    ['exp(1000)', unary.exp, 1000, 0, [Infinity, Infinity, 0]],
    ['exp(-1000)', unary.exp, -1000, 0, [0, 0, 0]],
    ['relu(0)', unary.relu, 0, 0, [0, 0, 0]],
    ['relu(-0)', unary.relu, -0, 0, [0, 0, 0]],
    ['relu(NaN)', unary.relu, NaN, 0, [NaN, 1, 0]],
    ['tanh(1000)', unary.tanh, 1000, 0, [1, 0, 0]],
    ['tanh(-1000)', unary.tanh, -1000, 0, [-1, 0, 0]],
    ['sigmoid(1000)', unary.sigmoid, 1000, 0, [1, 0, 0]],
    ['sigmoid(-1000)', unary.sigmoid, -1000, 0, [0, 0, 0]],
    ['sin(Infinity)', unary.sin, Infinity, 0, [NaN, NaN, 0]],
    ['cos(Infinity)', unary.cos, Infinity, 0, [NaN, NaN, 0]],
    ['(-2) ** 2', binary['**'], -2, 2, [4, -4, NaN]],
    ['(-2) ** 0.5', binary['**'], -2, 0.5, [NaN, NaN, NaN]],
    ['0 ** 2', binary['**'], 0, 2, [0, 0, 0]],
    ['0 ** 1', binary['**'], 0, 1, [0, 1, 0]],
    ['0 ** 0.5', binary['**'], 0, 0.5, [0, Infinity, 0]],
    ['0 ** 0', binary['**'], 0, 0, [1, 0, 0]],
    ['5 ** 0', binary['**'], 5, 0, [1, 0, Math.log(5)]],
    ['NaN ** 0', binary['**'], NaN, 0, [1, 0, NaN]],
    ['0 ** -1', binary['**'], 0, -1, [Infinity, -Infinity, -Infinity]],
    ['max(2, 2)', binary.max, 2, 2, [2, 0.5, 0.5]],
    ['max(0, -0)', binary.max, 0, -0, [0, 0.5, 0.5]],
    ['max(Infinity, Infinity)', binary.max, Infinity, Infinity, [Infinity, 0.5, 0.5]],
    ['max(NaN, 1)', binary.max, NaN, 1, [NaN, 1, 1]],
    ['max(1, NaN)', binary.max, 1, NaN, [NaN, 1, 1]],
    ['5 when 0', binary.when, 5, 0, [0, 0, 0]],
    ['5 when -0', binary.when, 5, -0, [0, 0, 0]],
    ['5 when NaN', binary.when, 5, NaN, [5, 1, 0]],
    ['Infinity when -1', binary.when, Infinity, -1, [0, 0, 0]],
    ['NaN when 1', binary.when, NaN, 1, [NaN, 1, 0]],
    ['5 when Number.MIN_VALUE', binary.when, 5, Number.MIN_VALUE, [5, 1, 0]],
  ])('%s flows as in PyTorch', (_, make, a, b, expected) => {
    run(make, a, b).forEach((x, i) => { expect(x + 0).toBe(expected[i]); }); // + 0: a -0 will do for a 0
  });

  it('neg(0) is -0', () => {
    expect(new Value(0).neg().data).toBe(-0);
  });

  it.each<[what: string, make: (a: Value, b: Value) => Value, a: number, b: number, expected: number[]]>([
    ['relu of a negative number', unary.relu, -1, 0, [0, 0]],
    ['max', binary.max, 1, 2, [0, Infinity]],
    ['max', binary.max, 2, 1, [Infinity, 0]],
    ['a closed when', binary.when, 2, -1, [0, 0]],
    ['a power of 0', binary['**'], 0, 0, [0, 0]],
  ])('an infinite gradient gives no NaN to the operand that %s does not depend on', (_, make, a, b, expected) => {
    expect(step(Infinity, make, a, b)).toEqual(expected);
  });
});

describe('misuse', () => {
  const error = (got: string) =>
    new TypeError(`Value: expected data to be a number, or an operand to be a number or a Value, got ${got}`);
  const wrong: [unknown, string][] = [
    ['3', '"3"'], ['two', '"two"'], [undefined, 'Undefined'], [null, 'Null'], [true, 'Boolean'], [3n, 'BigInt'],
    [{}, 'Object'], [Object.create(null), 'Object'], [[1, 2], 'Array'], [Float32Array.of(1), 'Float32Array'],
    [new Date(0), 'Date'], [new Map(), 'Map'], [new Value(1).exp.bind(null), 'Function'], [Symbol('s'), 'Symbol'],
  ];

  it.each(wrong)('new Value(%o) throws, and says what it got', (data, got) => {
    expect(() => new Value(data as number)).toThrow(error(got));
  });

  it('new Value(value) throws', () => {
    expect(() => new Value(new Value(2) as unknown as number)).toThrow(error('Value'));
  });

  it.each([[5, 'Number'], [null, 'Null'], [['a'], 'Array']])('a label that is %o throws', (label, got) => {
    const error = new TypeError(`Value: expected label to be a text, got ${got}`);
    expect(() => new Value(2, label as unknown as string)).toThrow(error);
  });

  it('micrograd’s constructor, with operands and an operation, makes no Value with an operation', () => {
    const construct = Value as unknown as new (...args: unknown[]) => Value;
    const [a, b] = [new Value(2), new Value(3)];
    expect(() => new construct(6, [a, b], '*')).toThrow(TypeError);
    const v = new construct(2, 'x', true, a, b);
    expect([v.op, v.inputs]).toEqual(['', []]);
    v.mul(3).backward();
    v.mul(4).backward();
    expect(v.grad).toBe(7); // it adds up, since v is a leaf
  });

  it('an operation of a newer copy of the module, which has no derivative here, throws', () => {
    const root = new Value(8).exp();
    Object.assign(root, { op: 'cbrt' });
    expect(() => { root.backward(); }).toThrow(new TypeError('this copy of micrograd-lab has no derivative of cbrt'));
    expect(() => { propagate(root); }).toThrow(TypeError);
  });

  it.each(Object.entries(binary))('%s with an operand that is neither a number nor a Value throws', (_, make) => {
    for (const [operand, got] of wrong) {
      expect(() => make(new Value(1), operand as number)).toThrow(error(got));
    }
  });

  it('a Value in JavaScript’s own arithmetic throws, and names the method to call', () => {
    const [a, b] = [new Value(1), new Value(2)] as unknown as [number, number];
    const text = a as unknown as string;
    const mistakes = [
      () => a + b, () => a * 2, () => 2 - a, () => a / b, () => a ** 2, () => a < b, () => a >= 1, () => +text,
      () => -a, () => Math.max(a, b), () => isNaN(a), () => a == 1, () => text + 'x',
    ];
    for (const mistake of mistakes) {
      expect(mistake).toThrow(TypeError);
      expect(mistake).toThrow(/^Value\(data=[12], grad=0\) is not a number: use a\.add\(b\), a\.mul\(b\), a\.data, /);
      expect(mistake).toThrow('or `${a}` for a text');
    }
  });
});

describe('a Value as text', () => {
  const a = new Value(1.5, 'a');
  const b = a.mul(2);
  b.backward();

  it('is Value(data=…, grad=…) in toString, String, a template literal and join', () => {
    expect(b.toString()).toBe('Value(data=3, grad=1)');
    expect(String(b)).toBe('Value(data=3, grad=1)');
    expect(`b is ${b as unknown as string}`).toBe('b is Value(data=3, grad=1)');
    expect([a, b].join(' ')).toBe('Value(data=1.5, grad=2) Value(data=3, grad=1)');
  });

  it('is the same in console.log and util.inspect, also inside arrays', () => {
    expect(inspect(b)).toBe('Value(data=3, grad=1)');
    expect(inspect([a, b])).toBe('[ Value(data=1.5, grad=2), Value(data=3, grad=1) ]');
  });

  it('is its data and grad in JSON', () => {
    expect(JSON.stringify({ b })).toBe('{"b":{"data":3,"grad":1}}');
    expect(b.toJSON()).toEqual({ data: 3, grad: 1 });
  });
});

describe('graphs of any size and shape', () => {
  /** 1 + 1 + 1 + …, `length` times. */
  const chain = (start: Value, length: number) => {
    let sum = start;
    for (let i = 0; i < length; i++) sum = sum.add(1);
    return sum;
  };

  it('a chain of a million nodes is sorted and propagated', () => {
    const a = new Value(0);
    const root = chain(a, 1_000_000);
    root.backward();
    expect(root.data).toBe(1_000_000);
    expect(a.grad).toBe(1);
  });

  it('a chain of a million nodes down the right operand is too', () => {
    const a = new Value(0);
    let root = a;
    for (let i = 0; i < 1_000_000; i++) root = new Value(1).sub(root);
    root.backward();
    expect(root.data).toBe(0);
    expect(a.grad).toBe(1);
  });

  it('50 stacked diamonds, with 2⁵⁰ paths through them, have the gradient 2⁵⁰', () => {
    const a = new Value(1);
    let b = a;
    for (let i = 0; i < 50; i++) b = b.add(b);
    b.backward();
    expect(b.data).toBe(2 ** 50);
    expect(a.grad).toBe(2 ** 50);
  });

  it('10,000 stacked diamonds are each gone through once', () => {
    const a = new Value(3);
    let b = a;
    for (let i = 0; i < 10_000; i++) b = b.mul(0.25).add(b.mul(0.75)); // 1 in all, and exact: quarters of 3
    b.backward();
    expect(topologicalOrder(b)).toHaveLength(1 + 5 * 10_000);
    expect([b.data, a.grad]).toEqual([3, 1]);
  });

  it('10,000 diamonds whose edges cross both ways are too', () => {
    let [a, b] = [new Value(1), new Value(1)];
    const [x, y] = [a, b];
    for (let i = 0; i < 10_000; i++) [a, b] = [a.add(b).mul(0.5), b.add(a).mul(0.5)];
    a.add(b).backward();
    expect([x.grad, y.grad]).toEqual([1, 1]);
  });

  it('a Value used 100,000 times gets a gradient for each', () => {
    const a = new Value(2);
    let sum = new Value(0);
    for (let i = 0; i < 100_000; i++) sum = sum.add(a);
    sum.backward();
    expect(a.grad).toBe(100_000);
  });

  it('printing or comparing the end of a deep graph does not walk it', () => {
    const root = chain(new Value(0), 100_000);
    expect(inspect({ root }, { depth: Infinity })).toBe('{ root: Value(data=100000, grad=0) }');
    expect(JSON.stringify(root)).toBe('{"data":100000,"grad":0}');
    // A matcher that fails prints what it got.
    expect(() => { expect({ root: root.data }).toEqual({ root }); }).toThrow(/Value|"data": 100000/);
  });
});

describe('two copies of the module in one process', async () => {
  vi.resetModules();
  const copy = await import('../../src/engine.ts');

  it('are two classes', () => {
    expect(copy.Value).not.toBe(Value);
    expect(new copy.Value(1)).not.toBeInstanceOf(Value);
  });

  it('add up and propagate together, whichever of them made the root', () => {
    const a = new Value(2);
    const b = new copy.Value(3);
    const ours = a.mul(b); // both ways: ours of theirs …
    const theirs = b.mul(ours).add(a); // … and theirs of ours
    expect(theirs.data).toBe(20);
    theirs.backward();
    expect([a.grad, b.grad]).toEqual([10, 12]); // of a b² + a: b² + 1 and 2 a b
    a.add(theirs).backward();
    expect([a.grad, b.grad]).toEqual([10 + 11, 12 + 12]);
  });

  it('may each sort the same graph in turn', async () => {
    // Two that have sorted nothing yet: did they count their sorts, both counts would be the same.
    vi.resetModules();
    const one = await import('../../src/engine.ts');
    vi.resetModules();
    const other = await import('../../src/engine.ts');
    const a = new one.Value(2);
    const b = new other.Value(3);
    const root = a.mul(b).add(b.mul(a)).tanh();
    const orders = [one, other, other, one].map(({ topologicalOrder }) => topologicalOrder(root));
    for (const order of orders) {
      expect(order).toHaveLength(6);
      expect(order.every((node, i) => node === orders[0][i])).toBe(true);
    }
    root.grad = 1;
    for (const node of [...orders[1]].reverse()) other.propagate(node);
    const grads = [a.grad, b.grad];
    a.grad = 0;
    b.grad = 0;
    root.backward();
    expect([a.grad, b.grad]).toEqual(grads);
  });

  it('throw the same errors', () => {
    expect(() => new copy.Value(1).add(String(new Value(1)) as unknown as number)).toThrow(TypeError);
  });
});
