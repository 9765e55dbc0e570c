// What repeats itself in a graph becomes loops, which are found without being told: that they are found, how large a
// module is, and how it looks. That all numbers stay as they are is a property in support/compile-checks.ts.
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { blockSize, embed, makeStateDict, nEmbd, transform, type Vector } from '../../examples/microgpt/model.ts';
import { compile } from '../../src/compile/index.ts';
import { findLoops } from '../../src/compile/loops.ts';
import { Layer, MLP, Neuron, Random, sum, Value } from '../../src/index.ts';
import { tameFunctions, toFunction, type RandomFunction } from '../support/functions.ts';
import { carryOut, plans } from '../support/repetition.ts';
import { runs } from '../support/seed.ts';
import { assembled, WebAssembly } from '../support/wasm.ts';

afterEach(() => { vi.unstubAllGlobals(); });

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

const rootOf = (random: RandomFunction) => {
  const { fn, inputs } = toFunction(random);
  return { fn: (values: Value[]) => fn(values).at(-1) as Value, inputs };
};

/** Of a listing: its loops, how deep they go, and what is computed in all. */
function measure(text: string) {
  const loops = text.split('\n').filter((line) => line.includes('for '));
  const withoutPlaces = text.replaceAll(/\[[^\]]*\]/g, '');
  return {
    loops: loops.length,
    depth: Math.max(0, ...loops.map((line) => line.search(/\S/) / 2)),
    operations: [...withoutPlaces.matchAll(/[+*/?]| - |max|exp|tanh|sin|cos/g)].length,
  };
}

describe('what repeats itself', () => {
  it('is in loops, nested as it is, which are the same for 9 turns as for 10', () => {
    const depths = { sum: 1, recurrence: 1, layer: 2, convolution: 2, layers: 3 };
    const regular = plans.filter(({ shape, inputs, activation }) => {
      // A convolution's data have gradients of 1, 2, 3 … terms, which no stride describes.
      if (shape === 'convolution') return inputs !== 'none';
      // Without a curve, gradients need no number of the way there: both ways are computed at once, layer beside layer.
      return shape !== 'layers' || activation !== 'neg';
    });
    fc.assert(fc.property(regular, (plan) => {
      const [nine, ten] = [9, 10].map((turns) => {
        const { fn, inputs } = rootOf(carryOut(plan, turns, 1));
        return measure(compile(fn, { inputs }).toString());
      });
      expect(nine.depth).toBe(depths[plan.shape]);
      expect(ten).toEqual(nine);
    }), runs(60));
  });

  type Change = (terms: Value[], ws: Value[], xs: Value[]) => void;
  it.each<[what: string, loops: number, change: Change]>([
    ['nothing else', 2, () => undefined],
    ['one that is missing', 4, (terms) => { terms.splice(10, 1); }],
    ['one with a parameter out of line', 4, (terms, ws, xs) => { terms[10] = ws[0].mul(xs[10]); }],
    ['one with an input out of line', 4, (terms, ws, xs) => { terms[10] = ws[10].mul(xs[0]); }],
    ['one with another operation', 4, (terms, ws, xs) => { terms[10] = ws[10].max(xs[10]); }],
    ['one with another constant', 4, (terms, ws, xs) => { terms[10] = ws[10].mul(xs[10]).mul(3); }],
  ])('is in loops also beside what does not: in a sum of terms there is %s', (_, loops, change) => {
    const ws = times(20, (i) => new Value(i));
    const step = compile((xs) => {
      const terms = ws.map((w, i) => w.mul(xs[i]));
      change(terms, ws, xs);
      return sum(terms);
    }, { inputs: 20 });
    expect(measure(step.toString()).loops).toBe(loops); // half of them for the sum, half for its gradients
  });

  it('is in no loop where none is wanted', () => {
    const model = new MLP(2, [8, 1]);
    const fn = (x: Value, y: Value) => model.forward([x, y])[0];
    expect(measure(compile(fn).toString()).loops).toBeGreaterThan(2);
    expect(measure(compile(fn, { compare: { loops: false } }).toString()).loops).toBe(0);
  });

  it('has to be there: of a function without repetition, the module has the same bytes as without loops', () => {
    let others = 0;
    fc.assert(fc.property(tameFunctions(fc.constant(1)), fc.boolean(), (random, oneRow) => {
      const { fn, inputs } = rootOf(random);
      const { program, bytes } = assembled(fn, inputs, oneRow, true);
      if (findLoops(program, true).hasLoops) return;
      others++;
      expect(bytes).toEqual(assembled(fn, inputs, oneRow, false).bytes);
    }), runs(200));
    expect(others).toBeGreaterThan(runs(100).numRuns);
  });
});

it('a loop whose turns read what others kept, but not always, gives the engine’s numbers', () => {
  const ws = times(45, (i) => new Value(Math.sin(i + 1)));
  const fn = (xs: Value[]) => {
    const all = xs.map((x) => x.tanh());
    // The sums read 0, 1, 2; 10, 11, 12; and 20, 21, 22, which are 15 to 23 themselves.
    for (let i = 0; i < 9; i++) {
      const x = all[10 * Math.floor(i / 3) + i % 3];
      all.push(sum(ws.slice(5 * i, 5 * i + 5).map((w) => x.mul(w))));
    }
    return [sum(all), ...all.map((x) => x.mul(all[23])), ...all.map((x) => x.add(all[23]))];
  };
  const row = times(15, Math.cos);
  const wanted = fn(row.map((x) => new Value(x))).map(({ data }) => data);
  expect([...compile(fn, { inputs: 15, outputs: 49 }).forward([row])]).toEqual(wanted);
});

describe('a network', () => {
  it('of two layers of 256 neurons has a module at most 3 times as large as one of two layers of 16', () => {
    const sizeOf = (width: number) => {
      const model = new MLP(2, [width, width, 1]);
      return assembled((inputs) => model.forward(inputs)[0], 2, false, true).bytes.length;
    };
    expect(sizeOf(256)).toBeLessThan(3 * sizeOf(16));
  });

  it('runs on 10,000 rows in the memory that it has for 2', () => {
    const memories: { buffer: ArrayBuffer }[] = [];
    vi.stubGlobal('WebAssembly', {
      Module: WebAssembly.Module,
      Instance: class extends WebAssembly.Instance {
        constructor(module: object, imports: object) {
          super(module, imports);
          memories.push((this.exports as { memory: { buffer: ArrayBuffer } }).memory);
        }
      },
    });
    const model = new MLP(3, [64, 64, 64, 1], { random: new Random(1) });
    const step = compile((inputs) => model.forward(inputs)[0], { inputs: 3 });
    const [wanted] = step.forward([[1, 2, 3], [1, 2, 3]]);
    const sizes = () => memories.map(({ buffer }) => buffer.byteLength);
    step.backward([[1, 2, 3], [1, 2, 3]]);
    const before = sizes();
    const rows = Float64Array.from({ length: 3 * 10_000 }, (_, i) => 1 + i % 3);
    expect(step.backward(rows)).toBeCloseTo(wanted, 9);
    expect(before).toHaveLength(2);
    expect(sizes()).toEqual(before);
  });
});

describe('the listing', () => {
  const random = () => new Random(1);

  it('of a neuron has a loop for its sum, and one for its gradients', () => {
    const neuron = new Neuron(8, { random: random() });
    expect(compile((inputs) => neuron.forward(inputs), { inputs: 8 }).toString()).toMatchInlineSnapshot(`
      "each row:
        a = p0
        for i from 0 to 7:
          a = a + p[i + 1] * x[i]
        v0 = max(0, a)
        y0 = v0
        v1 = v0 <= 0 ? 0 : y0.grad
        for i from 0 to 7:
          p[8 - i].grad += v1 * x[7 - i]
        p0.grad += v1"
    `);
  });

  it('of a layer has loops in loops', () => {
    const layer = new Layer(8, 6, { random: random() });
    const step = compile((inputs) => sum(layer.forward(inputs)), { inputs: 8 });
    expect(step.toString()).toMatchInlineSnapshot(`
      "each row:
        for i from 0 to 5:
          a = p[9 i]
          for j from 0 to 7:
            a = a + p[9 i + j + 1] * x[j]
          v[i] = max(0, a)
        a = v0
        for i from 0 to 4:
          a = a + v[i + 1]
        y0 = a
        for i from 0 to 5:
          v[i + 6] = v[5 - i] <= 0 ? 0 : y0.grad
        for i from 0 to 5:
          for j from 0 to 7:
            p[53 - 9 i - j].grad += v[i + 6] * x[7 - j]
        for i from 0 to 5:
          p[45 - 9 i].grad += v[i + 6]"
    `);
  });

  it('of the moons network has loops for neurons, and in them for terms, on the way there and back', () => {
    const model = new MLP(2, [16, 16, 1], { random: random() });
    const step = compile((x1, x2, label) => {
      const margin = model.forward([x1, x2])[0].mul(label).neg().add(1).relu();
      return margin.add(sum(model.parameters().map((p) => p.mul(p))).mul(1e-4));
    });
    expect(step.toString()).toMatchInlineSnapshot(`
      "before the rows:
        a = p0 * p0
        for i from 0 to 335:
          a = a + p[i + 1] * p[i + 1]
        s0 = a * 0.0001
      each row:
        for i from 0 to 15:
          v[i] = max(0, p[3 i + 2] + p[3 i] * x0 + p[3 i + 1] * x1)
        t0 += y0.grad
        for i from 0 to 15:
          a = p[17 i + 64]
          for j from 0 to 15:
            a = a + p[17 i + j + 48] * v[j]
          v[i + 16] = max(0, a)
        a = p336
        for i from 0 to 15:
          a = a + p[i + 320] * v[i + 16]
        v32 = max(0, -(a * x2) + 1)
        y0 = v32 + s0
        v33 = -(v32 <= 0 ? 0 : y0.grad) * x2
        for i from 0 to 15:
          p[335 - i].grad += v33 * v[31 - i]
        for i from 0 to 15:
          v[i + 34] = v[31 - i] <= 0 ? 0 : v33 * p[335 - i]
        p336.grad += v33
        for i from 0 to 15:
          for j from 0 to 15:
            p[318 - 17 i - j].grad += v[i + 34] * v[15 - j]
        for i from 0 to 15:
          p[319 - 17 i].grad += v[i + 34]
        for i from 0 to 15:
          a = v34 * p[318 - i]
          for j from 0 to 14:
            a = a + v[j + 35] * p[301 - i - 17 j]
          v[i + 50] = v[15 - i] <= 0 ? 0 : a
        for i from 0 to 15:
          p[46 - 3 i].grad += v[i + 50] * x1
          p[45 - 3 i].grad += v[i + 50] * x0
        for i from 0 to 15:
          p[47 - 3 i].grad += v[i + 50]
      after the rows:
        s1 = t0 * 0.0001
        for i from 0 to 336:
          s[i + 2] = s1 * p[336 - i]
        for i from 0 to 336:
          p[336 - i].grad += s[i + 2]
          p[336 - i].grad += s[i + 2]"
    `);
  });

  describe('of a position of microgpt', () => {
    const state = makeStateDict(random());
    const split = (numbers: Vector) => times(numbers.length / nEmbd, (i) => numbers.slice(i * nEmbd, (i + 1) * nEmbd));

    it('in its first half, has loops for the matrices', () => {
      const step = compile((inputs) => {
        const [token, position] = split(inputs);
        const { x, q, k, v } = embed(state, token, position);
        return sum([...x, ...q, ...k, ...v]);
      }, { inputs: 2 * nEmbd });
      expect(step.toString()).toMatchInlineSnapshot(`
        "each row:
          for i from 0 to 15:
            v[i] = x[i] + x[i + 16]
          a = v0 * v0
          for i from 0 to 14:
            a = a + v[i + 1] * v[i + 1]
          v16 = (a / 16 + 0.00001) ** -0.5
          for i from 0 to 15:
            v[i + 17] = v[i] * v16
          a = v17 * v17
          for i from 0 to 14:
            a = a + v[i + 18] * v[i + 18]
          v33 = (a / 16 + 0.00001) ** -0.5
          for i from 0 to 15:
            v[i + 34] = v[i + 17] * v33
          a = v17
          for i from 0 to 14:
            a = a + v[i + 18]
          for i from 0 to 47:
            b = p[16 i] * v34
            for j from 0 to 14:
              b = b + p[16 i + j + 1] * v[j + 35]
            a = a + b
          y0 = a
          for i from 0 to 15:
            v[i + 50] = y0.grad * v[49 - i]
          for i from 0 to 47:
            for j from 0 to 15:
              p[767 - 16 i - j].grad += v[j + 50]"
      `);
    });

    it('in its second half, has loops for the heads, too', () => {
      const step = compile((inputs) => {
        const [x, q, ...others] = split(inputs.slice(0, -blockSize));
        const mask = inputs.slice(-blockSize);
        return sum(transform(state, x, q, others.slice(0, blockSize), others.slice(blockSize), mask));
      }, { inputs: 2 * nEmbd + 2 * blockSize * nEmbd + blockSize });
      expect(step.toString()).toMatchInlineSnapshot(`
        "each row:
          for i from 0 to 3:
            for j from 0 to 15:
              a = x[4 i + 16] * x[4 i + 16 j + 32]
              for k from 0 to 2:
                a = a + x[4 i + k + 17] * x[4 i + 16 j + k + 33]
              v[16 i + j] = a / 2 + x[j + 544]
          for i from 0 to 15:
            a = y0.grad * p[27 i]
            for j from 0 to 25:
              a = a + y0.grad * p[27 i + j + 1]
            v[i + 64] = a
          for i from 0 to 3:
            a = v[16 i]
            for j from 0 to 14:
              a = max(a, v[16 i + j + 1])
            v[i + 80] = a
          for i from 0 to 3:
            for j from 0 to 15:
              v[16 i + j + 84] = exp(v[16 i + j] - v[i + 80])
          for i from 0 to 3:
            a = v[16 i + 84]
            for j from 0 to 14:
              a = a + v[16 i + j + 85]
            v[i + 148] = a
          for i from 0 to 3:
            for j from 0 to 15:
              v[16 i + j + 152] = v[16 i + j + 84] / v[i + 148]
          for i from 0 to 3:
            for j from 0 to 3:
              a = v[16 i + 152] * x[4 i + j + 288]
              for k from 0 to 14:
                a = a + v[16 i + k + 153] * x[4 i + j + 16 k + 304]
              v[4 i + j + 216] = a
          for i from 0 to 15:
            a = p[16 i + 432] * v216
            for j from 0 to 14:
              a = a + p[16 i + j + 433] * v[j + 217]
            v[i + 232] = x[i] + a
          a = v232 * v232
          for i from 0 to 14:
            a = a + v[i + 233] * v[i + 233]
          v248 = a / 16 + 0.00001
          v249 = v248 ** -0.5
          for i from 0 to 15:
            v[i + 250] = v[i + 232] * v249
          for i from 0 to 63:
            a = p[16 i + 688] * v250
            for j from 0 to 14:
              a = a + p[16 i + j + 689] * v[j + 251]
            v[i + 266] = max(0, a)
          for i from 0 to 15:
            a = p[64 i + 1712] * v266
            for j from 0 to 62:
              a = a + p[64 i + j + 1713] * v[j + 267]
            v[i + 330] = v[i + 232] + a
          for i from 0 to 15:
            for j from 0 to 63:
              p[2735 - 64 i - j].grad += v[i + 64] * v[329 - j]
          for i from 0 to 63:
            a = v64 * p[2735 - i]
            for j from 0 to 14:
              a = a + v[j + 65] * p[2671 - i - 64 j]
            v[i + 346] = v[329 - i] <= 0 ? 0 : a
          a = p431 * v330
          for i from 0 to 14:
            a = a + p[404 - 27 i] * v[i + 331]
          for i from 0 to 25:
            b = p[430 - i] * v330
            for j from 0 to 14:
              b = b + p[403 - i - 27 j] * v[j + 331]
            a = a + b
          y0 = a
          for i from 0 to 15:
            v[i + 410] = y0.grad * v[345 - i]
          for i from 0 to 63:
            for j from 0 to 15:
              p[1711 - 16 i - j].grad += v[i + 346] * v[265 - j]
          for i from 0 to 15:
            a = v346 * p[1711 - i]
            for j from 0 to 62:
              a = a + v[j + 347] * p[1695 - i - 16 j]
            v[i + 426] = a
          for i from 0 to 26:
            for j from 0 to 15:
              p[i + 27 j].grad += v[j + 410]
          a = v426 * v247
          for i from 0 to 14:
            a = a + v[i + 427] * v[246 - i]
          v442 = a * (-0.5 * (v248 ** -1.5)) / 16
          for i from 0 to 15:
            v[i + 443] = v442 * v[247 - i]
          for i from 0 to 15:
            v[i + 459] = v[i + 64] + v[i + 426] * v249 + v[i + 443] + v[i + 443]
          for i from 0 to 15:
            for j from 0 to 15:
              p[687 - 16 i - j].grad += v[i + 459] * v[231 - j]"
      `);
    });
  });
});
