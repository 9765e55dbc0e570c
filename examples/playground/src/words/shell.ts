// words/shell.ts: what the page says around its rooms.
import type { State } from '../state.ts';

const rooms: Record<State['room'], string> = { expression: 'Expression', training: 'Training' };
const themes: Record<State['theme'], string> = { system: 'as the system', light: 'light', dark: 'dark' };
const parts: Record<State['hide'][number], string> = {
  formula: 'the formula', bugs: 'the bugs', steps: 'the steps', data: 'the data',
  network: 'the buttons of the network', training: 'the settings of training', curves: 'the curves',
};

export const shell = {
  number: {
    limits: (least: string, most: string) => `${least} to ${most}`,
    refused: (text: string, least: string, most: string) => `${text} is not from ${least} to ${most}. Nothing changed.`,
    refusedWhole: (text: string, least: string, most: string) =>
      `${text} is not a whole number from ${least} to ${most}. Nothing changed.`,
  },
  title: (room: string) => `${room} · micrograd-lab`,
  rooms, roomsLabel: 'Rooms', theme: 'Colours', themes,
  help: {
    title: 'Help',
    what: 'This page shows backpropagation. In the Expression room you step through a formula and its gradients. ' +
      'In the Training room you watch a network learn.',
    lecture: 'The lecture: building micrograd',
    minutes: 'The lecture’s expressions, and when they come:',
    guides: { students: 'Guide for students', educators: 'Guide for educators', developers: 'Guide for developers' },
    micrograd: 'micrograd by Andrej Karpathy',
  },
  lesson: {
    title: 'Lesson link',
    invitation: 'This link opens the page with these settings. A network begins its training anew. ' +
      'Hide whatever the lesson does not need:',
    hide: (part: State['hide'][number]) => `hide ${parts[part]}`,
    link: 'The link', copy: 'Copy the link',
    copied: 'copied', notCopied: 'the browser did not allow it: copy the link above',
  },
};
