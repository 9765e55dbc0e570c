// student.ts: what a student hands in. It knows nothing of the package.

export class Value {
  data: number;
  grad = 0;
  /** Passes its gradient on to what it was made of. */
  protected step: () => void = () => undefined;
  private readonly from: Value[];

  constructor(data: number, from: Value[] = []) {
    this.data = data;
    this.from = from;
  }

  add(other: Value | number): Value {
    const b = toValue(other);
    return this.make(this.data + b.data, [b], (g) => { this.grad += g; b.grad += g; });
  }

  mul(other: Value | number): Value {
    const b = toValue(other);
    return this.make(this.data * b.data, [b], (g) => { this.grad += g * b.data; b.grad += g * this.data; });
  }

  sub(other: Value | number): Value { return this.add(toValue(other).neg()); }
  div(other: Value | number): Value { return this.mul(toValue(other).pow(-1)); }
  neg(): Value { return this.mul(-1); }
  pow(n: number): Value { return this.make(this.data ** n, [], (g) => { this.grad += g * n * this.data ** (n - 1); }); }
  relu(): Value { return this.make(Math.max(0, this.data), [], (g) => { this.grad += this.data > 0 ? g : 0; }); }
  exp(): Value { return this.make(Math.exp(this.data), [], (g, y) => { this.grad += g * y; }); }
  log(): Value { return this.make(Math.log(this.data), [], (g) => { this.grad += g / this.data; }); }
  tanh(): Value { return this.make(Math.tanh(this.data), [], (g, y) => { this.grad += g * (1 - y * y); }); }

  backward(): void {
    const order = new Set<Value>();
    const visit = (value: Value) => {
      if (order.has(value)) return;
      value.from.forEach(visit);
      order.add(value);
    };
    visit(this);
    this.grad = 1;
    for (const value of [...order].reverse()) value.step();
  }

  protected make(data: number, others: Value[], pass: (grad: number, data: number) => void): Value {
    const out = new Value(data, [this, ...others]);
    out.step = () => { pass(out.grad, out.data); };
    return out;
  }
}

/** With the lecture's first bug: a gradient replaces what had arrived before. */
export class Overwriting extends Value {
  override mul(other: Value | number): Value {
    const b = toValue(other);
    return this.make(this.data * b.data, [b], (g) => {
      this.grad = g * b.data;
      b.grad = g * this.data;
    });
  }
}

const toValue = (x: Value | number) => (typeof x === 'number' ? new Value(x) : x);
