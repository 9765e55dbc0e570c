// All words of the page stand in examples/playground/src/words, so that it can be translated: its components have none.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../../examples/playground/src', import.meta.url));
const components = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
/** The attributes whose texts people read or hear. */
const spoken = ['aria-label', 'label', 'title', 'placeholder', 'alt', 'name'];

/** The words in a component's source: between its tags, and in the attributes that are spoken. */
function wordsIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node)) found.push(node.text.trim());
    if (ts.isJsxAttribute(node) && spoken.includes(node.name.getText()) && node.initializer &&
      ts.isStringLiteral(node.initializer)) found.push(node.initializer.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('component.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found.filter((text) => /\p{L}{3,}/u.test(text)); // d, dx and lab's formulas are no words
}

describe('the words of the page', () => {
  it.each(components)('none stands in %s', (file) => {
    const words = wordsIn(readFileSync(join(src, file), 'utf8'))
      .filter((text) => !['micrograd', '-lab'].includes(text) && !text.startsWith('.grad')); // names
    expect(words).toEqual([]);
  });

  it('are found between tags and in attributes', () => {
    expect(wordsIn('<b aria-label="Three words here">Step {x} on</b>')).toEqual(['Three words here', 'Step']);
  });
});
