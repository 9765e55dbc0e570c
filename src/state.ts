// state.ts: `saveModel` turns a network into plain data, for JSON. `loadModel` builds the same network from that data,
// with the same parameters, bit for bit.
//
// A saved model may come from anyone, so `loadModel` checks all of it before it builds anything. This is the last file;
// index.ts lists them all.
import {
  badValue, checkFinite, checkInteger, checkList, checkNumbers, checkObject, checkOneOf, wrongType,
} from './check.ts';
import { Layer, MLP, type Activation, type Neuron } from './nn.ts';

/** A network as data. */
export interface SavedModel {
  format: 'micrograd-lab/mlp';
  version: 1;
  /** The number of inputs. */
  inputs: number;
  layers: SavedLayer[];
  /** In the order of `model.parameters()`. */
  parameters: number[];
}

/** A layer as data: how many neurons it has, and the activation that all of them share. */
export interface SavedLayer {
  neurons: number;
  activation: Activation;
}

const format = 'micrograd-lab/mlp';
/** Whoever changes the format of a saved model raises this. `loadModel` must still read all older versions. */
const version = 1;
const activations: readonly Activation[] = ['linear', 'relu', 'tanh', 'sigmoid'];
/** Nobody trains a deeper network of scalars. More layers are a mistake, or an attempt to fill the memory. */
const mostLayers = 1000;

/**
 * Returns the network as plain data. `JSON.stringify(saveModel(model))` is a text to save in a file. (JSON has no -0,
 * so a parameter of -0 becomes 0.)
 *
 * @throws TypeError if `model` is not an MLP; RangeError if a layer does not fit the one before it, if the neurons of a
 * layer have different activations, or if a parameter is NaN or infinite, which JSON does not have
 * @example
 * const model = new MLP(2, [3, 1], { random: new Random(1) });
 * const copy = loadModel(JSON.stringify(saveModel(model)));
 * console.log(copy.forward([1, 2])[0].data === model.forward([1, 2])[0].data); // → true
 */
export function saveModel(model: MLP): SavedModel {
  const isFilled = (list: unknown) => Array.isArray(list) && list.length > 0;
  const isNeuron = (neuron?: Neuron) => isFilled(neuron?.w);
  const isLayer = (layer?: Layer) => isFilled(layer?.neurons) && layer?.neurons.every(isNeuron);
  const maybeLayers = (model as Partial<MLP> | undefined)?.layers;
  if (!isFilled(maybeLayers) || !maybeLayers?.every(isLayer)) {
    throw wrongType('saveModel', 'model', 'an MLP', model);
  }
  const inputs = model.layers[0].neurons[0].w.length;
  const layers = model.layers.map(({ neurons }): SavedLayer => ({
    neurons: neurons.length,
    activation: neurons[0].activation,
  }));
  model.layers.forEach(({ neurons }, i) => {
    const size = i === 0 ? inputs : layers[i - 1].neurons;
    neurons.forEach((neuron, j) => { checkNeuron(`layer ${i + 1}, neuron ${j + 1}`, neuron, size, layers[i]); });
  });
  return { format, version, inputs, layers, parameters: model.parameters().map((p) => p.data) };
}

/** Checks that a neuron has `size` inputs, the activation of its layer, and finite parameters. */
function checkNeuron(name: string, neuron: Neuron, size: number, { activation }: SavedLayer): void {
  if (neuron.w.length !== size || neuron.activation !== activation) {
    throw new RangeError(`saveModel: expected ${name} to have ${size} inputs and the activation ${activation}, ` +
      `got ${neuron.w.length} inputs and the activation ${neuron.activation}`);
  }
  const bad = neuron.parameters().find((p) => !Number.isFinite(p.data));
  if (bad !== undefined) throw badValue('saveModel', `each parameter of ${name}`, 'a finite number', bad.data);
}

/**
 * Builds the network that `saveModel` returned, from its data or from its JSON text.
 *
 * @throws SyntaxError if a text is not JSON, or is cut off. TypeError or RangeError if the data is not a saved model;
 * the error says where. Examples: a newer version, too few or too many parameters, a `null` that JSON wrote for a NaN.
 */
export function loadModel(saved: SavedModel | string): MLP {
  const { inputs, layers, parameters } = checkModel(typeof saved === 'string' ? parse(saved) : saved);
  const random = { uniform: () => 0 };
  const model = new MLP(inputs, [1], { random }); // its layer is replaced below, since each has its own activation
  const built = layers.map(({ neurons, activation }, i) =>
    new Layer(i === 0 ? inputs : layers[i - 1].neurons, neurons, { activation, random }));
  model.layers.splice(0, 1, ...built);
  model.parameters().forEach((p, i) => { p.data = parameters[i]; });
  return model;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')); // without the byte order mark that some editors write
  } catch (error) {
    throw new SyntaxError(`loadModel: the text is not JSON, or it was cut off: ${(error as Error).message}`);
  }
}

const owner = 'loadModel';

function checkModel(saved: unknown): SavedModel {
  const model = checkKeys('saved', saved, ['format', 'version', 'inputs', 'layers', 'parameters']);
  if (model.format !== format) throw badValue(owner, 'format', JSON.stringify(format), model.format);
  if (model.version !== version) {
    throw badValue(owner, 'version', String(version), model.version, 'a newer version of micrograd-lab may read it');
  }
  const inputs = checkInteger(owner, 'inputs', model.inputs);
  const list = Array.from(checkList(owner, 'layers', model.layers, { of: 'layers' }));
  if (list.length > mostLayers) throw badValue(owner, 'layers', `a list of at most ${mostLayers} layers`, list);
  const layers = list.map((entry, i): SavedLayer => {
    const layer = checkKeys(`layers[${i}]`, entry, ['neurons', 'activation']);
    return {
      neurons: checkInteger(owner, `layers[${i}].neurons`, layer.neurons),
      activation: checkOneOf(owner, `layers[${i}].activation`, activations, layer.activation),
    };
  });

  const sizes = [inputs, ...layers.map(({ neurons }) => neurons)];
  const count = layers.reduce((total, { neurons }, i) => total + (sizes[i] + 1) * neurons, 0); // weights and biases
  const parameters = checkNumbers(owner, 'parameters', model.parameters, count);
  parameters.forEach((x, i) => checkFinite(owner, `parameters[${i}]`, x));
  return { format, version, inputs, layers, parameters };
}

/** Checks that `x` is an object with these own keys, and no others. */
function checkKeys(name: string, x: unknown, keys: string[]): Record<string, unknown> {
  const object = checkObject(owner, name, x, `an object with ${keys.join(', ')}`);
  const missing = keys.find((key) => !Object.hasOwn(object, key));
  if (missing !== undefined) {
    throw new RangeError(`${owner}: ${name} has no ${missing}; pass what saveModel returned, or its JSON text`);
  }
  const unknown = Object.keys(object).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new RangeError(`${owner}: ${name} has an unknown key, ${JSON.stringify(unknown)}`);
  return object;
}
