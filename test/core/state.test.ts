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

    const { model: saved, optimizer: state } = JSON.parse(kept) as { model: unknown; optimizer: never };
    const copy = loadModel(saved);
    const resumed = make(copy.parameters());
    resumed.load(state);
    expect(train(copy, resumed, 50)).toEqual(train(model, optimizer, 50));
  });
});

describe('saveModel refuses', () => {
  it.each([NaN, Infinity, -Infinity])('a parameter that is %s, and says where', (bad) => {
    const model = new MLP(2, [3, 1]);
    model.layers[0].neurons[2].b.data = bad;
    const error = new RangeError(`saveModel: layer 1, neuron 3 has a parameter that is ${bad}`);
    expect(() => saveModel(model)).toThrow(error);
  });

  it('what is not an MLP', () => {
    for (const wrong of [
      undefined, null, 3, {}, new Layer(1, 1),
      { layers: [] }, { layers: [{ neurons: [] }] }, saveModel(new MLP(1, [1])),
    ]) {
      expect(() => saveModel(wrong as never)).toThrow(/^saveModel wants an MLP, got /);
    }
  });

  it('layers that do not fit together, or are of mixed kinds', () => {
    const model = new MLP(2, [3, 1]);
    model.layers[1] = new Layer(2, 1);
    expect(() => saveModel(model)).toThrow(
      'saveModel: layer 2, neuron 1 must have 3 inputs and the activation relu, as those around it');
    const mixed = new MLP(2, [2]);
    mixed.layers[0].neurons[1] = new Layer(2, 1, { activation: 'tanh' }).neurons[0];
    expect(() => saveModel(mixed)).toThrow(
      'saveModel: layer 1, neuron 2 must have 2 inputs and the activation linear, as those around it');
  });
});

describe('loadModel refuses, before it builds anything,', () => {
  const advice = ': give what saveModel gave, or the text of its JSON';
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

  const anObject = 'an object with format, version, inputs, layers, parameters';
  it.each<[string, unknown, string]>([
    ['nothing', undefined, `the model must be ${anObject}; got undefined`],
    ['null', null, `the model must be ${anObject}; got null`],
    ['a list', [], `the model must be ${anObject}; got an array of length 0`],
    ['an empty object', {}, `the model has no format${advice}`],
    ['inherited keys', Object.create(good), `the model has no format${advice}`],
    ['another format', { ...good, format: 'onnx' }, 'format must be "micrograd-lab/mlp"; got "onnx"'],
    ['a newer version', { ...good, version: 2 }, 'version must be 1, or this package a newer one; got 2'],
    ['a version as text', { ...good, version: '1' }, 'version must be 1, or this package a newer one; got "1"'],
    ['an unknown key', { ...good, loss: 1 }, 'the model has an unknown key, "loss"'],
    ['a __proto__ key', JSON.stringify(good).replace('{', '{"__proto__":{},'),
      'the model has an unknown key, "__proto__"'],
    ['no inputs', { ...good, inputs: 0 }, 'inputs must be a positive integer; got 0'],
    ['half an input', { ...good, inputs: 1.5 }, 'inputs must be a positive integer; got 1.5'],
    ['no layers', layers(), 'layers must be a list of 1 to 1000; got an array of length 0'],
    ['layers as a number', { ...good, layers: 2 }, 'layers must be a list; got 2'],
    ['a million layers', { ...good, layers: times(1e6, () => relu(1)) },
      'layers must be a list of 1 to 1000; got an array of length 1000000'],
    ['a layer that is a number', layers(2), 'layers[0] must be an object with neurons, activation; got 2'],
    ['a layer without neurons', layers(relu(2), relu(0)), 'layers[1].neurons must be a positive integer; got 0'],
    ['an unknown activation', layers({ neurons: 1, activation: 'gelu' }),
      'layers[0].activation must be one of linear, relu, tanh, sigmoid; got "gelu"'],
    ['an inherited activation', layers({ neurons: 1, activation: 'toString' }),
      'layers[0].activation must be one of linear, relu, tanh, sigmoid; got "toString"'],
    ['an activation in a list', layers({ neurons: 1, activation: ['relu'] }),
      'layers[0].activation must be one of linear, relu, tanh, sigmoid; got an array of length 1'],
    ['a layer with more in it', layers({ ...relu(1), bias: 1 }), 'layers[0] has an unknown key, "bias"'],
    ['layers of astronomic size', layers(relu(2 ** 20), relu(2 ** 20)),
      'parameters must be a list of 1099515822080 numbers, as the layers want; got an array of length 9'],
    ['parameters as an object', { ...good, parameters: { length: 9 } }, 'parameters must be a list; got an object'],
    ['a missing parameter', parameters((list) => list.pop()),
      'parameters must be a list of 9 numbers, as the layers want; got an array of length 8'],
    ['a surplus parameter', parameters((list) => list.push(1)),
      'parameters must be a list of 9 numbers, as the layers want; got an array of length 10'],
    ['NaN, of which JSON makes null', parameters((list) => { list[4] = null; }),
      'parameters[4] must be a finite number; got null'],
    ['a number as text', parameters((list) => { list[8] = '1'; }), 'parameters[8] must be a finite number; got "1"'],
    ['an infinity', parameters((list) => { list[0] = Infinity; }),
      'parameters[0] must be a finite number; got Infinity'],
  ])('%s', (_, saved, message) => {
    expect(() => loadModel(saved)).toThrow(new RangeError(`loadModel: ${message}`));
  });

  it('but nothing that is right: the example above, and a thousand layers', () => {
    const model = loadModel(good);
    expect(model.toString()).toBe('MLP of [Layer of [ReLUNeuron(2), ReLUNeuron(2)], Layer of [LinearNeuron(2)]]');
    expect(model.forward([3, 1])[0].data).toBe(1 * 2 + 2 * 0 + 0.125); // relu(3 - 1), relu(1.5 + 0.25 - 3)
    expect(saveModel(model)).toEqual(good);
    const deep = { ...good, inputs: 1, layers: times(1000, () => relu(1)), parameters: times(2000, () => 1) };
    expect(loadModel(deep).layers).toHaveLength(1000);
  });

  it('a text that was cut off anywhere', () => {
    const text = JSON.stringify(good);
    for (let length = 0; length < text.length; length++) {
      expect(() => loadModel(text.slice(0, length))).toThrow(/^loadModel: the text is not JSON, or not all of it: /);
    }
  });

  it('whatever somebody made of a good one: it loads whole, or says where it is wrong', () => {
    const paths = ['format', 'version', 'inputs', 'layers', 'parameters'] as const;
    fc.assert(fc.property(fc.constantFrom(...paths), fc.anything(), (path, value) => {
      const saved = { ...good, [path]: value };
      let model: MLP;
      try {
        model = loadModel(saved);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect((error as Error).message).toMatch(/^loadModel: /);
        return;
      }
      expect(saveModel(model)).toEqual(saved);
    }));
  });
});
