// module.ts: a program as a WebAssembly module, with a function for each part. Two rows go side by side, in the two
// lanes of `f64x2` instructions. There is no loop in it (machine.ts calls the row's part for each two rows) and no
// branch: of an `if`, both sides are computed, and one is selected.
//
// A number that is used once is computed where it is used, on WebAssembly's stack; others are kept in a local. Long
// functions are slow, so a part is cut into functions of bounded size, and what one of them computes for another goes
// through memory. bytes.ts comes next.
import { encode, float64, types, unsigned } from './bytes.ts';
import { isLeaf, parts, type Arithmetic, type Part, type Program } from './instructions.ts';
import { layOut, type Counts, type Layout } from './layout.ts';

/**
 * Instructions in a function. Measured on Node 20: for the moons network, the rows of a step take 0.030 ms with 1,000,
 * 0.045 with 2,000 and 0.028 with 500; for two layers of 64 neurons, 0.53, 0.52 and 0.57 ms.
 */
const FUNCTION_SIZE = 1000;

/** What WebAssembly lacks is called from it: the engine's own functions, so that both agree to the last bit. */
export const math = { exp: Math.exp, log: Math.log, tanh: Math.tanh, sin: Math.sin, cos: Math.cos, pow: Math.pow };
type Called = keyof typeof math;
const imports = Object.keys(math) as Called[];

// The codes of instructions; 0xfd begins those of vectors.
const [localGet, localSet, localTee, call] = [0x20, 0x21, 0x22, 0x10];
const zero = [0x41, 0]; // the address to which an instruction for memory adds its offset
const vector = (code: number, ...rest: number[]) => [0xfd, ...unsigned(code), ...rest];
const atPlace = (code: number, place: number) => vector(code, 3, ...unsigned(8 * place)); // aligned to 2 ** 3 bytes
const load = (place: number) => atPlace(0x00, place);
const loadSplat = (place: number) => atPlace(0x0a, place); // one number, for both lanes
const store = (place: number) => atPlace(0x0b, place);
const splat = vector(0x14);
const extractLane = (lane: number) => vector(0x21, lane);
const replaceLane = (lane: number) => vector(0x22, lane);
/** Of c, d and a mask: the bits of c where the mask's are 1, and of d elsewhere. A comparison gives such a mask. */
const select = vector(0x52);

/** The code, or the function that is called for each lane. */
const codes: Record<Arithmetic, number[] | Called> = {
  '+': vector(0xf0), '-': vector(0xf1), '*': vector(0xf2), '/': vector(0xf3), max: vector(0xf5), neg: vector(0xed),
  'if<': vector(0x49), 'if<=': vector(0x4b), 'if=': vector(0x47),
  '**': 'pow', exp: 'exp', log: 'log', tanh: 'tanh', sin: 'sin', cos: 'cos',
};

/** With the layout, since only now it is known how many slots there are. */
export function assemble(program: Program, counts: Counts, oneRow: boolean) {
  const chunks = parts.map((part) => cut(program, part));
  const plan = survey(program, chunks.flat());
  const layout = layOut({ ...counts, slots: plan.slots.size });
  const ofChunks = chunks.flat().map((chunk) => functionOf(program, chunk, plan, layout, oneRow));
  let next = imports.length; // functions are numbered in this order: the imported, those of chunks, those of parts
  const ofParts = chunks.map((chunks) => {
    return { type: 0, locals: [], code: chunks.flatMap(() => [call, ...unsigned(next++)]) };
  });
  const exports = parts.map((name) => ({ name, function: next++ })).filter((_, i) => chunks[i].length > 0);
  const bytes = encode({
    types: [
      { parameters: [], results: [] },
      { parameters: [types.f64], results: [types.f64] },
      { parameters: [types.f64, types.f64], results: [types.f64] },
    ],
    // Types 1 and 2 take one number and two.
    imports: imports.map((name) => ({ module: 'math', name, type: math[name].length })),
    functions: [...ofChunks, ...ofParts],
    exports,
    memory: { name: 'memory', pages: Math.ceil(8 * layout.size / 65536) },
  });
  return { bytes, layout };
}

/** The places of a part's instructions, so many to a function; but for leaves, which are read where they are used. */
function cut(program: Program, part: Part): number[][] {
  const chunks: number[][] = [];
  program.forEach((instruction, place) => {
    if (instruction.part !== part || isLeaf(instruction)) return;
    if (chunks.length === 0 || chunks[chunks.length - 1].length === FUNCTION_SIZE) chunks.push([]);
    chunks[chunks.length - 1].push(place);
  });
  return chunks;
}

/** For each number that is computed: how often its own function reads it, and its slot if others do. */
interface Plan { reads: number[]; slots: Map<number, number> }

function survey(program: Program, chunks: number[][]): Plan {
  const chunkOf: number[] = [];
  chunks.forEach((chunk, i) => { for (const place of chunk) chunkOf[place] = i; });
  const reads = program.map(() => 0);
  const slots = new Map<number, number>();
  program.forEach(({ op, args }, place) => {
    for (const arg of args) {
      const times = typeof codes[op as Arithmetic] === 'string' ? 2 : 1; // a function is called for each lane
      if (chunkOf[arg] === chunkOf[place]) reads[arg] += times;
      else if (!slots.has(arg) && !isLeaf(program[arg])) slots.set(arg, slots.size);
    }
  });
  return { reads, slots };
}

function functionOf(program: Program, chunk: number[], { reads, slots }: Plan, layout: Layout, oneRow: boolean) {
  const locals = new Map<number, number>();
  const own = new Set(chunk);
  const code: number[] = [];
  const write = (...lists: number[][]) => { for (const list of lists) for (const byte of list) code.push(byte); };

  for (const place of chunk) {
    const { op, args: [arg], number } = program[place];
    const slot = slots.get(place);
    switch (op) {
      case 'output':
        toMemory(layout.outputs + 2 * number, () => { push(arg); });
        break;
      case 'input gradient':
        toMemory(layout.inputGradients + 2 * number, () => { push(arg); });
        break;
      case 'parameter gradient':
        toTotal(layout.gradients + 2 * number, arg);
        break;
      case 'add to total':
        toTotal(layout.totals + 2 * number, arg);
        break;
      default:
        if (slot !== undefined) {
          toMemory(layout.slots + 2 * slot, () => {
            compute(place);
            keep(place, localTee);
          });
        } else if (reads[place] > 1) {
          compute(place);
          keep(place, localSet);
        }
    }
  }
  return { type: 0, locals: [{ count: locals.size, type: types.v128 }], code };

  function toMemory(place: number, putOnStack: () => void): void {
    write(zero);
    putOnStack();
    write(store(place));
  }

  function toTotal(total: number, arg: number): void {
    toMemory(total, () => {
      write(zero, load(total));
      push(arg);
      write(codes['+'] as number[]);
    });
  }

  /** The number on the stack in a local, where this function reads it again. */
  function keep(place: number, how: number): void {
    if (reads[place] === 0) return;
    write([how, ...unsigned(locals.size)]);
    locals.set(place, locals.size);
  }

  /** Puts a number on the stack. */
  function push(place: number): void {
    const { op, number } = program[place];
    const local = locals.get(place);
    if (op === 'constant') write([0x44, ...float64(number)], splat);
    else if (op === 'parameter') write(zero, loadSplat(layout.parameters + number));
    else if (op === 'total') write(zero, load(layout.totals + 2 * number));
    else if (op === 'input') write(zero, load(layout.inputs + 2 * number));
    else if (op === 'seed') write(zero, load(layout.seeds + 2 * number));
    else if (local !== undefined) write([localGet, ...unsigned(local)]);
    else if (own.has(place)) compute(place);
    else write(zero, load(layout.slots + 2 * (slots.get(place) as number)));
  }

  /** Computes a number onto the stack. */
  function compute(place: number): void {
    const { op, args, part } = program[place];
    const how = codes[op as Arithmetic];
    if (typeof how === 'string') {
      const callFor = (lane: number) => {
        for (const arg of args) {
          push(arg);
          write(extractLane(lane));
        }
        write([call, imports.indexOf(how)]);
      };
      callFor(0);
      write(splat);
      if (part !== 'row' || oneRow) return; // the lanes are equal
      callFor(1);
      write(replaceLane(1));
    } else {
      const sides = args.slice(2);
      for (const arg of [...sides, ...args.slice(0, 2)]) push(arg);
      write(how);
      if (sides.length > 0) write(select);
    }
  }
}
