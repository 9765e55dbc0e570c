// What the comments and the README say is run: code beside a `// → ` prints what stands behind the arrow.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { runInThisContext } from 'node:vm';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as compile from '../../src/compile/index.ts';
import * as engine from '../../src/engine.ts';
import * as grading from '../../src/grading/index.ts';
import * as library from '../../src/index.ts';
import * as nn from '../../src/nn.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const modules: Record<string, object> = {
  'micrograd-lab': library, 'micrograd-lab/engine': engine, 'micrograd-lab/nn': nn,
  'micrograd-lab/compile': compile, 'micrograd-lab/grading': grading,
};

/** The texts behind the arrows and, in the same order, what the `console.log` before each of them printed. */
interface Run { promised: string[]; printed: string[] }

/**
 * Runs pieces of TypeScript, each in the scope of those before it, with the exports of the library and others at hand.
 * An arrow belongs to the last `console.log` before it; a second line that this prints has a second arrow. A remark may
 * follow: (so).
 */
async function run(pieces: string[], atHand: object = {}): Promise<Run> {
  const promised: string[] = [];
  const printed: string[] = [];
  const log = 'console.log(';
  const marked = pieces.map((piece) => {
    let code = '';
    for (const line of piece.split('\n')) {
      const [statement, ...promises] = line.split(/\s*\/\/ → /);
      code += statement;
      for (const promise of promises) {
        const wanted = promise.replace(/ \([^()]*\)$/, '');
        const start = code.lastIndexOf(log);
        if (start > code.lastIndexOf('promised(')) {
          code = `${code.slice(0, start)}promised(${promised.length})(${code.slice(start + log.length)}`;
          promised.push(wanted);
        } else if (code.includes('promised(')) {
          promised[promised.length - 1] += `\n${wanted}`;
        } else {
          throw new Error(`no console.log before "→ ${promise}"`);
        }
      }
      code += '\n';
    }
    return code;
  });
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
  const compiled = marked.map((code) => ts.transpileModule(code, { compilerOptions }).outputText);
  const scope: Record<string, unknown> = {
    ...library,
    ...atHand,
    exports: {},
    require: (name: string) => {
      if (!Object.hasOwn(modules, name)) throw new Error(`there is no entry point ${name}`);
      return modules[name];
    },
    console: { log: () => undefined },
    promised: (index: number) => (...values: unknown[]) => {
      printed[index] = (index in printed ? `${printed[index]}\n` : '') + format(...values);
    },
  };
  const body = compiled.map((code) => `{ ${code}\n`).join('') + '}'.repeat(compiled.length);
  const program = runInThisContext(`(async ({ ${Object.keys(scope).join(', ')} }) => { ${body} })`) as (
    scope: object) => Promise<void>;
  await program(scope);
  return { promised, printed };
}

describe('the runner of these tests', () => {
  it('tells a true promise from a false one, over several lines and pieces', async () => {
    const { promised, printed } = await run([
      'const a: Value = new Value(2);\nconsole.log(\'not looked at\');',
      'import { MLP } from \'micrograd-lab/nn\';\nconsole.log(\n  a.data, new MLP(1, [1]).layers.length,\n); // → 2 1',
      'for (const i of [1, 2]) {\n  console.log(i);\n}\n// → 1 (the first)\n// → 2 (the last)',
      'const a = 3;\nconsole.log(a); // → 2',
    ]);
    expect(promised).toEqual(['2 1', '1\n2', '2']);
    expect(printed).toEqual(['2 1', '1\n2', '3']);
  });

  it('refuses a promise that nothing keeps', async () => {
    await expect(run(['new Value(2); // → 2'])).rejects.toThrow('no console.log before "→ 2"');
    expect(await run(['if (Math.sign(1) === 0) console.log(1); // → 1'])).toEqual({ promised: ['1'], printed: [] });
  });
});

describe('the comments in src', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'));
  const examples = files.flatMap((file) => {
    const comments = read(join('src', file)).match(/\/\*\*[^]*?\*\//g) ?? [];
    return comments.flatMap((comment) => {
      const text = comment.slice(3, -2).split('\n').map((line) => line.replace(/^\s*\* ?/, '')).join('\n');
      return text.split('@example').slice(1).map((part) => part.split(/^@/m)[0].trim());
    }).map((code) => [file, code.split('\n').at(-1) ?? '', code]);
  });

  it.each(examples)('have a true example in %s: %s', async (file, _, code) => {
    const exportsOfItsFile = await import(new URL(`../../src/${file}`, import.meta.url).href) as object;
    const { promised, printed } = await run([code], exportsOfItsFile);
    expect(promised, 'an example shows what comes out').not.toEqual([]);
    expect(printed).toEqual(promised);
  });

  const program = ts.createProgram([join(root, 'src', 'index.ts')], {
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, allowImportingTsExtensions: true, noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const index = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('src/index.ts'));
  const indexSymbol = index && checker.getSymbolAtLocation(index);
  const isType = (symbol: ts.Symbol) => // such as Optimizer: a class of which only the type is exported
    symbol.declarations?.some((declaration) => ts.isExportSpecifier(declaration) && declaration.isTypeOnly);
  const exported = (indexSymbol ? checker.getExportsOfModule(indexSymbol) : []).filter((symbol) => !isType(symbol))
    .map((symbol) => symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

  it('explain every class and function that the package exports', () => {
    const values = exported.filter((symbol) => symbol.flags & ts.SymbolFlags.Value);
    expect(values.map((symbol) => symbol.name).sort()).toEqual(Object.keys(library).sort());
    const silent = values.filter((symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)) === '');
    expect(silent.map((symbol) => symbol.name)).toEqual([]);
  });
});

describe('the README', () => {
  const readme = () => read('README.md');
  const blocks = () => [...readme().matchAll(/^```(?:ts|typescript)\n([^]*?)^```/gm)];

  it('shows code within its first 25 lines, and has at most 200', () => {
    const [first] = blocks();
    expect(readme().slice(0, first.index).split('\n').length).toBeLessThanOrEqual(25);
    expect(first[1]).toContain('from \'micrograd-lab');
    expect(readme().trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  });

  it('has code that runs from top to bottom and prints what it says', async () => {
    const { promised, printed } = await run(blocks().map(([, code]) => code));
    expect(printed).toEqual(promised);
    // What micrograd's README prints for g, dg/da and dg/db.
    for (const number of ['24.7041', '138.8338', '645.5773']) expect(promised.join('\n')).toContain(number);
  });

  it('names only scripts that package.json has, and links only to files that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...readme().matchAll(/\bnpm (?:run )?([\w:-]+)/g)].map(([, name]) => name)
      .filter((name) => !['install', 'ci', 'cit'].includes(name));
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const links = [...readme().matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path);
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the guide on derivatives', () => {
  it('has code that runs from top to bottom and prints what it says', async () => {
    const guide = read('examples/guides/derivatives.md');
    const blocks = [...guide.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, code]) => code);
    const { promised, printed } = await run(blocks, modules['micrograd-lab/compile']);
    expect(promised.length).toBeGreaterThanOrEqual(blocks.length);
    expect(printed).toEqual(promised);
  });
});
