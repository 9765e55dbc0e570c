// Labels that mean something to Graphviz, to Mermaid or to a web page, if they are not escaped.
import fc from 'fast-check';

const parts = [
  '"', '\'', '`', '\\', '{', '}', '[', ']', '(', ')', '|', '<', '>', '&', '#', ';', '-', '_', '*', '%', ' ', '  ', '\n',
  '\r\n', '\t', '</script>', '<b>', '&amp;', '&#65;', '\\n', '\\N', '\\l', '"]', '-->', '//', '/*', '1. ', 'end', 'x1',
  'é', '变', '😀',
];

export const nastyLabels: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 }).map((some) => some.join('')),
  fc.string({ unit: 'binary', minLength: 1 }),
);
