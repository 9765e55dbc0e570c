// packages.ts: the two packages that the grader uses where they are installed, fast-check and typescript.
import { fill, reports } from './words.ts';

/** Why a package could not be loaded; nothing, if it is just not installed. */
export function troubleWith(name: string, error: unknown): string | undefined {
  // Node, a bundler and a page each have words of their own for "not found". They quote the name of the package; if
  // something is missing that it imports itself, they quote another name. Yarn's Plug'n'Play quotes none.
  const text = String(error);
  const isQuoted = /find|resolve|specifier|dependency/i.test(text) && new RegExp(`['"“]${name}['"”]`).test(text);
  const isNotFound = isQuoted || text.includes(`micrograd-lab tried to access ${name}`);
  return isNotFound ? undefined : fill(reports.broken, { name, text });
}
