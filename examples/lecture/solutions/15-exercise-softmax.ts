// solutions/15-exercise-softmax.ts: a solution of ../15-exercise-softmax.ts. You will see OK five times, the
// probabilities, and the gradients as the library has them (the lecture asks PyTorch). A gradient is the probability
// itself, minus 1 for the right class: what is missing there.
import { crossEntropy, Value as LibraryValue } from 'micrograd-lab';

class Value {
  data: number;
  grad = 0;
  inputs: Value[];
  slopes: number[]; // for each input, how fast this Value rises with it

  constructor(data: number, inputs: Value[] = [], slopes: number[] = []) {
    this.data = data;
    this.inputs = inputs;
    this.slopes = slopes;
  }

  add(other: Value): Value { return new Value(this.data + other.data, [this, other], [1, 1]); }
  div(b: Value): Value { return new Value(this.data / b.data, [this, b], [1 / b.data, -this.data / b.data ** 2]); }
  exp(): Value { return new Value(Math.exp(this.data), [this], [Math.exp(this.data)]); }
  log(): Value { return new Value(Math.log(this.data), [this], [1 / this.data]); }
  neg(): Value { return new Value(-this.data, [this], [-1]); }

  backward(): void {
    const order: Value[] = [];
    const sort = (value: Value) => {
      if (order.includes(value)) return;
      value.inputs.forEach(sort);
      order.push(value);
    };
    sort(this);
    this.grad = 1;
    for (const { inputs, slopes, grad } of order.reverse()) {
      inputs.forEach((input, i) => { input.grad += slopes[i] * grad; });
    }
  }
}

const logits = [0, 3, -2, 1].map((logit) => new Value(logit));
const counts = logits.map((logit) => logit.exp());
const total = counts.reduce((sum, count) => sum.add(count));
const probabilities = counts.map((count) => count.div(total)); // softmax
const loss = probabilities[3].log().neg(); // class 3 is right: with the probability 1 for it, the loss would be 0
loss.backward();

function check(name: string, yours: number, right: number) {
  console.log(`${Math.abs(yours - right) < 1e-5 ? 'OK' : 'WRONG!'} ${name} should be ${right}, yours is ${yours}`);
}
check('the loss', loss.data, 2.1755153626167147);
const right = [0.041772570515350445, 0.8390245074625319, 0.005653302662216329, -0.8864503806400986];
logits.forEach((logit, i) => { check(`the gradient of logit ${i}`, logit.grad, right[i]); });

const library = logits.map(({ data }) => new LibraryValue(data));
crossEntropy(library, 3).backward();
console.log(`probabilities: ${probabilities.map(({ data }) => data).join(', ')}`);
console.log(`gradients: ${library.map(({ grad }) => grad).join(', ')}`);

// Try [0, 3, -2, 1000] for the logits: e ** 1000 is Infinity, and the loss NaN. How does crossEntropy escape that?
