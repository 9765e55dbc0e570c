// run.mjs: `node examples/run.mjs moons --steps 20` prepares what the examples need, then runs moons/main.ts.
import './prepare.mjs';

const { register } = await import('tsx/esm/api'); // only now: prepare.mjs may just have installed it
// From here on, TypeScript can be imported, on Node 20 too; without the paths of tsconfig.json, which are for the
// type check: the run uses the built package, as users do.
register({ tsconfig: false });
const [name] = process.argv.splice(2, 1);
await import(`./${name}/main.ts`);
