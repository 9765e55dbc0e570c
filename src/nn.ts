// nn.ts: a neural network out of Values: neurons, layers of neurons, and layers in a row (a multi-layer perceptron).
// Nothing here computes a gradient. A network is an expression like any other: run it, make a loss of its outputs,
// call `backward()` on the loss, and each of its `parameters()` knows which way to move. losses.ts comes next.
import { checkGenerator, checkInputs, checkInteger, checkNumbers, checkOneOf, checkOptions } from './check.ts';
import { Value } from './engine.ts';
import { joined, listsOf } from './parameters.ts';
import { Random } from './random.ts';

/** What a neuron does to its weighted sum; a linear one leaves it as it is. */
export type Activation = 'linear' | 'relu' | 'tanh' | 'sigmoid';
const names: Record<Activation, string> = { linear: 'Linear', relu: 'ReLU', tanh: 'Tanh', sigmoid: 'Sigmoid' };
const activations = Object.keys(names) as Activation[];

/** `random` draws the weights: by default different ones each time. `activation` is relu by default. */
export interface NeuronOptions { random?: Pick<Random, 'uniform'> | undefined; activation?: Activation | undefined }
/** `activation` is for the hidden layers. The last layer is linear by default, since a score may be any number. */
export interface MLPOptions extends NeuronOptions { outputActivation?: Activation | undefined }

/** Anything with parameters to train. A module of yours that holds others lists theirs: `[...a.parameters(), …]`. */
export class Module {
  /** Returns the Values that training moves, in micrograd's order: a new array for each call. */
  parameters(): Value[] { return []; }
  /** Sets every `grad` to 0: those of the step before would add up with those of this one. */
  zeroGrad(): void { for (const list of listsOf([this], plain)) for (const p of list) p.grad = 0; }
  /** Vue's `reactive` wraps no tagged object. */ get [Symbol.toStringTag](): string { return this.constructor.name; }
}

/**
 * activation(w · x + b): `inputs` weights w, drawn uniformly from [-1, 1], and a bias b, at first 0.
 * @throws TypeError for an unknown option or an argument of a wrong type; RangeError for an unknown activation, if a
 * size is not a positive integer, or if there is not one input for each weight (Python's `zip` would drop the surplus)
 * @example
 * const neuron = new Neuron(2, { random: new Random(1337) });
 * console.log(`${neuron}`, neuron.forward([1, -1]).data.toFixed(4)); // → ReLUNeuron(2) 0.1690
 */
export class Neuron extends Module {
  readonly w: Value[];
  readonly b = new Value(0);
  readonly activation: Activation;
  constructor(inputs: number, options: NeuronOptions = {}) {
    super();
    const { random = new Random(), activation = 'relu' } = checkOptions('Neuron', options, ['random', 'activation']);
    checkInteger('Neuron', 'inputs', inputs);
    checkGenerator('Neuron', random, ['uniform'], 'new Random(42)');
    this.activation = checkOneOf('Neuron', 'activation', activations, activation);
    this.w = Array.from({ length: inputs }, () => new Value(random.uniform(-1, 1)));
  }

  forward(inputs: ArrayLike<Value | number>): Value {
    checkInputs('Neuron', inputs, this.w.length);
    const sum = this.w.reduce((total, w, i) => total.add(w.mul(inputs[i])), this.b);
    return this.activation === 'linear' ? sum : sum[this.activation]();
  }

  override parameters(): Value[] { return [...this.w, this.b]; }
  override toString(): string { return `${names[this.activation]}Neuron(${this.w.length})`; }
}

/** `outputs` neurons side by side, which all see the same inputs: one Value out for each. */
export class Layer extends Module {
  readonly neurons: Neuron[];
  constructor(inputs: number, outputs: number, options?: NeuronOptions) {
    super();
    checkInteger('Layer', 'inputs', inputs);
    checkInteger('Layer', 'outputs', outputs);
    this.neurons = Array.from({ length: outputs }, () => new Neuron(inputs, options));
  }

  forward(inputs: ArrayLike<Value | number>): [Value, ...Value[]] {
    checkInputs('Layer', inputs, this.neurons[0].w.length);
    return this.neurons.map((neuron) => neuron.forward(inputs)) as [Value, ...Value[]];
  }

  override parameters(): Value[] { return joined(listsOf(this.neurons, plain)); }
  override toString(): string { return `Layer of [${this.neurons.join(', ')}]`; }
}

/**
 * A multi-layer perceptron: layers with so many `outputs` each, where each layer sees the outputs of the one before. It
 * gives an array, even of a single output: `const [score] = model.forward(x)`.
 * @throws RangeError if there is no layer; otherwise as `Neuron`
 * @example
 * const model = new MLP(2, [16, 16, 1], { random: new Random(1337) });
 * console.log(model.parameters().length, model.forward([0.5, -1]).length); // → 337 1
 */
export class MLP extends Module {
  readonly layers: Layer[];
  constructor(inputs: number, outputs: ArrayLike<number>, options: MLPOptions = {}) {
    super();
    const { random = new Random(), activation = 'relu', outputActivation = 'linear' } =
      checkOptions('MLP', options, ['random', 'activation', 'outputActivation']);
    checkOneOf('MLP', 'activation', activations, activation);
    checkOneOf('MLP', 'outputActivation', activations, outputActivation);
    checkInteger('MLP', 'inputs', inputs);
    const sizes = checkNumbers('MLP', 'outputs', outputs).map((size, i) => checkInteger('MLP', `outputs[${i}]`, size));
    this.layers = sizes.map((size, i) => new Layer(i === 0 ? inputs : sizes[i - 1], size, {
      random, activation: i < sizes.length - 1 ? activation : outputActivation,
    }));
  }

  forward(inputs: ArrayLike<Value | number>): [Value, ...Value[]] {
    checkInputs('MLP', inputs, this.layers[0].neurons[0].w.length);
    return this.layers.reduce((values, layer) => layer.forward(values), inputs as [Value, ...Value[]]);
  }

  override parameters(): Value[] { return joined(listsOf(this.layers, plain)); }
  override toString(): string { return `MLP of [${this.layers.join(', ')}]`; }
}

/** listsOf knows where these have their parameters. A class of yours that overrides `parameters` is asked for them. */
const plain = [Neuron.prototype, Layer.prototype, MLP.prototype];
