// plot.ts: the decision boundary and the points as lines of text, in colour where the terminal has enough of them.
import type { Dataset, MLP } from 'micrograd-lab';
import { classes, tints } from './colours.ts';
import { band, frameOf, scoreGrid } from './scores.ts';

/** What colours a text, such as ansis; its level is 0 without colours, 1 with 16 of them, 2 with 256, 3 with all. */
export interface Paint {
  (text: string): string;
  level: number;
  hex: (colour: string) => Paint;
  bgHex: (colour: string) => Paint;
}

/** The tints need 256 colours. */
const isColourful = (paint: Paint) => paint.level >= 2;

/** The plane behind the points, by `band`, where there are no tints. */
const shades = [' ', '·', '░', '▒'];

/** The boundary and the points, in so many columns and rows of characters. */
export function plotLines(model: MLP, { x, y }: Dataset, columns: number, rows: number, paint: Paint): string[] {
  const frame = frameOf(x);
  // Two scores a character, one above the other, which makes the picture's cells square.
  const bands = scoreGrid(model, frame, columns, 2 * rows).map(band);
  const cell = (at: number, [low, high]: [number, number], cells: number) =>
    Math.floor((at - low) / (high - low) * cells);
  const points = new Map(x.map((point, i) => {
    const row = rows - 1 - cell(point[1], frame.y, rows);
    return [row * columns + cell(point[0], frame.x, columns), classes[y[i]]];
  }));

  function character(row: number, column: number): string {
    const point = points.get(row * columns + column);
    const upper = bands[2 * row * columns + column];
    const lower = bands[(2 * row + 1) * columns + column];
    if (!isColourful(paint)) return point?.glyph ?? shades[upper];
    if (point) return paint.bgHex(tints[upper]).hex(point.dark)(point.glyph);
    return paint.hex(tints[upper]).bgHex(tints[lower])('▀');
  }
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => character(row, column)).join(''));
}

/** What the signs mean. */
export function keyLine(paint: Paint): string {
  const signs = classes.map(({ glyph, name, colour }) => `${paint.hex(colour)(glyph)} ${name}  `);
  return `${signs.join('')}${isColourful(paint) ? 'pale' : `${shades[1]} ${shades[2]}`}: |score| < 1`;
}
