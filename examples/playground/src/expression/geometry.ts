// geometry.ts: how large the boxes of the graph are, and where its lines begin and end. The page and the picture that
// it saves use the same numbers: pixels, at letters of 14.
import type { Value } from 'micrograd-lab';
import type { Direction, Point } from './routes.ts';
import { isConstant } from './steps.ts';

export interface Size { width: number; height: number }

/** The diameter of the circle with the operation, which touches its box. */
export const CIRCLE = 28;
/** Letters of the graph. Below 12 on the screen nobody in the last row reads them. */
export const LETTERS = 14;
/** The height of a row of a box. */
export const ROW = 24;

/** `isLow`: the name and the data share a row, so that two graphs have room above each other. */
export function sizeOf(value: Value, isLow: boolean): Size {
  if (isConstant(value)) return { width: 76, height: 30 };
  return { width: 126, height: isLow ? 42 : 3 * ROW + 2 };
}

/** Where a line leaves a box. */
export const exitOf = ({ x, y }: Point, { width, height }: Size, direction: Direction): Point =>
  (direction === 'LR' ? { x: x + width / 2, y } : { x, y: y + height / 2 });

/** Where a line ends: at the circle of the operation. */
export const circleOf = ({ x, y }: Point, { width, height }: Size, direction: Direction): Point =>
  (direction === 'LR' ? { x: x - width / 2 - CIRCLE, y } : { x, y: y - height / 2 - CIRCLE });

/** The middle of that circle. */
export const middleOfCircle = (at: Point, size: Size, direction: Direction): Point => {
  const { x, y } = circleOf(at, size, direction);
  return direction === 'LR' ? { x: x + CIRCLE / 2, y } : { x, y: y + CIRCLE / 2 };
};

/** The operations as they stand in the circles. */
export const signOf = ({ op }: Value): string => signs[op] ?? op;
const signs: Record<string, string> = { '*': '×', '-': '−', '**': 'aᵇ', '/': '÷', neg: '−a', sigmoid: 'σ' };
