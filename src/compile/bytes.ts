// bytes.ts: WebAssembly's binary format, as much of it as is used here. It knows nothing of programs. The numbers are
// the specification's (webassembly.github.io/spec/core/binary). rows.ts comes next.

export type Bytes = Uint8Array<ArrayBuffer> | readonly number[];

export function join(...parts: Bytes[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** A whole number, seven bits a byte, the lowest first; the eighth bit says that more follow (LEB128). */
export function unsigned(n: number): number[] {
  const bytes = [];
  for (; n >= 128; n = Math.floor(n / 128)) bytes.push(n % 128 + 128);
  bytes.push(n);
  return bytes;
}

/** The same, of numbers that may be negative: the last byte's seventh bit is the sign. */
export function signed(n: number): number[] {
  const bytes = [];
  for (; n < -64 || n >= 64; n = Math.floor(n / 128)) bytes.push((n & 127) + 128);
  bytes.push(n & 127);
  return bytes;
}

/** Eight bytes, the lowest first, as on every machine that runs JavaScript today. */
export const float64 = (x: number): number[] => [...new Uint8Array(Float64Array.of(x).buffer)];

/** How many bytes, and then they. */
export const sized = (bytes: Bytes): Bytes => join(unsigned(bytes.length), bytes);
/** How many items, and then they. */
export const list = (items: Bytes[]): Bytes => join(unsigned(items.length), ...items);
export const name = (ascii: string): Bytes => sized(Array.from(ascii, (char) => char.charCodeAt(0)));

export const types = { i32: 0x7f, f64: 0x7c, v128: 0x7b };

/** A module with one memory, in pages of 64 KB. Functions are numbered in one sequence, the imported ones first. */
export interface Module {
  types: { parameters: number[]; results: number[] }[];
  imports: { module: string; name: string; type: number }[];
  functions: { type: number; locals: { count: number; type: number }[]; code: Bytes }[];
  exports: { name: string; function: number }[];
  memory: { name: string; pages: number };
}

export function encode({ types, imports, functions, exports, memory }: Module): Uint8Array<ArrayBuffer> {
  const section = (id: number, items: Bytes[]) => join([id], sized(list(items)));
  return join(
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // '\0asm', version 1
    section(1, types.map((type) => join([0x60], sized(type.parameters), sized(type.results)))),
    section(2, imports.map((item) => join(name(item.module), name(item.name), [0], unsigned(item.type)))),
    section(3, functions.map(({ type }) => unsigned(type))),
    section(5, [join([0], unsigned(memory.pages))]),
    section(7, [
      ...exports.map((item) => join(name(item.name), [0], unsigned(item.function))),
      join(name(memory.name), [2, 0]),
    ]),
    section(10, functions.map(({ locals, code }) => {
      const declarations = locals.map(({ count, type }) => [...unsigned(count), type]);
      return sized(join(list(declarations), code, [0x0b])); // 0x0b ends the function
    })),
  );
}
