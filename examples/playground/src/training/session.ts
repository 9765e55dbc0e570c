// session.ts: one run of training, from its start until another one begins: it trains, listens, and tells what to show.
// It knows neither worker nor page, so that it can be tested in Node.
import type { TrainingState } from '../state.ts';
import type { Speed } from './protocol.ts';
import { Trainer, type Snapshot } from './trainer.ts';

/** Milliseconds: between two pictures, at least; and of work after which it listens. */
const BETWEEN_PICTURES = 50;
const BETWEEN_TURNS = 8;
/** Pictures take at most a third of the time. */
const WORK_PER_PICTURE = 2;

export class Session {
  isRunning = false;
  readonly #trainer: Trainer;
  readonly #show: (snapshot: Snapshot, speed?: Speed) => void;
  readonly #turn: () => Promise<void>;
  #pace: TrainingState['pace'];
  #isEnded = false;
  #stepsWanted = 0;
  #isShown = false;
  /** From outside, taken over between two steps: what is set while a step goes on would be changed by its end. */
  readonly #changes: (() => void)[] = [];
  #lastTurn = performance.now();
  #wake: () => void = () => undefined;

  /** `turn` waits until messages have come in. */
  constructor(
    state: TrainingState, show: (snapshot: Snapshot, speed?: Speed) => void, turn: () => Promise<void>,
  ) {
    this.#trainer = new Trainer(state);
    this.#pace = state.pace;
    this.#show = show;
    this.#turn = turn;
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  go(isRunning: boolean): void {
    this.isRunning = isRunning;
    this.#isShown = false;
    this.#wake();
  }

  step(): void {
    this.#stepsWanted++;
    this.#wake();
  }

  change(state: TrainingState): void {
    this.#pace = state.pace;
    this.#takeOver(() => { this.#trainer.change(state); });
  }

  setParameter(index: number, data: number): void {
    this.#takeOver(() => { this.#trainer.parameters[index].data = data; });
  }

  #takeOver(change: () => void): void {
    this.#changes.push(change);
    this.#isShown = false;
    this.#wake();
  }

  /** Until `end` is called. */
  async live(): Promise<void> {
    let nextPicture = 0;
    let busy = 0; // milliseconds in steps, since the last picture
    let steps = 0;
    let since = performance.now();
    while (!this.#isEnded) {
      for (const change of this.#changes.splice(0)) change();
      const isOn = this.#trainer.count > 0 && (this.isRunning || this.#stepsWanted > 0);
      const now = performance.now();
      if (!this.#isShown && (!isOn || now >= nextPicture)) {
        const speed = steps === 0 ? undefined : { perStep: busy / steps, perSecond: 1000 * steps / (now - since) };
        this.#isShown = true;
        const snapshot = await this.#finish(this.#trainer.snapshot());
        if (snapshot) this.#show(snapshot, speed);
        const took = performance.now() - now;
        nextPicture = performance.now() + Math.max(BETWEEN_PICTURES, WORK_PER_PICTURE * took);
        [busy, steps, since] = [0, 0, performance.now()];
      } else if (isOn) {
        await this.#finish(this.#trainer.train());
        this.#stepsWanted = Math.max(0, this.#stepsWanted - 1);
        this.#isShown = false;
        busy += performance.now() - now;
        steps++;
        await this.#keepPace(now);
      } else {
        await new Promise<void>((resolve) => { this.#wake = resolve; });
        [busy, steps, since] = [0, 0, performance.now()];
      }
    }
  }

  async #keepPace(began: number): Promise<void> {
    if (this.#pace === 'full speed' || !this.isRunning) return this.#listen();
    const rest = 1000 / Number(this.#pace) - (performance.now() - began);
    if (rest < 1) return this.#listen();
    await new Promise((resolve) => { setTimeout(resolve, rest); });
    this.#lastTurn = performance.now();
  }

  /** Does some work to its end, unless the session ends before. */
  async #finish<T>(work: Generator<undefined, T>): Promise<T | undefined> {
    for (let result = work.next(); !this.#isEnded; result = work.next()) {
      if (result.done) return result.value;
      await this.#listen();
    }
    return undefined;
  }

  /** Lets messages come in, if it is some time since they last could. */
  async #listen(): Promise<void> {
    if (performance.now() - this.#lastTurn < BETWEEN_TURNS) return;
    await this.#turn();
    this.#lastTurn = performance.now();
  }
}
