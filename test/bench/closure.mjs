// closure.mjs: micrograd as it is usually ported to TypeScript: each node carries a closure that knows its derivative,
// and a Set of its operands; a function that calls itself sorts them. Written for this comparison. compiled.mjs comes
// next.
import { graphs } from './graphs.mjs';
import { run } from './row.mjs';

class Value {
  constructor(data, operands = [], op = '') {
    this.data = data;
    this.grad = 0;
    this._backward = () => {};
    this._prev = new Set(operands);
    this._op = op;
  }

  add(other) {
    const b = other instanceof Value ? other : new Value(other);
    const out = new Value(this.data + b.data, [this, b], '+');
    out._backward = () => {
      this.grad += out.grad;
      b.grad += out.grad;
    };
    return out;
  }

  mul(other) {
    const b = other instanceof Value ? other : new Value(other);
    const out = new Value(this.data * b.data, [this, b], '*');
    out._backward = () => {
      this.grad += b.data * out.grad;
      b.grad += this.data * out.grad;
    };
    return out;
  }

  pow(exponent) {
    const out = new Value(this.data ** exponent, [this], `**${exponent}`);
    out._backward = () => { this.grad += exponent * this.data ** (exponent - 1) * out.grad; };
    return out;
  }

  relu() {
    const out = new Value(this.data < 0 ? 0 : this.data, [this], 'ReLU');
    out._backward = () => { this.grad += out.data > 0 ? out.grad : 0; };
    return out;
  }

  neg() { return this.mul(-1); }
  sub(other) { return this.add(other instanceof Value ? other.neg() : -other); }
  div(other) { return this.mul(other instanceof Value ? other.pow(-1) : 1 / other); }

  backward() {
    const order = [];
    const visited = new Set();
    const visit = (node) => {
      if (visited.has(node)) return;
      visited.add(node);
      node._prev.forEach(visit);
      order.push(node);
    };
    visit(this);
    this.grad = 1;
    for (const node of order.reverse()) node._backward();
  }
}

class Neuron {
  constructor(inputs, nonlinear) {
    this.w = Array.from({ length: inputs }, () => new Value(Math.random() * 2 - 1));
    this.b = new Value(0);
    this.nonlinear = nonlinear;
  }

  forward(x) {
    const sum = this.w.reduce((total, weight, i) => total.add(weight.mul(x[i])), this.b);
    return this.nonlinear ? sum.relu() : sum;
  }

  parameters() { return [...this.w, this.b]; }
}

class MLP {
  constructor(inputs, outputs) {
    this.layers = outputs.map((size, i) => Array.from(
      { length: size }, () => new Neuron(i === 0 ? inputs : outputs[i - 1], i < outputs.length - 1),
    ));
  }

  forward(x) { return this.layers.reduce((values, layer) => layer.map((neuron) => neuron.forward(values)), x); }
  parameters() { return this.layers.flat().flatMap((neuron) => neuron.parameters()); }
}

await run(graphs({ Value, MLP }));
