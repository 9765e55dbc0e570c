// value.ts: a small Value, on which the reference of this assignment stands. The library does not export it.
//
// It takes derivatives when it is propagated, not when it is made, as the lecture's does. That makes a difference to a
// loss that is made once and propagated again after the weights have moved.

type Input = readonly [value: Value, derivative: () => number];

export class Value {
  data: number;
  grad = 0;
  /** The Values that this one was made of, each with the derivative of this one by it. */
  readonly #inputs: readonly Input[];

  constructor(data: number, inputs: readonly Input[] = []) {
    this.data = data;
    this.#inputs = inputs;
  }

  add(other: Value | number): Value {
    const b = toValue(other);
    return new Value(this.data + b.data, [[this, () => 1], [b, () => 1]]);
  }

  mul(other: Value | number): Value {
    const b = toValue(other);
    return new Value(this.data * b.data, [[this, () => b.data], [b, () => this.data]]);
  }

  sub(other: Value | number): Value { return this.add(toValue(other).mul(-1)); }
  square(): Value { return this.mul(this); }
  relu(): Value { return new Value(Math.max(0, this.data), [[this, () => (this.data > 0 ? 1 : 0)]]); }

  tanh(): Value {
    const t = Math.tanh(this.data);
    return new Value(t, [[this, () => 1 - t ** 2]]);
  }

  backward(): void {
    this.grad = 1;
    for (const value of sorted(this).reverse()) {
      for (const [input, derivative] of value.#inputs) input.grad += value.grad * derivative();
    }
    function sorted(root: Value, order: Value[] = [], seen = new Set<Value>()): Value[] {
      if (seen.has(root)) return order;
      seen.add(root);
      for (const [input] of root.#inputs) sorted(input, order, seen);
      order.push(root);
      return order;
    }
  }
}

const toValue = (x: Value | number) => (typeof x === 'number' ? new Value(x) : x);
