// colours.ts: one palette for both pictures: the vermilion and the blue of Okabe and Ito, which colour-blind people can
// tell apart, and tints of them for the plane behind the points. Each class has a shape of its own, too.
export const classes = [
  { name: 'class 0', colour: '#D55E00', dark: '#8A3A00', shape: 'circle', size: 80, glyph: '●' },
  { name: 'class 1', colour: '#0072B2', dark: '#00466E', shape: 'diamond', size: 120, glyph: '◆' },
];

/** The plane, by `band`: surely class 0, perhaps class 0, perhaps class 1, surely class 1. */
export const tints = ['#F8CDB0', '#FCE9DC', '#DDECF6', '#ABD0E8'];

/** Of text and lines, from those that matter to those that only help. */
export const ink = '#22303C';
export const faint = '#5B6873';
export const hairline = '#E3E8EC';
