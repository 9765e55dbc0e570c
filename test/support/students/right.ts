// Solutions of the assignment, each in another style, as the files that students hand in.

/** The lecture's own: closures, a set of operands, a recursive sort. The slips of wrong.ts are made in this one. */
const closures = `
export class Value {
  constructor(data, children = []) {
    this.data = data;
    this.grad = 0;
    this._prev = new Set(children);
    this._backward = () => {};
  }

  static of(x) {
    return x instanceof Value ? x : new Value(x);
  }

  add(other) {
    other = Value.of(other); // add
    const out = new Value(this.data + other.data, [this, other]);
    out._backward = () => {
      this.grad += out.grad; // add 1
      other.grad += out.grad; // add 2
    };
    return out; // add
  }

  mul(other) {
    other = Value.of(other); // mul
    const out = new Value(this.data * other.data, [this, other]);
    out._backward = () => {
      this.grad += other.data * out.grad;
      other.grad += this.data * out.grad;
    };
    return out; // mul
  }

  pow(n) {
    const out = new Value(this.data ** n, [this]);
    out._backward = () => {
      this.grad += n * this.data ** (n - 1) * out.grad;
    };
    return out;
  }

  neg() {
    const out = new Value(-this.data, [this]);
    out._backward = () => {
      this.grad += -out.grad;
    };
    return out;
  }

  sub(other) {
    other = Value.of(other); // sub
    const out = new Value(this.data - other.data, [this, other]);
    out._backward = () => {
      this.grad += out.grad; // sub 1
      other.grad -= out.grad; // sub 2
    };
    return out;
  }

  div(other) {
    other = Value.of(other); // div
    const out = new Value(this.data / other.data, [this, other]);
    out._backward = () => {
      this.grad += out.grad / other.data;
      other.grad += -this.data / other.data ** 2 * out.grad;
    };
    return out;
  }

  relu() {
    const out = new Value(this.data > 0 ? this.data : 0, [this]);
    out._backward = () => {
      this.grad += (out.data > 0 ? 1 : 0) * out.grad;
    };
    return out;
  }

  tanh() {
    const t = Math.tanh(this.data);
    const out = new Value(t, [this]);
    out._backward = () => {
      this.grad += (1 - t ** 2) * out.grad;
    };
    return out;
  }

  exp() {
    const out = new Value(Math.exp(this.data), [this]);
    out._backward = () => {
      this.grad += out.data * out.grad;
    };
    return out;
  }

  log() {
    const out = new Value(Math.log(this.data), [this]);
    out._backward = () => {
      this.grad += out.grad / this.data;
    };
    return out;
  }

  backward() {
    const topo = [];
    const visited = new Set();
    const build = (v) => {
      if (visited.has(v)) return;
      visited.add(v);
      for (const child of v._prev) build(child);
      topo.push(v);
    };
    build(this);
    this.grad = 1;
    for (const v of topo.reverse()) v._backward();
  }
}
`;

/** What each operation makes of two numbers, and its derivatives, for the styles that have tables. */
const table = `
const rules = {
  add: [(a, b) => a + b, () => [1, 1]],
  mul: [(a, b) => a * b, (a, b) => [b, a]],
  sub: [(a, b) => a - b, () => [1, -1]],
  div: [(a, b) => a / b, (a, b) => [1 / b, -a / b ** 2]],
  pow: [(a, b) => a ** b, (a, b) => [b * a ** (b - 1), 0]],
  neg: [(a) => -a, () => [-1]],
  relu: [(a) => Math.max(0, a), (a) => [a > 0 ? 1 : 0]],
  tanh: [(a) => Math.tanh(a), (a) => [1 - Math.tanh(a) ** 2]],
  exp: [(a) => Math.exp(a), (a) => [Math.exp(a)]],
  log: [(a) => Math.log(a), (a) => [1 / a]],
};
`;

/** The methods, for the styles in which all are alike: \`make(op, operands)\` does the work. */
const methods = `
  add(b) { return make('add', [this, b]); }
  mul(b) { return make('mul', [this, b]); }
  sub(b) { return make('sub', [this, b]); }
  div(b) { return make('div', [this, b]); }
  pow(b) { return make('pow', [this, b]); }
  neg() { return make('neg', [this]); }
  relu() { return make('relu', [this]); }
  tanh() { return make('tanh', [this]); }
  exp() { return make('exp', [this]); }
  log() { return make('log', [this]); }
`;

export const right: Record<string, string> = {
  'closures and a recursive sort, as in the lecture': closures,

  'local gradients in each node, and a sort with a stack of its own': `${table}
export class Value {
  constructor(data, parents = [], locals = []) {
    this.data = data;
    this.grad = 0;
    this.parents = parents;
    this.locals = locals;
  }
${methods}
  backward() {
    const order = [];
    const done = new Set();
    const stack = [this];
    while (stack.length > 0) {
      const node = stack[stack.length - 1];
      const next = node.parents.find((p) => !done.has(p));
      if (next === undefined) {
        stack.pop();
        if (!done.has(node)) order.push(node);
        done.add(node);
      } else stack.push(next);
    }
    this.grad = 1;
    for (const node of order.reverse()) {
      node.parents.forEach((p, i) => { p.grad += node.locals[i] * node.grad; });
    }
  }
}
function make(op, operands) {
  const parents = operands.map((x) => (typeof x === 'number' ? new Value(x) : x));
  const numbers = parents.map((p) => p.data);
  const [value, slopes] = rules[op];
  return new Value(value(...numbers), parents, slopes(...numbers));
}
`,

  'a table of operations, and nodes in the order of their birth': `${table}
let births = 0;
class Value {
  constructor(data, op, operands = []) {
    Object.assign(this, { data, grad: 0, op, operands, birth: births++ });
  }
${methods}
  backward() {
    const nodes = new Set([this]);
    for (const node of nodes) for (const x of node.operands) nodes.add(x);
    this.grad += 1;
    for (const node of [...nodes].sort((x, y) => y.birth - x.birth)) {
      if (!node.op) continue;
      const slopes = rules[node.op][1](...node.operands.map((x) => x.data));
      node.operands.forEach((x, i) => { x.grad += slopes[i] * node.grad; });
    }
  }
}
function make(op, operands) {
  const values = operands.map((x) => (x instanceof Value ? x : new Value(x)));
  return new Value(rules[op][0](...values.map((x) => x.data)), op, values);
}
export default Value;
`,

  'private fields behind getters and setters, and counted uses': `${table}
export class Value {
  #data;
  #grad = 0;
  #uses = 0;
  #waiting = 0;
  #edges;
  constructor(data, edges = []) {
    this.#data = data;
    this.#edges = edges;
  }
  get data() { return this.#data; }
  set data(x) { this.#data = x; }
  get grad() { return this.#grad; }
  set grad(x) { this.#grad = x; }
${methods}
  #count() {
    this.#uses++;
    if (this.#uses === 1) for (const [x] of this.#edges) x.#count();
  }
  #send() {
    this.#uses = 0;
    for (const [x, slope] of this.#edges) {
      x.#grad += slope * this.#grad;
      if (--x.#uses === 0) x.#send();
    }
  }
  backward() {
    this.#count();
    this.#grad = 1;
    this.#send();
  }
}
function make(op, [a, b]) {
  const operands = b === undefined ? [a] : [a, typeof b === 'number' ? new Value(b) : b];
  const numbers = operands.map((x) => x.data);
  const slopes = rules[op][1](...numbers);
  return new Value(rules[op][0](...numbers), operands.map((x, i) => [x, slopes[i]]));
}
`,

  'few primitives, the others made of them': `
class Value {
  constructor(data, step = () => {}, from = []) { this.data = data; this.grad = 0; this.step = step; this.from = from; }
  add(b) {
    b = lift(b);
    return new Value(this.data + b.data, (g) => { this.grad += g; b.grad += g; }, [this, b]);
  }
  mul(b) {
    b = lift(b);
    return new Value(this.data * b.data, (g) => { this.grad += g * b.data; b.grad += g * this.data; }, [this, b]);
  }
  pow(n) { return new Value(this.data ** n, (g) => { this.grad += g * n * this.data ** (n - 1); }, [this]); }
  exp() { const e = Math.exp(this.data); return new Value(e, (g) => { this.grad += g * e; }, [this]); }
  log() { return new Value(Math.log(this.data), (g) => { this.grad += g / this.data; }, [this]); }
  relu() { return this.data > 0 ? this.mul(1) : this.mul(0); }
  neg() { return this.mul(-1); }
  sub(b) { return this.add(lift(b).neg()); }
  div(b) { return this.mul(lift(b).pow(-1)); }
  tanh() {
    if (this.data < 0) return this.neg().tanh().neg();
    const e = this.mul(-2).exp(); // does not overflow for what is positive
    return new Value(1).sub(e).div(e.add(1));
  }
  backward() {
    const order = [];
    const visit = (v) => { if (!order.includes(v)) { v.from.forEach(visit); order.push(v); } };
    visit(this);
    this.grad = 1;
    order.reverse().forEach((v) => v.step(v.grad));
  }
}
const lift = (x) => (typeof x === 'number' ? new Value(x) : x);
module.exports = { Value };
`,
};

/** Right but for its cost, which doubles where a Value is used twice: each share is sent down to the leaves at once. */
export const exponential = `${table}
export class Value {
  constructor(data, edges = []) {
    this.data = data;
    this.grad = 0;
    this.edges = edges;
  }
${methods}
  backward(share = 1) {
    this.grad += share;
    this.edges.forEach(([x, slope]) => x.backward(share * slope));
  }
}
const make = (op, [a, b]) => {
  const operands = [a, b].filter((x) => x !== undefined).map((x) => (x instanceof Value ? x : new Value(x)));
  const numbers = operands.map((x) => x.data);
  return new Value(rules[op][0](...numbers), rules[op][1](...numbers).map((slope, i) => [operands[i], slope]));
};
`;

export const lecture = closures;
