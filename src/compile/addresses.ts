// addresses.ts: where the place of a step lies, while loops are written. What of the address is known goes into the
// instruction; what grows from pass to pass is in a local, a pointer, which all steps share that advance alike.
// assembly.ts comes next.
import { get, integer, plus, set } from './assembly.ts';
import { forSteps, pace, type Loop, type Step } from './code.ts';
import type { Layout } from './layout.ts';

/** Of a loop that is being written, turns from `turn` on: so many passes, each of so many turns. */
export interface Level { loop: Loop; turn: number; passes: number; turns: number }

/** One of the copies of a step that run side by side: for which pair of rows, and how many turns ahead in each loop. */
export interface Instance { pair: number; ahead: readonly number[] }

type Area = Exclude<keyof Layout, 'size' | 'pairs'>;
const areas: Partial<Record<Step['kind']['op'], Area>> = {
  parameter: 'parameters', 'parameter gradient': 'gradients', total: 'totals', 'add to total': 'totals',
  'shared slot': 'sharedSlots', 'keep shared': 'sharedSlots', slot: 'slots', keep: 'slots',
  input: 'inputs', 'input gradient': 'inputGradients', output: 'outputs', seed: 'seeds',
};
const ofRows: readonly Area[] = ['slots', 'inputs', 'inputGradients', 'outputs', 'seeds'];

export const hasPlace = (step: Step): boolean => step.kind.op in areas;

export class Addresses {
  /** The loops around the steps that are being written, the outermost first. */
  readonly levels: Level[] = [];
  readonly #layout: Layout;
  readonly #pointers = new Map<string, number>();

  constructor(layout: Layout) { this.#layout = layout; }

  /** The known part, in bytes. Neither it nor a pointer is ever negative, as WebAssembly demands. */
  known(step: Step, { pair, ahead }: Instance): number {
    const area = areas[step.kind.op] as Area;
    let { number } = step;
    step.strides.forEach((stride, i) => {
      const { turn, passes, turns } = this.levels[i];
      const below = stride < 0 ? (passes - 1) * turns : 0; // the pointer begins so much higher, and comes down to 0
      number += stride * (turn + ahead[i] + below);
    });
    return 8 * this.#layout[area] + this.#size(step) * number + (ofRows.includes(area) ? 16 * pair : 0);
  }

  /** Puts the other part on the stack. */
  pointer(step: Step): number[] {
    const pointer = this.#pointers.get(this.#pace(step, step.strides.length));
    return pointer === undefined ? integer(0) : get(pointer);
  }

  /** The same for steps at the same address. */
  name(step: Step, instance: Instance): string {
    return `${this.#pace(step, step.strides.length)} ${this.known(step, instance)}`;
  }

  /** The pointers of the innermost level: the code before the loop, that after each pass, and what frees them. */
  begin(newPointer: () => number): { before: number[][]; afterPass: number[][]; end: () => void } {
    const depth = this.levels.length;
    const { loop, passes, turns } = this.levels[depth - 1];
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
    return { before, afterPass, end: () => { for (const name of names) this.#pointers.delete(name); } };
  }

  /** Of what a step means, in bytes: parameters are numbers, all else is pairs, and of each row's there are several. */
  #size(step: Step): number {
    const area = areas[step.kind.op] as Area;
    if (area === 'parameters') return 8;
    return ofRows.includes(area) ? 16 * this.#layout.pairs : 16;
  }

  /** How the address grows in the outer loops, up to a depth. */
  #pace(step: Step, depth: number): string {
    return pace(step.strides.slice(0, depth).map((stride, i) =>
      (this.levels[i].passes > 1 ? stride * this.#size(step) : 0)));
  }
}
