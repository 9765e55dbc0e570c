// options.ts: what can be said on the command line.
import { anyInteger, decimal, file, flag, integer, readOptions, type Environment } from '../command/options.ts';

export { UsageError } from '../command/options.ts';

export const usage = `npm run microgpt -- [options]

Karpathy's microgpt: a GPT of 4,192 single numbers reads names, and then makes up its own.

  --data FILE        the names to learn from, one a line, in letters from a to z; without it, a small list of its own;
                     names.txt of karpathy/makemore gives the published run
  --steps 1000       how many steps of training, a name each, at least 1, at most 1000000
  --samples 20       how many names it makes up, at most 1000000
  --temperature 0.5  how freely it does, from 0.001 (always the likeliest letter) to 1000 (any letter)
  --seed 42          any integer: of the order of the names, of the numbers it begins with, and of the samples
  --eager            runs on the engine, ten times slower, in place of micrograd-lab/compile
  --help             prints this

On a terminal it shows how far it is; into a pipe it prints one line a step.`;

export interface Options {
  data?: string;
  steps: number;
  samples: number;
  temperature: number;
  seed: bigint;
  eager: boolean;
}

/** Steps that end within a day, on the engine too. */
const most = 1_000_000;

/** What the arguments ask for, or undefined when that is help. */
export function parseOptions(args: string[], env: Environment = {}): Options | undefined {
  return readOptions<Options>('npm run microgpt', {
    data: file,
    steps: integer(1000, 1, most),
    samples: integer(20, 0, most),
    temperature: decimal(0.5, 0.001, 1000),
    seed: anyInteger(42n),
    eager: flag,
  }, args, env);
}
