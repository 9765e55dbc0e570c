// 07-used-twice.ts: a bug. When a Value is used twice, its gradient arrives twice. The class below is as the lecture's
// first one was, and lets the second arrival replace the first: `=` where there must be `+=`.
//
// You will see b = a + a, whose slope is plainly 2, give a the gradient 1; then the library's Value, which adds what
// arrives, give 2. And in f = (a * b) * (a + b), where a and b come in by two ways, both ways count.
import { Value } from 'micrograd-lab';

class BuggyValue {
  data: number;
  grad = 0;
  passOn = () => { /* a leaf has nobody to pass its gradient on to */ };

  constructor(data: number) {
    this.data = data;
  }

  add(other: BuggyValue): BuggyValue {
    const out = new BuggyValue(this.data + other.data);
    out.passOn = () => {
      this.grad = 1 * out.grad;
      other.grad = 1 * out.grad; // in a + a, `other` is `this`
    };
    return out;
  }
}

const buggy = new BuggyValue(3);
const buggySum = buggy.add(buggy);
buggySum.grad = 1;
buggySum.passOn();
console.log(`with =: a + a is ${buggySum.data}, a.grad is ${buggy.grad}`);

const mended = new Value(3);
const sum = mended.add(mended);
sum.backward();
console.log(`with +=: a + a is ${sum.data}, a.grad is ${mended.grad}`);

const a = new Value(-2, 'a');
const b = new Value(3, 'b');
const d = a.mul(b); d.label = 'd';
const e = a.add(b); e.label = 'e';
const f = d.mul(e); f.label = 'f';
f.backward();
for (const value of [a, b, d, e, f]) console.log(`${value.label}: data ${value.data}, grad ${value.grad}`);

// Try to mend BuggyValue: it takes two characters. Then call the library's `sum.backward()` once more: what is the grad
// of `mended` now? That is the price of `+=`: somebody has to set gradients to 0 (12-zero-grad.ts).
