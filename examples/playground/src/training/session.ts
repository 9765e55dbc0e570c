// session.ts: one run of training, from its start until another one begins: it trains, listens, and tells what to show.
// It knows neither worker nor page, so that it can be tested in Node.
import type { TrainingState } from '../state.ts';
import { Meter } from './meter.ts';
import type { Halt, Speed } from './protocol.ts';
import { hasDiverged } from './readings.ts';
import { Trainer, type Snapshot, type Watch } from './trainer.ts';

/** Is told of each picture, and why training paused by itself, if it did. */
type Show = (snapshot: Snapshot, speed?: Speed, halt?: Halt) => void;

/** Milliseconds: between two pictures, at least; and of work after which it listens. */
const BETWEEN_PICTURES = 50;
const BETWEEN_TURNS = 8;
/** Pictures take at most a third of the time. */
const WORK_PER_PICTURE = 2;

export class Session {
  isRunning = false;
  readonly #trainer: Trainer;
  readonly #show: Show;
  readonly #turn: () => Promise<void>;
  #state: TrainingState;
  #watch: Watch = { gradients: false };
  #halt?: Halt;
  #nextPicture = 0;
  readonly #meter = new Meter(performance.now());
  #isEnded = false;
  #stepsWanted = 0;
  #isShown = false;
  /** From outside, taken over between two steps: what is set while a step goes on would be changed by its end. */
  readonly #changes: (() => void)[] = [];
  #lastTurn = performance.now();
  #wake: () => void = () => undefined;

  /** `turn` waits until messages have come in. */
  constructor(state: TrainingState, show: Show, turn: () => Promise<void>) {
    this.#trainer = new Trainer(state);
    this.#state = state;
    this.#show = show;
    this.#turn = turn;
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  go(isRunning: boolean): void {
    this.isRunning = isRunning;
    this.#halt = undefined;
    this.#meter.restart(performance.now());
    this.#isShown = false;
    this.#wake();
  }

  step(): void {
    this.#stepsWanted++;
    this.#wake();
  }

  change(state: TrainingState): void {
    this.#state = state;
    this.#takeOver(() => { this.#trainer.change(state); });
  }

  setParameter(index: number, data: number): void {
    this.#takeOver(() => { this.#trainer.parameters[index].data = data; });
  }

  /** From the next picture on, it has what is watched. */
  watch(watch: Watch): void {
    this.#takeOver(() => { this.#watch = watch; });
  }

  #takeOver(change: () => void): void {
    this.#changes.push(change);
    this.#isShown = false;
    this.#wake();
  }

  /** Until `end` is called. */
  async live(): Promise<void> {
    while (!this.#isEnded) {
      for (const change of this.#changes.splice(0)) change();
      const isOn = this.#trainer.count > 0 && (this.isRunning || this.#stepsWanted > 0);
      if (!this.#isShown && (!isOn || performance.now() >= this.#nextPicture)) await this.#picture();
      else if (isOn) await this.#step();
      else await this.#rest();
    }
  }

  async #picture(): Promise<void> {
    const began = performance.now();
    this.#isShown = true;
    const snapshot = await this.#finish(this.#trainer.snapshot(this.#watch));
    if (!snapshot) return;
    if (this.isRunning && hasDiverged(snapshot)) this.#pause('diverged');
    this.#show(snapshot, this.#meter.read(began), this.#halt);
    const now = performance.now();
    this.#nextPicture = now + Math.max(BETWEEN_PICTURES, WORK_PER_PICTURE * (now - began));
  }

  async #step(): Promise<void> {
    const began = performance.now();
    await this.#finish(this.#trainer.train());
    this.#stepsWanted = Math.max(0, this.#stepsWanted - 1);
    this.#isShown = false;
    this.#meter.add(performance.now() - began);
    if (this.isRunning && this.#trainer.step === this.#state.decay) this.#pause('decayed');
    await this.#keepPace(began);
  }

  async #rest(): Promise<void> {
    await new Promise<void>((resolve) => { this.#wake = resolve; });
    this.#meter.restart(performance.now());
  }

  #pause(why: Halt): void {
    this.isRunning = false;
    this.#halt = why;
  }

  async #keepPace(began: number): Promise<void> {
    const { pace } = this.#state;
    if (pace === 'full speed' || !this.isRunning) return this.#listen();
    const rest = 1000 / Number(pace) - (performance.now() - began);
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
