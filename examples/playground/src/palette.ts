// palette.ts: the colours of what is drawn on canvases; those of everything else are in style.css. The classes have the
// vermilion, the blue and the green of Okabe and Ito, which colour-blind people can tell apart, and a shape each.
export type Look = 'light' | 'dark';
type Rgb = readonly [number, number, number];
interface Class extends Record<Look, Rgb> { glyph: string; shape: 'circle' | 'diamond' | 'triangle' }

export const classes: Class[] = [
  { glyph: '●', shape: 'circle', light: [213, 94, 0], dark: [240, 128, 48] },
  { glyph: '◆', shape: 'diamond', light: [0, 114, 178], dark: [86, 170, 230] },
  { glyph: '▲', shape: 'triangle', light: [0, 138, 101], dark: [40, 190, 145] },
];

/** What lies behind a plot. */
export const paper: Record<Look, Rgb> = { light: [255, 255, 255], dark: [24, 27, 31] };

/** Lines and letters, as in style.css. */
export const inks: Record<Look, { ink: string; faint: string; line: string; blue: string; red: string }> = {
  light: { ink: '#1d2730', faint: '#55626d', line: '#dde2e6', blue: '#00639c', red: '#a94400' },
  dark: { ink: '#e8ebee', faint: '#a3adb6', line: '#353b42', blue: '#6cb8ee', red: '#f59a5b' },
};

/** So much of one colour over another. */
export const mix = (over: Rgb, under: Rgb, share: number): Rgb =>
  [0, 1, 2].map((i) => Math.round(over[i] * share + under[i] * (1 - share))) as unknown as Rgb;

export const css = (colour: Rgb) => `rgb(${colour.join(' ')})`;
