// machine.ts: a program and its memory, on which a module works, or the interpreter: numbers in, rows two by two,
// numbers out. It is the last file of this room.
import type { Value } from '../engine.ts';
import type { Graph } from './graph.ts';
import type { Effect, Program } from './instructions.ts';
import { interpret, type Parts } from './interpreter.ts';
import { layOut, type Counts, type Layout } from './layout.ts';
import { assemble, math } from './module.ts';
import type { Batch } from './rows.ts';

export type Backend = 'wasm' | 'interpreter';

/** What is used of the platform's own. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object, imports: { math: typeof math }) => {
    exports: Parts & { memory: { buffer: ArrayBuffer } };
  };
};

/** The gradients of each row's outputs; or the one of all of them. */
type Seeds = Float64Array | number;

export class Machine {
  readonly backend: Backend;
  readonly #parameters: readonly Value[];
  readonly #counts: Counts;
  readonly #layout: Layout;
  readonly #parts: Parts;
  readonly #memory: Float64Array;

  /** On the interpreter when that is wanted, or the platform refuses the module. */
  constructor(program: Program, { parameters, inputs, outputs }: Graph, oneRow: boolean, wanted: Backend) {
    const targets = (op: Effect) => new Set(program.filter((it) => it.op === op).map(({ number }) => number)).size;
    this.#parameters = parameters;
    this.#counts = {
      inputs, outputs: outputs.length, parameters: parameters.length, gradients: targets('parameter gradient'),
      totals: targets('add to total'), slots: 0,
    };
    const loaded = wanted === 'wasm' ? tryModule(program, this.#counts, oneRow) : undefined;
    this.backend = loaded ? 'wasm' : 'interpreter';
    this.#layout = loaded?.layout ?? layOut(this.#counts);
    this.#memory = loaded?.memory ?? new Float64Array(this.#layout.size);
    this.#parts = loaded?.parts ?? interpret(program, this.#layout, this.#memory);
  }

  /**
   * The sum of the outputs, each times its own seed if it has one. Puts each row's outputs, and the gradients of each
   * row's inputs, into the lists that are given. Then `giveGradients` can give the parameters theirs.
   */
  run(batch: Batch, seeds: Seeds, outputs?: Float64Array, inputGradients?: Float64Array): number {
    this.#begin();
    this.#parts.before?.();
    let sum = -0; // since -0 + x is x for every x, and 0 + -0 is not
    for (let row = 0, lanes = 0; row < batch.count; row += lanes) {
      lanes = (batch.count - row) % 2 === 1 ? 1 : 2; // of an odd number, the first goes alone
      for (let lane = 0; lane < lanes; lane++) this.#put(batch, row + lane, lane, seeds);
      this.#parts.row();
      for (let lane = 0; lane < lanes; lane++) sum += this.#take(row + lane, lane, seeds, outputs, inputGradients);
      if (lanes === 1) this.#clearSecondLane(); // of what it made meanwhile of whatever was there
    }
    this.#parts.after?.();
    return sum;
  }

  /** Gives each parameter its gradient: the totals began with what it had. */
  giveGradients(): void {
    const memory = this.#memory;
    let place = this.#layout.gradients;
    for (const p of this.#parameters) p.grad = memory[place++] + memory[place++];
  }

  #begin(): void {
    const memory = this.#memory;
    const { parameters, gradients, totals } = this.#layout;
    const counts = this.#counts;
    for (let i = 0; i < counts.parameters; i++) memory[parameters + i] = this.#parameters[i].data;
    for (let i = 0; i < counts.gradients; i++) memory[gradients + 2 * i] = this.#parameters[i].grad;
    for (let i = 0; i < counts.totals; i++) memory[totals + 2 * i] = 0;
    this.#clearSecondLane();
  }

  /** To -0, as a sum that has nothing in it. */
  #clearSecondLane(): void {
    const { gradients, slots } = this.#layout;
    for (let place = gradients; place < slots; place += 2) this.#memory[place + 1] = -0;
  }

  /** A row's inputs and seeds into a lane. */
  #put({ numbers }: Batch, row: number, lane: number, seeds: Seeds): void {
    const memory = this.#memory;
    const { inputs, outputs } = this.#counts;
    const { inputs: inputsAt, seeds: seedsAt } = this.#layout;
    for (let i = 0; i < inputs; i++) memory[inputsAt + 2 * i + lane] = numbers[row * inputs + i];
    for (let i = 0; i < outputs; i++) {
      memory[seedsAt + 2 * i + lane] = typeof seeds === 'number' ? seeds : seeds[row * outputs + i];
    }
  }

  /** A row's results out of a lane; gives its share of the sum. */
  #take(row: number, lane: number, seeds: Seeds, outputList?: Float64Array, gradientList?: Float64Array): number {
    const memory = this.#memory;
    const { inputs, outputs } = this.#counts;
    const { outputs: outputsAt, inputGradients: gradientsAt } = this.#layout;
    let sum = -0;
    for (let i = 0; i < outputs; i++) {
      const output = memory[outputsAt + 2 * i + lane];
      sum += typeof seeds === 'number' ? output : output * seeds[row * outputs + i];
      if (outputList) outputList[row * outputs + i] = output;
    }
    if (!gradientList) return sum;
    for (let i = 0; i < inputs; i++) gradientList[row * inputs + i] = memory[gradientsAt + 2 * i + lane];
    return sum;
  }
}

function tryModule(program: Program, counts: Counts, oneRow: boolean) {
  if (typeof WebAssembly === 'undefined') return undefined;
  const { bytes, layout } = assemble(program, counts, oneRow);
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { math });
    return { layout, parts: exports, memory: new Float64Array(exports.memory.buffer) };
  } catch {
    return undefined; // a policy forbids it, SIMD is lacking, or it is more code than a browser's main thread takes
  }
}
