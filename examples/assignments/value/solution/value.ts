// value.ts: a number that remembers how it was made, and passes gradients back to what it was made of. README.md says
// what each task wants.

export class Value {
  data: number;
  grad: number;
  /** What it was made of: nothing, when somebody wrote `new Value(2)`. */
  inputs: Value[];
  /** Passes its gradient on to its inputs. An operation that has inputs sets it. */
  step: () => void = () => undefined;

  constructor(data: number, inputs: Value[] = []) {
    this.inputs = inputs;
    // BEGIN SOLUTION 1.1 constructor
    this.data = data;
    this.grad = 0;
    // END SOLUTION
  }

  add(other: Value | number): Value {
    other = toValue(other);
    const out = new Value(0, [this, other]);
    // BEGIN SOLUTION 1.1 add
    out.data = this.data + other.data;
    // END SOLUTION
    out.step = () => {
      // BEGIN SOLUTION 1.2 add
      this.grad += out.grad;
      other.grad += out.grad;
      // END SOLUTION
    };
    return out;
  }

  mul(other: Value | number): Value {
    other = toValue(other);
    const out = new Value(0, [this, other]);
    // BEGIN SOLUTION 1.1 mul
    out.data = this.data * other.data;
    // END SOLUTION
    out.step = () => {
      // BEGIN SOLUTION 1.2 mul
      this.grad += out.grad * other.data;
      other.grad += out.grad * this.data;
      // END SOLUTION
    };
    return out;
  }

  backward(): void {
    // BEGIN SOLUTION 1.2 backward
    this.grad = 1;
    for (const value of this.order()) value.step();
    // END SOLUTION
  }

  /** This Value and all that it was made of, in the order in which they take their steps. */
  order(): Value[] {
    // BEGIN SOLUTION 1.4 order
    const sorted: Value[] = [];
    const visited = new Set<Value>();
    const visit = (value: Value) => {
      if (visited.has(value)) return;
      visited.add(value);
      value.inputs.forEach(visit);
      sorted.push(value); // only now, when all that it was made of is in the list
    };
    visit(this);
    return sorted.reverse();
    // IN THE STARTER
    // // This order is right for some graphs only: task 1.4 is to write another.
    // const all: Value[] = [this];
    // for (const value of all) all.push(...value.inputs); // the loop goes on with what is pushed
    // return all;
    // END SOLUTION
  }

  pow(n: number): Value {
    // BEGIN SOLUTION 1.5 pow
    const out = new Value(this.data ** n, [this]);
    out.step = () => { this.grad += out.grad * n * this.data ** (n - 1); };
    return out;
    // END SOLUTION
  }

  neg(): Value {
    // BEGIN SOLUTION 1.5 neg
    return this.mul(-1);
    // END SOLUTION
  }

  sub(other: Value | number): Value {
    // BEGIN SOLUTION 1.5 sub
    return this.add(toValue(other).neg());
    // END SOLUTION
  }

  div(other: Value | number): Value {
    // BEGIN SOLUTION 1.5 div
    return this.mul(toValue(other).pow(-1));
    // END SOLUTION
  }

  relu(): Value {
    // BEGIN SOLUTION 1.6 relu
    const out = new Value(Math.max(0, this.data), [this]);
    out.step = () => { this.grad += out.data > 0 ? out.grad : 0; };
    return out;
    // END SOLUTION
  }

  tanh(): Value {
    // BEGIN SOLUTION 1.6 tanh
    const out = new Value(Math.tanh(this.data), [this]);
    out.step = () => { this.grad += out.grad * (1 - out.data ** 2); };
    return out;
    // END SOLUTION
  }

  exp(): Value {
    // BEGIN SOLUTION 1.6 exp
    const out = new Value(Math.exp(this.data), [this]);
    out.step = () => { this.grad += out.grad * out.data; };
    return out;
    // END SOLUTION
  }

  log(): Value {
    // BEGIN SOLUTION 1.6 log
    const out = new Value(Math.log(this.data), [this]);
    out.step = () => { this.grad += out.grad / this.data; };
    return out;
    // END SOLUTION
  }
}

/** A Value stays as it is; a number becomes one. */
function toValue(x: Value | number): Value {
  if (typeof x !== 'number') return x;
  // BEGIN SOLUTION 1.5 numbers
  return new Value(x);
  // END SOLUTION
}
