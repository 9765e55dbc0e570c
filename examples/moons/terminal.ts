// terminal.ts: what a person at a terminal sees: a progress bar during the training, and then the boundary.
import ansis from 'ansis';
import { SingleBar } from 'cli-progress';
import type { Dataset, MLP } from 'micrograd-lab';
import { classes } from './colours.ts';
import { keyLine, plotLines } from './plot.ts';
import type { Step } from './train.ts';

/** The window; some terminals do not say how large they are. */
const width = () => process.stdout.columns || 80;
const height = () => process.stdout.rows || 24;

export class TrainingBar {
  readonly #bar: SingleBar;

  constructor(steps: number) {
    this.#bar = new SingleBar({
      format: `step {value}/{total} ${ansis.hex(classes[1].colour)('{bar}')} loss {loss}  accuracy {accuracy}`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: Math.max(4, Math.min(40, width() - 54)), // the texts around it take up to 54
      hideCursor: true,
      stream: process.stdout,
    });
    this.#bar.start(steps, 0, { loss: '', accuracy: '' });
    process.once('SIGINT', () => {
      this.stop(); // brings the cursor back
      process.exit(130); // 128 and the signal's number, as a shell counts
    });
  }

  update({ step, loss, accuracy }: Step): void {
    this.#bar.update(step + 1, { loss: loss.toPrecision(4), accuracy: `${(100 * accuracy).toFixed(1)}%` });
  }

  stop(): void {
    this.#bar.stop();
  }
}

/** The boundary, as large as the window allows when the lines around it are to stay in sight. */
export function printBoundary(model: MLP, data: Dataset): void {
  // Three times as many columns as rows: 3:2, since a character is twice as high as wide.
  const columns = Math.max(12, Math.min(width() - 1, 96, 3 * (height() - 8)));
  const lines = plotLines(model, data, columns, Math.round(columns / 3), ansis);
  console.log(`\n${lines.join('\n')}\n${keyLine(ansis)}\n`);
}
