import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What TypeScript says of a file here, or of other text in its place, under the repository's own options. */
function complaints(file: string, text = readFileSync(here(file), 'utf8')): string[] {
  const config = ts.readConfigFile(here('../tsconfig.json'), (path) => ts.sys.readFile(path)).config as unknown;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, here('..'));
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    getSourceFile: (path, version) => {
      const source = path.endsWith(`/${file}`) ? text : ts.sys.readFile(path);
      return source === undefined ? undefined : ts.createSourceFile(path, source, version);
    },
  };
  return ts.getPreEmitDiagnostics(ts.createProgram([here(file)], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('the types', () => {
  const accepted = ['accepted.ts', 'accepted-compile.ts', 'accepted-undefined.ts'];
  it.each(accepted)('accept what the library is for: %s', (file) => {
    expect(complaints(file)).toEqual([]);
  });

  it.each(['refused.ts', 'refused-compile.ts'])('refuse each of the mistakes listed in %s', (file) => {
    expect(complaints(file)).toEqual([]);
  });

  it('would be found out if they accepted one of those mistakes', () => {
    const source = readFileSync(here('refused.ts'), 'utf8');
    expect(source).toContain('new Value(\'3\')');
    expect(complaints('refused.ts', source.replace('new Value(\'3\')', 'new Value(3)')))
      .toEqual(['Unused \'@ts-expect-error\' directive.']);
  });
});
