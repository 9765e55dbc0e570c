// bar.ts: a progress bar, for a person at a terminal.
import cliProgress from 'cli-progress';

const { Format, SingleBar } = cliProgress;

export class ProgressBar {
  readonly #bar: cliProgress.SingleBar;
  readonly #steps: number;
  #updates = 0;

  /** `format` has a {bar}, with texts of up to 54 characters around it, and a place for each text of `update`. */
  constructor(steps: number, format: string) {
    this.#steps = steps;
    this.#bar = new SingleBar({
      format,
      // One step says nothing about how long the others take.
      formatTime: (...time) => (this.#updates < Math.min(2, steps) ? '?' : Format.TimeFormat(...time)),
      barCompleteChar: '█',
      barIncompleteChar: '░',
      // Some terminals do not say how wide they are.
      barsize: Math.max(4, Math.min(40, (process.stdout.columns || 80) - 54)),
      hideCursor: true,
      stream: process.stdout,
    });
    process.once('SIGINT', () => {
      this.stop(); // brings the cursor back
      process.exit(130); // 128 and the signal's number, as a shell counts
    });
  }

  /** The first one starts the clock: the first step may compile, which takes longer than a step. */
  update(step: number, texts: Record<string, string>): void {
    this.#updates++;
    if (this.#updates > 1) this.#bar.update(step, texts);
    else this.#bar.start(this.#steps, step, texts);
  }

  stop(): void {
    if (this.#updates > 0) this.#bar.stop();
  }
}
