// addresses.ts: where a step's number lies, while loops are being written. A part of the address is known: it goes into
// the instruction. What grows from pass to pass is in a local, a pointer: one for all steps that go at the same pace.
import { get, integer, plus, set } from './assembly.ts';
import type { Layout } from './layout.ts';
import { forSteps, pace, type Loop, type Step } from './loops.ts';

/** A loop that is being written, of which each pass does so many turns; `turn` is the first of the first pass. */
export interface Level { turn: number; passes: number; turns: number }

/** What is computed side by side with others: which pair of rows, and by how many turns it is ahead in each loop. */
export interface Instance { pair: number; ahead: readonly number[] }

const areas: Partial<Record<Step['kind']['op'], Exclude<keyof Layout, 'size' | 'block'>>> = {
  parameter: 'parameters', 'parameter gradient': 'gradients', total: 'totals', 'add to total': 'totals',
  'shared slot': 'sharedSlots', 'keep shared': 'sharedSlots', slot: 'slots', keep: 'slots',
  input: 'inputs', 'input gradient': 'inputGradients', output: 'outputs', seed: 'seeds',
};
const ofRows = ['slots', 'inputs', 'inputGradients', 'outputs', 'seeds'];

export const hasPlace = (step: Step): boolean => step.kind.op in areas;

export class Addresses {
  /** Around the steps that are being written, the outermost first. */
  readonly levels: Level[] = [];
  readonly #layout: Layout;
  readonly #pointers = new Map<string, number>();

  constructor(layout: Layout) { this.#layout = layout; }

  /** Of the address, what is known: it is never negative, since pointers never are. */
  known(step: Step, { pair, ahead }: Instance): number {
    const area = areas[step.kind.op] as keyof Layout;
    let { number } = step;
    step.strides.forEach((stride, i) => {
      const { turn, passes, turns } = this.levels[i];
      const fromEnd = stride < 0 ? (passes - 1) * turns : 0; // then the pointer begins high, and ends at 0
      number += stride * (turn + ahead[i] + fromEnd);
    });
    return 8 * this.#layout[area] + this.#size(step) * number + (ofRows.includes(area) ? 16 * pair : 0);
  }

  /** Puts the rest of it on the stack. */
  pointer(step: Step): number[] {
    const pointer = this.#pointers.get(this.#pace(step, step.strides.length));
    return pointer === undefined ? integer(0) : get(pointer);
  }

  /** The same for steps that read the same place. */
  name(step: Step, instance: Instance): string {
    return `${this.#pace(step, step.strides.length)} ${this.known(step, instance)}`;
  }

  /** The pointers that a loop needs, while its level is the last one: code before it, and for the end of each pass. */
  begin(loop: Loop, newPointer: () => number): { before: number[][]; afterPass: number[][]; names: string[] } {
    const depth = this.levels.length;
    const { passes, turns } = this.levels[depth - 1];
    const [before, afterPass, names]: [number[][], number[][], string[]] = [[], [], []];
    forSteps(loop.body, (step) => {
      if (!hasPlace(step)) return;
      const stride = this.#size(step) * step.strides[depth - 1];
      const name = this.#pace(step, depth);
      if (stride === 0 || this.#pointers.has(name)) return;
      const outer = this.#pointers.get(this.#pace(step, depth - 1));
      const pointer = newPointer();
      before.push(outer === undefined ? integer(0) : get(outer));
      if (stride < 0) before.push(integer(-stride * (passes - 1) * turns), plus);
      before.push(set(pointer));
      afterPass.push(get(pointer), integer(stride * turns), plus, set(pointer));
      this.#pointers.set(name, pointer);
      names.push(name);
    });
    return { before, afterPass, names };
  }

  end(names: readonly string[]): void { for (const name of names) this.#pointers.delete(name); }

  #size(step: Step): number {
    const area = areas[step.kind.op] as string;
    if (area === 'parameters') return 8;
    return ofRows.includes(area) ? 16 * this.#layout.block : 16;
  }

  /** How its address grows in the outer loops, up to a depth. */
  #pace(step: Step, depth: number): string {
    return pace(step.strides.slice(0, depth).map((stride, i) =>
      (this.levels[i].passes > 1 ? stride * this.#size(step) : 0)));
  }
}
