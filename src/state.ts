// state.ts: keeps a trained network as plain data, which JSON can hold, and builds it again, equal bit for bit.
//
// What comes back may come from anywhere, so all of it is checked before anything is built. This is the last file;
// index.ts lists them all.
import { describe } from './engine.ts';
import { Layer, MLP, type Activation } from './nn.ts';

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
const activations: Record<Activation, true> = { linear: true, relu: true, tanh: true, sigmoid: true };
/** Nobody trains a deeper network number by number: more layers are a mistake, or meant to fill the memory. */
const mostLayers = 1000;

/**
 * The network as plain data: `JSON.stringify(saveModel(model))` is a text to keep. (JSON has no -0; it returns as 0.)
 *
 * @throws TypeError when it is not an MLP, or not one whose layers fit together and have neurons of one kind each;
 * RangeError when a parameter is NaN or infinite, which JSON cannot hold
 * @example
 * const model = new MLP(2, [3, 1], { random: new Random(1) });
 * const copy = loadModel(JSON.stringify(saveModel(model)));
 * console.log(copy.forward([1, 2])[0].data === model.forward([1, 2])[0].data); // → true
 */
export function saveModel(model: MLP): SavedModel {
  const isFull = (list: unknown) => Array.isArray(list) && list.length > 0;
  const parts = (model as Partial<MLP> | undefined)?.layers;
  if (!isFull(parts) || !parts?.every(({ neurons }) => isFull(neurons) && neurons.every(({ w }) => isFull(w)))) {
    throw new TypeError(`saveModel wants an MLP, got ${describe(model)}`);
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
        throw new TypeError(`saveModel: ${where} must have ${kind}, as those around it`);
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
 * @throws RangeError, before anything is built, that says where the data is not a saved model: cut off, of a newer
 * version, with parameters missing or left over, with a `null` where JSON had no NaN …
 */
export function loadModel(saved: unknown): MLP {
  const { inputs, layers, parameters } = wantModel(typeof saved === 'string' ? parse(saved) : saved);
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
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError(`loadModel: the text is not JSON, or not all of it: ${(error as Error).message}`);
  }
}

function wantModel(saved: unknown): SavedModel {
  const model = wantKeys('the model', saved, ['format', 'version', 'inputs', 'layers', 'parameters']);
  if (model.format !== format) fail('format', JSON.stringify(format), model.format);
  if (model.version !== version) fail('version', `${version}, or this package a newer one`, model.version);
  const inputs = wantSize('inputs', model.inputs);
  const list = wantList('layers', model.layers);
  if (list.length === 0 || list.length > mostLayers) fail('layers', `a list of 1 to ${mostLayers}`, list);
  const layers = list.map((entry, i): SavedLayer => {
    const layer = wantKeys(`layers[${i}]`, entry, ['neurons', 'activation']);
    const activation = layer.activation as Activation;
    if (typeof activation !== 'string' || !Object.hasOwn(activations, activation)) {
      fail(`layers[${i}].activation`, `one of ${Object.keys(activations).join(', ')}`, activation);
    }
    return { neurons: wantSize(`layers[${i}].neurons`, layer.neurons), activation };
  });

  const sizes = [inputs, ...layers.map(({ neurons }) => neurons)];
  const count = layers.reduce((total, { neurons }, i) => total + (sizes[i] + 1) * neurons, 0); // weights and biases
  const parameters = wantList('parameters', model.parameters);
  if (parameters.length !== count) fail('parameters', `a list of ${count} numbers, as the layers want`, parameters);
  parameters.forEach((x, i) => { if (!Number.isFinite(x)) fail(`parameters[${i}]`, 'a finite number', x); });
  return { format, version, inputs, layers, parameters: parameters as number[] };
}

/** An object with these keys of its own, and no others. */
function wantKeys(where: string, x: unknown, keys: string[]): Record<string, unknown> {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) fail(where, `an object with ${keys.join(', ')}`, x);
  const missing = keys.find((key) => !Object.hasOwn(x, key));
  if (missing !== undefined) {
    throw new RangeError(`loadModel: ${where} has no ${missing}: give what saveModel gave, or the text of its JSON`);
  }
  const surplus = Object.keys(x).find((key) => !keys.includes(key));
  if (surplus !== undefined) throw new RangeError(`loadModel: ${where} has an unknown key, ${JSON.stringify(surplus)}`);
  return x as Record<string, unknown>;
}

function wantSize(where: string, x: unknown): number {
  return Number.isSafeInteger(x) && (x as number) > 0 ? x as number : fail(where, 'a positive integer', x);
}

function wantList(where: string, x: unknown): unknown[] {
  return Array.isArray(x) ? Array.from(x) : fail(where, 'a list', x); // forEach would pass over the holes of a list
}

function fail(where: string, wanted: string, got: unknown): never {
  throw new RangeError(`loadModel: ${where} must be ${wanted}; got ${describe(got)}`);
}
