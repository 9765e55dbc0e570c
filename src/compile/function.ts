// function.ts: steps and loops as the code of one WebAssembly function. Each number is a pair, for two rows, in the two
// lanes of `f64x2` instructions. There is no branch: of an `if`, both sides are computed, and one is selected.
//
// Steps are those of WebAssembly's own stack; between loops, what is on it is held in locals, one for each height.
// A sum must wait for each of its additions, and the processor could do several at once. So some turns of the loop
// around it (some neurons), and some pairs of rows, are computed side by side, each an instance of the same steps. What
// all of them read is loaded once, and what they add to one place is stored once. module.ts comes next.
import { Addresses, hasPlace, type Instance, type Level } from './addresses.ts';
import { areApart, mightKeep } from './apart.ts';
import {
  add, call, codes, constant, extractLane, get, imports, insertLane, integer, isCommutative, load, loadSplat, loopStart,
  plus, repeatIf, set, store, tee,
} from './assembly.ts';
import { types } from './bytes.ts';
import { forSteps, isLoop, stackOf, type Code, type Loop, type Step } from './code.ts';
import { isArithmetic, type Arithmetic } from './instructions.ts';
import type { Layout } from './layout.ts';
import { keeps, readsSlot, type SlotPlan } from './slots.ts';
import { isUsual, MOST_ARGUMENTS, usualOrders } from './statements.ts';

/** How a function is to run: for so many pairs of rows side by side; where both lanes are equal, for one lane. */
export interface Way extends SlotPlan { layout: Layout; pairs: number; oneLane: boolean }

/** So many turns of a loop run side by side: module.ts says what was measured. */
const TURNS = 4;

/** Which instances share a place: whether one is the first or the last of these, and the local between them. */
interface Share { isFirst: boolean; isLast: boolean; local: number }
const alone: Share = { isFirst: true, isLast: true, local: -1 };

export function functionOf(code: Code, way: Way) {
  const written: number[] = [];
  const write = (...lists: number[][]) => { for (const list of lists) for (const byte of list) written.push(byte); };
  const addresses = new Addresses(way.layout);
  const { levels } = addresses;
  const locals: { count: number; type: number }[] = [];
  let localCount = 0;
  // Locals that are used again and again: for what is on the stack between loops, by height and instance; and for the
  // moment, the first of them for arguments.
  const onStack: number[][] = [];
  let height = 0;
  const scratch: number[] = [];
  let scratchUsed = 0;
  /** Locals of what a step keeps, or reads before a loop. Here as on the stack, there is one for each instance. */
  const held = new Map<Step, number[]>();

  writeCode(code, Array.from({ length: way.pairs }, (_, pair) => ({ pair, ahead: [] })));
  return { type: 0, locals, code: written };

  function newLocal(type: number = types.v128): number {
    const last = locals.at(-1);
    if (last?.type === type) last.count++;
    else locals.push({ count: 1, type });
    return localCount++;
  }
  function stackLocal(height: number, k: number): number { return (onStack[height] ??= [])[k] ??= newLocal(); }
  function scratchLocal(i: number): number { return scratch[i] ??= newLocal(); }
  function heldLocal(step: Step, k: number): number {
    const list = held.get(step) ?? [];
    held.set(step, list);
    return list[k] ??= newLocal();
  }

  function writeCode(code: Code, instances: readonly Instance[]): void {
    let steps: Step[] = [];
    for (const item of code) {
      if (isLoop(item)) {
        writeSteps(steps, instances);
        steps = [];
        writeLoop(item, instances);
      } else {
        steps.push(item);
      }
    }
    writeSteps(steps, instances);
  }

  /** All steps of the first instance, then all of the second … */
  function writeSteps(steps: readonly Step[], instances: readonly Instance[]): void {
    const { growth, lowest } = stackOf(steps);
    scratchUsed = MOST_ARGUMENTS;
    const shares = steps.map((step) => (instances.length > 1 && hasPlace(step) ? sharing(step, instances) : undefined));
    instances.forEach((instance, k) => {
      for (let h = height + lowest; h < height; h++) write(get(stackLocal(h, k)));
      steps.forEach((step, i) => { writeStep(step, instance, k, shares[i]?.[k] ?? alone); });
      for (let h = height + growth - 1; h >= height + lowest; h--) write(set(stackLocal(h, k)));
    });
    height += growth;
  }

  function sharing(step: Step, instances: readonly Instance[]): Share[] {
    const names = instances.map((instance) => addresses.name(step, instance));
    const shares: Share[] = [];
    names.forEach((name, k) => {
      const [first, last] = [names.indexOf(name), names.lastIndexOf(name)];
      const local = first === k && last !== k ? scratchLocal(scratchUsed++) : shares[first]?.local ?? -1;
      shares.push({ isFirst: first === k, isLast: last === k, local });
    });
    return shares;
  }

  function writeStep(step: Step, instance: Instance, k: number, { isFirst, isLast, local }: Share): void {
    const { kind } = step;
    if (isArithmetic(kind)) {
      writeArithmetic(kind.op, kind.order);
    } else if (kind.op === 'parameter gradient' || kind.op === 'add to total') {
      if (isFirst) read(step, instance);
      else write(get(local));
      write(add);
      if (isLast) storeTop(step, instance);
      else write(set(local));
    } else if (keeps(step)) {
      if (way.held.has(step)) write(tee(heldLocal(step, k)));
      if (way.stored.has(step)) storeTop(step, instance);
      else write(set(scratchLocal(0))); // off the stack
    } else if (kind.takes > 0) {
      storeTop(step, instance);
    } else {
      const atHand = held.get(way.sources.get(step) ?? step);
      if (atHand) write(get(atHand[k % atHand.length])); // where it was kept, there may have been fewer instances
      else if (isFirst) read(step, instance);
      else write(get(local));
      if (!atHand && isFirst && !isLast) write(tee(local));
    }
  }

  /** Stores what is on top of the stack, under which WebAssembly wants the address. */
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
    const fits = isCommutative(op) || isUsual(order);
    if (isCalled || !fits) for (const arg of [...order].reverse()) write(set(scratchLocal(arg)));
    if (!isCalled) {
      if (!fits) for (const arg of usual) write(get(scratchLocal(arg)));
      write(code);
      return;
    }
    for (const lane of way.oneLane ? [0] : [0, 1]) {
      for (const arg of usual) write(get(scratchLocal(arg)), extractLane(lane));
      write(call(imports.indexOf(code)), insertLane(lane));
    }
  }

  /** The counts of the loops around what is being written. */
  function around(): number[] { return levels.map(({ loop }) => loop.count); }

  /** Some turns side by side, if they may and those of no loop outside do; what is left over, one by one. */
  function writeLoop(loop: Loop, instances: readonly Instance[]): void {
    const turns = instances.length === way.pairs && areApart(loop, around()) ? Math.min(TURNS, loop.count) : 1;
    const rest = loop.count % turns;
    writePasses(instances, { loop, turn: 0, passes: (loop.count - rest) / turns, turns });
    if (rest > 0) writePasses(instances, { loop, turn: loop.count - rest, passes: rest, turns: 1 });
  }

  function writePasses(outside: readonly Instance[], level: Level): void {
    const { loop } = level;
    const instances = Array.from({ length: level.turns }, (_, turn) =>
      outside.map(({ pair, ahead }) => ({ pair, ahead: [...ahead, turn] }))).flat();
    levels.push(level);
    if (level.passes === 1) {
      writeCode(loop.body, instances);
    } else {
      const { before, afterPass, end } = addresses.begin(() => newLocal(types.i32));
      write(...before);
      readEarly(loop, instances);
      const counter = newLocal(types.i32);
      write(integer(level.passes), set(counter), loopStart);
      writeCode(loop.body, instances);
      write(...afterPass, get(counter), integer(-1), plus, tee(counter), repeatIf);
      end();
    }
    forSteps(loop.body, (step) => { held.delete(step); });
    levels.pop();
  }

  /** What is the same in each turn of an inner loop is read before it. */
  function readEarly(loop: Loop, instances: readonly Instance[]): void {
    if (loop.body.some(isLoop)) return;
    const depth = levels.length - 1;
    const early = (loop.body as Step[]).filter((step) => {
      const { op, takes } = step.kind;
      if (op === 'constant') return true;
      const isSame = takes === 0 && hasPlace(step) && step.strides[depth] === 0 && !way.sources.has(step);
      return isSame && !(readsSlot(step) && mightKeep(loop, around().slice(0, -1), step));
    });
    const locals = new Map<string, number>();
    for (const step of early) {
      held.set(step, instances.map((instance) => {
        const name = hasPlace(step) ? addresses.name(step, instance) : `constant ${step.kind.id}`;
        const known = locals.get(name);
        if (known !== undefined) return known;
        read(step, instance);
        const local = newLocal();
        write(set(local));
        locals.set(name, local);
        return local;
      }));
    }
  }
}
