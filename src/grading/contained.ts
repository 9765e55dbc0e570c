// contained.ts: starts the process of a submission, and closes what Node can close. Its permission model lets the
// process read one folder, write nothing, and start neither programs nor threads. Bun and Deno have no such model, and
// on a Node before 20.19 it may fail: there the process runs without it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Child, programFile } from './process.ts';
import type { Folder } from './folder.ts';

/** How long a process that does not start may take to say why, in ms. */
const EXPLAIN_LIMIT = 5000;
/** In the folder, the grader's own files, a level down: a chunk lies beside `grading`. */
const PROGRAM = 'grader/grading';

const has = (flag: string) => process.allowedNodeEnvironmentFlags.has(flag);

/** The flags to try, one list after the other. */
function permissionFlags(folder: string): string[][] {
  const { node, bun, deno } = process.versions;
  if (bun !== undefined || deno !== undefined) return [[]];
  const flags = [
    has('--permission') ? '--permission' : '--experimental-permission',
    `--allow-fs-read=${join(folder, '*')}`,
    ...(has('--experimental-sqlite') ? ['--no-experimental-sqlite'] : []), // which makes files anywhere
  ];
  const [major, minor] = node.split('.').map(Number);
  return major > 21 || (major === 20 && minor >= 19) ? [flags] : [flags, []];
}

/** The files of child.js, so that the process need not read where the grader is installed. They are read once. */
let program: Record<string, string> | undefined;

function programTexts(): Record<string, string> {
  const main = programFile('child.js');
  const texts: Record<string, string> = { [`${PROGRAM}/../package.json`]: '{ "type": "module" }' };
  const files = [main];
  for (const file of files) { // grows as imports are met
    const text = readFileSync(file, 'utf8');
    texts[`${PROGRAM}/${relative(dirname(main), file)}`] = text;
    for (const [, name] of text.matchAll(/\b(?:from|import)\s*["'](\.[^"']+)["']/g)) {
      const path = resolve(dirname(file), name);
      if (!files.includes(path)) files.push(path);
    }
  }
  return texts;
}

/**
 * Starts a process that is ready to load a submission.
 * @throws Error when it does not start: that is the machine's trouble, and no file's
 */
export async function startContained(folder: Folder, memory: number): Promise<Child> {
  program ??= programTexts();
  folder.write(program);
  const args = [`--max-old-space-size=${Math.ceil(memory)}`, '--no-warnings'];
  const detect = '--experimental-detect-module'; // ES modules in a .js file: from Node 20.19 on it is the default
  if (has(detect)) args.push(detect);
  const { PATH, SystemRoot } = process.env; // the others may be secrets
  const env = { PATH, SystemRoot };
  let all: string[] = [];
  let end = '';
  for (const flags of permissionFlags(folder.path)) {
    all = [...args, ...flags, join(folder.path, PROGRAM, 'child.js')];
    const child = await Child.spawn({ args: all, folder: folder.submission, memory, env });
    if (await child.greet() !== undefined) return child;
    child.kill();
    ({ end } = child);
  }
  const said = await complaint(all, folder.path, env);
  throw new Error(`the grader’s own process did not start (${end})${said}. This is not the fault of the file. It got ` +
    'no marks.');
}

/** Returns the last words of a process that does not start: starts it once more, and says nothing to it. */
async function complaint(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const started = spawn(process.execPath, args, {
    cwd, env, stdio: ['ignore', 'ignore', 'pipe'], timeout: EXPLAIN_LIMIT, killSignal: 'SIGKILL',
  });
  let text = '';
  started.stderr.setEncoding('utf8').on('data', (part: string) => { text = (text + part).slice(0, 2000); });
  await Promise.race([once(started, 'close'), once(started, 'error')]);
  const line = text.split('\n').find((line) => /error|option/i.test(line)) ?? text.split('\n')[0];
  return line === '' ? '' : `: ${line.trim()}`;
}
