// words/expression.ts: what the expression room says.
import type { Language } from '../expression/code.ts';
import type { PresetId } from '../expression/presets.ts';
import type { Way } from '../expression/steps.ts';
import type { State } from '../state.ts';

const presets: Record<PresetId, string> = {
  expression: 'L = (a * b + c) * f',
  neuron: 'A neuron with tanh',
  exp: 'The neuron, tanh from exp',
  twice: 'Used twice: b = a + a',
  ways: 'Two ways: f = d * e',
  order: 'Order matters: c = b + b',
  readme: 'micrograd’s README',
  slopes: 'Exercise: three slopes',
  softmax: 'Exercise: softmax',
  derivatives: 'tanh and its first three derivatives',
};
const ways: Record<Way, string> = { right: 'correct', overwrite: '= instead of +=', unordered: 'no order' };
const runs: Record<Way, string> = {
  right: 'Correct', overwrite: 'Bug: = instead of +=', unordered: 'Bug: no order',
};
const harmless: Record<Way, string> = {
  right: '',
  overwrite: 'The bug does no harm here: no Value is used twice.',
  unordered: 'The bug does no harm here: no computed Value is used twice.',
};
const tempos: Record<State['tempo'], string> = { normal: 'normal', slow: 'slow', fast: 'fast' };
const languages: Record<Language, string> = {
  typescript: 'TypeScript', pytorch: 'Python with PyTorch', micrograd: 'Python with micrograd',
};
const unknown = '?';

export const expression = {
  title: 'Expression room', input: 'Input', stage: 'Graph',
  keys: 'Keys: ← → or a clicker: step · Home End · + − 0: zoom · Shift with arrows: move · F: full screen',
  stale: 'The formula has a mistake. This graph is the last one without a mistake.',
  formula: {
    preset: 'Expression', presets, title: 'Formula', other: 'another one',
    own: (line: string) => `your own: ${line}`,
    lecture: (at: string) => `In the lecture at ${at}`,
    line: (line: number, message: string) => `line ${line}: ${message}`,
    empty: 'the formula is empty: write one, such as a * b + 2',
    superscript: 'a power is written **, as in x ** 3',
    sqrt: 'a square root is written as a power: x ** 0.5',
  },
  derivative: { show: 'Derivative with respect to', variable: 'Differentiate with respect to' },
  ways: { title: 'Backward pass', names: ways, runs, harmless },
  graph: {
    title: (way: Way) => `Graph: ${runs[way]}`,
    tooLarge: (nodes: number, most: number) =>
      `This graph has ${nodes} Values. A picture helps up to ${most}: try a smaller one.`,
    layingOut: (nodes: number) => `Laying out ${nodes} boxes …`,
    smaller: 'Smaller', larger: 'Larger', fit: 'Fit', fitLabel: 'Fit to the window',
    value: (name: string) => `Value ${name}`,
    dataOf: (name: string) => `data of ${name}`,
    madeBy: (operation: string) => `made by ${operation}`,
    data: 'data', grad: 'grad', unknown,
    hidden: 'show',
    reveal: (kind: 'data' | 'grad', name: string) => `Show the ${kind} of ${name}`,
    not: (grad: string) => `not ${grad}`,
  },
  step: {
    beginning: 'Each box is a number, and each circle an operation. Press Step: first the numbers are computed, ' +
      'then the gradients flow back.',
    forward: 'forward', backward: 'backward',
    seed: (name: string) => `begins at ${name}`,
    seedReason: 'the derivative of anything with respect to itself',
    gradIs: (name: string, grad: string) => `${name}.grad is ${grad}`,
    onlyConstants: 'All operands are constants: they have no gradient.',
    cut: (steps: number) => `Stopped after ${steps} steps: without an order, this graph takes far more. ` +
      'The gradients are not complete.',
    waiting: 'This run is at its end.',
    becomes: 'becomes',
  },
  transport: {
    title: 'Steps', beginning: 'To the beginning', back: 'One step back', on: 'One step on', step: 'Step',
    end: 'To the end', pause: 'Pause', play: 'Play', replay: 'Replay', slider: 'Step',
    tempo: 'Speed', tempos, predict: 'Predict first',
    fullScreen: 'Full screen', leaveFullScreen: 'Leave the full screen',
  },
  takeAway: {
    title: 'Copy or save', languages,
    invitation: 'The graph as a program that prints the same numbers, or as a picture:',
    copy: (language: string) => `Copy as ${language}`,
    save: 'Save the picture (SVG)',
    copied: (language: string) => `Copied as ${language}.`,
    notCopied: 'The browser did not allow it to be copied.',
    saved: 'Saved as graph.svg.',
  },
  code: {
    lacks: (operation: string, name: string) =>
      `micrograd has no ${operation}, which ${name} needs. Copy it as PyTorch instead.`,
  },
};
