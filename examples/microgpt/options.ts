// options.ts: reads the command line, and says in one line what is wrong with it.
import { parseArgs } from 'node:util';

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

/** What the user got wrong, in one line. */
export class UsageError extends Error {}

export interface Options {
  data?: string;
  steps: number;
  samples: number;
  temperature: number;
  seed: bigint;
  eager: boolean;
}

/** What the arguments ask for, or undefined when that is help. */
export function parseOptions(args: string[], env: Record<string, string | undefined> = {}): Options | undefined {
  const value = { type: 'string' } as const;
  const options = {
    data: value, steps: value, samples: value, temperature: value, seed: value,
    eager: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
  } as const;
  for (const name of Object.keys(options)) {
    if (name === 'help' || env[`npm_config_${name}`] === undefined) continue;
    throw new UsageError(`npm took --${name} for an option of its own: write npm run microgpt -- --${name} …`);
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

  function read<T>(name: string, otherwise: T, wanted: string, parse: (text: string) => T | undefined): T {
    if (!given.has(name)) return otherwise;
    const text = given.get(name);
    const result = text === undefined ? undefined : parse(text);
    if (result === undefined) throw wrong(`--${name} wants ${wanted}, got ${quote(text)}`);
    return result;
  }
  const count = (name: string, otherwise: number, least: number) =>
    read(name, otherwise, `an integer from ${least} to ${most}`, (text) => integer(text, least));
  const run = {
    data: read<string | undefined>('data', undefined, 'a file', (text) => text || undefined),
    steps: count('steps', 1000, 1),
    samples: count('samples', 20, 0),
    temperature: read('temperature', 0.5, 'a number from 0.001 to 1000', (text) => {
      const x = Number(text);
      return /^\+?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) && x >= 0.001 && x <= 1000 ? x : undefined;
    }),
    seed: read('seed', 42n, 'an integer', (text) =>
      (/^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined)),
    eager: given.has('eager'),
  };
  // Last, since a stray word is most often what follows a mistake above: `--steps 1 000`.
  if (positionals.length > 0) throw wrong(`wanted options only, got ${quote(positionals[0])}`);
  return run;
}

const wrong = (what: string) => new UsageError(`${what} (npm run microgpt -- --help lists the options)`);
const quote = (text: string | undefined) => (text === undefined ? 'nothing' : JSON.stringify(text));

/** Steps that end within a day, on the engine too. */
const most = 1_000_000;

/** Digits only: `1e3`, `0x10` and an empty text are more likely slips than numbers. */
function integer(text: string, least: number): number | undefined {
  const n = Number(text);
  return /^\d+$/.test(text) && n >= least && n <= most ? n : undefined;
}
