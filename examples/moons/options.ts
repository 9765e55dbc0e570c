// options.ts: reads the command line, and says in one line what is wrong with it.
import { parseArgs } from 'node:util';
import { notebook, type Run } from './train.ts';

export const usage = `npm start -- [options]

Karpathy's micrograd demo: a network of single numbers learns to tell two moons apart.

  --seed 1337      any integer: of the points (modulo 2**32, which is what numpy takes) and of the weights
  --samples 100    how many points, at least 2, at most 100000
  --noise 0.1      the standard deviation of the noise added to each coordinate, at least 0
  --steps 100      how many steps of gradient descent, at least 1, at most 1000000; the learning rate falls from 1.0
                   towards 0.1 over these steps, however many: at step k it is 1.0 - 0.9 * k / steps
  --hidden 16,16   how many neurons in each hidden layer, at most 1000
  --compiled       trains with micrograd-lab/compile: the same run in less time, to 12 digits
  --load FILE      starts from a model that --save has kept, in place of a new one
  --save FILE      keeps the trained model, as JSON
  --help           prints this

On a terminal it draws; into a pipe it prints one line a step.`;

/** What the user got wrong, in one line. */
export class UsageError extends Error {}

/** A run, whether it is compiled, and the files that its model comes from and goes to. */
export interface Options extends Run { compiled?: boolean; load?: string; save?: string }

/** What the arguments ask for, or undefined when that is help. */
export function parseOptions(args: string[], env: Record<string, string | undefined> = {}): Options | undefined {
  const value = { type: 'string' } as const;
  const options = {
    seed: value, samples: value, noise: value, steps: value, hidden: value, load: value, save: value,
    compiled: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
  } as const;
  for (const name of [...Object.keys(notebook), 'compiled', 'load']) {
    if (env[`npm_config_${name}`] === undefined) continue; // so it is, unless somebody forgot the `--`
    throw new UsageError(`npm took --${name} for an option of its own: write npm start -- --${name} …`);
  }
  // Not strict: Node's own messages take several lines, and it takes `--seed -1` for a mistake.
  const { tokens, positionals } = parseArgs({ args, options, strict: false, tokens: true });
  const given = new Map<string, string | undefined>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!Object.hasOwn(options, name)) throw wrong(`there is no option ${rawName.replaceAll(/\s+/g, ' ')}`);
    const { type } = options[name as keyof typeof options];
    if (type === 'boolean' && value !== undefined) throw wrong(`${rawName} takes no value`);
    given.set(name, value);
  }
  if (given.has('help')) return undefined;

  function read<K extends keyof Run>(name: K, wanted: string, parse: (text: string) => Run[K] | undefined): Run[K] {
    if (!given.has(name)) return notebook[name];
    const text = given.get(name);
    const result = text === undefined ? undefined : parse(text);
    if (result === undefined) throw wrong(`--${name} wants ${wanted}, got ${quote(text)}`);
    return result;
  }
  const run = {
    seed: read('seed', 'an integer', (text) => (/^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined)),
    samples: read('samples', `an integer from 2 to ${most.samples}`, (text) => integer(text, 2, most.samples)),
    noise: read('noise', 'a number of at least 0', (text) => decimal(text)),
    steps: read('steps', `an integer from 1 to ${most.steps}`, (text) => integer(text, 1, most.steps)),
    hidden: read('hidden', `integers from 1 to ${most.neurons} with commas between, such as 16,16`, integers),
  };
  const file = (name: 'load' | 'save') => {
    if (given.has(name) && !given.get(name)) throw wrong(`--${name} wants a file, got ${quote(given.get(name))}`);
    return given.get(name);
  };
  const files = { load: file('load'), save: file('save') };
  if (files.load && given.has('hidden')) throw wrong('--hidden is for a new model, and --load for an old one');
  // Last, since a stray word is most often what follows a mistake above: `--hidden 16, 16`.
  if (positionals.length > 0) throw wrong(`wanted options only, got ${quote(positionals[0])}`);
  return { ...run, ...files, ...(given.has('compiled') ? { compiled: true } : {}) };
}

const wrong = (what: string) => new UsageError(`${what} (npm start -- --help lists the options)`);
const quote = (text: string | undefined) => (text === undefined ? 'nothing' : JSON.stringify(text));

/** What still fits into memory, at some 100 bytes a node of the graph, and ends within a day. */
const most = { samples: 100_000, steps: 1_000_000, neurons: 1_000 };

/** Digits only: `1e3`, `0x10` and an empty text are more likely slips than numbers. */
function integer(text: string, least: number, greatest: number): number | undefined {
  const n = Number(text);
  return /^\d+$/.test(text) && n >= least && n <= greatest ? n : undefined;
}

function integers(text: string): number[] | undefined {
  const sizes = text.split(',').map((part) => integer(part.trim(), 1, most.neurons));
  return sizes.every((size) => size !== undefined) ? sizes : undefined;
}

function decimal(text: string): number | undefined {
  const x = Number(text);
  return /^\+?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) && x < Infinity ? x : undefined;
}
