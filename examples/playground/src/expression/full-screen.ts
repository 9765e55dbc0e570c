// full-screen.ts: the graph, its buttons and its arithmetic on all of the screen, for a projector.
import { signal } from '@preact/signals';

const is = signal(false);
document.addEventListener('fullscreenchange', () => { is.value = document.fullscreenElement !== null; });

export const fullScreen = {
  is,
  /** An iPhone has none. */
  isPossible: document.fullscreenEnabled,
  toggle: (): void => {
    if (is.value) void document.exitFullscreen();
    else void document.querySelector('.stage')?.requestFullscreen();
  },
};
