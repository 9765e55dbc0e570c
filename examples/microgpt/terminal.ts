// terminal.ts: what a person at a terminal sees during the training.
import { SingleBar } from 'cli-progress';
import type { Step } from './train.ts';

export class TrainingBar {
  readonly #bar: SingleBar;

  constructor(numSteps: number) {
    this.#bar = new SingleBar({
      format: 'step {value} / {total} {bar} loss {loss} | {eta_formatted} left',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      // Some terminals do not say how wide they are. The texts around the bar take up to 54.
      barsize: Math.max(4, Math.min(40, (process.stdout.columns || 80) - 54)),
      hideCursor: true,
      stream: process.stdout,
    });
    this.#bar.start(numSteps, 0, { loss: '' });
    process.once('SIGINT', () => {
      this.stop(); // brings the cursor back
      process.exit(130); // 128 and the signal's number, as a shell counts
    });
  }

  update({ step, loss }: Step): void {
    this.#bar.update(step, { loss: loss.toFixed(4) });
  }

  stop(): void {
    this.#bar.stop();
  }
}
