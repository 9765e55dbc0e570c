// compiled.ts: runs the model on what `compile` makes of it: a program for each of its two halves.
//
// In the first half no position looks at another, so all positions of a name are rows of one call. What it gives enters
// the second half as leaf Values. There too each position is a row: with the keys and values up to its own, and zeros
// in place of later ones, which a mask keeps out. Then back: the second half leaves gradients in those Values, and the
// first takes them on to the parameters. (A program called for one position after the other would read and write all
// parameters each time, and have one row where there is place for two.)
import { crossEntropy, Value } from 'micrograd-lab';
import { compile } from 'micrograd-lab/compile';
import { blockSize, embed, nEmbd, transform, type StateDict, type Vector } from './model.ts';
import { vocabSize } from './tokenizer.ts';
import type { Runner } from './train.ts';

export function compiledRunner(state: StateDict): Runner {
  const first = compile((inputs) => {
    const [token, position] = split(inputs);
    const { x, q, k, v } = embed(state, token, position);
    return [...x, ...q, ...k, ...v];
  }, { inputs: 2 * nEmbd, outputs: 4 * nEmbd });
  const firstRow = (tokenId: number, posId: number): Vector => [...state.wte[tokenId], ...state.wpe[posId]];

  const second = compile((inputs) => {
    const [x, q, ...others] = split(inputs.slice(0, -blockSize - vocabSize));
    const mask = inputs.slice(-blockSize - vocabSize, -vocabSize);
    const label = inputs.slice(-vocabSize);
    const logits = transform(state, x, q, others.slice(0, blockSize), others.slice(blockSize), mask);
    return [crossEntropy(logits, label), ...logits];
  }, { inputs: 2 * nEmbd + 2 * blockSize * nEmbd + blockSize + vocabSize, outputs: 1 + vocabSize });

  return {
    backward(tokens) {
      const n = Math.min(blockSize, tokens.length - 1); // a longer name is cut
      const firstRows = tokens.slice(0, n).map(firstRow);
      const between = Array.from(first.forward(firstRows), (data) => new Value(data));
      const vectors = split(between); // x, q, k and v of the first position, then of the second …
      const [xs, qs, keys, values] = [0, 1, 2, 3].map((i) => vectors.filter((_, j) => j % 4 === i));
      const secondRows = xs.map((x, posId) => secondRow(
        x, qs[posId], keys.slice(0, posId + 1), values.slice(0, posId + 1), labels[tokens[posId + 1]],
      ));
      const loss = second.backward(secondRows, gradientsOfMean(n));
      first.backward(firstRows, new Float64Array(between.map(({ grad }) => grad)));
      return loss;
    },

    start() {
      const [keys, values]: [number[][], number[][]] = [[], []];
      return (tokenId) => {
        const [x, q, k, v] = split([...first.forward([firstRow(tokenId, keys.length)])]);
        keys.push(k);
        values.push(v);
        const [, ...logits] = second.forward([secondRow(x, q, keys, values, noLabel)]);
        return logits;
      };
    },
  };
}

function secondRow<T>(x: T[], q: T[], keys: T[][], values: T[][], label: number[]): (T | number)[] {
  const padding = zeros.slice(keys.length);
  const mask = masks[keys.length - 1];
  return ([] as (T | number)[]).concat(x, q, ...keys, ...padding, ...values, ...padding, mask, label);
}

/** Of the outputs of n rows: 1 / n for each loss, since their mean is wanted, and 0 for the logits. */
function gradientsOfMean(n: number): Float64Array {
  const gradients = new Float64Array(n * (1 + vocabSize));
  for (let i = 0; i < n; i++) gradients[i * (1 + vocabSize)] = 1 / n;
  return gradients;
}

const matrixOf = (nout: number, nin: number, entry: (i: number, j: number) => number) =>
  Array.from({ length: nout }, (_, i) => Array.from({ length: nin }, (_, j) => entry(i, j)));
const zeros = matrixOf(blockSize, nEmbd, () => 0);
const masks = matrixOf(blockSize, blockSize, (posId, t) => (t <= posId ? 0 : -Infinity));
const labels = matrixOf(vocabSize, vocabSize, (right, tokenId) => (tokenId === right ? 1 : 0));
const noLabel = Array<number>(vocabSize).fill(0);

/** A list of numbers as vectors. */
function split<T>(numbers: T[]): T[][] {
  return Array.from({ length: numbers.length / nEmbd }, (_, i) => numbers.slice(i * nEmbd, (i + 1) * nEmbd));
}
