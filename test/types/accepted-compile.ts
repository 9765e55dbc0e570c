// What must compile of micrograd-lab/compile, in strict mode, against the sources and against the packed declarations.
import {
  compile, type Backend, type Compiled, type Comparison, type CompileOptions, type Rows,
} from '../../src/compile/index.ts';
import { MLP, sum, Value } from '../../src/index.ts';

const w = new Value(3);
const model = new MLP(2, [3]);
declare const count: number;
declare const maybe: boolean | undefined;
const compare: Comparison = { backend: 'wasm', loops: maybe };
const options: CompileOptions = { reduction: 'sum', outputs: 1, check: maybe, compare };
const list: CompileOptions<number> = { inputs: 3, outputs: 3 };
const comparison: Comparison = { backend: undefined };

const oneByOne: Compiled[] = [
  compile((x) => x.mul(w)),
  compile((x, y) => x.mul(y), {}),
  compile((x: Value, y) => x.mul(y), { reduction: maybe ? 'mean' : undefined, compare: comparison }),
  compile((x, y) => x.mul(y), options),
  compile((x, y) => [x, y], { outputs: 2 }),
  compile((x, y) => model.forward([x, y]), { outputs: 3, compare: undefined }),
  compile(() => w.mul(2)),
];
const inOneArray: Compiled[] = [
  compile((xs) => sum(xs.map((x) => x.mul(2))), { inputs: 4 }),
  compile((xs) => model.forward(xs), { inputs: 2, outputs: 3 }),
  compile((xs: readonly Value[]) => sum(xs), { inputs: count, reduction: 'sum', check: true }),
  compile((xs) => { xs.reverse(); return sum(xs); }, { inputs: xs().length }),
  compile((xs) => xs, { inputs: 3, outputs: 3 }),
  compile((xs) => xs, list),
  compile((xs) => xs as readonly Value[], { ...options, inputs: 3, outputs: 3 }),
];
function xs(): readonly number[] { return [1, 2]; }

const [step] = [compile((x, y) => x.mul(y))];
const frozen: readonly (readonly number[])[] = [[1, 2]];
const rows: Rows[] = [
  [[1, new Value(2)], Float32Array.of(1, 2), [w, w]], frozen, Object.freeze([Object.freeze([1, 2])]),
  [[1, 2]] as const,
  new Float64Array(4), new Float32Array(4), Int32Array.of(1, 2), new Uint8ClampedArray(2),
  { length: 1, 0: { length: 2, 0: 1, 1: w } }, model.layers.map(({ neurons: { length } }) => [length, 1]),
];
const outputs = new Float64Array(2);
export const numbers: number[] = [
  ...rows.map((rows) => step.backward(rows)), step.backward(), step.backward(frozen, undefined, outputs),
  step.backward(frozen, [1, 2] as const), step.backward(frozen, new Float32Array(2), undefined),
  ...step.forward(frozen), ...step.parameters.map(({ grad }) => grad),
];
export const [backend, text]: [Backend, string] = [step.backend, `${step.toString()}${String(step)}`];
export const all = [...oneByOne, ...inOneArray];
