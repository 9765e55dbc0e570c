// words/: all words of the page, in one typed table. To translate the page, write another table of the same type, and
// give it to `words` here. Whatever has a number in it is a function, since languages order their words differently.
import { expression } from './expression.ts';
import { shell } from './shell.ts';
import { training } from './training.ts';

const english = {
  /** As an HTML `lang` attribute. */
  language: 'en',
  shell, expression, training,
};

export type Words = typeof english;
export const words: Words = english;
