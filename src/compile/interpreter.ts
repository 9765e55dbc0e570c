// interpreter.ts: runs a program as it is, instruction by instruction, where there is no WebAssembly or a page's policy
// forbids it: the same memory, the same two lanes, the same numbers to the last bit. layout.ts comes next.
import { calculate, isArithmetic, type Part, type Program } from './instructions.ts';
import type { Layout } from './layout.ts';

/** What runs each part that a program has; the row's is given the address of two rows, in bytes. */
export type Parts = Partial<Record<Part, (address: number) => void>> & { row: (address: number) => void };

export function interpret(program: Program, layout: Layout, memory: Float64Array): Parts {
  const values = new Float64Array(2 * program.length);
  const runPart = (part: Part) => {
    const places = [...program.keys()].filter((place) => program[place].part === part);
    return (address: number) => {
      for (const place of places) {
        for (const lane of [0, 1]) run(place, lane, address / 8);
      }
    };
  };
  return { before: runPart('before'), row: runPart('row'), after: runPart('after') };

  function run(place: number, lane: number, rows: number): void {
    const instruction = program[place];
    const { args: [a, b, c, d], number } = instruction;
    const [at, x] = [2 * place + lane, values[2 * a + lane]];
    if (isArithmetic(instruction)) {
      const { op } = instruction;
      values[at] = calculate[op](x, values[2 * b + lane], values[2 * c + lane], values[2 * d + lane]);
      return;
    }
    switch (instruction.op) {
      case 'constant': values[at] = number; break;
      case 'parameter': values[at] = memory[layout.parameters + number]; break;
      case 'input': values[at] = memory[rows + 2 * number + lane]; break;
      case 'seed': values[at] = memory[rows + layout.seeds + 2 * number + lane]; break;
      case 'total': values[at] = memory[layout.totals + 2 * number + lane]; break;
      case 'output': memory[rows + layout.outputs + 2 * number + lane] = x; break;
      case 'input gradient': memory[rows + layout.inputGradients + 2 * number + lane] = x; break;
      case 'parameter gradient': memory[layout.gradients + 2 * number + lane] += x; break;
      case 'add to total': memory[layout.totals + 2 * number + lane] += x; break;
    }
  }
}
