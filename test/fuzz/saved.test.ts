// Whatever is loaded as a model or as the state of an optimizer: it loads whole, and gives itself back when it is
// saved; or it is refused, and nothing has changed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc, { type Arbitrary } from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readModel } from '../../examples/moons/model-file.ts';
import { UsageError } from '../../examples/moons/options.ts';
import { Adam, loadModel, MLP, Random, saveModel, SGD, Value, type SavedModel } from '../../src/index.ts';
import { anyText, find, fuzz, mutated, refusal, repeated, wantLine, withBug } from './fuzz.ts';
import { runs } from '../support/seed.ts';

const pieces = [
  '{', '}', '[', ']', ',', ':', '"', '0', '-', '1e999', '1.5', 'null', 'true', '"relu"', '"toString"', '"__proto__":',
  '{"neurons":1,"activation":"tanh"},', '"version":2', '\\u0000', '-0',
];
const models = [new MLP(2, [1], { random: new Random(1) }), new MLP(1, [3, 2], { random: new Random(2) })];
const good = models.map((model) => saveModel(model));
const texts = fc.oneof(mutated(good.map((saved) => JSON.stringify(saved)), pieces), repeated(pieces), anyText);

/** Anything that JavaScript has, and what is nearly right. */
const anything = fc.oneof(
  fc.anything({ withSparseArray: true, withBigInt: true, withTypedArray: true, withNullPrototype: true, maxDepth: 2 }),
  fc.constantFrom<unknown>(0, -0, 1, 2, 3, 0.5, -1, NaN, Infinity, '1', 'relu', 'toString', '__proto__', null, [], {}),
  fc.array(fc.oneof(fc.double(), fc.integer({ min: -1, max: 3 })), { maxLength: 12 }),
  fc.sparseArray(fc.integer({ min: 1, max: 3 }), { maxLength: 9, noTrailingHole: false }),
);

/** Good data of which some parts, however deep, are something else, or away, or new. */
function spoiled(from: unknown[]): Arbitrary<unknown> {
  const change = fc.record({
    path: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
    key: fc.option(fc.constantFrom('__proto__', 'length', 'loss', 'neurons'), { freq: 5 }),
    kind: fc.constantFrom('put', 'put', 'put', 'add', 'remove', 'leave a hole'),
    value: anything,
  });
  return fc.tuple(fc.constantFrom(...from), fc.array(change, { maxLength: 3 })).map(([data, changes]) => {
    const copy = structuredClone(data) as Record<string, unknown>;
    const inserted = new Set<unknown>(); // those stay as they are: fast-check makes smaller ones of them
    for (const { path, key, kind, value } of changes) {
      let place = copy;
      for (const step of path.slice(1)) {
        const next = Object.values(place)[step % Object.keys(place).length];
        if (typeof next === 'object' && next !== null && !inserted.has(next)) place = next as typeof place;
      }
      const keys = Object.keys(place);
      const name = key !== null && !Array.isArray(place) ? key : keys.at(path[0] % keys.length) ?? '0';
      inserted.add(value);
      const property = { value, enumerable: true, configurable: true, writable: true };
      if (kind === 'put') Object.defineProperty(place, name, property); // a __proto__, too, is a key like others
      else if (Array.isArray(place) && kind === 'add') place.push(value);
      else if (Array.isArray(place) && kind === 'remove') place.pop();
      else Reflect.deleteProperty(place, name);
    }
    return copy;
  });
}

function checkModel(load: typeof loadModel, saved: unknown): void {
  const loaded: MLP[] = [];
  const error = refusal(() => loaded.push(load(saved as SavedModel)), RangeError, TypeError, SyntaxError);
  if (error) {
    expect(error.message).toMatch(/^loadModel: /);
    return;
  }
  const [model] = loaded;
  const data = (typeof saved === 'string' ? JSON.parse(saved.replace(/^\ufeff/, '')) : saved) as SavedModel;
  const parameters = Array.from(data.parameters); // which may be a typed array
  expect(JSON.stringify(saveModel(model))).toBe(JSON.stringify({ ...good[0], ...data,
    parameters })); // in the order of the keys
  const row = Array.from({ length: data.inputs }, () => 0.5);
  for (const output of model.forward(row)) expect(typeof output.data).toBe('number');
}

describe('a model', () => {
  it('is what a text holds, or the text is refused', async () => {
    await fuzz(texts, (text) => { checkModel(loadModel, text); }, 300);
  });

  it('is what data holds, or the data is refused', async () => {
    let loaded = 0;
    await fuzz(fc.oneof({ weight: 9, arbitrary: spoiled(good) }, anything), (data) => {
      checkModel(loadModel, data);
      loaded += refusal(() => loadModel(data as SavedModel), RangeError, TypeError, SyntaxError) ? 0 : 1;
    }, 300);
    expect(loaded).toBeGreaterThan(runs(20).numRuns);
  });

  const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-fuzz-'));
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it('in a file is one for the moons, or the command says in one line why it is not', async () => {
    const path = join(folder, 'model.json');
    await fuzz(texts, (text) => {
      writeFileSync(path, text);
      const error = refusal(() => readModel(path), UsageError);
      if (error) wantLine(error.message);
    }, 300);
  });
});

const parameters = () => [new Value(1), new Value(-2)];
type Optimizer = SGD | Adam;
const makers: [string, () => Optimizer][] = [
  ['SGD', () => new SGD(parameters(), { momentum: 0.9 })], ['Adam', () => new Adam(parameters())],
];

/** A few steps on, so that no part of its state is what it was at first. */
function trained(optimizer: Optimizer): Optimizer {
  for (const grad of [0.5, -0.25, 1]) {
    optimizer.parameters.forEach((p, i) => { p.grad = grad + i; });
    optimizer.step();
  }
  return optimizer;
}

/** A typed array is a list, too. */
const asArray = (x: unknown) => (ArrayBuffer.isView(x) ? Array.from(x as unknown as number[]) : x);

function checkState(make: () => Optimizer, state: unknown): void {
  const optimizer = trained(make());
  const before = optimizer.state();
  const error = refusal(() => { optimizer.load(state as never); }, RangeError, TypeError);
  if (error) wantLine(error.message);
  const given = state as Record<string, unknown>; // other keys do not matter
  const wanted = error ? before : Object.fromEntries(Object.keys(before).map((key) => [key, asArray(given[key])]));
  expect(optimizer.state()).toStrictEqual(wanted); // a hole is not an undefined
}

describe.each(makers)('the state of %s', (_, make) => {
  it('is loaded whole, or refused with nothing changed', async () => {
    const states = [make().state(), trained(make()).state()];
    let loaded = 0;
    await fuzz(fc.oneof({ weight: 9, arbitrary: spoiled(states) }, anything), (state) => {
      checkState(make, state);
      loaded += refusal(() => { make().load(state as never); }, RangeError, TypeError) ? 0 : 1;
    }, 300);
    expect(loaded).toBeGreaterThan(runs(20).numRuns);
  });
});

describe('a bug in the loader is found:', () => {
  const plant = async (...edits: [from: string, to: string][]) =>
    (await withBug<{ loadModel: typeof loadModel }>('src/state.ts', ...edits)).loadModel;

  it('a text for a number', async () => {
    const load = await plant(
      ['checkNumbers(owner, \'parameters\', model.parameters, count)', 'Array.from(model.parameters as number[])'],
      ['parameters.forEach((x, i) => checkFinite(owner, `parameters[${i}]`, x));', '']);
    find(spoiled(good), (data) => { checkModel(load, data); }, 20_000);
  });

  it('an activation that nobody checks', async () => {
    const load = await plant(
      ['checkOneOf(owner, `layers[${i}].activation`, activations, layer.activation)',
        'layer.activation as Activation']);
    const toText = (data: unknown) => JSON.stringify(data, (_, x) => (typeof x === 'bigint' ? 0 : x) as unknown);
    const names = spoiled(good).map(toText); // which has no holes in lists
    expect(find(names, (text) => { checkModel(load, text); }, 50_000)).toMatch(/"activation":/);
  });

  it('JSON’s own error', async () => {
    const load = await plant(['new SyntaxError(`loadModel: the text', 'new SyntaxError(`The text']);
    find(texts, (text) => { checkModel(load, text); }, 1000);
  });

  it('a parameter fewer', async () => {
    const load = await plant(['model.parameters, count)', 'model.parameters)']);
    find(spoiled(good), (data) => { checkModel(load, data); }, 20_000);
  });

  it('a state that is half loaded when it is refused', async () => {
    const { SGD: Bad } = await withBug<{ SGD: typeof SGD }>('src/optim.ts',
      ['const momentum = checkNonNegative(\'SGD.load\'',
        'const momentum = this.#momentum = checkNonNegative(\'SGD.load\'']);
    const make = () => new Bad(parameters(), { momentum: 0.9 });
    find(spoiled([trained(make()).state()]), (state) => { checkState(make, state); }, 20_000);
  });
});
