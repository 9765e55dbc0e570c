// What is made of a function as a module; and a reader of WebAssembly's binary format, as much of it as
// src/compile/bytes.ts writes, after the specification: https://webassembly.github.io/spec/core/binary/.
import type { Module } from '../../src/compile/bytes.ts';
import { recordGraph } from '../../src/compile/graph.ts';
import { assemble } from '../../src/compile/module.ts';
import { writeProgram } from '../../src/compile/program.ts';
import type { Value } from '../../src/engine.ts';

/** What the tests use of the platform's own, of which Node's types have no values. */
interface Platform {
  validate: (bytes: Uint8Array) => boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
}
export const { WebAssembly } = globalThis as unknown as { WebAssembly: Platform };

/** With no pass made, and with the gradients of inputs. */
export function assembled(fn: (inputs: Value[]) => Value, inputs: number, oneRow: boolean, loops: boolean) {
  const graph = recordGraph({ fn, inputs });
  const program = writeProgram(graph, { backward: true, inputGradients: true, oneRow });
  const { length } = graph.parameters;
  const counts = { inputs, outputs: 1, parameters: length, gradients: length, totals: graph.nodes.length };
  return { program, ...assemble(program, counts, oneRow, loops) };
}

export class Reader {
  #at = 0;
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) { this.#bytes = bytes; }

  get isAtEnd(): boolean { return this.#at === this.#bytes.length; }

  byte(): number {
    if (this.isAtEnd) throw new Error(`the bytes end at ${this.#at}`);
    return this.#bytes[this.#at++];
  }

  /** LEB128. */
  unsigned(): number {
    const byte = this.byte();
    return byte < 128 ? byte : byte - 128 + 128 * this.unsigned();
  }

  take(length: number): number[] { return Array.from({ length }, () => this.byte()); }
  /** Of the next so many bytes. */
  part(length: number): Reader { return new Reader(Uint8Array.from(this.take(length))); }
  rest(): number[] { return Array.from({ length: this.#bytes.length - this.#at }, () => this.byte()); }
  list<Item>(read: () => Item): Item[] { return Array.from({ length: this.unsigned() }, read); }
  bytes(): number[] { return this.list(() => this.byte()); }
  name(): string { return String.fromCharCode(...this.bytes()); }

  want(...bytes: number[]): void {
    for (const wanted of bytes) {
      const got = this.byte();
      if (got !== wanted) throw new Error(`byte ${this.#at - 1} is ${got}, not ${wanted}`);
    }
  }
}

const simple: Record<number, string> = { 0x0b: 'end', 0x6a: 'plus' };
const numbered: Record<number, string> = { 0x0d: 'repeat', 0x10: 'call', 0x20: 'get', 0x21: 'set', 0x22: 'tee' };
const access: Record<number, string> = { 0x00: 'load', 0x0a: 'load both', 0x0b: 'store' };
const lanes: Record<number, string> = { 0x21: 'extract', 0x22: 'insert' };
const vectors: Record<number, string> = {
  0x14: 'splat', 0x49: '<', 0x4b: '<=', 0x47: '=', 0x52: 'select',
  0xed: 'neg', 0xf0: '+', 0xf1: '-', 0xf2: '*', 0xf3: '/', 0xf5: 'max',
};

/** The code of a function as text, an instruction an entry, named much as in src/compile/assembly.ts. */
export function instructionsOf(code: readonly number[]): string[] {
  const reader = new Reader(Uint8Array.from(code));
  const read = (): string => {
    const op = reader.byte();
    if (op in simple) return simple[op];
    if (op in numbered) return `${numbered[op]} ${reader.unsigned()}`;
    if (op === 0x03) {
      reader.want(0x40);
      return 'loop';
    }
    if (op === 0x41) return `integer ${reader.unsigned()}`; // of those from -64 to -1, 128 more
    if (op === 0x44) return `number ${new DataView(Uint8Array.from(reader.take(8)).buffer).getFloat64(0, true)}`;
    if (op !== 0xfd) throw new Error(`no instruction that is used here: ${op}`);
    const vector = reader.unsigned();
    if (vector in access) {
      reader.want(3); // aligned to 8 bytes
      return `${access[vector]} ${reader.unsigned()}`;
    }
    if (vector in lanes) return `${lanes[vector]} ${reader.byte()}`;
    if (vector in vectors) return vectors[vector];
    throw new Error(`no vector instruction that is used here: ${vector}`);
  };
  const instructions: string[] = [];
  while (!reader.isAtEnd) instructions.push(read());
  return instructions;
}

export function decode(bytes: Uint8Array): Module {
  const reader = new Reader(bytes);
  reader.want(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00); // the magic number, and version 1
  const section = <Result>(id: number, read: (section: Reader) => Result): Result => {
    reader.want(id);
    const part = reader.part(reader.unsigned());
    const result = read(part);
    if (!part.isAtEnd) throw new Error(`section ${id} has bytes left over`);
    return result;
  };

  const types = section(1, (it) => it.list(() => {
    it.want(0x60);
    return { parameters: it.bytes(), results: it.bytes() };
  }));
  const imports = section(2, (it) => it.list(() => {
    const [module, name] = [it.name(), it.name()];
    it.want(0x00); // a function
    return { module, name, type: it.unsigned() };
  }));
  const typesOfFunctions = section(3, (it) => it.list(() => it.unsigned()));
  const pages = section(5, (it) => {
    it.want(1, 0x00); // one memory, with no limit to its growth
    return it.unsigned();
  });
  const exported = section(7, (it) => it.list(() => ({ name: it.name(), kind: it.byte(), index: it.unsigned() })));
  const bodies = section(10, (it) => it.list(() => {
    const body = it.part(it.unsigned());
    const locals = body.list(() => ({ count: body.unsigned(), type: body.byte() }));
    const code = body.rest();
    if (code.pop() !== 0x0b) throw new Error('a function does not end with `end`');
    return { locals, code };
  }));
  if (!reader.isAtEnd) throw new Error('there are bytes after the last section');

  const isMemory = ({ kind }: { kind: number }) => kind === 0x02;
  const [memory, ...others] = exported.filter(isMemory);
  if (others.length > 0 || memory.index !== 0) throw new Error('wanted one memory');
  return {
    types,
    imports,
    functions: typesOfFunctions.map((type, i) => ({ type, ...bodies[i] })),
    exports: exported.filter((it) => !isMemory(it)).map(({ name, index }) => ({ name, function: index })),
    memory: { name: memory.name, pages },
  };
}
