// 03-value.ts: a number that remembers how it was made. Each operation gives a new Value, which keeps its operands.
//
// You will see the whole of L = (a * b + c) * f as a graph in Graphviz's language: a box for each number, and between
// them the operations. Then what d = a * b + c is made of. Every grad is still 0: nobody has asked for one.
import { toDot, Value } from 'micrograd-lab';

const a = new Value(2, 'a');
const b = new Value(-3, 'b');
const c = new Value(10, 'c');
const e = a.mul(b); e.label = 'e';
const d = e.add(c); d.label = 'd';
const f = new Value(-2, 'f');
const L = d.mul(f); L.label = 'L';

console.log('The graph, in the language of Graphviz:');
console.log(toDot(L));
console.log('d is', d);
console.log('made by', d.op, 'of', d.inputs);
console.log('L is', L);

// Try to paste the graph into an editor for Graphviz, or see `npm run example neuron-graph`, which draws one. Then make
// it a * (b + c) * f: which operation comes first now?
