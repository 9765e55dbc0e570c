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
    throw new Error('Task 1.1: implement constructor');
  }

  add(other: Value | number): Value {
    other = toValue(other);
    const out = new Value(0, [this, other]);
    throw new Error('Task 1.1: implement add');
    out.step = () => {
      throw new Error('Task 1.2: implement add');
    };
    return out;
  }

  mul(other: Value | number): Value {
    other = toValue(other);
    const out = new Value(0, [this, other]);
    throw new Error('Task 1.1: implement mul');
    out.step = () => {
      throw new Error('Task 1.2: implement mul');
    };
    return out;
  }

  backward(): void {
    throw new Error('Task 1.2: implement backward');
  }

  /** This Value and all that it was made of, in the order in which they take their steps. */
  order(): Value[] {
    // This order is right for some graphs only: task 1.4 is to write another.
    const all: Value[] = [this];
    for (const value of all) all.push(...value.inputs); // the loop goes on with what is pushed
    return all;
  }

  pow(n: number): Value {
    throw new Error('Task 1.5: implement pow');
  }

  neg(): Value {
    throw new Error('Task 1.5: implement neg');
  }

  sub(other: Value | number): Value {
    throw new Error('Task 1.5: implement sub');
  }

  div(other: Value | number): Value {
    throw new Error('Task 1.5: implement div');
  }

  relu(): Value {
    throw new Error('Task 1.6: implement relu');
  }

  tanh(): Value {
    throw new Error('Task 1.6: implement tanh');
  }

  exp(): Value {
    throw new Error('Task 1.6: implement exp');
  }

  log(): Value {
    throw new Error('Task 1.6: implement log');
  }
}

/** A Value stays as it is; a number becomes one. */
function toValue(x: Value | number): Value {
  if (typeof x !== 'number') return x;
  throw new Error('Task 1.5: implement numbers');
}
