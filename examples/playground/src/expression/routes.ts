// routes.ts: the lines between the boxes of a graph, of which dagre says through which points they run.
import type { GraphEdge } from 'micrograd-lab';

/** From left to right, or from the top down. */
export type Direction = 'LR' | 'TB';
export interface Point { x: number; y: number }

/** Of x * x there are two edges between the same boxes: they run beside each other, so far from the middle. */
const ASIDE = 16;

/** How far an edge runs to the side, as one of two between the same boxes. */
export function asideOf(edges: readonly GraphEdge[], edge: number): number {
  const { from, to } = edges[edge];
  const twin = edges.findIndex((other, i) => i !== edge && other.from === from && other.to === to);
  return twin === -1 ? 0 : edge < twin ? -ASIDE : ASIDE;
}

/** The points of an edge, between where it begins and where it ends: those of its way that lie well between the two. */
export function routeOf(start: Point, way: Point[], end: Point, direction: Direction, aside: number): Point[] {
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  if (aside !== 0) return [start, shifted(middle, direction, aside), end];
  const along = direction === 'LR' ? 'x' : 'y';
  return [start, ...way.filter((point) => point[along] > start[along] + 30 && point[along] < end[along] - 30), end];
}

const shifted = ({ x, y }: Point, direction: Direction, aside: number): Point =>
  direction === 'LR' ? { x, y: y + aside } : { x: x + aside, y };

/** A smooth line through the points, which leaves and reaches each of them in the direction of the graph. */
export function pathThrough(points: readonly Point[], direction: Direction): string {
  const curves = points.slice(1).map((to, i) => {
    const from = points[i];
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    const bends = direction === 'LR'
      ? [{ x: middle.x, y: from.y }, { x: middle.x, y: to.y }]
      : [{ x: from.x, y: middle.y }, { x: to.x, y: middle.y }];
    return `C${[...bends, to].map(written).join(' ')}`;
  });
  return `M${written(points[0])} ${curves.join(' ')}`;
}

const written = ({ x, y }: Point) => `${x.toFixed(1)},${y.toFixed(1)}`;
