// keys.ts: the keys of the expression room. They work from anywhere but a field, a list or a slider.
import { fullScreen } from './full-screen.ts';
import { goTo, length, pause, position } from './model.ts';
import { undoByKey } from './undo.ts';
import { fit, moveBy, zoomBy } from './viewport.tsx';

/** PageUp and PageDown are the keys of a clicker. */
const steps: Record<string, (() => number) | undefined> = {
  ArrowRight: () => position.value + 1,
  ArrowLeft: () => position.value - 1,
  PageDown: () => position.value + 1,
  PageUp: () => position.value - 1,
  Home: () => 0,
  End: () => length.value,
};

const MOVE = 80; // pixels
const moves: Record<string, (() => void) | undefined> = {
  f: () => { if (fullScreen.isPossible) fullScreen.toggle(); },
  '+': () => { zoomBy(1.25); },
  '=': () => { zoomBy(1.25); }, // the same key on many keyboards, without Shift
  '-': () => { zoomBy(0.8); },
  0: fit,
};
const withShift: Record<string, (() => void) | undefined> = {
  ArrowLeft: () => { moveBy(MOVE, 0); },
  ArrowRight: () => { moveBy(-MOVE, 0); },
  ArrowUp: () => { moveBy(0, MOVE); },
  ArrowDown: () => { moveBy(0, -MOVE); },
};

export function onKey(event: KeyboardEvent): void {
  const field = event.target instanceof HTMLElement ? event.target.closest('input, textarea, select, summary') : null;
  if (field?.matches('.box input') && event.key === 'Enter') { // done: now the keys step again
    (field as HTMLElement).blur();
    return;
  }
  if ((!field || field.matches('textarea')) && undoByKey(event)) event.preventDefault();
  else if (!field || field.matches('[type="checkbox"]')) act(event);
  else if (field.matches('[type="radio"]') && event.key.startsWith('Page')) act(event);
}

function act(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const step = event.shiftKey ? undefined : steps[event.key];
  const move = event.shiftKey ? withShift[event.key] ?? moves[event.key] : moves[event.key];
  if (step) {
    pause();
    goTo(step());
  } else if (move) {
    move();
  } else {
    return;
  }
  event.preventDefault();
}
