// palette.ts: the colours that canvases need as numbers; those of everything else are in style.css. The classes have
// the vermilion, the blue and the green of Okabe and Ito, which colour-blind people can tell apart, and a shape each.
export type Rgb = readonly [number, number, number];

export const classes: { name: string; shape: 'circle' | 'diamond' | 'triangle'; light: Rgb; dark: Rgb }[] = [
  { name: 'class 0', shape: 'circle', light: [213, 94, 0], dark: [240, 128, 48] },
  { name: 'class 1', shape: 'diamond', light: [0, 114, 178], dark: [86, 170, 230] },
  { name: 'class 2', shape: 'triangle', light: [0, 138, 101], dark: [40, 190, 145] },
];

/** What lies behind a plot. */
export const paper = { light: [255, 255, 255] as Rgb, dark: [24, 27, 31] as Rgb };

/** So much of one colour over another. */
export const mix = (over: Rgb, under: Rgb, share: number): Rgb =>
  [0, 1, 2].map((i) => Math.round(over[i] * share + under[i] * (1 - share))) as unknown as Rgb;

export const css = (colour: Rgb) => `rgb(${colour.join(' ')})`;
