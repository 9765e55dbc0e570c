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
/** Where the page has one column only. */
const folding = matchMedia('(max-width: 900px)');
export const isFolded = signal(folding.matches);
folding.addEventListener('change', ({ matches }) => { isFolded.value = matches; });
export const look = computed((): Look => (isDark() ? 'dark' : 'light'));

/** A neuron whose numbers are shown: layers count from 0, the inputs not among them. */
interface Inspected { layer: number; neuron: number; weight?: number; isPinned: boolean }
export const inspected = signal<Inspected | undefined>(undefined);

const { network: said } = words.training;
/** The neuron that the pointer is on: the plane shows what it gives. */
export const hovered = signal<{ layer: number; neuron: number } | undefined>(undefined);
/** The neuron that the plane shows: the one pointed at, or the one that was clicked. */
export const shownNeuron = computed(() =>
  hovered.value ?? (inspected.value?.isPinned && inspected.value.weight === undefined ? inspected.value : undefined));
/** Its index among all neurons, layer by layer. */
export const shownIndex = computed(() => {
  if (!shownNeuron.value) return undefined;
  const { layer, neuron } = shownNeuron.value;
  return neuron + sizes.value.slice(1, layer + 1).reduce((total, size) => total + size, 0);
});

/** Layers count as in `Inspected`. */
export const neuronName = (layer: number, neuron: number) =>
  (layer === sizes.value.length - 2 ? said.output(neuron + 1) : said.neuron(layer + 1, neuron + 1));

export function inspect(layer: number, neuron: number, { weight, isPinned = false }: Partial<Inspected> = {}): void {
  if (inspected.value?.isPinned && !isPinned) return;
  inspected.value = { layer, neuron, weight, isPinned };
}

/** Another network has other neurons. */
sizesText.subscribe(() => { inspected.value = hovered.value = undefined; });

/** What the worker is asked for beyond what is always shown; as a text, so that nothing is sent twice. */
const watchText = computed(() => {
  const isHere = settings.room.value === 'training';
  const watch: Watch = {
    gradients: isHere && (inspected.value !== undefined || settings.lines.value === 'gradients'),
    ...(isHere && shownIndex.value !== undefined && { neuron: shownIndex.value }),
  };
  return JSON.stringify(watch);
});
export const watch = computed(() => JSON.parse(watchText.value) as Watch);
