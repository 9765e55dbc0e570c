// How the house is built: which file may know of which, how large the core may be, and what lies at the top.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url)).replaceAll('\\', '/');
const read = (path: string) => readFileSync(posix.join(root, path), 'utf8');
const filesOf = (folder: string) =>
  ts.sys.readDirectory(posix.join(root, folder), ['.ts'], ['**/node_modules', '**/dist'])
    .map((path) => posix.relative(posix.join(root, folder), path));

// The files of src in reading order, and what each may import. A folder is an entry point of its own: its files may
// import each other.
const mayImport: Record<string, string[]> = {
  'engine.ts': [],
  'check.ts': ['engine.ts'],
  'random.ts': ['check.ts'],
  'parameters.ts': ['engine.ts'],
  'nn.ts': ['engine.ts', 'random.ts', 'parameters.ts', 'check.ts'],
  'losses.ts': ['engine.ts', 'check.ts'],
  'optim.ts': ['engine.ts', 'check.ts'],
  'datasets.ts': ['random.ts', 'check.ts'],
  'derivatives.ts': ['engine.ts', 'check.ts'],
  'gradcheck.ts': ['engine.ts', 'check.ts', 'slope.ts'],
  'slope.ts': [],
  'formula.ts': ['engine.ts', 'check.ts'],
  'lines.ts': ['engine.ts', 'check.ts', 'derivatives.ts', 'formula.ts'],
  'graph.ts': ['engine.ts', 'check.ts'],
  'state.ts': ['engine.ts', 'nn.ts', 'check.ts'],
  'compile/': ['engine.ts', 'check.ts', 'derivatives.ts'],
  'grading/': [],
};
const lightRooms = Object.keys(mayImport).filter((name) => name.endsWith('.ts'));
mayImport['index.ts'] = lightRooms;

/** The row of a file in that table. */
const roomOf = (file: string) => file.replace(/\/.*/, '/');
const sources = filesOf('src');

/** What a file of src imports: files of src by their path there, packages by name. */
const importsOf = (file: string) => ts.preProcessFile(read(`src/${file}`)).importedFiles.map(({ fileName }) =>
  fileName.startsWith('.') ? posix.join(posix.dirname(file), fileName) : fileName);

/** The most lines of engine.ts and nn.ts together, comments included: what can be read in one sitting. */
const CORE_LINES = 330;
/** A file that is longer has more than one subject. */
const FILE_LINES = 400;
/** As `wc -l` counts. */
const linesOf = (path: string) => read(path).split('\n').length - 1;

/** The two drawings of CONTRIBUTING, line by line: the tree of rooms, and the way of a number through them. */
const [tree, flow] = [...read('.github/CONTRIBUTING.md').split('## The house')[1].matchAll(/^```text\n([^]*?)\n```/gm)]
  .map(([, drawing]) => drawing.split('\n'));

/** The rooms of the tree, each with those above it (the root first) and with the file behind a `+`. */
function drawnRooms(): { room: string; above: string[]; own: string[] }[] {
  const path: string[] = [];
  return tree.map((line) => {
    const [, indent, room, own] = /^([│├└─ ]*)(\S+)(?: \+ (\S+))?/.exec(line) ?? [];
    path.splice(indent.length / 3, Infinity, room);
    return { room, above: path.slice(0, -1), own: own ? [own] : [] };
  });
}

describe('the drawing of the house in CONTRIBUTING', () => {
  it('has each room once', () => {
    expect(drawnRooms().flatMap(({ room, own }) => [room, ...own]).sort()).toEqual(Object.keys(mayImport).sort());
  });

  it.each(drawnRooms().filter(({ room }) => room !== 'index.ts'))(
    'has $room hang from a room that it may import, below all others that it may import', ({ room, above, own }) => {
      expect(mayImport[room]).toEqual(expect.arrayContaining([...above.slice(-1), ...own]));
      expect([...above, ...own]).toEqual(expect.arrayContaining(mayImport[room]));
    });

  it('names functions that are in the rooms at the end of their line', () => {
    const calls = flow.flatMap((line) => {
      const rooms = [...line.matchAll(/\S+(\.ts|\/)(?=\s|$)/g)].map(([room]) => room);
      const code = sources.filter((file) => rooms.includes(roomOf(file))).map((file) => read(`src/${file}`)).join('\n');
      return [...line.matchAll(/(\w+)\(/g)]
        .map(([, name]) => ({ name, isThere: new RegExp(`\\b${name}[(<]`).test(code) }));
    });
    expect(calls.length).toBeGreaterThan(5);
    expect(calls.filter(({ isThere }) => !isThere)).toEqual([]);
  });
});

describe('src', () => {
  it.each(sources)('%s imports only what its row of the table allows', (file) => {
    const room = roomOf(file);
    expect(Object.keys(mayImport), 'a new file wants a row in the table').toContain(room);
    const allowed = [...mayImport[room], ...(room.endsWith('/') ? [room] : [])];
    // A grader runs in Node, with fast-check and typescript where the user has them.
    const outside = room === 'grading/' ? /^(node:.*|fast-check|typescript)$/ : /^$/;
    expect(importsOf(file).filter((path) => !allowed.includes(roomOf(path)) && !outside.test(path))).toEqual([]);
  });

  it.each(sources)('%s makes no code of a text: neither eval nor new Function', (file) => {
    expect(read(`src/${file}`)).not.toMatch(/\beval\s*\(|\bFunction\s*\(/);
  });

  it('has a front door that re-exports each room by name, in reading order, and does nothing else', () => {
    const { statements } = ts.createSourceFile('index.ts', read('src/index.ts'), ts.ScriptTarget.ES2022);
    const rooms = statements.map((statement) => {
      if (!ts.isExportDeclaration(statement)) return `not a re-export: ${ts.SyntaxKind[statement.kind]}`;
      const { moduleSpecifier, exportClause } = statement;
      if (exportClause === undefined || !ts.isNamedExports(exportClause)) return 'not by name';
      return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? posix.normalize(moduleSpecifier.text) : 'no room';
    });
    // A room may have a second line, for its types.
    expect(rooms.filter((room, i) => room !== rooms[i - 1])).toEqual(lightRooms.filter((room) => rooms.includes(room)));
    expect(rooms).toEqual(expect.arrayContaining(['engine.ts', 'random.ts', 'nn.ts']));
  });

  it('has a core that can be read in one sitting, of the size that the README states', () => {
    const lines = linesOf('src/engine.ts') + linesOf('src/nn.ts');
    expect(lines, 'lines of engine.ts and nn.ts').toBeLessThanOrEqual(CORE_LINES);
    const claims = read('README.md').split(/\n\s*\n/).map((paragraph) => paragraph.replaceAll(/\s+/g, ' '))
      .filter((paragraph) => /engine\.ts.*nn\.ts/.test(paragraph))
      .flatMap((paragraph) => paragraph.match(/\d+ lines/g) ?? []);
    expect(claims, 'the README’s paragraph on engine.ts and nn.ts').toContain(`${lines} lines`);
  });

  it.each(sources)('%s is short', (file) => {
    expect(linesOf(`src/${file}`)).toBeLessThanOrEqual(FILE_LINES);
  });

  // Node 22.18 and 24 run TypeScript by blanking out its types; Node 20 cannot.
  const strips = 'typescript' in process.features && Boolean(process.features.typescript);
  it.skipIf(!strips)('runs as it is under Node’s type stripping (needs Node 22.18)', () => {
    const script = `import { Value } from '${new URL('../../src/index.ts', import.meta.url).href}';
      const a = new Value(3);
      a.mul(a).backward();
      console.log(a.grad);`;
    const args = ['--input-type=module', '--eval', script];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stdout.trim(), stderr).toBe('6');
  });
});

describe('the repository', () => {
  it.skipIf(!existsSync(posix.join(root, '.git')))('has at its top only what belongs there (needs a git clone)', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    const top = new Set(tracked.map((path) => path.replace(/\/.*/, '')).filter((name) => !name.startsWith('.')));
    expect([...top].sort()).toEqual([
      'LICENSE', 'README.md', 'examples', 'package-lock.json', 'package.json', 'src', 'test', 'tsconfig.json',
      'tsup.config.ts',
    ]);
  });

  it('has a mutation score, or says that it has none yet, for each file of src that has code', () => {
    const section = read('.github/CONTRIBUTING.md').split('## Mutation scores')[1];
    const rows = section.matchAll(/^\| `src\/([^`]+)` \| .* \| (?:[\d.]+ .*|not yet) \|/gm);
    const listed = [...rows].map(([, file]) => file);
    const reexports = ['index.ts', 'grading/index.ts', 'grading/browser.ts'];
    expect(listed.sort()).toEqual(sources.filter((file) => !reexports.includes(file)).sort());
  });

  it('has no test that is skipped, put off or run alone; one that cannot run everywhere says what it needs', () => {
    const off = /\b(describe|it|test|suite|bench)\b[\w.]*\.(skip|only|todo|fails|runIf)\b.*|\bx(it|describe|test)\(.*/g;
    const conditional = /\.skipIf\([^]*?\)\(['"`]([^]*?)['"`],/g;
    const suspicious = filesOf('test').filter((file) => file !== 'house/structure.test.ts').flatMap((file) => {
      const text = read(`test/${file}`);
      const vague = [...text.matchAll(conditional)].filter(([, name]) => !/\bneeds?\b/.test(name));
      return [...text.matchAll(off), ...vague].map(([match]) => `${file}: ${match}`);
    });
    expect(suspicious).toEqual([]);
  });
});
