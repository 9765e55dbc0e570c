// The parts of which the loops of compile are made, each on the smallest case that a simpler version gets wrong.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areApart, mightKeep } from '../../src/compile/apart.ts';
import { isLoop, type Code, type Loop } from '../../src/compile/code.ts';
import type { Instruction, Program } from '../../src/compile/instructions.ts';
import { layOut } from '../../src/compile/layout.ts';
import { listLoops } from '../../src/compile/listing.ts';
import { findLoops, roll } from '../../src/compile/loops.ts';
import { byLevel } from '../../src/compile/schedule.ts';
import { planSlots } from '../../src/compile/slots.ts';
import { survey } from '../../src/compile/statements.ts';
import type { Steps } from '../../src/compile/steps.ts';
import { runs } from '../support/seed.ts';
import { binary, constant, kindOf, loop, step, type Op } from '../support/steps.ts';

type Pair = [op: Op, number?: number];
const stepsOf = (...list: Pair[]): Steps =>
  ({ kinds: list.map(([op]) => kindOf(op)), numbers: list.map(([, number = 0]) => number) });
const repeat = (count: number, turn: (i: number) => Pair[]) =>
  Array.from({ length: count }, (_, i) => turn(i)).flat();

/** As text: `3 (p0+1 x0 *)` are three turns, in which p grows by 1. */
const show = (code: Code): string => code.map((item) => {
  if (isLoop(item)) return `${item.count} (${show(item.body)})`;
  const { kind: { op }, number, strides } = item;
  if (binary.includes(op)) return op;
  return `${op} ${number}${strides.map((stride) => (stride < 0 ? stride : `+${stride}`)).join('')}`;
}).join(' ');

/** The steps of all turns, one after the other. */
function unroll(code: Code): Steps {
  const result: Steps = { kinds: [], numbers: [] };
  const write = (code: Code, turns: number[]) => {
    for (const item of code) {
      if (isLoop(item)) {
        for (let turn = 0; turn < item.count; turn++) write(item.body, [...turns, turn]);
        continue;
      }
      result.kinds.push(item.kind);
      result.numbers.push(item.strides.reduce((number, stride, i) => number + stride * turns[i], item.number));
    }
  };
  write(code, []);
  return result;
}

describe('roll', () => {
  const rolled = (...list: Pair[]) => show(roll(stepsOf(...list)));
  const copy = (from: number, to: number): Pair[] => [['input', from], ['output', to]];

  it('makes a loop of three turns, and not of two', () => {
    expect(rolled(...copy(0, 5), ...copy(1, 7))).toBe('input 0 output 5 input 1 output 7');
    expect(rolled(...copy(0, 5), ...copy(1, 7), ...copy(2, 9))).toBe('3 (input 0+1 output 5+2)');
  });

  it('lets a number grow, shrink or stay, and stops where one is out of line', () => {
    const fall = repeat(4, (i) => copy(9 - i, 5));
    expect(rolled(...fall, ...copy(4, 5))).toBe('4 (input 9-1 output 5+0) input 4 output 5');
    expect(rolled(...copy(0, 0), ...copy(1, 1), ...copy(2, 3))).not.toContain('(');
  });

  it('finds loops in loops', () => {
    const row = (i: number): Pair[] => [['input', i], ...repeat(3, (j): Pair[] => [
      ['parameter', 3 * i + j], ['+'],
    ]), ['output', i]];
    expect(rolled(...repeat(4, row))).toBe('4 (input 0+1 3 (parameter 0+3+1 +) output 0+1)');
  });

  it('keeps loops apart that are as long, but go at another pace', () => {
    const triple = (stride: number) => repeat(3, (i) => copy(stride * i, 0));
    const apart = rolled(...triple(1), ...triple(2), ...triple(3));
    expect(apart).toBe('3 (input 0+1 output 0+0) 3 (input 0+2 output 0+0) 3 (input 0+3 output 0+0)');
  });

  it('begins no turn within an expression: a sum of terms is a + of the next, and not a term of the last +', () => {
    const sum = rolled(['input', 0], ...repeat(5, (i): Pair[] => [['parameter', i], ['+']]), ['output']);
    expect(sum).toBe('input 0 5 (parameter 0+1 +) output 0');
  });

  it('makes no loop of what leaves more on the stack than it found', () => {
    expect(rolled(['input', 0], ['input', 1], ['input', 2], ['+'], ['+'], ['output'])).not.toContain('(');
  });

  it('loses no step and adds none', () => {
    // Of few kinds, whose numbers are often in line; the stack may be of any height.
    const one = fc.tuple(fc.constantFrom<Op>('input', 'parameter', '+', 'keep'), fc.nat(2));
    const turn = fc.array(one, { minLength: 1, maxLength: 4 });
    const piece = fc.record({ turn, count: fc.nat(6), stride: fc.nat(2) });
    let loops = 0;
    fc.assert(fc.property(fc.array(piece, { maxLength: 5 }), fc.nat(4), (pieces, again) => {
      const list = repeat(again + 1, (k) => pieces.flatMap(({ turn, count, stride }) =>
        repeat(count, (i) => turn.map(([op, number]): Pair => [op, number + stride * i + k]))));
      const steps = stepsOf(...list);
      const code = roll(steps);
      if (code.some(isLoop)) loops++;
      expect(unroll(code)).toEqual(steps);
    }), runs(1000));
    expect(loops).toBeGreaterThan(runs(100).numRuns);
  });
});

const instruction = (op: Instruction['op'], number: number, ...args: number[]): Instruction =>
  ({ op, number, args, part: 'row' });

describe('findLoops', () => {
  const found = (program: Program, areWanted = true) => show(findLoops(program, areWanted).parts.row);

  it('leaves the steps as they stand in the program where it finds little, or loops are not wanted', () => {
    const copies = (count: number) => Array.from({ length: count }, (_, i) => [
      instruction('input', i), instruction('exp', 0, 4 * i), instruction('output', i, 4 * i + 1),
      instruction('input gradient', i, 4 * i + 1),
    ]).flat();
    const one = (i: number) => `input ${i} exp 0 keep ${i} slot ${i} output ${i} slot ${i} input gradient ${i}`;
    expect(found(copies(2))).toBe(`${one(0)} ${one(1)}`);
    expect(found(copies(4), false)).toBe([0, 1, 2, 3].map(one).join(' '));
    expect(found(copies(4))).toMatch(/^4 \(input 0\+1 exp 0\+0 keep 0\+1\) 4 \(/);
  });

  it.each([2, -Infinity, NaN])('finds a loop around a constant: %s', (x) => {
    const program = [0, 1, 2, 3].flatMap((i) => [
      instruction('input', i), instruction('constant', x), instruction('+', 0, 4 * i, 4 * i + 1),
      instruction('output', i, 4 * i + 2),
    ]);
    expect(found(program)).toBe('4 (input 0+1 constant 0+0 + output 0+1)');
  });
});

describe('survey', () => {
  /** So many terms, in brackets from the right. It needs as many places of the stack, but never more than four. */
  const sumOf = (count: number, program: Instruction[]): number => {
    const term = program.push(instruction('input', count)) - 1;
    return count === 1 ? term : program.push(instruction('+', 0, term, sumOf(count - 1, program))) - 1;
  };
  const ordersOf = (op: Instruction['op'], ...terms: number[]) => {
    const program: Instruction[] = [];
    program.push(instruction(op, 0, ...terms.map((count) => sumOf(count, program))));
    return survey(program).kinds[program.length - 1].order;
  };

  it('has arguments computed as WebAssembly wants them, but first those that need much of the stack', () => {
    expect(ordersOf('neg', 9)).toEqual([0]);
    expect(ordersOf('-', 1, 3)).toEqual([0, 1]);
    expect(ordersOf('-', 1, 4)).toEqual([1, 0]);
    expect(ordersOf('-', 4, 4)).toEqual([0, 1]);
    expect(ordersOf('if<', 1, 2, 3, 3)).toEqual([2, 3, 0, 1]);
    expect(ordersOf('if<', 1, 4, 1, 3)).toEqual([1, 2, 3, 0]);
    expect(ordersOf('if<', 4, 1, 3, 4)).toEqual([3, 0, 2, 1]);
  });

  it('has one kind for what is alike, and others for other constants, orders and operations', () => {
    const constants = [0, -0, NaN, NaN, 2, -2, -0].map((x) => instruction('constant', x));
    const ofConstants = survey(constants).kinds;
    expect(ofConstants.map((kind) => ofConstants.indexOf(kind))).toEqual([0, 1, 2, 2, 4, 5, 1]);
    expect(ofConstants.map(({ value }) => value)).toEqual([0, -0, NaN, NaN, 2, -2, -0]);
    const others = survey([instruction('input', 3), instruction('output', 5, 0)]).kinds;
    expect(others.map(({ value }) => value)).toEqual([0, 0]);
    const program: Instruction[] = [];
    const deep = sumOf(4, program);
    const leaf = program.push(instruction('parameter', 5), instruction('parameter', 6)) - 1;
    program.push(instruction('-', 0, leaf, leaf - 1), instruction('-', 7, leaf, leaf), instruction('-', 0, leaf, deep),
      instruction('+', 0, leaf, leaf));
    const { kinds } = survey(program);
    const last = kinds.slice(leaf - 1);
    expect(last.map((kind) => last.indexOf(kind))).toEqual([0, 0, 2, 2, 4, 5]);
    expect(new Set(kinds.map(({ id }) => id)).size).toBe(new Set(kinds).size);
  });

  it('tells an `if` from another whose arguments come in another order', () => {
    const program: Instruction[] = [];
    const ifs = [1, 3].map((deepest) =>
      program.push(instruction('if<', 0, ...[0, 1, 2, 3].map((i) => sumOf(i === deepest ? 4 : 1, program)))) - 1);
    const { kinds } = survey(program);
    expect(ifs.map((place) => kinds[place].order)).toEqual([[1, 2, 3, 0], [3, 2, 0, 1]]);
  });
});

describe('byLevel', () => {
  const order = (program: Program) => byLevel(program, survey(program)).row;

  it('puts what can be computed as early together, and among that what is alike', () => {
    // exp(x0), its sine; exp(x1), its sine, each an output twice, as a trace would give them.
    const program = [0, 1].flatMap((i) => [
      instruction('input', i), instruction('exp', 0, 6 * i), instruction('sin', 0, 6 * i + 1),
      instruction('output', 3 * i, 6 * i + 2), instruction('output', 3 * i + 1, 6 * i + 2),
      instruction('output', 3 * i + 2, 6 * i + 1),
    ]);
    expect(order(program)).toEqual([1, 7, 2, 8, 5, 11, 3, 4, 9, 10]);
  });

  it('leaves what is added to one place in its order, also where the later could be computed earlier', () => {
    const writtenTo = (second: number) => order([
      instruction('input', 0), instruction('exp', 0, 0), instruction('output', 0, 1),
      instruction('parameter gradient', 0, 1), instruction('parameter gradient', second, 0),
    ]);
    expect(writtenTo(0)).toEqual([1, 2, 3, 4]);
    expect(writtenTo(1)).toEqual([1, 4, 2, 3]);
  });

  it.each(['parameter gradient', 'add to total'] as const)('so, of %s, what others are like, too', (add) => {
    // exp to 1; sin to 0 and exp to 0: the last stands not with the first, but after the second.
    expect(order([
      instruction('input', 0), instruction('exp', 0, 0), instruction(add, 1, 1),
      instruction('sin', 0, 0), instruction(add, 0, 3), instruction('exp', 0, 0), instruction(add, 0, 5),
    ])).toEqual([2, 4, 6]);
    // exp to 0 and its sine to 0, both outputs, too: what is added second is not there yet when the first is.
    expect(order([
      instruction('input', 0), instruction('exp', 0, 0), instruction('output', 0, 1), instruction(add, 0, 1),
      instruction('sin', 0, 1), instruction('output', 1, 4), instruction(add, 0, 4),
    ])).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('counts levels within the part: what other parts have computed is there when it begins', () => {
    const before = (one: Instruction): Instruction => ({ ...one, part: 'before' });
    expect(order([
      before(instruction('parameter', 0)), before(instruction('exp', 0, 0)), instruction('input', 0),
      instruction('+', 0, 1, 2), instruction('output', 0, 3), instruction('neg', 0, 2), instruction('output', 1, 5),
    ])).toEqual([4, 6]);
  });
});

describe('planSlots', () => {
  it('holds what is read in the same turn, also in a loop within, and stores nothing then', () => {
    const [kept, read, within] = [step('keep', 0, 1), step('slot', 0, 1), step('slot', 0, 1, 0)];
    const { sources, held, stored } = planSlots([[loop(4, kept, read, loop(3, within))]]);
    expect(sources).toEqual(new Map([[read, kept], [within, kept]]));
    expect(held).toEqual(new Set([kept]));
    expect(stored).toEqual(new Set());
  });

  it('stores what a later turn reads', () => {
    const [kept, read] = [step('keep', 1, 1), step('slot', 0, 1)];
    const { sources, stored } = planSlots([[loop(4, read, kept)]]);
    expect(sources.size).toBe(0);
    expect(stored).toEqual(new Set([kept]));
  });

  it('stores what is read after the loop, although a loop with the same numbers reads it', () => {
    const [kept, read] = [step('keep', 0, 1), step('slot', 0, 1)];
    const { sources, stored } = planSlots([[loop(4, kept), loop(4, read)]]);
    expect(sources.size).toBe(0);
    expect(stored).toEqual(new Set([kept]));
  });

  it('stores what another function reads, and only that', () => {
    const [kept, other, read] = [step('keep', 0), step('keep', 1), step('slot', 0)];
    expect(planSlots([[kept, other], [read]]).stored).toEqual(new Set([kept]));
  });

  it('stores what is read at another pace, if any turn of it meets what is kept', () => {
    const [kept, far] = [step('keep', 0, 3), step('keep', 1, 3)]; // 0, 3, 6, 9 and 1, 4, 7, 10
    expect(planSlots([[loop(4, kept, far), loop(2, step('slot', 9, 6))]]).stored).toEqual(new Set([kept]));
  });

  it('tells the slots of a row from those that all rows share', () => {
    const kept = step('keep shared', 0);
    expect(planSlots([[kept], [step('slot', 0)]]).stored).toEqual(new Set());
    expect(planSlots([[kept], [step('shared slot', 0)]]).stored).toEqual(new Set([kept]));
  });
});

describe('areApart', () => {
  it.each<[what: string, wanted: boolean, loop: Loop]>([
    ['writes places of their own', true, loop(4, step('input', 0, 1), step('keep', 0, 1))],
    ['write several places of their own, of which none is another turn’s', true,
      loop(4, step('input', 0, 1), step('keep', 0, 3), step('input', 0, 1), step('keep', 2, 3))],
    ['write a place that another turn writes, too', false,
      loop(4, step('input', 0, 1), step('keep', 0, 3), step('input', 0, 1), step('keep', 3, 3))],
    ['write at different paces, and so what another turn writes', false,
      loop(4, step('input', 0, 1), step('keep', 0, 4), step('input', 0, 1), step('keep', 2, 2))],
    ['read in the last what the first kept, beside others', false,
      loop(4, step('slot', 1, 100), step('keep', 301, 100), step('input', 0, 1), step('keep', 350, 100))],
    ['all add to one parameter', false, loop(4, step('input', 0, 1), step('parameter gradient', 0, 0))],
    ['all add to one total', false, loop(4, step('input', 0, 1), step('add to total', 0, 0))],
    ['add to a parameter each', true, loop(4, step('input', 0, 1), step('parameter gradient', 9, -1))],
    ['add, in an inner loop, to a parameter that is another turn’s, too', false,
      loop(4, loop(3, step('input', 0, 1, 1), step('parameter gradient', 0, 1, 1)))],
    ['add, in an inner loop, to parameters of their own', true,
      loop(4, loop(3, step('input', 0, 1, 1), step('parameter gradient', 0, 3, 1)))],
    ['carry a number on the stack', false, loop(4, step('parameter', 0, 1), step('+'))],
    ['carry a number on the stack through an inner loop', false,
      loop(4, loop(3, step('parameter', 0, 3, 1), step('+')))],
    ['read what the turn before kept', false, loop(4, step('slot', 0, 1), step('keep', 1, 1))],
    ['read what the next turn would keep', false, loop(4, step('slot', 1, 1), step('keep', 0, 1))],
    ['read what they kept themselves', true, loop(4, step('input', 0, 1), step('keep', 0, 1), step('slot', 0, 1))],
    ['all read what was kept before', true, loop(4, step('slot', 0, 0), step('keep', 1, 1))],
    ['all read what one of them keeps', false, loop(4, step('slot', 2, 0), step('keep', 0, 1))],
    ['keep in the row and read what all rows share', true, loop(4, step('shared slot', 0, 1), step('keep', 1, 1))],
    ['read what all rows share and a turn before kept', false,
      loop(4, step('shared slot', 0, 1), step('keep shared', 1, 1))],
  ])('where the turns %s: %s', (_, wanted, loop) => { expect(areApart(loop, [])).toBe(wanted); });

  it('looks at all turns of the loops around', () => {
    // v[3 i + j + 15] is made of v[10 i + j]: with i = 2 each turn of the inner loop reads what the one before kept.
    expect(areApart(loop(3, step('slot', 0, 10, 1), step('keep', 15, 3, 1)), [3])).toBe(false);
    expect(areApart(loop(3, step('slot', 0, 10, 1), step('keep', 15, 3, 1)), [1])).toBe(true);
    // Both add to 0, 1, 2 in the outer loop's first turn; in the next, one is a place ahead.
    expect(areApart(loop(3, step('input', 0, 0, 1), step('parameter gradient', 0, 3, 1),
      step('input', 0, 0, 1), step('parameter gradient', 0, 4, 1)), [3])).toBe(false);
  });
});

describe('mightKeep', () => {
  const keep = (number: number, ...strides: number[]) => loop(4, step('total'), step('keep', number, ...strides));

  it('is so where a turn keeps what is read', () => {
    expect(mightKeep(keep(0, 1), [], step('slot', 3, 0))).toBe(true);
    expect(mightKeep(keep(0, 1), [], step('slot', 4, 0))).toBe(false);
    expect(mightKeep(keep(0, -1), [], step('slot', -3, 0))).toBe(true);
    expect(mightKeep(keep(0, 1), [], step('shared slot', 3, 0))).toBe(false);
    const keepShared = loop(4, step('total'), step('keep shared', 0, 1));
    expect(mightKeep(keepShared, [], step('shared slot', 3, 0))).toBe(true);
    expect(mightKeep(keepShared, [], step('slot', 3, 0))).toBe(false);
  });

  it('is so where a later turn of a loop around may bring both together', () => {
    expect(mightKeep(keep(0, 5, 1), [4], step('slot', 8, 5, 0))).toBe(false);
    expect(mightKeep(keep(0, 5, 1), [4], step('slot', 8, 0, 0))).toBe(true);
    expect(mightKeep(keep(20, 0, 1), [4], step('slot', 0, 10, 0))).toBe(true);
    expect(mightKeep(keep(20, 0, 1), [2], step('slot', 0, 10, 0))).toBe(false);
  });
});

describe('layOut', () => {
  it('gives each number a place of its own, and each pair an even one', () => {
    const count = fc.nat(9);
    const counts = fc.record({ inputs: count, outputs: count, parameters: count, gradients: count, totals: count });
    const room = fc.record({ slots: count, sharedSlots: count, pairs: fc.integer({ min: 1, max: 4 }) });
    fc.assert(fc.property(counts, room, (counts, room) => {
      const at = layOut(counts, room);
      const taken: number[] = [];
      const take = (from: number, count: number) => {
        expect(from % 2).toBe(0);
        for (let i = 0; i < count; i++) taken.push(from + i);
      };
      take(at.parameters, counts.parameters);
      take(at.gradients, 2 * counts.gradients);
      take(at.totals, 2 * counts.totals);
      take(at.sharedSlots, 2 * room.sharedSlots);
      take(at.slots, 2 * room.pairs * room.slots);
      for (const area of [at.inputs, at.inputGradients]) take(area, 2 * room.pairs * counts.inputs);
      for (const area of [at.outputs, at.seeds]) take(area, 2 * room.pairs * counts.outputs);
      expect(new Set(taken).size).toBe(taken.length);
      expect(Math.max(-1, ...taken)).toBeLessThan(at.size);
      expect(at.size - taken.length, 'one number may be left out, after the parameters').toBeLessThanOrEqual(1);
    }), runs(100));
  });
});

describe('listLoops', () => {
  const listed = (...code: Code) => listLoops({ before: [], row: code, after: [] }).split('\n').slice(1);
  const input = (number: number, ...strides: number[]) => step('input', number, ...strides);
  const plus = step('+');
  const times = step('*');
  const output = step('output');

  it('names what goes on from turn to turn by letters, from the ninth on with a number', () => {
    const nest = (depth: number): Code =>
      [input(depth), loop(3, ...(depth < 9 ? nest(depth + 1) : [step('parameter')]), plus)];
    const begun = listed(...nest(0), output).filter((line) => line.includes('= x')).map((line) => line.trim());
    expect(begun).toEqual(['a = x0', 'b = x1', 'c = x2', 'd = x3', 'e = x4', 'f = x5', 'g = x6', 'h = x7',
      'a1 = x8', 'b1 = x9']);
  });

  it('takes no name that stands in what waits', () => {
    const sum = (number: number): Code => [input(number), loop(3, step('parameter', 0, 1), plus)];
    expect(listed(...sum(0), ...sum(1), times, ...sum(2), plus, output).at(-1)).toBe('  y0 = a * b + c');
  });

  it('gives what is longer than 80 letters a line of its own', () => {
    const product = (long: number): Code =>
      Array.from({ length: 16 }, (_, i) => [input(i < long ? 10 : 0), ...(i > 0 ? [times] : [])]).flat();
    expect(listed(...product(3), output)).toEqual([`  y0 = ${'x10 * '.repeat(3)}${'x0 * '.repeat(12)}x0`]);
    expect(listed(...product(4), output)).toEqual([`  a = ${'x10 * '.repeat(4)}${'x0 * '.repeat(11)}x0`, '  y0 = a']);
  });

  it('sets brackets where they matter, and tells 0 from -0', () => {
    const two = constant(2);
    expect(listed(input(0), input(1), times, two, step('**'), output)).toEqual(['  y0 = (x0 * x1) ** 2']);
    expect(listed(constant(-2), input(0), step('**'), output)).toEqual(['  y0 = (-2) ** x0']);
    expect(listed(input(0), two, step('**'), input(1), times, output)).toEqual(['  y0 = x0 ** 2 * x1']);
    expect(listed(constant(-0), constant(0), plus, output)).toEqual(['  y0 = -0 + 0']);
  });

  it('says how a place moves in the loops around', () => {
    const moving = (number: number, ...strides: number[]) =>
      listed(loop(4, loop(4, input(number, ...strides), output)))[2].trim();
    expect(moving(9, 1, -1)).toBe('y0 = x[i + 9 - j]');
    expect(moving(0, 2, 1)).toBe('y0 = x[2 i + j]');
    expect(moving(9, 0, -3)).toBe('y0 = x[9 - 3 j]');
    expect(moving(9, 0, 0)).toBe('y0 = x9');
  });
});
