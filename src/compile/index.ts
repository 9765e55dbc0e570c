// index.ts: compile takes a function of Values, and gives one that does the same work a hundred times faster.
//
// The engine makes a graph at each call, walks it and throws it away; and yet it is the same graph every time. compile
// keeps it: it runs the function on Values that stand for the numbers of any row (graph.ts); writes down what
// `backward` would do as a list of instructions (instructions.ts, program.ts); makes the list shorter (passes.ts); and
// runs it on numbers laid out in memory (layout.ts), as it is (interpreter.ts) or as WebAssembly. For this, the
// instructions become steps (statements.ts, schedule.ts, steps.ts), what repeats itself becomes loops (code.ts,
// loops.ts, listing.ts), and these become bytes (slots.ts, apart.ts, addresses.ts, assembly.ts, function.ts, module.ts,
// bytes.ts). rows.ts reads rows, and machine.ts runs it all. Read them in this order. `toString` shows what came out.
import {
  badValue, checkBoolean, checkFunction, checkInteger, checkNumbers, checkOneOf, checkOptions, wrongType,
} from '../check.ts';
import type { Value } from '../engine.ts';
import { checkRow, recordGraph, type Graph, type Recorded } from './graph.ts';
import { listing, type Program } from './instructions.ts';
import { listLoops } from './listing.ts';
import { findLoops } from './loops.ts';
import { Machine, type Backend } from './machine.ts';
import { hoist, passes } from './passes.ts';
import { checkOperations, writeProgram, type ProgramOptions } from './program.ts';
import { isFloat64Array, readRows, type Batch, type Rows } from './rows.ts';

export type { Backend, Rows };

/** How a function takes its inputs: one by one; or, where the option `inputs` says how many, all in one array. */
export interface Inputs {
  oneByOne: Value[];
  [count: number]: [inputs: Value[]];
}

/** Options for the function's inputs and outputs, and for how the rows are reduced to one number. */
export interface CompileOptions<Count extends keyof Inputs = 'oneByOne'> {
  /** The number of inputs, if the function takes them as one array. Without this option it takes them one by one. */
  inputs?: Count;
  /** The number of outputs, if the function returns them as an array. Without this option it returns one Value. */
  outputs?: number | undefined;
  /** Whether `backward` gives the mean of the rows' outputs (the default) or their sum. */
  reduction?: 'mean' | 'sum' | undefined;
  /**
   * Also runs the function on the engine, for every row of every call, and throws if the results differ. Slow, but it
   * catches everything that it sees.
   */
  check?: boolean | undefined;
  /** For comparisons only. Whatever is chosen, the results are the same, bit for bit. */
  compare?: Comparison | undefined;
}

/** Slower ways to run the same program. */
export interface Comparison {
  /** `'interpreter'` does without WebAssembly, as on a platform that lacks it. */
  backend?: Backend | undefined;
  /** `false` skips the search for loops and emits straight-line code. */
  loops?: boolean | undefined;
}

/**
 * Compiles a function of Values. It has one input for each parameter that it declares, and each is a Value. JavaScript
 * does not count parameters with a default, nor a rest parameter: for these give `{ inputs: n }`, and the function gets
 * one array of n Values. It may change that array, which is a copy, but not the Values in it.
 *
 * All other leaves of the function's graph are parameters if they existed before, or else constants. A Value that was
 * computed outside is computed anew from its leaves.
 *
 * The function must have the same graph for all numbers: it may not look at `.data`, draw random numbers or read a
 * clock. `compile` calls it ten times, on numbers of several kinds, and throws if the graph changes. So it finds out as
 * far as a few calls show. They do not show `if (label.data === 2)`, nor the `.data` of a Value that is not in the
 * graph itself, nor a `Date.now()` that is the same in all of these calls. `{ check: true }` does, for the rows that it
 * meets.
 *
 * @throws TypeError if the function does not return a Value, or an option is not known or of a wrong type; RangeError
 * if an option makes no sense; Error if the graph depends on `.data` or on chance, or if the function throws
 * @example
 * const w = new Value(3);
 * const loss = compile((x, y) => x.mul(w).sub(y).pow(2));
 * console.log(loss.backward([[1, 2], [2, 4]]), w.grad); // → 2.5 5
 */
export function compile<Count extends keyof Inputs = 'oneByOne'>(
  fn: (...inputs: Inputs[Count]) => Value | readonly Value[],
  options: CompileOptions<Count> = {},
): Compiled {
  checkFunction('compile', 'fn', fn, '(x, y) => x.mul(y)');
  checkOptions('compile', options, ['inputs', 'outputs', 'reduction', 'check', 'compare']);
  const { inputs = fn.length, outputs, reduction = 'mean', check = false, compare = {} } = options;
  checkOptions('compile\'s compare', compare, ['backend', 'loops']);
  const { backend = 'wasm', loops = true } = compare;
  if (outputs !== undefined) checkInteger('compile', 'outputs', outputs);
  checkOneOf('compile', 'reduction', ['mean', 'sum'], reduction);
  checkBoolean('compile', 'check', check);
  checkOneOf('compile', 'compare.backend', ['wasm', 'interpreter'], backend);
  checkBoolean('compile', 'compare.loops', loops);
  const call = fn as (...inputs: unknown[]) => unknown;
  const ofList = options.inputs === undefined ? (values: Value[]) => call(...values) : call;
  const recorded = { fn: ofList, inputs: checkInteger('compile', 'inputs', inputs, 0), outputs };
  return new Compiled(recorded, { reduction, check, backend, loops });
}

/** Each option, given or by default. */
interface Chosen { reduction: 'mean' | 'sum'; check: boolean; backend: Backend; loops: boolean }

/** A compiled function. `compile` makes it. */
export class Compiled {
  /**
   * The leaves that the function uses and that existed before it. Their `data` is read at each call. The list also has
   * the constants of expressions that were built outside the function, such as the 2 in `w.mul(2)`. So train
   * `model.parameters()`, not this list.
   */
  readonly parameters: readonly Value[];
  readonly #recorded: Recorded;
  readonly #graph: Graph;
  readonly #reduction: 'mean' | 'sum';
  readonly #check: boolean;
  readonly #machines: (Machine | undefined)[] = [];
  #backend: Backend;
  readonly #loops: boolean;

  /** @internal */
  constructor(recorded: Recorded, { reduction, check, backend, loops }: Chosen) {
    this.#recorded = recorded;
    this.#graph = recordGraph(recorded);
    checkOperations(this.#graph);
    this.parameters = Object.freeze(this.#graph.parameters);
    this.#reduction = reduction;
    this.#check = check;
    this.#backend = backend;
    this.#loops = loops;
  }

  /**
   * The backend that runs it. It is `'interpreter'`, many times slower, where WebAssembly is missing, a page's policy
   * forbids it, or a limit on memory refuses it (`ulimit -v 4000000` on Node 20 and 22, as some graders and CI systems
   * set it). So it is once a module was refused as too large: a browser's main thread takes some MB, and several rows
   * need up to three times the code of one. The results are the same, bit for bit, so nothing but this property tells.
   */
  get backend(): Backend {
    if (this.#machines.length === 0) this.#machine(true, false, this.#hasNoInputs); // to see whether it is taken
    return this.#backend;
  }

  /**
   * Returns the mean (or the sum) of the outputs over the rows. Adds its gradients to the `grad` of each parameter,
   * and of each Value among the rows' entries, which counts as a leaf: it passes nothing on to what it was made of.
   *
   * With several outputs, pass the derivative of your loss with respect to each output, row by row, as
   * `outputGradients`. Then it returns the sum of output times gradient, and adds the gradients of that sum.
   *
   * `outputs` is filled with the outputs of all rows, the same numbers that `forward` gives, bit for bit. So the
   * accuracy of a training step costs no second pass.
   *
   * @param outputGradients one number for each output of each row; may be left out if there is one output
   * @param outputs has room for one number for each output of each row
   * @throws TypeError if `rows` is no list of rows, an entry is neither a number nor a Value, or another argument is no
   * list of numbers; RangeError if there are no rows, or a list does not have the length that belongs to it
   * @example
   * const step = compile((x) => x.mul(3));
   * const outputs = new Float64Array(2);
   * console.log(step.backward([[1], [2]], undefined, outputs), outputs.join(' ')); // → 4.5 3 6
   */
  backward(rows?: Rows, outputGradients?: ArrayLike<number>, outputs?: Float64Array): number {
    const batch = this.#read('backward', rows);
    const { count, values } = batch;
    const seeds = this.#readGradients(outputGradients, count);
    if (outputs !== undefined) this.#checkRoom(outputs, count);
    const isMean = this.#reduction === 'mean' && seeds === undefined;
    const inputGradients = values && new Float64Array(batch.numbers.length);
    const filled = outputs && new Float64Array(outputs.length); // `outputs` may lie in the memory of the rows
    const machine = this.#machine(true, values !== undefined, count === 1);
    const sum = this.#hasNoInputs && seeds === undefined && outputs === undefined
      ? machine.runOnce(1)
      : machine.run(batch, isMean ? 1 / count : 1, { seeds, outputs: filled, inputGradients });
    machine.giveGradients();
    if (filled) outputs.set(filled);
    values?.forEach((value, i) => { value.grad += (inputGradients as Float64Array)[i]; });
    return isMean ? sum / count : sum;
  }

  /**
   * The output of each row. With several outputs, row by row: first all of row 0, then all of row 1 …
   * @throws as `backward`
   */
  forward(rows?: Rows): Float64Array { return this.#outputs(this.#read('forward', rows)); }

  /**
   * The program that `backward` runs, as text; of one with inputs, that for more rows than one. With loops, parameters
   * are numbered as they are first read; without, as in `parameters`.
   */
  toString(): string {
    const program = this.#program({ backward: true, inputGradients: false, oneRow: this.#hasNoInputs });
    const { parts, hasLoops } = findLoops(program, this.#loops);
    return hasLoops ? listLoops(parts) : listing(program);
  }

  /** Vue's `reactive` makes no Proxy of an object that has a tag: a Proxy has no private fields. */
  get [Symbol.toStringTag](): string { return 'Compiled'; }

  #read(owner: string, rows: Rows | undefined): Batch {
    const batch = readRows(owner, rows, this.#graph.inputs);
    if (this.#check) this.#compare(batch);
    return batch;
  }

  #outputs(batch: Batch): Float64Array {
    const outputs = new Float64Array(batch.count * this.#graph.outputs.length);
    this.#machine(false, false, this.#hasNoInputs).run(batch, 0, { outputs });
    return outputs;
  }

  /** A Float64Array of the right length is taken as it is; other lists are looked at, number by number. */
  #readGradients(given: ArrayLike<number> | undefined, rows: number): Float64Array | undefined {
    const outputs = this.#graph.outputs.length;
    if (given === undefined && outputs === 1) return undefined;
    if (isFloat64Array(given) && given.length === rows * outputs) return given;
    return Float64Array.from(checkNumbers('backward', 'outputGradients', given, rows * outputs));
  }

  #checkRoom(outputs: unknown, rows: number): void {
    const length = rows * this.#graph.outputs.length;
    const expected = `a Float64Array of length ${length}`;
    if (!isFloat64Array(outputs)) throw wrongType('backward', 'outputs', expected, outputs);
    if (outputs.length !== length) throw badValue('backward', 'outputs', expected, outputs);
  }

  /** Throws where the engine makes another graph of a row than was compiled, or gives another number. */
  #compare(batch: Batch): void {
    const { inputs, outputs } = this.#graph;
    const given = this.#outputs(batch);
    for (let i = 0; i < batch.count; i++) {
      const row = [...batch.numbers.subarray(i * inputs, (i + 1) * inputs)];
      checkRow(this.#recorded, this.#graph, row, `in row ${i}`).forEach((wanted, j) => {
        const got = given[i * outputs.length + j];
        if (Object.is(got, wanted)) return;
        throw new Error(`row ${i}: the compiled function gives ${got}, the engine ${wanted}: does the function use a ` +
          'Value that was computed outside? There it keeps its data, while here it is computed from its leaves');
      });
    }
  }

  /** Then there is one row, of nothing. */
  get #hasNoInputs(): boolean { return this.#graph.inputs === 0; }

  #program(options: ProgramOptions): Program {
    const written = writeProgram(this.#graph, options);
    const wanted = passes.filter((pass) => pass !== hoist || !options.oneRow);
    return wanted.reduce((program, pass) => pass(program), written);
  }

  /** Made when it is first needed, and kept. */
  #machine(backward: boolean, inputGradients: boolean, oneRow: boolean): Machine {
    const key = (backward ? 1 : 0) + (inputGradients ? 2 : 0) + (oneRow ? 4 : 0);
    return this.#machines[key] ??= this.#makeMachine({ backward, inputGradients, oneRow });
  }

  #makeMachine(options: ProgramOptions): Machine {
    const { oneRow } = options;
    const wanted = { oneRow, backend: this.#backend, loops: this.#loops };
    const machine = new Machine(this.#program(options), this.#graph, wanted);
    this.#backend = machine.backend; // once a module is refused, no other is tried
    return machine;
  }
}
