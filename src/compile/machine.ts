// machine.ts: a program and its memory, on which a module works, or the interpreter: numbers in, rows two by two,
// numbers out. It is the last file of this folder.
import type { Value } from '../engine.ts';
import { math } from './assembly.ts';
import type { Graph } from './graph.ts';
import type { Effect, Program } from './instructions.ts';
import { interpret, type Parts } from './interpreter.ts';
import { layOut, type Counts, type Layout } from './layout.ts';
import { assemble } from './module.ts';
import type { Batch } from './rows.ts';

/** What runs a program: WebAssembly, or this library's own loop over its instructions. */
export type Backend = 'wasm' | 'interpreter';

/** What is used of the platform's own. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object, imports: { math: typeof math }) => {
    exports: Parts & { memory: { buffer: ArrayBuffer } };
  };
};

/** Row by row: what goes in, the gradients of outputs; and what comes out, the outputs and the gradients of inputs. */
export interface Lists { seeds?: Float64Array; outputs?: Float64Array; inputGradients?: Float64Array }

export interface MachineOptions { oneRow: boolean; backend: Backend; loops: boolean }

export class Machine {
  readonly backend: Backend;
  readonly #oneRow: boolean;
  readonly #parameters: readonly Value[];
  readonly #counts: Counts;
  readonly #layout: Layout;
  readonly #parts: Parts;
  readonly #memory: Float64Array;

  /** On the interpreter when that is wanted, or the platform refuses the module. */
  constructor(program: Program, { parameters, inputs, outputs }: Graph, options: MachineOptions) {
    const { oneRow, backend, loops } = options;
    const targets = (effect: Effect) =>
      program.reduce((count, { op, number }) => (op === effect ? Math.max(count, number + 1) : count), 0);
    this.#oneRow = oneRow;
    this.#counts = {
      inputs, outputs: outputs.length, parameters: parameters.length, gradients: targets('parameter gradient'),
      totals: targets('add to total'),
    };
    const loaded = backend === 'wasm' ? tryModule(program, this.#counts, oneRow, loops) : undefined;
    this.#parameters = loaded ? loaded.parameters.map((number) => parameters[number]) : parameters;
    this.backend = loaded ? 'wasm' : 'interpreter';
    this.#layout = loaded?.layout ?? layOut(this.#counts);
    this.#memory = loaded?.memory ?? new Float64Array(this.#layout.size);
    this.#parts = loaded?.parts ?? interpret(program, this.#layout, this.#memory);
  }

  /**
   * The sum of the outputs, each times its own seed if there are `seeds`; `seed` is that of all. Puts each row's
   * outputs, and the gradients of its inputs, into the lists that are given; `giveGradients` gives the parameters'.
   */
  run(batch: Batch, seed: number, lists: Lists): number {
    const memory = this.#memory;
    const { inputs, outputs } = this.#counts;
    const at = this.#layout;
    const { seeds } = lists;
    this.#begin();
    this.#parts.before?.();
    let sum = -0; // since -0 + x is x for every x, and 0 + -0 is not
    const numbers = 2 * at.pairs; // in the place of each input, output … of the rows in work
    for (let row = 0, lanes = 0; row < batch.count; row += lanes) {
      const left = batch.count - row;
      // Of an odd number, the first row goes alone; then two by two, until more at once come out even.
      if (left % 2 === 1) lanes = 1;
      else lanes = left % numbers === 0 ? numbers : 2;
      for (let lane = 0; lane < lanes; lane++) {
        const input = (row + lane) * inputs;
        const output = (row + lane) * outputs;
        for (let i = 0; i < inputs; i++) memory[at.inputs + numbers * i + lane] = batch.numbers[input + i];
        for (let i = 0; i < outputs; i++) memory[at.seeds + numbers * i + lane] = seeds ? seeds[output + i] : seed;
      }
      if (lanes > 2) this.#parts.rows?.();
      else this.#parts.row();
      for (let lane = 0; lane < lanes; lane++) {
        const input = (row + lane) * inputs;
        const output = (row + lane) * outputs;
        for (let i = 0; i < outputs; i++) {
          const y = memory[at.outputs + numbers * i + lane];
          sum += seeds ? y * seeds[output + i] : y;
          if (lists.outputs) lists.outputs[output + i] = y;
        }
        if (!lists.inputGradients) continue;
        for (let i = 0; i < inputs; i++) {
          lists.inputGradients[input + i] = memory[at.inputGradients + numbers * i + lane];
        }
      }
      if (lanes === 1) this.#clearSecondLane(); // of what it made meanwhile of whatever was there
    }
    this.#parts.after?.();
    return sum;
  }

  /** `run` for one row without inputs, and one output: a fifth faster where the graph is as small as a formula. */
  runOnce(seed: number): number {
    this.#begin();
    this.#parts.before?.();
    this.#memory[this.#layout.seeds] = seed;
    this.#parts.row();
    return this.#memory[this.#layout.outputs];
  }

  /** Gives each parameter its gradient: the sums began with what it had. */
  giveGradients(): void {
    const memory = this.#memory;
    const parameters = this.#parameters;
    const { gradients } = this.#layout;
    for (let i = 0; i < parameters.length; i++) {
      const place = gradients + 2 * i;
      parameters[i].grad = this.#oneRow ? memory[place] : memory[place] + memory[place + 1];
    }
  }

  #begin(): void {
    const memory = this.#memory;
    const counts = this.#counts;
    const at = this.#layout;
    const parameters = this.#parameters;
    for (let i = 0; i < parameters.length; i++) memory[at.parameters + i] = parameters[i].data;
    for (let i = 0; i < counts.gradients; i++) memory[at.gradients + 2 * i] = parameters[i].grad;
    for (let i = 0; i < counts.totals; i++) memory[at.totals + 2 * i] = 0;
    this.#clearSecondLane();
  }

  /** To -0, as a sum that has nothing in it. For one row nobody looks at it. */
  #clearSecondLane(): void {
    if (this.#oneRow) return;
    const { gradients, sharedSlots } = this.#layout;
    for (let place = gradients; place < sharedSlots; place += 2) this.#memory[place + 1] = -0;
  }
}

function tryModule(program: Program, counts: Counts, oneRow: boolean, loops: boolean) {
  if (typeof WebAssembly === 'undefined') return undefined;
  const { bytes, layout, parameters } = assemble(program, counts, oneRow, loops);
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { math });
    return { layout, parameters, parts: exports, memory: new Float64Array(exports.memory.buffer) };
  } catch {
    return undefined; // a policy forbids it, SIMD is lacking, or it is more code than a browser's main thread takes
  }
}
