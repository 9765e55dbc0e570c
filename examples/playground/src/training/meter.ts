// meter.ts: how long a step takes, and how many there are in a second.
import type { Speed } from './protocol.ts';

/** A worker's clock may tick in tenths of a millisecond, and a step may take less: only many steps have a mean. */
const MOST_STEPS = 400;
const SECOND = 1000;

export class Meter {
  #busy = 0;
  #steps = 0;
  /** Since when steps are counted for `perSecond`, and how many there were. */
  #since: number;
  #counted = 0;
  #perSecond = 0;

  constructor(now: number) { this.#since = now; }

  /** Enters a step, and for how many milliseconds it worked. */
  add(milliseconds: number): void {
    this.#busy += milliseconds;
    this.#steps++;
    this.#counted++;
    if (this.#steps < MOST_STEPS) return;
    this.#busy /= 2; // older steps count less and less
    this.#steps /= 2;
  }

  /** After a pause, the second begins anew. */
  restart(now: number): void {
    [this.#since, this.#counted, this.#perSecond] = [now, 0, 0];
  }

  /** Undefined before the first step. */
  read(now: number): Speed | undefined {
    if (this.#steps === 0) return undefined;
    const passed = now - this.#since;
    if (passed >= SECOND || this.#perSecond === 0) this.#perSecond = passed > 0 ? SECOND * this.#counted / passed : 0;
    if (passed >= SECOND) [this.#since, this.#counted] = [now, 0];
    return { perStep: this.#busy / this.#steps, perSecond: this.#perSecond };
  }
}
