// From a graph to a program, and the passes that make it shorter: what each does, seen in the listing; and that no bit
// of a result changes, whichever of them are left out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordGraph } from '../../src/compile/graph.ts';
import { compile } from '../../src/compile/index.ts';
import { isLeaf, listing, type Instruction, type Program } from '../../src/compile/instructions.ts';
import { Machine, type Backend } from '../../src/compile/machine.ts';
import {
  dropUnused, foldConstants, hashOf, hoist, passes, shareEqual, simplifyPowers,
} from '../../src/compile/passes.ts';
import { writeProgram, type ProgramOptions } from '../../src/compile/program.ts';
import { Random, sum, Value } from '../../src/index.ts';
import { edgeFunctions, tameFunctions, toFunction, type RandomFunction } from '../support/functions.ts';
import { runs } from '../support/seed.ts';

const [p, q] = [new Value(2), new Value(3)];

const wholeBackward: ProgramOptions = { backward: true, inputGradients: false, oneRow: false };
const forwardOnly: ProgramOptions = { ...wholeBackward, backward: false };

/** The program as it is written, before any pass. */
const written = (fn: (x: Value, y: Value) => Value, options = forwardOnly): Program =>
  writeProgram(recordGraph({ fn: ([x, y]) => fn(x, y), inputs: 2 }), options);

/** The lines that compute something, without the titles. */
const lines = (program: Program) => listing(program).split('\n').filter((line) => line.startsWith(' '))
  .map((line) => line.trim());
const countOf = (program: Program) => program.filter((instruction) => !isLeaf(instruction)).length;

describe('a listing', () => {
  it('of a function without inputs: the formulas, and then the chain rule from the last to the first', () => {
    const tanh = compile(() => p.mul(q).tanh().add(p));
    expect(`\n${tanh.toString()}\n`).toBe(`
each row:
  v0 = p0 * p1
  v1 = tanh(v0)
  v2 = v1 + p0
  y0 = v2
  p0.grad += y0.grad
  v3 = v1 * v1
  v4 = 1 - v3
  v5 = y0.grad * v4
  v6 = v5 * p1
  v7 = v5 * p0
  p0.grad += v6
  p1.grad += v7
`);
  });

  it('of a loss with a regulariser: this is computed before the rows, and its gradient after them', () => {
    const loss = compile((x, y) => x.mul(p).add(q).sub(y).pow(2).add(p.pow(2).mul(0.1)));
    expect(`\n${loss.toString()}\n`).toBe(`
before the rows:
  v0 = p0 * p0
  v1 = v0 * 0.1
each row:
  v2 = x0 * p0
  v3 = v2 + p1
  v4 = v3 - x1
  v5 = v4 * v4
  v6 = v5 + v1
  y0 = v6
  t0 += y0.grad
  v7 = 2 * v4
  v8 = y0.grad * v7
  p1.grad += v8
  v9 = v8 * x0
  p0.grad += v9
after the rows:
  v10 = t0 * 0.1
  v11 = 2 * p0
  v12 = v10 * v11
  p0.grad += v12
`);
  });

  it('tells 0 from -0, and has each kind of line', () => {
    expect(lines(written((x, y) => x.mul(-0).add(y.mul(0)).max(x.neg()).exp(), wholeBackward))).toEqual([
      'v0 = x0 * -0', 'v1 = x1 * 0', 'v2 = v0 + v1', 'v3 = neg(x0)', 'v4 = max(v2, v3)', 'v5 = exp(v4)', 'y0 = v5',
    ]);
    const withInputs = { ...wholeBackward, inputGradients: true };
    expect(lines(written((x) => x.relu(), withInputs))).toEqual([
      'v0 = max(0, x0)', 'y0 = v0', 'v1 = v0 <= 0 ? 0 : y0.grad', 'x0.grad = v1',
    ]);
    expect(lines(written((x) => x.max(p), wholeBackward))).toEqual([
      'v0 = max(x0, p0)', 'y0 = v0', 'v1 = y0.grad / 2', 'v2 = x0 === p0 ? v1 : y0.grad', 'v3 = x0 < p0 ? 0 : v2',
      'v4 = p0 < x0 ? 0 : v2', 'p0.grad += v4',
    ]);
    // JavaScript refuses -2 ** x0.
    expect(lines(written((x, y) => new Value(-2).pow(x).add(y.pow(-2)).sub(new Value(-2).mul(x))))).toEqual([
      'v0 = (-2) ** x0', 'v1 = x1 ** -2', 'v2 = v0 + v1', 'v3 = -2 * x0', 'v4 = v2 - v3', 'y0 = v4',
    ]);
  });
});

describe('a program', () => {
  it('of the outputs alone has nothing of the gradients', () => {
    expect(lines(written((x) => x.mul(p), forwardOnly))).toEqual(['v0 = x0 * p0', 'y0 = v0']);
  });

  it('computes no gradient that nobody wants: none of inputs that are numbers, none of constants', () => {
    expect(lines(written((x, y) => x.mul(y).tanh().add(p), wholeBackward))).toEqual([
      'v0 = x0 * x1', 'v1 = tanh(v0)', 'v2 = v1 + p0', 'y0 = v2', 'p0.grad += y0.grad',
    ]);
  });

  it('has the parts of the regulariser’s forward and backward outside the rows, also where the rows share it', () => {
    const norm = () => sum([p, q].map((w) => w.mul(w))).pow(0.5);
    const text = compile((x, y) => x.mul(norm()).add(y.div(norm()))).toString();
    const [before, row, after] = text.split(/\n?(?:before the rows|each row|after the rows):\n/).slice(1);
    expect(before).toMatch(/p0 \* p0/);
    expect(before).toMatch(/ \*\* 0\.5$/m);
    expect(row).not.toMatch(/\*\*|\bp\d\b/); // neither its power nor a parameter
    expect(row.match(/t\d \+= /g)).toHaveLength(2);
    expect(after).toMatch(/p1\.grad \+= /);
    expect(after).not.toMatch(/\b[xy]\d/);
  });

  it('of one row has nothing outside the row, so that gradients are added up in the engine’s order', () => {
    const program = written((x) => x.mul(p).add(p.mul(q)), { ...wholeBackward, oneRow: true });
    expect(program.filter(({ part }) => part === 'after')).toEqual([]);
    expect(program.filter(({ op }) => op === 'add to total')).toEqual([]);
  });
});

describe('foldConstants', () => {
  it('computes now what is made of constants', () => {
    const program = written((x) => x.mul(new Value(2).add(3).sigmoid()));
    expect(countOf(program)).toBe(7);
    expect(lines(foldConstants(program))).toEqual([`v0 = x0 * ${new Value(5).sigmoid().data}`, 'y0 = v0']);
  });

  it('keeps -0, NaN and infinities as they are', () => {
    const constant = (make: (zero: Value) => Value) =>
      lines(foldConstants(written((x) => x.mul(make(new Value(0))))))[0];
    expect(constant((zero) => zero.neg())).toBe('v0 = x0 * -0');
    expect(constant((zero) => zero.neg().add(zero))).toBe('v0 = x0 * 0');
    expect(constant((zero) => zero.log())).toBe('v0 = x0 * -Infinity');
    expect(constant((zero) => zero.div(zero))).toBe('v0 = x0 * NaN');
  });

  it('decides an if between constants, whatever it chooses from', () => {
    const choices = (program: Program) => lines(program).filter((line) => line.includes('?'));
    const program = written((x) => x.mul(p).pow(2), wholeBackward);
    expect(choices(program)[1]).toMatch(/<= 0 \? 0 : v/); // is |2| above 0?
    expect(choices(foldConstants(program)).length).toBe(choices(program).length - 2); // of 2 and of 2 - 1
  });

  it('leaves x + 0, x * 1 and x * 0 alone: -0 + 0 is 0, and an infinity times 0 is NaN', () => {
    const program = written((x, y) => x.add(0).mul(1).add(y.mul(0)));
    expect(lines(foldConstants(program))).toEqual(lines(program));
  });
});

describe('simplifyPowers', () => {
  it('makes products of squares, and leaves first powers out', () => {
    expect(lines(simplifyPowers(written((x) => x.pow(2).pow(1))))).toEqual(['v0 = x0 * x0', 'y0 = v0']);
  });

  it('leaves other powers alone, and powers of constants', () => {
    const program = written((x, y) => x.pow(3).add(y.pow(0.5)).add(x.pow(-1)).add(x.pow(0)).add(new Value(2).pow(y)));
    expect(lines(simplifyPowers(program))).toEqual(lines(program));
  });

  it('may do so, for x ** 2 is x * x to the last bit, and x ** 1 is x', () => {
    fc.assert(fc.property(fc.double(), (x) => {
      expect(x ** 2).toBe(x * x);
      expect(x ** 1).toBe(x);
    }), runs(10_000));
  });
});

describe('shareEqual', () => {
  it('computes once what is written twice', () => {
    const program = written((x, y) => x.mul(y).tanh().add(x.mul(y).tanh()));
    expect(lines(shareEqual(program))).toEqual(['v0 = x0 * x1', 'v1 = tanh(v0)', 'v2 = v1 + v1', 'y0 = v2']);
  });

  it('tells operands from each other, and 0 from -0', () => {
    const program = written((x, y) => x.sub(y).add(y.sub(x)).add(x.add(0)).add(x.add(-0)).add(x.exp()).add(x.cos()));
    expect(lines(shareEqual(program))).toEqual(lines(program));
  });

  it('adds each gradient by itself: added up before they are passed on, two would round in another way', () => {
    const program = shareEqual(written((x, y) => x.mul(p).mul(y).add(x.mul(p).mul(3)), wholeBackward));
    expect(lines(program).filter((line) => line.startsWith('p0.grad +='))).toHaveLength(2);
  });
});

describe('hoist', () => {
  it('moves out of the rows what a derivative is made of, if it is the same for all rows', () => {
    const program = written((x) => x.pow(p), wholeBackward); // p - 1
    const partOfExponent = (program: Program) => program.find(({ op }) => op === '-')?.part;
    expect(partOfExponent(program)).toBe('row');
    expect(partOfExponent(hoist(program))).toBe('before');
  });

  it('leaves in the rows what an input is in, and all that adds to something', () => {
    const program = written((x, y) => x.mul(p).tanh().mul(y).add(p.mul(q)), wholeBackward);
    expect(hoist(program).map(({ part }) => part)).toEqual(program.map(({ part }) => part));
  });
});

describe('compile', () => {
  it('makes the passes for one row, too, out of which it moves nothing', () => {
    expect(compile(() => p.pow(2).log().add(new Value(2).mul(3))).toString()).toBe([
      'each row:', '  v0 = p0 * p0', '  v1 = log(v0)', '  v2 = v1 + 6', '  y0 = v2',
      '  v3 = y0.grad / v0', '  v4 = 2 * p0', '  v5 = v3 * v4', '  p0.grad += v5',
    ].join('\n'));
  });
});

describe('dropUnused', () => {
  it('leaves out what nobody reads, and what only that reads', () => {
    const hasLog = (program: Program) => program.some(({ op }) => op === 'log');
    const ofPower = written((x) => p.pow(q).add(x), wholeBackward);
    expect(lines(dropUnused(ofPower))).toEqual(lines(ofPower));
    const ofCube = written((x) => x.mul(p).pow(3), wholeBackward); // its log is for the gradient of the exponent
    expect(hasLog(ofCube)).toBe(true);
    expect(hasLog(dropUnused(ofCube))).toBe(false);
  });

  it('leaves in all that is wanted outside', () => {
    const program = written((x) => x.mul(p).add(p), wholeBackward);
    const effects = (program: Program) => program.filter(({ op }) => op === 'output' || op === 'parameter gradient');
    expect(effects(dropUnused(program))).toHaveLength(3);
  });
});

describe('the passes', () => {
  /** What a call gives, when only some passes were made, in some order. */
  function run(
    random: RandomFunction, some: typeof passes, options: ProgramOptions, backend: Backend, loops: boolean,
  ): number[] {
    const { fn, inputs, parameters } = toFunction(random);
    const graph = recordGraph({ fn: (values) => fn(values).at(-1), inputs });
    const program = some.reduce((program, pass) => pass(program), writeProgram(graph, options));
    const machine = new Machine(program, graph, { oneRow: options.oneRow, backend, loops });
    const numbers = Float64Array.from(random.rows.flat());
    const outputs = new Float64Array(random.rows.length);
    const inputGradients = new Float64Array(numbers.length);
    const total = machine.run({ count: random.rows.length, numbers }, 1, { outputs, inputGradients });
    if (options.backward) machine.giveGradients();
    return [total, ...outputs, ...inputGradients, ...parameters.map(({ grad }) => grad)];
  }

  const counts = fc.integer({ min: 1, max: 5 });
  const options = fc.record({ backward: fc.boolean(), inputGradients: fc.boolean(), oneRow: fc.boolean() });
  const backend = fc.constantFrom<Backend>('wasm', 'interpreter');

  it('change no bit of any result, whichever are made, in whatever order, with loops and without', () => {
    fc.assert(fc.property(
      fc.oneof(tameFunctions(counts), edgeFunctions(counts)), fc.shuffledSubarray([...passes]), options, backend,
      fc.boolean(), fc.boolean(),
      (random, some, options, backend, loops, otherLoops) => {
        if (options.oneRow) random.rows.splice(1);
        const got = run(random, some, options, backend, loops);
        run(random, [], options, backend, otherLoops).forEach((x, i) => { expect(got[i]).toBe(x); });
      },
    ), runs(500));
  });

  it('never make a program longer', () => {
    fc.assert(fc.property(tameFunctions(counts), options, (random, options) => {
      const { fn, inputs } = toFunction(random);
      let program = writeProgram(recordGraph({ fn: (values) => fn(values).at(-1), inputs }), options);
      for (const pass of passes) {
        const shorter = pass(program);
        expect(countOf(shorter)).toBeLessThanOrEqual(countOf(program));
        program = shorter;
      }
    }), runs(100));
  });
});

describe('the hash of an instruction, by which shareEqual finds equal ones', () => {
  const count = 32_000;
  const constants = (number: (i: number) => number): Instruction[] =>
    Array.from({ length: count }, (_, i) => ({ op: 'constant', args: [], number: number(i), part: 'before' }));
  const products = (args: (i: number) => number[]): Instruction[] =>
    Array.from({ length: count }, (_, i) => ({ op: '*', args: args(i), number: 0, part: 'row' }));
  const random = new Random(1337);
  const kinds: [kind: string, instructions: Instruction[]][] = [
    ['constants between -1 and 1, evenly spread', constants((i) => 2 * i / count - 1)],
    ['constants between -1 and 1, at random', constants(() => random.uniform(-1, 1))],
    ['constants in single precision', constants((i) => Math.fround(Math.sin(i)))],
    ['whole numbers', constants((i) => i)],
    ['multiples of a million', constants((i) => 1e6 * i)],
    ['tenths', constants((i) => i / 10)],
    ['numbers just above 1', constants((i) => 1 + i * Number.EPSILON)],
    ['the smallest numbers', constants((i) => i * Number.MIN_VALUE)],
    ['operations on neighbours', products((i) => [i, i + 1])],
    ['operations on all pairs', products((i) => [i % 200, 1000 + Math.floor(i / 200)])],
  ];

  // In a table that is half full, a random hash takes 1.5 probes. Truncated constants took thousands.
  it.each(kinds)('spreads %s', (_, instructions) => {
    const isTaken = new Uint8Array(2 * count);
    let probes = 0;
    for (const instruction of instructions) {
      let at = hashOf(instruction) % isTaken.length;
      for (probes++; isTaken[at] === 1; probes++) at = (at + 1) % isTaken.length;
      isTaken[at] = 1;
    }
    expect(probes / count).toBeLessThan(3);
  });

  it('tells 0 from -0, as isEqual does', () => {
    const [zero, minusZero] = constants((i) => (i === 0 ? 0 : -0));
    expect(hashOf(zero)).not.toBe(hashOf(minusZero));
  });
});
