import { describe, expect, it } from 'vitest';
import { Layer, MLP, Module, Neuron, NumpyRandom, Random, Value, type Activation } from '../../src/index.ts';
import inputs from '../fixtures/notebook-inputs.json' with { type: 'json' };
import { times } from '../support/numbers.ts';

describe('MLP', () => {
  it('starts from the notebook’s 337 parameters, bit for bit', () => {
    const model = new MLP(2, [16, 16, 1], { random: new Random(1337) });
    expect(model.parameters().map((p) => p.data)).toEqual(inputs.params);
  });

  it('prints as micrograd prints it', () => {
    const model = new MLP(2, [3, 1]);
    expect(model.toString()).toBe(
      'MLP of [Layer of [ReLUNeuron(2), ReLUNeuron(2), ReLUNeuron(2)], Layer of [LinearNeuron(3)]]',
    );
    const other = new MLP(1, [1, 1], { activation: 'tanh', outputActivation: 'sigmoid' });
    expect(String(other)).toBe('MLP of [Layer of [TanhNeuron(1)], Layer of [SigmoidNeuron(1)]]');
  });

  it('shows its layers, their neurons, and their weights and biases, the very Values of parameters()', () => {
    const model = new MLP(3, [4, 2]);
    expect(model.layers.map((layer) => layer.neurons.length)).toEqual([4, 2]);
    const { w, b } = model.layers[1].neurons[0];
    expect(w).toHaveLength(4);
    expect(model.parameters()).toHaveLength(4 * (3 + 1) + 2 * (4 + 1));
    expect(model.parameters()[16]).toBe(w[0]);
    expect(model.parameters()[20]).toBe(b);
  });

  it('gives an array, also of a single output', () => {
    expect(new MLP(2, [1]).forward([1, 2])).toEqual([expect.any(Value)]);
    expect(new MLP(2, [5, 3]).forward([1, 2])).toHaveLength(3);
  });

  it('takes numbers, Values, and any list of them', () => {
    const model = new MLP(2, [3, 1]);
    const [x, y] = [new Value(0.5), new Value(-2)];
    const expected = model.forward([0.5, -2])[0].data;
    expect(model.forward([x, y])[0].data).toBe(expected);
    expect(model.forward([0.5, y])[0].data).toBe(expected);
    expect(model.forward(Float64Array.of(0.5, -2))[0].data).toBe(expected);
  });

  it('is another network each time when no generator is given, and each neuron is another too', () => {
    const neurons = times(5, () => new MLP(1, [2])).flatMap((model) => model.layers[0].neurons);
    const weights = neurons.map(({ w }) => w[0].data);
    expect(new Set(weights).size).toBe(10);
  });

  it('draws from any generator that has uniform()', () => {
    const model = new MLP(1, [1], { random: { uniform: (a, b) => (a + 3 * b) / 4 } });
    expect(model.parameters().map((p) => p.data)).toEqual([0.5, 0]);
  });

  it('forgets its gradients by zeroGrad()', () => {
    const model = new MLP(2, [2, 1], { activation: 'tanh' });
    model.forward([1, 2])[0].backward();
    expect(model.parameters().every((p) => p.grad !== 0)).toBe(true);
    model.zeroGrad();
    expect(model.parameters().every((p) => p.grad === 0)).toBe(true);
  });
});

describe('Neuron', () => {
  it.each<[Activation, number]>([
    ['linear', -3],
    ['relu', 0],
    ['tanh', Math.tanh(-3)],
    ['sigmoid', 1 / (1 + Math.exp(3))],
  ])('applies %s to the weighted sum', (activation, expected) => {
    const neuron = new Neuron(2, { activation });
    neuron.w[0].data = 2;
    neuron.w[1].data = -1;
    neuron.b.data = 1;
    expect(neuron.forward([-1, 2]).data).toBe(expected);
  });

  it('is relu unless told otherwise, with a bias of 0', () => {
    const neuron = new Neuron(1);
    expect([neuron.activation, neuron.b.data]).toEqual(['relu', 0]);
  });

  it('adds the bias first, then term by term, as Python’s sum(…, b) does', () => {
    const neuron = new Neuron(2, { activation: 'linear' });
    [neuron.w[0].data, neuron.w[1].data, neuron.b.data] = [1, -1, 1];
    // 1 + 2**-53 rounds to 1, and loses the term; 2**-53 - 1 would have kept it
    expect(neuron.forward([2 ** -53, 1]).data).toBe(0);
  });
});

describe('Module', () => {
  it('has no parameters of its own, and trains whatever a subclass gives', () => {
    expect(new Module().parameters()).toEqual([]);
    class Scale extends Module {
      factor = new Value(3);
      override parameters() { return [this.factor]; }
    }
    const scale = new Scale();
    scale.factor.mul(2).backward();
    expect(scale.factor.grad).toBe(2);
    scale.zeroGrad();
    expect(scale.factor.grad).toBe(0);
  });

  const extra = new Value(3);
  class ScaledNeuron extends Neuron { override parameters() { return [...super.parameters(), extra]; } }
  class ScaledLayer extends Layer { override parameters() { return [...super.parameters(), extra]; } }
  class ScaledMLP extends MLP { override parameters() { return [...super.parameters(), extra]; } }
  const kinds: [string, () => Module][] = [
    ['a Neuron', () => new ScaledNeuron(2)], ['a Layer', () => new ScaledLayer(2, 2)],
    ['an MLP', () => new ScaledMLP(2, [2, 1])],
    ['a Layer in an MLP', () => {
      const model = new MLP(2, [2, 1]);
      model.layers[0] = new ScaledLayer(2, 2);
      return model;
    }],
    ['a Neuron in a Layer in an MLP', () => {
      const model = new MLP(2, [2, 1]);
      model.layers[0].neurons[1] = new ScaledNeuron(2);
      return model;
    }],
  ];
  it.each(kinds)('%s of a subclass lists one more parameter, and zeroGrad sets its grad to 0, too', (_, make) => {
    const module = make();
    const parameters = module.parameters();
    expect(parameters).toContain(extra);
    expect(new Set(parameters).size).toBe(parameters.length);
    for (const p of parameters) p.grad = 1;
    module.zeroGrad();
    expect(parameters.map((p) => p.grad)).toEqual(parameters.map(() => 0));
  });

  it('gives a new array in each call, which its caller may change', () => {
    const model = new MLP(2, [3, 1]);
    const parameters = model.parameters();
    parameters.length = 0;
    expect(model.parameters()).toHaveLength(13);
  });

  it('lists the parameters of more neurons than a call takes arguments', () => {
    const layer = new Layer(1, 3);
    const [a, b, c] = layer.neurons;
    layer.neurons.splice(0, 3, ...times(60_000, () => a), b);
    layer.neurons.push(...times(90_000, () => c));
    const parameters = layer.parameters();
    expect(parameters).toHaveLength(300_002);
    expect([0, 1, 120_000, 120_001, 120_002, 300_001].map((i) => parameters[i]))
      .toEqual([a.w[0], a.b, b.w[0], b.b, c.w[0], c.b]);
  });
});

// F11: typed arrays were refused as "an object".
describe('typed arrays', () => {
  it('are taken as sizes and as inputs', () => {
    const make = (outputs: ArrayLike<number>) => new MLP(2, outputs, { random: new Random(1) });
    expect(make(Uint8Array.of(3, 1)).toString()).toBe(make([3, 1]).toString());
    expect(make([3, 1]).forward(Float32Array.of(1, 2))[0].data).toBe(make([3, 1]).forward([1, 2])[0].data);
  });
});

describe('a mistake', () => {
  it.each([0, -1, 1.5, NaN, Infinity, '3', undefined, null])('in a size (%s) is named with its layer', (size) => {
    const bad = size as number;
    const uses: [() => unknown, string][] = [
      [() => new Neuron(bad), 'Neuron: expected inputs'], [() => new Layer(bad, 2), 'Layer: expected inputs'],
      [() => new Layer(2, bad), 'Layer: expected outputs'], [() => new MLP(bad, [2]), 'MLP: expected inputs'],
      [() => new MLP(2, [3, bad, 1]), 'MLP: expected outputs[1]'],
    ];
    for (const [use, message] of uses) {
      expect(use).toThrow(message);
      expect(use).toThrow(typeof size === 'number' ? RangeError : TypeError);
    }
  });

  it('in a size tells a string from a number', () => {
    expect(() => new MLP(2, ['3' as unknown as number])).toThrow('got "3"');
  });

  const notLists: [unknown, string, ErrorConstructor][] = [
    [[], 'an array of length 0', RangeError], [16, '16', TypeError], [undefined, 'undefined', TypeError],
  ];
  it.each(notLists)('in the list of layers (%j) is named', (outputs, got, kind) => {
    const error = new kind(`MLP: expected outputs to be a list of numbers, not empty, got ${got}`);
    expect(() => new MLP(2, outputs as number[])).toThrow(error);
  });

  // F7, Toy-Neural-Network-JS #70: with one layer, any activation was accepted, and had no effect.
  it.each([['ReLU', RangeError], ['softmax', RangeError], ['toString', RangeError], [7, TypeError], [null, TypeError]])(
    'in an activation (%s) is named with what there is', (activation, kind) => {
      const options = { activation: activation as Activation };
      const expected = 'to be one of "linear", "relu", "tanh", "sigmoid", got ';
      const uses: [() => unknown, string][] = [
        [() => new Neuron(1, options), `Neuron: expected activation ${expected}`],
        [() => new MLP(2, [1], options), `MLP: expected activation ${expected}`],
        [() => new MLP(2, [3, 1], options), `MLP: expected activation ${expected}`],
        [() => new MLP(1, [1], { outputActivation: activation as Activation }),
          `MLP: expected outputActivation ${expected}`],
      ];
      for (const [use, message] of uses) {
        expect(use).toThrow(message);
        expect(use).toThrow(kind);
      }
    });

  it('in the number of inputs is named, where Python’s zip would cut silently', () => {
    const model = new MLP(2, [3, 1]);
    const says = (owner: string, count: number, got: string) =>
      `${owner}: expected inputs to be a list of ${count} numbers or Values, got ${got}`;
    expect(() => model.forward([1])).toThrow(new RangeError(says('MLP', 2, 'an array of length 1')));
    expect(() => model.forward([1, 2, 3])).toThrow(new RangeError(says('MLP', 2, 'an array of length 3')));
    expect(() => model.layers[1].forward([1])).toThrow(new RangeError(says('Layer', 3, 'an array of length 1')));
    expect(() => model.layers[1].neurons[0].forward([])).toThrow(
      new RangeError(says('Neuron', 3, 'an array of length 0')));
    expect(() => model.forward(0.5 as unknown as number[])).toThrow(new TypeError(says('MLP', 2, '0.5')));
    expect(() => model.forward(undefined as unknown as number[])).toThrow(new TypeError(says('MLP', 2, 'undefined')));
  });

  it('in an input is an error, not a NaN', () => {
    expect(() => new MLP(2, [1]).forward([1, '2' as unknown as number])).toThrow(/got "2"/);
  });

  // F27, scikit-learn's random_state=42: "random.uniform is not a function".
  it.each<[unknown, string]>([
    [42, '42'], [Math.random, 'the function random'], [new NumpyRandom(1), 'a NumpyRandom'], [null, 'null'],
    [Random, 'the function Random'],
  ])('in the generator (%s) is named with what it should be', (random, got) => {
    const says = `expected random to be a generator, such as new Random(42), got ${got}`;
    expect(() => new MLP(2, [1], { random: random as Random })).toThrow(TypeError);
    expect(() => new MLP(2, [1], { random: random as Random })).toThrow(says);
    expect(() => new Neuron(2, { random: random as Random })).toThrow(new TypeError(`Neuron: ${says}`));
    // @ts-expect-error the weights are Python's, so they need Python's generator, not numpy's
    expect(() => new Layer(2, 1, { random: new NumpyRandom(1) })).toThrow(TypeError);
  });
});
