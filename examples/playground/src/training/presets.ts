// presets.ts: whole settings of the training room to begin with, each of which shows something.
import { initialState, type TrainingState } from '../state.ts';
import { trainingPart } from './protocol.ts';

/** What each sets. Everything else that matters to training is at its default. */
export const presets = {
  moons: {},
  /** karpathy/micrograd's demo.ipynb. Its learning rate is `1.0 - 0.9*k/100`. */
  demo: {
    layers: [16, 16], activation: 'relu', optimizer: 'SGD', learningRate: 1, decay: 100, regularization: 1e-4,
  },
  spiral: { dataset: 'spiral', samples: 200, noise: 0.02, layers: [16, 16] },
  overfitting: {
    dataset: 'moons', samples: 30, noise: 0.4, test: 200, layers: [24, 24], loss: 'cross-entropy', pace: 'full speed',
  },
  vanishing: {
    layers: [4, 4, 4, 4, 4, 4], activation: 'sigmoid', optimizer: 'SGD', learningRate: 0.02, loss: 'squared error',
  },
  diverging: { loss: 'squared error', activation: 'relu', optimizer: 'SGD', learningRate: 5 },
} satisfies Record<string, Partial<TrainingState>>;
export type Preset = keyof typeof presets;

export function withPreset(name: Preset): TrainingState {
  return { ...trainingPart(initialState), ...presets[name] };
}

/** The preset that is set, if nothing else is. How fast training goes, and on which engine, does not count. */
export function presetOf(state: TrainingState): Preset | undefined {
  const textOf = (each: TrainingState) => JSON.stringify({ ...each, pace: '', engine: '' });
  return (Object.keys(presets) as Preset[]).find((name) => textOf(withPreset(name)) === textOf(trainingPart(state)));
}
