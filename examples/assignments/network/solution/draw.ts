// draw.ts: what students are given, where network.ts looks for it.
export { drawBoundary, drawLosses } from '../given/draw.ts';
