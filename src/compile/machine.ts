// machine.ts: a program and its memory, on which a module works, or the interpreter: numbers in, rows two by two,
// numbers out. It is the last file of this room.
import type { Value } from '../engine.ts';
import type { Graph } from './graph.ts';
import type { Program } from './instructions.ts';
import { interpret, type Parts } from './interpreter.ts';
import { BLOCK, layOut, type Counts, type Layout } from './layout.ts';
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

/** Where `run` puts what is asked for: an output for each row; a gradient for each input of each row. */
export interface Results { outputs?: Float64Array; inputGradients?: Float64Array }

export class Machine {
  readonly backend: Backend;
  readonly #parameters: readonly Value[];
  readonly #counts: Counts;
  readonly #layout: Layout;
  readonly #parts: Parts;
  readonly #memory: Float64Array;

  /** On the interpreter when that is wanted, or the platform refuses the module. */
  constructor(program: Program, { parameters, inputs }: Graph, oneRow: boolean, wanted: Backend) {
    const totals = program.reduce((most, { op, number }) => (op === 'add to total' ? Math.max(most, number + 1) : most), 0);
    this.#parameters = parameters;
    this.#counts = { inputs, parameters: parameters.length, totals, slots: 0 };
    const loaded = wanted === 'wasm' ? tryModule(program, this.#counts, oneRow) : undefined;
    this.backend = loaded ? 'wasm' : 'interpreter';
    this.#layout = loaded?.layout ?? layOut(this.#counts);
    this.#memory = loaded?.memory ?? new Float64Array(this.#layout.size);
    this.#parts = loaded?.parts ?? interpret(program, this.#layout, this.#memory);
  }

  /** Gives the sum of the outputs; the parameters' gradients, multiplied by the seed, are there to be given. */
  run({ numbers, count }: Batch, seed: number, results: Results): number {
    this.#begin(seed);
    this.#parts.before?.(0);
    // An odd row goes first and alone, in both lanes, and what the second one adds to the totals is taken out again.
    const odd = count % 2;
    let sum = -0; // as 0, but that -0 + -0 stays -0
    if (odd === 1) {
      sum += this.#block(numbers, 0, 1, results);
      this.#clearSecondLane();
    }
    for (let row = odd; row < count; row += 2 * BLOCK) {
      sum += this.#block(numbers, row, Math.min(count, row + 2 * BLOCK), results);
    }
    this.#parts.after?.(0);
    return sum;
  }

  /** Gives each parameter its gradient: the totals began with what it had. */
  giveGradients(): void {
    const memory = this.#memory;
    let place = this.#layout.gradients;
    for (const p of this.#parameters) p.grad = memory[place++] + memory[place++];
  }

  #begin(seed: number): void {
    const memory = this.#memory;
    const { seed: seedAt, parameters, gradients, totals } = this.#layout;
    memory[seedAt] = seed;
    for (let i = 0; i < this.#parameters.length; i++) {
      memory[parameters + i] = this.#parameters[i].data;
      memory[gradients + 2 * i] = this.#parameters[i].grad;
    }
    for (let i = 0; i < this.#counts.totals; i++) memory[totals + 2 * i] = 0;
    this.#clearSecondLane();
  }

  /** To -0, since x + -0 is x, even where x is -0. */
  #clearSecondLane(): void {
    const { gradients, slots } = this.#layout;
    for (let place = gradients; place < slots; place += 2) this.#memory[place + 1] = -0;
  }

  /** Some rows, at most as many as memory has place for. */
  #block(numbers: Float64Array, from: number, to: number, { outputs, inputGradients }: Results): number {
    const memory = this.#memory;
    const { inputs } = this.#counts;
    const { rows, pairOfRows } = this.#layout;
    let place = rows;
    for (let row = from; row < to; row += 2, place += pairOfRows) {
      const second = row + 1 < to ? row + 1 : row; // a row alone keeps itself company
      for (let i = 0; i < inputs; i++) {
        memory[place + 2 * i] = numbers[row * inputs + i];
        memory[place + 2 * i + 1] = numbers[second * inputs + i];
      }
      this.#parts.row(8 * place);
    }
    let sum = -0;
    place = rows;
    for (let row = from; row < to; row++) {
      const output = memory[place + this.#layout.output];
      sum += output;
      if (outputs) outputs[row] = output;
      const gradients = place + this.#layout.inputGradients;
      if (inputGradients) for (let i = 0; i < inputs; i++) inputGradients[row * inputs + i] = memory[gradients + 2 * i];
      place += (row - from) % 2 === 0 ? 1 : pairOfRows - 1; // to the other lane, or the next pair
    }
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
