// options.ts: reads the command line of an example, and says in one line what is wrong with it.
import { parseArgs } from 'node:util';

/** What the user got wrong, in one line. */
export class UsageError extends Error {}

export const wrong = (command: string, what: string) =>
  new UsageError(`${what} (${command} -- --help lists the options)`);

export interface Option<T> {
  /** What it is when it is not given. */
  otherwise: T;
  /** What its text must be. Without this, it takes no text. */
  wanted?: string;
  /** Undefined for a text that is not wanted, as an empty one never is. */
  read: (text: string) => T | undefined;
}

export type Environment = Record<string, string | undefined>;

/** What the arguments ask for, or undefined when that is help. `command` is what stands before the `--`. */
export function readOptions<Options extends object>(
  command: string, options: { [Name in keyof Options]: Option<Options[Name]> }, args: string[], env: Environment,
): Options | undefined {
  const entries = Object.entries<Option<unknown>>(options);
  for (const [name] of entries) {
    if (name === 'save' || env[`npm_config_${name}`] === undefined) continue; // npm has a --save of its own
    throw new UsageError(`npm took --${name} for an option of its own: write ${command} -- --${name} …`);
  }
  const kinds: Record<string, { type: 'boolean' | 'string'; short?: string }> = {
    ...Object.fromEntries(entries.map(([name, { wanted }]) => [name, { type: wanted ? 'string' : 'boolean' }])),
    help: { type: 'boolean', short: 'h' },
  };
  // Not strict: Node's own messages take several lines, and it takes `--seed -1` for a mistake.
  const { tokens, positionals } = parseArgs({ args, options: kinds, strict: false, tokens: true });
  const given = new Map<string, string | undefined>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!Object.hasOwn(kinds, name)) throw wrong(command, `there is no option ${rawName.replaceAll(/\s+/g, ' ')}`);
    if (kinds[name].type === 'boolean' && value !== undefined) throw wrong(command, `${rawName} takes no value`);
    given.set(name, value);
  }
  if (given.has('help')) return undefined;

  const values = entries.map(([name, { otherwise, wanted, read }]) => {
    if (!given.has(name)) return [name, otherwise];
    const text = given.get(name);
    const value = read(text ?? '');
    if (value === undefined) throw wrong(command, `--${name} wants ${wanted}, got ${quote(text)}`);
    return [name, value];
  });
  // Last, since a stray word is most often what follows a mistake above: `--steps 1 000`.
  if (positionals.length > 0) throw wrong(command, `wanted options only, got ${quote(positionals[0])}`);
  return Object.fromEntries(values) as Options;
}

const quote = (text: string | undefined) => (text === undefined ? 'nothing' : JSON.stringify(text));

export const flag: Option<boolean> = { otherwise: false, read: () => true };

export const file: Option<string | undefined> =
  { otherwise: undefined, wanted: 'a file', read: (text) => text || undefined };

export const integer = (otherwise: number, least: number, most: number): Option<number> =>
  ({ otherwise, wanted: `an integer from ${least} to ${most}`, read: (text) => readInteger(text, least, most) });

export const anyInteger = (otherwise: bigint): Option<bigint> => ({
  otherwise,
  wanted: 'an integer',
  read: (text) => (/^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined),
});

export const decimal = (otherwise: number, least: number, most?: number): Option<number> => ({
  otherwise,
  wanted: most === undefined ? `a number of at least ${least}` : `a number from ${least} to ${most}`,
  read(text) {
    const x = Number(text);
    const isNumber = /^\+?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text);
    return isNumber && x >= least && x <= (most ?? Number.MAX_VALUE) ? x : undefined;
  },
});

/** Digits only: `1e3`, `0x10` and an empty text are more likely slips than numbers. */
export function readInteger(text: string, least: number, most: number): number | undefined {
  const n = Number(text);
  return /^\d+$/.test(text) && n >= least && n <= most ? n : undefined;
}
