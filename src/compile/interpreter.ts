// interpreter.ts: runs a program as it is, instruction by instruction, where there is no WebAssembly or a page's policy
// forbids it: the same memory, the same two lanes, the same numbers to the last bit. statements.ts comes next.
import { calculate, isArithmetic, type Part, type Program } from './instructions.ts';
import type { Layout } from './layout.ts';

/** What runs each part that a program has: a row's, for two rows; `rows`, for all that the layout has room for. */
export type Parts = Partial<Record<Part | 'rows', () => void>> & { row: () => void };

export function interpret(program: Program, layout: Layout, memory: Float64Array): Parts {
  const values = new Float64Array(2 * program.length);
  const runPart = (part: Part) => {
    const places = [...program.keys()].filter((place) => program[place].part === part);
    return () => {
      for (const place of places) {
        for (const lane of [0, 1]) run(place, lane);
      }
    };
  };
  return { before: runPart('before'), row: runPart('row'), after: runPart('after') };

  function run(place: number, lane: number): void {
    const instruction = program[place];
    const { args: [a, b, c, d], number } = instruction;
    const at = 2 * place + lane;
    const x = values[2 * a + lane]; // a leaf has none
    if (isArithmetic(instruction)) {
      const { op } = instruction;
      values[at] = calculate[op](x, values[2 * b + lane], values[2 * c + lane], values[2 * d + lane]);
      return;
    }
    const pair = 2 * number + lane;
    switch (instruction.op) {
      case 'constant': values[at] = number; break;
      case 'parameter': values[at] = memory[layout.parameters + number]; break;
      case 'input': values[at] = memory[layout.inputs + pair]; break;
      case 'seed': values[at] = memory[layout.seeds + pair]; break;
      case 'total': values[at] = memory[layout.totals + pair]; break;
      case 'output': memory[layout.outputs + pair] = x; break;
      case 'input gradient': memory[layout.inputGradients + pair] = x; break;
      case 'parameter gradient': memory[layout.gradients + pair] += x; break;
      case 'add to total': memory[layout.totals + pair] += x; break;
    }
  }
}
