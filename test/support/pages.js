// pages.js: the TypeScript that the README and the guides show, each program as a module.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const guides = readdirSync(join(root, 'examples', 'guides')).map((name) => `examples/guides/${name}`);

/**
 * By file name. A block without imports goes on with the program of the block before it.
 * @returns {Record<string, string>}
 */
export function typescriptOfPages() {
  const programs = {};
  for (const page of ['README.md', 'examples/README.md', ...guides]) {
    let name = '';
    const text = readFileSync(join(root, page), 'utf8').replaceAll('\r\n', '\n');
    for (const [i, [, code]] of [...text.matchAll(/^```ts\n([^]*?)^```/gm)].entries()) {
      if (name === '' || /^import /m.test(code)) name = `${page.replaceAll(/\W+/g, '-')}-${i}.mts`;
      programs[name] = (programs[name] ?? '') + code;
    }
  }
  return programs;
}
