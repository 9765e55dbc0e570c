// imports.ts: what a script imports by relative names, found in its text, and the files that these names mean.
import { statSync } from 'node:fs';
import { join } from 'node:path';

export const isTypeScript = (path: string) => /\.[cm]?tsx?$/i.test(path);

export const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const quotedName = /(["'])(\.\.?\/[^"'\n]*)\1/g;
/** From the word `from`, `import` or `require` to the name. */
const LONGEST_IMPORT = 50;

/** Replaces the relative names that are imported. */
export function replaceImports(code: string, replace: (name: string) => string): string {
  return code.replace(quotedName, (text, quote: string, name: string, at: number) => {
    // A text that looks like an import is taken for one, too: it does no harm. Only a short part is searched, since
    // people hand in whatever takes long.
    const isImport = /\b(?:from|import|require)\s*\(?\s*$/.test(code.slice(Math.max(0, at - LONGEST_IMPORT), at));
    return isImport ? `${quote}${replace(name)}${quote}` : text;
  });
}

export function relativeImports(code: string): string[] {
  const names: string[] = [];
  replaceImports(code, (name) => {
    names.push(name);
    return name;
  });
  return names;
}

/** An import may leave out the extension, or say `.js` for `.ts`. */
export function findSource(path: string): string | undefined {
  const ends = ['.ts', '.js', '.cjs', '.json'].map((end) => path + end);
  const indexes = [join(path, 'index.ts'), join(path, 'index.js')];
  return [path, path.replace(/\.([cm]?)js$/, '.$1ts'), ...ends, ...indexes].find(isFile);
}
