// Every function of the front door, and every argument that it takes: a value of a wrong type is a TypeError that names
// the argument. A new export without rows here fails the first test.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import { runs } from '../support/seed.ts';

const {
  Adam, binaryCrossEntropy, crossEntropy, formula, gradcheck, gradients, hessian, Layer, loadModel, makeCircles,
  makeMoons, makeSpiral, makeXor, makeYinYang, maxMargin, MLP, Neuron, NumpyRandom, parseFormula, parseLines, propagate,
  Random, saveModel, SGD, softmax, squaredError, sum, toDot, toFormula, toMermaid, topologicalOrder, trace, Value,
} = library;

/** What a value may be taken for. */
type Kind =
  'undefined' | 'boolean' | 'number' | 'text' | 'bigint' | 'function' | 'list' | 'Value' | 'object' | 'other';

function kindOf(x: unknown): Kind {
  if (x === undefined) return 'undefined';
  if (typeof x === 'string') return 'text';
  if (typeof x !== 'object') return typeof x as Kind;
  if (Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView))) return 'list';
  if (x instanceof Value) return 'Value';
  return Object.prototype.toString.call(x) === '[object Object]' ? 'object' : 'other'; // null among the others
}

const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, maxDepth: 1 }),
  fc.constantFrom<unknown>(
    undefined, null, true, 0, 1, NaN, -1, '', '1', 'relu', 1n, Symbol('s'), Math.random, () => undefined, Date, {},
    [], [1], ['1'], Float32Array.of(1), new Map(), new Date(0), new Random(1), new NumpyRandom(1), new MLP(1, [1]),
    Object.create(null), /a/, new Value(1), Promise.resolve(1), new DataView(new ArrayBuffer(1)),
  ),
);

/** How it is called with something in the place of an argument, the right kinds for it, and its name in the error. */
type Row = [use: (x: never) => unknown, takes: Kind[], name: RegExp | string];

const p = [new Value(1), new Value(2)];
const options: Kind[] = ['object', 'undefined'];
const number: Kind[] = ['number', 'undefined'];

const dataset = (make: (options: never) => unknown): Row[] => [
  [make, options, 'its options'],
  [(x) => make({ samples: x } as never), number, 'samples'],
  [(x) => make({ noise: x } as never), number, 'noise'],
  [(x) => make({ random: x } as never), ['undefined'], 'random'],
];
const random = new Random(1);
const numpy = new NumpyRandom(1);
const good = saveModel(new MLP(1, [1]));

/** By the name of the export. Some take nothing that could be wrong. */
const table: Record<keyof typeof library, Row[]> = {
  Value: [
    [(x) => new Value(x), ['number'], 'data'],
    [(x) => new Value(1, x), ['text', 'undefined'], 'label'],
    ...(['add', 'sub', 'mul', 'div', 'pow', 'max', 'when'] as const).map((method): Row =>
      [(x) => p[0][method](x), ['number', 'Value'], 'operand']),
  ],
  topologicalOrder: [[topologicalOrder, ['Value'], 'root']],
  gradients: [
    [(x) => gradients(x, p), ['Value'], 'y'], [(x) => gradients(p[0], x), ['list'], 'xs'],
    [(x) => gradients(p[0], [x]), ['Value'], 'xs[0]'],
  ],
  hessian: [
    [(x) => hessian(x, p), ['Value'], 'y'], [(x) => hessian(p[0], x), ['list'], 'xs'],
    [(x) => hessian(p[0], [x]), ['Value'], 'xs[0]'],
  ],
  toFormula: [[toFormula, ['Value'], 'root'], [(x) => toFormula(p[0], x), options, 'its options'],
    [(x) => toFormula(p[0], { fold: x }), ['boolean', 'undefined'], 'fold']],
  parseLines: [[parseLines, ['text'], 'text'], [(x) => parseLines('1', x), ['object', 'undefined'], 'names']],
  propagate: [[propagate, ['Value'], /\bnode\b/]], // of nothing, JavaScript itself says so
  Random: [
    [(x) => new Random(x), ['number', 'bigint', 'undefined'], 'seed'],
    [(x) => random.uniform(x, 1), ['number'], 'a to be'], [(x) => random.uniform(1, x), ['number'], 'b to be'],
    [(x) => random.gauss(x), number, 'mu'], [(x) => random.gauss(0, x), number, 'sigma'],
    [(x) => { random.shuffle(x); }, ['list'], 'xs'],
    [(x) => random.choices(x), ['list'], 'xs'], [(x) => random.choices([1], x), options, 'its options'],
    [(x) => random.choices([1], { k: x }), number, 'k to be'],
    [(x) => random.choices([1], { weights: x }), ['list', 'undefined'], 'weights'],
    [(x) => random.choices([1], { weights: [x] }), ['number'], 'weights[0]'],
    [(x) => { random.load(x); }, ['object'], 'state'],
    [(x) => { random.load({ ...random.state(), words: x }); }, ['list'], 'state.words'],
    [(x) => { random.load({ ...random.state(), index: x }); }, ['number'], 'state.index'],
    [(x) => { random.load({ ...random.state(), spare: (x as unknown) === null ? '' as never : x }); }, ['number'],
      'state.spare'], // null says that there is none
  ],
  NumpyRandom: [
    [(x) => new NumpyRandom(x), number, 'seed'],
    [(x) => numpy.normal(x), number, 'loc'], [(x) => numpy.normal(0, x), number, 'scale'],
    [(x) => { numpy.shuffle(x); }, ['list'], 'xs'],
    [(x) => numpy.permutation(x), ['number'], 'n to be'],
    [(x) => { numpy.load(x); }, ['object'], 'state'],
  ],
  Module: [],
  Neuron: [
    [(x) => new Neuron(x), ['number'], 'inputs'], [(x) => new Neuron(1, x), options, 'its options'],
    [(x) => new Neuron(1, { random: x }), ['undefined'], /random|data/],
    [(x) => new Neuron(1, { activation: x }), ['text', 'undefined'], 'activation'],
    [(x) => new Neuron(2).forward(x), ['list'], /inputs|operand/],
    [(x) => new Neuron(1).forward([x]), ['number', 'Value'], 'operand'],
  ],
  Layer: [
    [(x) => new Layer(x, 1), ['number'], 'inputs'], [(x) => new Layer(1, x), ['number'], 'outputs'],
    [(x) => new Layer(1, 1, x), options, 'its options'],
    [(x) => new Layer(2, 1).forward(x), ['list'], /inputs|operand/],
  ],
  MLP: [
    [(x) => new MLP(x, [1]), ['number'], 'inputs'], [(x) => new MLP(1, x), ['list'], 'outputs'],
    [(x) => new MLP(1, [x]), ['number'], 'outputs[0]'], [(x) => new MLP(1, [1], x), options, 'its options'],
    [(x) => new MLP(1, [1], { random: x }), ['undefined'], 'random'],
    [(x) => new MLP(1, [1], { activation: x }), ['text', 'undefined'], 'activation'],
    [(x) => new MLP(1, [1], { outputActivation: x }), ['text', 'undefined'], 'outputActivation'],
    [(x) => new MLP(2, [1]).forward(x), ['list'], /inputs|operand/],
    [(x) => new MLP(1, [1]).forward([x]), ['number', 'Value'], 'operand'],
  ],
  sum: [[sum, ['list'], 'values'], [(x) => sum([x]), ['Value'], 'values[0]']],
  squaredError: [
    [(x) => squaredError(x, [1]), ['list'], 'predictions'],
    [(x) => squaredError([x], [1]), ['Value'], 'predictions[0]'],
    [(x) => squaredError(p, x), ['list'], 'targets'],
    [(x) => squaredError(p, [1, x]), ['number', 'Value'], 'targets[1]'],
  ],
  maxMargin: [
    [(x) => maxMargin(x, [1]), ['list'], 'scores'], [(x) => maxMargin([x], [1]), ['Value'], 'scores[0]'],
    [(x) => maxMargin(p, x), ['list'], 'targets'], [(x) => maxMargin(p, [1, x]), ['number'], 'targets[1]'],
  ],
  softmax: [[softmax, ['list'], 'logits'], [(x) => softmax([x]), ['Value'], 'logits[0]']],
  crossEntropy: [
    [(x) => crossEntropy(x, 0), ['list'], 'logits'], [(x) => crossEntropy([x], 0), ['Value'], 'logits[0]'],
    [(x) => crossEntropy(p, x), ['number', 'list'], 'label'],
    [(x) => crossEntropy(p, [1, x]), ['number', 'Value'], 'label[1]'],
  ],
  binaryCrossEntropy: [
    [(x) => binaryCrossEntropy(x, 0), ['Value'], 'logit'],
    [(x) => binaryCrossEntropy(p[0], x), ['number', 'Value'], 'label'],
  ],
  SGD: [
    [(x) => new SGD(x), ['list'], 'parameters'], [(x) => new SGD([x]), ['Value'], 'parameters[0]'],
    [(x) => new SGD(p, x), options, 'its options'],
    ...(['learningRate', 'momentum', 'weightDecay'] as const).map((name): Row =>
      [(x) => new SGD(p, { [name]: x }), number, name]),
    [(x) => { new SGD(p).learningRate = x; }, ['number'], 'learningRate'],
    [(x) => { new SGD(p).load(x); }, ['object'], 'state'],
    ...(['learningRate', 'momentum', 'weightDecay'] as const).map((name): Row =>
      [(x) => { new SGD(p).load({ ...new SGD(p).state(), [name]: x }); }, ['number'], `state.${name}`]),
    [(x) => { new SGD(p).load({ ...new SGD(p).state(), velocities: x }); }, ['list'], 'state.velocities'],
    [(x) => { new SGD(p).load({ ...new SGD(p).state(), velocities: [0, x] }); }, ['number'], 'state.velocities[1]'],
  ],
  Adam: [
    [(x) => new Adam(x), ['list'], 'parameters'], [(x) => new Adam([x]), ['Value'], 'parameters[0]'],
    [(x) => new Adam(p, x), options, 'its options'],
    ...(['learningRate', 'epsilon', 'weightDecay'] as const).map((name): Row =>
      [(x) => new Adam(p, { [name]: x }), number, name]),
    [(x) => new Adam(p, { betas: x }), ['list', 'undefined'], 'betas'],
    [(x) => new Adam(p, { betas: [0.9, x] }), ['number'], 'betas[1]'],
    [(x) => { new Adam(p).load(x); }, ['object'], 'state'],
    ...(['learningRate', 'epsilon', 'weightDecay', 'steps'] as const).map((name): Row =>
      [(x) => { new Adam(p).load({ ...new Adam(p).state(), [name]: x }); }, ['number'], `state.${name}`]),
    ...(['betas', 'means', 'squares'] as const).flatMap((name): Row[] => [
      [(x) => { new Adam(p).load({ ...new Adam(p).state(), [name]: x }); }, ['list'], `state.${name}`],
      [(x) => { new Adam(p).load({ ...new Adam(p).state(), [name]: [0, x] }); }, ['number'], `state.${name}[1]`],
    ]),
  ],
  makeMoons: dataset(makeMoons),
  makeCircles: [...dataset(makeCircles), [(x) => makeCircles({ factor: x }), number, 'factor']],
  makeSpiral: [...dataset(makeSpiral), [(x) => makeSpiral({ classes: x }), number, 'classes']],
  makeXor: dataset(makeXor),
  makeYinYang: dataset(makeYinYang),
  gradcheck: [
    [(x) => gradcheck(x, [1]), ['function'], 'fn'], [(x) => gradcheck((a: library.Value) => a, x), ['list'], 'inputs'],
    [(x) => gradcheck((a: library.Value) => a, [1], x), options, 'its options'],
    [(x) => gradcheck((a: library.Value) => a, [1], { h: x }), number, 'h to be'],
    [(x) => gradcheck((a: library.Value) => a, [1], { Value: x }), ['function', 'undefined'], 'Value'],
  ],
  formula: [
    [(x) => formula(x), [], 'strings'], [(x) => formula`1 + ${x}`, ['number', 'Value'], '${…}'],
  ],
  parseFormula: [
    [parseFormula, ['text'], 'text'], [(x) => parseFormula('1', x), options, 'names'],
    [(x) => parseFormula('1 + abc', { abc: x }), ['number', 'Value'], 'abc'],
  ],
  trace: [[trace, ['Value'], 'root']],
  toDot: [[toDot, ['Value'], 'root']],
  toMermaid: [[toMermaid, ['Value'], 'root']],
  saveModel: [[saveModel, [], 'model']],
  loadModel: [
    [loadModel, ['text', 'object'], 'saved'],
    ...(['inputs', 'layers', 'parameters'] as const).map((name): Row =>
      [(x) => loadModel({ ...good, [name]: x }), name === 'inputs' ? ['number'] : ['list'], name]),
    [(x) => loadModel({ ...good, parameters: [0, x] }), ['number'], 'parameters[1]'],
    [(x) => loadModel({ ...good, layers: [x] }), ['object'], 'layers[0]'],
    [(x) => loadModel({ ...good, layers: [{ neurons: x, activation: 'relu' }] }), ['number'], 'layers[0].neurons'],
    [(x) => loadModel({ ...good, layers: [{ neurons: 1, activation: x }] }), ['text'], 'layers[0].activation'],
  ],
};

describe('the table of this test', () => {
  it('has a row for each export of the front door', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(library).sort());
    const without = Object.entries(table).filter(([, rows]) => rows.length === 0).map(([name]) => name);
    expect(without).toEqual(['Module']);
  });
});

/** Whether it is right all the same: there are objects and functions that stand for themselves. */
const isSpecial = (x: unknown, name: RegExp | string) =>
  (name === 'model' && x instanceof MLP) ||
  (String(name).includes('random') && (x instanceof Random || x instanceof NumpyRandom));

const rows = Object.entries(table).flatMap(([owner, rows]) => rows.map(([use, takes, name]) => ({
  owner, name, use: use as (x: unknown) => unknown, takes,
})));

describe.each(rows)('$owner, given a wrong type for $name,', ({ use, takes, name }) => {
  it('throws a TypeError that names it', () => {
    fc.assert(fc.property(anything, (x) => {
      fc.pre(!takes.includes(kindOf(x)) && !isSpecial(x, name));
      expect(() => use(x)).toThrow(TypeError);
      expect(() => use(x)).toThrow(name);
    }), runs(100));
  });
});
