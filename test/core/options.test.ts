// Everywhere that options are taken: one that is not known would leave the default in place without a word.
import { describe, expect, it } from 'vitest';
import {
  Adam, Layer, makeCircles, makeMoons, makeSpiral, makeXor, makeYinYang, MLP, Neuron, SGD, Value,
} from '../../src/index.ts';

const p = [new Value(1)];
const owners: [owner: string, use: (options: never) => unknown, known: string][] = [
  ['Neuron', (options) => new Neuron(2, options), 'random, activation'],
  ['Neuron', (options) => new Layer(2, 1, options), 'random, activation'],
  ['MLP', (options) => new MLP(2, [2, 1], options), 'random, activation, outputActivation'],
  ['SGD', (options) => new SGD(p, options), 'learningRate, momentum, weightDecay'],
  ['Adam', (options) => new Adam(p, options), 'learningRate, betas, epsilon, weightDecay'],
  ['makeMoons', (options) => makeMoons(options), 'samples, noise, random'],
  ['makeCircles', (options) => makeCircles(options), 'samples, noise, random, factor'],
  ['makeSpiral', (options) => makeSpiral(options), 'samples, noise, random, classes'],
  ['makeXor', (options) => makeXor(options), 'samples, noise, random'],
  ['makeYinYang', (options) => makeYinYang(options), 'samples, noise, random'],
];

describe.each(owners)('an option of %s', (owner, use, known) => {
  it('that is not known is refused, with those that are', () => {
    for (const options of [{ lr: 0.1 }, { nonlin: undefined }]) {
      const [name] = Object.keys(options);
      expect(() => use(options as never)).toThrow(new TypeError(`${owner} has no option ${name}; it has ${known}`));
    }
  });

  it('must be in an object', () => {
    for (const [options, got] of [[0.1, '0.1'], ['tanh', '"tanh"'], [null, 'null'], [[1], 'an array of length 1']]) {
      expect(() => use(options as never)).toThrow(TypeError);
      expect(() => use(options as never)).toThrow(/its options/);
      expect(() => use(options as never)).toThrow(new RegExp(`got ${String(got)}$`));
    }
  });
});
