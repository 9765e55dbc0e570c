// drawing.ts: the plane on a canvas: what the network says of each cell, and over it the points; and small, once for
// each neuron, what that neuron says.
import { classes, css, inks, type Look } from '../palette.ts';
import type { Points, Window } from './data.ts';
import type { NetworkPlan } from './network-plan.ts';
import { paintNeuron, paintScores } from './painting.ts';
import type { Picture } from './trainer.ts';

/** Where the keyboard is. */
export interface Cross { x: number; y: number }

const edge: Record<Look, string> = { light: '#ffffff', dark: '#0c0e10' };

export function drawScores(canvas: HTMLCanvasElement, scores: Picture, look: Look): void {
  canvas.width = canvas.height = scores.size; // the browser enlarges it
  const pixels = new ImageData(paintScores(scores, look), scores.size, scores.size);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}

interface Neurons { plan: NetworkPlan; neurons: Picture; look: Look }

/** Draws nothing, if the numbers are not yet those of the network in the plan. */
export function drawNeurons(canvas: HTMLCanvasElement, { plan, neurons, look }: Neurons): void {
  canvas.width = Math.round(plan.width * devicePixelRatio);
  canvas.height = Math.round(plan.height * devicePixelRatio);
  const context = canvas.getContext('2d');
  const spots = plan.layers.slice(1).flat();
  if (!context || neurons.outputs !== spots.length) return;
  const { size } = neurons;
  const sheet = new OffscreenCanvas(size, size * spots.length); // their pictures below each other, not yet enlarged
  const pixels = new ImageData(size, sheet.height);
  spots.forEach((_, i) => { pixels.data.set(paintNeuron(neurons, i, look), 4 * size * size * i); });
  sheet.getContext('2d')?.putImageData(pixels, 0, 0);

  context.scale(devicePixelRatio, devicePixelRatio);
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
  /** The number of a point. */
  chosen?: number;
  cross?: Cross;
}

export function drawPoints(canvas: HTMLCanvasElement, { size, points, plane, look, chosen, cross }: Scene): void {
  canvas.width = canvas.height = Math.round(size * devicePixelRatio);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(devicePixelRatio, devicePixelRatio);
  const place = (x: number, y: number) => {
    const half = size / 2;
    return [half + half * (x - plane.x) / plane.reach, half - half * (y - plane.y) / plane.reach] as const;
  };
  const radius = points.x.length > 2000 ? 2 : points.x.length > 500 ? 3.5 : 6;
  context.strokeStyle = edge[look];
  context.lineWidth = radius > 3 ? 1.5 : 0.5;
  points.x.forEach(([x, y], i) => { drawPoint(context, ...place(x, y), radius, points.y[i], look); });

  context.strokeStyle = inks[look].ink;
  context.lineWidth = 2.5;
  if (chosen !== undefined) {
    const [x, y] = points.x[chosen];
    context.beginPath();
    context.arc(...place(x, y), radius + 6, 0, 2 * Math.PI);
    context.stroke();
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

function drawPoint(
  context: CanvasRenderingContext2D, x: number, y: number, r: number, label: number, look: Look,
): void {
  const { shape, [look]: colour } = classes[label];
  context.fillStyle = css(colour);
  context.beginPath();
  if (shape === 'circle') context.arc(x, y, r, 0, 2 * Math.PI);
  else polygon(context, shape === 'diamond' ? diamond : triangle, x, y, r);
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

/** The number of the point next to a place; undefined if there are none. */
export function nearest(points: readonly number[][], x: number, y: number): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  points.forEach((point, i) => {
    const distance = Math.hypot(point[0] - x, point[1] - y);
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}
