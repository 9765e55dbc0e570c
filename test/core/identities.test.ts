// A Value under two identities: as itself, and as a Proxy around it, which Vue's `reactive`, MobX and others make. For
// JavaScript's `===` these are two objects, but they share one `grad`. A graph that has both must give the right
// result, or say at once what is wrong; in version 0.1 it ran for 27 seconds, and then gave wrong numbers or none.
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import {
  Adam, gradcheck, MLP, Module, NumpyRandom, Random, SGD, toDot, topologicalOrder, trace, Value,
} from '../../src/index.ts';

const wrap = (value: Value): Value => new Proxy(value, {});

/** A Proxy that wraps whatever is read from it, as Vue's: each object once, or anew each time. */
function deep(value: Value, isCached: boolean): Value {
  const known = new WeakMap<object, object>();
  const wrapObject = (target: object): object => {
    const cached = isCached ? known.get(target) : undefined;
    const proxy = cached ?? new Proxy(target, {
      get: (object, key, receiver) => {
        const got: unknown = Reflect.get(object, key, receiver);
        return typeof got === 'object' && got !== null ? wrapObject(got) : got;
      },
    });
    known.set(target, proxy);
    return proxy;
  };
  return wrapObject(value) as Value;
}

/** The graph of each kind, made of a leaf x, and the derivative of its root at x = 3. */
const kinds: [kind: string, make: (x: Value) => Value, derivative: number][] = [
  // Under one identity, a Proxy or not, everything has always worked.
  ['a leaf that is always a Proxy', (x) => { const p = wrap(x); return p.mul(p).add(p); }, 7],
  ['a root that is a Proxy', (x) => wrap(x.mul(x)), 6],
  ['an operand that is a Proxy', (x) => new Value(5).mul(wrap(x)), 5],
  ['an inner node that is always a Proxy', (x) => { const q = wrap(x.mul(x)); return q.mul(q); }, 108],
  // Under two.
  ['p + x', (x) => wrap(x).add(x), 2],
  ['x + p', (x) => x.add(wrap(x)), 2],
  ['p * x', (x) => wrap(x).mul(x), 6],
  ['p + q, both around x', (x) => wrap(x).add(wrap(x)), 2],
  ['p + q, q around p', (x) => { const p = wrap(x); return p.add(wrap(p)); }, 2],
  ['p + q + x', (x) => wrap(x).add(wrap(x)).add(x), 3],
  ['an inner node', (x) => { const h = x.mul(x); return wrap(h).mul(2).add(h.mul(5)); }, 42],
  ['an inner node, first as itself', (x) => { const h = x.mul(x); return h.mul(5).add(wrap(h).mul(2)); }, 42],
  ['an inner node and the leaf below it', (x) => { const h = x.mul(x); return wrap(h).add(h).add(wrap(x)); }, 13],
  ['a node that one branch uses far below', (x) => {
    let far = wrap(x);
    for (let i = 0; i < 100; i++) far = far.add(1).tanh().add(0);
    return far.mul(0).add(x.mul(x));
  }, 6],
  ['a node that the other branch uses far below', (x) => {
    let far = x;
    for (let i = 0; i < 100; i++) far = far.add(1).tanh().add(0);
    return wrap(x).mul(x).add(far.mul(0));
  }, 6],
  ['the root and what it was made of', (x) => { const y = x.exp().log(); return wrap(y).add(y); }, 2],
  ['the root as an operand of itself', (x) => { const y = x.mul(2); return wrap(y.add(wrap(y))); }, 4],
  ['every use a new Proxy', (x) => [1, 2, 3].reduce((sum, k) => sum.add(wrap(x).mul(k)), new Value(0)), 6],
  ['a deep Proxy of the leaf', (x) => { const p = deep(x, true); return p.mul(p).add(x); }, 7],
  ['a deep Proxy of the root', (x) => deep(x.mul(x).add(x), true), 7],
  ['a deep Proxy of an inner node', (x) => { const h = x.mul(x); return deep(h, true).add(h).add(x); }, 13],
  ['a deep Proxy that is new for each read', (x) => deep(x.mul(x).add(x), false), 7],
  ['two deep Proxies', (x) => { const h = x.mul(x).add(x); return deep(h, false).add(deep(h, true)); }, 14],
];

/** Runs it for two seconds at most: a test that hangs would be ended by nobody. */
const atOnce = (run: () => void) => { runInNewContext('run()', { run }, { timeout: 2000 }); };

/** Runs it: its expectations hold, or it says that a Value has two identities. */
function orSaysSo(run: () => void): void {
  try {
    atOnce(run);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    expect(error.message).toMatch(/two identities/);
  }
}

describe.each(kinds)('a graph with %s', (_, make, derivative) => {
  it('gives its leaf the right gradient, or says at once that a Value has two identities', () => {
    const x = new Value(3);
    orSaysSo(() => {
      make(x).backward();
      expect(x.grad).toBeCloseTo(derivative, 12);
    });
  });

  it('does so after its leaf and inner nodes stood in other graphs', () => {
    const x = new Value(3);
    const y = x.mul(x);
    y.add(new Value(1).add(2).mul(y)).backward();
    make(x).data.toFixed();
    orSaysSo(() => {
      x.grad = 0;
      const root = make(x);
      topologicalOrder(root);
      root.backward();
      expect(x.grad).toBeCloseTo(derivative, 12);
    });
  });

  it('leaves every gradient as it was, if it says so, and the next graph is right', () => {
    const x = new Value(3);
    const y = x.mul(x);
    [x.grad, y.grad] = [0.5, 0.25];
    const root = make(x).add(y);
    try {
      atOnce(() => { root.backward(); });
    } catch {
      expect([x.grad, y.grad, root.grad]).toEqual([0.5, 0.25, 0]);
    }
    x.grad = 0;
    y.mul(2).backward();
    expect(x.grad).toBeCloseTo(12, 12);
  });

  it('stands in topologicalOrder with each Value once, inputs before outputs, or says so', () => {
    orSaysSo(() => {
      const order = topologicalOrder(make(new Value(3)));
      // Two identities share what is written to them.
      order.forEach((node, i) => { node.label = String(i); });
      expect(order.map(({ label }) => label)).toEqual(order.map((_, i) => String(i)));
      order.forEach(({ inputs }, i) => { expect(inputs.every(({ label }) => Number(label) < i)).toBe(true); });
    });
  });

  it('is drawn with each Value once, and every edge between nodes of it, or says so', () => {
    orSaysSo(() => {
      const root = make(new Value(3));
      const { nodes, edges } = trace(root);
      for (const { from, to } of edges) expect(nodes[from].id < nodes[to].id).toBe(true);
      expect(edges).toHaveLength(nodes.reduce((count, { value }) => count + value.inputs.length, 0));
      nodes.forEach(({ value }, i) => { value.label = String(i); });
      expect(nodes.map(({ value }) => value.label)).toEqual(nodes.map((_, i) => String(i)));
      expect(toDot(root)).not.toMatch(/undefined|NaN/);
    });
  });

  it('is good for gradcheck, or says so', () => {
    orSaysSo(() => {
      const { ok, inputs } = gradcheck((x: Value) => make(x), [3]);
      expect(ok).toBe(true);
      expect(inputs[0].analytic).toBeCloseTo(derivative, 12);
    });
  });

  it('is compiled to the right gradient, of an input or of a parameter, or says so', () => {
    orSaysSo(() => {
      const x = new Value(3);
      const step = compile((one: Value) => make(x).mul(one));
      expect(step.backward([[1]])).toBeCloseTo(make(new Value(3)).data, 12);
      expect(x.grad).toBeCloseTo(derivative, 12);
      expect([...step.forward([[2]])]).toEqual([2 * make(new Value(3)).data]);
    });
    orSaysSo(() => {
      const step = compile((x: Value) => make(x));
      expect([...step.forward([[3], [3.5]])]).toEqual([make(new Value(3)).data, make(new Value(3.5)).data]);
    });
  });
});

describe('F1, vuejs/core #2100', () => {
  it.each(kinds.slice(0, 4))('%s stands under one identity, and works', (_, make, derivative) => {
    const x = new Value(3);
    make(x).backward();
    expect(x.grad).toBe(derivative);
    expect(trace(make(x)).nodes.at(-1)?.data).toBe(make(x).data);
  });

  it('an optimizer of a Value and of a Proxy around it would move it twice, and says so', () => {
    const [x, y] = [new Value(3), new Value(4)];
    [x.grad, y.grad] = [5, NaN];
    for (const make of [SGD, Adam]) {
      expect(() => new make([x, y, wrap(x)])).toThrow(/two identities/);
      expect([x.grad, y.grad]).toEqual([5, NaN]);
      expect(new make([wrap(x), y, y]).parameters).toHaveLength(2);
    }
  });

  it('an error names both identities, and what to do', () => {
    const x = new Value(3);
    const message = 'one Value is used under two identities, as itself and through a Proxy around it: ' +
      'use the same one everywhere; in Vue, toRaw(value) returns the Value itself';
    atOnce(() => {
      expect(() => trace(wrap(x).add(x))).toThrow(new TypeError(message));
    });
  });

  // What reactive() of Vue 3 asks of a target before it makes a proxy: only these get one.
  const isWrapped = (x: object) =>
    /\[object (Object|Array|(Weak)?(Map|Set))\]/.test(Object.prototype.toString.call(x));
  const model = new MLP(2, [3, 1]);
  it.each<[string, object]>([
    ['a Value', new Value(1)], ['a Module', new Module()], ['an MLP', model], ['a Layer', model.layers[0]],
    ['a Neuron', model.layers[0].neurons[0]], ['a Random', new Random(1)], ['a NumpyRandom', new NumpyRandom(1)],
    ['an SGD', new SGD(model.parameters())], ['an Adam', new Adam(model.parameters())],
  ])('Vue makes no proxy of %s', (_, x) => {
    expect(isWrapped({})).toBe(true);
    expect(isWrapped(x)).toBe(false);
  });

  it('a class of a user that extends Module is left alone, too', () => {
    class Head extends Module {}
    expect(isWrapped(new Head())).toBe(false);
  });
});
