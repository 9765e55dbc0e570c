// boundary-panel.ts: the left half of the picture: which part of the plane the network gives to which class.
import type { Dataset, MLP } from 'micrograd-lab';
import type { EncodeEntry, GroupMark, Mark, Transforms } from 'vega';
import { classes, faint, ink, tints } from './colours.ts';
import { frameOf, scoreGrid, type Frame } from './scores.ts';

/** Pixels to a cell of the grid that the contours go through. */
const cell = 4;

/** Lengths of dash and gap. */
const dashes = [3, 4];
const lines = { 'boundary: score 0': [1, 0], 'margin: score ±1': dashes };

/** Both legends in one line below. */
const row = { orient: 'bottom', direction: 'horizontal', clipHeight: 20 } as const;

export function boundaryPanel(model: MLP, { x, y }: Dataset, width: number, height: number): GroupMark {
  const frame = frameOf(x);
  const names = classes.map(({ name }) => name);
  return {
    type: 'group',
    title: { text: 'Decision boundary', fontSize: 14, offset: 12 },
    encode: { enter: { width: { value: width }, height: { value: height } } },
    data: [
      { name: 'points', values: x.map(([px, py], i) => ({ x: px, y: py, class: names[y[i]] })) },
      { name: 'scores', values: [scoresAround(model, frame, width / cell, height / cell)] },
      // Each area holds all scores above its threshold, and covers a part of the one before.
      { name: 'areas', source: 'scores', transform: [contours([-1, 0, 1])] },
      { name: 'boundary', source: 'scores', transform: [contours([0])] },
      { name: 'margins', source: 'scores', transform: [contours([-1, 1])] },
    ],
    scales: [
      { name: 'x', type: 'linear', domain: frame.x, range: [0, width], zero: false },
      { name: 'y', type: 'linear', domain: frame.y, range: [height, 0], zero: false },
      { name: 'area', type: 'ordinal', domain: [-1, 0, 1], range: tints.slice(1) },
      { name: 'colour', type: 'ordinal', domain: names, range: classes.map(({ colour }) => colour) },
      { name: 'shape', type: 'ordinal', domain: names, range: classes.map(({ shape }) => shape) },
      { name: 'size', type: 'ordinal', domain: names, range: classes.map(({ size }) => size) },
      { name: 'line', type: 'ordinal', domain: Object.keys(lines), range: Object.values(lines) },
    ],
    axes: [
      { scale: 'x', orient: 'bottom', title: 'x₁', tickCount: 6 },
      { scale: 'y', orient: 'left', title: 'x₂', tickCount: 5 },
    ],
    legends: [
      { ...row, fill: 'colour', shape: 'shape', size: 'size' },
      { ...row, strokeDash: 'line', symbolType: 'stroke', symbolSize: 400, symbolStrokeColor: ink },
    ],
    marks: [
      {
        type: 'group',
        clip: true,
        encode: { enter: { width: { value: width }, height: { value: height }, fill: { value: tints[0] } } },
        marks: [
          contourPath('areas', { fill: { scale: 'area', field: 'contour.value' } }),
          contourPath('margins', { stroke: { value: faint }, strokeDash: { value: dashes } }),
          contourPath('boundary', { stroke: { value: ink }, strokeWidth: { value: 2 } }),
        ],
      },
      {
        type: 'symbol',
        name: 'moons',
        from: { data: 'points' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'x' },
            y: { scale: 'y', field: 'y' },
            shape: { scale: 'shape', field: 'class' },
            size: { scale: 'size', field: 'class' },
            fill: { scale: 'colour', field: 'class' },
            stroke: { value: 'white' },
            strokeWidth: { value: 1.2 },
          },
        },
      },
    ],
  };
}

/** The scores on a grid that is one cell wider on each side: there, contours close along the edge, out of sight. */
function scoresAround(model: MLP, { x, y }: Frame, columns: number, rows: number): object {
  const widen = ([low, high]: [number, number], cells: number): [number, number] =>
    [low - (high - low) / cells, high + (high - low) / cells];
  const values = scoreGrid(model, { x: widen(x, columns), y: widen(y, rows) }, columns + 2, rows + 2);
  return { width: columns + 2, height: rows + 2, values, scale: cell, translate: [-cell, -cell] };
}

function contours(thresholds: number[]): Transforms {
  return { type: 'isocontour', thresholds };
}

function contourPath(data: string, encoding: EncodeEntry): Mark {
  return {
    type: 'path',
    from: { data },
    encode: { enter: encoding },
    transform: [{ type: 'geopath', field: 'datum.contour' }],
  };
}
