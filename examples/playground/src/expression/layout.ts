// layout.ts: where each box of the graph goes, and along which points each edge runs: dagre's work.
import dagre from '@dagrejs/dagre';
import type { Size } from './geometry.ts';
import type { Direction, Point } from './routes.ts';

export interface Plan {
  /** The sizes of the boxes. */
  nodes: Size[];
  edges: { from: number; to: number }[];
  direction: Direction;
}

/** The middles of the boxes, and the points of the edges, each in the order of the plan. */
export interface Layout { width: number; height: number; nodes: Point[]; edges: Point[][] }

/** The room between boxes: for the circle of an operation and an arrow before it, and for amounts below a box. */
const room = { nodesep: 20, edgesep: 20, ranksep: 62, marginx: 8, marginy: 8 };
/** For the amounts below the lowest box. */
const BELOW = 12;
/** So small a graph is laid out several times, to find the order that reads best: dagre takes some 5 ms each. */
const SMALL = 40;

/** dagre leaves the order of operands to chance. The layout that is taken has the most a over b, as one reads. */
export function layOut(plan: Plan): Layout {
  const isSmall = plan.nodes.length <= SMALL;
  const layouts = [false, true].slice(0, isSmall ? 2 : 1).flatMap((isReversed) => {
    const layout = byDagre(plan, isReversed);
    return [layout, turned(layout, plan)];
  });
  const scores = layouts.map((layout) => score(layout, plan));
  const best = layouts[scores.indexOf(Math.max(...scores))];
  return { ...best, height: best.height + BELOW };
}

/** `isReversed`: dagre hears of the nodes and the edges from last to first. */
function byDagre({ nodes, edges, direction }: Plan, isReversed: boolean): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true }); // x * x has two edges between the same boxes
  graph.setGraph({ rankdir: direction, ...room });
  const inOrder = <T>(list: T[]) => (isReversed ? [...list].reverse() : list);
  for (const id of inOrder([...nodes.keys()])) graph.setNode(String(id), { ...nodes[id] });
  for (const i of inOrder([...edges.keys()])) graph.setEdge(String(edges[i].from), String(edges[i].to), {}, String(i));
  dagre.layout(graph);
  const { width, height } = graph.graph() as Size;
  return {
    width, height,
    nodes: nodes.map((_, id) => pointOf(graph.node(String(id)) as Point)),
    edges: edges.map(({ from, to }, i) =>
      (graph.edge(String(from), String(to), String(i)) as { points: Point[] }).points.map(pointOf)),
  };
}

/** The same upside down; for a graph from the top down, left for right. */
function turned(layout: Layout, { direction }: Plan): Layout {
  const turn = ({ x, y }: Point): Point =>
    (direction === 'LR' ? { x, y: layout.height - y } : { x: layout.width - x, y });
  return { ...layout, nodes: layout.nodes.map(turn), edges: layout.edges.map((points) => points.map(turn)) };
}

/** How many operands stand below the one that comes before them, less those that stand above it. */
function score({ nodes }: Layout, { edges, direction }: Plan): number {
  const across = direction === 'LR' ? 'y' : 'x';
  const firsts = new Map<number, number>();
  let total = 0;
  for (const { from, to } of edges) {
    const first = firsts.get(to);
    if (first !== undefined) total += Math.sign(nodes[from][across] - nodes[first][across]);
    firsts.set(to, from);
  }
  return total;
}

const pointOf = ({ x, y }: Point): Point => ({ x, y });
