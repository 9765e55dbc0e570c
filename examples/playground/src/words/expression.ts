// words/expression.ts: what the expression room says.
import type { PresetId } from '../expression/presets.ts';
import type { Way } from '../expression/steps.ts';

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
};
const ways: Record<Way, string> = { right: 'right', overwrite: '= for +=', unordered: 'no order' };
const runs: Record<Way, string> = { right: 'Right', overwrite: 'Bug: = for +=', unordered: 'Bug: no order' };
const harmless: Record<Way, string> = {
  right: '',
  overwrite: 'Here the bug does no harm: no Value is used twice.',
  unordered: 'Here the bug does no harm: no Value that was computed is used twice.',
};

export const expression = {
  title: 'Expression room', input: 'Input', stage: 'Graph',
  formula: {
    preset: 'From the lecture', presets, own: 'your own', title: 'Formula',
    line: (line: number, message: string) => `line ${line}: ${message}`,
    empty: 'the formula is empty',
  },
  ways: { title: 'Backward', names: ways, runs, harmless },
  graph: {
    title: (way: Way) => `Graph, ${way}`,
    tooLarge: (nodes: number, most: number) =>
      `A graph of ${nodes} Values. A picture helps up to some ${most}: try a smaller one.`,
    layingOut: (nodes: number) => `Laying out ${nodes} boxes …`,
    smaller: 'Smaller', larger: 'Larger',
    value: (name: string) => `Value ${name}`,
    dataOf: (name: string) => `data of ${name}`,
    madeBy: (operation: string) => `made by ${operation}`,
    constant: 'constant', data: 'data', grad: 'grad', unknown: '·',
    not: (grad: string) => `not ${grad}`,
  },
  step: {
    beginning: 'The leaves have their data. Step on: each operation computes its own.',
    forward: 'forward', backward: 'backward',
    seed: (name: string) => `begins at ${name}`,
    seedReason: 'the derivative of anything by itself',
    gradIs: (name: string, grad: string) => `${name}.grad is ${grad}`,
    becomes: 'becomes',
  },
  transport: {
    title: 'Steps', beginning: 'To the beginning', back: 'One step back', on: 'One step on', step: 'Step',
    end: 'To the end', pause: 'Pause', play: 'Play', replay: 'Replay', slider: 'Step',
  },
};
