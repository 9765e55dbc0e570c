// state.ts: all that the page is set to, as it stands in the address behind the #, so that a link shows the same to
// whoever opens it. Only what differs from the default is written; what cannot be read is left at its default.
import type { Activation } from 'micrograd-lab';
import { presets } from './expression/presets.ts';
import type { Way } from './expression/steps.ts';

export const datasets = ['moons', 'circles', 'spiral', 'xor', 'yin-yang', 'by hand'] as const;
export const activations = ['tanh', 'relu', 'sigmoid', 'linear'] as const satisfies Activation[];
export const losses = ['max-margin', 'cross-entropy', 'squared error'] as const;
export const optimizers = ['SGD', 'SGD with momentum', 'Adam'] as const;
export const engines = ['compiled', 'eager'] as const;
/** Steps a second, at most. */
export const paces = ['10', '60', 'full speed'] as const;
export const ways = ['right', 'overwrite', 'unordered'] as const satisfies Way[];
/** What the lines of the network show. */
export const lineKinds = ['weights', 'gradients'] as const;
export const shades = ['smooth', 'two colours'] as const;
/** How fast the expression room plays. */
export const tempos = ['normal', 'slow', 'fast'] as const;
/** What a lesson may hide, in each room. */
export const partsOf = {
  expression: ['formula', 'bugs', 'steps'],
  training: ['data', 'network', 'training', 'curves'],
} as const;
export const parts = [...partsOf.expression, ...partsOf.training];

/** A point that somebody clicked in, and its class. */
interface HandPoint { x: number; y: number; label: number }

export interface TrainingState {
  dataset: (typeof datasets)[number];
  samples: number;
  noise: number;
  points: HandPoint[];
  /** The sizes of the hidden layers. */
  layers: number[];
  activation: Activation;
  loss: (typeof losses)[number];
  optimizer: (typeof optimizers)[number];
  learningRate: number;
  /** How much of the sum of the squares of all parameters is added to the loss. */
  regularization: number;
  /** 0: all points at each step. */
  batch: number;
  /** Over so many steps the learning rate falls, evenly, to a tenth of itself; 0: it stays. */
  decay: number;
  /** How many points are drawn that training never sees. */
  test: number;
  seed: number;
  /** Added to the seed of the points alone: another draw of them, for the same network. */
  draw: number;
  engine: (typeof engines)[number];
  pace: (typeof paces)[number];
}

export interface State extends TrainingState {
  room: 'expression' | 'training';
  theme: 'system' | 'light' | 'dark';
  hide: (typeof parts)[number][];
  formula: string;
  way: Way;
  /** How many steps of the run are taken; -1: all. */
  step: number;
  lines: (typeof lineKinds)[number];
  shading: (typeof shades)[number];
  tempo: (typeof tempos)[number];
  /** Whether numbers are hidden until they are clicked. */
  predict: 'no' | 'yes';
}

export const limits = {
  samples: { least: 3, most: 10_000 },
  noise: { least: 0, most: 1 },
  learningRate: { least: 0, most: 10 },
  regularization: { least: 0, most: 1 },
  batch: { least: 0, most: 10_000 },
  decay: { least: 0, most: 1_000_000 },
  test: { least: 0, most: 10_000 },
  seed: { least: 0, most: 2 ** 32 - 1 }, // numpy's
  draw: { least: 0, most: 2 ** 32 - 1 },
  layers: 6,
  neurons: 64,
  points: 500,
  /** Of the coordinates of a point by hand, either way. */
  plane: 2.5,
};

interface Field<T> {
  initial: T;
  /** Undefined for what it cannot be. */
  read: (text: string) => T | undefined;
  write: (value: T) => string;
}

const oneOf = <T extends string>(choices: readonly T[], initial: T = choices[0]): Field<T> => ({
  initial,
  read: (text) => choices.find((choice) => choice === text),
  write: (value) => value,
});

function number({ least, most }: { least: number; most: number }, initial: number, isWhole: boolean): Field<number> {
  const read = (text: string) => {
    const x = text.trim() === '' ? NaN : Number(text);
    return x >= least && x <= most && (!isWhole || Number.isInteger(x)) ? x : undefined;
  };
  return { initial, read, write: String };
}

/** A list with something between its entries; one that cannot be read makes all of it unreadable. */
function listOf<T>(between: string, most: number, initial: T[], read: Field<T>['read'], write: Field<T>['write']) {
  const readAll = (text: string) => {
    const entries = text === '' ? [] : text.split(between).map(read);
    return entries.length <= most && !entries.includes(undefined) ? entries as T[] : undefined;
  };
  return { initial, read: readAll, write: (entries: T[]) => entries.map(write).join(between) };
}

const size = number({ least: 1, most: limits.neurons }, 1, true);
const coordinate = number({ least: -limits.plane, most: limits.plane }, 0, false);
const label = number({ least: 0, most: 2 }, 0, true);
const part = oneOf(parts);

function readPoint(text: string): HandPoint | undefined {
  const [x, y, c] = text.split(',').map((entry, i) => (i < 2 ? coordinate : label).read(entry));
  return x === undefined || y === undefined || c === undefined ? undefined : { x, y, label: c };
}

/** In the order in which they stand in the address. */
const fields: { [Name in keyof State]: Field<State[Name]> } = {
  room: oneOf(['expression', 'training']),
  theme: oneOf(['system', 'light', 'dark']),
  formula: { initial: presets[0].text, read: (text) => text, write: (text) => text },
  way: oneOf(ways),
  step: number({ least: -1, most: Infinity }, 0, true),
  tempo: oneOf(tempos),
  predict: oneOf(['no', 'yes']),
  dataset: oneOf(datasets),
  samples: number(limits.samples, 100, true),
  noise: number(limits.noise, 0.1, false),
  points: listOf('_', limits.points, [], readPoint, ({ x, y, label }: HandPoint) => `${x},${y},${label}`),
  layers: listOf('-', limits.layers, [4, 4], size.read, size.write),
  activation: oneOf<Activation>(activations),
  loss: oneOf(losses),
  optimizer: oneOf(optimizers, 'Adam'),
  learningRate: number(limits.learningRate, 0.05, false),
  regularization: number(limits.regularization, 0, false),
  batch: number(limits.batch, 0, true),
  decay: number(limits.decay, 0, true),
  test: number(limits.test, 0, true),
  seed: number(limits.seed, 1337, true),
  draw: number(limits.draw, 0, true),
  engine: oneOf(engines),
  pace: oneOf(paces, '60'),
  lines: oneOf(lineKinds),
  shading: oneOf(shades),
  hide: listOf('-', parts.length, [], part.read, part.write),
};
const names = Object.keys(fields) as (keyof State)[];

export const initialState = Object.fromEntries(names.map((name) => [name, fields[name].initial])) as unknown as State;

/** What stands behind the #. */
export function toHash(state: State): string {
  const query = new URLSearchParams();
  for (const name of names) {
    const { write, initial } = fields[name] as Field<unknown>;
    if (write(state[name]) === write(initial)) continue;
    const preset = name === 'formula' && presets.find(({ text }) => text === state.formula);
    if (preset) query.set('preset', preset.id); // an address that can be read, and written into a guide
    else query.set(name, write(state[name]));
  }
  return query.toString();
}

export function fromHash(hash: string): State {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const preset = presets.find(({ id }) => id === query.get('preset'));
  if (preset && !query.has('formula')) query.set('formula', preset.text);
  const read = (name: keyof State) => {
    const text = query.get(name);
    return (text === null ? undefined : fields[name].read(text)) ?? fields[name].initial;
  };
  return Object.fromEntries(names.map((name) => [name, read(name)])) as unknown as State;
}
