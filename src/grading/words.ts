// words.ts: what the grader itself says to students, whatever the assignment. Each entry is whole sentences; `{name}`
// and the like are blanks. What an assignment says is in its own words.ts. `fill` puts something into the blanks. The
// errors that are thrown to a teacher's program, and what the command says on its screen, stand where they are thrown.

export type Blanks = Record<string, string | number>;

/** @throws Error if the sentence has a blank that is not given */
export function fill(sentence: string, blanks: Blanks = {}): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (Object.hasOwn(blanks, name)) return String(blanks[name]);
    throw new Error(`the sentence "${sentence}" has a blank ${name}, for which nothing was given`);
  });
}

/** About one test. `code` is an expression, or what stands for it; `text` is an error, a thing, or another sentence. */
export const messages = {
  with: '`{code}` with {numbers}',
  without: '`{code}`',
  repeated: '{code}… ({times} times)',
  at: '{opening}, at {place}',
  wrong: '{opening}: {label} is {got}, should be {expected}{reason}',
  stopped: '{opening}: {text}',
  missing: '{opening}: there is no method `{name}`. It is yours to write.',
  result: '{opening}: {name} gave {text}, where a new Value must come.',
  promise: '{opening}: backward() gave a promise. Its work must be done when it returns: no `async`.',
  threw: '{opening}: threw {text}.',
  backwardThrew: '{opening}: backward() threw {text}.',
  noReturn: 'Is there a `return` missing?',
  generator: 'The `*` before the method\'s name makes it one: leave it out.',
  state: 'By itself, in a fresh process, this expression is right. Something is kept from one expression to the ' +
    'next: a variable outside of the class?',
  endlessPaths: 'this takes twice as long with each step, and would not come to an end. There are two ways back from ' +
    'each sum, and `backward()` goes along all ways from the result to the leaf. Let it visit each node once.',
};

/** Somebody's result or error. What has a name in JavaScript, such as `null`, is called by that. */
export const things = {
  promise: 'a promise',
  object: 'an object',
  function: 'a function',
  generator: 'a generator',
  noError: 'something that is no Error',
};

/** Why a file cannot be used, as the side that loads it finds out. It answers with the name of one, and the blanks. */
export const refusals = {
  threw: '{text}',
  rejected: 'a promise was rejected, and nothing handled it: {text}',
  uncaught: 'an error was thrown in a timer or an event handler, where nothing can catch it: {text}',
  waits: 'it waits for a promise that is never settled. Nothing here needs an `await`.',
  nothing: 'it exports nothing: write `export class {name}`.',
  others: 'it exports {text}, but no class {name}: write `export class {name}`.',
  noClass: '{name} is a function that `new` cannot call: write `export class {name}`.',
  noCreate: 'the adapter made of it nothing that has a function `create`. Does it export what the assignment asks ' +
    'for? If so, tell your teacher.',
  noAdapter: 'its default export must be a function, which is given what a file exports.',
};

/** About a whole file, or the process in which it runs. */
export const files = {
  endless: 'it did not come to an end, and was stopped. Look for a loop, or for something that calls itself, ' +
    'without end.',
  memory: 'it used up its memory, {memory} MB. Look for something that grows without end.',
  exit: 'it ended the whole process, as `process.exit()` does. It may only return or throw.',
  timeUsedUp: 'the time for the whole file, {timeout} s, was used up before. First mend the tests that were stopped.',
  otherAnswer: 'something other than the grader answered from its process. Does the file write to the file ' +
    'descriptor 3? Only the grader may.',
  notLoaded: '{file} could not be loaded: {text}',
  adapterNotLoaded: 'the adapter could not be loaded: {text}',
  at: '{text}, at {place}',
  line: 'line {line}: {text}',
  lineOf: '{file}, line {line}: {text}',
  commonJs: '{text}. Node takes it for CommonJS: call it .mjs, or take `"type": "commonjs"` out of package.json.',
  exportAssignment: '{text} (`export =` is for CommonJS.)',
  jsx: '{text}. JSX is no JavaScript, and no Value needs it.',
  noPackage: '{text}. No Value needs a package.',
  noNeed: 'No Value needs {what}',
  moreLines: '(more than {most} lines: the others are left out)',
};

/** What no Value needs. */
export const needless = {
  package: 'a package',
  programs: 'other programs',
  threads: 'threads',
  network: 'the network',
  debugger: 'a debugger',
  wasi: 'WASI',
  files: 'files',
};

/** About what was handed in. */
export const handedIn = {
  extension: 'its name must end in .js, .mjs, .cjs, .ts, .mts, .cts or .tsx.',
  link: '{path} is a link to a file outside of the folder that was handed in. Hand in the file itself.',
  folderLink: '{path} is a link to a folder. Hand in the folder itself.',
  tooLarge: '{path} is too large: a submission has at most 5 MB.',
  unreadable: '{path} cannot be read: {code}.',
  emptyFolder: 'there is no {main} in {name}: it is empty. Hand in {main}, by that name.',
  otherFiles: 'there is no {main} in {name}: it has {names}. Hand in {main}, by that name.',
};

const install = '`npm install --save-dev typescript@6`';
/** About TypeScript and its compiler. */
export const compiler = {
  time: 'it took too long to compile, and was stopped. Look for an expression with thousands of terms.',
  memory: 'the compiler used up its memory, {memory} MB. Look for an expression with thousands of terms.',
  exit: 'it was too much for the TypeScript compiler. Look for an expression with thousands of terms.',
  tooMuch: 'it is too much for Node’s own TypeScript compiler. Look for an expression with thousands of terms.',
  missing: `it is TypeScript, for which the grader needs a package: ${install} (or Node 22.13)`,
  unsupported: `{text}, for which the grader needs ${install}`,
  decorator: `{text}. For a decorator the grader needs ${install}`,
};

/** About imports in a page. `way` is a list of files, each with an arrow to the one that it imports. */
export const page = {
  circle: '{way}: in a page, files cannot import each other in a circle. Move what both need into a third file.',
  outside: '{from} imports {target}. It can import only files beside it.',
  noFile: '{from} imports {target}, and there is no such file: there are {names}.',
};

/** A report as text, and its notes. */
export const reports = {
  points: '{score} of {maxScore} points',
  task: 'Task {task}: {score} of {maxScore}',
  passed: 'passed',
  failed: 'FAILED',
  notInstalled: 'fast-check is not installed',
  broken: 'the package {name} is installed, but cannot be loaded: {text}',
  onlyFixed: '{trouble}, so only fixed expressions were tried, no random ones: `npm install --save-dev fast-check`',
};
