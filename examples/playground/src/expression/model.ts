// model.ts: what the expression room shows, as signals that follow the settings.
import { computed, signal } from '@preact/signals';
import type { Value } from 'micrograd-lab';
import { change, settings } from '../store.ts';
import { derivativeProgram } from './derivative.ts';
import { keep } from './own.ts';
import { parseProgram, withNumber, type Program } from './program.ts';
import { frameAt, stepsOf, type Way } from './steps.ts';

/** With a mistake in the text, the graph stays the last one that was right. */
let last: Program | undefined;
const parsed = computed((): { program?: Program; error: string } => {
  try {
    last = parseProgram(settings.formula.value);
    return { program: last, error: '' };
  } catch (error) {
    return { program: last, error: (error as Error).message };
  }
});
export const formulaError = computed(() => parsed.value.error);
/** Whether the text has a mistake, so that the graph is not the text's. */
export const isStale = computed(() => parsed.value.error !== '');
export const root = computed(() => parsed.value.program?.root);

const runOf = (way: Way) => computed(() => root.value && { way, root: root.value, steps: stepsOf(root.value, way) });
const right = runOf('right');
const wrong = computed(() => (settings.way.value === 'right' ? undefined : runOf(settings.way.value).value));

/** As many steps as the longer of the two runs has; the other one waits at its end. */
export const length = computed(() => Math.max(right.value?.steps.length ?? 0, wrong.value?.steps.length ?? 0));
export const position = computed(() => {
  const { value: step } = settings.step;
  return step < 0 ? length.value : Math.min(step, length.value);
});

/** The right run and, if one is chosen, the wrong one, each at its place. */
export const views = computed(() => [right.value, wrong.value].flatMap((run) => {
  if (!run) return [];
  return { ...run, frame: frameAt(run.root, run.steps, Math.min(position.value, run.steps.length)) };
}));
export type View = (typeof views)['value'][number];

/** The gradients that a wrong run should have by now. Without an order the steps differ, so only the end compares. */
export function expectedFor({ way, steps }: View): Map<Value, number> | undefined {
  const isAtEnd = position.value === length.value && steps.at(-1)?.kind !== 'cut';
  return way === 'overwrite' || (way === 'unordered' && isAtEnd) ? views.value[0].frame.grads : undefined;
}

/** Whether the bug, in this graph, changes any gradient. */
export const isHarmless = computed(() => {
  if (!right.value || !wrong.value) return false;
  const [good, bad] = [right.value, wrong.value].map(({ root, steps }) => frameAt(root, steps, steps.length).grads);
  return [...good].every(([value, grad]) => Object.is(bad.get(value), grad));
});

export function goTo(step: number): void {
  settings.step.value = step >= length.value ? -1 : Math.max(0, step);
}

/** Another text, by hand. */
export function edit(text: string): void {
  keep(text, settings.formula.value);
  settings.formula.value = text;
}

/** Another text, chosen from a list: the run begins anew, and Back returns to the one before. */
export function choose(formula: string): void {
  pause();
  change({ formula, step: 0 });
}

/** The result's derivative with respect to `x` takes the place of the formula. */
export function differentiate(x: Value): void {
  if (root.value && !isStale.value) choose(derivativeProgram(root.value, x));
}

/** While the text has a mistake, the places of its numbers are unknown: then nothing is written. */
export function setLeaf(leaf: Value, data: number): void {
  const { program, error } = parsed.value;
  if (program && error === '') edit(withNumber(program, leaf, data));
}

/** Milliseconds for a step. At the normal tempo it can be read aloud. */
const PAUSES = { slow: 2400, normal: 1200, fast: 500 };
export const isPlaying = signal(false);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Plays from the beginning, or on from where it stopped. */
export function play(): void {
  if (position.value >= length.value) goTo(0);
  isPlaying.value = true;
  clearTimeout(timer);
  timer = setTimeout(playOn, PAUSES[settings.tempo.value]);
}

function playOn(): void {
  goTo(position.value + 1);
  if (position.value >= length.value) pause();
  else play();
}

export function pause(): void {
  clearTimeout(timer);
  isPlaying.value = false;
}
