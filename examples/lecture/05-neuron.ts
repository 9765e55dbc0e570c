// 05-neuron.ts: a neuron with two inputs: the inputs times their weights, plus a bias, and the sum through tanh.
//
// You will see the numbers on the way forward, then the gradients, by hand once more. The weights are what training
// moves: w1 has gradient 1, and w2 has none, since its input is 0.
import { Value } from 'micrograd-lab';

const x1 = new Value(2, 'x1');
const x2 = new Value(0, 'x2');
const w1 = new Value(-3, 'w1');
const w2 = new Value(1, 'w2');
const b = new Value(6.8813735870195432, 'b'); // makes o the root of 1/2, and the gradients round

const x1w1 = x1.mul(w1); x1w1.label = 'x1w1';
const x2w2 = x2.mul(w2); x2w2.label = 'x2w2';
const sum = x1w1.add(x2w2); sum.label = 'sum';
const n = sum.add(b); n.label = 'n';
const o = n.tanh(); o.label = 'o';
for (const value of [x1w1, x2w2, sum, n, o]) console.log(`${value.label}: data ${value.data}`);

o.grad = 1;
n.grad = (1 - o.data ** 2) * o.grad; // the derivative of tanh
sum.grad = n.grad; // a sum passes its gradient on
b.grad = n.grad;
x1w1.grad = sum.grad;
x2w2.grad = sum.grad;
x1.grad = w1.data * x1w1.grad; // of a product, each gets the other
w1.grad = x1.data * x1w1.grad;
x2.grad = w2.data * x2w2.grad;
w2.grad = x2.data * x2w2.grad;
for (const value of [x1, x2, w1, w2, b, n]) console.log(`${value.label}: grad ${value.grad.toFixed(4)}`);

// Try 8 for the bias: n is 2, tanh is nearly flat there, and all gradients shrink. Or Math.fround(6.8813735870195432),
// the bias with the 7 digits that PyTorch keeps unless told otherwise: o is then what the lecture gets from PyTorch.
