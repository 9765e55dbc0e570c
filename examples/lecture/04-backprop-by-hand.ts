// 04-backprop-by-hand.ts: from L = (a * b + c) * f backwards, each gradient out of the one behind it: the chain rule.
//
// You will see all seven gradients; that of b once more, by a nudge, as a check; and L after every leaf has moved a
// little along its gradient: from -8 it has risen to -7.286.
import { Value } from 'micrograd-lab';

const a = new Value(2, 'a');
const b = new Value(-3, 'b');
const c = new Value(10, 'c');
const e = a.mul(b); e.label = 'e';
const d = e.add(c); d.label = 'd';
const f = new Value(-2, 'f');
const L = d.mul(f); L.label = 'L';

L.grad = 1; // raise L by h, and L rises by h
d.grad = f.data * L.grad; // L = d * f: what stands beside d
f.grad = d.data * L.grad;
c.grad = 1 * d.grad; // d = e + c: a sum passes its gradient on as it is
e.grad = 1 * d.grad;
a.grad = b.data * e.grad; // e = a * b
b.grad = a.data * e.grad;
for (const value of [a, b, c, d, e, f, L]) console.log(`${value.label}: data ${value.data}, grad ${value.grad}`);

/** L, as a function of the four leaves. */
const compute = (a: number, b: number, c: number, f: number) => (a * b + c) * f;
const h = 0.001;
console.log(`b by a nudge: ${(compute(2, -3 + h, 10, -2) - compute(2, -3, 10, -2)) / h}`);

for (const leaf of [a, b, c, f]) leaf.data += 0.01 * leaf.grad;
console.log(`L was ${L.data}, is ${compute(a.data, b.data, c.data, f.data)}`);

// Try f = 0: which gradients are left, and why? Then move the leaves by -0.01 times their gradients: L falls. That is
// what training will do, with a loss for L.
