// graph.ts: the expression graph as data, and as a text of which Graphviz or Mermaid makes a picture, in the lecture's
// look: a box for each Value with its label, data and grad, and a small circle for the operation that made it.
//
// A picture helps up to some 100 nodes: a neuron, a small loss. (Mermaid refuses more than 500 edges, unless told
// otherwise.) `trace` gives the data of a graph of any size. state.ts comes next.
import { checkValue, indexOf } from './check.ts';
import { topologicalOrder, type Op, type Value } from './engine.ts';

/** A Value. Its `id` is its index in `topologicalOrder`, so each operand has a smaller one than its result. */
export interface GraphNode {
  id: number;
  op: Op;
  label: string;
  data: number;
  grad: number;
  value: Value;
}

/** An edge from an operand to its result, by their ids. `x.mul(x)` has two. */
export interface GraphEdge {
  from: number;
  to: number;
}

/**
 * The graph of everything that `root` was made of, as data. `root` is the last of the nodes.
 *
 * @throws TypeError if `root` is not a Value; so do the two below
 * @example
 * const x = new Value(3, 'x');
 * const { nodes, edges } = trace(x.mul(x));
 * console.log(nodes.map((node) => node.data), edges); // → [ 3, 9 ] [ { from: 0, to: 1 }, { from: 0, to: 1 } ]
 */
export function trace(root: Value): { nodes: GraphNode[]; edges: GraphEdge[] } {
  return graphOf('trace', root);
}

function graphOf(owner: string, root: Value) {
  const order = topologicalOrder(checkValue(owner, 'root', root));
  const nodes = order.map((value, id) => {
    const { op, label = '', data, grad } = value;
    return { id, op, label, data, grad, value };
  });
  const idOf = indexOf(order);
  const edges = order.flatMap((value, to) => value.inputs.map((input) => ({ from: idOf(input), to })));
  return { nodes, edges };
}

/**
 * The graph for Graphviz, as in the lecture: `dot -Tsvg`, or the package `@viz-js/viz` in a page.
 *
 * @example
 * const a = new Value(2, 'a');
 * console.log(toDot(a.tanh()).split('\n')[2]); // → n0 [shape=record, label="{ a | data 2.0000 | grad 0.0000 }"];
 */
export function toDot(root: Value): string {
  const { nodes, edges } = graphOf('toDot', root);
  return [
    'digraph {',
    'rankdir=LR;',
    ...nodes.map((node) => `n${node.id} [shape=record, label="{ ${facts(node, escapeDot)} }"];`),
    ...nodes.filter(isMade).map(({ id, op }) => `op${id} [label="${op}"]; op${id} -> n${id};`),
    ...edges.map(({ from, to }) => `n${from} -> op${to};`),
    '}',
    '',
  ].join('\n');
}

/**
 * The graph for Mermaid, which GitHub and many editors draw where Markdown has a block of code named `mermaid`.
 *
 * @example
 * const a = new Value(2, 'a');
 * console.log(toMermaid(a.tanh()).split('\n')[1]); // → n0["a | data 2.0000 | grad 0.0000"]
 */
export function toMermaid(root: Value): string {
  const { nodes, edges } = graphOf('toMermaid', root);
  return [
    'flowchart LR',
    ...nodes.map((node) => `n${node.id}["${facts(node, escapeMermaid)}"]`),
    ...nodes.filter(isMade).map(({ id, op }) => `op${id}(("${escapeMermaid(op)}")) --> n${id}`),
    ...edges.map(({ from, to }) => `n${from} --> op${to}`),
    '',
  ].join('\n');
}

const isMade = ({ op }: GraphNode) => op !== '';

/** The text in a box: the label, if there is one, data and grad. */
function facts({ label, data, grad }: GraphNode, escape: (text: string) => string): string {
  const numbers = `data ${figure(data)} | grad ${figure(grad)}`;
  return label === '' ? numbers : `${escape(label)} | ${numbers}`;
}

/** Four decimals, as in the lecture. They would show 3e-5 as 0.0000, so a tiny or a huge number is 3.0000e-5. */
function figure(x: number): string {
  const size = Math.abs(x);
  return size >= 1e7 || (size < 1e-4 && size > 0) ? x.toExponential(4) : x.toFixed(4);
}

/**
 * Graphviz reads HTML's entities: here for what would divide a box, end the text, or be dropped, as spaces are. It
 * reads backslashes after them, so a backslash is doubled.
 */
const escapeDot = (label: string) => linesOf(label).map((line) => line
  .replace(/["{}|<>& ]/g, (char) => `&#${char.charCodeAt(0)};`).replaceAll('\\', '\\\\')).join('\\n');

/** Mermaid reads Markdown, HTML, and `#` with a character's number; letters, digits and spaces stay as they are. */
const escapeMermaid = (label: string) => linesOf(label)
  .map((line) => line.replace(/[^\p{L}\p{N} ]/gu, (char) => `#${String(char.codePointAt(0))};`)).join('<br>');

/** Control characters have no look, and a NUL would end the text; an empty line makes some builds of Graphviz crash. */
const linesOf = (label: string) => label.split(/\r?\n/).map((line) => line.replace(/\p{Cc}/gu, ' ') || ' ');
