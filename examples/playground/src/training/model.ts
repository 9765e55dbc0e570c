// model.ts: what the parts of the training room share: the points, the shape of the network, and what is looked at.
import { computed, signal } from '@preact/signals';
import type { Look } from '../palette.ts';
import { isDark, settings } from '../store.ts';
import { words } from '../words/index.ts';
import { makePoints, windowAround, type DataState } from './data.ts';
import { sizesOf } from './network.ts';

/** As a text, so that points are not made anew when something else changes. */
const dataText = computed(() => {
  const [dataset, samples, noise] = [settings.dataset.value, settings.samples.value, settings.noise.value];
  return JSON.stringify({ dataset, samples, noise, seed: settings.seed.value, points: settings.points.value });
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
