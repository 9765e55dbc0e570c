// assembly.ts: the instructions of WebAssembly that are used here, by name. function.ts comes next.
import { float64, signed, unsigned } from './bytes.ts';
import type { Arithmetic } from './instructions.ts';

/** What WebAssembly lacks is called from it: the engine's own functions, so that both agree to the last bit. */
export const math = { exp: Math.exp, log: Math.log, tanh: Math.tanh, sin: Math.sin, cos: Math.cos, pow: Math.pow };
export type Called = keyof typeof math;
export const imports = Object.keys(math) as Called[];

export const call = (index: number): number[] => [0x10, ...unsigned(index)];
export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number): number[] => [0x21, ...unsigned(local)];
/** `set`, and the number stays on the stack. */
export const tee = (local: number): number[] => [0x22, ...unsigned(local)];

// Addresses and counters are whole numbers of 32 bits.
export const integer = (n: number): number[] => [0x41, ...signed(n)];
export const plus = [0x6a];
export const loopStart = [0x03, 0x40];
/** Once more, if what is on the stack is not 0; and the loop's end. */
export const repeatIf = [0x0d, 0, 0x0b];

const vector = (code: number, ...rest: number[]) => [0xfd, ...unsigned(code), ...rest];
/** At the address on the stack, plus an offset; aligned to 2 ** 3 bytes. */
const access = (code: number) => (offset: number): number[] => vector(code, 3, ...unsigned(offset));
export const load = access(0x00);
/** One number, for both lanes. */
export const loadSplat = access(0x0a);
export const store = access(0x0b);
const splat = vector(0x14);
export const constant = (x: number): number[] => [0x44, ...float64(x), ...splat];
export const extractLane = (lane: number): number[] => vector(0x21, lane);
/** Makes a pair of the first lane's number, or puts the second's into it. */
export const insertLane = (lane: number): number[] => (lane === 0 ? splat : vector(0x22, lane));
/** Of c, d and a mask: the bits of c where the mask's are 1, and of d elsewhere. A comparison gives such a mask. */
const select = vector(0x52);

/** The code, or the function that is called for each lane. */
export const codes: Record<Arithmetic, number[] | Called> = {
  '+': vector(0xf0), '-': vector(0xf1), '*': vector(0xf2), '/': vector(0xf3), max: vector(0xf5), neg: vector(0xed),
  'if<': [...vector(0x49), ...select], 'if<=': [...vector(0x4b), ...select], 'if=': [...vector(0x47), ...select],
  '**': 'pow', exp: 'exp', log: 'log', tanh: 'tanh', sin: 'sin', cos: 'cos',
};
export const add = codes['+'] as number[];
/** Whose arguments may come in any order. */
export const isCommutative = (op: Arithmetic): boolean => ['+', '*', 'max'].includes(op);
