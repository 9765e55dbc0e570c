// index.ts: compile takes a function of Values, and gives one that does the same work a hundred times faster.
//
// The engine makes a graph at each call, walks it and throws it away; and yet it is the same graph every time. compile
// keeps it: it runs the function on Values that stand for the numbers of any row (graph.ts); writes down what
// `backward` would do as a list of instructions (instructions.ts, program.ts); makes the list shorter (passes.ts); and
// runs it on numbers laid out in memory (layout.ts), as it is (interpreter.ts) or as WebAssembly. For this, the
// instructions become steps (statements.ts, schedule.ts, steps.ts), what repeats itself becomes loops (code.ts,
// loops.ts, listing.ts), and these become bytes (slots.ts, apart.ts, addresses.ts, assembly.ts, function.ts, module.ts,
// bytes.ts). rows.ts reads rows, and machine.ts runs it all. Read them in this order. `toString` shows what came out.
import { describe, type Value } from '../engine.ts';
import { wantOneOf, wantOptions } from '../options.ts';
import { checkRow, recordGraph, type Graph, type Recorded } from './graph.ts';
import { listing, type Program } from './instructions.ts';
import { listLoops } from './listing.ts';
import { findLoops } from './loops.ts';
import { Machine, type Backend } from './machine.ts';
import { hoist, passes } from './passes.ts';
import { writeProgram, type ProgramOptions } from './program.ts';
import { readRows, type Batch, type Rows } from './rows.ts';

export type { Backend, Rows };

/** How the rows are summed up, and what runs the program. */
export interface CompileOptions {
  /** Whether `backward` gives the mean of the rows' outputs, as it does by default, or their sum. */
  reduction?: 'mean' | 'sum';
  /** Runs the function on the engine as well, for each row of each call, and compares: slow, and sure. */
  check?: boolean;
  /** The interpreter is for comparisons; it is what runs where WebAssembly cannot. */
  backend?: Backend;
  /** Without them, for comparisons, the program is as long as what it does: the same numbers, to the last bit. */
  loops?: boolean;
}

/** For a function that takes its inputs as one array, or gives several outputs. */
export interface ListOptions extends CompileOptions {
  /** How many inputs the function has; it gets them as one array. */
  inputs: number;
  /** How many outputs it has, if it gives them as an array; by default it gives one Value. */
  outputs?: number;
}

/**
 * The function, compiled. It has as many inputs as it declares, a Value each; with defaults or a rest parameter, for
 * which JavaScript does not tell how many, give `{ inputs: n }` and take one array. All other leaves of its graph are
 * parameters, if they were there before, or constants. (What was computed outside is computed anew from its leaves.)
 *
 * It must have the same graph for all numbers: it may not look at `.data`. That is tried on some numbers of each kind.
 * They do not reveal everything: not `if (label.data === 2)`, nor the `.data` of a Value that is not in the graph
 * itself. `{ check: true }` does, for the rows that it meets.
 *
 * @throws TypeError when the function does not give a Value, or an option is not known; Error when its graph depends on
 * `.data`, or on chance
 * @example
 * const w = new Value(3);
 * const loss = compile((x, y) => x.mul(w).sub(y).pow(2));
 * console.log(loss.backward([[1, 2], [2, 4]]), w.grad); // → 2.5 5
 */
export function compile(fn: (inputs: Value[]) => Value | readonly Value[], options: ListOptions): Compiled;
export function compile(fn: (...inputs: Value[]) => Value, options?: CompileOptions): Compiled;
export function compile(fn: (...inputs: never[]) => unknown, options: Partial<ListOptions> = {}): Compiled {
  if (typeof fn !== 'function') throw new TypeError(`compile wants a function of Values, got ${describe(fn)}`);
  wantOptions('compile', options, ['inputs', 'outputs', 'reduction', 'check', 'backend', 'loops']);
  const { inputs = fn.length, outputs, reduction = 'mean', check = false, backend = 'wasm', loops = true } = options;
  wantCount('inputs', inputs, 0);
  if (outputs !== undefined) wantCount('outputs', outputs, 1);
  wantOneOf('reduction', ['mean', 'sum'], reduction);
  wantOneOf('backend', ['wasm', 'interpreter'], backend);
  const call = fn as (...inputs: unknown[]) => unknown;
  const ofList = options.inputs === undefined ? (values: Value[]) => call(...values) : call;
  return new Compiled({ fn: ofList, inputs, outputs }, { reduction, check, backend, loops });
}

/** What `compile` gives. */
export class Compiled {
  /**
   * The leaves that the function uses and that were there before it: their `data` is read at each call. Numbers in what
   * was computed outside are among them (the 2 of a `w.mul(2)`): what is to be trained, a model knows better.
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
  constructor(recorded: Recorded, { reduction, check, backend, loops }: Required<CompileOptions>) {
    this.#recorded = recorded;
    this.#graph = recordGraph(recorded);
    this.parameters = Object.freeze(this.#graph.parameters);
    this.#reduction = reduction;
    this.#check = check;
    this.#backend = backend;
    this.#loops = loops;
  }

  /**
   * `'interpreter'` where WebAssembly is lacking or forbidden, or once a module was refused as too large: a browser's
   * main thread takes some MB, and several rows need up to three times the code of one.
   */
  get backend(): Backend {
    if (this.#machines.length === 0) this.#machine(true, false, this.#hasNoInputs); // to see whether it is taken
    return this.#backend;
  }

  /**
   * The mean (or sum) of the outputs over the rows. Adds its gradients to the `grad` of each parameter, and of each
   * Value among the rows' entries (which then passes nothing on: it counts as a leaf).
   *
   * Of a function with several outputs it is not their mean that matters, but what is made of them later on. Give the
   * gradients of all outputs, row by row, and it gives the sum of the outputs times these, and adds its gradients.
   *
   * @throws RangeError, as `forward`, when there are no rows, or one has not an entry for each input; TypeError for an
   * entry that is neither a number nor a Value
   */
  backward(rows?: Rows, outputGradients?: Float64Array): number {
    const batch = this.#read(rows);
    const { count, values } = batch;
    const isMean = this.#reduction === 'mean' && outputGradients === undefined;
    this.#wantGradients(outputGradients, count);
    const inputGradients = values && new Float64Array(batch.numbers.length);
    const machine = this.#machine(true, values !== undefined, count === 1);
    const sum = this.#hasNoInputs && outputGradients === undefined
      ? machine.runOnce(1)
      : machine.run(batch, isMean ? 1 / count : 1, { seeds: outputGradients, inputGradients });
    machine.giveGradients();
    values?.forEach((value, i) => { value.grad += (inputGradients as Float64Array)[i]; });
    return isMean ? sum / count : sum;
  }

  /** The output of each row; of several outputs, all of a row and then those of the next. */
  forward(rows?: Rows): Float64Array { return this.#outputs(this.#read(rows)); }

  /**
   * The program that `backward` runs, as text; of one with inputs, that for more rows than one. With loops, parameters
   * are numbered as they are first read; without, as in `parameters`.
   */
  toString(): string {
    const program = this.#program({ backward: true, inputGradients: false, oneRow: this.#hasNoInputs });
    const { parts, hasLoops } = findLoops(program, this.#loops);
    return hasLoops ? listLoops(parts) : listing(program);
  }

  #read(rows: Rows | undefined): Batch {
    const batch = readRows(rows, this.#graph.inputs);
    if (this.#check) this.#compare(batch);
    return batch;
  }

  #outputs(batch: Batch): Float64Array {
    const outputs = new Float64Array(batch.count * this.#graph.outputs.length);
    this.#machine(false, false, this.#hasNoInputs).run(batch, 0, { outputs });
    return outputs;
  }

  #wantGradients(given: unknown, rows: number): void {
    const outputs = this.#graph.outputs.length;
    const isList = given instanceof Float64Array;
    if (isList ? given.length === rows * outputs : given === undefined && outputs === 1) return;
    const got = isList ? `${given.length} numbers` : describe(given);
    throw new RangeError(`wanted a Float64Array of ${rows * outputs} gradients, those of the ${outputs} outputs of ` +
      `each of ${rows} rows; got ${got}`);
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

function wantCount(name: string, count: unknown, least: number): void {
  if (Number.isInteger(count) && (count as number) >= least) return;
  throw new RangeError(`${name} must be a whole number of at least ${least}, got ${describe(count)}`);
}
