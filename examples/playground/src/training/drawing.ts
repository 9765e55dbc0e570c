// drawing.ts: the plane on a canvas: what the network says of each cell, and over it the points; and small, once for
// each neuron, what that neuron says.
import type { Dataset } from 'micrograd-lab';
import { classes, css, inks, type Look } from '../palette.ts';
import type { Points, Window } from './data.ts';
import { thicknessOf, type Line } from './lines.ts';
import type { NetworkPlan } from './network-plan.ts';
import { paintNeuron, type Pixels } from './painting.ts';
import type { Picture } from './trainer.ts';

/** Where the keyboard is. */
export interface Cross { x: number; y: number }

const edge: Record<Look, string> = { light: '#ffffff', dark: '#0c0e10' };

/** `size` × `size` cells, which the browser enlarges. */
export function drawCells(canvas: HTMLCanvasElement, pixels: Pixels, size: number): void {
  canvas.width = canvas.height = size;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, size, size), 0, 0);
}

interface LinesScene {
  plan: NetworkPlan;
  lines: readonly Line[];
  /** One for each line. */
  values: readonly number[];
  kind: 'weights' | 'gradients';
  look: Look;
  /** The index of the line that is pointed at, or -1. */
  lit: number;
}

/** More lines than these are drawn thinner, and without dashes. */
const CROWDED = 100;

export function drawLines(canvas: HTMLCanvasElement, { plan, lines, values, kind, look, lit }: LinesScene): void {
  const context = contextOf(canvas, plan);
  if (!context) return;
  const isCrowded = lines.length > CROWDED;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const { blue, red, faint, ink } = inks[look];
  context.globalAlpha = isCrowded ? 0.6 : 0.75;
  lines.forEach((line, i) => {
    const value = values[i];
    context.strokeStyle = Number.isFinite(value) ? (value > 0 ? blue : red) : faint;
    context.setLineDash(value > 0 || isCrowded ? [] : [7, 4]);
    context.lineWidth = thicknessOf(kind, value, largest, isCrowded);
    strokeLine(context, line);
  });
  if (!(lit in lines)) return;
  context.globalAlpha = 1;
  context.strokeStyle = ink;
  context.setLineDash([]);
  context.lineWidth = 2.5;
  strokeLine(context, lines[lit]);
}

function strokeLine(context: CanvasRenderingContext2D, { x1, y1, x2, y2 }: Line): void {
  const middle = (x1 + x2) / 2;
  context.beginPath();
  context.moveTo(x1, y1);
  context.bezierCurveTo(middle, y1, middle, y2, x2, y2);
  context.stroke();
}

/** An empty canvas of that size in CSS pixels. */
function contextOf(canvas: HTMLCanvasElement, { width, height }: { width: number; height: number }) {
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const context = canvas.getContext('2d');
  context?.scale(devicePixelRatio, devicePixelRatio);
  return context;
}

interface Neurons { plan: NetworkPlan; neurons: Picture; look: Look }

/** Draws nothing, if the numbers are not yet those of the network in the plan. */
export function drawNeurons(canvas: HTMLCanvasElement, { plan, neurons, look }: Neurons): void {
  const context = contextOf(canvas, plan);
  const spots = plan.layers.slice(1).flat();
  if (!context || neurons.outputs !== spots.length) return;
  const { size } = neurons;
  const sheet = new OffscreenCanvas(size, size * spots.length); // their pictures below each other, not yet enlarged
  const pixels = new ImageData(size, sheet.height);
  spots.forEach((_, i) => { pixels.data.set(paintNeuron(neurons, i, look), 4 * size * size * i); });
  sheet.getContext('2d')?.putImageData(pixels, 0, 0);

  for (const { x, y, size: side } of spots) context.roundRect(x - side / 2, y - side / 2, side, side, 6); // as .neuron
  context.clip();
  spots.forEach(({ x, y, size: side }, i) => {
    context.drawImage(sheet, 0, size * i, size, size, x - side / 2, y - side / 2, side, side);
  });
}

interface Scene {
  /** Of the canvas, in CSS pixels. */
  size: number;
  points: Points;
  plane: Window;
  look: Look;
  /** The point that was chosen, or made up. */
  chosen?: Cross;
  cross?: Cross;
}

export function drawPoints(canvas: HTMLCanvasElement, { size, points, plane, look, chosen, cross }: Scene): void {
  const context = contextOf(canvas, { width: size, height: size });
  if (!context) return;
  const place = (x: number, y: number) => {
    const half = size / 2;
    return [half + half * (x - plane.x) / plane.reach, half - half * (y - plane.y) / plane.reach] as const;
  };
  const count = points.x.length + points.test.x.length;
  const radius = count > 2000 ? 2 : count > 500 ? 3.5 : 6;
  context.lineWidth = radius > 3 ? 1.5 : 0.5;
  const draw = ({ x, y }: Dataset, isTest: boolean) => {
    x.forEach((point, i) => { drawPoint(context, place(point[0], point[1]), { radius, label: y[i], isTest, look }); });
  };
  draw(points.test, true);
  draw(points, false);

  context.strokeStyle = inks[look].ink;
  context.lineWidth = 2.5;
  if (chosen !== undefined) {
    const [x, y] = place(chosen.x, chosen.y);
    context.beginPath();
    context.arc(x, y, radius + 6, 0, 2 * Math.PI);
    context.stroke();
    context.fillStyle = inks[look].ink;
    context.fillRect(x - 1.5, y - 1.5, 3, 3); // seen where there is no point
  }
  if (!cross) return;
  const [x, y] = place(cross.x, cross.y);
  context.beginPath();
  for (const [dx, dy] of [[12, 0], [0, 12]]) {
    context.moveTo(x - dx, y - dy);
    context.lineTo(x + dx, y + dy);
  }
  context.stroke();
}

interface PointLook { radius: number; label: number; isTest: boolean; look: Look }

/** Test points are hollow. */
function drawPoint(
  context: CanvasRenderingContext2D, [x, y]: readonly [number, number], { radius, label, isTest, look }: PointLook,
): void {
  const { shape, [look]: colour } = classes[label];
  context.beginPath();
  if (shape === 'circle') context.arc(x, y, radius, 0, 2 * Math.PI);
  else polygon(context, shape === 'diamond' ? diamond : triangle, x, y, radius);
  context.fillStyle = isTest ? edge[look] : css(colour);
  context.strokeStyle = isTest ? css(colour) : edge[look];
  context.fill();
  context.stroke();
}

/** Corners of the same area as a circle of radius 1. */
const diamond = [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]];
const triangle = [[0, -1.55], [1.35, 0.78], [-1.35, 0.78]];

function polygon(context: CanvasRenderingContext2D, corners: number[][], x: number, y: number, r: number): void {
  for (const [dx, dy] of corners) context.lineTo(x + r * dx, y + r * dy);
  context.closePath();
}

/** The index of the point next to a place; undefined if none is nearer than `most`. */
export function nearest(points: readonly number[][], x: number, y: number, most = Infinity): number | undefined {
  let best: number | undefined;
  let least = most;
  points.forEach((point, i) => {
    const distance = Math.hypot(point[0] - x, point[1] - y);
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}
