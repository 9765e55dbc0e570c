// All words for students stand in two tables, so that they can be read in one place and translated: the grader's
// (src/grading/words.ts) and the assignment's (src/grading/assignments/value/words.ts).
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as assignment from '../../src/grading/assignments/value/words.ts';
import * as grader from '../../src/grading/words.ts';

const src = resolve(import.meta.dirname, '..', '..', 'src', 'grading');
/** These speak to a teacher at the command line. */
const forTeachers = ['arguments.ts', 'screen.ts', 'marks-file.ts'];
const files = readdirSync(src).filter((name) => name.endsWith('.ts') && name !== 'words.ts');

/** Three words in a row, outside of code in backquotes. */
const isSentence = (text: string) => /\p{L}+,? \p{L}+ \p{L}+/u.test(text.replaceAll(/`[^`]*`/g, ''));

/** What is no word for students: verdicts, a part of an error that is thrown, and what others say. */
const others = [
  'fits by NaN', 'the points of #', 'Cannot find package ', 'micrograd-lab tried to access #',
  'Access to this API has been', '\\S+ API is disabled', '\\S+ API requires full fs.read',
];

/** The sentences in a program, but for errors that it throws. */
function sentencesIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isThrowStatement(node)) return;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
    if (ts.isTemplateExpression(node)) found.push([node.head, ...node.templateSpans.map(({ literal }) => literal)]
      .map(({ text }) => text).join('#'));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true));
  return found.filter(isSentence);
}

describe('the words for students', () => {
  it.each(files.filter((name) => !forTeachers.includes(name)))('none stands in %s', (name) => {
    const sentences = sentencesIn(readFileSync(join(src, name), 'utf8'));
    expect(sentences.filter((text) => !others.some((other) => text.startsWith(other)))).toEqual([]);
  });

  it('are found in texts and in templates, but not in errors that are thrown', () => {
    const source = 'f(\'it is endless\', `no ${x} is here now`, \'`a b c`\'); throw new Error("no such file here");';
    expect(sentencesIn(source)).toEqual(['it is endless', 'no # is here now']);
  });

  const tables = { ...assignment, ...grader } as Record<string, unknown>;
  const entries = Object.values(tables).filter((table) => typeof table === 'object')
    .flatMap((table) => Object.entries(table as Record<string, string>).map(([key, text]) => ({ key, text })));
  const code = files.map((name) => readFileSync(join(src, name), 'utf8')).join('\n');

  it('are each in use', () => {
    const unused = entries.filter(({ key }) => !new RegExp(`\\.${key}\\b|'${key}'|\\b${key}\\b`).test(code));
    expect(unused).toEqual([]);
    expect(entries.length).toBeGreaterThan(150);
  });

  it('stand there once', () => {
    const texts = entries.filter(({ text }) => isSentence(text)).map(({ text }) => text);
    expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([]);
  });

  it('have blanks by name, which must all be given', () => {
    expect(grader.fill('{a} and {b}, {a}', { a: 1, b: '{a}' })).toBe('1 and {a}, 1');
    expect(() => grader.fill('{a} and {b}', { a: 1 })).toThrow('has a blank b, for which nothing was given');
  });
});
