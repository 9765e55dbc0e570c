// check.ts: what the files beside it share. Each of them looks at one part of the package, in a runtime that it knows
// nothing of, and all that comes out is a line of JSON.

/** What is given to them: figures that nobody on this project made up, from test/fixtures, which says where from. */
export interface Given {
  /** Programs on single numbers, with PyTorch's output and gradients. */
  torch: TorchProgram[];
  /** The inputs of Karpathy's demo.ipynb and its 337 parameters as Python draws them; what its 100 steps print. */
  notebook: { X: number[][]; y: number[]; params: number[]; steps: { loss: number; accuracyPercent: number }[] };
  /** The files that hold the classes of student.ts. */
  students: string[];
}

export interface TorchProgram {
  inputs: number[];
  program: [op: TorchOp, i: number, jOrConstant: number][];
  output: number;
  grads: number[];
}
export type TorchOp = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'relu' | 'tanh' | 'exp' | 'log' | 'sigmoid';

/** Counts the comparisons, and keeps those that fail. */
export class Check {
  comparisons = 0;
  readonly wrong: string[] = [];

  same(what: string, got: unknown, wanted: unknown): void {
    this.comparisons++;
    if (!Object.is(got, wanted)) this.wrong.push(`${what} is ${String(got)}, should be ${String(wanted)}`);
  }

  near(what: string, got: number, wanted: number, tolerance: number): void {
    this.comparisons++;
    if (Math.abs(got - wanted) <= tolerance) return;
    this.wrong.push(`${what} is ${got}, should be ${wanted} within ${tolerance}`); // NaN is not near anything
  }
}

export type Room = (check: Check, given: Given) => void | Promise<void>;

/** Prints `{ engine: { comparisons, wrong }, … }`. */
export async function run(rooms: Record<string, Room>, given: Given): Promise<void> {
  const results: Record<string, Check> = {};
  for (const [name, room] of Object.entries(rooms)) {
    const check = new Check();
    try {
      await room(check, given);
    } catch (error) {
      check.wrong.push(`it threw ${String(error)}`);
    }
    results[name] = check;
  }
  console.log(JSON.stringify(results));
}
