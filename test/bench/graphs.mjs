// graphs.mjs: the workloads, for any JavaScript engine with micrograd's names. closure.mjs comes next.
//
// A row of the benchmark is a program that is started as
//     PROGRAM workload size warm-up-seconds seconds
// with the workload's input on its standard input. It repeats the work, first for as long as the warm-up, then for as
// many seconds (once at least, and three times when it can), and prints a line of JSON:
//     answer   numbers to compare with the workload's
//     times    seconds of each repetition
//     bytes    if it can tell: heap a node after the forward pass, and after the backward pass
//     error    instead of the answer, if it cannot do the work
import { readFileSync } from 'node:fs';

/** Does what the command line asks for, with the given engine. */
export function run({ Value, MLP }) {
  const [workload, size, warmup, seconds] = process.argv.slice(2).map((text, i) => (i === 0 ? text : Number(text)));
  const graphs = { moons, tiny: repeat(tiny), readme: repeat(readme) };
  try {
    const { answer, once, bytes } = (graphs[workload] ?? chain)(size, Value, MLP);
    timed(once, warmup, 1);
    const times = timed(once, seconds, 3);
    console.log(JSON.stringify({ answer: answer(), times, bytes: seconds === 0 ? bytes?.() : undefined }));
  } catch (error) {
    if (!/call stack/.test(error.message)) throw error;
    console.log(JSON.stringify({ error: 'stack overflow' }));
  }
}

function timed(once, seconds, least) {
  const times = [];
  const start = performance.now();
  while (times.length < least || performance.now() - start < seconds * 1000) {
    const before = performance.now();
    once();
    times.push((performance.now() - before) / 1000);
  }
  return times;
}

function moons(size, Value, MLP) {
  const numbers = readFileSync(0, 'utf8').trim().split(/\s+/).map(Number);
  const rows = Array.from({ length: 100 }, (_, i) => numbers.slice(3 * i, 3 * i + 3));
  const initial = numbers.slice(300);
  const model = new MLP(2, [16, 16, 1]);
  const parameters = model.parameters();
  const sum = (values) => values.reduce((total, value) => total.add(value));
  const losses = [];
  let step = 0;

  function once() {
    if (step === 0) parameters.forEach((p, i) => { p.data = initial[i]; });
    const margins = rows.map(([x1, x2, target]) => {
      const [score] = model.forward([new Value(x1), new Value(x2)]);
      return score.mul(-target).add(1).relu();
    });
    const loss = sum(margins).mul(1 / margins.length).add(sum(parameters.map((p) => p.mul(p))).mul(1e-4));
    for (const p of parameters) p.grad = 0;
    loss.backward();
    for (const p of parameters) p.data -= (1 - 0.9 * step / 100) * p.grad;
    losses[step] = loss.data;
    step = (step + 1) % size;
  }
  return { once, answer: () => losses };
}

const repeat = (graph) => (size, Value) => {
  let answer;
  const once = () => { for (let i = 0; i < size; i++) answer = graph(Value); };
  return { once, answer: () => answer };
};

function tiny(Value) {
  const a = new Value(-41);
  const b = new Value(2);
  const c = a.add(b);
  const d = a.mul(b).add(b.pow(3));
  const e = c.sub(d);
  const f = e.pow(2);
  const g = f.div(2);
  g.backward();
  return [g.data, a.grad, b.grad];
}

function readme(Value) {
  const a = new Value(-4);
  const b = new Value(2);
  let c = a.add(b);
  let d = a.mul(b).add(b.pow(3));
  c = c.add(c.add(1));
  c = c.add(c.add(1).add(a.neg()));
  d = d.add(d.mul(2).add(b.add(a).relu()));
  d = d.add(d.mul(3).add(b.sub(a).relu()));
  const e = c.sub(d);
  const f = e.pow(2);
  let g = f.div(2);
  g = g.add(new Value(10).div(f));
  g.backward();
  return [g.data, a.grad, b.grad];
}

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
