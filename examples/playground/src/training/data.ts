// data.ts: the points to train on, as the settings say, and the part of the plane that shows them.
import { makeCircles, makeMoons, makeSpiral, makeXor, makeYinYang, NumpyRandom, type Dataset } from 'micrograd-lab';
import { limits, type TrainingState } from '../state.ts';

export type DataState = Pick<TrainingState, 'dataset' | 'samples' | 'noise' | 'seed' | 'points'>;

export interface Points extends Dataset { classes: number }

export function makePoints({ dataset, samples, noise, seed, points }: DataState): Points {
  const options = { samples, noise, random: new NumpyRandom(seed) };
  switch (dataset) {
    case 'moons': return { ...makeMoons(options), classes: 2 };
    case 'circles': return { ...makeCircles({ ...options, factor: 0.5 }), classes: 2 };
    case 'spiral': return { ...makeSpiral(options), classes: 2 };
    case 'xor': return { ...makeXor(options), classes: 2 };
    case 'yin-yang': return { ...makeYinYang(options), classes: 3 };
    case 'by hand': return {
      x: points.map(({ x, y }) => [x, y]),
      y: points.map(({ label }) => label),
      classes: points.some(({ label }) => label === 2) ? 3 : 2,
    };
  }
}

/** A square of the plane: its middle, and how far it reaches to each side. */
export interface Window { x: number; y: number; reach: number }

/** The square around all points, with some air; by hand, the one that can be clicked into. */
export function windowAround({ dataset }: Pick<DataState, 'dataset'>, { x }: Dataset): Window {
  if (dataset === 'by hand' || x.length === 0) return { x: 0, y: 0, reach: limits.plane };
  const [middleX, middleY] = [0, 1].map((i) => {
    const coordinates = x.map((point) => point[i]);
    const [least, most] = [Math.min(...coordinates), Math.max(...coordinates)];
    return { middle: (least + most) / 2, reach: (most - least) / 2 };
  });
  return { x: middleX.middle, y: middleY.middle, reach: 1.15 * Math.max(middleX.reach, middleY.reach, 0.1) };
}

/** The middles of `size` × `size` cells of a window, row by row from the top: rows of two numbers. */
export function gridOf({ x, y, reach }: Window, size: number): Float64Array {
  const at = (i: number) => reach * ((2 * i + 1) / size - 1);
  const rows = new Float64Array(2 * size * size);
  for (let i = 0; i < size * size; i++) {
    rows[2 * i] = x + at(i % size);
    rows[2 * i + 1] = y - at(Math.floor(i / size));
  }
  return rows;
}
