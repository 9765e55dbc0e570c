// prediction.ts: "predict first". Numbers that were computed are hidden, each until it is clicked.
import { computed, effect, signal } from '@preact/signals';
import type { Value } from 'micrograd-lab';
import { settings } from '../store.ts';
import type { View } from './model.ts';

/** The numbers that were clicked. A gradient that changes later is hidden again. */
const shown = signal<Map<Value, Set<string>>>(new Map());
export const isPredicting = computed(() => settings.predict.value === 'yes');

effect(() => {
  if (!isPredicting.value) shown.value = new Map();
});

type Kind = 'data' | 'grad';
const keyOf = ({ way }: View, kind: Kind, number: number) => (kind === 'data' ? kind : `${way} ${number}`);

export function isHidden(view: View, value: Value, kind: Kind, number: number): boolean {
  if (!isPredicting.value || (kind === 'data' && value.op === '')) return false;
  return !shown.value.get(value)?.has(keyOf(view, kind, number));
}

export function reveal(view: View, value: Value, kind: Kind, number: number): void {
  const keys = new Set(shown.value.get(value)).add(keyOf(view, kind, number));
  shown.value = new Map(shown.value).set(value, keys);
}
