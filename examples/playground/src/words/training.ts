// words/training.ts: what the training room says.
import type { Activation } from 'micrograd-lab';
import type { State, TrainingState } from '../state.ts';
import type { Memory } from '../training/optimizers.ts';
import type { Preset } from '../training/presets.ts';
import type { Halt } from '../training/protocol.ts';
import type { Zero } from '../training/way.ts';

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
const engines: Record<TrainingState['engine'], string> = {
  compiled: 'compiled', eager: 'Value by Value',
};
const paces: Record<TrainingState['pace'], string> = {
  10: '10 steps a second', 60: '60 steps a second', 'full speed': 'full speed',
};
const presets: Record<Preset, string> = {
  moons: 'Two moons', demo: 'Karpathy’s demo: moons, 16-16, 100 steps', spiral: 'A spiral',
  overfitting: 'Overfitting: few points, much noise', vanishing: 'Vanishing gradients: six sigmoid layers',
  diverging: 'Diverging: a learning rate of 5',
};
const lineKinds: Record<State['lines'], string> = { weights: 'weights', gradients: 'gradients' };
const memories: Record<Memory, string> = { velocity: 'velocity', mean: 'mean', square: 'mean of squares' };
const halts: Record<Halt, string> = {
  diverged: 'Training diverged: some numbers are NaN or infinite, so it paused. Lower the learning rate, then reset.',
  decayed: 'The decay is over, so training paused. The learning rate is now a tenth of what it was. Play goes on.',
};
const zeros: Record<Zero, string> = {
  margin: 'The score is on the right side of 0, by 1 or more. So the loss is 0, and so is every gradient.',
  arrived: 'The gradient that arrives is 0: the neurons behind this one send nothing back.',
  relu: 'The sum is not above 0, so relu gives 0 and its derivative is 0. No gradient passes through.',
  flat: 'The activation is so close to its limit that its derivative rounds to 0. No gradient passes through.',
  exact: 'The score is exactly its target, so its gradient is 0.',
  sure: 'The probability of this class rounds to its target, 0 or 1. So the gradient of its score is 0.',
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
    unknown: '–', shortest: 'under 0.01 ms',
    testLoss: 'Test loss', testAccuracy: 'Test accuracy', learningRate: 'Learning rate',
    halts, noPoints: 'There are no points yet. Click in the plane to add some.',
  },
  data: {
    title: 'Data', points: 'Points', datasets, removeAll: 'Remove all points',
    samples: 'How many', noise: 'Noise', seed: 'Seed', test: 'Test points',
    draw: 'New points', drawLabel: 'New points: another draw of the same kind, for the same network',
    preset: 'Start from', presets, own: 'your own settings',
    /** Above the controls, where they are folded. */
    folded: (dataset: TrainingState['dataset'], optimizer: TrainingState['optimizer']) =>
      `Data and training: ${datasets[dataset]}, ${optimizers[optimizer]}`,
  },
  settings: {
    title: 'Training', loss: 'Loss', losses, optimizer: 'Optimizer', optimizers,
    learningRate: 'Learning rate', regularization: 'Regularization', batch: 'Batch (0: all)',
    decay: 'Decay (0: none)',
    decayHelp: 'Over so many steps the learning rate falls, evenly, to a tenth. Then training pauses',
    batchHelp: 'So many points at each step',
    regularizationHelp: 'The loss grows by this times the sum of all squared parameters',
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
    lines: 'Lines show', lineKinds,
    leftOut: (lines: number) =>
      `${lines} lines are not drawn, since nobody could tell them apart. Click a neuron to see its weights.`,
  },
  gradients: {
    title: 'Gradients by layer',
    explanation: 'Root mean square of each layer’s gradients at the last step, on a logarithmic scale.',
    layer: (layer: number) => `Layer ${layer}`, output: 'Output',
    zeros: (zeros: number, count: number) => (zeros === 0 ? '' : `${zeros} of ${count} are 0`),
    none: 'There is no gradient yet. Take a step.',
  },
  inspector: {
    title: 'Numbers of the neuron',
    invitation: 'Point at a neuron, or at a line, to see and change its numbers.',
    letGo: 'Let go', keep: 'click to keep it',
    name: 'weight of', value: 'value', gradient: 'gradient', memories, unknown: '–',
    explanation: 'The gradients are those of the last step.',
    onLine: (name: string) => `${name}, on the line`,
    bias: 'bias',
    input: (input: number) => `x${input}`, neuron: (neuron: number) => `neuron ${neuron}`,
    weightOfInput: (input: number) => `weight of x${input}`,
    weightOfNeuron: (neuron: number) => `weight of neuron ${neuron}`,
  },
  plane: {
    title: 'Decision boundary', click: 'What a click does', choose: 'choose', remove: 'remove',
    label: (points: number) => `The plane with ${points} points. Arrows move a cross, Enter acts there.`,
    invitation: 'Click on a point to send it through the network. A click elsewhere makes up a point.',
    empty: 'Click here to add points.',
    point: (index: number, x: string, y: string, name: string) => `Point ${index}: (${x}, ${y}), ${name}`,
    madeUp: (x: string, y: string) => `A made-up point: (${x}, ${y})`, itsClass: 'Its class',
    send: 'Send it through', twoColours: 'two colours only', test: 'test points are hollow',
    neuron: (name: string) => `What this neuron gives: ${name}`,
  },
  way: {
    title: 'The point on its way', close: 'Close',
    transport: 'Steps of the point', back: 'Back', on: 'Step', slider: 'Step of the point',
    forward: 'forward', backward: 'backward', lossStep: 'loss',
    input: 'input', data: 'number', weight: 'weight', product: 'product',
    weightGrad: 'gradient of the weight', inputGrad: 'sent back', bias: 'bias',
    sum: 'sum', output: 'output', target: 'target', score: 'score', loss: 'loss',
    arrives: 'The gradient that arrives here', passes: 'After the activation',
    zeros,
    graph: 'Open this neuron’s graph', whole: 'Open the whole graph',
    graphNote: 'There, “rest” stands for everything behind the neuron. The gradients are the same.',
  },
  curves: {
    title: 'Loss and accuracy', picture: 'Loss and accuracy over the steps', loss: 'loss', accuracy: 'accuracy, %',
    testLoss: 'test loss',
    log: 'Log, with all digits',
    line: (step: number, loss: string, accuracy: string) => `step ${step} loss ${loss}, accuracy ${accuracy}%`,
    logNote: 'The last pictures, oldest first. At 10 steps a second there is one for each step.',
  },
};
