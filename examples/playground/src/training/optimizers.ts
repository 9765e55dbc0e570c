// optimizers.ts: the optimizer that the settings ask for, its learning rate at each step, and what it remembers.
import { Adam, SGD, type Value } from 'micrograd-lab';
import type { TrainingState } from '../state.ts';

export function makeOptimizer({ optimizer, learningRate }: TrainingState, parameters: readonly Value[]): SGD | Adam {
  if (optimizer === 'Adam') return new Adam(parameters, { learningRate });
  return new SGD(parameters, { learningRate, momentum: optimizer === 'SGD' ? 0 : 0.9 });
}

/** The learning rate of a step. With a decay, it is micrograd's demo's: `1.0 - 0.9*k/100`. */
export function rateAt({ learningRate, decay }: Pick<TrainingState, 'learningRate' | 'decay'>, step: number): number {
  return decay === 0 ? learningRate : learningRate * (1 - 0.9 * Math.min(step, decay) / decay);
}

/** What an optimizer remembers of each parameter from step to step. */
export const memories = {
  SGD: [],
  'SGD with momentum': ['velocity'],
  Adam: ['mean', 'square'],
} as const satisfies Record<TrainingState['optimizer'], readonly string[]>;
export type Memory = (typeof memories)[keyof typeof memories][number];

/** The numbers behind `memories`, in the same order: a list for each, with a number for each parameter. */
export function memoryOf(optimizer: SGD | Adam, name: TrainingState['optimizer']): Float64Array[] {
  if (name === 'SGD') return [];
  const state = optimizer.state();
  const lists = 'velocities' in state ? [state.velocities] : [state.means, state.squares];
  return lists.map((list) => Float64Array.from(list));
}
