// Derivatives that are expressions: against PyTorch's, against differences, at corners, and of large graphs.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import { gradcheck, gradients, hessian, MLP, Random, sum, Value } from '../../src/index.ts';
import { build, corners, hessians, wantCorner, wantHessian } from '../support/derivative-checks.ts';
import { operandsOf, runOnNumbers, runOnValues, tamePrograms, type Program } from '../support/expressions.ts';
import { runs } from '../support/seed.ts';

const dataOf = (values: readonly Value[]) => values.map(({ data }) => data);

describe('PyTorch’s double backward', () => {
  interface Vector {
    inputs: number[];
    program: [op: keyof typeof torch, i: number, jOrConstant: number][];
    output: number;
    grads: number[];
    hessian: number[][];
    third: number[];
  }
  const torch = {
    add: (nodes: Value[], i: number, j: number) => nodes[i].add(nodes[j]),
    sub: (nodes: Value[], i: number, j: number) => nodes[i].sub(nodes[j]),
    mul: (nodes: Value[], i: number, j: number) => nodes[i].mul(nodes[j]),
    div: (nodes: Value[], i: number, j: number) => nodes[i].div(nodes[j]),
    max: (nodes: Value[], i: number, j: number) => nodes[i].max(nodes[j]),
    powv: (nodes: Value[], i: number, j: number) => nodes[i].pow(nodes[j]),
    pow: (nodes: Value[], i: number, constant: number) => nodes[i].pow(constant),
    neg: (nodes: Value[], i: number) => nodes[i].neg(),
    relu: (nodes: Value[], i: number) => nodes[i].relu(),
    tanh: (nodes: Value[], i: number) => nodes[i].tanh(),
    exp: (nodes: Value[], i: number) => nodes[i].exp(),
    log: (nodes: Value[], i: number) => nodes[i].log(),
    sigmoid: (nodes: Value[], i: number) => nodes[i].sigmoid(),
    sin: (nodes: Value[], i: number) => nodes[i].sin(),
    cos: (nodes: Value[], i: number) => nodes[i].cos(),
  };
  const lines = readFileSync(new URL('../fixtures/second-order.jsonl', import.meta.url), 'utf8').trim().split('\n');
  const vectors = lines.map((line) => JSON.parse(line) as Vector);

  /** The output, the gradients, the Hessian and the third derivatives, in one list. */
  const derivativesOf = ({ program }: Vector) => (inputs: Value[]): Value[] => {
    const nodes = [...inputs];
    for (const [op, i, j] of program) nodes.push(torch[op](nodes, i, j));
    const root = nodes[nodes.length - 1];
    const rows = hessian(root, inputs);
    const third = rows.map((row, i) => gradients(row[i], [inputs[i]])[0]);
    return [root, ...gradients(root, inputs), ...rows.flat(), ...third];
  };
  const expectedOf = ({ output, grads, hessian, third }: Vector) => [output, ...grads, ...hessian.flat(), ...third];
  const wantClose = (actual: ArrayLike<number>, expected: number[]) => {
    expect(actual).toHaveLength(expected.length);
    expected.forEach((x, i) => { expect(Math.abs(actual[i] - x)).toBeLessThanOrEqual(1e-9 * Math.abs(x)); });
  };

  it('has 100 programs here', () => { expect(vectors).toHaveLength(100); });

  const each = it.each(vectors.map((vector, i) => [i, vector] as const));

  each('gives the same up to the third order, to 1e-9: program %d', (_, vector) => {
    wantClose(dataOf(derivativesOf(vector)(vector.inputs.map((x) => new Value(x)))), expectedOf(vector));
  });

  each('gives the same to compiled functions: program %d', (_, vector) => {
    const expected = expectedOf(vector);
    const compiled = compile(derivativesOf(vector), { inputs: vector.inputs.length, outputs: expected.length });
    wantClose(compiled.forward([vector.inputs]), expected);
  });
});

describe('corners are PyTorch’s, and have no NaN where its have', () => {
  it.each(Object.keys(corners))('%s', (name) => { wantCorner({ gradients } as never, name); });
  it.each(Object.keys(hessians))('%s', (name) => { wantHessian({ hessian } as never, name); });
});

/** There PyTorch's Hessian is not symmetric, and so neither is ours: see `hessians`. */
const hasZeroExponent = (program: Program) => {
  const data = runOnNumbers(program);
  return program.steps.some((step) => step.op === '**' && operandsOf(step, data)[1] === 0);
};

describe('gradients of any expression', () => {
  it('pass gradcheck themselves', () => {
    let checked = 0;
    fc.assert(fc.property(tamePrograms({ maxSteps: 8 }), fc.nat(99), (program, pick) => {
      if (hasZeroExponent(program)) return;
      const slope = (...leaves: Value[]) => {
        const nodes = runOnValues(program, leaves, (x) => new Value(x));
        return gradients(nodes[nodes.length - 1], leaves)[pick % leaves.length];
      };
      const { inputs } = gradcheck(slope, program.leaves);
      // At its kink a slope jumps: then there is no second derivative to compare with.
      for (const { verdict, numeric, analytic } of inputs) {
        if (verdict === 'unclear' || verdict === 'kink') continue;
        if (Math.abs(numeric) < 1e6) expect(verdict, `${numeric} and ${analytic}`).not.toBe('wrong');
        checked++;
      }
    }), runs(200));
    expect(checked).toBeGreaterThan(runs(200).numRuns);
  });

  it('have symmetric Hessians', () => {
    fc.assert(fc.property(tamePrograms({ maxSteps: 10 }), (program) => {
      if (hasZeroExponent(program)) return;
      const { leaves, nodes } = build(program);
      const rows = hessian(nodes[nodes.length - 1], leaves).map(dataOf);
      const size = Math.max(1, ...rows.flat().map(Math.abs));
      rows.forEach((row, i) => {
        row.forEach((entry, j) => { expect(Math.abs(entry - rows[j][i])).toBeLessThanOrEqual(1e-9 * size); });
      });
    }), runs(300));
  });

  it('touch no grad', () => {
    fc.assert(fc.property(tamePrograms(), (program) => {
      const { leaves, nodes } = build(program);
      nodes.forEach((node, i) => {
        Object.defineProperty(node, 'grad', { get: () => { throw new Error(`grad ${i} is read`); } });
      });
      hessian(nodes[nodes.length - 1], leaves);
    }), runs(50));
  });
});

describe('gradients', () => {
  it('of a Value by itself are 1, and where there is no way they are 0: each a Value of its own', () => {
    const [x, other] = [new Value(3), new Value(4)];
    expect(dataOf(gradients(x, [x, other, other]))).toEqual([1, 0, 0]);
    const [first, second] = gradients(x.exp(), [other, other]);
    expect(first).not.toBe(second);
    expect(first.op).toBe('');
  });

  it('go to inner nodes, too, and through one x to another', () => {
    const x = new Value(3);
    const square = x.mul(x);
    const y = square.mul(square);
    expect(dataOf(gradients(y, [square, x, y]))).toEqual([18, 108, 1]);
  });

  it('have the order of the xs, which may come twice, or in a frozen array', () => {
    const [a, b] = [new Value(3), new Value(4)];
    expect(dataOf(gradients(a.mul(b), Object.freeze([b, a, b])))).toEqual([3, 4, 3]);
  });

  it('give a Hessian-vector product by two calls, equal to the Hessian times the vector', () => {
    const model = new MLP(2, [3, 1], { activation: 'tanh', random: new Random(1) });
    const xs = model.parameters();
    const y = model.forward([0.5, -1])[0].pow(2);
    const v = xs.map((_, i) => Math.sin(i + 1));
    const slope = sum(gradients(y, xs).map((g, i) => g.mul(v[i])));
    const product = dataOf(gradients(slope, xs));
    const rows = hessian(y, xs);
    expect(rows).toHaveLength(13);
    rows.forEach((row, i) => {
      expect(product[i]).toBeCloseTo(row.reduce((total, entry, j) => total + entry.data * v[j], 0), 12);
    });
  });

  it('are Values like others: `backward` of a gradient gives second derivatives', () => {
    const x = new Value(0.5);
    const [slope] = gradients(x.tanh(), [x]);
    slope.backward();
    const t = Math.tanh(0.5);
    expect(x.grad).toBeCloseTo(-2 * t * (1 - t * t), 15);
  });

  it('of a Value that appears as itself and as a Proxy are an error, never a 0', () => {
    const x = new Value(3);
    const p = new Proxy(x, {});
    expect(() => gradients(x.mul(x), [p])).toThrow('under two identities');
    expect(() => gradients(p.mul(p), [x])).toThrow('under two identities');
    expect(() => gradients(p.mul(x), [x])).toThrow('under two identities');
    expect(dataOf(gradients(p.mul(p), [p]))).toEqual([6]);
    expect(x.next).toBeUndefined();
  });

  it('name what is wrong', () => {
    const x = new Value(1);
    const wrong = (...args: unknown[]) => () => gradients(...args as [Value, Value[]]);
    expect(wrong(2, [x])).toThrow(new TypeError('gradients: expected y to be a Value, got 2'));
    expect(wrong([x], [x])).toThrow(/expected y to be a Value, got an array of length 1; a network returns an array/);
    expect(wrong(x, x)).toThrow(
      new TypeError('gradients: expected xs to be a list of Values, not empty, got Value(data=1, grad=0)'));
    expect(wrong(x, [])).toThrow(
      new RangeError('gradients: expected xs to be a list of Values, not empty, got an array of length 0'));
    expect(wrong(x, [x, 3])).toThrow(new TypeError('gradients: expected xs[1] to be a Value, got 3'));
    expect(() => hessian(x, [])).toThrow(new RangeError(
      'hessian: expected xs to be a list of Values, not empty, got an array of length 0'));
    expect(() => hessian(2 as never, [x])).toThrow(new TypeError('hessian: expected y to be a Value, got 2'));
  });
});

describe('a graph of 100,000 nodes', () => {
  it('is differentiated twice without recursion', () => {
    const x = new Value(1);
    let y = x;
    for (let i = 0; i < 50_000; i++) y = y.mul(x).when(x); // x ** 50001, which V8's stack would not hold
    const [first] = gradients(y, [x]);
    const [second] = gradients(first, [x]);
    expect([first.data, second.data]).toEqual([50_001, 50_001 * 50_000]);
  }, 60_000);
});
