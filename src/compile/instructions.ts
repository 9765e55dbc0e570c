// instructions.ts: the language into which a graph is translated: a program is a list of instructions, and each
// computes one number from numbers that stand before it. It is smaller than the engine's: relu and sigmoid are made of
// others, and derivatives are plain arithmetic. It is read as a listing (`listing`), by the interpreter (with
// `calculate`), and as WebAssembly, for which assembly.ts has the same table. program.ts comes next.

/** Computes a number from its arguments, and does nothing else. `if< a b c d` is `a < b ? c : d`. */
export type Arithmetic =
  '+' | '-' | '*' | '/' | '**' | 'max' | 'neg' | 'exp' | 'log' | 'tanh' | 'sin' | 'cos' | 'if<' | 'if<=' | 'if=';

/**
 * Reads a number from where it lies. A seed is the gradient of an output, with which `backward` begins: 1 for the sum
 * of the rows, 1 / rows for their mean. A total is the gradient of what all rows share, once they have added to it.
 */
export type Leaf = 'constant' | 'parameter' | 'input' | 'seed' | 'total';

/** Puts a number where it is wanted: those of a row in the row's place, the others to what all rows add to. */
export type Effect = 'output' | 'input gradient' | 'parameter gradient' | 'add to total';

/** Once before all rows; for each row; once after all rows. */
export type Part = 'before' | 'row' | 'after';

export interface Instruction {
  op: Arithmetic | Leaf | Effect;
  /** Places in the program, each before that of the instruction. */
  args: readonly number[];
  /** The number of a constant; else which parameter, input, output or total is meant. */
  number: number;
  part: Part;
}

/** Each argument stands before what uses it, also when the parts are taken one after the other. */
export type Program = readonly Instruction[];

/** What arithmetic gives, to the last bit as the engine's operations. */
export const calculate: Record<Arithmetic, (a: number, b: number, c: number, d: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
  max: (a, b) => Math.max(a, b),
  neg: (a) => -a,
  exp: (a) => Math.exp(a),
  log: (a) => Math.log(a),
  tanh: (a) => Math.tanh(a),
  sin: (a) => Math.sin(a),
  cos: (a) => Math.cos(a),
  'if<': (a, b, c, d) => (a < b ? c : d),
  'if<=': (a, b, c, d) => (a <= b ? c : d),
  'if=': (a, b, c, d) => (a === b ? c : d),
};

/** From which part on a leaf can be read. */
export const partOfLeaf: Record<Leaf, Part> = {
  constant: 'before', parameter: 'before', input: 'row', seed: 'row', total: 'after',
};
export const isLeaf = <It extends { op: string }>(it: It): it is It & { op: Leaf } => Object.hasOwn(partOfLeaf, it.op);
export const isArithmetic = <It extends { op: string }>(it: It): it is It & { op: Arithmetic } =>
  Object.hasOwn(calculate, it.op);

export const parts: readonly Part[] = ['before', 'row', 'after'];
export const titles: Record<Part, string> = { before: 'before the rows', row: 'each row', after: 'after the rows' };

/** The program as text, an instruction a line: inputs are x, parameters p, outputs y; what is computed is v. */
export function listing(program: Program): string {
  const names: string[] = [];
  let values = 0;
  const line = (instruction: Instruction, place: number) => {
    const { op, number } = instruction;
    const args = instruction.args.map((arg) => names[arg] ?? leafName(program[arg]));
    const [a, b, c, d] = args;
    switch (op) {
      case 'output': return `y${number} = ${a}`;
      case 'input gradient': return `x${number}.grad = ${a}`;
      case 'parameter gradient': return `p${number}.grad += ${a}`;
      case 'add to total': return `t${number} += ${a}`;
    }
    names[place] = `v${values++}`;
    if (/^[-+*/]/.test(op)) return `${names[place]} = ${op === '**' && a.startsWith('-') ? `(${a})` : a} ${op} ${b}`;
    if (op.startsWith('if')) return `${names[place]} = ${a} ${comparisonOf(op)} ${b} ? ${c} : ${d}`;
    return `${names[place]} = ${op}(${args.join(', ')})`;
  };
  const lines = parts.flatMap((part) => {
    const places = [...program.keys()].filter((place) => program[place].part === part && !isLeaf(program[place]));
    if (places.length === 0) return [];
    return [`${titles[part]}:`, ...places.map((place) => `  ${line(program[place], place)}`)];
  });
  return lines.join('\n');
}

/** Of an `if`, as JavaScript has it. */
export const comparisonOf = (op: string): string => ({ 'if<': '<', 'if<=': '<=', 'if=': '===' })[op] ?? '';

function leafName({ op, number }: Instruction): string {
  if (op === 'constant') return Object.is(number, -0) ? '-0' : String(number);
  if (op === 'seed') return `y${number}.grad`;
  return `${op === 'input' ? 'x' : op[0]}${number}`;
}
