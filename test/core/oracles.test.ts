// Numbers that nobody on this project made up: PyTorch's, the lecture's ("building micrograd", from its own notebooks;
// those marked "recomputed" from an independent script in Python), and micrograd's two tests.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Value } from '../../src/engine.ts';
import { Random } from '../../src/random.ts';

const within = (tolerance: number) => (actual: number, expected: number, what = 'the number') => {
  expect(Math.abs(actual - expected), `${what}: ${actual} is not ${expected}`).toBeLessThanOrEqual(tolerance);
};
/** As exact as the figures themselves, which are printed to 16 or 17 digits. */
const exactly = (actual: number, expected: number, what?: string) => {
  within(8 * Number.EPSILON * Math.abs(expected))(actual, expected, what);
};

describe('PyTorch', () => {
  interface Vector {
    inputs: number[];
    program: [op: keyof typeof torch, i: number, jOrConstant: number][];
    output: number;
    grads: number[];
  }
  const torch = {
    add: (nodes: Value[], i: number, j: number) => nodes[i].add(nodes[j]),
    sub: (nodes: Value[], i: number, j: number) => nodes[i].sub(nodes[j]),
    mul: (nodes: Value[], i: number, j: number) => nodes[i].mul(nodes[j]),
    div: (nodes: Value[], i: number, j: number) => nodes[i].div(nodes[j]),
    pow: (nodes: Value[], i: number, constant: number) => nodes[i].pow(constant),
    relu: (nodes: Value[], i: number) => nodes[i].relu(),
    tanh: (nodes: Value[], i: number) => nodes[i].tanh(),
    exp: (nodes: Value[], i: number) => nodes[i].exp(),
    log: (nodes: Value[], i: number) => nodes[i].log(),
    sigmoid: (nodes: Value[], i: number) => nodes[i].sigmoid(),
  };
  const lines = readFileSync(new URL('../fixtures/torch-vectors.jsonl', import.meta.url), 'utf8').trim().split('\n');
  const vectors = lines.map((line) => JSON.parse(line) as Vector);

  it('has 100 programs here', () => { expect(vectors).toHaveLength(100); });

  it.each(vectors.map((vector, i) => [i, vector] as const))(
    'gives program %d the same output and gradients, to 1e-12', (_, { inputs, program, output, grads }) => {
      const nodes = inputs.map((x) => new Value(x));
      for (const [op, i, j] of program) nodes.push(torch[op](nodes, i, j));
      const root = nodes[nodes.length - 1];
      root.backward();
      const agree = (actual: number, expected: number) => {
        within(1e-12 * Math.abs(expected))(actual, expected);
      };
      agree(root.data, output);
      grads.forEach((grad, i) => { agree(nodes[i].grad, grad); });
    },
  );
});

describe('the lecture', () => {
  const slope = (f: (x: number) => number, x: number, h: number) => (f(x + h) - f(x)) / h;

  it('step 1: 3x² - 4x + 5 is 20 at 3, and its slopes are those of its differences', () => {
    const f = (x: Value) => x.pow(2).mul(3).sub(x.mul(4)).add(5);
    const derivative = (at: number) => {
      const x = new Value(at);
      f(x).backward();
      return x.grad;
    };
    expect(f(new Value(3)).data).toBe(20);
    // Printed slopes with h = 0.001, each off by h / 2 times the second derivative, 6, and by rounding of 20 over h.
    const printed = [[3, 14.00300000000243], [-3, -21.996999999998934], [2 / 3, 0.0029999999995311555]];
    for (const [at, difference] of printed) {
      within(20 * Number.EPSILON / 0.001)(slope((x) => f(new Value(x)).data, at, 0.001), difference);
      within(20 * Number.EPSILON / 0.001)(derivative(at) + 0.003, difference);
    }
    // And with h = 1e-6.
    within(20 * Number.EPSILON / 1e-6)(slope((x) => f(new Value(x)).data, 2 / 3, 1e-6), 2.999378523327323e-6);
    expect(derivative(3)).toBe(14);
    expect(derivative(-3)).toBe(-22);
    within(4 * Number.EPSILON)(derivative(2 / 3), 0);
  });

  it('step 2: raising c by 0.0001 raises d = a * b + c from 4 to 4.0001', () => {
    const d = (c: number) => new Value(2).mul(-3).add(c).data;
    expect(d(10)).toBe(4);
    expect(d(10 + 1e-4)).toBe(4.0001);
    exactly((d(10 + 1e-4) - d(10)) / 1e-4, 0.9999999999976694);
  });

  const leaves = (f = -2) => ({ a: new Value(2), b: new Value(-3), c: new Value(10), f: new Value(f) });
  const graph = ({ a, b, c, f }: ReturnType<typeof leaves>) => {
    const e = a.mul(b);
    const d = e.add(c);
    return { e, d, L: d.mul(f) };
  };

  it('step 3 and 4: L = (a * b + c) * f is -8, and every gradient is what the lecture finds by hand', () => {
    const { a, b, c, f } = leaves();
    const { e, d, L } = graph({ a, b, c, f });
    expect([e.data, d.data, L.data]).toEqual([-6, 4, -8]);
    L.backward();
    expect([a, b, c, d, e, f, L].map((node) => node.grad)).toEqual([6, -4, -2, -2, -2, 4, 1]);
    const bumped = leaves();
    bumped.b.data += 0.001;
    exactly((graph(bumped).L.data - L.data) / 0.001, -3.9999999999995595);
  });

  it('step 4b: moving every leaf a little along its gradient raises L to -7.286496', () => {
    const all = leaves();
    graph(all).L.backward();
    for (const leaf of Object.values(all)) leaf.data += 0.01 * leaf.grad;
    exactly(graph(all).L.data, -7.286496);
  });

  it('L with f = 0 is 0, and only f has a gradient', () => {
    const { a, b, c, f } = leaves(0);
    const { L } = graph({ a, b, c, f });
    L.backward();
    expect(L.data).toBe(0);
    expect([a, b, c, f].map((node) => node.grad + 0)).toEqual([0, 0, 0, 4]); // + 0: -0 counts as 0
  });

  /** The lecture's neuron up to its activation, x1 * w1 + x2 * w2 + b, with the bias that makes its numbers round. */
  const neuron = (bias = 6.8813735870195432) => {
    const [x1, x2, w1, w2, b] = [2, 0, -3, 1, bias].map((x) => new Value(x));
    const [x1w1, x2w2] = [x1.mul(w1), x2.mul(w2)];
    const sum = x1w1.add(x2w2);
    return { x1, x2, w1, w2, b, x1w1, x2w2, sum, n: sum.add(b) };
  };
  const near = within(1e-15); // the row's own tolerance: Math.tanh gives 0.7071067811865477, Python 0.7071067811865476
  const leafGradients = { x1: -1.5, x2: 0.5, w1: 1, w2: 0, b: 0.5, n: 0.5 };
  const wantLeafGradients = (nodes: ReturnType<typeof neuron>) => {
    for (const [name, grad] of Object.entries(leafGradients)) {
      near(nodes[name as keyof typeof leafGradients].grad, grad, name);
    }
  };

  it('step 5: the tanh neuron gives 0.7071, and its gradients', () => {
    const nodes = neuron();
    const o = nodes.n.tanh();
    expect([nodes.x1w1.data, nodes.x2w2.data, nodes.sum.data]).toEqual([-6, 0, -6]);
    near(nodes.n.data, 0.8813735870195432);
    near(o.data, 0.7071067811865476);
    o.backward();
    wantLeafGradients(nodes);
    near(1 - o.data ** 2, 0.4999999999999999);
    for (const name of ['x1w1', 'x2w2', 'sum'] as const) near(nodes[name].grad, 0.5, name);
  });

  it('the neuron with bias 8', () => {
    const { x1, x2, w1, w2, b, n } = neuron(8);
    const o = n.tanh();
    expect(n.data).toBe(2);
    o.backward();
    near(o.data, 0.9640275800758169);
    near(x1.grad, -0.2119524745594933);
    near(w1.grad, 0.14130164970632886);
    near(b.grad, 0.07065082485316443);
    expect(w2.grad).toBe(0);
    near(x2.grad, 0.07065082485316443); // w2 is 1: as b
  });

  it('step 7, bug 1: b = a + a has the gradient 2, not 1', () => {
    const a = new Value(3);
    const b = a.add(a);
    b.backward();
    expect([b.data, a.grad]).toEqual([6, 2]);
  });

  it('step 7, bug 2: in f = (a * b) * (a + b) the gradients of both uses add up', () => {
    const [a, b] = [new Value(-2), new Value(3)];
    const [d, e] = [a.mul(b), a.add(b)];
    const f = d.mul(e);
    f.backward();
    expect(f.data).toBe(-6);
    expect([a, b, d, e].map((node) => node.grad)).toEqual([-3, -8, 1, -6]);
  });

  it('step 8: tanh rebuilt out of exp, as (e - 1) / (e + 1), has the same gradients', () => {
    const nodes = neuron();
    const twice = nodes.n.mul(2);
    const e = twice.exp();
    const [minus, plus] = [e.sub(1), e.add(1)];
    const inverse = plus.pow(-1); // as the lecture divides, so that its rows can be compared
    const o = minus.mul(inverse);
    o.backward();
    near(o.data, 0.7071067811865476);
    wantLeafGradients(nodes);
    const printed: [string, Value, string, string][] = [
      ['2n', twice, '1.7627', '0.2500'], ['e', e, '5.8284', '0.0429'], ['e - 1', minus, '4.8284', '0.1464'],
      ['e + 1', plus, '6.8284', '-0.1036'], ['1 / (e + 1)', inverse, '0.1464', '4.8284'],
      ['the constant 2', twice.inputs[1], '2.0000', '0.2203'],
    ];
    for (const [name, node, data, grad] of printed) {
      expect([node.data.toFixed(4), node.grad.toFixed(4)], name).toEqual([data, grad]);
    }
  });

  it('step 8: with a division of our own the leaves get the same gradients', () => {
    const nodes = neuron();
    const e = nodes.n.mul(2).exp();
    e.sub(1).div(e.add(1)).backward();
    wantLeafGradients(nodes);
  });

  it('step 9: the same neuron as PyTorch has it, whose bias was a float32', () => {
    const { x1, x2, w1, w2, b, n } = neuron(Math.fround(6.8813735870195432));
    expect(b.data).toBe(6.881373405456543);
    const o = n.tanh();
    o.backward();
    near(o.data, 0.7071066904050358);
    near(x2.grad, 0.5000001283844369);
    expect(w2.grad).toBe(0);
    near(x1.grad, -1.5000003851533106);
    near(w1.grad, 1.0000002567688737);
  });

  /**
   * Step 12, made reproducible by a seed. MLP(3, [4, 4, 1]) as the lecture writes it, with tanh everywhere and, unlike
   * micrograd's own, a bias that is drawn too, after the weights of its neuron.
   */
  const lectureNetwork = () => {
    const random = new Random(1);
    const uniform = () => new Value(random.uniform(-1, 1));
    const draw = (inputs: number) => ({ w: Array.from({ length: inputs }, uniform), b: uniform() });
    const layers = [[3, 4], [4, 4], [4, 1]].map(([from, to]) => Array.from({ length: to }, () => draw(from)));
    const forward = (x: number[]) => {
      let values = x.map((xi) => new Value(xi));
      for (const layer of layers) {
        values = layer.map(({ w, b }) => w.reduce((sum, wi, i) => sum.add(wi.mul(values[i])), b).tanh());
      }
      return values[0];
    };
    return { forward, parameters: layers.flat().flatMap(({ w, b }) => [...w, b]) };
  };
  const xs = [[2, 3, -1], [3, -1, 0.5], [0.5, 1, 1], [1, 1, -1]];
  const ys = [1, -1, -1, 1];

  // Recomputed in Python after random.seed(1). 1e-14 as in the notebook's run; here they differ by 5e-18 at most.
  it.each([
    [0.001, 5.736266993235523, 5.420503931549026],
    [0.01, 1.254917925996336, 0.47021497648570265],
    [0.1, 0.009905018564379652, 0.007215940037986051],
    [1, 7.999888798698096, 7.999880826988746],
  ])('step 12: the network of seed 1 trains at learning rate %d as in Python', (rate, after20, after30) => {
    const { forward, parameters } = lectureNetwork();
    expect(parameters).toHaveLength(41);
    const losses: number[] = [];
    for (let k = 0; k <= 30; k++) {
      const loss = xs.map((x, i) => forward(x).sub(ys[i]).pow(2)).reduce((sum, term) => sum.add(term), new Value(0));
      losses.push(loss.data);
      for (const p of parameters) p.grad = 0;
      loss.backward();
      for (const p of parameters) p.data -= rate * p.grad;
    }
    within(1e-14)(losses[0], 6.24427205907587);
    within(1e-14)(losses[20], after20);
    within(1e-14)(losses[30], after30);
  });
});

describe('the lecture’s exercises', () => {
  const f = (a: Value, b: Value, c: Value) =>
    a.pow(3).neg().add(b.mul(3).sin()).sub(new Value(1).div(c)).add(b.pow(2.5)).sub(a.pow(0.5));
  const at = [2, 3, 4];
  const value = (xs: number[]) => f(new Value(xs[0]), new Value(xs[1]), new Value(xs[2])).data;
  const shifted = (i: number, h: number) => value(at.map((x, j) => (i === j ? x + h : x)));
  const gradient = [-12.353553390593273, 10.25699027111255, 0.0625];

  it('section 1: the gradient of -a³ + sin(3b) - 1/c + b^2.5 - a^0.5', () => {
    const [a, b, c] = at.map((x) => new Value(x));
    const root = f(a, b, c);
    root.backward();
    exactly(root.data, 6.336362190988558);
    [a, b, c].forEach((x, i) => { exactly(x.grad, gradient[i]); });
  });

  const rounding = 4 * 16 * Number.EPSILON / 1e-6; // a few roundings of the largest term, b^2.5 = 15.6, over h

  it('section 1: its differences, with h = 1e-6', () => {
    [-12.353559348809995, 10.256991666679482, 0.062499984743169534].forEach((printed, i) => {
      within(rounding)((shifted(i, 1e-6) - value(at)) / 1e-6, printed);
    });
    [-12.353553391353245, 10.25699027401572, 0.06250000028629188].forEach((printed, i) => {
      within(rounding)((shifted(i, 1e-6) - shifted(i, -1e-6)) / 2e-6, printed);
    });
  });

  it('section 2: softmax and the negative log likelihood out of plain operations', () => {
    const logits = [0, 3, -2, 1].map((x) => new Value(x));
    const counts = logits.map((logit) => logit.exp());
    const total = counts.reduce((sum, count) => sum.add(count));
    const loss = counts[3].div(total).log().neg();
    loss.backward();
    exactly(loss.data, 2.1755153626167147);
    [0.041772570515350445, 0.8390245074625319, 0.005653302662216329, -0.8864503806400986].forEach((grad, i) => {
      within(2 * Number.EPSILON)(logits[i].grad, grad, `logit ${i}`);
    });
  });
});

describe('micrograd', () => {
  it('test_sanity_check: y = -20 and x.grad = 46', () => {
    const x = new Value(-4);
    const z = x.mul(2).add(2).add(x);
    const q = z.relu().add(z.mul(x));
    const h = z.mul(z).relu();
    const y = h.add(q).add(q.mul(x));
    y.backward();
    expect([y.data, x.grad]).toEqual([-20, 46]);
  });

  it('test_more_ops, which is the README’s expression: g, and the gradients of a and b', () => {
    const [a, b] = [new Value(-4), new Value(2)];
    let c = a.add(b);
    let d = a.mul(b).add(b.pow(3));
    c = c.add(c.add(1));
    c = c.add(new Value(1).add(c).sub(a));
    d = d.add(d.mul(2).add(b.add(a).relu()));
    d = d.add(d.mul(3).add(b.sub(a).relu()));
    const e = c.sub(d);
    const f = e.pow(2);
    let g = f.div(2);
    g = g.add(new Value(10).div(f));
    g.backward();
    exactly(g.data, 24.70408163265306);
    exactly(a.grad, 138.83381924198252);
    exactly(b.grad, 645.5772594752186);
    expect([g.data, a.grad, b.grad].map((x) => x.toFixed(4))).toEqual(['24.7041', '138.8338', '645.5773']);
  });

  it('the neuron of the README’s picture, a relu of w = [0.2355, 0.0665], x = [1, -2], gives 0.1024', () => {
    const [w1, w2, x1, x2, b] = [0.2355, 0.0665, 1, -2, 0].map((x) => new Value(x));
    const n = w1.mul(x1).add(w2.mul(x2)).add(b).relu();
    n.backward();
    within(1e-4)(n.data, 0.1024); // the picture's weights are rounded to four decimals, and so is its output
    expect([w1, w2, x1, x2, b].map((node) => node.grad)).toEqual([1, -2, 0.2355, 0.0665, 1]);
  });

  it('issue 64: b = a + a, c = b + b', () => {
    const a = new Value(1);
    const b = a.add(a);
    const c = b.add(b);
    c.backward();
    expect([c.data, b.grad, a.grad]).toEqual([4, 2, 4]);
  });
});

describe('others', () => {
  it('the tiny graph of BurTorch', () => {
    const [a, b] = [new Value(-41), new Value(2)];
    const c = a.add(b);
    const d = a.mul(b).add(b.pow(3));
    const g = c.sub(d).pow(2).div(2);
    g.backward();
    expect([g.data, a.grad, b.grad]).toEqual([612.5, -35, 1050]);
  });

  it('a diamond: a = 2, b = 2a, c = a + 3, d = b * c', () => {
    const a = new Value(2);
    const d = a.mul(2).mul(a.add(3));
    d.backward();
    expect([d.data, a.grad]).toEqual([20, 14]);
  });

  it('the derivative of tanh at 1 that autodidact’s README prints', () => {
    const x = new Value(1);
    x.tanh().backward();
    exactly(x.grad, 0.41997434161402603);
  });
});
