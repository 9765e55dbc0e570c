// 15-exercise-softmax.ts: the second exercise. Below is a Value that can only add. Give it the operations that softmax
// and the negative log-likelihood need, each with its derivative: the loss of a network that chooses one of 4 classes.
//
// You will see WRONG! five times, for the loss and for the gradients of the four logits, and what they should be.

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
  div(b: Value): Value { return b; } // todo
  exp(): Value { return new Value(0); } // todo
  log(): Value { return new Value(0); } // todo
  neg(): Value { return new Value(0); } // todo

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

// Try to find the gradients among the probabilities when all are OK: three of them are there as they are. What about
// the fourth? A solution is in solutions/15-exercise-softmax.ts.
