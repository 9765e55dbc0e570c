// docs.ts: the names that the model learns from: those in a file, or a small list of its own.
import { readFileSync } from 'node:fs';
import { UsageError } from './options.ts';
import { uchars } from './tokenizer.ts';

/** One name a line; empty lines do not count. */
export function readDocs(path: string): string[] {
  const lines = readLines(path);
  const bad = lines.findIndex((line) => Array.from(line).some((char) => !uchars.includes(char)));
  if (bad !== -1) {
    const got = JSON.stringify(lines[bad].slice(0, 40)); // of a file that is no list of names, a line can be long
    throw new UsageError(`${path}, line ${bad + 1}: wanted a name in letters from a to z, got ${got}`);
  }
  const docs = lines.filter((line) => line !== '');
  if (docs.length === 0) throw new UsageError(`${path} is empty: wanted names, one a line`);
  return docs;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').map((line) => line.trim());
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${(error as Error).message}`);
  }
}

export const ownDocs = [
  'ada', 'agnes', 'alan', 'albert', 'alma', 'amara', 'amir', 'ana', 'andrea', 'anita', 'anton', 'arthur', 'astrid',
  'barbara', 'bela', 'benedict', 'bruno', 'camille', 'carl', 'carmen', 'clara', 'claude', 'daniel', 'dario', 'david',
  'dora', 'edith', 'edmund', 'elena', 'elias', 'emil', 'emmy', 'erik', 'esther', 'eva', 'farida', 'felix', 'fiona',
  'florence', 'frida', 'georg', 'grace', 'greta', 'hannah', 'hans', 'hedy', 'helena', 'henri', 'hugo', 'ida', 'ines',
  'ingrid', 'irene', 'isaac', 'ivan', 'jana', 'jasper', 'joan', 'johanna', 'jonas', 'judith', 'julia', 'karin', 'kenji',
  'kira', 'lara', 'laura', 'leila', 'leo', 'leonhard', 'lina', 'lise', 'lorenz', 'louisa', 'lucas', 'magda', 'malik',
  'marie', 'marta', 'martin', 'maryam', 'max', 'mila', 'mira', 'naomi', 'niels', 'nina', 'nora', 'olga', 'oscar',
  'otto', 'paula', 'peter', 'petra', 'rafael', 'rahel', 'ramon', 'rosa', 'rudolf', 'ruth', 'samir', 'sara', 'selma',
  'simon', 'sofia', 'stella', 'sven', 'tamara', 'thea', 'tomas', 'ursula', 'valeria', 'vera', 'viktor', 'walter',
  'wanda', 'yara', 'yusuf', 'zelda', 'zoe',
];
