// run.mjs: `node examples/run.mjs moons --steps 20` prepares what the examples need, then runs moons/main.ts; and
// `node examples/run.mjs circles` runs circles.ts.
import { existsSync, readdirSync } from 'node:fs';

const here = new URL('.', import.meta.url);
const [name = ''] = process.argv.splice(2, 1);
const file = (example) => [`${example}.ts`, `${example}/main.ts`].find((path) => existsSync(new URL(path, here)));
const examples = [...new Set(readdirSync(here).map((entry) => entry.replace(/\.ts$/, '')))].filter(file);
if (!examples.includes(name)) {
  const question = name === '' ? 'which example?' : `there is no example "${name}";`;
  console.error(`${question} there are: ${examples.join(', ')}`);
  process.exit(2);
}

await import('./prepare.mjs');
const { register } = await import('tsx/esm/api'); // only now: prepare.mjs may just have installed it
// From here on, TypeScript can be imported, on Node 20 too; without the paths of tsconfig.json, which are for the
// type check: the run uses the built package, as users do.
register({ tsconfig: false });
await import(`./${file(name)}`);
