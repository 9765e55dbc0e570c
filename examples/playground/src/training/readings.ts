// readings.ts: what can be read off a snapshot: whether training diverged, and how large each layer's gradients are.
import type { Snapshot } from './trainer.ts';

/** Whether some number is NaN or infinite. Without points there is no loss, and nothing diverges. */
export function hasDiverged(
  { accuracy, loss, parameters }: Pick<Snapshot, 'accuracy' | 'loss' | 'parameters'>,
): boolean {
  return !Number.isNaN(accuracy) && !(Number.isFinite(loss) && parameters.every(Number.isFinite));
}

/** The gradients of a layer: their root mean square, and how many of them are 0. */
export interface LayerGradients { size: number; zeros: number; count: number }

/** For each layer, from the first. `sizes`: how many numbers come into the network, into each layer, and out of it. */
export function gradientsByLayer(sizes: readonly number[], gradients: Float64Array): LayerGradients[] {
  let start = 0;
  return sizes.slice(1).map((neurons, layer) => {
    const count = neurons * (sizes[layer] + 1);
    const own = gradients.subarray(start, start += count);
    const squares = own.reduce((sum, gradient) => sum + gradient ** 2, 0);
    return { size: Math.sqrt(squares / count), zeros: own.filter((gradient) => gradient === 0).length, count };
  });
}

/** How much of its room the bar of a gradient fills: from nothing at 1e-8 or less, by powers of 10, to all at 10. */
export function barShare(size: number): number {
  if (!(size > 0)) return 0; // NaN, too
  return Math.min(1, Math.max(0, (Math.log10(size) + 8) / 9));
}

/** For a curve, which has a gap where a number is missing or not finite. */
export const drawable = (numbers: readonly number[]) => numbers.map((x) => (Number.isFinite(x) ? x : null));
