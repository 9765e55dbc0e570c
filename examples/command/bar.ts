// bar.ts: a progress bar, for a person at a terminal.
import { SingleBar } from 'cli-progress';

export class ProgressBar {
  readonly #bar: SingleBar;
  readonly #steps: number;
  #isStarted = false;

  /** `format` has a {bar}, with texts of up to 54 characters around it, and a place for each text of `update`. */
  constructor(steps: number, format: string) {
    this.#steps = steps;
    this.#bar = new SingleBar({
      format,
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

  /** The first one starts the clock: the first step may compile, so it says nothing about how long the others take. */
  update(step: number, texts: Record<string, string>): void {
    if (this.#isStarted) this.#bar.update(step, texts);
    else this.#bar.start(this.#steps, step, texts);
    this.#isStarted = true;
  }

  stop(): void {
    if (this.#isStarted) this.#bar.stop();
  }
}
