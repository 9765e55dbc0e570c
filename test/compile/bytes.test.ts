// WebAssembly's binary format: what bytes.ts writes is read back by a decoder written here, from the specification, and
// taken by WebAssembly itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, float64, join, list, name, sized, types, unsigned, type Module } from '../../src/compile/bytes.ts';
import { runs } from '../support/seed.ts';
import { decode, Reader, WebAssembly } from '../support/wasm.ts';

const bytesOf = (bytes: ArrayLike<number>) => Array.from(bytes);

describe('a number', () => {
  it.each([
    [0, [0]], [1, [1]], [127, [0x7f]], [128, [0x80, 1]], [624485, [0xe5, 0x8e, 0x26]], // the specification's example
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('%d is written in as few bytes as it needs', (n, bytes) => { expect(unsigned(n)).toEqual(bytes); });

  it('of 32 bits is read back as it was, in five bytes at most', () => {
    const boundary = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: -1, max: 1 }))
      .map(([i, by]) => Math.max(0, 128 ** i + by));
    fc.assert(fc.property(fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), boundary), (n) => {
      const bytes = unsigned(n);
      const reader = new Reader(Uint8Array.from(bytes));
      expect(reader.unsigned()).toBe(n);
      expect(reader.isAtEnd).toBe(true);
      expect(bytes.length).toBe(Math.max(1, Math.ceil(Math.log2(n + 1) / 7)));
    }), runs(2000));
  });

  it('in floating point is read back to the last bit', () => {
    fc.assert(fc.property(fc.double(), (x) => {
      const bytes = float64(x);
      expect(bytes).toHaveLength(8);
      expect(new DataView(Uint8Array.from(bytes).buffer).getFloat64(0, true)).toBe(x);
    }), runs(1000));
  });
});

describe('pieces', () => {
  it('are joined, counted and named', () => {
    expect(bytesOf(join([1], Uint8Array.of(2, 3), []))).toEqual([1, 2, 3]);
    expect(bytesOf(sized([7, 8]))).toEqual([2, 7, 8]);
    expect(bytesOf(list([[1, 2], [3]]))).toEqual([2, 1, 2, 3]);
    expect(bytesOf(name('row'))).toEqual([3, 0x72, 0x6f, 0x77]);
  });

  it('of more than 127 bytes have a size of two', () => {
    expect(bytesOf(sized(new Uint8Array(200))).slice(0, 2)).toEqual([0x80 + 72, 1]);
  });
});

describe('a module', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const size = fc.integer({ min: 0, max: 40_000 });
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 200 });
  const type = fc.constantFrom(...Object.values(types));
  const modules: fc.Arbitrary<Module> = fc.record({
    types: fc.array(fc.record({ parameters: fc.array(type), results: fc.array(type) })),
    imports: fc.array(fc.record({ module: ascii, name: ascii, type: size })),
    functions: fc.array(fc.record({
      type: size, locals: fc.array(fc.record({ count: size, type })), code: fc.array(byte, { maxLength: 300 }),
    }), { maxLength: 200 }),
    exports: fc.array(fc.record({ name: ascii, function: size })),
    memory: fc.record({ name: ascii, pages: size }),
  });

  it('is read back as it was, whatever is in it', () => {
    fc.assert(fc.property(modules, (module) => { expect(decode(encode(module))).toEqual(module); }), runs(300));
  });

  it('is one that WebAssembly runs: twice a number, by a function of its own and one of JavaScript’s', () => {
    const [localGet, localSet, call, f64Add] = [0x20, 0x21, 0x10, 0xa0];
    const bytes = encode({
      types: [{ parameters: [types.f64], results: [types.f64] }],
      imports: [{ module: 'js', name: 'same', type: 0 }],
      functions: [{
        type: 0,
        locals: [{ count: 1, type: types.f64 }],
        code: [localGet, 0, localSet, 1, localGet, 1, localGet, 1, f64Add, call, 0],
      }],
      exports: [{ name: 'double', function: 1 }],
      memory: { name: 'numbers', pages: 2 },
    });
    expect(WebAssembly.validate(bytes)).toBe(true);
    const imports = { js: { same: (x: number) => x } };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
    const { double, numbers } = exports as {
      double: (x: number) => number; numbers: { buffer: ArrayBuffer };
    };
    expect(double(1.5)).toBe(3);
    expect(numbers.buffer.byteLength).toBe(2 * 64 * 1024);
  });
});
