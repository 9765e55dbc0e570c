// protocol.ts: what the page and the worker that trains say to each other.
import type { TrainingState } from '../state.ts';
import type { Snapshot } from './trainer.ts';

/** Each `start` begins another run, whose number comes back with all that is said of it. */
export type ToWorker =
  | { kind: 'start'; run: number; state: TrainingState } |
  { kind: 'change'; state: TrainingState } |
  { kind: 'go'; isRunning: boolean } |
  { kind: 'step' } |
  { kind: 'parameter'; index: number; data: number };

export interface Speed {
  /** Milliseconds that a step takes, without what the pictures take. */
  perStep: number;
  /** Steps in the last second. */
  perSecond: number;
}

export type FromWorker =
  | { kind: 'snapshot'; run: number; snapshot: Snapshot; speed?: Speed } |
  { kind: 'error'; run: number; message: string };

/** The settings that matter to training: a plain object, as a message must be. */
export function trainingPart(state: TrainingState): TrainingState {
  const { dataset, samples, noise, points, layers, activation, loss, optimizer, learningRate, regularization } = state;
  const { batch, seed, engine, pace } = state;
  return {
    dataset, samples, noise, points, layers, activation, loss, optimizer, learningRate, regularization,
    batch, seed, engine, pace,
  };
}

/** Whether training cannot go on under new settings: other points, or another network. */
export function needsRestart(old: TrainingState, state: TrainingState): boolean {
  const essence = ({ dataset, samples, noise, points, layers, activation, loss, seed }: TrainingState) =>
    JSON.stringify([layers, activation, loss, seed, dataset === 'by hand' ? points : [dataset, samples, noise]]);
  return essence(old) !== essence(state);
}
