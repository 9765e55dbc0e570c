// lines.ts: the lines between the neurons: where they run, how thick they are, and which one is next to the pointer.
import type { NetworkPlan } from './network-plan.ts';

/** `weight`: the index of the input that it comes from. */
export interface Line { layer: number; neuron: number; weight: number; x1: number; y1: number; x2: number; y2: number }

/** Between two layers, nobody can tell more lines than these apart: none of them is drawn. */
const MOST_LINES = 600;
/** The pointer is on a line if it is not further away than these pixels. */
const NEAR = 7;

/** The lines to draw, and how many are left out. */
export function linesOf({ layers }: NetworkPlan): { lines: Line[]; leftOut: number } {
  let leftOut = 0;
  const lines = layers.slice(1).flatMap((spots, layer) => {
    const inputs = layers[layer];
    if (inputs.length * spots.length > MOST_LINES) {
      leftOut += inputs.length * spots.length;
      return [];
    }
    return spots.flatMap((to, neuron) => inputs.map((from, weight) => ({
      layer, neuron, weight, x1: from.x + from.size / 2, y1: from.y, x2: to.x - to.size / 2, y2: to.y,
    })));
  });
  return { lines, leftOut };
}

/** The height of a line at x: a Bézier curve that leaves and arrives horizontally, as `drawLines` draws it. */
export function heightAt({ x1, y1, x2, y2 }: Line, x: number): number {
  const share = (x - x1) / (x2 - x1);
  let [low, high] = [0, 1];
  for (let i = 0; i < 12; i++) { // to a quarter of a thousandth
    const t = (low + high) / 2;
    if (t ** 3 - 1.5 * t ** 2 + 1.5 * t < share) low = t;
    else high = t;
  }
  const t = (low + high) / 2;
  return y1 + (y2 - y1) * t ** 2 * (3 - 2 * t);
}

/** The line that is next to a place, if one is near. */
export function lineAt(lines: readonly Line[], x: number, y: number): Line | undefined {
  let best: Line | undefined;
  let least = NEAR;
  for (const line of lines) {
    if (x < line.x1 || x > line.x2) continue;
    const distance = Math.abs(heightAt(line, x) - y);
    if (distance <= least) [best, least] = [line, distance];
  }
  return best;
}

/** How thick a line is. A weight is measured by itself; a gradient, which may be tiny, by the largest one. */
export function thicknessOf(kind: 'weights' | 'gradients', value: number, largest: number, isCrowded: boolean): number {
  if (Number.isNaN(value)) return 1;
  const most = isCrowded ? 3.5 : 7;
  if (kind === 'weights') return 0.6 + most * Math.min(4, Math.abs(value)) / 4;
  return largest === 0 ? 0.4 : 0.4 + most * Math.sqrt(Math.min(1, Math.abs(value) / largest));
}
