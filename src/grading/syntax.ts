// syntax.ts: the line at which a module does not parse. Node says it only on the screen.
import { spawn } from 'node:child_process';
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A submission may come with many files. */
const MOST_FILES = 20;

/** The first script in a folder that does not parse as an ES module, and the line; `main` is looked at first. */
export async function syntaxErrorIn(folder: string, main: string, end: number): Promise<[string, number] | undefined> {
  const others = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.m?js$/.test(name) && name !== main);
  for (const name of [main, ...others].slice(0, MOST_FILES)) {
    const line = end > Date.now() ? await lineOf(join(folder, name), end - Date.now()) : undefined;
    if (line !== undefined) return [name, line];
  }
  return undefined;
}

async function lineOf(path: string, timeout: number): Promise<number | undefined> {
  const args = ['--max-old-space-size=256', '--check', '--input-type=module', '-'];
  const check = spawn(process.execPath, args, {
    stdio: ['pipe', 'ignore', 'pipe'], timeout: Math.min(timeout, 2 ** 31 - 1), killSignal: 'SIGKILL',
  });
  const stop = () => { check.kill('SIGKILL'); };
  process.once('exit', stop);
  let text = '';
  check.stderr.setEncoding('utf8').on('data', (part: string) => { text = (text + part).slice(0, 10_000); });
  check.stdin.on('error', () => undefined); // it has ended before it read all
  createReadStream(path).on('error', stop).pipe(check.stdin);
  await new Promise((resolve) => { check.on('close', resolve).on('error', resolve); });
  process.off('exit', stop);
  const line = /^\[stdin\]:(\d+)/m.exec(text)?.[1];
  return line === undefined ? undefined : Number(line);
}
