// protocol.ts: what the page and the worker that trains say to each other.
import type { TrainingState } from '../state.ts';
import type { Snapshot, Watch } from './trainer.ts';

/** Each `start` begins another run. Its number comes back with every answer about it. */
export type ToWorker =
  | { kind: 'start'; run: number; state: TrainingState } |
  { kind: 'change'; state: TrainingState } |
  { kind: 'go'; isRunning: boolean } |
  { kind: 'step' } |
  { kind: 'watch'; watch: Watch } |
  { kind: 'parameter'; index: number; data: number };

export interface Speed {
  /** Milliseconds that a step takes, without what the pictures take. */
  perStep: number;
  /** Steps in the last second. */
  perSecond: number;
}

/** Why training paused by itself: a number is not finite any more, or the decay of the learning rate is over. */
export type Halt = 'diverged' | 'decayed';

export type FromWorker =
  | { kind: 'snapshot'; run: number; snapshot: Snapshot; speed?: Speed; halt?: Halt } |
  { kind: 'error'; run: number; message: string };

/** The settings that matter to training: a plain object, as a message must be. */
export function trainingPart(state: TrainingState): TrainingState {
  const { dataset, samples, noise, points, layers, activation, loss, optimizer, learningRate, regularization } = state;
  const { batch, decay, test, seed, draw, engine, pace } = state;
  return {
    dataset, samples, noise, points, layers, activation, loss, optimizer, learningRate, regularization,
    batch, decay, test, seed, draw, engine, pace,
  };
}

/** Whether training cannot go on under new settings: they ask for other points or another network. */
export function needsRestart(old: TrainingState, state: TrainingState): boolean {
  const essence = ({ dataset, samples, noise, test, draw, points, layers, activation, loss, seed }: TrainingState) => {
    const data = dataset === 'by hand' ? points : [dataset, samples, noise, test, draw];
    return JSON.stringify([layers, activation, loss, seed, data]);
  };
  return essence(old) !== essence(state);
}
