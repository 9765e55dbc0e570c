// picture.ts: the graph as an SVG file, in light colours, with letters that any program has. It needs no page: the
// README's picture is drawn by a test.
import { trace, type Value } from 'micrograd-lab';
import { show } from '../format.ts';
import { circleOf, exitOf, LETTERS, middleOfCircle, CIRCLE, ROW, signOf, sizeOf, type Size } from './geometry.ts';
import { layOut } from './layout.ts';
import { asideOf, pathThrough, routeOf, type Point } from './routes.ts';
import { isConstant, nameOf, type Frame } from './steps.ts';

/** As in style.css, in the light. */
const colours = { ink: '#1d2730', faint: '#55626d', line: '#84919c', data: '#00639c', grad: '#a94400' };

/** What the page shows of a run, from left to right. */
export function pictureOf(root: Value, { computed, grads }: Frame, unknown = '?'): string {
  const { nodes, edges } = trace(root);
  const sizes = nodes.map(({ value }) => sizeOf(value, false));
  const layout = layOut({ nodes: sizes, edges, direction: 'LR' });
  const [width, height] = [Math.ceil(layout.width), Math.ceil(layout.height)];
  const lines = edges.map(({ from, to }, edge) => {
    const [start, end] = [exitOf(layout.nodes[from], sizes[from], 'LR'), circleOf(layout.nodes[to], sizes[to], 'LR')];
    return `<path d="${pathThrough(routeOf(start, layout.edges[edge], end, 'LR', asideOf(edges, edge)), 'LR')}"/>`;
  });
  const boxes = nodes.map(({ value, id }) => boxOf(value, layout.nodes[id], sizes[id], {
    data: value.op === '' || computed.has(value) ? show(value.data) : unknown,
    grad: grads.has(value) ? show(grads.get(value) ?? 0) : unknown,
  }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    `  font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${LETTERS}">`,
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9"',
    `  markerUnits="userSpaceOnUse" orient="auto"><path d="M0,1 10,5 0,9z" fill="${colours.line}"/></marker></defs>`,
    `<rect width="${width}" height="${height}" rx="10" fill="#ffffff"/>`,
    `<g fill="none" stroke="${colours.line}" stroke-width="1.5" marker-end="url(#arrow)">`, ...lines, '</g>',
    ...boxes, '</svg>', '',
  ].join('\n');
}

/** A box: its name, its data, its grad, and the circle of its operation. */
function boxOf(value: Value, at: Point, size: Size, numbers: { data: string; grad: string }): string {
  const [left, right, top] = [at.x - size.width / 2, at.x + size.width / 2, at.y - size.height / 2];
  const fill = value.op === '' ? '#f6f7f8' : '#ffffff';
  const frame = `<rect x="${near(left)}" y="${near(top)}" width="${size.width}" height="${size.height}" rx="8" ` +
    `fill="${fill}" stroke="${colours.line}" stroke-width="1.5"/>`;
  if (isConstant(value)) return frame + text(at.x, at.y + 5, 'middle', colours.data, numbers.data);
  const row = (index: number) => top + ROW * index + 18;
  return [
    frame,
    text(at.x, row(0), 'middle', colours.ink, nameOf(value), ' font-weight="bold"'),
    text(left + 10, row(1), 'start', colours.faint, 'data'),
    text(right - 10, row(1), 'end', colours.data, numbers.data),
    text(left + 10, row(2), 'start', colours.faint, 'grad'),
    text(right - 10, row(2), 'end', colours.grad, numbers.grad),
    value.op === '' ? '' : circleWith(signOf(value), middleOfCircle(at, size, 'LR')),
  ].join('');
}

function circleWith(sign: string, { x, y }: Point): string {
  const small = sign.length > 2 ? ' font-size="11"' : '';
  return `<circle cx="${near(x)}" cy="${near(y)}" r="${CIRCLE / 2}" fill="#ffffff" stroke="${colours.line}" ` +
    `stroke-width="1.5"/>${text(x, y + 4, 'middle', colours.ink, sign, small)}`;
}

const text = (x: number, y: number, anchor: string, fill: string, words: string, more = '') =>
  `<text x="${near(x)}" y="${near(y)}" text-anchor="${anchor}" fill="${fill}"${more}>${escaped(words)}</text>`;
const near = (x: number) => String(Number(x.toFixed(1)));
const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
