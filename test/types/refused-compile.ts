// What must not compile of micrograd-lab/compile: TypeScript reports a directive that its next line does not need.
import { compile } from '../../src/compile/index.ts';
import { Value } from '../../src/index.ts';

const step = compile((x, y) => x.mul(y));

export const refused = [
  // @ts-expect-error: a function is compiled
  () => compile(new Value(1)),
  // @ts-expect-error: it is of Values
  () => compile((x: number) => new Value(x)),
  // @ts-expect-error: it gives a Value
  () => compile((x) => x.data),
  // @ts-expect-error: it cannot be async
  () => compile((x) => Promise.resolve(x)),
  // @ts-expect-error: a Value has no such operation
  () => compile((x) => x.sinh()), // eslint-disable-line
  // @ts-expect-error: inputs come one by one, without the option inputs
  () => compile((xs) => xs[0]), // eslint-disable-line
  // @ts-expect-error: inputs come one by one, without the option inputs
  () => compile(([a, b]) => a.mul(b), { outputs: 1 }), // eslint-disable-line
  // @ts-expect-error: inputs come in one array, with it
  () => compile((x) => x.mul(2), { inputs: 2 }), // eslint-disable-line
  // @ts-expect-error: inputs are a number
  () => compile((x) => x, { inputs: '2' }),
  // @ts-expect-error: a misspelt option
  () => compile((x) => x, { reduce: 'sum' }),
  // @ts-expect-error: no such reduction
  () => compile((x) => x, { reduction: 'max' }),
  // @ts-expect-error: what is for comparisons stands in compare
  () => compile((x) => x, { backend: 'interpreter' }),
  // @ts-expect-error: no such backend
  () => compile((x) => x, { compare: { backend: 'gpu' } }),
  // @ts-expect-error: a row is a list
  () => step.backward([1, 2]),
  // @ts-expect-error: entries are numbers or Values
  () => step.backward([['1', '2']]),
  // @ts-expect-error: entries are not BigInts
  () => step.backward(new BigInt64Array(2)),
  // @ts-expect-error: outputs are filled into a Float64Array
  () => step.backward([[1, 2]], undefined, [0]),
  // @ts-expect-error: outputs are filled into a Float64Array
  () => step.backward([[1, 2]], undefined, new Float32Array(1)),
  // @ts-expect-error: the list of parameters stays
  () => { step.parameters.push(new Value(1)); }, // eslint-disable-line
];
