// tokenizer.ts: names as lists of numbers, since the model knows nothing else. A token is a letter, or BOS, which
// stands before a name and after it: so the model learns with which letters names begin, and where they end.

export const uchars = Array.from('abcdefghijklmnopqrstuvwxyz');
export const BOS = uchars.length;
export const vocabSize = uchars.length + 1;

/** As in `emma`: 26, 4, 12, 12, 0, 26. */
export const tokensOf = (doc: string): number[] => [BOS, ...Array.from(doc, (char) => uchars.indexOf(char)), BOS];
