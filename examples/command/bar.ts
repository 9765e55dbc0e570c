// bar.ts: a progress bar, for a person at a terminal.
import { SingleBar } from 'cli-progress';

export class ProgressBar {
  readonly #bar: SingleBar;

  /** `format` has a {bar}, with texts of up to 54 characters around it, and a place for each of `texts`. */
  constructor(steps: number, format: string, texts: Record<string, string>) {
    this.#bar = new SingleBar({
      format,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      // Some terminals do not say how wide they are.
      barsize: Math.max(4, Math.min(40, (process.stdout.columns || 80) - 54)),
      hideCursor: true,
      stream: process.stdout,
    });
    this.#bar.start(steps, 0, texts);
    process.once('SIGINT', () => {
      this.stop(); // brings the cursor back
      process.exit(130); // 128 and the signal's number, as a shell counts
    });
  }

  update(step: number, texts: Record<string, string>): void {
    this.#bar.update(step, texts);
  }

  stop(): void {
    this.#bar.stop();
  }
}
