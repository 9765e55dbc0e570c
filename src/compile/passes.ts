// passes.ts: a program made smaller, pass by pass, its results the same to the last bit. A pass looks at an instruction
// and at what its arguments are, and so takes a few lines. layout.ts comes next.
import { calculate, isArithmetic, isLeaf, type Instruction, type Program } from './instructions.ts';

export type Pass = (program: Program) => Program;

/**
 * What is computed from constants alone is computed now; so is an `if` between constants. Nothing else is as safe as it
 * looks: x + 0 is not x where that is -0, nor is x * 0 always 0.
 */
export const foldConstants: Pass = (program) => rewrite(program, (instruction, result) => {
  if (!isArithmetic(instruction)) return instruction;
  const { op, args } = instruction;
  const isConstant = (arg: number) => result[arg].op === 'constant';
  if (!isConstant(args[0]) || (args.length > 1 && !isConstant(args[1]))) return instruction;
  const [a, b, c, d] = args.map((arg) => result[arg].number);
  if (args.every(isConstant)) return { op: 'constant', args: [], number: calculate[op](a, b, c, d), part: 'before' };
  return calculate[op](a, b, args[2], args[3]); // of an `if`, the place of what it takes
});

/** x ** 2 is x * x, and x ** 1 is x: so they are to the last bit in JavaScript's engines, unlike higher powers. */
export const simplifyPowers: Pass = (program) => rewrite(program, (instruction, result) => {
  const { op, args: [base, exponent] } = instruction;
  if (op !== '**' || result[exponent].op !== 'constant') return instruction;
  if (result[exponent].number === 1) return base;
  return result[exponent].number === 2 ? { ...instruction, op: '*', args: [base, base] } : instruction;
});

/**
 * The same operation on the same arguments gives the same number, and is done once. Two nodes that share their number
 * still have a gradient each: added up before they are passed on, the two would round in another way.
 */
export const shareEqual: Pass = (program) => {
  // A hash table with room to spare, of places in the result: what finds its place taken takes the next that is free.
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * program.length + 1))).fill(-1);
  return rewrite(program, (instruction, result) => {
    if (!isArithmetic(instruction) && !isLeaf(instruction)) return instruction;
    for (let at = hashOf(instruction); ; at++) {
      const place = table[at & (table.length - 1)];
      if (place !== -1 && isEqual(result[place], instruction)) return place;
      if (place !== -1) continue;
      table[at & (table.length - 1)] = result.length;
      return instruction;
    }
  });
};

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/**
 * A hash of all bits of an instruction. A number has both halves of its double hashed: all numbers between -1 and 1
 * are 0 when truncated, and 0.5 and 0.25 differ only in the upper half.
 */
export function hashOf({ op, args, number }: Instruction): number {
  double[0] = number;
  let hash = mix(mix(op.charCodeAt(0) * op.length, halves[0]), halves[1]);
  for (const arg of args) hash = mix(hash, arg);
  return hash >>> 0;
}

/** The product (with 2 ** 32 by the golden ratio) carries each bit to higher ones; the shift carries it back down. */
function mix(hash: number, bits: number): number {
  const product = Math.imul(hash ^ bits, 0x9e3779b1);
  return product ^ (product >>> 15);
}

const isEqual = (a: Instruction, b: Instruction): boolean =>
  a.op === b.op && Object.is(a.number, b.number) && a.args.every((arg, i) => arg === b.args[i]);

/**
 * What does not differ from row to row is computed once, before the rows. program.ts has seen to the nodes; this finds
 * parts of derivatives, such as w - 1 in that of x ** w.
 */
export const hoist: Pass = (program) => rewrite(program, (instruction, result) => {
  const isFixed = isArithmetic(instruction) && instruction.args.every((arg) => result[arg].part === 'before');
  return isFixed && instruction.part === 'row' ? { ...instruction, part: 'before' } : instruction;
});

/** What nobody uses is not computed: found backwards, from the numbers that are wanted outside. */
export const dropUnused: Pass = (program) => {
  const isUsed = new Uint8Array(program.length);
  for (let i = program.length - 1; i >= 0; i--) {
    if (!isArithmetic(program[i]) && !isLeaf(program[i])) isUsed[i] = 1;
    if (isUsed[i]) for (const arg of program[i].args) isUsed[arg] = 1;
  }
  return rewrite(program, (instruction, _, place) => (isUsed[place] ? instruction : -1));
};

export const passes: readonly Pass[] = [foldConstants, simplifyPowers, shareEqual, hoist, dropUnused];

/**
 * A program made anew, front to back: `change` gets each instruction, its arguments' places already those in the new
 * program, which it gets as far as it goes; and gives what is to stand there, or the place of what serves instead.
 */
function rewrite(
  program: Program, change: (instruction: Instruction, result: Program, place: number) => Instruction | number,
): Program {
  const result: Instruction[] = [];
  const places = new Int32Array(program.length);
  program.forEach((old, place) => {
    const { op, args, number, part } = old;
    let isMoved = false;
    for (const arg of args) isMoved ||= places[arg] !== arg;
    const instruction = isMoved ? { op, args: args.map((arg) => places[arg]), number, part } : old;
    const now = change(instruction, result, place);
    places[place] = typeof now === 'number' ? now : result.push(now) - 1;
  });
  return result;
}
