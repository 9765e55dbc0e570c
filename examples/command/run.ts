// run.ts: what is around the work of a command: help, mistakes told in one line, and a reader who has seen enough.
import { UsageError, type Environment } from './options.ts';

/** Does the work that the command line asks for, or prints the usage. */
export async function runCommand<Options>(
  usage: string,
  parseOptions: (args: string[], env: Environment) => Options | undefined,
  work: (options: Options) => Promise<void>,
): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0); // whoever read our lines, as `head` does, has seen enough
  });
  try {
    const options = parseOptions(process.argv.slice(2), process.env);
    if (options === undefined) console.log(usage);
    else await work(options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
