// eager.ts: runs the model on the engine, as it stands in model.ts: a graph of some 60,000 Values for a name.
import { crossEntropy, sum, type Value } from 'micrograd-lab';
import { blockSize, gpt, type Matrix, type StateDict } from './model.ts';
import type { Runner } from './train.ts';

export function eagerRunner(state: StateDict): Runner {
  return {
    backward(tokens) {
      const n = Math.min(blockSize, tokens.length - 1); // a longer name is cut
      const [keys, values]: [Matrix, Matrix] = [[], []];
      const losses: Value[] = [];
      for (let posId = 0; posId < n; posId++) {
        const logits = gpt(state, tokens[posId], posId, keys, values);
        losses.push(crossEntropy(logits, tokens[posId + 1]));
      }
      const loss = sum(losses).mul(1 / n);
      loss.backward();
      return loss.data;
    },

    start() {
      const [keys, values]: [Matrix, Matrix] = [[], []];
      return (tokenId) => gpt(state, tokenId, keys.length, keys, values).map(({ data }) => data);
    },
  };
}
