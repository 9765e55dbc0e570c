// run.mjs: `node examples/run.mjs moons --steps 20` prepares what the examples need, then runs moons/main.ts; and
// `node examples/run.mjs circles` runs circles.ts. For a step of the lecture its number will do: `lecture/05`, or
// `lecture/5`.
import { existsSync, readdirSync } from 'node:fs';

const here = new URL('.', import.meta.url);
const [name = ''] = process.argv.splice(2, 1);
const file = (example) => [`${example}.ts`, `${example}/main.ts`].find((path) => existsSync(new URL(path, here)));
const namesIn = (folder) => readdirSync(new URL(folder, here)).map((entry) => folder + entry.replace(/\.ts$/, ''));
const examples = [...new Set(namesIn(''))].filter(file);
const steps = ['lecture/', 'lecture/solutions/'].flatMap(namesIn).filter((step) => /\/\d/.test(step));

const padded = name.replace(/\/(\d)$/, '/0$1');
const others = 'one step of the lecture: lecture/01 to lecture/15; the page: npm run playground; ' +
  'the assignment: examples/guides/students.md';
const example = examples.includes(name) ? name : steps.find((step) => step === name || step.startsWith(`${padded}-`));
if (example === undefined) {
  const question = name === '' ? 'which example?' : `there is no example "${name}";`;
  const isStep = name.startsWith('lecture/');
  console.error(`${question} there are: ${(isStep ? steps : examples).join(', ')}`);
  if (!isStep) console.error(others);
  process.exit(2);
}

await import('./prepare.mjs');
const { register } = await import('tsx/esm/api'); // only now: prepare.mjs may just have installed it
// From here on, TypeScript can be imported, on Node 20 too; without the paths of tsconfig.json, which are for the
// type check: the run uses the built package, as users do.
register({ tsconfig: false });
await import(`./${file(example)}`);
