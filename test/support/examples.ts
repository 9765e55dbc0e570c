// The examples as commands.
import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const examples = resolve(import.meta.dirname, '..', '..', 'examples');

/** Builds, so that the runs do not. */
export function prepareExamples(): void {
  spawnSync(process.execPath, [resolve(examples, 'prepare.mjs')]);
}

export const commandOf = (...args: string[]) => [resolve(examples, 'run.mjs'), ...args];

export const runExample = (...args: string[]) => spawnSync(process.execPath, commandOf(...args), { encoding: 'utf8' });

/** Runs an example, and stops reading at its first line, as `| head` does. */
export async function runForOneLine(...args: string[]): Promise<{ status: unknown; stderr: string }> {
  const child = spawn(process.execPath, commandOf(...args), { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => { stderr += String(text); });
  child.stdout.once('data', () => { child.stdout.destroy(); });
  const status = await new Promise((resolve) => { child.once('close', resolve); });
  return { status, stderr };
}

/** util-linux's `script` gives a command a terminal to write to. */
export const hasTerminal = String(spawnSync('script', ['--version']).stdout).includes('util-linux');

/** Runs an example on a terminal of 80 columns: what it showed, without colours. */
export const runOnTerminal = (...args: string[]) => runNodeOnTerminal(commandOf(...args));

/** The same for any program of Node. */
export function runNodeOnTerminal(args: readonly string[], cwd = '.'): { status: number | null; text: string } {
  const line = [process.execPath, ...args].map((part) => `'${part}'`).join(' ');
  const { status, stdout } = spawnSync('script', ['-qec', line, '/dev/null'], {
    cwd, encoding: 'utf8', env: { ...process.env, TERM: 'xterm-256color', FORCE_COLOR: '2', COLUMNS: '80' },
  });
  return { status, text: stripVTControlCharacters(stdout) };
}
