// sample.ts: new names: the model scores all tokens, one is drawn, the better its score the likelier, and is then what
// the model sees next.
import { softmax, Value, type Random } from 'micrograd-lab';
import { blockSize } from './model.ts';
import { BOS, uchars } from './tokenizer.ts';
import type { Runner } from './train.ts';

/** Near a `temperature` of 0 the best score always wins; above 1 all tokens become more alike. */
export function sample(runner: Runner, temperature: number, random: Random): string {
  const next = runner.start();
  let name = '';
  let tokenId = BOS;
  for (let posId = 0; posId < blockSize; posId++) {
    const probs = softmax(next(tokenId).map((logit) => new Value(logit).div(temperature)));
    [tokenId] = random.choices([...uchars.keys(), BOS], { weights: probs.map(({ data }) => data) });
    if (tokenId === BOS) break;
    name += uchars[tokenId];
  }
  return name;
}

/** `sample  1: kamon` */
export const sampleLine = (i: number, name: string) => `sample ${String(i).padStart(2)}: ${name}`;
