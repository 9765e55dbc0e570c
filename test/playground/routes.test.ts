// The lines of the graph: those between the same boxes run beside each other, and none runs backwards.
import { describe, expect, it } from 'vitest';
import { asideOf, pathThrough, routeOf } from '../../examples/playground/src/expression/routes.ts';
import { trace, Value } from '../../src/index.ts';

const [start, end] = [{ x: 0, y: 0 }, { x: 200, y: 50 }];

describe('a line of the graph', () => {
  it('runs aside only when there are two between the same boxes', () => {
    const [x, y] = [new Value(2), new Value(3)];
    const { edges } = trace(x.mul(x).add(y));
    const asides = edges.map((_, edge) => asideOf(edges, edge));
    expect(asides[0]).toBe(-asides[1]);
    expect(asides.map(Math.sign)).toEqual([-1, 1, 0, 0]);
  });

  it('goes through the points that lie well between its ends', () => {
    const way = [{ x: 10, y: 5 }, { x: 100, y: 30 }, { x: 195, y: 50 }];
    expect(routeOf(start, way, end, 'LR', 0)).toEqual([start, way[1], end]);
    expect(routeOf(start, [{ x: 0, y: 25 }], { x: 0, y: 80 }, 'TB', 0)).toHaveLength(2);
    expect(routeOf(start, way, end, 'LR', 9)).toEqual([start, { x: 100, y: 34 }, end]);
    expect(routeOf(start, way, end, 'TB', 9)).toEqual([start, { x: 109, y: 25 }, end]);
  });

  it('leaves and arrives in the direction of the graph', () => {
    expect(pathThrough([start, end], 'LR')).toBe('M0.0,0.0 C100.0,0.0 100.0,50.0 200.0,50.0');
    expect(pathThrough([start, end], 'TB')).toBe('M0.0,0.0 C0.0,25.0 200.0,25.0 200.0,50.0');
  });
});
