// 06-order.ts: nobody wants to do that by hand. One step of it is easy: by the chain rule, a Value passes its gradient
// on to its inputs. What is left is the order: none may pass its gradient on before all of it has arrived.
//
// You will see the neuron sorted, inputs before outputs; and, from the end of that list to its beginning, who passes
// on what. The gradients are those that we found by hand, and `backward()` does the same.
import { propagate, Value } from 'micrograd-lab';

const x1 = new Value(2, 'x1');
const x2 = new Value(0, 'x2');
const w1 = new Value(-3, 'w1');
const w2 = new Value(1, 'w2');
const b = new Value(6.8813735870195432, 'b');
const x1w1 = x1.mul(w1); x1w1.label = 'x1w1';
const x2w2 = x2.mul(w2); x2w2.label = 'x2w2';
const sum = x1w1.add(x2w2); sum.label = 'sum';
const n = sum.add(b); n.label = 'n';
const o = n.tanh(); o.label = 'o';

const order: Value[] = [];
const visited = new Set<Value>();
function sort(value: Value) {
  if (visited.has(value)) return;
  visited.add(value);
  for (const input of value.inputs) sort(input);
  order.push(value); // only now, when all that it was made of is in the list
}
sort(o);
for (const { label, data } of order) console.log(`${label}: data ${data.toFixed(4)}`);

o.grad = 1;
for (const value of order.toReversed()) {
  propagate(value);
  if (value.op === '') continue; // a leaf: the end of the way
  const reached = value.inputs.map(({ label, grad }) => `${label} ${grad.toFixed(4)}`);
  console.log(`${value.label} passes ${value.grad.toFixed(4)} on: ${reached.join(', ')}`);
}

for (const value of order) value.grad = 0;
o.backward();
console.log(`backward(): ${[x1, w1, x2, w2].map(({ label, grad }) => `${label} ${grad.toFixed(4)}`).join(', ')}`);

// Try to sweep `order` from its beginning: only n gets a gradient. Then a chain of 100,000 sums: `sort` runs out of
// stack, and `topologicalOrder` in src/engine.ts, which keeps a stack of its own, does not.
