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

describe('a mistake', () => {
  it.each([0, -1, 1.5, NaN, Infinity, '3', undefined, null])('in a size (%s) is named with its layer', (size) => {
    const bad = size as number;
    expect(() => new Neuron(bad)).toThrow(/^Neuron: the number of inputs must be a positive integer, got /);
    expect(() => new Layer(bad, 2)).toThrow(/^Layer: the number of inputs must be a positive integer, got /);
    expect(() => new Layer(2, bad)).toThrow(/^Layer: the size of layer 1 must be a positive integer, got /);
    expect(() => new MLP(bad, [2])).toThrow(/^MLP: the number of inputs must be a positive integer, got /);
    expect(() => new MLP(2, [3, bad, 1])).toThrow(/^MLP: the size of layer 2 must be a positive integer, got /);
  });

  it('in a size tells a string from a number', () => {
    expect(() => new MLP(2, ['3' as unknown as number])).toThrow('got "3"');
  });

  const notLists: [unknown, string][] = [[[], 'an array of length 0'], [16, '16'], [undefined, 'undefined']];
  it.each(notLists)('in the list of layers (%j) is named', (outputs, got) => {
    expect(() => new MLP(2, outputs as number[])).toThrow(`MLP wants layer sizes like [16, 16, 1], got ${got}`);
  });

  it.each(['gelu', 'toString', 3])('in an activation (%s) is named with what there is', (activation) => {
    const options = { activation: activation as Activation };
    expect(() => new Neuron(1, options)).toThrow(/^activation must be one of linear, relu, tanh, sigmoid; got /);
    expect(() => new MLP(1, [1], { outputActivation: activation as Activation })).toThrow(RangeError);
  });

  it('in the number of inputs is named, where Python’s zip would cut silently', () => {
    const model = new MLP(2, [3, 1]);
    expect(() => model.forward([1])).toThrow('MLP: layer 1 wants 2 inputs, got 1');
    expect(() => model.forward([1, 2, 3])).toThrow('MLP: layer 1 wants 2 inputs, got 3');
    expect(() => model.layers[1].forward([1])).toThrow('Layer wants 3 inputs, got 1');
    expect(() => model.layers[1].neurons[0].forward([])).toThrow('Neuron wants 3 inputs, got 0');
    expect(() => model.forward(0.5 as unknown as number[])).toThrow('MLP: layer 1 wants 2 inputs, got no list: 0.5');
    expect(() => model.forward(undefined as unknown as number[])).toThrow('wants 2 inputs, got no list: undefined');
  });

  it('in an input is an error, not a NaN', () => {
    expect(() => new MLP(2, [1]).forward([1, '2' as unknown as number])).toThrow(/got "2"/);
  });

  it('in the generator does not compile: numpy’s has no uniform()', () => {
    // @ts-expect-error the weights are Python's, so they need Python's generator
    expect(() => new Neuron(1, { random: new NumpyRandom(1) })).toThrow(TypeError);
  });
});
