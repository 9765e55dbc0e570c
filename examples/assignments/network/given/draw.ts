// draw.ts: pictures of what a network has learned, as the text of an SVG file. It is given: you need not change it.
// Write the text to a file whose name ends in .svg, and open that file in a browser.

const side = 400; // of a picture, in pixels
const cells = 32; // so many squares from left to right, and from top to bottom
const orange = '#f0a030';
const blue = '#4678c8';

/**
 * Draws where `output(x, y)` is above 0, in blue, and where it is not, in orange. The points lie on top: a target above
 * 0 is blue.
 */
export function drawBoundary(
  points: number[][], targets: number[], output: (x: number, y: number) => number,
): string {
  const [left, right] = rangeOf(points.map(([x]) => x));
  const [bottom, top] = rangeOf(points.map(([, y]) => y));
  const size = side / cells;
  let above = ''; // a path around each square where the output is above 0
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const x = left + (right - left) * (column + 0.5) / cells;
      const y = top - (top - bottom) * (row + 0.5) / cells;
      if (output(x, y) > 0) above += `M${column * size} ${row * size}h${size}v${size}h-${size}z`;
    }
  }
  const dots = points.map(([x, y], i) => {
    const cx = (side * (x - left) / (right - left)).toFixed(1);
    const cy = (side * (top - y) / (top - bottom)).toFixed(1);
    return `<circle cx="${cx}" cy="${cy}" r="5" fill="${targets[i] > 0 ? blue : orange}"/>`;
  });
  return svg([
    `<g opacity="0.4"><rect width="${side}" height="${side}" fill="${orange}"/><path d="${above}" fill="${blue}"/></g>`,
    `<g stroke="white">${dots.join('')}</g>`,
  ]);
}

/** Draws each list of losses as a line: its first step is on the left, and a loss of 0 is at the bottom. */
export function drawLosses(lists: number[][]): string {
  const most = Math.max(...lists.flat());
  const longest = Math.max(...lists.map((losses) => losses.length));
  const colours = [blue, orange, '#30a060', '#b04090'];
  return svg(lists.map((losses, k) => {
    const corners = losses.map((loss, step) =>
      `${(side * step / (longest - 1)).toFixed(1)},${(side * (1 - loss / most)).toFixed(1)}`);
    return `<polyline points="${corners.join(' ')}" fill="none" stroke="${colours[k % 4]}" stroke-width="2"/>`;
  }));
}

/** From the smallest number to the largest, and a quarter of that beyond each. */
function rangeOf(numbers: number[]): [number, number] {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const margin = (most - least) / 4;
  return [least - margin, most + margin];
}

const svg = (parts: string[]) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" ` +
  `width="${side}" height="${side}">\n${parts.join('\n')}\n</svg>\n`;
