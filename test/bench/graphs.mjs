// graphs.mjs: the work, for any JavaScript engine with micrograd's names. lab.mjs, closure.mjs and compiled.mjs use it.
import { rateAt, readNetwork } from './row.mjs';

/** What `run` wants, for the given engine. */
export function graphs({ Value, MLP }) {
  const train = (size, network = readNetwork()) => training(size, network, { Value, MLP });
  return {
    training: train,
    start(size) {
      const { once, answer } = train(size / 10); // ten eager steps stand against a hundred compiled ones
      return { once: () => { for (let step = 0; step < size / 10; step++) once(); }, answer };
    },
    tiny: (size) => repeat(size, tiny, Value),
    readme: (size) => repeat(size, readme, Value),
    chain: (size) => chain(size, Value),
  };
}

/** Steps of a network with max-margin loss and L2 regularization, as in the notebook. */
export function training(size, network, { Value, MLP }) {
  const [inputs, ...outputs] = network.widths;
  const model = new MLP(inputs, outputs);
  const parameters = model.parameters();
  const sum = (values) => values.reduce((total, value) => total.add(value));

  return descend(size, network, parameters, () => {
    const margins = network.rows.map((row) => {
      const [score] = model.forward(row.slice(0, inputs).map((x) => new Value(x)));
      return score.mul(-row[inputs]).add(1).relu();
    });
    const loss = sum(margins).mul(1 / margins.length).add(sum(parameters.map((p) => p.mul(p))).mul(1e-4));
    loss.backward();
    return loss.data;
  });
}

/** A step of gradient descent after the other, begun anew after `size` of them. `backward` gives the loss. */
export function descend(size, network, parameters, backward) {
  const losses = [];
  let step = 0;
  function once() {
    if (step === 0) parameters.forEach((p, i) => { p.data = network.initial[i]; });
    for (const p of parameters) p.grad = 0;
    losses[step] = backward();
    const rate = rateAt(network, step);
    for (const p of parameters) p.data -= rate * p.grad;
    step = (step + 1) % size;
  }
  return { once, answer: () => losses };
}

function repeat(size, { at, graph }, Value) {
  let answer;
  function once() {
    for (let i = 0; i < size; i++) {
      const a = new Value(at[0]);
      const b = new Value(at[1]);
      const g = graph(a, b, Value);
      g.backward();
      answer = [g.data, a.grad, b.grad];
    }
  }
  return { once, answer: () => answer };
}

/** As BurTorch's main_tiny_graph.cpp has it; its pow3 and sqr are products. */
export const tiny = {
  at: [-41, 2],
  graph(a, b) {
    const c = a.add(b);
    const d = a.mul(b).add(b.mul(b).mul(b));
    const e = c.sub(d);
    const f = e.mul(e);
    return f.mul(0.5);
  },
};

export const readme = {
  at: [-4, 2],
  graph(a, b, Value) {
    let c = a.add(b);
    let d = a.mul(b).add(b.pow(3));
    c = c.add(c.add(1));
    c = c.add(c.add(1).add(a.neg()));
    d = d.add(d.mul(2).add(b.add(a).relu()));
    d = d.add(d.mul(3).add(b.sub(a).relu()));
    const e = c.sub(d);
    const f = e.pow(2);
    const g = f.div(2);
    return g.add(new Value(10).div(f));
  },
};

function chain(size, Value) {
  let x, w, last;
  const forward = () => {
    x = new Value(0.5);
    w = new Value(0.999999);
    last = x;
    for (let i = 0; i < size; i++) last = last.mul(w);
  };
  const once = () => { forward(); last.backward(); };
  const bytes = () => {
    x = w = last = undefined;
    const before = heapUsed();
    forward();
    const afterForward = heapUsed();
    last.backward();
    return [(afterForward - before) / size, (heapUsed() - before) / size];
  };
  return { once, answer: () => [last.data, x.grad, w.grad], bytes };
}

function heapUsed() {
  globalThis.gc(); // Node's --expose-gc
  return process.memoryUsage().heapUsed;
}
