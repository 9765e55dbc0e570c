// state.ts: keeps a trained network as plain data, which JSON can hold, and builds it again, equal bit for bit.
//
// What comes back may come from anywhere, so all of it is checked before anything is built. This is the last file;
// index.ts lists them all.
import {
  badValue, checkFinite, checkInteger, checkList, checkNumbers, checkObject, checkOneOf, wrongType,
} from './check.ts';
import { Layer, MLP, type Activation, type Neuron } from './nn.ts';

/** A network as data. */
export interface SavedModel {
  format: 'micrograd-lab/mlp';
  version: 1;
  /** How many numbers the network takes. */
  inputs: number;
  layers: SavedLayer[];
  /** In the order of `model.parameters()`. */
  parameters: number[];
}

/** A layer as data: all of its neurons are of one kind. */
export interface SavedLayer {
  neurons: number;
  activation: Activation;
}

const format = 'micrograd-lab/mlp';
/** Raised by whoever changes what `saveModel` gives; older versions stay readable. */
const version = 1;
const activations: readonly Activation[] = ['linear', 'relu', 'tanh', 'sigmoid'];
/** Nobody trains a deeper network number by number: more layers are a mistake, or meant to fill the memory. */
const mostLayers = 1000;

/**
 * The network as plain data: `JSON.stringify(saveModel(model))` is a text to keep. (JSON has no -0; it returns as 0.)
 *
 * @throws TypeError if it is not an MLP; RangeError if its layers do not fit together, if the neurons of a layer differ
 * in kind, or if a parameter is NaN or infinite, which JSON cannot hold
 * @example
 * const model = new MLP(2, [3, 1], { random: new Random(1) });
 * const copy = loadModel(JSON.stringify(saveModel(model)));
 * console.log(copy.forward([1, 2])[0].data === model.forward([1, 2])[0].data); // → true
 */
export function saveModel(model: MLP): SavedModel {
  const isFull = (list: unknown) => Array.isArray(list) && list.length > 0;
  const parts = (model as Partial<MLP> | undefined)?.layers;
  const isNeuron = (neuron?: Neuron) => isFull(neuron?.w);
  if (!isFull(parts) || !parts?.every((layer?: Layer) => isFull(layer?.neurons) && layer?.neurons.every(isNeuron))) {
    throw wrongType('saveModel', 'model', 'an MLP', model);
  }
  const inputs = model.layers[0].neurons[0].w.length;
  const layers = model.layers.map(({ neurons }): SavedLayer => ({
    neurons: neurons.length,
    activation: neurons[0].activation,
  }));
  model.layers.forEach((layer, i) => {
    const size = i === 0 ? inputs : layers[i - 1].neurons;
    layer.neurons.forEach((neuron, j) => {
      const where = `layer ${i + 1}, neuron ${j + 1}`;
      if (neuron.w.length !== size || neuron.activation !== layers[i].activation) {
        const kind = `${size} inputs and the activation ${layers[i].activation}`;
        throw new RangeError(`saveModel: ${where} must have ${kind}, as those around it`);
      }
      const bad = neuron.parameters().find((p) => !Number.isFinite(p.data));
      if (bad !== undefined) throw new RangeError(`saveModel: ${where} has a parameter that is ${bad.data}`);
    });
  });
  return { format, version, inputs, layers, parameters: model.parameters().map((p) => p.data) };
}

/**
 * Builds a network from what `saveModel` gave, as data or as JSON text.
 *
 * @throws SyntaxError if a text is not JSON, or cut off. TypeError or RangeError, before anything is built, that says
 * where the data is not a saved model: of a newer version, with parameters missing or left over, with a `null` where
 * JSON had no NaN …
 */
export function loadModel(saved: SavedModel | string): MLP {
  const { inputs, layers, parameters } = checkModel(typeof saved === 'string' ? parse(saved) : saved);
  const random = { uniform: () => 0 };
  const model = new MLP(inputs, [1], { random }); // replaced below: each saved layer has its own activation
  const built = layers.map(({ neurons, activation }, i) =>
    new Layer(i === 0 ? inputs : layers[i - 1].neurons, neurons, { activation, random }));
  model.layers.splice(0, 1, ...built);
  model.parameters().forEach((p, i) => { p.data = parameters[i]; });
  return model;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')); // a byte order mark, which some editors put first
  } catch (error) {
    throw new SyntaxError(`loadModel: the text is not JSON, or not all of it: ${(error as Error).message}`);
  }
}

const owner = 'loadModel';

function checkModel(saved: unknown): SavedModel {
  const model = checkKeys('saved', saved, ['format', 'version', 'inputs', 'layers', 'parameters']);
  if (model.format !== format) throw badValue(owner, 'format', JSON.stringify(format), model.format);
  if (model.version !== version) {
    throw badValue(owner, 'version', String(version), model.version, 'a newer package may read it');
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

/** An object with these keys of its own, and no others. */
function checkKeys(name: string, x: unknown, keys: string[]): Record<string, unknown> {
  const object = checkObject(owner, name, x, `an object with ${keys.join(', ')}`);
  const missing = keys.find((key) => !Object.hasOwn(object, key));
  if (missing !== undefined) {
    throw new RangeError(`${owner}: ${name} has no ${missing}; give what saveModel gave, or the text of its JSON`);
  }
  const surplus = Object.keys(object).find((key) => !keys.includes(key));
  if (surplus !== undefined) throw new RangeError(`${owner}: ${name} has an unknown key, ${JSON.stringify(surplus)}`);
  return object;
}
