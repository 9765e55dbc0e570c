// The ways out: a saved model as an ONNX file, of which ONNX Runtime is the judge, and as PyTorch's layers.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadModel, makeMoons, MLP, NumpyRandom, Random, saveModel, type Activation } from '../../src/index.ts';
import { countParameters, shapes } from '../support/networks.ts';
import { times } from '../support/numbers.ts';
import { runs } from '../support/seed.ts';
import { commandOf, prepareExamples } from '../support/examples.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixture = join(root, 'test', 'fixtures', 'saved-model-1.json');
const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
const json = join(folder, 'model.json');
const onnx = join(folder, 'model.onnx');
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

type Precision = 'float' | 'double';
/** The issue's: how far outputs may be off, in their scale. */
const tolerances: [Precision, number][] = [['float', 1e-6], ['double', 1e-12]];

// Hundredths: hardly any is a float, nearly all must be rounded, and none is so small that float has to drop it.
const hundredths = fc.integer({ min: -800, max: 800 }).map((n) => n / 100);
const networks = shapes.chain((shape) => {
  const list = (length: number) => fc.array(hundredths, { minLength: length, maxLength: length });
  return fc.record({
    shape: fc.constant(shape),
    parameters: list(countParameters(shape)),
    points: fc.array(list(shape.inputs), { minLength: 1, maxLength: 8 }),
  });
}).map(({ shape: { inputs, outputs, ...options }, parameters, points }) => {
  const model = new MLP(inputs, outputs, options);
  model.parameters().forEach((p, i) => { p.data = parameters[i]; });
  return { model, points };
});

const outputsOf = (model: MLP, points: number[][]) => points.map((point) => model.forward(point).map((y) => y.data));

/**
 * The scale of each output: what it is summed up from, all of it taken as positive. Rounding is relative to that, here
 * and there, and to less only by luck: terms may cancel each other. No activation is steeper than 1.
 */
const scalesOf = ({ layers }: MLP, points: number[][]) => points.map((point) =>
  layers.reduce((sizes, { neurons }) => neurons.map(({ w, b, activation }) => {
    const sum = w.reduce((total, { data }, i) => total + Math.abs(data) * sizes[i], Math.abs(b.data));
    return activation === 'sigmoid' ? Math.max(sum, 1) : sum; // a sigmoid of 0 is not 0
  }), point.map(Math.abs)));

function wantNear(actual: number[][], expected: number[][], tolerances: number[][]): void {
  expect(actual.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  const isFar = (y: number, i: number, j: number) => !(Math.abs(y - expected[i][j]) <= tolerances[i][j]);
  const far = actual.flatMap((row, i) => row.filter((y, j) => isFar(y, i, j)).map((y) => ({ point: i, got: y })));
  expect(far, `wanted ${JSON.stringify(expected)}, within ${JSON.stringify(tolerances)}`).toEqual([]);
}

const lacking = [lackingIn('examples', '@bufbuild'), lackingIn('test/checks', 'onnxruntime-web')];
const leftOut = isLeftOut('the export to ONNX', ...lacking);
describe.skipIf(leftOut)('examples/onnx.ts (needs `npm ci` in examples/ and in test/checks/)', () => {
  interface Tensor { data: ArrayLike<number>; dims: number[] }
  interface Side { name: string; type: string; shape: (string | number)[] }
  interface Session {
    inputMetadata: Side[];
    outputMetadata: Side[];
    run: (feeds: { input: Tensor }) => Promise<{ output: Tensor }>;
  }
  let ort: {
    InferenceSession: { create: (file: Uint8Array) => Promise<Session> };
    Tensor: new (type: string, data: Float32Array | Float64Array, dims: number[]) => Tensor;
  };
  const run = (...args: string[]) =>
    spawnSync(process.execPath, commandOf('onnx', ...args), { cwd: folder, encoding: 'utf8' });

  beforeAll(() => {
    prepareExamples();
    ort = createRequire(join(root, 'test', 'checks', 'package.json'))('onnxruntime-web') as typeof ort;
  });

  /** Runs the example in this process, since a property wants it a hundred times. */
  async function write(model: MLP, precision: Precision): Promise<Buffer> {
    writeFileSync(json, JSON.stringify(saveModel(model)));
    const { argv } = process;
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    try {
      process.argv = [...argv.slice(0, 2), json, onnx, ...(precision === 'double' ? ['--double'] : [])];
      vi.resetModules();
      await import(new URL('../../examples/onnx.ts', import.meta.url).href);
      const file = readFileSync(onnx);
      expect(log.mock.calls).toEqual([[`ONNX: ${onnx}, ${file.length} bytes`]]);
      return file;
    } finally {
      process.argv = argv;
      log.mockRestore();
      rmSync(onnx, { force: true });
    }
  }

  async function predict(session: Session, points: number[][], precision: Precision): Promise<number[][]> {
    const numbers = precision === 'float' ? new Float32Array(points.flat()) : new Float64Array(points.flat());
    const type = precision === 'float' ? 'float32' : 'float64';
    const input = new ort.Tensor(type, numbers, [points.length, points[0].length]);
    const { output: { data, dims: [rows, columns] } } = await session.run({ input });
    return times(rows, (i) => times(columns, (j) => data[i * columns + j]));
  }

  /** Points that are the same in that precision, so that both networks see equal numbers. */
  const rounded = (points: number[][], precision: Precision) =>
    precision === 'float' ? points.map((point) => point.map(Math.fround)) : points;

  it.each(tolerances)('writes random networks in %s, which ONNX Runtime runs to within %d', async (precision, most) => {
    await fc.assert(fc.asyncProperty(networks, async ({ model, points }) => {
      const session = await ort.InferenceSession.create(await write(model, precision));
      const seen = rounded(points, precision);
      const allowed = scalesOf(model, seen).map((scales) => scales.map((scale) => most * scale));
      wantNear(await predict(session, seen, precision), outputsOf(model, seen), allowed);
    }), runs(100));
  });

  const kinds: Activation[] = ['linear', 'relu', 'tanh', 'sigmoid'];
  it.each(tolerances)('in %s, comes within %d of the largest output for networks as they are drawn', async (
    precision, most,
  ) => {
    for (const [seed, activation] of kinds.entries()) {
      for (const outputActivation of kinds) {
        const random = new Random(seed);
        const model = new MLP(3, [8, 8, 2], { activation, outputActivation, random });
        for (const p of model.parameters()) p.data = random.uniform(-1, 1); // biases, too
        const points = rounded(times(32, () => times(3, () => random.uniform(-1, 1))), precision);
        const expected = outputsOf(model, points);
        const scale = Math.max(...expected.flat().map(Math.abs));
        const session = await ort.InferenceSession.create(await write(model, precision));
        wantNear(await predict(session, points, precision), expected, expected.map((y) => y.map(() => most * scale)));
      }
    }
  });

  it('names its input and output, and takes any number of points at a time', async () => {
    const model = loadModel(readFileSync(fixture, 'utf8')); // the moons' 100 points, all classified right
    const { x, y } = makeMoons({ samples: 100, noise: 0.1, random: new NumpyRandom(1337) });
    for (const [precision, type] of [['float', 'float32'], ['double', 'float64']] as const) {
      const session = await ort.InferenceSession.create(await write(model, precision));
      expect(session.inputMetadata).toEqual([{ name: 'input', isTensor: true, type, shape: ['batch', 2] }]);
      expect(session.outputMetadata).toEqual([{ name: 'output', isTensor: true, type, shape: ['batch', 1] }]);
      const together = await predict(session, x, precision);
      expect(together.map(([score]) => (score > 0 ? 1 : 0))).toEqual(y);
      expect(await predict(session, [x[7]], precision)).toHaveLength(1);
    }
  });

  it('has weights in nn.Linear’s layout, two nodes for each layer, and the versions of ONNX 1.8', async () => {
    const require = createRequire(join(root, 'examples', 'package.json'));
    const load = (name: string) => import(require.resolve(name)) as Promise<Record<string, unknown>>;
    const { fromBinary } = await load('@bufbuild/protobuf') as {
      fromBinary: (schema: unknown, file: Uint8Array) => unknown;
    };
    const { ModelProtoSchema } = await load('onnx-buf');
    const model = new MLP(2, [3, 1], { activation: 'tanh', outputActivation: 'linear' });
    model.parameters().forEach((p, i) => { p.data = i; });
    const { irVersion, opsetImport, graph } = fromBinary(ModelProtoSchema, await write(model, 'double')) as {
      irVersion: bigint;
      opsetImport: { domain: string; version: bigint }[];
      graph: {
        initializer: { name: string; dims: bigint[]; doubleData: number[] }[];
        node: { opType: string; input: string[]; output: string[] }[];
      };
    };
    expect([irVersion, ...opsetImport.map(({ domain, version }) => [domain, version])]).toEqual([7n, ['', 13n]]);
    expect(graph.initializer.map(({ name, dims, doubleData }) => [name, dims, doubleData])).toEqual([
      ['layer1.weight', [3n, 2n], [0, 1, 3, 4, 6, 7]], ['layer1.bias', [3n], [2, 5, 8]],
      ['layer2.weight', [1n, 3n], [9, 10, 11]], ['layer2.bias', [1n], [12]],
    ]);
    expect(graph.node.map(({ opType, input, output }) => [opType, input, output])).toEqual([
      ['Gemm', ['input', 'layer1.weight', 'layer1.bias'], ['layer1.sum']], ['Tanh', ['layer1.sum'], ['layer1']],
      ['Gemm', ['layer1', 'layer2.weight', 'layer2.bias'], ['layer2.sum']], ['Identity', ['layer2.sum'], ['output']],
    ]);
  });

  it('as a command, says what it has written', () => {
    const { status, stdout, stderr } = run(fixture, 'moons.onnx');
    const { length } = readFileSync(join(folder, 'moons.onnx'));
    expect([status, stdout, stderr]).toEqual([0, `ONNX: moons.onnx, ${length} bytes\n`, '']);
  });

  const usage = 'usage: npm run example -- onnx model.json model.onnx [--double]\n';
  const large = { ...saveModel(new MLP(1, [1])), parameters: [0, 1e300] };
  it.each<[string, string[], string | RegExp, string?]>([
    ['no arguments', [], usage],
    ['one file', [fixture], usage],
    ['an unknown option', [fixture, 'no.onnx', '--triple'], usage],
    ['a file that is not there', ['no.json', 'no.onnx'], /^cannot make no\.onnx of no\.json: ENOENT.*\n$/],
    ['a text of two lines', ['a.txt', 'no.onnx'], /^cannot make no\.onnx of a\.txt: .*not JSON.*\n$/, 'two\nlines'],
    [
      'other JSON', ['a.json', 'no.onnx'],
      'cannot make no.onnx of a.json: loadModel: saved has no format; ' +
        'pass what saveModel returned, or its JSON text\n',
      '{}',
    ],
    ['a folder that is not there', [fixture, 'no/no.onnx'], /^cannot make no\/no\.onnx of .*: ENOENT.*\n$/],
    [
      'a number that float cannot hold', ['a.json', 'no.onnx'],
      'cannot make no.onnx of a.json: layer1.bias has 1e+300, which float cannot hold: use --double\n',
      JSON.stringify(large),
    ],
  ])('answers %s in one line, with exit status 2, and writes nothing', (_, args, line, content) => {
    if (content !== undefined) writeFileSync(join(folder, args[0]), content);
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([2, '']);
    if (typeof line === 'string') expect(stderr).toBe(line);
    else expect(stderr).toMatch(line);
    expect(existsSync(join(folder, 'no.onnx'))).toBe(false);
  });
});

describe('examples/to-pytorch.py', () => {
  const script = join(root, 'examples', 'to-pytorch.py');
  const hasPython = spawnSync('python3', ['--version']).status === 0;
  const hasTorch = hasPython && spawnSync('python3', ['-c', 'import torch']).status === 0;
  if (!hasTorch) console.warn('Not run: the way into PyTorch, with PyTorch. It needs a python3 that has torch.');

  /** `path`: where Python looks for torch first. */
  function check(count: number, path?: string): void {
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...(path === undefined ? {} : { PYTHONPATH: path }) };
    fc.assert(fc.property(networks, ({ model, points }) => {
      writeFileSync(json, JSON.stringify(saveModel(model)));
      const code = `import json, sys
exec(open(sys.argv[1], encoding='utf8').read())
points = torch.tensor([[float(x) for x in point] for point in json.loads(sys.argv[2])])
print(json.dumps(model(points).tolist()))`;
      const { status, stdout, stderr } = spawnSync('python3', ['-c', code, script, JSON.stringify(points)], {
        cwd: folder, env, encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
      const outputs = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as number[][];
      const allowed = scalesOf(model, points).map((scales) => scales.map((scale) => 1e-12 * scale));
      wantNear(outputs, outputsOf(model, points), allowed);
    }), runs(count));
  }

  it('is what the guide for developers shows', () => {
    const guide = join(root, 'examples', 'guides', 'developers.md');
    const blocks = [...readFileSync(guide, 'utf8').matchAll(/^```python\n([^]*?)^```/gm)];
    expect(blocks).toHaveLength(1);
    expect(readFileSync(script, 'utf8')).toContain(blocks[0][1]);
  });

  it.skipIf(!hasPython)('lays the numbers out as nn.Linear has them (needs python3, and no torch)', () => {
    check(20, join(root, 'test', 'support', 'python'));
  });

  it.skipIf(!hasTorch)('gives PyTorch’s layers the outputs that ours have (needs a python3 with torch)', () => {
    check(5); // each loads PyTorch anew, which takes seconds
  });
});
