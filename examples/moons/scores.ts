// scores.ts: what the network thinks of the whole plane, not only of the points. Both pictures are drawn from this.
import type { MLP } from 'micrograd-lab';

/** A part of the plane. */
export interface Frame {
  x: [number, number];
  y: [number, number];
}

/** The part of the plane that holds all the points, with a margin around them. */
export function frameOf(points: number[][]): Frame {
  const range = (axis: number): [number, number] => {
    const values = points.map((point) => point[axis]);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const margin = 0.12 * (high - low) || 1; // points on one line leave no width to take a share of
    return [low - margin, high + margin];
  };
  return { x: range(0), y: range(1) };
}

/** The scores in the middles of `columns` x `rows` cells, row by row from the top left. */
export function scoreGrid(model: MLP, frame: Frame, columns: number, rows: number): number[] {
  const at = ([low, high]: [number, number], share: number) => low + (high - low) * share;
  return Array.from({ length: columns * rows }, (_, i) => {
    const x = at(frame.x, (i % columns + 0.5) / columns);
    const y = at(frame.y, 1 - (Math.floor(i / columns) + 0.5) / rows);
    return model.forward([x, y])[0].data;
  });
}

/** Which side of the boundary, and whether beyond the margin that the loss asks for: from 0, surely class 0, to 3. */
export function band(score: number): 0 | 1 | 2 | 3 {
  return score > 0 ? (score > 1 ? 3 : 2) : (score < -1 ? 0 : 1);
}
