// A run forward and backward, taken apart: each step and its arithmetic, the right run and the two classic bugs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { put, rules } from '../../examples/playground/src/expression/rules.ts';
import { parseProgram } from '../../examples/playground/src/expression/program.ts';
import { frameAt, isConstant, nameOf, stepsOf, type Step } from '../../examples/playground/src/expression/steps.ts';
import { parseFormula, topologicalOrder, Value, type Op } from '../../src/index.ts';
import { runOnValues, tamePrograms } from '../support/expressions.ts';
import { runs } from '../support/seed.ts';

const backwardOf = (steps: Step[]) => steps.filter((step) => step.kind === 'backward');
/** Each arrival: to whom, what, and what it makes of the grad. */
const arrivalsOf = (text: string, way?: Parameters<typeof stepsOf>[1]) =>
  backwardOf(stepsOf(parseProgram(text).root, way)).map(({ node, arrivals }) =>
    [node.label, ...arrivals.map(({ to, amount, after }) => [to.label, amount, after])]);
const finalGrads = (root: Value, way?: Parameters<typeof stepsOf>[1]) => {
  const steps = stepsOf(root, way);
  return frameAt(root, steps, steps.length).grads;
};

describe('the right run', () => {
  it('of L = (a * b + c) * f goes forward, begins at L with 1, and comes back node by node', () => {
    const { root } = parseProgram('a = 2; b = -3; c = 10; f = -2; e = a * b; d = e + c; L = d * f');
    expect(stepsOf(root).map(({ kind, node }) => `${kind} ${String(node.label)}`)).toEqual([
      'forward e', 'forward d', 'forward L', 'seed L', 'backward L', 'backward d', 'backward e',
    ]);
    expect(arrivalsOf('a = 2; b = -3; c = 10; f = -2; e = a * b; d = e + c; L = d * f')).toEqual([
      ['L', ['d', -2, -2], ['f', 4, 4]], ['d', ['e', -2, -2], ['c', -2, -2]], ['e', ['a', 6, 6], ['b', -4, -4]],
    ]);
  });

  it('of b = a + a has two arrivals at a', () => {
    expect(arrivalsOf('a = 3; b = a + a')).toEqual([['b', ['a', 1, 1], ['a', 1, 2]]]);
  });

  it('ends with the gradients of `backward()`, bit for bit, constants aside, and leaves the graph alone', () => {
    fc.assert(fc.property(tamePrograms({ maxSteps: 12 }), (program) => {
      const leaves = program.leaves.map((x, i) => new Value(x, `x${i}`));
      const values = runOnValues<Value>(program, leaves, (x) => new Value(x));
      const root = values[values.length - 1];
      const grads = finalGrads(root);
      const order = topologicalOrder(root);
      expect(order.every(({ grad }) => grad === 0)).toBe(true);
      root.backward();
      for (const value of order) {
        if (isConstant(value) && value !== root) expect(grads.has(value)).toBe(false);
        else expect(grads.get(value) ?? 0).toBe(value.grad);
      }
    }), runs(200));
  });

  it('can be shown at any place, going either way', () => {
    const { root } = parseProgram('a = 3; b = a + a; c = b * b');
    const steps = stepsOf(root);
    const seen = [...steps, undefined].map((_, position) => {
      const { step, computed, grads } = frameAt(root, steps, position);
      return [step?.kind, computed.size, [...grads].map(([{ label }, grad]) => `${String(label)} ${grad}`).join(', ')];
    });
    expect(seen).toEqual([
      [undefined, 1, ''], ['forward', 2, ''], ['forward', 3, ''], ['seed', 3, 'c 1'], ['backward', 3, 'c 1, b 12'],
      ['backward', 3, 'c 1, b 12, a 24'],
    ]);
  });

  it('of a single leaf is its 1', () => {
    expect(stepsOf(new Value(2)).map(({ kind }) => kind)).toEqual(['seed']);
  });
});

describe('the classic bugs', () => {
  it('with `=` for `+=`, the last arrival is all that stays', () => {
    expect(arrivalsOf('a = 3; b = a + a', 'overwrite')).toEqual([['b', ['a', 1, 1], ['a', 1, 1]]]);
  });

  it('without an order, as in the assignment’s wrong order, b passes on what it has twice: a gets 8', () => {
    expect(arrivalsOf('a = 1; b = a + a; c = b + b', 'unordered')).toEqual([
      ['c', ['b', 1, 1], ['b', 1, 2]], ['b', ['a', 2, 2], ['a', 2, 4]], ['b', ['a', 2, 6], ['a', 2, 8]],
    ]);
  });

  it('do no harm where no Value is used twice', () => {
    const { root } = parseProgram('(a * b + c) * tanh(f)');
    for (const way of ['overwrite', 'unordered'] as const) expect(finalGrads(root, way)).toEqual(finalGrads(root));
  });

  it('without an order, a graph of 2 ** 100 ways is broken off after 1000 steps, and says so', () => {
    let value = new Value(1, 'a');
    for (let i = 0; i < 100; i++) value = value.add(value);
    const steps = stepsOf(value, 'unordered');
    expect(backwardOf(steps).length).toBe(1000);
    expect(steps.at(-1)?.kind).toBe('cut');
  });
});

describe('a constant', () => {
  it('gets no gradient, so the square of a negative number shows no NaN', () => {
    const { root } = parseProgram('a = -2\ny = a ** 2');
    expect(arrivalsOf('a = -2\ny = a ** 2')).toEqual([['y', ['a', -4, -4]]]);
    expect([...finalGrads(root)].map(([{ label }, grad]) => [label, grad])).toEqual([['y', 1], ['a', -4]]);
  });

  it('that is all of the formula is its own result, with the gradient 1', () => {
    expect([...finalGrads(parseProgram('5').root).values()]).toEqual([1]);
  });
});

describe('the name of a Value', () => {
  it('without a label counts the operations, and none that somebody else has', () => {
    const { root } = parseProgram('v1 = 2\n(v1 * 3 + 1) * v1');
    stepsOf(root);
    expect(topologicalOrder(root).map(nameOf)).toEqual(['v1', '3', 'v2', '1', 'v3', 'v4']);
  });
});

describe('the rules', () => {
  const ops = Object.keys(rules) as (keyof typeof rules)[];
  const node = (op: Op, a: Value, b: Value) => {
    const { y } = rules[op as keyof typeof rules];
    return parseFormula(y, { a, b });
  };

  it.each(ops)('say of %s what the engine does', (op) => {
    const numbers = fc.double({ min: 0.1, max: 4, noNaN: true });
    fc.assert(fc.property(numbers, numbers, fc.boolean(), (x, z, isNegative) => {
      const [a, b] = [isNegative && op !== 'log' && op !== '**' ? -x : x, z].map((data) => new Value(data));
      const y = node(op, a, b);
      expect(y.op).toBe(op);
      y.backward();
      for (const [side, value] of [['a', a], ['b', b]] as const) {
        const rule = rules[op][side];
        if (rule === undefined) continue;
        const wanted = rule.includes(' if ') ? byCases(rule, a.data, b.data) : parseFormula(rule, { a, b, y }).data;
        expect(value.grad).toBeCloseTo(wanted, 10);
      }
    }), runs(50));
  });

  /** Reads "1 if a > b, 1/2 if a = b, else 0". */
  function byCases(rule: string, a: number, b: number): number {
    const number = { a, b, 0: 0 };
    for (const [, result, left, sign, right] of rule.matchAll(/([\d/]+) if (\w) ([>=]) (\w)/g)) {
      const difference = number[left as 'a'] - number[right as 'b'];
      if (sign === '>' ? difference > 0 : difference === 0) return parseFormula(result).data;
    }
    return Number(/else (\d)/.exec(rule)?.[1]);
  }

  it('take names and numbers in the places of a, b and y', () => {
    expect(put(rules['**'].a, { a: 'x', b: '(−2)', y: 'z' })).toBe('(−2) * x ** ((−2) - 1)');
    expect(put(rules.tanh.y, { a: 'n', b: '', y: '' })).toBe('tanh(n)');
  });
});
