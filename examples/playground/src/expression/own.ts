// own.ts: the formulas that somebody typed. The browser keeps the last ones, so a preset, a point that is sent through
// or a closed tab loses none. The newest stands first.
import { signal } from '@preact/signals';
import { presets } from './presets.ts';

const KEY = 'micrograd-lab: own formulas';
const MOST = 9;

export const own = signal(read());

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string').slice(0, MOST) : [];
  } catch { // a page may be forbidden to store anything
    return [];
  }
}

/** Keeps a text that was edited: in the place of what it was before the edit, or as another one. */
export function keep(text: string, before: string): void {
  if (text.trim() === '' || presets.some((preset) => preset.text === text)) return;
  const others = own.value.filter((each, i) => each !== text && !(i === 0 && each === before && isSimilar(text, each)));
  own.value = [text, ...others].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(own.value));
  } catch { /* then they last as long as the page */ }
}

/** Whether half of the longer text stands at the beginning and the end of both: then one was edited into the other. */
export function isSimilar(a: string, b: string): boolean {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return 2 * (start + end) >= Math.max(a.length, b.length);
}
