// store.ts: the state as signals, one for each setting, kept in step with the address.
import { batch, effect, signal, type Signal } from '@preact/signals';
import { fromHash, toHash, type State } from './state.ts';

const begin = fromHash(location.hash);
const names = Object.keys(begin) as (keyof State)[];
export const settings = Object.fromEntries(names.map((name) => [name, signal(begin[name])])) as
  unknown as { [Name in keyof State]: Signal<State[Name]> };

/** All settings at this moment. Who reads it in an effect is told of each change. */
export const currentState = () =>
  Object.fromEntries(names.map((name) => [name, settings[name].value])) as unknown as State;

/** Several settings at once, as if a link were followed: the browser's Back returns to what was there before. */
export function change(some: Partial<State>): void {
  const before = toHash(currentState());
  apply(some);
  const after = toHash(currentState());
  if (after === before) return;
  clearTimeout(timer);
  history.replaceState(null, '', `#${before}`);
  history.pushState(null, '', `#${after}`);
}

function apply(some: Partial<State>): void {
  batch(() => {
    for (const [name, value] of Object.entries(some)) (settings[name as keyof State] as Signal<unknown>).value = value;
  });
}

/** The address follows the state, a moment later: browsers refuse too many changes of it within a few seconds. */
let timer: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  const hash = toHash(currentState());
  clearTimeout(timer);
  timer = setTimeout(() => { history.replaceState(null, '', `#${hash}`); }, 100);
});

// Somebody pasted another link into the same page, or went back.
addEventListener('hashchange', () => { apply(fromHash(location.hash)); });

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(prefersDark.matches);
prefersDark.addEventListener('change', ({ matches }) => { systemIsDark.value = matches; });

export const isDark = () =>
  settings.theme.value === 'dark' || (settings.theme.value === 'system' && systemIsDark.value);
effect(() => { document.documentElement.dataset.look = isDark() ? 'dark' : 'light'; });

/** Whether there is room for graphs from left to right; and for the formula beside them. */
const narrow = matchMedia('(max-width: 700px)');
export const isNarrow = signal(narrow.matches);
narrow.addEventListener('change', ({ matches }) => { isNarrow.value = matches; });
const wide = matchMedia('(min-width: 1180px)');
export const isWide = signal(wide.matches);
wide.addEventListener('change', ({ matches }) => { isWide.value = matches; });
