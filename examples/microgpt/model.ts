// model.ts: a GPT out of single numbers. It sees one token at a time, and gives a score to each token that could be the
// next. What it knows of those before is in `keys` and `values`, where each position leaves a vector for those to come.
import { softmax, sum, Value, type Random } from 'micrograd-lab';
import { vocabSize } from './tokenizer.ts';

// The sizes are Karpathy's, as are all numbers in this folder that could be others.
export const nEmbd = 16; // the numbers in a vector
export const blockSize = 16; // the positions in a text
const nHead = 4;
const headDim = nEmbd / nHead;

export type Vector = Value[];
export type Matrix = Vector[];
export type StateDict = ReturnType<typeof makeStateDict>;

/** All that is trained, at first drawn at random, in this order. */
export function makeStateDict(random: Random) {
  const vector = (nin: number): Vector => Array.from({ length: nin }, () => new Value(random.gauss(0, 0.08)));
  const matrix = (nout: number, nin: number): Matrix => Array.from({ length: nout }, () => vector(nin));
  return {
    wte: matrix(vocabSize, nEmbd), // a vector for each token
    wpe: matrix(blockSize, nEmbd), // and for each position
    lmHead: matrix(vocabSize, nEmbd), // from a vector to the scores
    wq: matrix(nEmbd, nEmbd), // what a position looks for,
    wk: matrix(nEmbd, nEmbd), // what it can be found by,
    wv: matrix(nEmbd, nEmbd), // what it has to say,
    wo: matrix(nEmbd, nEmbd), // and what is made of the answers
    fc1: matrix(4 * nEmbd, nEmbd), // the two layers of the MLP
    fc2: matrix(nEmbd, 4 * nEmbd),
  };
}

export const paramsOf = (state: StateDict): Value[] => Object.values(state).flat(2);

/** The scores (logits) of what may follow a token at a position. Adds to `keys` and `values`. */
export function gpt(state: StateDict, tokenId: number, posId: number, keys: Matrix, values: Matrix): Vector {
  const { x, q, k, v } = embed(state, state.wte[tokenId], state.wpe[posId]);
  keys.push(k);
  values.push(v);
  return transform(state, x, q, keys, values);
}

/** The first half, in which each position is by itself: its vector, its query, its key and its value. */
export function embed(
  { wq, wk, wv }: StateDict, token: Vector, position: Vector,
): Record<'x' | 'q' | 'k' | 'v', Vector> {
  const x = rmsnorm(add(token, position));
  const normed = rmsnorm(x);
  return { x, q: linear(normed, wq), k: linear(normed, wk), v: linear(normed, wv) };
}

/** The second half, in which it looks at the others, passes what it found through the MLP, and gives the scores. */
export function transform(
  { wo, fc1, fc2, lmHead }: StateDict, x: Vector, q: Vector, keys: Matrix, values: Matrix, mask?: Vector,
): Vector {
  x = add(x, linear(attention(q, keys, values, mask), wo));
  x = add(x, linear(linear(rmsnorm(x), fc1).map((xi) => xi.relu()), fc2));
  return linear(x, lmHead);
}

/**
 * Each head, on its own part of the vectors, weighs the positions by how well their keys fit the query, and mixes their
 * values. A `mask` has a number for each position, to be added to its logit: 0, or -Infinity, which makes its weight 0.
 */
function attention(q: Vector, keys: Matrix, values: Matrix, mask?: Vector): Vector {
  const heads = Array.from({ length: nHead }, (_, h) => {
    const part = (vector: Vector) => vector.slice(h * headDim, (h + 1) * headDim);
    const attnLogits = keys.map((key, t) => {
      const logit = dot(part(q), part(key)).div(headDim ** 0.5);
      return mask === undefined ? logit : logit.add(mask[t]);
    });
    const attnWeights = softmax(attnLogits);
    return part(q).map((_, j) => dot(attnWeights, values.map((value) => part(value)[j])));
  });
  return heads.flat();
}

/** Scaled to a mean square of 1, so that no vector grows or fades on its way; 1e-5 is for the vector of zeros. */
function rmsnorm(x: Vector): Vector {
  const ms = dot(x, x).div(x.length);
  const scale = ms.add(1e-5).pow(-0.5);
  return x.map((xi) => xi.mul(scale));
}

const linear = (x: Vector, w: Matrix): Vector => w.map((wo) => dot(wo, x));
const add = (a: Vector, b: Vector): Vector => a.map((ai, i) => ai.add(b[i]));
const dot = (a: Vector, b: Vector): Value => sum(a.map((ai, i) => ai.mul(b[i])));
