// function.ts: steps and loops as the code of one WebAssembly function. Each number is a pair, for two rows, in the two
// lanes of `f64x2` instructions. There is no branch: of an `if`, both sides are computed, and one is selected.
//
// The steps are those of WebAssembly's own stack. Only between loops is what is on it held in locals, one for each
// height. Loops are written so that the machine is kept busy: a sum must wait for each of its additions, so several
// turns of the loop around it (neurons) and several pairs of rows are computed side by side, for which a number that
// all of them read is loaded once. module.ts comes next.
import { Addresses, hasPlace, type Instance, type Level } from './addresses.ts';
import { areApart, mayKeep } from './apart.ts';
import {
  add, call, codes, constant, extractLane, get, imports, insertLane, integer, isCommutative, load, loadSplat, loopStart,
  plus, repeatIf, set, store, tee,
} from './assembly.ts';
import { types } from './bytes.ts';
import { isArithmetic, type Arithmetic } from './instructions.ts';
import type { Layout } from './layout.ts';
import { isLoop, lowest, type Code, type Loop, type Step } from './loops.ts';
import type { SlotPlan } from './slots.ts';
import { usualOrders } from './steps.ts';

/** How a function is meant to run: with so many pairs of rows side by side, or a single lane that counts. */
export interface Way extends SlotPlan { layout: Layout; pairs: number; oneLane: boolean }

/** So many turns of a loop run side by side: measured as said in module.ts. */
const JAM = 4;

interface Share { isFirst: boolean; isLast: boolean; local: number }
const alone: Share = { isFirst: true, isLast: true, local: -1 };
const MOST_ARGUMENTS = 4;

export function functionOf(code: Code, way: Way) {
  const written: number[] = [];
  const write = (...lists: number[][]) => { for (const list of lists) for (const byte of list) written.push(byte); };
  const locals: { count: number; type: number }[] = [];
  let localCount = 0;
  const addresses = new Addresses(way.layout);
  const { levels } = addresses;
  let height = 0;
  const stack: number[][] = []; // its locals: for each height, one for each instance
  const held = new Map<Step, number[]>(); // locals of what was kept, or loaded before a loop: one for each instance
  const scratch: number[] = [];
  let scratchUsed = 0;

  writeCode(code, Array.from({ length: way.pairs }, (_, pair) => ({ pair, ahead: [] })));
  return { type: 0, locals, code: written };

  function newLocal(type: number = types.v128): number {
    const last = locals.at(-1);
    if (last?.type === type) last.count++;
    else locals.push({ count: 1, type });
    return localCount++;
  }

  function writeCode(code: Code, instances: readonly Instance[]): void {
    let steps: Step[] = [];
    for (const item of code) {
      if (!isLoop(item)) { steps.push(item); continue; }
      writeSteps(steps, instances);
      steps = [];
      writeLoop(item, instances);
    }
    writeSteps(steps, instances);
  }

  /** All steps of the first instance, then all of the second … */
  function writeSteps(steps: readonly Step[], instances: readonly Instance[]): void {
    const { low, height: end } = lowest(steps, 0);
    scratchUsed = MOST_ARGUMENTS; // the others are free again
    const shared = steps.map((step) => (instances.length > 1 && hasPlace(step) ? sharing(step, instances) : undefined));
    instances.forEach((instance, k) => {
      for (let h = height + low; h < height; h++) write(get(stackLocal(h, k)));
      steps.forEach((step, i) => { writeStep(step, instance, k, shared[i]?.[k] ?? alone); });
      for (let h = height + end - 1; h >= height + low; h--) write(set(stackLocal(h, k)));
    });
    height += end;
  }

  function stackLocal(height: number, k: number): number { return (stack[height] ??= [])[k] ??= newLocal(); }

  /** For each instance: whether it is the first, or the last, of those for which a step means the same place. */
  function sharing(step: Step, instances: readonly Instance[]): Share[] {
    const names = instances.map((instance) => addresses.name(step, instance));
    const own = names.map((name, k) => (names.indexOf(name) === k && names.lastIndexOf(name) !== k ? newScratch() : -1));
    return names.map((name, k) => {
      const first = names.indexOf(name);
      return { isFirst: first === k, isLast: names.lastIndexOf(name) === k, local: own[first] };
    });
  }

  function newScratch(): number { return scratchLocal(scratchUsed++); }
  function scratchLocal(i: number): number { return scratch[i] ??= newLocal(); }

  function writeStep(step: Step, instance: Instance, k: number, { isFirst, isLast, local }: Share): void {
    const { kind } = step;
    const { op } = kind;
    if (isArithmetic(kind)) {
      writeArithmetic(kind.op, kind.order);
    } else if (op === 'parameter gradient' || op === 'add to total') {
      // What several instances add to one place is added up before it goes there.
      if (isFirst) write(addresses.pointer(step), load(addresses.known(step, instance)), add);
      else write(get(local), add);
      if (isLast) storeTop(step, instance);
      else write(set(local));
    } else if (kind.takes > 0) {
      if (way.held.has(step)) write(tee(heldLocal(step, k)));
      if (!op.startsWith('keep') || way.stored.has(step)) storeTop(step, instance);
      else write(set(scratchLocal(0)));
    } else {
      const source = held.get(way.sources.get(step) ?? step);
      if (source) {
        write(get(source[k % source.length])); // outside of a loop there are fewer instances
      } else if (!isFirst) {
        write(get(local));
      } else {
        read(step, instance);
        if (!isLast) write(tee(local));
      }
    }
  }

  function heldLocal(step: Step, k: number): number {
    const list = held.get(step) ?? [];
    held.set(step, list);
    return list[k] ??= newLocal();
  }

  /** Stores what is on the stack. WebAssembly wants the address before the number. */
  function storeTop(step: Step, instance: Instance): void {
    const number = scratchLocal(0);
    write(set(number), addresses.pointer(step), get(number), store(addresses.known(step, instance)));
  }

  function read(step: Step, instance: Instance): void {
    const { op, value } = step.kind;
    if (op === 'constant') write(constant(value));
    else write(addresses.pointer(step), (op === 'parameter' ? loadSplat : load)(addresses.known(step, instance)));
  }

  function writeArithmetic(op: Arithmetic, order: readonly number[]): void {
    const code = codes[op];
    const isCalled = typeof code === 'string';
    const usual = usualOrders[order.length];
    const isUsual = isCommutative(op) || order.every((arg, i) => arg === usual[i]);
    if (isCalled || !isUsual) for (const arg of [...order].reverse()) write(set(scratchLocal(arg)));
    if (!isCalled) {
      if (!isUsual) for (const arg of usual) write(get(scratchLocal(arg)));
      write(code);
      return;
    }
    for (const lane of way.oneLane ? [0] : [0, 1]) {
      for (const arg of usual) write(get(scratchLocal(arg)), extractLane(lane));
      write(call(imports.indexOf(code)), insertLane(lane));
    }
  }

  /** Some turns side by side, if they have nothing to do with each other; what is left over, one by one. */
  function writeLoop(loop: Loop, instances: readonly Instance[]): void {
    const isInJam = instances.length > way.pairs;
    const turns = isInJam || !areApart(loop) ? 1 : Math.min(JAM, loop.count);
    const rest = loop.count % turns;
    writePasses(loop, instances, { turn: 0, passes: (loop.count - rest) / turns, turns });
    if (rest > 0) writePasses(loop, instances, { turn: loop.count - rest, passes: rest, turns: 1 });
  }

  function writePasses(loop: Loop, outside: readonly Instance[], level: Level): void {
    const instances = Array.from({ length: level.turns }, (_, turn) => outside.map(({ pair, ahead }) => {
      return { pair, ahead: [...ahead, turn] };
    })).flat();
    levels.push(level);
    if (level.passes === 1) {
      writeCode(loop.body, instances);
    } else {
      const { before, afterPass, names } = addresses.begin(loop, () => newLocal(types.i32));
      write(...before);
      const early = loadEarly(loop, instances);
      const counter = newLocal(types.i32);
      write(integer(level.passes), set(counter), loopStart);
      writeCode(loop.body, instances);
      write(...afterPass, get(counter), integer(-1), plus, tee(counter), repeatIf);
      addresses.end(names);
      for (const step of early) held.delete(step);
    }
    levels.pop();
  }

  /** What is the same in each turn of an inner loop is read once, before it. */
  function loadEarly(loop: Loop, instances: readonly Instance[]): Step[] {
    if (loop.body.some(isLoop)) return [];
    const depth = levels.length - 1;
    const locals = new Map<string, number>();
    const steps = (loop.body as Step[]).filter((step) => {
      const { op, takes } = step.kind;
      if (op === 'constant') return true;
      const isFixed = takes === 0 && hasPlace(step) && step.strides[depth] === 0 && !way.sources.has(step);
      return isFixed && !(op.endsWith('slot') && mayKeep(loop, step));
    });
    for (const step of steps) {
      held.set(step, instances.map((instance) => {
        const name = step.kind.op === 'constant' ? constant(step.kind.value).join() : addresses.name(step, instance);
        const known = locals.get(name);
        if (known !== undefined) return known;
        const local = newLocal();
        read(step, instance);
        write(set(local));
        locals.set(name, local);
        return local;
      }));
    }
    return steps;
  }
}
