// compile in a real browser, on its main thread and in a worker, under a policy that allows WebAssembly and under one
// that does not.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile, type Backend } from '../../src/compile/index.ts';
import * as library from '../../src/index.ts';
import inputs from '../fixtures/notebook-inputs.json' with { type: 'json' };
import run from '../fixtures/notebook-run.json' with { type: 'json' };
import { lacking, launch, visit, type Browser } from '../support/browser.ts';
import { expand } from '../support/expressions.ts';
import { edgeFunctions, tameFunctions, type RandomFunction } from '../support/functions.ts';
import type { Operation } from '../support/rules.ts';
import { runs } from '../support/seed.ts';
import { isLeftOut } from '../support/needs.ts';

interface Results { result: number; outputs: number[]; rowGrads: number[]; grads: number[] }
interface SingleRows { losses: number[]; grads: number[] }
/** What browser/jobs.js does, in the browser and here. */
interface Jobs {
  randomFunction: (given: RandomFunction) => {
    backend: Backend; engine: Results; oneRow: Results; manyRows: Results; interpreted: Results;
  };
  notebook: (given: typeof inputs) => {
    backend: Backend; engine: SingleRows; compiled: SingleRows; steps: { loss: number; accuracyPercent: number }[];
  };
  largeFunction: (powers: number) => { backend: Backend; engine: number[]; compiled: number[] };
  powers: (given: { seed: number; count: number }) => number[];
  blocked: (given?: undefined) => string[];
}
const { jobsOf } = await import(new URL('jobs.js', import.meta.url).href) as {
  jobsOf: (library: object) => Jobs;
};
const inNode = jobsOf({ ...library, compile });

type Place = 'main thread' | 'worker';
type Ask = <Job extends keyof Jobs>(
  place: Place, job: Job, given: Parameters<Jobs[Job]>[0],
) => Promise<ReturnType<Jobs[Job]>>;
const path = 'test/browser/page.html';
const policies = {
  'allows WebAssembly': 'script-src \'self\' \'wasm-unsafe-eval\'',
  'forbids WebAssembly': 'script-src \'self\'',
};
type Policy = keyof typeof policies;

const counts = fc.integer({ min: 1, max: 5 });
const functions = fc.oneof(edgeFunctions(counts), tameFunctions(counts));
const exactFunctions = functions.map((given) => {
  const program = expand(given.program, (step) => [{ ...step, op: exact(step.op) }]);
  return { ...given, program };
});

/** In place of an operation whose last bits JavaScript leaves open, so that V8's versions differ in them. */
function exact(op: Operation): Operation {
  switch (op) {
    case '**': return '*';
    case 'exp': case 'log': case 'tanh': case 'sigmoid': case 'sin': case 'cos': return 'neg';
    default: return op;
  }
}

const leftOut = isLeftOut('compile in a browser', lacking);
describe.skipIf(leftOut)('in a browser (needs Chromium, and `npm ci` in test/browser/)', () => {
  let browser: Browser;
  beforeAll(async () => {
    // The page has the package from dist.
    spawnSync(process.execPath, [fileURLToPath(new URL('../../examples/prepare-library.mjs', import.meta.url))]);
    browser = await launch();
    return () => browser.close();
  });

  /** A page in which nothing may go wrong, and nothing be forbidden but what the policy is to forbid. */
  const inPage = (policy: Policy, work: (ask: Ask) => Promise<void>) =>
    visit(browser, { path, policy: policies[policy] }, async (page, complaints) => {
      expect(complaints).toEqual([]);
      const ask: Ask = (...message) => page.evaluate((message) => {
        const { ask } = globalThis as unknown as { ask: (...message: unknown[]) => never };
        return ask(...message);
      }, message);
      await work(ask);
      for (const place of ['main thread', 'worker'] as const) {
        const blocked = await ask(place, 'blocked', undefined);
        const allowed = policy === 'allows WebAssembly' ? [] : ['wasm-eval'];
        expect(blocked.filter((what) => !allowed.includes(what))).toEqual([]);
      }
      expect(complaints).toEqual([]);
    });

  const situations: [Place, Policy, Backend][] = [
    ['main thread', 'allows WebAssembly', 'wasm'], ['worker', 'allows WebAssembly', 'wasm'],
    ['main thread', 'forbids WebAssembly', 'interpreter'], ['worker', 'forbids WebAssembly', 'interpreter'],
  ];

  describe.each(situations)('on the %s of a page that %s', (place, policy, expected) => {
    it('compile gives what the engine gives, to the last bit', () =>
      inPage(policy, (ask) => fc.assert(fc.asyncProperty(functions, async (given) => {
        const { backend, engine, oneRow, manyRows, interpreted } = await ask(place, 'randomFunction', given);
        expect(backend).toBe(expected);
        expect(oneRow).toEqual({ ...engine, outputs: engine.outputs.slice(0, 1) });
        expect(manyRows.outputs).toEqual(engine.outputs);
        expect(manyRows).toEqual(interpreted);
      }), runs(100))));

    it('the engine and compile give what they give in Node, to the last bit where JavaScript fixes it', () =>
      inPage(policy, (ask) => fc.assert(fc.asyncProperty(exactFunctions, async (given) => {
        const answer = await ask(place, 'randomFunction', given);
        expect(answer).toEqual({ ...inNode.randomFunction(given), backend: expected });
      }), runs(100))));

    it('the notebook’s run is Python’s up to rounding, and Node’s to the last bit', () =>
      inPage(policy, async (ask) => {
        const answer = await ask(place, 'notebook', inputs);
        expect(answer.compiled).toEqual(answer.engine);
        expect(answer).toEqual({ ...inNode.notebook(inputs), backend: expected });
        expect(answer.steps).toHaveLength(100);
        for (const [i, { loss, accuracyPercent }] of run.steps.entries()) {
          // Rows are added up two by two.
          expect(Math.abs(answer.steps[i].loss - loss), `loss of step ${i}`).toBeLessThanOrEqual(1e-12);
          expect(answer.steps[i].accuracyPercent).toBe(accuracyPercent);
        }
      }));
  });

  it('a module of over 8 MB runs in a worker, and on the main thread its program does, to the same numbers', () =>
    inPage('allows WebAssembly', async (ask) => {
      const powers = 32_000; // 295 bytes each
      const wasm = await ask('worker', 'largeFunction', powers);
      const interpreter = await ask('main thread', 'largeFunction', powers);
      expect([wasm.backend, interpreter.backend]).toEqual(['wasm', 'interpreter']);
      expect(wasm.compiled).toEqual(wasm.engine);
      expect(interpreter).toEqual({ ...wasm, backend: 'interpreter' });
    }));

  it('x ** 2 is x * x, and x ** 1 is x, to the last bit, as compile supposes', () =>
    inPage('allows WebAssembly', (ask) => fc.assert(fc.asyncProperty(fc.nat(), async (seed) => {
      expect(await ask('main thread', 'powers', { seed, count: 100_000 })).toEqual([]);
    }), runs(10))));

  it('no script runs where the policy allows none, and the test hears of it', () =>
    visit(browser, { path, policy: 'script-src \'none\'' }, async (page, complaints) => {
      expect(await page.evaluate((name) => name in globalThis, 'ask')).toBe(false);
      expect(complaints).toEqual([expect.stringContaining('script-src \'none\'')]);
    }));
});
