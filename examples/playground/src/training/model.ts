// model.ts: what the parts of the training room share: the points, the shape of the network, and what is looked at.
import { computed, signal } from '@preact/signals';
import type { Look } from '../palette.ts';
import { isDark, settings } from '../store.ts';
import { words } from '../words/index.ts';
import { makePoints, windowAround, type DataState } from './data.ts';
import { sizesOf } from './network.ts';
import type { Watch } from './trainer.ts';

/** As a text, so that points are not made anew when something else changes. */
const dataText = computed(() => {
  const { dataset, samples, noise, seed, draw, test, points } = settings;
  const state: DataState = {
    dataset: dataset.value, samples: samples.value, noise: noise.value, seed: seed.value, draw: draw.value,
    test: test.value, points: points.value,
  };
  return JSON.stringify(state);
});
const data = computed(() => JSON.parse(dataText.value) as DataState);
export const points = computed(() => makePoints(data.value));
export const plane = computed(() => windowAround(data.value, points.value));
const sizesText = computed(() => {
  const [layers, loss] = [settings.layers.value, settings.loss.value];
  return JSON.stringify(sizesOf({ layers, loss }, points.value.classes));
});
/** How many numbers come into the network, into each layer, and out of it. */
export const sizes = computed(() => JSON.parse(sizesText.value) as number[]);
export const look = computed((): Look => (isDark() ? 'dark' : 'light'));

/** A neuron whose numbers are shown: layers count from 0, the inputs not among them. */
interface Inspected { layer: number; neuron: number; weight?: number; isPinned: boolean }
export const inspected = signal<Inspected | undefined>(undefined);

const { network: said } = words.training;
/** Layers count as in `Inspected`. */
export const neuronName = (layer: number, neuron: number) =>
  (layer === sizes.value.length - 2 ? said.output(neuron + 1) : said.neuron(layer + 1, neuron + 1));

export function inspect(layer: number, neuron: number, { weight, isPinned = false }: Partial<Inspected> = {}): void {
  if (inspected.value?.isPinned && !isPinned) return;
  inspected.value = { layer, neuron, weight, isPinned };
}

/** Another network has other neurons. */
sizesText.subscribe(() => { inspected.value = undefined; });

/** What the worker is asked for beyond what is always shown; as a text, so that nothing is sent twice. */
const watchText = computed(() => {
  const isHere = settings.room.value === 'training';
  const { layer, neuron } = inspected.value ?? {};
  const isLooking = isHere && inspected.value !== undefined;
  const before = sizes.value.slice(1, (layer ?? 0) + 1).reduce((total, size) => total + size, 0);
  const watch: Watch = {
    gradients: isLooking || (isHere && settings.lines.value === 'gradients'),
    ...(isLooking && { neuron: before + (neuron ?? 0) }),
  };
  return JSON.stringify(watch);
});
export const watch = computed(() => JSON.parse(watchText.value) as Watch);
