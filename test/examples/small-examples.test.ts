// The examples that need nothing but the package: run as they stand, and their figures checked.
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';

/** What an example prints, a line each. */
async function run(example: () => Promise<unknown>): Promise<string[]> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    await example();
    return log.mock.calls.map(([line]) => String(line));
  } finally {
    log.mockRestore();
  }
}

// The losses of circles.ts and yin-yang.ts are those of fixtures/small-examples.py, which has no engine.

/** The numbers of a line. */
const numbers = (line: string) => (line.match(/-?\d+(\.\d+)?(e[-+]\d+)?/g) ?? []).map(Number);

describe('examples/classifier.ts', () => {
  it('trains the lecture’s four points to the losses that CPython gives', async () => {
    const lines = await run(() => import('../../examples/classifier.ts'));
    // ../shared/oracle/lecture.md, step 12: the loss before any step, and after 20 at a learning rate of 0.1
    expect(numbers(lines[0])).toEqual([0, 6.24427205907587]);
    const [, after] = numbers(lines[20]);
    expect(Math.abs(after - 0.009905018564379652) / after).toBeLessThan(1e-12);
    for (const [wanted, got] of lines.slice(21).map(numbers)) expect(Math.abs(wanted - got)).toBeLessThan(0.1);
    expect(lines).toHaveLength(25);
  });
});

describe('examples/circles.ts', () => {
  it('begins near the loss of not knowing, and parts the circles', async () => {
    const lines = await run(() => import('../../examples/circles.ts'));
    expect(lines).toEqual([
      'step 0 loss 0.742201, accuracy 48%',
      'step 10 loss 0.579281, accuracy 79%',
      'step 20 loss 0.351722, accuracy 92%',
      'step 30 loss 0.145938, accuracy 99%',
      'step 40 loss 0.077090, accuracy 100%',
      'step 50 loss 0.053266, accuracy 100%',
    ]);
  });
});

describe('examples/yin-yang.ts', () => {
  it('learns three classes, of points that it has not seen as well', async () => {
    const lines = await run(() => import('../../examples/yin-yang.ts'));
    expect(lines.map((line) => numbers(line).slice(0, 3))).toEqual([
      [0, 2.189931, 2.147281],
      [10, 0.728133, 0.726721],
      [20, 0.603941, 0.577566],
      [30, 0.484748, 0.469878],
      [40, 0.393802, 0.363402],
      [50, 0.335313, 0.290509],
      [60, 0.288192, 0.249633],
    ]);
    expect(lines[6]).toMatch(/accuracy 88%, 90%$/);
  });
});

describe('examples/dual.ts', () => {
  it('counts the operations of both modes, whose gradients are equal, and gives a Hessian times a vector', async () => {
    const lines = await run(() => import('../../examples/dual.ts'));
    // For n > 1 inputs the function has 3 * n - 1 operations, and for one input 2. Forward mode computes all of them n
    // times; reverse mode computes them once, and goes back through them once.
    const counts = [1, 2, 10, 100].map((n) => [n, n === 1 ? 2 : n * (3 * n - 1), n === 1 ? 4 : 2 * (3 * n - 1)]);
    expect(lines.slice(1, 5).map((line) => numbers(line).slice(0, 3))).toEqual(counts);
    for (const line of lines.slice(1, 5)) expect(Number(line.trim().split(/ +/)[3])).toBeLessThan(1e-14);
    const [product, expected] = lines.slice(5).map(numbers);
    expect(product).toHaveLength(3);
    expect(product).toEqual(expected);
  });
});

describe('examples/newton.ts', () => {
  it('is at the minimum after 7 steps, and descent is not there after 10,000', async () => {
    const lines = await run(() => import('../../examples/newton.ts'));
    const points = lines.map((line) => numbers(line).slice(-3));
    // By hand, at (-1.2, 1): the gradient is (-215.6, -88), the Hessian [[1330, 480], [480, 200]].
    const [dx, dy] = [(200 * -215.6 - 480 * -88) / 35_600, (1330 * -88 - 480 * -215.6) / 35_600];
    expect(points[1].slice(0, 2)).toEqual([-1.2 - dx, 1 - dy].map((x) => Number(x.toFixed(6))));
    expect(points[7]).toEqual([1, 1, 0]);
    expect(points.slice(8).map(([, , f]) => f > 1e-5)).toEqual([true, true, true, true]);
    expect(points).toHaveLength(12);
  });
});

describe('examples/oscillator.ts', () => {
  it('learns the sine from its law, to less than 0.001', async () => {
    const lines = await run(() => import('../../examples/oscillator.ts'));
    const [error] = lines.filter((line) => line.startsWith('largest error')).map((line) => numbers(line)[2]);
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(1e-3);
    const plot = lines.slice(-25);
    const columns = plot.map((line) => line.indexOf('*') - 5);
    expect(columns).toEqual(plot.map((_, i) => Math.round(22 + 20 * Math.sin(2 * Math.PI * i / 24))));
  });
});

const small = ['classifier', 'circles', 'yin-yang', 'dual', 'newton', 'oscillator'];
it.each(small)('examples/%s.ts has fewer than 60 lines', (name) => {
  const text = readFileSync(new URL(`../../examples/${name}.ts`, import.meta.url), 'utf8');
  expect(text.split('\n').length).toBeLessThan(60);
});
