// client.ts: the page's side of training: what the worker told last, and what can be asked of it.
import { batch, effect, signal } from '@preact/signals';
import { currentState } from '../store.ts';
import type { TrainingState } from '../state.ts';
import { points, watch } from './model.ts';
import { needsRestart, trainingPart, type FromWorker, type Halt, type Speed, type ToWorker } from './protocol.ts';
import type { Snapshot } from './trainer.ts';

export interface History { steps: number[]; losses: number[]; accuracies: number[]; testLosses: number[] }
const nothing: History = { steps: [], losses: [], accuracies: [], testLosses: [] };
/** When a curve has more points than this, every other one goes. */
const MOST_POINTS = 1000;

export const snapshot = signal<Snapshot | undefined>(undefined);
export const history = signal(nothing);
export const speed = signal<Speed | undefined>(undefined);
export const isRunning = signal(false);
/** Why training paused by itself, if it did. */
export const halt = signal<Halt | undefined>(undefined);
export const trouble = signal('');

let worker: Worker | undefined;
let run = 0;
let told: TrainingState | undefined;
const say = (message: ToWorker) => { worker?.postMessage(message); };

/** Called when the training room opens for the first time. */
export function startClient(): void {
  if (worker) return;
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => { hear(data); });
  worker.addEventListener('error', ({ message }) => { trouble.value = message; });
  effect(() => {
    const state = trainingPart(currentState());
    if (told && JSON.stringify(told) === JSON.stringify(state)) return;
    if (!told || needsRestart(told, state)) start(state);
    else say({ kind: 'change', state });
    told = state;
  });
  effect(() => { say({ kind: 'watch', watch: watch.value }); });
  effect(() => { if (points.value.x.length === 0 && isRunning.peek()) setRunning(false); });
}

function start(state: TrainingState): void {
  run++;
  history.value = nothing;
  speed.value = undefined;
  trouble.value = '';
  halt.value = undefined;
  say({ kind: 'start', run, state });
  if (isRunning.peek()) say({ kind: 'go', isRunning: true });
}

function hear(message: FromWorker): void {
  if (message.run !== run) return; // of a run that is no more
  if (message.kind === 'error') {
    trouble.value = message.message;
    return;
  }
  show(message);
}

/** Two frames: for the page's elements, and for what is drawn on canvases after them. */
const FRAMES = 34;
type Picture = FromWorker & { kind: 'snapshot' };
let isDrawing = false;
let next: Picture | undefined;

/**
 * Shows a picture, and rests for twice the time that it took beyond two frames. Of the pictures that come meanwhile,
 * the last one is shown then. So a slow machine shows fewer of them, and has time left for who uses the page.
 */
function show(picture: Picture): void {
  if (isDrawing) {
    next = picture;
    return;
  }
  isDrawing = true;
  const began = performance.now();
  take(picture);
  const isDrawn = () => {
    const rest = Math.max(0, 2 * (performance.now() - began - FRAMES));
    setTimeout(showNext, rest);
  };
  requestAnimationFrame(() => { requestAnimationFrame(isDrawn); });
}

function showNext(): void {
  isDrawing = false;
  const picture = next;
  next = undefined;
  if (picture?.run === run) show(picture);
}

function take({ snapshot: now, speed: measured, halt: why }: Picture): void {
  batch(() => {
    snapshot.value = now;
    if (measured) speed.value = measured;
    halt.value = why;
    if (why) isRunning.value = false;
    history.value = extended(history.value, now);
  });
}

function extended(old: History, { step, loss, accuracy, testLoss }: Snapshot): History {
  const { steps } = old;
  const isNew = step !== steps.at(-1);
  const keep = (_: number, i: number) => (isNew || i < steps.length - 1) && (steps.length < MOST_POINTS || i % 2 === 0);
  return {
    steps: [...steps.filter(keep), step],
    losses: [...old.losses.filter(keep), loss],
    accuracies: [...old.accuracies.filter(keep), accuracy],
    testLosses: [...old.testLosses.filter(keep), testLoss],
  };
}

export function setRunning(is: boolean): void {
  isRunning.value = is;
  say({ kind: 'go', isRunning: is });
}

export function oneStep(): void {
  if (isRunning.value) setRunning(false);
  say({ kind: 'step' });
}

/** The same seed: the same network, and the same points. */
export function reset(): void {
  setRunning(false);
  start(trainingPart(currentState()));
}

export function setParameter(index: number, data: number): void {
  say({ kind: 'parameter', index, data });
}
