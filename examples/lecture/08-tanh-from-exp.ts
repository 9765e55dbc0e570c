// 08-tanh-from-exp.ts: tanh is an operation of its own, but need not be. Out of smaller ones, with e = exp(2n), it is
// (e - 1) / (e + 1); and a / b is a * b ** -1. How large the steps are is up to us, if we know each one's derivative.
//
// You will see the same neuron with the same gradients at its leaves, and between n and o some more numbers.
import { Value } from 'micrograd-lab';

const x1 = new Value(2, 'x1');
const x2 = new Value(0, 'x2');
const w1 = new Value(-3, 'w1');
const w2 = new Value(1, 'w2');
const b = new Value(6.8813735870195432, 'b');
const n = x1.mul(w1).add(x2.mul(w2)).add(b); n.label = 'n';

const two = new Value(2, 'two');
const twoN = two.mul(n); twoN.label = '2n';
const e = twoN.exp(); e.label = 'e';
const minus = e.sub(1); minus.label = 'e - 1'; // where a number stands for a Value, it becomes one
const plus = e.add(1); plus.label = 'e + 1';
const inverse = plus.pow(-1); inverse.label = '1 / (e + 1)';
const o = minus.mul(inverse); o.label = 'o';
o.backward();

console.log(`o is ${o.data}`);
for (const value of [x1, x2, w1, w2, b, n]) console.log(`${value.label}: grad ${value.grad.toFixed(4)}`);
for (const { label, data, grad } of [two, twoN, e, minus, plus, inverse]) {
  console.log(`${label}: data ${data.toFixed(4)}, grad ${grad.toFixed(4)}`);
}

// Try minus.div(plus) for o: the gradients stay, and `inverse` has no part in it. Then a bias of 400: exp(2n) is
// Infinity, and o is NaN, where n.tanh() is 1. That is why the library has a tanh.
