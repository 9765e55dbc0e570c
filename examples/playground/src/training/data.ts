// data.ts: the points to train on, as the settings say, and the part of the plane that shows them.
import {
  makeCircles, makeMoons, makeSpiral, makeXor, makeYinYang, NumpyRandom, type Dataset, type DatasetOptions,
} from 'micrograd-lab';
import { limits, type TrainingState } from '../state.ts';

export type DataState = Pick<TrainingState, 'dataset' | 'samples' | 'noise' | 'seed' | 'draw' | 'test' | 'points'>;

export interface Points extends Dataset {
  classes: number;
  /** Points of the same kind that training never sees. */
  test: Dataset;
}

export function makePoints({ dataset, samples, noise, seed, draw, test, points }: DataState): Points {
  if (dataset === 'by hand') return pointsByHand(points);
  // One generator for both: the test points come after the others, so they change none of them.
  const random = new NumpyRandom((seed + draw) % 2 ** 32);
  const train = makers[dataset]({ samples, noise, random });
  const unseen = test === 0 ? { x: [], y: [] } : makers[dataset]({ samples: test, noise, random });
  return { ...train, classes: dataset === 'yin-yang' ? 3 : 2, test: unseen };
}

const makers: Record<Exclude<DataState['dataset'], 'by hand'>, (options: DatasetOptions) => Dataset> = {
  moons: makeMoons,
  circles: (options) => makeCircles({ ...options, factor: 0.5 }),
  spiral: makeSpiral,
  xor: makeXor,
  'yin-yang': makeYinYang,
};

function pointsByHand(points: DataState['points']): Points {
  return {
    x: points.map(({ x, y }) => [x, y]),
    y: points.map(({ label }) => label),
    classes: points.some(({ label }) => label === 2) ? 3 : 2,
    test: { x: [], y: [] },
  };
}

/** A square of the plane: its middle, and how far it reaches to each side. */
export interface Window { x: number; y: number; reach: number }

/** The square around all points, with some air; by hand, the one that can be clicked into. */
export function windowAround({ dataset }: Pick<DataState, 'dataset'>, { x, test }: Points): Window {
  if (dataset === 'by hand' || x.length === 0) return { x: 0, y: 0, reach: limits.plane };
  const [middleX, middleY] = [0, 1].map((i) => {
    const coordinates = [...x, ...test.x].map((point) => point[i]);
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
