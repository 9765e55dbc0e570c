// way-model.ts: the point that is chosen, and how far it is on its way through the network. The way follows the
// parameters: while training goes on, its numbers change.
import { computed, signal } from '@preact/signals';
import { currentState } from '../store.ts';
import { isRunning, setRunning, snapshot } from './client.ts';
import { points, sizes } from './model.ts';
import { firstParameter } from './network.ts';
import { stepsOfWay, wayOf, type Sent, type WayStep } from './way.ts';

/** `index`: of a point of the data; without it somebody made the point up. `label`: what it is, or is to count as. */
export interface Chosen { x: number; y: number; label: number; index?: number }
export const chosen = signal<Chosen | undefined>(undefined);
/** How many steps of its way are taken; undefined while it is not sent. */
export const wayPosition = signal<number | undefined>(undefined);

points.subscribe(() => { chosen.value = wayPosition.value = undefined; });
sizes.subscribe(() => { wayPosition.value = undefined; });

/** Undefined while the numbers are still those of another network. */
export const sent = computed((): Sent | undefined => {
  const { x, y, label } = chosen.value ?? { x: 0, y: 0, label: -1 };
  const parameters = snapshot.value?.parameters;
  const count = firstParameter(sizes.value, sizes.value.length - 1, 0);
  if (label < 0 || parameters?.length !== count) return undefined;
  return { state: currentState(), classes: points.value.classes, parameters, point: [x, y], label };
});
export const way = computed(() => (wayPosition.value === undefined || !sent.value ? undefined : wayOf(sent.value)));
export const waySteps = computed(() => (way.value ? stepsOfWay(way.value) : []));
export const wayStep = computed((): WayStep | undefined => waySteps.value[(wayPosition.value ?? 0) - 1]);

/** Begins the way, with training at rest. */
export function send(): void {
  if (isRunning.value) setRunning(false);
  wayPosition.value = 1;
}

export function goTo(position: number): void {
  wayPosition.value = Math.min(waySteps.value.length, Math.max(1, position));
}

/** To the step of a neuron, in the direction in which the way now goes. */
export function goToNeuron(layer: number, neuron: number): void {
  const { value: step } = wayStep;
  if (!step) return;
  const kind = step.kind === 'forward' ? 'forward' : 'backward';
  const index = waySteps.value.findIndex((each) =>
    each.kind === kind && each.layer === layer && each.neuron === neuron);
  if (index >= 0) goTo(index + 1);
}

/** What the way has to say of a neuron so far: its output, and later on the gradient that arrived. */
export function stepAt(layer: number, neuron: number): { state: string; number?: number } | undefined {
  if (!way.value || wayPosition.value === undefined) return undefined;
  const { output, grad } = way.value.layers[layer][neuron];
  const own = waySteps.value.flatMap((step, i) =>
    (step.kind !== 'loss' && step.layer === layer && step.neuron === neuron ? i : []));
  const [forward, backward] = own.map((index) => index < (wayPosition.value ?? 0));
  const isAt = own.includes(wayPosition.value - 1);
  if (!forward) return { state: 'ahead' };
  return { state: `${backward ? 'backward' : 'forward'}${isAt ? ' at' : ''}`, number: backward ? grad : output };
}
