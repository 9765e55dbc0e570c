import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Adam, Layer, loadModel, makeMoons, maxMargin, MLP, NumpyRandom, Random, saveModel, SGD, sum, Value,
  type Activation, type SavedModel,
} from '../../src/index.ts';
import { times } from '../support/numbers.ts';

const activation = fc.constantFrom<Activation[]>('linear', 'relu', 'tanh', 'sigmoid');
const anyModel = fc.record({
  inputs: fc.integer({ min: 1, max: 4 }),
  outputs: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  activation,
  outputActivation: activation,
  numbers: fc.infiniteStream(fc.double({ noNaN: true, noDefaultInfinity: true })),
}).map(({ inputs, outputs, numbers, ...options }) => {
  const model = new MLP(inputs, outputs, options);
  for (const p of model.parameters()) p.data = numbers.next().value as number;
  return model;
});
const data = (model: MLP) => model.parameters().map((p) => p.data + 0); // + 0 makes 0 of -0, which JSON does not know

describe('a saved model', () => {
  it('returns bit for bit, as data and as JSON text', () => {
    fc.assert(fc.property(anyModel, (model) => {
      const saved = saveModel(model);
      for (const form of [saved, JSON.stringify(saved), JSON.stringify(saved, null, 2)]) {
        const copy = loadModel(form);
        expect(copy.toString()).toBe(model.toString());
        expect(data(copy)).toEqual(data(model));
      }
    }));
  });

  it('is independent of the model it came from', () => {
    const model = new MLP(1, [1]);
    const saved = saveModel(model);
    const copy = loadModel(saved);
    model.parameters()[0].data = 7;
    saved.parameters[1] = 8;
    expect(copy.parameters().map((p) => p.data)).not.toContain(7);
    expect(copy.parameters()[1].data).toBe(0);
  });

  it('keeps layers of different kinds, whoever put them together', () => {
    const model = new MLP(2, [3, 2, 1]);
    model.layers[1] = new Layer(3, 2, { activation: 'sigmoid' });
    expect(loadModel(saveModel(model)).toString()).toBe(model.toString());
  });

  it('of version 1, the network that the notebook’s run ends with, can still be loaded', () => {
    const model = loadModel(readFileSync(new URL('../fixtures/saved-model-1.json', import.meta.url), 'utf8'));
    const { x, y } = makeMoons({ samples: 100, noise: 0.1, random: new NumpyRandom(1337) });
    expect(model.parameters()).toHaveLength(337);
    expect(x.map((point) => (model.forward(point)[0].data > 0 ? 1 : 0))).toEqual(y);
  });
});

describe('a run that was stopped after 50 steps and resumed from JSON', () => {
  const { x, y } = makeMoons({ samples: 20, noise: 0.1, random: new NumpyRandom(1) });
  const targets = y.map((label) => 2 * label - 1);
  type Optimizer = SGD | Adam;

  function train(model: MLP, optimizer: Optimizer, steps: number): number[] {
    return times(steps, () => {
      const margins = maxMargin(x.map((point) => model.forward(point)[0]), targets);
      const loss = margins.add(sum(model.parameters().map((p) => p.mul(p))).mul(1e-4));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      return loss.data;
    });
  }

  it.each<[string, (parameters: Value[]) => Optimizer]>([
    ['SGD', (parameters) => new SGD(parameters, { learningRate: 0.1, momentum: 0.9 })],
    ['Adam', (parameters) => new Adam(parameters, { learningRate: 0.05 })],
  ])('goes through the same losses, bit for bit, with %s', (_, make) => {
    const model = new MLP(2, [4, 1], { random: new Random(2) });
    const optimizer = make(model.parameters());
    train(model, optimizer, 50);
    const kept = JSON.stringify({ model: saveModel(model), optimizer: optimizer.state() });

    const { model: saved, optimizer: state } = JSON.parse(kept) as { model: SavedModel; optimizer: never };
    const copy = loadModel(saved);
    const resumed = make(copy.parameters());
    resumed.load(state);
    expect(train(copy, resumed, 50)).toEqual(train(model, optimizer, 50));
  });
});

// F21, seedrandom #11: the generator had no state, and so a resumed training saw the points in another order.
describe('a run that shuffles, and was stopped after 3 of 6 epochs and resumed from JSON', () => {
  const { x, y } = makeMoons({ samples: 20, noise: 0.1, random: new NumpyRandom(1) });
  const points = x.map((point, i) => ({ point, target: 2 * y[i] - 1 }));

  /** Shuffles the points in each epoch, and shakes each of them, since `gauss` and `normal` keep a spare number. */
  function train(model: MLP, optimizer: Adam, random: Random | NumpyRandom, epochs: number): number[] {
    const shake = () => (random instanceof Random ? random.gauss(0, 0.01) : random.normal(0, 0.01));
    return times(epochs, () => {
      const order = times(points.length, (i) => i);
      random.shuffle(order);
      return order.slice(0, 9).map((i) => {
        const { point: [a, b], target } = points[i];
        const loss = maxMargin(model.forward([a + shake(), b]), [target]);
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        return loss.data;
      });
    }).flat();
  }

  it.each([['Random', Random], ['NumpyRandom', NumpyRandom]])('goes through the same losses with %s', (_,
    Generator) => {
    const [model, random] = [new MLP(2, [4, 1], { random: new Random(2) }), new Generator(3)];
    const optimizer = new Adam(model.parameters(), { learningRate: 0.05, weightDecay: 0.01 });
    train(model, optimizer, random, 3);
    const kept = JSON.stringify({ model: saveModel(model), optimizer: optimizer.state(), random: random.state() });

    const saved = JSON.parse(kept) as Record<'model' | 'optimizer' | 'random', never>;
    const copy = loadModel(saved.model);
    const [resumed, continued] = [new Adam(copy.parameters()), new Generator()];
    resumed.load(saved.optimizer);
    continued.load(saved.random);
    expect(train(copy, resumed, continued, 3)).toEqual(train(model, optimizer, random, 3));
  });
});

describe('saveModel refuses', () => {
  it.each([NaN, Infinity, -Infinity])('a parameter that is %s, and says where', (bad) => {
    const model = new MLP(2, [3, 1]);
    model.layers[0].neurons[2].b.data = bad;
    const error = new RangeError(
      `saveModel: expected each parameter of layer 1, neuron 3 to be a finite number, got ${bad}`);
    expect(() => saveModel(model)).toThrow(error);
  });

  it('what is not an MLP', () => {
    for (const wrong of [
      undefined, null, 3, {}, new Layer(1, 1),
      { layers: [] }, { layers: [{ neurons: [] }] }, { layers: [null] }, { layers: [{ neurons: [null] }] },
      saveModel(new MLP(1, [1])),
    ]) {
      expect(() => saveModel(wrong as never)).toThrow(TypeError);
      expect(() => saveModel(wrong as never)).toThrow(/^saveModel: expected model to be an MLP, got /);
    }
  });

  it('layers that do not fit together, or are of mixed kinds', () => {
    const model = new MLP(2, [3, 1]);
    model.layers[1] = new Layer(2, 1);
    expect(() => saveModel(model)).toThrow(new RangeError(
      'saveModel: expected layer 2, neuron 1 to have 3 inputs and the activation relu, ' +
      'got 2 inputs and the activation relu'));
    const mixed = new MLP(2, [2]);
    mixed.layers[0].neurons[1] = new Layer(2, 1, { activation: 'tanh' }).neurons[0];
    expect(() => saveModel(mixed)).toThrow(
      'saveModel: expected layer 1, neuron 2 to have 2 inputs and the activation linear, ' +
      'got 2 inputs and the activation tanh');
  });
});

describe('loadModel refuses, before it builds anything,', () => {
  const advice = '; pass what saveModel returned, or its JSON text';
  const good: SavedModel = {
    format: 'micrograd-lab/mlp',
    version: 1,
    inputs: 2,
    layers: [{ neurons: 2, activation: 'relu' }, { neurons: 1, activation: 'linear' }],
    parameters: [1, -1, 0, 0.5, 0.25, -3, 1, 2, 0.125],
  };
  const parameters = (change: (list: unknown[]) => void) => {
    const list: unknown[] = [...good.parameters];
    change(list);
    return { ...good, parameters: list };
  };
  const layers = (...list: unknown[]) => ({ ...good, layers: list });
  const relu = (neurons: unknown) => ({ neurons, activation: 'relu' });

  const anObject = 'expected saved to be an object with format, version, inputs, layers, parameters';
  const activation = 'to be one of "linear", "relu", "tanh", "sigmoid"';
  it.each<[string, unknown, ErrorConstructor, string]>([
    ['nothing', undefined, TypeError, `${anObject}, got undefined`],
    ['null', null, TypeError, `${anObject}, got null`],
    ['a list', [], TypeError, `${anObject}, got an array of length 0`],
    ['a Map', new Map(), TypeError, `${anObject}, got a Map`],
    ['an empty object', {}, RangeError, `saved has no format${advice}`],
    ['inherited keys', Object.create(good), RangeError, `saved has no format${advice}`],
    ['another format', { ...good, format: 'onnx' }, RangeError,
      'expected format to be "micrograd-lab/mlp", got "onnx"'],
    ['a newer version', { ...good, version: 2 }, RangeError,
      'expected version to be 1, got 2; a newer version of micrograd-lab may read it'],
    ['a version as text', { ...good, version: '1' }, RangeError,
      'expected version to be 1, got "1"; a newer version of micrograd-lab may read it'],
    ['an unknown key', { ...good, loss: 1 }, RangeError, 'saved has an unknown key, "loss"'],
    ['a __proto__ key', JSON.stringify(good).replace('{', '{"__proto__":{},'), RangeError,
      'saved has an unknown key, "__proto__"'],
    ['no inputs', { ...good, inputs: 0 }, RangeError, 'expected inputs to be a positive integer, got 0'],
    ['half an input', { ...good, inputs: 1.5 }, RangeError, 'expected inputs to be a positive integer, got 1.5'],
    ['an input as text', { ...good, inputs: '1' }, TypeError, 'expected inputs to be a positive integer, got "1"'],
    ['no layers', layers(), RangeError, 'expected layers to be a list of layers, not empty, got an array of length 0'],
    ['layers as a number', { ...good, layers: 2 }, TypeError,
      'expected layers to be a list of layers, not empty, got 2'],
    ['a million layers', { ...good, layers: times(1e6, () => relu(1)) }, RangeError,
      'expected layers to be a list of at most 1000 layers, got an array of length 1000000'],
    ['a layer that is a number', layers(2), TypeError,
      'expected layers[0] to be an object with neurons, activation, got 2'],
    ['a layer without neurons', layers(relu(2), relu(0)), RangeError,
      'expected layers[1].neurons to be a positive integer, got 0'],
    ['an unknown activation', layers({ neurons: 1, activation: 'gelu' }), RangeError,
      `expected layers[0].activation ${activation}, got "gelu"`],
    ['an inherited activation', layers({ neurons: 1, activation: 'toString' }), RangeError,
      `expected layers[0].activation ${activation}, got "toString"`],
    ['an activation in a list', layers({ neurons: 1, activation: ['relu'] }), TypeError,
      `expected layers[0].activation ${activation}, got an array of length 1`],
    ['a layer with more in it', layers({ ...relu(1), bias: 1 }), RangeError, 'layers[0] has an unknown key, "bias"'],
    ['layers of astronomic size', layers(relu(2 ** 20), relu(2 ** 20)), RangeError,
      'expected parameters to be a list of 1099515822080 numbers, got an array of length 9'],
    ['parameters as an object', { ...good, parameters: { length: 9 } }, TypeError,
      'expected parameters to be a list of 9 numbers, got an object'],
    ['a missing parameter', parameters((list) => list.pop()), RangeError,
      'expected parameters to be a list of 9 numbers, got an array of length 8'],
    ['a surplus parameter', parameters((list) => list.push(1)), RangeError,
      'expected parameters to be a list of 9 numbers, got an array of length 10'],
    ['NaN, of which JSON makes null', parameters((list) => { list[4] = null; }), TypeError,
      'expected parameters[4] to be a number, got null'],
    ['a number as text', parameters((list) => { list[8] = '1'; }), TypeError,
      'expected parameters[8] to be a number, got "1"'],
    ['an infinity', parameters((list) => { list[0] = Infinity; }), RangeError,
      'expected parameters[0] to be a finite number, got Infinity'],
  ])('%s', (_, saved, kind, message) => {
    expect(() => loadModel(saved as SavedModel)).toThrow(new kind(`loadModel: ${message}`));
  });

  // F20, nodejs/node #20649: some editors put a byte order mark first.
  it('but not a text with a byte order mark, nor a typed array of parameters', () => {
    const text = JSON.stringify(good);
    expect(saveModel(loadModel(`\ufeff${text}`))).toEqual(good);
    expect(() => loadModel(`\ufeff\ufeff${text}`)).toThrow(SyntaxError);
    const typed = { ...good, parameters: Float64Array.from(good.parameters) as never as number[] };
    expect(saveModel(loadModel(typed))).toEqual(good);
  });

  it('but nothing that is right: the example above, and a thousand layers', () => {
    const model = loadModel(good);
    expect(model.toString()).toBe('MLP of [Layer of [ReLUNeuron(2), ReLUNeuron(2)], Layer of [LinearNeuron(2)]]');
    expect(model.forward([3, 1])[0].data).toBe(1 * 2 + 2 * 0 + 0.125); // relu(3 - 1), relu(1.5 + 0.25 - 3)
    expect(saveModel(model)).toEqual(good);
    const deep = { ...good, inputs: 1, layers: times(1000, () => relu(1)), parameters: times(2000, () => 1) };
    expect(loadModel(deep as SavedModel).layers).toHaveLength(1000);
  });

  it('a text that was cut off anywhere', () => {
    const text = JSON.stringify(good);
    for (let length = 0; length < text.length; length++) {
      expect(() => loadModel(text.slice(0, length))).toThrow(SyntaxError);
      expect(() => loadModel(text.slice(0, length))).toThrow(/^loadModel: the text is not JSON, or it was cut off: /);
    }
  });

  it('whatever somebody made of a good one: it loads whole, or says where it is wrong', () => {
    const paths = ['format', 'version', 'inputs', 'layers', 'parameters'] as const;
    fc.assert(fc.property(fc.constantFrom(...paths), fc.anything(), (path, value) => {
      const saved = { ...good, [path]: value } as SavedModel;
      let model: MLP;
      try {
        model = loadModel(saved);
      } catch (error) {
        if (!(error instanceof TypeError)) expect(error).toBeInstanceOf(RangeError);
        expect((error as Error).message).toMatch(/^loadModel: /);
        return;
      }
      expect(saveModel(model)).toEqual(saved);
    }));
  });
});
