// state.ts: keeps a trained network, as plain data that JSON can hold, and builds it again, equal bit for bit.
//
// What comes back may come from anywhere, so all of it is checked before anything is built. This is the last of the
// light rooms; index.ts lists them all.
import { describe } from './engine.ts';
import { Layer, MLP, type Activation } from './nn.ts';

/** A network as data. `parameters` are in the order of `model.parameters()`. */
export interface SavedModel {
  format: 'micrograd-lab/mlp';
  version: 1;
  /** How many numbers the network takes. */
  inputs: number;
  /** Of each layer, how many neurons it has, and their activation. */
  layers: { neurons: number; activation: Activation }[];
  parameters: number[];
}

/**
 * The network as plain data: `JSON.stringify(saveModel(model))` is a text to keep.
 *
 * @throws TypeError when it is not an MLP whose layers have neurons of one kind; RangeError when a parameter is NaN or
 * infinite, which JSON cannot hold
 * @example
 * const model = new MLP(2, [3, 1], { random: new Random(1) });
 * const copy = loadModel(JSON.stringify(saveModel(model)));
 * console.log(copy.forward([1, 2])[0].data === model.forward([1, 2])[0].data); // → true
 */
export function saveModel(model: MLP): SavedModel {
