// module.ts: a program as a WebAssembly module, with a function for each part. machine.ts calls the row's part for each
// two rows, or for more of them at once where that pays. Long functions are slow, so a part is cut into functions of
// bounded size. bytes.ts comes next.
import { call, imports, math } from './assembly.ts';
import { encode, types } from './bytes.ts';
import { functionOf, type Way } from './function.ts';
import { parts, type Program } from './instructions.ts';
import { layOut, type Counts } from './layout.ts';
import { findLoops, isLoop, sizeOf, type Code } from './loops.ts';
import { planSlots } from './slots.ts';

/** Pairs of rows side by side, in a program with loops. */
const PAIRS = 2;
/** Steps in a function. */
const FUNCTION_SIZE = 1500;

export function assemble(program: Program, counts: Counts, oneRow: boolean, wantsLoops: boolean) {
  const { parts: codes, parameters, slots, sharedSlots, hasLoops } = findLoops(program, counts.parameters, wantsLoops);
  const block = !oneRow && hasLoops && addsOnce(program) ? PAIRS : 1;
  const layout = layOut({ ...counts, slots, sharedSlots }, block);
  const chunks = parts.map((part) => cut(codes[part]));
  const plan = planSlots(chunks.flat());
  const wayOf = (pairs: number, oneLane: boolean): Way => ({ ...plan, layout, pairs, oneLane });
  const exported = parts.map((part, i) => ({ name: part as string, chunks: chunks[i], way: wayOf(1, oneRow || part !== 'row') }));
  if (block > 1) exported.push({ name: 'block', chunks: chunks[parts.indexOf('row')], way: wayOf(block, false) });
  const wanted = exported.filter(({ chunks }) => chunks.length > 0);
  // Functions are numbered in this order: the imported, those of chunks, those that call a part's.
  let next = imports.length;
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

/** Whether a row adds to each place but once: then pairs of rows side by side add in the order of rows. */
function addsOnce(program: Program): boolean {
  return (['parameter gradient', 'add to total'] as const).every((effect) => {
    const added = program.filter(({ op, part }) => op === effect && part === 'row').map(({ number }) => number);
    return new Set(added).size === added.length;
  });
}

/** Between statements, where nothing is on the stack. */
function cut(code: Code): Code[] {
  const chunks: Code[] = [];
  let [start, size, height] = [0, 0, 0];
  code.forEach((item, i) => {
    size += isLoop(item) ? sizeOf(item.body) : 1;
    if (!isLoop(item)) height += item.kind.gives - item.kind.takes;
    if (height > 0 || (size < FUNCTION_SIZE && i < code.length - 1)) return;
    chunks.push(code.slice(start, i + 1));
    [start, size] = [i + 1, 0];
  });
  return chunks;
}
