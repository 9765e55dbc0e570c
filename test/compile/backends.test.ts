// Where a compiled function runs: WebAssembly, or the interpreter where that is lacking, forbidden or refuses; how
// large graphs become several functions; and what is left in memory afterwards.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import { isLeaf } from '../../src/compile/instructions.ts';
import { MLP, Random, sum, Value } from '../../src/index.ts';
import { checkOneRow, checkRows } from '../support/compile-checks.ts';
import { esbuild } from '../support/esbuild.ts';
import { tameFunctions, toFunction } from '../support/functions.ts';
import { runs } from '../support/seed.ts';
import { assembled, decode, WebAssembly } from '../support/wasm.ts';

afterEach(() => { vi.unstubAllGlobals(); });

/** A small step, all that it gives in two calls, and what it runs on. */
function run() {
  const model = new MLP(3, [4, 1], { random: new Random(3), activation: 'tanh' });
  const x = new Value(0.3);
  const norm = () => sum(model.parameters().map((p) => p.pow(2)));
  const step = compile((a, b, c) => model.forward([a, b, c])[0].exp().add(norm()));
  const rows = [[x, 1, 2], [-1, 0, x], [0, 0, 0]];
  const numbers = [step.backward(rows), ...step.forward(rows), step.backward([[1, x, x]])];
  return { backend: step.backend, numbers: [...numbers, x.grad, ...model.parameters().map(({ grad }) => grad)] };
}

describe('the backend', () => {
  it('is WebAssembly where there is any, and the interpreter when that is asked for', () => {
    const w = new Value(2);
    expect(compile((x) => x.mul(w)).backend).toBe('wasm');
    expect(compile((x) => x.mul(w), { compare: { backend: 'wasm' } }).backend).toBe('wasm');
    expect(compile(() => w.mul(w)).backend).toBe('wasm');
    expect(compile((x) => x.mul(w), { compare: { backend: 'interpreter' } }).backend).toBe('interpreter');
  });

  const refuse = (error: Error) => function refused() { throw error; };
  it.each<[where: string, platform: unknown]>([
    ['is no WebAssembly', undefined],
    ['may be no module, by a content security policy', {
      Module: refuse(new EvalError('Refused to compile or instantiate WebAssembly module')), Instance: undefined,
    }],
    ['is no SIMD, so that a module is refused', {
      Module: refuse(new Error('invalid opcode 0xfd')), Instance: undefined,
    }],
    ['is no memory for an instance', {
      Module: WebAssembly.Module, Instance: refuse(new RangeError('Out of memory')),
    }],
  ])('is the interpreter where there %s, with the same numbers', (_, platform) => {
    const wanted = run();
    expect(wanted.backend).toBe('wasm');
    vi.stubGlobal('WebAssembly', platform);
    expect(compile((x) => x.mul(2)).backend, 'before it has run').toBe('interpreter');
    const got = run();
    expect(got.backend).toBe('interpreter');
    expect(got.numbers).toEqual(wanted.numbers);
  });

  it('becomes the interpreter when a later module is refused, and no other is tried then', () => {
    const wanted = run();
    let modules = 0;
    function Module(bytes: Uint8Array) {
      modules++;
      if (modules > 1) throw new RangeError('too large for the main thread');
      return new WebAssembly.Module(bytes);
    }
    vi.stubGlobal('WebAssembly', { Module, Instance: WebAssembly.Instance });
    const w = new Value(3);
    const step = compile((x) => x.mul(w));
    expect(step.backward([[1], [2]])).toBe(4.5);
    expect(step.backend).toBe('wasm');
    expect([...step.forward([[5]])]).toEqual([15]);
    expect(step.backend).toBe('interpreter');
    expect(step.backward([[1]])).toBe(3);
    expect(step.backward([[1], [2]]), 'made before, on WebAssembly').toBe(4.5);
    expect(w.grad).toBe(1.5 + 1 + 1.5);
    expect(modules).toBe(2);
    expect(run()).toEqual({ backend: 'interpreter', numbers: wanted.numbers });
  });
});

describe('a module', () => {
  it('is valid, for any expression', () => {
    fc.assert(fc.property(tameFunctions(fc.constant(1)), fc.boolean(), fc.boolean(), (random, oneRow, loops) => {
      const { fn, inputs } = toFunction(random);
      const { bytes } = assembled((values) => fn(values).at(-1) as Value, inputs, oneRow, loops);
      expect(WebAssembly.validate(bytes)).toBe(true);
    }), runs(300));
  });

  const manyFunctions = 'of a large graph has many functions of bounded size, which hand on numbers through memory';
  it.each([true, false])(`${manyFunctions}; loops: %s`, (loops) => {
    const long = (x: Value) => Array.from({ length: 3000 }, (_, i) => i).reduce((y, i) => y.mul(x).add(i), x);
    const { program, bytes, layout } = assembled(([x]) => long(x), 1, false, loops);
    const { functions } = decode(bytes);
    const instructions = program.filter((instruction) => !isLeaf(instruction)).length;
    expect(instructions).toBeGreaterThan(10_000);
    const lengths = functions.map(({ code }) => code.length);
    expect(functions.length).toBeGreaterThan(8);
    expect(Math.max(...lengths)).toBeLessThan(3 * lengths.reduce((a, b) => a + b) / functions.length);
    expect(layout.inputs).toBeGreaterThan(layout.slots);
    expect(WebAssembly.validate(bytes)).toBe(true);
  });

  it('has no part that has nothing to do', () => {
    const names = (fn: (x: Value) => Value) => {
      const { bytes } = assembled(([x]) => fn(x), 1, false, false);
      return decode(bytes).exports.map(({ name }) => name);
    };
    const w = new Value(2);
    expect(names((x) => x.mul(w))).toEqual(['row']);
    expect(names((x) => x.mul(w.mul(w)))).toEqual(['before', 'row', 'after']);
  });
});

describe('a large graph', () => {
  it('of thousands of random operations gives the engine’s numbers, on both backends', () => {
    const counts = fc.integer({ min: 1, max: 3 });
    let largest = 0;
    fc.assert(fc.property(tameFunctions(counts, { maxSteps: 1500 }), (random) => {
      largest = Math.max(largest, random.program.steps.length);
      for (const backend of ['wasm', 'interpreter'] as const) {
        checkOneRow(compile, random, { backend, reduction: 'mean', entries: 'Values' });
        checkRows(compile, random, { backend, reduction: 'sum', entries: 'Values' });
      }
    }), { ...runs(8), endOnFailure: true });
    expect(largest).toBeGreaterThan(300); // several functions: each has some 1,500 steps, an operation about ten
  });

  const n = 50_000;
  it('that is a chain of 100,000 nodes is compiled, and gives the engine’s numbers', () => {
    const chain = (w: Value, x: Value) => {
      let y = x;
      for (let i = 0; i < n; i++) y = y.mul(w).add(0.001);
      return y;
    };
    const [w, onEngine] = [new Value(0.999), new Value(0.999)];
    const y = chain(onEngine, new Value(1));
    y.backward();
    const step = compile((x) => chain(w, x));
    expect(step.backward([[1]])).toBe(y.data);
    expect(w.grad).toBe(onEngine.grad);
    expect(step.backend).toBe('wasm');
  });

  it('that is a sum of 50,000 products is compiled, and gives the engine’s numbers', () => {
    const parametersOf = () => Array.from({ length: n }, (_, i) => new Value(Math.sin(i)));
    const [ws, onEngine] = [parametersOf(), parametersOf()];
    const y = sum(onEngine.map((w) => w.mul(w)));
    y.backward();
    const step = compile(() => sum(ws.map((w) => w.mul(w))));
    expect(step.backward()).toBe(y.data);
    expect(ws.every(({ grad }, i) => grad === onEngine[i].grad)).toBe(true);
    expect(step.backend).toBe('wasm');
  });
});

describe('a process that compiles in a loop, and may not make code of texts', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'micrograd-lab-compile-'));
  afterAll(() => { rmSync(temporary, { recursive: true, force: true }); });

  it('runs on WebAssembly, and does not grow', async () => {
    const script = `
      import { compile } from './src/compile/index.ts';
      import { Value } from './src/engine.ts';
      const w = new Value(2);
      const used = async () => {
        await new Promise((resolve) => { setTimeout(resolve, 20); }); // what finalizes lets go only now
        for (let i = 0; i < 3; i++) gc();
        return process.memoryUsage();
      };
      const compileTimes = (count) => {
        for (let i = 0; i < count; i++) {
          const step = compile((x) => x.mul(w).add(i % 7).tanh());
          step.backward([[1], [2]]);
          if (step.backend !== 'wasm') throw new Error('on the interpreter');
        }
      };
      compileTimes(1500);
      const before = await used();
      compileTimes(2500);
      const after = await used();
      const grown = (what) => after[what] - before[what];
      console.log(JSON.stringify({ heap: grown('heapUsed'), external: grown('external') }));`;
    const outfile = join(temporary, 'loop.mjs');
    const stdin = { contents: script, resolveDir: fileURLToPath(new URL('../..', import.meta.url)), loader: 'ts' };
    await esbuild.build({ stdin, bundle: true, format: 'esm', outfile, logLevel: 'silent' });
    const flags = ['--expose-gc', '--disallow-code-generation-from-strings'];
    const grown = JSON.parse(execFileSync(process.execPath, [...flags, outfile], { encoding: 'utf8' })) as
      Record<'heap' | 'external', number>;
    // Were all of them kept, it would be 7 MB of heap, and 64 KB of WebAssembly's memory for each.
    expect(grown.heap).toBeLessThan(2e6);
    expect(grown.external).toBeLessThan(1e6);
  });
});
