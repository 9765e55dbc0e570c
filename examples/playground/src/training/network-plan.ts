// network-plan.ts: where each neuron is drawn: a column for each layer, or several for a large one.

export interface Spot { x: number; y: number; size: number }
/** `middles`: of each layer's columns, from the left. */
export interface NetworkPlan { width: number; height: number; layers: Spot[][]; middles: number[] }

/** So many neurons stand below each other in the usual size; more become small, in several columns. */
const TALL = 8;
const LARGE = { size: 46, gap: 16 };
const SMALL = { size: 20, gap: 4 };
const SMALL_ROWS = 16;

export function planNetwork(sizes: readonly number[], width: number): NetworkPlan {
  const isTall = sizes.some((size) => size > TALL);
  const height = isTall
    ? SMALL_ROWS * (SMALL.size + SMALL.gap)
    : Math.max(...sizes) * (LARGE.size + LARGE.gap);
  const step = (width - LARGE.size) / (sizes.length - 1);
  const middles = sizes.map((_, layer) => LARGE.size / 2 + layer * step);
  const layers = sizes.map((count, layer) => {
    const { size, gap } = count > TALL ? SMALL : LARGE;
    const rows = count > TALL ? SMALL_ROWS : count;
    const columns = Math.ceil(count / rows);
    return Array.from({ length: count }, (_, i) => {
      const column = Math.floor(i / rows);
      const inColumn = column < columns - 1 ? rows : count - rows * (columns - 1);
      return {
        size,
        x: middles[layer] + (column - (columns - 1) / 2) * (size + gap),
        y: height / 2 + (i % rows - (inColumn - 1) / 2) * (size + gap),
      };
    });
  });
  return { width, height, layers, middles };
}
