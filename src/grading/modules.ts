// modules.ts: a student's files as modules of a page. Each becomes a blob, and its relative imports become addresses of
// other blobs: so leaves come first, and there can be no circle.

import { fill, page } from './words.ts';

/** The files, by name. */
export type SourceFiles = Readonly<Record<string, string>>;

/**
 * What finds the imports of a module, as the package es-module-lexer (version 3) does: pass `{ init, parse }`. `parse`
 * gives a list of imports first, each with the name that is imported, and where the name begins and ends in the text.
 */
export interface Lexer {
  /** Is waited for, if it is there, before the first call of `parse`. */
  init?: PromiseLike<unknown>;
  /** Finds the imports of a text. */
  parse: (code: string) => readonly [readonly LexedImport[], ...unknown[]];
}
/** An import. `type` is `static` or `reexport-star`; those of other types stay as they are. */
export interface LexedImport { type: string; specifier?: string | null | undefined; start: number; end: number }

/** How the page makes JavaScript of a file, and finds its imports. */
export interface Tools {
  strip?: ((code: string, file: string) => string) | undefined;
  lexer?: Lexer | undefined;
}

/** A mistake in a student's file: it is for the student. */
export class FileProblem extends Error {}

export const isTypeScript = (name: string) => /\.[cm]?tsx?$/i.test(name);

/** @throws TypeError if it is an import of another lexer: nothing would be linked */
function isStatic({ type, start }: LexedImport): boolean {
  if (typeof type === 'string' && Number.isInteger(start)) return type === 'static' || type === 'reexport-star';
  throw new TypeError('expected a lexer whose imports have type, specifier, start and end, as es-module-lexer 3 is');
}

/** The modules of a submission. They stay until `remove` is called. */
export class Modules {
  readonly #files: SourceFiles;
  readonly #tools: Tools;
  readonly #urls = new Map<string, string>();

  constructor(files: SourceFiles, tools: Tools) {
    this.#files = files;
    this.#tools = tools;
  }

  /**
   * The address of a file's module. `way` are the files that import it, the first one first.
   * @throws FileProblem if the file, or one that it imports, is not as it should be
   */
  urlOf(name: string, way: readonly string[] = []): string {
    const known = this.#urls.get(name);
    if (known !== undefined) return known;
    if (way.includes(name)) {
      throw new FileProblem(fill(page.circle, { way: [...way.slice(way.indexOf(name)), name].join(' → ') }));
    }
    const code = this.#link(name, this.#stripped(name), [...way, name]);
    const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    this.#urls.set(name, url);
    return url;
  }

  /** The text with files' names in the place of addresses. */
  named(text: string): string {
    return [...this.#urls].reduce((text, [name, url]) => text.replaceAll(url, name), text);
  }

  /** The first line of a student's file in an error's stack, as `value.ts:30`. */
  placeIn(stack: string): string | undefined {
    const names = [...this.#urls.keys()].map((name) => name.replaceAll(/[^\w/]/g, String.raw`\$&`));
    return new RegExp(`(?:${names.join('|')}):\\d+`).exec(this.named(stack))?.[0];
  }

  remove(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
  }

  #stripped(name: string): string {
    const text = this.#files[name];
    const { strip } = this.#tools;
    if (!isTypeScript(name) || strip === undefined) return text;
    try {
      return strip(text, name);
    } catch (error) {
      throw new FileProblem(error instanceof Error ? error.message : String(error));
    }
  }

  #link(name: string, code: string, way: readonly string[]): string {
    const { lexer } = this.#tools;
    if (lexer === undefined) return code;
    let linked = '';
    let end = 0;
    for (const found of this.#importsOf(lexer, code)) {
      if (!isStatic(found)) continue;
      linked += code.slice(end, found.start) + this.urlOf(this.#find(name, found.specifier ?? ''), way);
      ({ end } = found);
    }
    return linked + code.slice(end);
  }

  #importsOf(lexer: Lexer, code: string) {
    try {
      return lexer.parse(code)[0];
    } catch (error) {
      throw new FileProblem(error instanceof Error ? error.message : String(error));
    }
  }

  /** The file that an import means: it may leave out the extension, or say `.js` for `.ts`. */
  #find(from: string, target: string): string {
    if (!/^\.\.?\//.test(target)) throw new FileProblem(fill(page.outside, { from, target }));
    const path = new URL(target, `http://files/${from}`).pathname.slice(1);
    const paths = [path, path.replace(/\.([cm]?)js$/, '.$1ts'), `${path}.ts`, `${path}.js`];
    const found = paths.find((path) => Object.hasOwn(this.#files, path));
    if (found !== undefined) return found;
    throw new FileProblem(fill(page.noFile, { from, target, names: Object.keys(this.#files).join(', ') }));
  }
}
