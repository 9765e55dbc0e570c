// terminal.ts: what a person at a terminal sees: a progress bar during the training, and then the boundary.
import ansis from 'ansis';
import type { Dataset, MLP } from 'micrograd-lab';
import { ProgressBar } from '../command/bar.ts';
import { classes } from './colours.ts';
import { keyLine, plotLines } from './plot.ts';
import type { Step } from './train.ts';

export const trainingBar = (steps: number) => new ProgressBar(
  steps, `step {value}/{total} ${ansis.hex(classes[1].colour)('{bar}')} loss {loss}  accuracy {accuracy}`,
);

/** What stands behind the bar. */
export const progress = ({ loss, accuracy }: Step) =>
  ({ loss: loss.toPrecision(4), accuracy: `${(100 * accuracy).toFixed(1)}%` });

/** The boundary, as large as the window allows when the lines around it are to stay in sight. */
export function printBoundary(model: MLP, data: Dataset): void {
  // Some terminals do not say how large they are.
  const [width, height] = [process.stdout.columns || 80, process.stdout.rows || 24];
  // Three times as many columns as rows: 3:2, since a character is twice as high as wide.
  const columns = Math.max(12, Math.min(width - 1, 96, 3 * (height - 8)));
  const lines = plotLines(model, data, columns, Math.round(columns / 3), ansis);
  console.log(`\n${lines.join('\n')}\n${keyLine(ansis)}\n`);
}
