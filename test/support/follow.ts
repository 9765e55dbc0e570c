// Follows a guide to the letter: writes its files and runs its commands, in order, in one folder.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Block { language: string; text: string }
/** The code in a text of Markdown. */
export const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));

/** Somebody who follows a guide, with one terminal. */
export class Follower {
  #folder: string;
  readonly #stand: string;
  /** `stand` is what stands in a command's place, as functions of bash. */
  constructor(folder: string, stand = '') {
    this.#folder = folder;
    this.#stand = stand;
  }

  get folder(): string { return this.#folder; }

  /** Follows blocks, and gives what each block of commands prints. A `text` is what the commands before it print. */
  follow(blocks: Block[]): string[] {
    const printed: string[] = [];
    for (const { language, text } of blocks) {
      if (language === 'sh') printed.push(this.#run(text));
      else if (language === 'text') expect(printed[printed.length - 1].slice(-text.length)).toBe(text);
      else if (language !== 'python') this.#write(text); // Python is for ../examples/onnx.test.ts
    }
    return printed;
  }

  #run(commands: string): string {
    const script = `set -euo pipefail\n${this.#stand}\ncd "${this.#folder}"\n${commands}\npwd\n`;
    const env = { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false', NO_COLOR: '1' };
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', env });
    if (status !== 0) throw new Error(`${commands}ended with ${status}:\n${stdout}${stderr}`);
    const lines = stdout.trimEnd().split('\n');
    this.#folder = lines.pop() ?? '';
    return lines.map((line) => `${line}\n`).join('');
  }

  #write(text: string): void {
    const named = /^(?:<!doctype html>\n<!-- |\/\/ )(\S+)/.exec(text);
    if (named === null) throw new Error(`a file without its name:\n${text}`);
    writeFileSync(join(this.#folder, named[1]), text);
  }
}

/** The package and its examples, without what was installed and built. */
export function copyRepository(to: string): void {
  const made = /[\\/](node_modules|dist|output)$/;
  const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsup.config.ts', 'README.md', 'LICENSE'];
  for (const name of ['src', 'examples', ...files]) {
    const filter = (path: string) => !made.test(path);
    cpSync(join(root, name), join(to, name), { recursive: true, preserveTimestamps: true, filter });
  }
}

/** What `npm ci` makes in a folder of the copy, out of what it made here. */
export function linkInstalled(copy: string, folder: string): void {
  const [from, to] = [root, copy].map((repository) => join(repository, folder, 'node_modules'));
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [from, to].map((path) => join(path, entry.name));
    if (entry.name === 'micrograd-lab') symlinkSync(copy, target, 'junction');
    else if (entry.name === '.bin' || entry.isFile()) {
      cpSync(source, target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    } else symlinkSync(source, target, 'junction');
  }
}
