// What must hold of a compiled function, whichever compiler made it: the one in src, or one with a bug planted in it.
import fc from 'fast-check';
import { propagate, topologicalOrder, Value } from '../../src/index.ts';
import type { Backend, Rows } from '../../src/compile/index.ts';
import { edges, runOnValues, type Step } from './expressions.ts';
import {
  edgeFunctions, magnitudes, sharedFunctions, tameFunctions, toFunction, type RandomFunction,
} from './functions.ts';
import { carryOut, plans, crookedPlans } from './repetition.ts';
import { isBinary, operations, type Operation } from './rules.ts';

export type Compile = typeof import('../../src/compile/index.ts').compile;

/** To the last bit. */
export function wantEqual(what: string, got: number, wanted: number): void {
  if (!Object.is(got, wanted)) throw new Error(`${what}: got ${show(got)}, the engine has ${show(wanted)}`);
}
const show = (x: number) => (Object.is(x, -0) ? '-0' : String(x));

/** To the last bit but for the sign of a zero: the engine begins each gradient with 0, and 0 + -0 is 0. */
export function wantEqualGrad(what: string, got: number, wanted: number): void { wantEqual(what, got + 0, wanted + 0); }

/** Below this, numbers have fewer digits: 2 ** -1074, the smallest, has one. */
const SMALLEST_NORMAL = 2 ** -1022;

/** Within 1e-12 of what was added up, since another order rounds otherwise; NaN and the infinities equal themselves. */
function wantClose(what: string, got: number, wanted: number, magnitude: number): void {
  if (Object.is(got, wanted)) return;
  if (Number.isFinite(wanted) && Math.abs(got - wanted) <= Math.max(1e-12 * magnitude, SMALLEST_NORMAL)) return;
  throw new Error(`${what}: got ${got}, the engine has ${wanted}, the sum of magnitudes ${magnitude}`);
}

interface How {
  backend: Backend;
  reduction: 'mean' | 'sum';
  entries: 'numbers' | 'Values' | 'Float64Array';
  loops?: boolean;
}
const how = fc.record<How>({
  backend: fc.constantFrom('wasm', 'wasm', 'interpreter'),
  reduction: fc.constantFrom('mean', 'sum'),
  entries: fc.constantFrom('numbers', 'Values', 'Float64Array'),
});

/** The rows as they are given, and as Values, which they are made of where `entries` says so. */
function toRows(rows: number[][], entries: How['entries']): { given: Rows | undefined; values: Value[][] } {
  const values = rows.map((row) => row.map((x) => new Value(x)));
  if (rows[0].length === 0) return { given: undefined, values };
  const given = { numbers: rows, Values: values, Float64Array: Float64Array.from(rows.flat()) };
  return { given: given[entries], values };
}

const last = (nodes: Value[]) => nodes[nodes.length - 1];

function compileLast(compile: Compile, random: RandomFunction, { backend, reduction, loops }: How) {
  const { fn, inputs, parameters } = toFunction(random);
  const step = compile((values) => last(fn(values)), { inputs, reduction, compare: { backend, loops } });
  if (step.backend !== backend) throw new Error(`wanted to run on ${backend}, got ${step.backend}`);
  return { step, parameters };
}

/** Twice, for what might be left over from the first call. */
export function checkOneRow(compile: Compile, random: RandomFunction, how: How): void {
  const engine = toFunction(random);
  const { step, parameters } = compileLast(compile, random, how);
  for (const call of ['first', 'second']) {
    const row = random.rows[0].map((x) => new Value(x));
    const y = last(engine.fn(row));
    y.backward();
    const { given, values } = toRows(random.rows.slice(0, 1), how.entries);
    const filled = call === 'second' ? new Float64Array(1) : undefined;
    wantEqual(`${call} call, backward`, step.backward(given, undefined, filled), y.data);
    if (filled) wantEqual(`${call} call, the output that backward fills in`, filled[0], y.data);
    wantEqual(`${call} call, forward`, step.forward(given)[0], y.data);
    parameters.forEach((p, i) => { wantEqualGrad(`${call} call, leaf ${i}`, p.grad, engine.parameters[i].grad); });
    if (how.entries !== 'Values') continue;
    values[0].forEach((x, i) => { wantEqualGrad(`${call} call, input ${i}`, x.grad, row[i].grad); });
  }
}

/** So many rows; in each call the engine runs each of them, and what it adds is added up. */
export function checkRows(compile: Compile, random: RandomFunction, how: How): void {
  const { rows } = random;
  const engine = toFunction(random);
  const { step, parameters } = compileLast(compile, random, how);
  const seed = how.reduction === 'mean' ? 1 / rows.length : 1;
  const total = (numbers: number[]) => numbers.reduce((a, b) => a + b) * seed;
  const inputs = rows.map((row) => row.map((x) => new Value(x)));
  const sizes = new Map(engine.parameters.map((p) => [p, Math.abs(p.grad)]));
  const { given, values } = toRows(rows, how.entries);
  const wantGrad = (what: string, got: Value, wanted: Value) => {
    wantClose(what, got.grad, wanted.grad, sizes.get(wanted) ?? 0);
  };
  for (const call of ['first', 'second']) {
    const outputs = inputs.map((row) => {
      const y = last(engine.fn(row));
      for (const [value, size] of magnitudes(y, seed)) sizes.set(value, (sizes.get(value) ?? 0) + size);
      y.mul(seed).backward();
      return y.data;
    });
    const filled = call === 'second' ? new Float64Array(rows.length) : undefined;
    const mean = step.backward(given, undefined, filled);
    wantClose(`${call} call, backward`, mean, total(outputs), total(outputs.map(Math.abs)));
    filled?.forEach((y, i) => { wantEqual(`${call} call, row ${i} as backward fills it in`, y, outputs[i]); });
    step.forward(given).forEach((y, i) => { wantEqual(`${call} call, row ${i}`, y, outputs[i]); });
    parameters.forEach((p, i) => { wantGrad(`${call} call, leaf ${i}`, p, engine.parameters[i]); });
    if (how.entries !== 'Values') continue;
    values.flat().forEach((x, i) => { wantGrad(`${call} call, entry ${i}`, x, inputs.flat()[i]); });
  }
}

/** With the gradients of several outputs, against the engine's own parts: its order, and one node's step. */
function checkOutputs(compile: Compile, random: RandomFunction, how: How, seeds: number[]): void {
  const engine = toFunction(random);
  const row = random.rows[0].map((x) => new Value(x));
  const outputs = engine.fn(row).slice(-seeds.length);
  const gradients = Float64Array.from(outputs, (_, i) => seeds[i]);
  const order = topologicalOrder(outputs.reduce((a, b) => a.add(b)));
  for (const node of order) if (node.op !== '') node.grad = 0;
  outputs.forEach((y, i) => { y.grad += gradients[i]; });
  for (const node of order.reverse().slice(outputs.length > 1 ? 1 : 0)) propagate(node); // all but the last sum

  const { fn, inputs, parameters } = toFunction(random);
  const { backend, loops } = how;
  const outputCount = outputs.length;
  const step = compile((values) => fn(values).slice(-seeds.length), {
    inputs, outputs: outputCount, compare: { backend, loops },
  });
  const { given, values } = toRows(random.rows.slice(0, 1), how.entries);
  const sum = outputs.reduce((sum, y, i) => sum + y.data * gradients[i], -0);
  wantEqual('backward', step.backward(given, gradients), sum);
  step.forward(given).forEach((y, i) => { wantEqual(`output ${i}`, y, outputs[i].data); });
  parameters.forEach((p, i) => { wantEqualGrad(`leaf ${i}`, p.grad, engine.parameters[i].grad); });
  if (how.entries === 'Values') values[0].forEach((x, i) => { wantEqualGrad(`input ${i}`, x.grad, row[i].grad); });
}

/** Backward fills in all outputs of all rows, and is not changed by that. */
function checkFilled(compile: Compile, random: RandomFunction, how: How, count: number): void {
  const { backend, loops } = how;
  const run = (isFilled: boolean) => {
    const { fn, inputs, parameters } = toFunction(random);
    const lastOf = (values: Value[]) => fn(values).slice(-count);
    const outputs = lastOf(Array.from({ length: inputs }, () => new Value(1))).length;
    const step = compile(lastOf, { inputs, outputs, compare: { backend, loops } });
    const { given, values } = toRows(random.rows, how.entries);
    const length = outputs * random.rows.length;
    const filled = new Float64Array(length).fill(NaN);
    const gradients = Float64Array.from({ length }, (_, i) => (i % 3) - 0.9);
    const sum = step.backward(given, gradients, isFilled ? filled : undefined);
    const sums = [sum, ...[...parameters, ...values.flat()].map(({ grad }) => grad)];
    const wanted = random.rows.flatMap((row) => lastOf(row.map((x) => new Value(x))).map(({ data }) => data));
    return { filled, sums, forward: step.forward(given), wanted };
  };
  const { filled, sums, forward, wanted } = run(true);
  run(false).sums.forEach((x, i) => { wantEqual(`number ${i} of backward`, sums[i], x); });
  wanted.forEach((y, i) => {
    wantEqual(`output ${i} of forward`, forward[i], y);
    wantEqual(`output ${i} as backward fills it in`, filled[i], y);
  });
}

/** All numbers that come out of two calls. */
function everything(compile: Compile, random: RandomFunction, how: How): number[] {
  const { step, parameters } = compileLast(compile, random, how);
  return ['first call', 'second call'].flatMap(() => {
    const { given, values } = toRows(random.rows, how.entries);
    return [step.backward(given), ...step.forward(given), ...[...parameters, ...values.flat()].map((x) => x.grad)];
  });
}

function wantSame(compile: Compile, random: RandomFunction, some: How, other: How): void {
  const wanted = everything(compile, random, other);
  everything(compile, random, some).forEach((x, i) => { wantEqual(`number ${i} of all`, x, wanted[i]); });
}

/** With loops and without, whose numbers must also be the same to the last bit; the interpreter has none. */
function checkWays(compile: Compile, random: RandomFunction, how: How, check: (how: How) => void): void {
  if (how.backend === 'interpreter') {
    check(how);
    return;
  }
  const [withLoops, without] = [true, false].map((loops) => ({ ...how, loops }));
  check(withLoops);
  check(without);
  wantSame(compile, random, withLoops, without);
}

/** All pairs of edges, and some numbers that round. */
const pairs = [
  ...edges.flatMap((a) => edges.map((b) => [a, b])),
  ...Array.from({ length: 30 }, (_, i) => [Math.exp(i / 9), Math.sin(i)]),
];

/**
 * The operation on two inputs, Values; and with a number in place of either. A third of it, so that its gradient is not
 * a number that multiplies without rounding.
 */
function checkOperation(compile: Compile, op: Operation, backend: Backend): void {
  const [x, y] = [{ node: 0 }, { node: 1 }];
  const numbers = [0, -0, 1, 2, 3, 0.5, -1]; // at which something might be simplified
  const steps: Step[] = [isBinary(op) ? { op, a: x, b: y } : { op, a: x }];
  if (isBinary(op)) for (const number of numbers) steps.push({ op, a: x, b: { number } }, { op, a: { number }, b: x });
  for (const step of steps) {
    const fn = (row: Value[]) => last(runOnValues({ leaves: [], steps: [step] }, row, (n) => new Value(n))).div(3);
    const rows = step.b === y ? pairs : pairs.filter((_, i) => i % edges.length === 0 || i > edges.length ** 2);
    const [got, wanted] = [0, 1].map(() => rows.map((row) => row.map((x) => new Value(x))));
    const compiled = compile(fn, { inputs: 2, reduction: 'sum', compare: { backend } });
    compiled.backward(got);
    compiled.forward(got).forEach((output, i) => {
      const what = `${op} of ${rows[i].map(show).join(' and ')}`;
      const engine = fn(wanted[i]);
      engine.backward();
      wantEqual(what, output, engine.data);
      wanted[i].forEach(({ grad }, j) => { wantEqualGrad(`the gradient of ${what}`, got[i][j].grad, grad); });
    });
  }
}

const one = fc.constant(1);
/** Few; or about as many as are in memory at a time, or twice as many. */
const counts = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom(127, 128, 129, 130, 255, 256, 257) },
);

type Property = (compile: Compile) => fc.IProperty<unknown>;

export const ofLargeFunctions: Property = (compile) =>
  fc.property(tameFunctions(fc.integer({ min: 1, max: 3 }), { maxSteps: 600 }), how, (random, how) => {
    checkWays(compile, random, how, (how) => {
      checkOneRow(compile, random, how);
      checkRows(compile, random, how);
    });
  });

export const ofFilledOutputs: Property = (compile) =>
  fc.property(tameFunctions(counts), how, fc.integer({ min: 1, max: 3 }), (random, how, count) => {
    checkWays(compile, random, how, (how) => { checkFilled(compile, random, how, count); });
  });

/** With 3 turns there may be no loop, since a sum's first term has no addition; a jam has 4 turns, a block 4 rows. */
export const ofRepetition: Property = (compile) => {
  const [turns, rows] = [fc.integer({ min: 3, max: 6 }), fc.integer({ min: 1, max: 9 })];
  return fc.property(fc.oneof(plans, crookedPlans), turns, rows, how, (plan, turns, rows, how) => {
    const random = carryOut(plan, turns, rows);
    checkWays(compile, random, how, (how) => {
      checkOneRow(compile, random, how);
      checkRows(compile, random, how);
      checkOutputs(compile, random, how, [1, 0.1, -2]);
    });
  });
};

export const properties: Record<string, Property> = {
  'one row gives the engine’s output and gradients to the last bit': (compile) =>
    fc.property(tameFunctions(one), how, (random, how) => {
      checkWays(compile, random, how, (how) => { checkOneRow(compile, random, how); });
    }),

  'so it does where there are kinks, poles, NaN and infinities': (compile) =>
    fc.property(edgeFunctions(one), how, (random, how) => {
      checkWays(compile, random, how, (how) => { checkOneRow(compile, random, how); });
    }),

  'several rows give the engine’s outputs to the last bit, and what it gives for each, added up': (compile) =>
    fc.property(tameFunctions(counts), how, (random, how) => {
      checkWays(compile, random, how, (how) => { checkRows(compile, random, how); });
    }),

  'so do rows of which a large part is the same for all': (compile) =>
    fc.property(sharedFunctions(counts), how, (random, how) => {
      checkWays(compile, random, how, (how) => { checkRows(compile, random, how); });
    }),

  'both backends give the same bits': (compile) =>
    fc.property(fc.oneof(tameFunctions(counts), edgeFunctions(counts)), how, (random, how) => {
      const onInterpreter: How = { ...how, backend: 'interpreter' };
      for (const loops of [true, false]) wantSame(compile, random, { ...how, backend: 'wasm', loops }, onInterpreter);
    }),

  'several outputs pass on the gradients that they are given': (compile) => {
    const seeds = fc.array(fc.constantFrom(1, 0, -2, 0.1), { minLength: 1, maxLength: 4 });
    return fc.property(fc.oneof(tameFunctions(one), edgeFunctions(one)), how, seeds, (random, how, seeds) => {
      checkWays(compile, random, how, (how) => { checkOutputs(compile, random, how, seeds); });
    });
  },

  'backward fills in the outputs that forward gives, row by row': ofFilledOutputs,

  'what repeats itself, or almost does, gives the engine’s numbers': ofRepetition,

  'a large function, cut into several, gives the engine’s numbers': ofLargeFunctions,
};

const want = (what: string, isSo: boolean) => { if (!isSo) throw new Error(what); };
const wantRefused = (what: string, call: () => unknown) => {
  try { call(); } catch { return; }
  throw new Error(`${what} must be refused`);
};

export const examples: Record<string, (compile: Compile) => void> = {
  'a function whose graph changes is refused, and its parameters are put back': (compile) => {
    const w = new Value(0.5);
    let calls = 0;
    const functions: Record<string, (x: Value, y: Value) => Value> = {
      'an if that swaps operands': (x, y) => x.add(y).mul(x.data < y.data ? x.sub(y) : y.sub(x)),
      'an if that picks the first operand': (x, y) => x.add(y).mul(x.data < y.data ? x.sub(y) : y.sub(y)),
      'an if that picks the second operand': (x, y) => x.add(y).mul(x.data < y.data ? x.sub(y) : x.sub(x)),
      'an if that swaps inputs': (x, y) => (x.data < y.data ? x : y),
      'an if that adds a node': (x) => (x.data < 0 ? x.neg() : x),
      'an if on a tie': (x, y) => (x.data === y.data ? x.sin() : x.cos()),
      'an if on a parameter’s gradient': (x) => (w.grad === 0 ? x.mul(w).sin() : x.mul(w).cos()),
      'a gradient put to 0': (x) => { w.grad = 0; return x.mul(w); },
      'an if on a parameter': (x) => (w.data > 0.7 ? x.mul(w).sin() : x.mul(w).cos()),
      'a number that was an input': (x) => x.mul(x.data),
      'a zero that changes its sign': (x) => x.mul(x.data > 0 ? 0 : -0),
      'a counter': (x) => x.add(calls++),
    };
    for (const [what, fn] of Object.entries(functions)) {
      wantRefused(what, () => compile((x, y) => fn(x, y)));
      want('w is put back', w.data === 0.5 && w.grad === 0);
    }
  },

  'an if on a label or a size is found, whichever input it is': (compile) => {
    const conditions: ((x: number) => boolean)[] = [
      (x) => x === 1, (x) => x === 0, (x) => x === -1, (x) => x > 0.5, (x) => x < -0.5, (x) => x > 100, (x) => x < -100,
      (x) => x !== 0 && Math.abs(x) < 1,
    ];
    for (const condition of conditions) {
      for (let i = 0; i < 12; i++) {
        const fn = (inputs: Value[]) => (condition(inputs[i].data) ? inputs[0].sin() : inputs[0].cos());
        wantRefused(`${String(condition)} of input ${i}`, () => compile(fn, { inputs: 12 }));
      }
    }
  },

  'a training step within the function is refused': (compile) => {
    const p = new Value(2);
    wantRefused('backward', () => compile((x) => {
      const loss = x.mul(p);
      loss.backward();
      return loss;
    }));
    wantRefused('an update', () => compile((x) => { p.data += 1; return x.mul(p); }));
    want('no more than one run is left', p.data === 3);
  },

  'an input that is kept is refused, and so is what was made of it': (compile) => {
    let kept: Value | undefined;
    wantRefused('an input', () => compile((x) => (kept ??= x).add(x)));
    let made: Value | undefined;
    wantRefused('what was made of it', () => compile((x) => (made ??= x.mul(2)).add(x)));
  },

  'a training step on an input is refused': (compile) => {
    wantRefused('data', () => compile((x) => { x.data = 3; return x.mul(2); }));
    wantRefused('backward', () => compile((x) => { x.mul(2).backward(); return x.mul(2); }));
  },

  'the list of inputs is a copy, which the function may change': (compile) => {
    const step = compile((xs) => { xs.reverse(); return xs[0].mul(2).add(xs[1]); }, { inputs: 2 });
    want('21 is right', step.forward([[1, 10]])[0] === 21);
  },

  'a Proxy that is made anew in each call is refused': (compile) => {
    const w = new Value(3);
    wantRefused('a parameter', () => compile((x) => new Proxy(w, {}).mul(x)));
  },

  'outputs may lie in the memory of the rows': (compile) => {
    const memory = Float64Array.from({ length: 10 }, (_, i) => i);
    compile((x) => x.mul(10)).backward(memory.subarray(0, 9), undefined, memory.subarray(1));
    memory.slice(1).forEach((y, i) => { wantEqual(`output ${i}`, y, 10 * i); });
  },

  'check finds what sampling does not': (compile) => {
    const step = compile((x) => (x.data > 1e6 ? x.mul(3) : x.mul(2)), { check: true });
    want('6 is right', step.forward([[3]])[0] === 6);
    wantRefused('3e6', () => step.backward([[1], [3e6]]));
  },

  'rows that do not fit are refused': (compile) => {
    const step = compile((x, y) => x.mul(y));
    const lists = [[], [[1]], [[1, 2, 3]], [[1, 2], [1, '2']], undefined];
    for (const rows of [...lists, new Float64Array(3), new Float64Array(0)]) {
      wantRefused(String(rows), () => step.backward(rows as Rows));
    }
  },

  'each operation gives what the engine’s gives, and passes on what the engine’s does, at all edges': (compile) => {
    for (const op of operations) {
      for (const backend of ['wasm', 'interpreter'] as const) checkOperation(compile, op, backend);
    }
  },
};

/** How often it is tried, when others are tried once: what is large takes its time. */
export const shareOfRuns = (property: Property): number =>
  new Map([[ofLargeFunctions, 1 / 15], [ofRepetition, 1 / 3], [ofFilledOutputs, 1 / 3]]).get(property) ?? 1;

/** What fails first, and how. */
export function findFailure(compile: Compile): string | undefined {
  const ofProperties = (times: number) => {
    for (const [name, property] of Object.entries(properties)) {
      const numRuns = Math.ceil(times * shareOfRuns(property));
      const { failed, errorInstance } = fc.check(property(compile), { seed: 1, numRuns, endOnFailure: true });
      if (failed) return `${name}: ${String(errorInstance)}`;
    }
  };
  const ofExamples = () => {
    for (const [name, example] of Object.entries(examples)) {
      try { example(compile); } catch (error) { return `${name}: ${String(error)}`; }
    }
  };
  return ofProperties(5) ?? ofExamples() ?? ofProperties(100); // what is quick comes first
}
