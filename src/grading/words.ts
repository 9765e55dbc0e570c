// words.ts: what the grader itself says to students, whatever the assignment. Each entry is whole sentences; `{name}`
// and the like are blanks. What an assignment says is in its own words.ts. `fill` puts something into the blanks.

export type Blanks = Record<string, string | number>;

/** @throws Error if the sentence has a blank that is not given */
export function fill(sentence: string, blanks: Blanks = {}): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (Object.hasOwn(blanks, name)) return String(blanks[name]);
    throw new Error(`the sentence "${sentence}" has a blank ${name}, for which nothing was given`);
  });
}

/** About one test. `code` is an expression, or what stands for it; `text` is an error, or another sentence. */
export const messages = {
  with: '`{code}` with {numbers}',
  without: '`{code}`',
  at: '{opening}, at {place}',
  wrong: '{opening}: {label} is {got}, should be {expected}{reason}',
  stopped: '{opening}: {text}',
  missing: '{opening}: there is no method `{name}`. It is yours to write.',
  result: '{opening}: {text}, where a new Value must come.',
  promise: '{opening}: backward() gave a promise. Its work must be done when it returns: no `async`.',
  threw: '{opening}: threw {text}.',
  backwardThrew: '{opening}: backward() threw {text}.',
  noReturn: 'Is there a `return` missing?',
  generator: 'The `*` before the method\'s name makes it one: leave it out.',
  state: 'By itself, in a fresh process, this expression is right. Something is kept from one expression to the ' +
    'next: ' +
    'a variable outside of the class?',
  endlessPaths: 'this takes twice as long with each step, and would not come to an end. There are two ways back from ' +
    'each sum, and `backward()` goes along all ways from the result to the leaf. Let it visit each node once.',
};

/** About a whole file, or the process in which it runs. */
export const files = {
  endless: 'it did not come to an end, and was stopped. Look for a loop, or for something that calls itself, ' +
    'without end.',
  memory: 'it used up its memory, {memory} MB. Look for something that grows without end.',
  exit: 'it ended the whole process, as `process.exit()` does. It may only return or throw.',
  timeUsedUp: 'the time for the whole file, {timeout} s, was used up before.',
  notLoaded: '{file} could not be loaded: {text}',
  commonJs: '{text}. Node takes it for CommonJS: call it .mjs, or take `"type": "commonjs"` out of package.json.',
  exportAssignment: '{text} (`export =` is for CommonJS.)',
  line: '{file}line {line}: {text}{advice}',
  decorator: '. For a decorator the grader needs {install}',
  jsx: '. JSX is no JavaScript, and no Value needs it',
  otherAnswer: 'something other than the grader answered from its process.',
  extension: 'its name must end in .js, .mjs, .cjs, .ts, .mts, .cts or .tsx.',
  link: '{path} is a link to a file outside of the folder that was handed in. Hand in the file itself.',
  folderLink: '{path} is a link to a folder. Hand in the folder itself.',
  tooLarge: '{path} is too large: a submission has at most 5 MB.',
  unreadable: '{path} cannot be read: {code}.',
  noPackage: '{text}. No Value needs a package.',
  noNeed: 'No Value needs {what}',
};
