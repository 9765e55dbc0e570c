// painting.ts: what is painted into the plane: the colour of each cell, of a network's scores or of one neuron.
import { classes, mix, paper, type Look } from '../palette.ts';
import type { Picture } from './trainer.ts';

/** Red, green, blue and opacity of each cell, as an ImageData has them. */
export type Pixels = Uint8ClampedArray<ArrayBuffer>;

/** The class's colour in each cell, the stronger, the higher its score is, or the further before the next. */
export function paintScores({ size, outputs, values }: Picture, look: Look, isTwoColoured = false): Pixels {
  return paint(size, look, (cell) => {
    // Weak enough that the points of the same class are seen before it.
    const shade = (label: number, score: number) =>
      shadeOf(label, isTwoColoured ? 0.35 : 0.12 + 0.38 * Math.tanh(Math.abs(score)));
    if (outputs === 1) return shade(values[cell] > 0 ? 1 : 0, values[cell]);
    let best = 0;
    let next = -Infinity;
    for (let i = 1; i < outputs; i++) {
      const [score, highest] = [values[cell * outputs + i], values[cell * outputs + best]];
      next = Math.max(next, Math.min(score, highest));
      if (score > highest) best = i;
    }
    return shade(best, values[cell * outputs + best] - next);
  });
}

/** What one neuron gives: blue above 0, vermilion below, as the classes that a single score stands for. */
export function paintNeuron({ size, outputs, values }: Picture, neuron: number, look: Look): Pixels {
  return paint(size, look, (cell) => {
    const value = values[cell * outputs + neuron];
    return shadeOf(value > 0 ? 1 : 0, 0.85 * Math.tanh(Math.abs(value)));
  });
}

/** From the paper to the colour of a class. A table, since a large network has 50,000 cells to be painted at once. */
const SHADES = 256;
const shadeOf = (label: number, share: number) => label * SHADES + Math.round((SHADES - 1) * share || 0); // not NaN
const tableFor = (look: Look) => classes.flatMap((colours) =>
  Array.from({ length: SHADES }, (_, i) => [...mix(colours[look], paper[look], i / (SHADES - 1)), 255]));
const tables = {
  light: Uint8ClampedArray.from(tableFor('light').flat()), dark: Uint8ClampedArray.from(tableFor('dark').flat()),
};

function paint(size: number, look: Look, shadeAt: (cell: number) => number): Pixels {
  const table = tables[look];
  const pixels = new Uint8ClampedArray(4 * size * size);
  for (let cell = 0; cell < size * size; cell++) {
    const shade = shadeAt(cell);
    for (let i = 0; i < 4; i++) pixels[4 * cell + i] = table[4 * shade + i];
  }
  return pixels;
}
