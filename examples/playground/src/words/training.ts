// words/training.ts: what the training room says.
import type { Activation } from 'micrograd-lab';
import type { TrainingState } from '../state.ts';

const datasets: Record<TrainingState['dataset'], string> = {
  moons: 'moons', circles: 'circles', spiral: 'spiral', xor: 'xor', 'yin-yang': 'yin-yang', 'by hand': 'by hand',
};
const activations: Record<Activation, string> = { tanh: 'tanh', relu: 'relu', sigmoid: 'sigmoid', linear: 'linear' };
const losses: Record<TrainingState['loss'], string> = {
  'max-margin': 'max-margin', 'cross-entropy': 'cross-entropy', 'squared error': 'squared error',
};
const optimizers: Record<TrainingState['optimizer'], string> = {
  SGD: 'SGD', 'SGD with momentum': 'SGD with momentum', Adam: 'Adam',
};
const engines: Record<TrainingState['engine'], string> = { compiled: 'compiled', eager: 'eager' };
const paces: Record<TrainingState['pace'], string> = {
  10: '10 steps a second', 60: '60 steps a second', 'full speed': 'full speed',
};

export const training = {
  title: 'Training room',
  /** Each is of the class with that index. */
  classes: ['class 0', 'class 1', 'class 2'],
  player: {
    title: 'Run', play: 'Play', pause: 'Pause', oneStep: 'One step',
    reset: 'Reset', resetLabel: 'Reset: the same seed, so the same beginning',
    step: 'Step', loss: 'Loss', accuracy: 'Accuracy', stepTakes: 'A step takes', perSecond: 'Steps a second',
    engine: 'Engine', engines, pace: 'Pace', paces,
    milliseconds: (count: number) => `${count} ms`,
    percent: (count: number) => `${count} %`,
    unknown: '·',
  },
  data: {
    title: 'Data', points: 'Points', datasets, removeAll: 'Remove all points',
    samples: 'How many', noise: 'Noise', seed: 'Seed',
  },
  settings: {
    title: 'Training', loss: 'Loss', losses, optimizer: 'Optimizer', optimizers,
    learningRate: 'Learning rate', regularization: 'Regularization', batch: 'Batch size (0: all points)',
  },
  network: {
    title: 'Network', activation: 'Activation', activations,
    removeLayer: 'Remove a layer', addLayer: 'Add a layer',
    hiddenLayers: (count: number) => (count === 1 ? '1 hidden layer' : `${count} hidden layers`),
    /** Layers and neurons count from 1, as they are shown. */
    neuronsOf: (layer: number) => `Neurons of layer ${layer}`,
    removeNeuron: (layer: number) => `Remove a neuron from layer ${layer}`,
    addNeuron: (layer: number) => `Add a neuron to layer ${layer}`,
    output: (neuron: number) => `Output ${neuron}`,
    neuron: (layer: number, neuron: number) => `Layer ${layer}, neuron ${neuron}`,
  },
  inspector: {
    title: 'Numbers of the neuron',
    invitation: 'Point at a neuron, or at a line, to see and change its numbers.',
    letGo: 'Esc lets go of it', keep: 'click to keep it',
    bias: 'bias',
    weightOfInput: (input: number) => `weight of x${input}`,
    weightOfNeuron: (neuron: number) => `weight of neuron ${neuron}`,
  },
  plane: {
    title: 'Decision boundary', click: 'A click', choose: 'choose', remove: 'remove',
    label: (points: number) => `The plane with ${points} points. Arrows move a cross, Enter acts there.`,
    invitation: 'Click on a point to send it through the network.',
    point: (index: number, x: string, y: string, name: string) => `Point ${index}: (${x}, ${y}), ${name}`,
    send: 'Send it through',
  },
  curves: {
    title: 'Loss and accuracy', picture: 'Loss and accuracy over the steps', loss: 'loss', accuracy: 'accuracy, %',
  },
};
