// train.ts: the training: a name a step, over and over. How the model runs is left to a runner: eager.ts has one on the
// engine, compiled.ts one that is compiled.
import { Adam } from 'micrograd-lab';
import { paramsOf, type StateDict } from './model.ts';
import { tokensOf } from './tokenizer.ts';

export interface Runner {
  /** How wrong the model is about a name's tokens, on average. Adds its gradients to those of the parameters. */
  backward: (tokens: number[]) => number;
  /** Begins a text. For each token that is put after it, the function gives the logits of what may follow. */
  start: () => (tokenId: number) => number[];
}

export interface Step { step: number; loss: number }

export function* train(state: StateDict, runner: Runner, docs: string[], numSteps: number): Generator<Step> {
  const optimizer = new Adam(paramsOf(state), { betas: [0.85, 0.99], epsilon: 1e-8 });
  for (let step = 0; step < numSteps; step++) {
    optimizer.zeroGrad();
    const loss = runner.backward(tokensOf(docs[step % docs.length]));
    optimizer.learningRate = 0.01 * (1 - step / numSteps);
    optimizer.step();
    yield { step: step + 1, loss };
  }
}

/** `step    1 / 1000 | loss 3.3660` */
export const stepLine = ({ step, loss }: Step, numSteps: number) =>
  `step ${String(step).padStart(4)} / ${String(numSteps).padStart(4)} | loss ${loss.toFixed(4)}`;
