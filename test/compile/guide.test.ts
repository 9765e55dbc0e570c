// The guide on how `compile` works: its code is run, and what it shows is what comes out. After a change that shows,
// `npm test -- guide-compile -u` puts the new listings into the page; the prose around them is for you to look at.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { forSteps } from '../../src/compile/code.ts';
import { recordGraph } from '../../src/compile/graph.ts';
import * as compiler from '../../src/compile/index.ts';
import { listing, type Program } from '../../src/compile/instructions.ts';
import { findLoops } from '../../src/compile/loops.ts';
import { passes, type Pass } from '../../src/compile/passes.ts';
import { writeProgram } from '../../src/compile/program.ts';
import type { Kind } from '../../src/compile/statements.ts';
import * as library from '../../src/index.ts';
import { MLP, sum, Value } from '../../src/index.ts';

const path = join(fileURLToPath(new URL('../..', import.meta.url)), 'examples', 'guides', 'compile.md');
const page = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');

type Fn = (...inputs: Value[]) => Value;

/** Runs the page's code, all in one scope, and gives what each piece of it printed, and its function `error`. */
function run(pieces: string[]): { printed: string[]; error: Fn } {
  const printed = pieces.map(() => '');
  const modules: Record<string, object> = { 'micrograd-lab': library, 'micrograd-lab/compile': compiler };
  const require = (name: string) => modules[name];
  const log = (piece: number, ...values: unknown[]) => { printed[piece] += `${format(...values)}\n`; };
  const code = pieces.map((piece, i) => piece
    .replace(/^import (\{.*\}) from '(.*)';$/gm, 'const $1 = require(\'$2\');')
    .replaceAll('console.log(', `log(${i}, `)).join('');
  const program = runInThisContext(`((require, log) => { ${code}\nreturn error; })`) as (...atHand: unknown[]) => Fn;
  return { printed, error: program(require, log) };
}

/** A function's graph, and its program as it is written or after some passes. */
function translate(fn: Fn, some: readonly Pass[], inputs = fn.length) {
  const graph = recordGraph({ fn: (values) => fn(...values), inputs });
  const written = writeProgram(graph, { backward: true, inputGradients: false, oneRow: false });
  return { graph, program: some.reduce((program, pass) => pass(program), written) };
}

/** The steps of each row, a statement a line, with the listing's letters. */
function stepsOf(fn: Fn): string {
  const { program } = translate(fn, passes);
  const name = ({ op, value }: Kind, number: number) => {
    switch (op) {
      case 'constant': return String(value);
      case 'input': return `x${number}`;
      case 'parameter': return `p${number}`;
      case 'slot': return `v${number}`;
      case 'seed': return `y${number}.grad`;
      case 'keep': return `keep v${number}`;
      case 'output': return `keep y${number}`;
      case 'parameter gradient': return `add to p${number}.grad`;
      default: return op;
    }
  };
  let text = '';
  forSteps(findLoops(program, false).parts.row, ({ kind, number }) => {
    text += `${name(kind, number)}${kind.takes === 1 && kind.gives === 0 ? '\n' : ', '}`;
  });
  return text;
}

/** The page as it should be: what stands there, with what comes out in the place of what is said to come out. */
function redraw(): string {
  const pieces = [...page.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => code);
  const { printed, error } = run(pieces);
  let piece = -1;
  const drawn = page.replace(/^```(js|text)\n([^]*?)^```$/gm, (block, language: string) => {
    if (language === 'js') piece++;
    return language === 'js' ? block : `\`\`\`text\n${printed[piece]}\`\`\``;
  });
  const marked = /^(<!-- the steps of error -->\n```text\n)[^]*?^```$/m;
  if (!marked.test(drawn)) throw new Error('the page has no steps of error');
  return drawn.replace(marked, (_, start: string) => `${start}${stepsOf(error)}\`\`\``);
}

/** The rows of the tables, each a list of cells with the code in them. */
const rows = page.split('\n').filter((line) => /^\| .*`/.test(line)).map((line) =>
  line.split(' | ').map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code)));

describe('the runner of these tests', () => {
  it('gives what each piece of code prints, all pieces in one scope', () => {
    const { printed } = run(['console.log(1, \'a\');\nconst error = 2;\n', 'console.log(error);\n']);
    expect(printed).toEqual(['1 a\n', '2\n']);
  });
});

describe('the guide on compile', () => {
  it('shows what its code prints, listing by listing', async () => {
    const drawn = redraw();
    expect(drawn.match(/^```text\n```$/m), 'a piece of code that prints nothing').toBeNull();
    await expect(drawn).toMatchFileSnapshot(path);
  });

  const passNames = passes.map(({ name }) => name);
  const [ofPasses, ofLines] = [true, false].map((is) => rows.filter(([[first]]) => passNames.includes(first) === is));

  it('has a line for each pass, in their order', () => {
    expect(ofPasses.map(([[name]]) => name)).toEqual(passNames);
  });

  it.each(ofPasses)('shows what %s changes', ([name], [code], before, after) => {
    const functionOf = runInThisContext(`((w, b) => (x) => ${code})`) as (w: Value, b: Value) => Fn;
    const place = passNames.indexOf(name);
    const { program } = translate(functionOf(new Value(2), new Value(-1)), passes.slice(0, place));
    const [old, now] = [program, passes[place](program)].map(linesOf);
    expect(old).toEqual(expect.arrayContaining(before));
    expect(now).toEqual(expect.arrayContaining(after));
    expect(now).not.toEqual(expect.arrayContaining(before));
    expect(old).not.toEqual(expect.arrayContaining(after));
  });

  it('explains only lines that its listings have', () => {
    const listings = [...page.matchAll(/^```text\n([^]*?)^```$/gm)].flatMap(([, text]) => text.split('\n'))
      .map((line) => line.trim());
    const explained = ofLines.flatMap(([lines]) => lines);
    expect(explained.length).toBeGreaterThan(20);
    expect(explained.filter((line) => !listings.includes(line))).toEqual([]);
  });

  it('numbers the parameters of the moons network as it says', () => {
    const model = new MLP(2, [16, 16, 1]);
    const { graph, program } = translate((x1, x2, target) => {
      const squares = sum(model.parameters().map((p) => p.mul(p)));
      return model.forward([x1, x2])[0].mul(target).neg().add(1).relu().add(squares.mul(1e-4));
    }, passes);
    const inOrder = findLoops(program, true).parameters.map((i) => graph.parameters[i]);
    const wanted = model.parameters();
    expect(inOrder.map((p) => wanted.indexOf(p))).toEqual(wanted.map((_, i) => i));
    // In the graph: the last bias is first, and layer 1 stands between the weights of layer 2's first neuron.
    expect(graph.parameters[0]).toBe(wanted[wanted.length - 1]);
    const places = [model.layers[1].neurons[0].w[0], ...model.layers[0].neurons[0].parameters(),
      model.layers[1].neurons[0].w[1]].map((p) => graph.parameters.indexOf(p));
    expect(Math.max(...places) - Math.min(...places)).toBe(places.length - 1);
  });
});

/** Each line of a listing twice: as it is, and with the title of its part before it. */
function linesOf(program: Program): string[] {
  let title = '';
  return listing(program).split('\n').flatMap((line) => {
    if (!line.startsWith(' ')) title = line;
    return line === title ? [] : [line.trim(), `${title} ${line.trim()}`];
  });
}
