// picture.ts: the boundary with the points, and beside it the loss curve, as an SVG file for a slide.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dataset, MLP } from 'micrograd-lab';
import { Error as errorsOnly, parse, View, type Config, type Spec } from 'vega';
import { boundaryPanel } from './boundary-panel.ts';
import { faint, hairline, ink } from './colours.ts';
import { lossPanel } from './loss-panel.ts';
import type { Run, Step } from './train.ts';

const path = fileURLToPath(new URL('../output/moons.svg', import.meta.url));

/** Writes the picture, and gives its path. */
export async function writePicture(model: MLP, data: Dataset, history: Step[], run: Run): Promise<string> {
  const view = new View(parse(picture(model, data, history, run), style), { renderer: 'none', logLevel: errorsOnly });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await view.toSVG());
  return path;
}

function picture(model: MLP, data: Dataset, history: Step[], run: Run): Spec {
  const { loss, accuracy } = history[history.length - 1];
  const sizes = [2, ...model.layers.map((layer) => layer.neurons.length)].join(' → ');
  return {
    width: 980,
    height: 360,
    padding: 36,
    background: 'white',
    title: {
      text: `Two moons and a network of ${model.parameters().length} numbers`,
      subtitle: `${run.samples} points, layers ${sizes}, ${run.steps} steps of gradient ` +
        `descent: loss ${loss.toPrecision(3)}, accuracy ${(100 * accuracy).toFixed(1)}%`,
    },
    marks: [boundaryPanel(model, data, 540, 360), lossPanel(history, 640, 340, 360)],
  };
}

const font = 'Inter, Helvetica Neue, Helvetica, Arial, sans-serif';
const style: Config = {
  title: {
    anchor: 'start', frame: 'group', offset: 28, font, fontSize: 24, fontWeight: 600, color: ink,
    subtitleFont: font, subtitleFontSize: 14, subtitleColor: faint, subtitlePadding: 8,
  },
  axis: {
    domainColor: faint, tickColor: faint, gridColor: hairline, labelFont: font, labelFontSize: 12, labelColor: faint,
    titleFont: font, titleFontSize: 13, titleFontWeight: 500, titleColor: ink, titlePadding: 4,
  },
  legend: {
    offset: 12, columnPadding: 8, symbolStrokeWidth: 2,
    labelFont: font, labelFontSize: 13, labelColor: ink, labelLimit: 0,
  },
  text: { font, fontSize: 14, fontWeight: 600, fill: ink },
};
