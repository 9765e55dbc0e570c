// machine.ts: a program and its memory, on which a module works, or the interpreter: numbers in, rows two by two,
// numbers out. It is the last file of this room.
import type { Value } from '../engine.ts';
import type { Graph } from './graph.ts';
import type { Effect, Program } from './instructions.ts';
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

/** The gradients of each row's outputs; or the one of all of them. */
export type Seeds = Float64Array | number;

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
    this.#parts.before?.(0);
    // An odd row goes first and alone; what the other lane adds meanwhile, from whatever lies there, is taken out.
    const odd = batch.count % 2;
    let sum = -0;
    if (odd === 1) {
      sum += this.#block(batch, 0, 1, seeds, outputs, inputGradients);
      this.#clearSecondLane();
    }
    for (let row = odd; row < batch.count; row += 2 * BLOCK) {
      const to = Math.min(batch.count, row + 2 * BLOCK);
      sum += this.#block(batch, row, to, seeds, outputs, inputGradients);
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

  #begin(): void {
    const memory = this.#memory;
    const { parameters, gradients, totals } = this.#layout;
    const counts = this.#counts;
    for (let i = 0; i < counts.parameters; i++) memory[parameters + i] = this.#parameters[i].data;
    for (let i = 0; i < counts.gradients; i++) memory[gradients + 2 * i] = this.#parameters[i].grad;
    for (let i = 0; i < counts.totals; i++) memory[totals + 2 * i] = 0;
    this.#clearSecondLane();
  }

  /** To -0, since x + -0 is x, even where x is -0. */
  #clearSecondLane(): void {
    const { gradients, slots } = this.#layout;
    for (let place = gradients; place < slots; place += 2) this.#memory[place + 1] = -0;
  }

  /** Some rows, at most as many as memory has place for. */
  #block(
    { numbers }: Batch, from: number, to: number, seeds: Seeds, outputs?: Float64Array, inputGradients?: Float64Array,
  ): number {
    const memory = this.#memory;
    const layout = this.#layout;
    const counts = this.#counts;
    const toOtherLane = 1;
    const toNextPair = layout.pairOfRows - 1;
    let place = layout.rows;
    for (let row = from; row < to; row++) {
      for (let i = 0; i < counts.inputs; i++) memory[place + 2 * i] = numbers[row * counts.inputs + i];
      for (let i = 0; i < counts.outputs; i++) {
        const seed = typeof seeds === 'number' ? seeds : seeds[row * counts.outputs + i];
        memory[place + layout.seeds + 2 * i] = seed;
      }
      place += (row - from) % 2 === 0 ? toOtherLane : toNextPair;
    }

    place = layout.rows;
    for (let row = from; row < to; row += 2, place += layout.pairOfRows) this.#parts.row(8 * place);

    let sum = -0; // as 0, but that -0 + -0 is -0
    place = layout.rows;
    for (let row = from; row < to; row++) {
      for (let i = 0; i < counts.outputs; i++) {
        const output = memory[place + layout.outputs + 2 * i];
        sum += typeof seeds === 'number' ? output : output * seeds[row * counts.outputs + i];
        if (outputs) outputs[row * counts.outputs + i] = output;
      }
      if (inputGradients) {
        for (let i = 0; i < counts.inputs; i++) {
          inputGradients[row * counts.inputs + i] = memory[place + layout.inputGradients + 2 * i];
        }
      }
      place += (row - from) % 2 === 0 ? toOtherLane : toNextPair;
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
