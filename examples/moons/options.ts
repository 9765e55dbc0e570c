// options.ts: what can be said on the command line.
import {
  anyInteger, decimal, file, flag, integer, readInteger, readOptions, wrong, type Environment, type Option,
} from '../command/options.ts';
import { notebook, type Run } from './train.ts';

export { UsageError } from '../command/options.ts';

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

/** A run, whether it is compiled, and the files that its model comes from and goes to. */
export interface Options extends Run { compiled: boolean; load?: string; save?: string }

/** What still fits into memory, at some 100 bytes a node of the graph, and ends within a day. */
const most = { samples: 100_000, steps: 1_000_000, neurons: 1_000 };

const layers: Option<number[]> = {
  otherwise: notebook.hidden,
  wanted: `integers from 1 to ${most.neurons} with commas between, such as 16,16`,
  read(text) {
    const sizes = text.split(',').map((part) => readInteger(part.trim(), 1, most.neurons));
    return sizes.every((size) => size !== undefined) ? sizes : undefined;
  },
};

/** What the arguments ask for, or undefined when that is help. */
export function parseOptions(args: string[], env: Environment = {}): Options | undefined {
  const options = readOptions<Options>('npm start', {
    seed: anyInteger(notebook.seed),
    samples: integer(notebook.samples, 2, most.samples),
    noise: decimal(notebook.noise, 0),
    steps: integer(notebook.steps, 1, most.steps),
    hidden: layers,
    compiled: flag,
    load: file,
    save: file,
  }, args, env);
  if (options?.load !== undefined && options.hidden !== notebook.hidden) {
    throw wrong('npm start', '--hidden is for a new model, and --load for an old one');
  }
  return options;
}
