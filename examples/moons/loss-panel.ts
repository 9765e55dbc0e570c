// loss-panel.ts: the right half of the picture: how the loss fell.
import type { GroupMark } from 'vega';
import { ink } from './colours.ts';
import type { Step } from './train.ts';

export function lossPanel(history: Step[], left: number, width: number, height: number): GroupMark {
  // A logarithmic scale has no place for 0, nor a picture for infinity or NaN.
  const shown = history.filter(({ loss }) => loss > 0 && loss < Infinity);
  const losses = shown.map(({ loss }) => loss);
  // Room above and below, so that even a single loss has a tick near it.
  const low = (losses.length > 0 ? Math.min(...losses) : 1) / 1.6;
  const high = Math.max(...losses, low) * 1.6;
  return {
    type: 'group',
    encode: { enter: { x: { value: left }, width: { value: width }, height: { value: height } } },
    signals: [{ name: 'width', value: width }], // as long as the lines of the grid are
    title: { text: 'Loss curve', fontSize: 14, offset: 12 },
    data: [
      { name: 'history', values: shown },
      { name: 'last', values: shown.slice(-1) },
    ],
    scales: [
      { name: 'step', type: 'linear', domain: [0, history.length], range: [0, width] },
      { name: 'loss', type: 'log', domain: [low, high], range: [height, 0] },
    ],
    axes: [
      {
        scale: 'loss', orient: 'left', title: 'loss (logarithmic scale)', grid: true,
        values: ticks(low, high), format: '~g',
      },
      { scale: 'step', orient: 'bottom', title: 'step', tickCount: 5, tickMinStep: 1 },
    ],
    marks: [
      {
        type: 'line',
        from: { data: 'history' },
        encode: {
          enter: {
            x: { scale: 'step', field: 'step' },
            y: { scale: 'loss', field: 'loss' },
            stroke: { value: ink },
            strokeWidth: { value: 2 },
            strokeJoin: { value: 'round' },
          },
        },
      },
      {
        type: 'symbol',
        from: { data: 'last' },
        encode: {
          enter: {
            x: { scale: 'step', field: 'step' },
            y: { scale: 'loss', field: 'loss' },
            fill: { value: ink },
            size: { value: 50 },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'last' },
        encode: {
          enter: {
            x: { scale: 'step', field: 'step' },
            y: { scale: 'loss', field: 'loss', offset: -12 },
            text: { signal: 'format(datum.loss, ".3")' },
            align: { value: shown.length > history.length / 2 ? 'right' : 'left' },
          },
        },
      },
    ],
  };
}

/** 1, 2 and 5 in each decade between, or at most six powers of ten. */
function ticks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const decades = Math.ceil(Math.log10(high)) - first;
  const stride = Math.ceil(decades / 6);
  const digits = decades > 4 ? [1] : [1, 2, 5];
  return Array.from({ length: decades }, (_, i) => first + i)
    .filter((decade) => decade % stride === 0)
    .flatMap((decade) => digits.map((digit) => Number(`${digit}e${decade}`)))
    .filter((tick) => tick >= low && tick <= high);
}
