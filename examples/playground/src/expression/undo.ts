// undo.ts: takes back changes of the formula. When a page writes into a field, the browser's own undo forgets all.
import { effect } from '@preact/signals';
import { settings } from '../store.ts';
import { isSimilar } from './own.ts';

/** Typing without a pause this long, in ms, is taken back in one go. */
const PAUSE = 800;
const MOST = 200;

const past: string[] = [];
const future: string[] = [];
let last = settings.formula.value;
let changedAt = 0;
let isMoving = false;

effect(() => {
  const { value: text } = settings.formula;
  if (text === last) return;
  if (!isMoving) {
    if (performance.now() - changedAt > PAUSE || !isSimilar(text, last)) past.push(last);
    if (past.length > MOST) past.shift();
    changedAt = performance.now();
    future.length = 0;
  }
  last = text;
});

function move(from: string[], to: string[]): void {
  const text = from.pop();
  if (text === undefined) return;
  to.push(last);
  isMoving = true;
  settings.formula.value = text;
  isMoving = false;
  changedAt = 0;
}

/** Ctrl+Z, and Ctrl+Shift+Z or Ctrl+Y; on a Mac with the command key. */
export function undoByKey(event: KeyboardEvent): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = event.key.toLowerCase();
  if (key === 'z' && !event.shiftKey) move(past, future);
  else if (key === 'y' || key === 'z') move(future, past);
  else return false;
  return true;
}
