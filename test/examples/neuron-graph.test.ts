// Pictures: Graphviz (`@viz-js/viz`, one of the libraries of the examples) takes what `toDot` writes, and shows in the
// boxes what the Values are called; and the lecture's neuron, as examples/neuron-graph.ts draws it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { toDot, trace, Value } from '../../src/index.ts';
import { runOnValues, tamePrograms } from '../support/expressions.ts';
import { nastyLabels } from '../support/labels.ts';
import { runs } from '../support/seed.ts';
import { prepareExamples, runExample } from '../support/examples.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

describe('npm run example', () => {
  const all = 'there are: circles, classifier, dual, lecture, microgpt, moons, neuron-graph, newton, ' +
    'onnx, oscillator, yin-yang\n' +
    'one step of the lecture: lecture/01 to lecture/15; the page: npm run playground; ' +
    'the assignment: examples/guides/students.md\n';
  it.each([
    [['triangles'], `there is no example "triangles"; ${all}`],
    [['prepare'], `there is no example "prepare"; ${all}`],
    [['../src/index'], `there is no example "../src/index"; ${all}`],
    [['moons/plot'], `there is no example "moons/plot"; ${all}`],
    [['--help'], `there is no example "--help"; ${all}`],
    [[], `which example? ${all}`],
  ])('answers %j with a list of what there is, and exit status 2', (args, line) => {
    const { status, stdout, stderr } = runExample(...args);
    expect([status, stdout, stderr]).toEqual([2, '', line]);
  });
});

const leftOut = isLeftOut('the pictures of graphs', lackingIn('examples', '@viz-js'));
describe.skipIf(leftOut)('a picture (needs `npm ci` in examples/)', () => {
  interface Viz { renderString: (dot: string, options: { format: 'svg' | 'json' }) => string }
  let viz: Viz;
  beforeAll(async () => {
    prepareExamples();
    const require = createRequire(join(examples, 'package.json'));
    viz = await (require('@viz-js/viz') as { instance: () => Promise<Viz> }).instance();
  });

  /** The texts of each node of the SVG, by the node’s name; of two spaces, Graphviz writes the second as \u00A0. */
  function textsOf(svg: string): Map<string, string[]> {
    const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
    const decode = (text: string) => text.replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string) =>
      code === undefined ? entities[name] : String.fromCodePoint(Number(code))).replaceAll('\u00A0', ' ');
    const nodes = svg.matchAll(/<g id="node\d+" class="node">\s*<title>(\w+)<\/title>([^]*?)<\/g>/g);
    return new Map([...nodes].map(([, name, body]) =>
      [name, [...body.matchAll(/<text[^>]*>([^]*?)<\/text>/g)].map(([, text]) => decode(text))]));
  }

  /** Four decimals, unless these say nothing. */
  const figure = (x: number) => (x !== 0 && Math.abs(x) < 1e-4 ? x.toExponential(4) : x.toFixed(4));

  /** A label as it is seen: control characters and an empty line look like a space, half a character like none. */
  const seen = (label: string) => label.replace(/\p{Cs}/gu, '\uFFFD').split(/\r?\n/)
    .map((line) => line.replace(/[\p{Cc}\u00A0]/gu, ' ') || ' ');

  it('has every node and every label of any graph, as they are', () => {
    const cases = tamePrograms({ maxSteps: 6 }).chain((program) => fc.record({
      program: fc.constant(program),
      labels: fc.array(nastyLabels, { maxLength: program.leaves.length + program.steps.length }),
    }));
    fc.assert(fc.property(cases, ({ program, labels }) => {
      const values = runOnValues<Value>(program, program.leaves.map((x) => new Value(x)), (x) => new Value(x));
      labels.forEach((label, i) => { values[i].label = label; });
      const root = values[values.length - 1];
      root.backward();
      const { nodes, edges } = trace(root);
      const dot = toDot(root);
      const svg = viz.renderString(dot, { format: 'svg' });
      expect(`${dot}${svg}`).not.toContain('</script');
      const made = nodes.filter(({ op }) => op !== '');
      expect(textsOf(svg)).toEqual(new Map([
        ...nodes.map(({ id, label, data, grad }): [string, string[]] =>
          [`n${id}`, [...(label === '' ? [] : seen(label)), `data ${figure(data)}`, `grad ${figure(grad)}`]]),
        ...made.map(({ id, op }): [string, string[]] => [`op${id}`, [op]]),
      ]));
      expect(svg.match(/class="edge"/g)?.length ?? 0).toBe(edges.length + made.length);
    }), runs(100));
  });

  it('shows x.mul(x) with two edges from the one box', () => {
    const x = new Value(3, 'x');
    const { edges, objects } = JSON.parse(viz.renderString(toDot(x.mul(x)), { format: 'json' })) as
      { edges: { tail: number; head: number }[]; objects: { name: string }[] };
    expect(edges.map(({ tail, head }) => `${objects[tail].name} -> ${objects[head].name}`).sort())
      .toEqual(['n0 -> op1', 'n0 -> op1', 'op1 -> n1']);
  });

  it('takes a label of any length', () => {
    const label = 'long '.repeat(10_000).trim();
    const svg = viz.renderString(toDot(new Value(1, label)), { format: 'svg' });
    expect(textsOf(svg).get('n0')).toEqual([label, 'data 1.0000', 'grad 0.0000']);
  });

  it('of the lecture’s neuron is drawn by the example, and lands where Git ignores it', async () => {
    const path = join(examples, 'output', 'neuron.svg');
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    try {
      await import(new URL('../../examples/neuron-graph.ts', import.meta.url).href);
      expect(log.mock.calls).toEqual([[`Picture: ${path}`]]);
    } finally {
      log.mockRestore();
    }
    const drawn = readFileSync(path, 'utf8');
    // ../shared/oracle/lecture.md, step 5
    expect([...textsOf(drawn).values()].map((texts) => texts.join(' | ')).sort()).toEqual([
      '*', '*', '+', '+', 'b | data 6.8814 | grad 0.5000', 'n | data 0.8814 | grad 0.5000',
      'o | data 0.7071 | grad 1.0000', 'sum | data -6.0000 | grad 0.5000', 'tanh', 'w1 | data -3.0000 | grad 1.0000',
      'w2 | data 1.0000 | grad 0.0000', 'x1 | data 2.0000 | grad -1.5000', 'x1w1 | data -6.0000 | grad 0.5000',
      'x2 | data 0.0000 | grad 0.5000', 'x2w2 | data 0.0000 | grad 0.5000',
    ]);
    expect(readFileSync(join(examples, 'neuron-graph.ts'), 'utf8').split('\n').length).toBeLessThan(60);
  });

  it('and any other example of one file is run by its name', () => {
    const { status, stdout, stderr } = runExample('classifier');
    expect(stdout.split('\n')).toHaveLength(26);
    expect(stdout).toMatch(/^step 0 loss 6\.24/);
    expect([status, stderr]).toEqual([0, '']);
  });
});
