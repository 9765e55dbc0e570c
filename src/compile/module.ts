// module.ts: a program as a WebAssembly module, with a function for each part. machine.ts calls the row's part for each
// two rows, or for more of them at once where that pays. Long functions are slow, so a part is cut into functions of
// bounded size, but for a loop, which stays whole. bytes.ts comes next.
import { call, imports, math } from './assembly.ts';
import { encode, types } from './bytes.ts';
import { isLoop, sizeOf, type Code, type Loop, type Step } from './code.ts';
import { functionOf, type Way } from './function.ts';
import { parts, type Part, type Program } from './instructions.ts';
import { layOut, type Counts } from './layout.ts';
import { findLoops, type Rolled } from './loops.ts';
import { planSlots } from './slots.ts';
import type { Kind } from './statements.ts';
import { slotKinds } from './steps.ts';

/**
 * Pairs of rows side by side, in a program with loops; and steps in a function. Measured on Node 20, ms for the moons
 * step, and with layers of 64 neurons. Pairs and turns (function.ts): 2 and 4 take 0.022 and 0.25; 1 and 4, 0.026 and
 * 0.31; 4 and 4, 0.026 and 0.31; 2 and 2, 0.023 and 0.28; 2 and 8, 0.030 and 0.36. Tried and not kept: loops written
 * out in part, so that 96 steps follow each other, 0.025 and 0.35. Without loops, functions of 1,000, 1,500 and 2,500
 * steps: 0.040, 0.036 and 0.045 for moons.
 */
const PAIRS = 2;
const FUNCTION_SIZE = 1500;

export function assemble(program: Program, counts: Counts, oneRow: boolean, loopsAreWanted: boolean) {
  const rolled = findLoops(program, loopsAreWanted);
  const { parameters } = rolled;
  const pairs = rolled.hasLoops && !oneRow && addsOnce(program) ? PAIRS : 1;
  const [before, row, after] = parts.map((part) => cut(rolled, part));
  const chunks: Record<Part, Code[]> = { before, row, after };
  const layout = layOut(counts, { ...rolled, pairs });
  const plan = planSlots(parts.flatMap((part) => chunks[part]));
  const wayOf = (part: Part, pairs: number): Way =>
    ({ ...plan, layout, pairs, oneLane: oneRow || part !== 'row' });
  const wanted = [
    ...parts.map((part) => ({ name: part, chunks: chunks[part], way: wayOf(part, 1) })),
    { name: 'rows', chunks: pairs > 1 ? chunks.row : [], way: wayOf('row', pairs) },
  ].filter(({ chunks }) => chunks.length > 0);
  let next = imports.length; // functions are numbered in this order: the imported, those of chunks, those of parts
  const ofChunks = wanted.flatMap(({ chunks, way }) => chunks.map((chunk) => functionOf(chunk, way)));
  const ofParts = wanted.map(({ chunks }) => ({ type: 0, locals: [], code: chunks.flatMap(() => call(next++)) }));
  const bytes = encode({
    types: [
      { parameters: [], results: [] },
      { parameters: [types.f64], results: [types.f64] },
      { parameters: [types.f64, types.f64], results: [types.f64] },
    ],
    // Types 1 and 2 take one number and two.
    imports: imports.map((name) => ({ module: 'math', name, type: math[name].length })),
    functions: [...ofChunks, ...ofParts],
    exports: wanted.map(({ name }) => ({ name, function: next++ })),
    memory: { name: 'memory', pages: Math.ceil(8 * layout.size / 65536) },
  });
  return { bytes, layout, parameters };
}

/** Whether a row adds to no place twice: then pairs of rows side by side add to each in the order of the rows. */
function addsOnce(program: Program): boolean {
  return (['parameter gradient', 'add to total'] as const).every((effect) => {
    const added = program.filter(({ op, part }) => op === effect && part === 'row').map(({ number }) => number);
    return new Set(added).size === added.length;
  });
}

/** Between statements, where nothing is on the stack; or in a long one, of which the stack goes through new slots. */
function cut(rolled: Rolled, part: Part): Code[] {
  const { keep, read } = slotKinds[part];
  const chunks: Code[] = [];
  let chunk: (Step | Loop)[] = [];
  let [size, height] = [0, 0];
  for (const item of rolled.parts[part]) {
    chunk.push(item);
    size += sizeOf([item]);
    if (!isLoop(item)) height += item.kind.gives - item.kind.takes;
    if (size < FUNCTION_SIZE || (height > 0 && size < 2 * FUNCTION_SIZE)) continue;
    const slots = Array.from({ length: height }, () => (part === 'row' ? rolled.slots++ : rolled.sharedSlots++));
    const steps = (kind: Kind) => slots.map((number): Step => ({ kind, number, strides: [] }));
    chunks.push([...chunk, ...steps(keep).reverse()]);
    chunk = steps(read);
    size = 0;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
