// run.mjs: `node examples/run.mjs moons --steps 20` prepares what the examples need, then runs moons/main.ts; and
// `node examples/run.mjs circles` runs circles.ts. Of a step of the lecture, the number will do: `lecture/05`.
import { existsSync, readdirSync } from 'node:fs';

const here = new URL('.', import.meta.url);
const [name = ''] = process.argv.splice(2, 1);
const file = (example) => [`${example}.ts`, `${example}/main.ts`].find((path) => existsSync(new URL(path, here)));
const namesIn = (folder) => readdirSync(new URL(folder, here)).map((entry) => folder + entry.replace(/\.ts$/, ''));
const examples = [...new Set(namesIn(''))].filter(file);
const steps = ['lecture/', 'lecture/solutions/'].flatMap(namesIn).filter((step) => /\/\d/.test(step));

const example = examples.includes(name) ? name : steps.find((step) => step === name || step.startsWith(`${name}-`));
if (example === undefined) {
  const question = name === '' ? 'which example?' : `there is no example "${name}";`;
  console.error(`${question} there are: ${(name.startsWith('lecture/') ? steps : examples).join(', ')}`);
  process.exit(2);
}

await import('./prepare.mjs');
const { register } = await import('tsx/esm/api'); // only now: prepare.mjs may just have installed it
// From here on, TypeScript can be imported, on Node 20 too; without the paths of tsconfig.json, which are for the
// type check: the run uses the built package, as users do.
register({ tsconfig: false });
await import(`./${file(example)}`);
