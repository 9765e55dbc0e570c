// words/shell.ts: what the page says around its rooms.
import type { State } from '../state.ts';

const rooms: Record<State['room'], string> = { expression: 'Expression', training: 'Training' };
const themes: Record<State['theme'], string> = { system: 'as the system', light: 'light', dark: 'dark' };
const parts: Record<State['hide'][number], string> = {
  formula: 'formula', bugs: 'bugs', steps: 'steps', data: 'data', network: 'network', training: 'training',
  curves: 'curves',
};

export const shell = {
  number: {
    limits: (least: string, most: string) => `${least} to ${most}`,
    refused: (text: string, least: string, most: string) => `${text} is not from ${least} to ${most}. Nothing changed.`,
    refusedWhole: (text: string, least: string, most: string) =>
      `${text} is not a whole number from ${least} to ${most}. Nothing changed.`,
  },
  rooms, roomsLabel: 'Rooms', theme: 'Colours', themes,
  lesson: {
    title: 'Lesson link',
    invitation: 'Everything on this page is in its address. Hide what the lesson does not need:',
    hide: (part: State['hide'][number]) => `hide ${parts[part]}`,
    link: 'The link', copy: 'Copy the link',
    copied: 'copied', notCopied: 'the browser did not allow it: copy the link above',
  },
};
