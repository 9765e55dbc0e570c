// The code of a function, instruction by instruction: what is loaded once, what needs no local, what runs side by side.
// Other tests see to it that it computes the right numbers, which it could do with detours; this one, that it has none.
import { describe, expect, it } from 'vitest';
import { types } from '../../src/compile/bytes.ts';
import type { Code, Step } from '../../src/compile/code.ts';
import { functionOf, type Way } from '../../src/compile/function.ts';
import { layOut } from '../../src/compile/layout.ts';
import { planSlots } from '../../src/compile/slots.ts';
import { constant, kindOf, loop, step, type Op } from '../support/steps.ts';
import { instructionsOf } from '../support/wasm.ts';

const counts = { inputs: 100, outputs: 100, parameters: 100, gradients: 100, totals: 0 };
const room = { slots: 100, sharedSlots: 0 };

/** One function of several, of which the others may read what it keeps. */
function written(code: Code, { pairs = 1, oneLane = false, others = [] as Code[] } = {}) {
  const way: Way = { ...planSlots([code, ...others]), layout: layOut(counts, { ...room, pairs }), pairs, oneLane };
  const { code: bytes, locals } = functionOf(code, way);
  return { lines: instructionsOf(bytes), locals };
}
const count = (lines: string[], start: string) => lines.filter((line) => line.startsWith(start)).length;
const beforeLoop = (lines: string[]) => lines.slice(0, lines.indexOf('loop'));
const inLoop = (lines: string[]) => lines.slice(lines.lastIndexOf('loop'), lines.indexOf('end'));

/** With arguments that are computed in another order than WebAssembly wants. */
const swapped = (op: Op): Step => ({ ...step(op), kind: { ...kindOf(op), order: [1, 0] } });

const place = (area: 'gradients' | 'inputs' | 'outputs' | 'seeds' | 'slots', number: number, pairs = 1) =>
  8 * layOut(counts, { ...room, pairs })[area] + 16 * pairs * number;
const load = (...at: Parameters<typeof place>) => ['integer 0', `load ${place(...at)}`];
const store = (local: number, ...at: Parameters<typeof place>) =>
  [`set ${local}`, 'integer 0', `get ${local}`, `store ${place(...at)}`];

describe('without loops', () => {
  it.each<Op>(['+', '-', '*', '/'])('the arguments of %s are used where they are', (op) => {
    const { lines, locals } = written([step('input', 0), step('input', 1), step(op), step('output', 2)]);
    expect(lines).toEqual([...load('inputs', 0), ...load('inputs', 1), op, ...store(0, 'outputs', 2)]);
    expect(locals).toEqual([{ count: 1, type: types.v128 }]);
  });

  it('arguments that come in another order go through locals, but for sums and products', () => {
    const of = (op: Op) => written([step('input', 0), step('input', 1), swapped(op), step('output', 0)]).lines;
    const both = [...load('inputs', 0), ...load('inputs', 1)];
    for (const op of ['+', '*', 'max'] as const) expect(of(op)).toEqual([...both, op, ...store(0, 'outputs', 0)]);
    expect(of('-')).toEqual([...both, 'set 0', 'set 1', 'get 0', 'get 1', '-', ...store(0, 'outputs', 0)]);
  });

  it('what JavaScript computes is called for each lane, or for one where both are equal', () => {
    const code = [step('input'), step('exp'), step('output')];
    const first = [...load('inputs', 0), 'set 0', 'get 0', 'extract 0', 'call 0', 'splat'];
    const second = ['get 0', 'extract 1', 'call 0', 'insert 1'];
    expect(written(code).lines).toEqual([...first, ...second, ...store(0, 'outputs', 0)]);
    expect(written(code, { oneLane: true }).lines).toEqual([...first, ...store(0, 'outputs', 0)]);
  });

  it('what is kept stays in a local for those that read it here, and is stored for others', () => {
    const readTwice = [step('slot'), step('slot'), step('*'), step('output')];
    const here = [step('input'), step('keep'), ...readTwice];
    const [begin, end] = [[...load('inputs', 0), 'tee 0'], ['get 0', 'get 0', '*', ...store(1, 'outputs', 0)]];
    expect(written(here).lines).toEqual([...begin, 'set 1', ...end]);
    expect(written(here, { others: [readTwice] }).lines).toEqual([...begin, ...store(1, 'slots', 0), ...end]);
    const forOthers = written([step('input'), step('keep')], { others: [readTwice] });
    expect(forOthers.lines).toEqual([...load('inputs', 0), ...store(0, 'slots', 0)]);
  });
});

describe('two pairs of rows side by side', () => {
  it('load what they share once, and what is their own each', () => {
    const { lines, locals } = written([step('parameter', 3), step('input'), step('*'), step('output')], { pairs: 2 });
    const [inputs, outputs] = [place('inputs', 0, 2), place('outputs', 0, 2)];
    expect(lines).toEqual([
      'integer 0', 'load both 24', 'tee 0', 'integer 0', `load ${inputs}`, '*', ...store(1, 'outputs', 0, 2),
      'get 0', 'integer 0', `load ${inputs + 16}`, '*', 'set 1', 'integer 0', 'get 1', `store ${outputs + 16}`,
    ]);
    expect(locals).toEqual([{ count: 2, type: types.v128 }]);
  });

  it('begin with a gradient each', () => {
    const { lines } = written([step('seed', 3), step('output', 0)], { pairs: 2 });
    const at = place('seeds', 3, 2);
    expect(lines.filter((line) => line.startsWith('load'))).toEqual([`load ${at}`, `load ${at + 16}`]);
  });

  it('write a constant twice, for which there is no need of a local', () => {
    const { lines, locals } = written([constant(2), step('input'), step('*'), step('output')], { pairs: 2 });
    expect(count(lines, 'number 2')).toBe(2);
    expect(locals).toEqual([{ count: 1, type: types.v128 }]);
  });

  it('add to one place through a local: it is loaded once, and stored once', () => {
    const { lines } = written([step('input'), step('parameter gradient', 5)], { pairs: 2 });
    expect(lines).toEqual([
      ...load('inputs', 0, 2), 'integer 0', `load ${place('gradients', 5)}`, '+', 'set 0',
      'integer 0', `load ${place('inputs', 0, 2) + 16}`, 'get 0', '+', ...store(1, 'gradients', 5),
    ]);
  });

  it('need no local for what is each one’s own', () => {
    const { locals } = written([step('input', 0), step('input', 1), step('+'), step('output')], { pairs: 2 });
    expect(locals).toEqual([{ count: 1, type: types.v128 }]);
  });
});

describe('a loop', () => {
  const copy = (...strides: number[]) => [step('input', 0, ...strides), step('output', 0, ...strides)];

  it('whose turns are apart has four of them side by side, and what is left over one by one', () => {
    const countsOf = (turns: number) => {
      const { lines } = written([loop(turns, ...copy(1))]);
      return [count(lines, 'loop'), count(lines, 'load'), count(lines, 'store')];
    };
    expect(countsOf(3)).toEqual([0, 3, 3]);
    expect(countsOf(4)).toEqual([0, 4, 4]);
    expect(countsOf(5)).toEqual([0, 5, 5]);
    expect(countsOf(8)).toEqual([1, 4, 4]);
    expect(countsOf(9)).toEqual([1, 5, 5]);
    expect(countsOf(11)).toEqual([2, 5, 5]);
  });

  it('whose turns are not apart has them one by one', () => {
    const { lines } = written([step('input'), loop(8, step('parameter', 0, 1), step('+')), step('output')]);
    expect([count(lines, 'loop'), count(lines, 'load both')]).toEqual([1, 1]);
  });

  it('has a pointer for all that advances alike, and none for what stays', () => {
    const pointers = (...body: Code) => {
      const numbers = written([loop(8, ...body)]).locals.filter(({ type }) => type === types.i32);
      return numbers.reduce((sum, { count }) => sum + count, 0) - 1; // the counter
    };
    expect(pointers(...copy(1))).toBe(1);
    expect(pointers(step('input', 0, 1), step('output', 0, 3))).toBe(2);
    expect(pointers(step('parameter', 0, 1), step('output', 0, 1)), 'of 8 and of 16 bytes').toBe(2);
    expect(pointers(step('input', 0, 1), step('parameter gradient', 5, 0))).toBe(1);
  });

  it('in one whose turns are side by side has its own one by one', () => {
    const { lines } = written([loop(4, loop(8, ...copy(8, 1)))]);
    expect([count(lines, 'loop'), count(lines, 'load'), count(lines, 'store')]).toEqual([1, 4, 4]);
  });

  it('loads once what all turns side by side read', () => {
    const term = [step('parameter', 8, 8, 1), step('input', 0, 0, 1), step('*'), step('+')];
    const { lines } = written([loop(4, step('parameter', 0, 1), loop(8, ...term), step('output', 0, 1))]);
    expect([count(inLoop(lines), 'load both'), count(inLoop(lines), 'load')]).toEqual([4, 4 + 1]);
  });

  it('reads before it begins what is the same in each of its turns, each such place and constant once', () => {
    const same = [constant(2), constant(3), step('input', 7, 0), step('parameter', 4, 0), step('input', 7, 0)];
    const product = [...same, step('input', 0, 1), ...same.map(() => step('*'))];
    const { lines } = written([loop(8, ...product, step('output', 0, 1))]);
    const early = beforeLoop(lines).filter((line) => /^(number|load)/.test(line));
    expect(early).toEqual(['number 2', 'number 3', `load ${place('inputs', 7)}`, 'load both 32']);
    expect(count(inLoop(lines), 'number')).toBe(0);
    expect(count(inLoop(lines), 'load'), 'of each turn’s own').toBe(4);
  });

  it('reads nothing early around another loop: it would be kept for long', () => {
    const inner = loop(8, step('input', 0, 0, 1), step('output', 0, 8, 1));
    const { lines } = written([loop(8, step('input', 9, 0), step('output', 90, 1), inner)]);
    expect(count(beforeLoop(lines), 'load')).toBe(0);
  });

  it('reads no slot early that is kept by one of its turns, and the others early', () => {
    const early = (number: number) => {
      const read = [step('slot', number, 0), step('output', 0, 1)];
      const { lines } = written([loop(8, ...read, step('input', 0, 1), step('keep', 0, 1))]);
      return count(beforeLoop(lines), `load ${place('slots', number)}`);
    };
    expect([early(3), early(20)]).toEqual([0, 1]);
  });

  it('reads no place early to which its turns add', () => {
    const { lines } = written([loop(8, step('input', 0, 1), step('parameter gradient', 5, 0))]);
    expect(count(beforeLoop(lines), 'load')).toBe(0);
  });

  it('takes from its local what was kept before it', () => {
    const { lines } = written([step('input'), step('keep'), loop(8, step('slot', 0, 0), step('output', 0, 1))]);
    expect(count(lines, 'load')).toBe(1);
  });
});
