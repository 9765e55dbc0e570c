// runtimes.js: the list of what the package is run on, and the table for the guide that is made of it. How each kind is
// run stands in ways.js.

/** The parts of the package, each named as the function here that looks at it. */
export const rooms = ['engine', 'nn', 'compile', 'grade', 'gradeFile'];
/** Those that compute: a test runner and a page's framework. */
const numbers = ['engine', 'nn', 'compile'];
/** gradeFile starts a file of the package in a process: a bundle has no files beside it, and a page starts nothing. */
const withoutFiles = ['engine', 'nn', 'compile', 'grade'];

const node = (line) => ({
  name: `Node ${line}`, kind: 'program', package: `node-${line}`, command: [`node-${line}/bin/node`],
  ways: ['import', 'require'], rooms,
});
const typescript = (line, ...others) => ({
  name: `TypeScript ${line}`, kind: 'typescript', package: `typescript-${line}`,
  ways: ['node16', 'nodenext', 'bundler', ...others], rooms,
});

/** `package` is that of package.json beside this file, and gives the version. */
export const runtimes = [
  node('20.0'), node('20'), node('22'), node('24'), node('26'),
  { name: 'Bun', kind: 'program', package: 'bun', command: ['.bin/bun'], ways: ['import', 'require'], rooms },
  {
    name: 'Deno', kind: 'program', package: 'deno', command: ['.bin/deno', 'run', '--allow-all'],
    ways: ['import', 'require'], rooms,
  },
  { name: 'Chromium, page', kind: 'page', ways: ['import map', 'esbuild', 'Vite'], rooms: withoutFiles },
  // Import maps do not reach workers.
  { name: 'Chromium, worker', kind: 'page', ways: ['paths', 'esbuild', 'Vite'], rooms: withoutFiles },
  typescript('5.4'), typescript('5.9', 'tsc --init'), typescript('6', 'tsc --init'), typescript('7', 'tsc --init'),
  { name: 'Jest', kind: 'jest', package: 'jest', ways: ['its default mode'], rooms: numbers },
  { name: 'Vue', kind: 'vue', package: 'vue', ways: ['reactive'], rooms: numbers },
  { name: 'esbuild', kind: 'bundle', package: 'esbuild', ways: ['ES module', 'CommonJS'], rooms: withoutFiles },
  { name: 'Rollup', kind: 'bundle', package: 'rollup', ways: ['ES module', 'CommonJS'], rooms: withoutFiles },
  { name: 'webpack', kind: 'bundle', package: 'webpack', ways: ['ES module', 'CommonJS'], rooms: withoutFiles },
];

const introduction = `# What it runs on

At every change, the package is packed, installed in a new project, and run on everything in this table.
\`npm run write --prefix test/conformance\` writes this page at the end of such a run, with the versions of that day.

- **engine**: 100 random programs with PyTorch's outputs and gradients, within 1e-12, and the lecture's exercise.
- **nn**: the 100 steps of Karpathy's notebook, within 1e-14, and the lecture's network.
- **compile**: the programs and the notebook again, as WebAssembly; the programs also in the interpreter, equal bit for
  bit.
- **grade**, **gradeFile**: a right class gets 100 of 100 points; for a wrong class, the report says what is wrong.

`;
const notes = `
A page cannot start a process, so there \`micrograd-lab/grading\` has no \`gradeFile\`. A bundler finds this version
by the condition \`browser\`; without a bundler, it is \`dist/grading/browser.js\`. \`gradeFile\` starts a file of this
package as a process, so it cannot work inside a bundle: there it throws. On a server, mark the package as \`external\`.

In Vue, models, optimizers, generators and compiled functions may be part of \`reactive\` state. They return the same
numbers as outside of it.

A worker has no import map, so it imports by path. TypeScript checks the programs and the package's own declarations in
strict mode, and Node runs the output. The row's \`tsc --init\` means: under the settings that this command writes,
TypeScript checks all code of the README and the guides. \`gradeFile\` takes a TypeScript file if TypeScript 5 or 6 is
installed. TypeScript 7 has no compiler that a program can call. With it, or without TypeScript, Node 22.13 or later
strips the types, and refuses enums and parameter properties.
`;

/** The guide, as it was produced by a run with these versions. */
export function guideOf(versionOf) {
  const head = ['runtime', 'version', 'by', ...rooms];
  const rows = runtimes.map((runtime) => [
    runtime.name, versionOf(runtime), runtime.ways.join(', '),
    ...rooms.map((room) => (runtime.rooms.includes(room) ? 'yes' : '-')),
  ]);
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${introduction}${lines.join('\n')}\n${notes}`;
}

/** Versions pass: what is covered is the rest. */
export const withoutVersions = (guide) => guide.replace(/^(\|[^|]*\|)[^|]*/gm, '$1');
