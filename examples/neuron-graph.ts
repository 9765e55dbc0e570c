// neuron-graph.ts: the lecture's neuron as a picture. Two inputs, a weight for each, a bias, and tanh of their sum.
//
// You will see in `examples/output/neuron.svg` each number with its gradient, and between them the operations. Try 8
// for the bias: tanh is nearly flat there, and all gradients shrink. Or `toMermaid(o)`, printed, between the lines
// ```mermaid and ``` of a README on GitHub, which draws it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { instance } from '@viz-js/viz'; // Graphviz, as WebAssembly
import { toDot, Value } from 'micrograd-lab';

const x1 = new Value(2, 'x1');
const x2 = new Value(0, 'x2');
const w1 = new Value(-3, 'w1');
const w2 = new Value(1, 'w2');
const b = new Value(6.8813735870195432, 'b'); // makes o the root of 1/2, and the gradients round

const x1w1 = named('x1w1', x1.mul(w1));
const x2w2 = named('x2w2', x2.mul(w2));
const sum = named('sum', x1w1.add(x2w2));
const n = named('n', sum.add(b));
const o = named('o', n.tanh());
o.backward();

function named(label: string, value: Value): Value {
  value.label = label;
  return value;
}

const font = { fontname: 'Arial', fontsize: 12, fontcolor: '#24292f' };
const paper = { style: 'filled', fillcolor: 'white' };
const line = { color: '#57606a', penwidth: 0.75 };
const viz = await instance();
const svg = viz.renderString(toDot(o), {
  format: 'svg',
  // A light card on a dark page: lines and letters are dark.
  graphAttributes: { bgcolor: '#f6f8fa', pad: 0.15, ranksep: 0.2, nodesep: 0.15 },
  nodeAttributes: { ...font, ...line, ...paper, margin: '0.06,0.04', width: 0.3, height: 0.3 },
  edgeAttributes: { ...line, arrowsize: 0.5 },
});

// Graphviz knows how wide Arial's letters are, but not those of a list; who has no Arial gets one like it.
const fonts = 'font-family="Arial, Helvetica, sans-serif"';
const path = fileURLToPath(new URL('output/neuron.svg', import.meta.url));
mkdirSync(new URL('output', import.meta.url), { recursive: true });
writeFileSync(path, svg.replaceAll('font-family="Arial"', fonts));
console.log(`Picture: ${path}`);
