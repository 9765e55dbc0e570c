// The module that is made of a program, by programs written by hand: which functions it has, what they hand on, and how
// the machine calls them.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Graph } from '../../src/compile/graph.ts';
import type { Instruction, Part } from '../../src/compile/instructions.ts';
import { Machine, type Backend } from '../../src/compile/machine.ts';
import { assemble } from '../../src/compile/module.ts';
import { Value } from '../../src/engine.ts';
import { decode, instructionsOf, WebAssembly } from '../support/wasm.ts';

afterEach(() => { vi.unstubAllGlobals(); });

class Draft {
  readonly program: Instruction[] = [];
  add(part: Part, op: Instruction['op'], number: number, ...args: number[]): number {
    return this.program.push({ op, number, args, part }) - 1;
  }

  module({ oneRow = false, loops = true } = {}) {
    const counts = { inputs: 2000, outputs: 2000, parameters: 4000, gradients: 2000, totals: 1 };
    const { exports, functions } = decode(assemble(this.program, counts, oneRow, loops).bytes);
    const ofParts = new Set(exports.map(({ function: index }) => index));
    return { names: exports.map(({ name }) => name), chunks: functions.slice(0, functions.length - ofParts.size) };
  }

  /** With one output, and no inputs. */
  machine(parameters: readonly Value[], options: { backend?: Backend; loops?: boolean } = {}): Machine {
    const { backend = 'wasm', loops = true } = options;
    const graph = { parameters, inputs: 0, outputs: [parameters[0]] } as unknown as Graph;
    const machine = new Machine(this.program, graph, { oneRow: false, backend, loops });
    expect(machine.backend).toBe(backend);
    return machine;
  }
}
const rowsOf = (count: number) => ({ count, numbers: new Float64Array(0) });

describe('pairs of rows side by side', () => {
  const names = (add: (draft: Draft) => void, options: { oneRow?: boolean; loops?: boolean } = {}) => {
    const draft = new Draft();
    for (let i = 0; i < 20; i++) draft.add('row', 'parameter gradient', i, draft.add('row', 'input', i));
    add(draft);
    return draft.module(options).names;
  };
  const none = () => { /* only the loop */ };

  it('have a function of their own, in a program with loops that is not for one row', () => {
    expect(names(none)).toEqual(['row', 'rows']);
    expect(names(none, { oneRow: true })).toEqual(['row']);
    expect(names(none, { loops: false })).toEqual(['row']);
  });

  it.each<['parameter gradient' | 'add to total', number]>([
    ['parameter gradient', 20], ['add to total', 0],
  ])('have none where a row has two of `%s` for one place, which are added up row by row', (op, number) => {
    expect(names((draft) => { draft.add('row', op, number, 0); })).toEqual(['row', 'rows']);
    expect(names((draft) => {
      draft.add('row', op, number, 0);
      draft.add('row', op, number, 2);
    })).toEqual(['row']);
  });

  it('have one where the second is added after the rows', () => {
    expect(names((draft) => { draft.add('after', 'parameter gradient', 0, draft.add('after', 'parameter', 0)); }))
      .toEqual(['row', 'after', 'rows']);
  });
});

describe('a machine', () => {
  it('runs the first row of an odd number alone, then two, until fours come out even', () => {
    const calls: string[] = [];
    vi.stubGlobal('WebAssembly', {
      Module: WebAssembly.Module,
      Instance: function Instance(module: object, imports: object) {
        const { exports } = new WebAssembly.Instance(module, imports) as { exports: Record<string, () => void> };
        const seen = (name: string) => () => {
          calls.push(name);
          exports[name]();
        };
        return { exports: { ...exports, row: seen('row'), rows: seen('rows') } };
      },
    });
    const draft = new Draft();
    draft.add('row', 'output', 0, draft.add('row', 'parameter', 0));
    for (let i = 0; i < 20; i++) draft.add('row', 'parameter gradient', i, draft.add('row', 'parameter', i));
    const machine = draft.machine(Array.from({ length: 20 }, (_, i) => new Value(i + 1)));
    const callsOf = (count: number) => {
      calls.length = 0;
      expect(machine.run(rowsOf(count), 1, {})).toBe(count);
      return calls.join(' ');
    };
    expect([1, 2, 3, 4, 6, 7, 9].map(callsOf))
      .toEqual(['row', 'row', 'row row', 'rows', 'row rows', 'row row rows', 'row rows rows']);
  });

  it('adds nothing to a gradient of -0 but what the rows give: -0 is no 0', () => {
    const draft = new Draft();
    draft.add('row', 'output', 0, draft.add('row', 'parameter', 0));
    draft.add('row', 'parameter gradient', 0, draft.add('row', 'constant', -0));
    for (const backend of ['wasm', 'interpreter'] as const) {
      const w = new Value(1);
      w.grad = -0;
      const machine = draft.machine([w], { backend });
      for (const count of [1, 2, 3]) {
        machine.run(rowsOf(count), 1, {});
        machine.giveGradients();
        expect(w.grad).toBe(-0);
      }
    }
  });
});

describe('a function of JavaScript', () => {
  it('is called for both rows of a pair, and once where there is one, or what all rows share', () => {
    const draft = new Draft();
    const shared = draft.add('before', 'exp', 0, draft.add('before', 'parameter', 0));
    const ofRow = draft.add('row', 'exp', 0, draft.add('row', 'input', 0));
    draft.add('row', 'output', 0, draft.add('row', '+', 0, shared, ofRow));
    draft.add('after', 'parameter gradient', 0, draft.add('after', 'exp', 0, draft.add('after', 'total', 0)));
    const calls = (oneRow: boolean) => draft.module({ oneRow }).chunks.map(({ code }) =>
      instructionsOf([...code]).filter((instruction) => instruction.startsWith('call')).length);
    expect(calls(false)).toEqual([1, 2, 1]);
    expect(calls(true)).toEqual([1, 1, 1]);
  });
});

/**
 * -(p0 - (p1 - (p2 + p3 + …))), of so many terms, and then of so many exp(p): these are computed before, and again
 * multiplied where all is done, so they are kept. While the sum is made, p0 and p1 wait on the stack.
 */
function long(draft: Draft, part: Part, terms: number, kept: number): number {
  const parameter = (number: number) => draft.add(part, 'parameter', number);
  const exps = Array.from({ length: kept }, (_, i) => draft.add(part, 'exp', 0, parameter(i)));
  const leaves = Array.from({ length: terms }, (_, i) => parameter(i + 2));
  const add = (op: Instruction['op']) => (a: number, b: number) => draft.add(part, op, 0, a, b);
  const sum = [...leaves, ...exps].reduce(add('+'));
  const rest = add('-')(parameter(0), add('-')(parameter(1), sum));
  return draft.add(part, 'neg', 0, exps.reduce(add('*'), rest));
}

describe('a part that is long', () => {
  it('is cut at 1500 steps, between two statements', () => {
    const chunks = (statements: number) => {
      const draft = new Draft();
      for (let i = 0; i < statements; i++) draft.add('row', 'output', i, draft.add('row', 'input', i)); // two steps
      return draft.module({ loops: false }).chunks.length;
    };
    expect([750, 751, 1500, 1501].map(chunks)).toEqual([1, 2, 2, 3]);
  });

  it('and within a statement of more than 3000', () => {
    const chunks = (terms: number) => {
      const draft = new Draft();
      draft.add('row', 'output', 0, long(draft, 'row', terms, 0)); // 2 terms + 5 steps
      return draft.module({ loops: false }).chunks.length;
    };
    expect([1000, 1497, 1498, 2000].map(chunks)).toEqual([1, 1, 2, 2]);
  });

  it.each<Part>(['before', 'row', 'after'])('hands on what was on the stack, and keeps the rest: %s', (part) => {
    const run = (backend: Backend, terms: number) => {
      const draft = new Draft();
      const result = long(draft, part, terms, 4);
      draft.add('row', 'output', 0, part === 'after' ? draft.add('row', 'parameter', 0) : result);
      if (part === 'after') draft.add('after', 'parameter gradient', 0, result);
      const parameters = Array.from({ length: terms + 2 }, (_, i) => new Value(Math.sin(i)));
      const machine = draft.machine(parameters, { backend, loops: false });
      const outputs = new Float64Array(3);
      machine.run(rowsOf(3), 1, { outputs });
      if (part === 'after') machine.giveGradients();
      return [...outputs, parameters[0].grad];
    };
    for (const terms of [1490, 1491, 2000, 3500]) {
      const wanted = run('interpreter', terms);
      expect(wanted.some((x) => x !== 0)).toBe(true);
      expect(run('wasm', terms)).toEqual(wanted);
    }
  });
});
