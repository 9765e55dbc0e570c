// layout.ts: where each box of the graph goes, and along which points each edge runs: dagre's work.
import dagre from '@dagrejs/dagre';
import type { Direction, Point } from './routes.ts';

export interface Plan {
  nodes: number;
  edges: { from: number; to: number }[];
  direction: Direction;
  /** Of a box. */
  width: number;
  height: number;
}

/** The middles of the boxes, and the points of the edges, each in the order of the plan. */
export interface Layout { width: number; height: number; nodes: Point[]; edges: Point[][] }

export function layOut({ nodes, edges, direction, width, height }: Plan): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true }); // x * x has two edges between the same boxes
  graph.setGraph({ rankdir: direction, nodesep: 22, edgesep: 32, ranksep: 92, marginx: 6, marginy: 18 });
  const ids = Array.from({ length: nodes }, (_, id) => String(id));
  for (const id of ids) graph.setNode(id, { width, height });
  edges.forEach(({ from, to }, i) => graph.setEdge(String(from), String(to), {}, String(i)));
  dagre.layout(graph);
  const size = graph.graph() as { width: number; height: number };
  return {
    width: size.width,
    height: size.height,
    nodes: ids.map((id) => pointOf(graph.node(id) as Point)),
    edges: edges.map(({ from, to }, i) =>
      (graph.edge(String(from), String(to), String(i)) as { points: Point[] }).points.map(pointOf)),
  };
}

const pointOf = ({ x, y }: Point): Point => ({ x, y });
