// A suite that would pass a wrong compiler is worth nothing. Each of these bugs is planted into the text of a file of
// src/compile, one at a time, and has to be caught by the checks that the compiler itself passes. Those of what becomes
// loops are in loops.spec.ts.
import { describe, expect, it } from 'vitest';
import { Value } from '../../src/index.ts';
import { findFailure, type Compile } from '../support/compile-checks.ts';
import { plant, withoutBugs, type Bugs } from '../support/plant.ts';

const bugs: Bugs = {
  'graph.ts': {
    'a graph is that of its operations, whatever their operands': [
      [` && value.left === at(node.left) && value.right === at(node.right)`, ``],
    ],
    'the first operand is not compared': [[` && value.left === at(node.left)`, ``]],
    'the second operand is not compared': [[` && value.right === at(node.right)`, ``]],
    'which input it is is not compared': [[`value === inputs[node.number]`, `inputs.includes(value)`]],
    'which parameter it is is not compared': [[`value === parameters[node.number]`, `parameters.includes(value)`]],
    'the number of a constant is not compared': [[` && Object.is(value.data, node.number)`, ``]],
    'an input passes for a constant': [[` && !given.has(value)`, ``]],
    '0 is taken for -0': [[`Object.is(value.data, node.number)`, `value.data === node.number`]],
    'it is tried on no other inputs': [[`of rows.entries())`, `of rows.slice(0, 1).entries())`]],
    'it is not tried on 0': [[`() => 0, () => 1, () => -1,`, `() => 1, () => -1,`]],
    'it is not tried on 1': [[`() => 0, () => 1, () => -1,`, `() => 0, () => -1,`]],
    'it is not tried on -1': [[`() => 0, () => 1, () => -1,`, `() => 0, () => 1,`]],
    'it is tried on large numbers of one sign': [[`, (i) => -1000 - i`, ``]],
    'it is tried with no other parameters': [[`p.data = p.grad = sample(i + 1);`, `p.grad = sample(i + 1);`]],
    'it is tried with no other gradients': [[`p.data = p.grad = sample(i + 1);`, `p.data = sample(i + 1);`]],
    'the parameters’ data is not put back': [[`leaf.data = data[i];`, ``]],
    'the parameters’ grad is not put back': [[`leaf.grad = grads[i];`, ``]],
    'what it does to parameters is not looked at': [[`  if (areKept) return result;`, `  return result;`]],
    'an input that it keeps is a parameter': [[`new Set(first.inputs)`, `new Set()`]],
    'constants are parameters': [[`earlier.has(value)`, `value.op === '' && !inputs.includes(value)`]],
    'parameters are constants': [[`place === undefined ? {`, `place !== undefined ? {`]],
    'the function gets the list of inputs itself': [[`fn([...inputs])`, `fn(inputs)`]],
    'what it does to inputs is not looked at': [[`throw changed('inputs');`, `{}`]],
    'a Proxy that is made anew passes for a constant': [[`  checkIdentities(`, `  void (`]],
  },

  'derivatives.ts': {
    'the derivative of / rounds in another order': [[`g.mul(y.div(b)).neg()`, `g.mul(y).div(b).neg()`]],
    'the derivative of sigmoid rounds in another order': [[`g.mul(y.mul(one.sub(y)))`, `g.mul(y).mul(one.sub(y))`]],
    'the derivative of ** is off by one in the exponent': [[`b.sub(one).when`, `b.when`]],
    'the base of ** gets a NaN at exponent 0': [
      [`a.pow(b.sub(one).when(isNotZero)))).when(isNotZero)`, `a.pow(b.sub(one))))`],
    ],
    'the exponent of ** gets a NaN at base 0': [[`y.mul(base.log())).when(isSmooth)`, `y.mul(a.log()))`]],
    'the derivative of relu is 1 at 0': [
      [`relu: [(g, y) => g.when(y)]`, `relu: [(g, _y, a) => g.sub(g.when(a.neg()))]`],
    ],
    'relu is the method tanh': [[`relu: 'relu'`, `relu: 'tanh'`]],
  },

  'program.ts': {
    '- has its operands swapped': [[`calc('-', this, b)`, `calc('-', b, this)`]],
    '/ has its operands swapped': [[`calc('/', this, b)`, `calc('/', b, this)`]],
    '** has its operands swapped': [[`calc('**', this, b)`, `calc('**', b, this)`]],
    'sigmoid forgets the minus': [[`this.neg().exp()`, `this.exp()`]],
    'relu cuts at 1': [[`this.#writer.zero.max(this)`, `this.#writer.one.max(this)`]],
    'when is open at 0': [[`calc('if<=', b, zero, zero, this)`, `calc('if<', b, zero, zero, this)`]],
    'when hides a NaN of its gate': [[`calc('if<=', b, zero, zero, this)`, `calc('if<', zero, b, this, zero)`]],
    'the constants of all rules are one': [[`one = this.leaf('constant', 1)`, `one = this.zero`]],

    'max sends all to the first in a tie': [
      [`writer.calc('if<', a, b, writer.zero, share), writer.calc('if<', b, a, writer.zero, share)`,
        `writer.calc('if<', a, b, writer.zero, g), writer.calc('if<=', b, a, writer.zero, g)`],
    ],
    'max sends all to both in a tie': [[`writer.calc('if=', a, b, g.div(writer.leaf('constant', 2)), g)`, `g`]],
    'max sends to the smaller': [
      [`[writer.calc('if<', a, b, writer.zero, share)`, `[writer.calc('if<', b, a, writer.zero, share)`],
    ],
    'max tells the larger one by differences, which two infinities do not have': [
      [`op === 'max' ? selectsForMax(writer, grad, a, b) : rulesOf(op).map(apply)`, `rulesOf(op).map(apply)`],
    ],
    'nothing goes to a gate, not even the 0 that an infinity makes a NaN': [
      [`if (right !== -1) deliver(right, toRight)`, `if (right !== -1 && op !== 'when') deliver(right, toRight)`],
    ],

    'a second gradient overwrites the first': [
      [`before === undefined ? amount : before.add(amount)`, `amount`],
    ],
    'only the first gradient counts': [[`before.add(amount)`, `before`]],
    'the second operand gets nothing': [[`if (right !== -1) deliver(right, toRight);`, ``]],
    'what is made of a parameter passes nothing on': [[
      `(node) || ('left' in node && (result[node.left] || result[node.right]))`,
      `(node) || ('left' in node && result[node.left])`,
    ]],
    'the gradients of inputs are left out': [[`(op === 'input' && options.inputGradients)`, `false`]],
    'each row overwrites what all share: a total for each use, of which the last counts': [
      [`totals.get(i) ?? totals.size`, `totals.size`],
    ],
    'two totals have one number': [[`totals.get(i) ?? totals.size`, `totals.get(i) ?? 0`]],
    'what all rows share has the gradient of the last rows alone': [[`writer.part === 'row' && !inRow[i]`, `i < 0`]],
    'what all rows share passes nothing on': [[`if (!inRow[i]) propagate(i);`, `if (i < 0) propagate(i);`]],
    'one row has what all rows share outside, too': [
      [`({ op }) => options.oneRow || op === 'input'`, `({ op }) => op === 'input'`],
    ],
    'all of the graph is shared by all rows': [[`({ op }) => options.oneRow || op === 'input'`, `() => false`]],
    'of several outputs the first alone has a gradient': [
      [`outputs.forEach((node, i) => { deliver(node, writer.leaf('seed', i)); });`,
        `deliver(outputs[0], writer.leaf('seed', 0));`],
    ],
    'all outputs have the gradient of the first': [[`writer.leaf('seed', i)`, `writer.leaf('seed', 0)`]],
  },

  'instructions.ts': {
    'the interpreter’s max hides a NaN': [[`max: (a, b) => Math.max(a, b)`, `max: (a, b) => (a > b ? a : b)`]],
    'the interpreter’s if<= is if<': [[`(a <= b ? c : d)`, `(a < b ? c : d)`]],
    'the interpreter’s if= tells 0 from -0': [[`(a === b ? c : d)`, `(Object.is(a, b) ? c : d)`]],
    'the interpreter’s neg subtracts from 0': [[`neg: (a) => -a`, `neg: (a) => 0 - a`]],
  },

  'passes.ts': {
    'x + 0 is x': [[`  if (!isConstant(args[0]) || (args.length > 1`,
      `  if (op === '+' && result[args[1]].op === 'constant' && result[args[1]].number === 0) return args[0];
         if (!isConstant(args[0]) || (args.length > 1`]],
    'x * 0 is 0': [[`  if (!isConstant(args[0]) || (args.length > 1`,
      `  if (op === '*' && result[args[1]].op === 'constant' && result[args[1]].number === 0) return args[1];
         if (!isConstant(args[0]) || (args.length > 1`]],
    'x ** 0.5 is a square': [[`result[exponent].number === 2 ?`, `result[exponent].number === 0.5 ?`]],
    'x ** 3 is x * x * x': [[`=== 1) return base;`, `=== 3) {
        const square = (result as Instruction[]).push({ ...instruction, op: '*', args: [base, base] }) - 1;
        return { ...instruction, op: '*', args: [square, base] };
      }`]],
    'x ** 1 is 1': [[`=== 1) return base`, `=== 1) return exponent`]],
    'an if between constants takes the other side': [
      [`calculate[op](a, b, args[2], args[3])`, `calculate[op](a, b, args[3], args[2])`],
    ],
    '0 and -0 are the same number': [[`Object.is(a.number, b.number)`, `a.number === b.number`]],
    'a - b and b - a are the same': [
      [`hash = mix(hash, arg)`, `hash += arg`],
      [`a.args.every((arg, i) => arg === b.args[i])`, `a.args.every((arg) => b.args.includes(arg))`],
    ],
    'all sums are the same': [
      [`hash = mix(hash, arg)`, `hash = mix(hash, 0)`],
      [` && a.args.every((arg, i) => arg === b.args[i])`, ``],
    ],
    'all operations on the same arguments are the same': [
      [`op.charCodeAt(0) * op.length`, `(isLeaf({ op }) ? op.charCodeAt(0) * op.length : 0)`],
      [`a.op === b.op`, `(a.op === b.op || !isLeaf(a))`],
    ],
    'all parameters are the same': [
      [`double[0] = number`, `double[0] = op === 'constant' ? number : 0`],
      [`Object.is(a.number, b.number)`, `(Object.is(a.number, b.number) || a.op !== 'constant')`],
    ],
    'what falls on the same place of the table is the same': [[` && isEqual(result[place], instruction)`, ``]],
    'what is added twice is added once': [
      [`if (!isArithmetic(instruction) && !isLeaf(instruction)) return instruction;`, ``],
    ],
    'what depends on the row is computed before it, if a part of it does not': [
      [`instruction.args.every((arg) =>`, `instruction.args.some((arg) =>`],
    ],
    'outputs are written before the rows, if they can be': [[`isArithmetic(instruction) && instruction.args.every`,
      `instruction.args.length > 0 && instruction.args.every`]],
    'what adds to a total is dropped': [
      [`!isArithmetic(program[i]) && !isLeaf(program[i])`,
        `!isArithmetic(program[i]) && program[i].op !== 'add to total'`],
    ],
    'the arguments keep their old places': [[`isMoved ||= places[arg] !== arg`, `isMoved ||= args.length > 2`]],
  },

  'assembly.ts': {
    '+ has the code of -': [[`'+': vector(0xf0)`, `'+': vector(0xf1)`]],
    'max has the code of min': [[`max: vector(0xf5)`, `max: vector(0xf4)`]],
    'max is the one that takes b where a is NaN': [[`max: vector(0xf5)`, `max: vector(0xf7)`]],
    'neg has the code of abs': [[`neg: vector(0xed)`, `neg: vector(0xec)`]],
    'if< has the code of <=': [[`'if<': [...vector(0x49)`, `'if<': [...vector(0x4b)`]],
    'if<= has the code of <': [[`'if<=': [...vector(0x4b)`, `'if<=': [...vector(0x49)`]],
    'if= has the code of !=': [[`'if=': [...vector(0x47)`, `'if=': [...vector(0x48)`]],
    'exp calls log': [[`exp: 'exp'`, `exp: 'log'`]],
    'of exp both lanes get the first row’s number': [[`vector(0x21, lane)`, `vector(0x21, 0)`]],
    'the second row’s exp goes into the first lane': [[`vector(0x22, lane)`, `vector(0x22, 0)`]],
    'both rows read the first one’s numbers': [[`load = access(0x00)`, `load = access(0x0a)`]],
    'a parameter is read as two': [[`loadSplat = access(0x0a)`, `loadSplat = access(0x00)`]],
  },

  'bytes.ts': {
    'sizes of more than a byte are wrong': [[`n % 128 + 128`, `n % 128`]],
    'numbers have their bytes in the other order': [
      [`[...new Uint8Array(Float64Array.of(x).buffer)]`, `[...new Uint8Array(Float64Array.of(x).buffer)].reverse()`],
    ],
  },

  'interpreter.ts': {
    'one lane is forgotten': [[`for (const lane of [0, 1])`, `for (const lane of [0])`]],
    'gradients are overwritten': [[`memory[layout.gradients + pair] += x`, `memory[layout.gradients + pair] = x`]],
    'totals are overwritten': [[`memory[layout.totals + pair] += x`, `memory[layout.totals + pair] = x`]],
    'the second row reads the first one’s inputs': [
      [`memory[layout.inputs + pair]`, `memory[layout.inputs + 2 * number]`],
    ],
    'the last two arguments are forgotten': [[`, values[2 * c + lane], values[2 * d + lane]`, `, 0, 0`]],
  },

  'layout.ts': {
    'seeds lie over outputs': [[`outputs: take(2 * pairs * counts.outputs)`, `outputs: take(0)`]],
    'gradients of inputs lie over outputs': [
      [`inputGradients: take(2 * pairs * counts.inputs)`, `inputGradients: take(0)`],
    ],
    'totals lie over slots': [[`totals: take(2 * counts.totals)`, `totals: take(0)`]],
    'gradients have half their place': [[`gradients: take(2 * counts.gradients)`, `gradients: take(counts.gradients)`]],
    'slots have half their place': [[`take(2 * pairs * room.slots)`, `take(pairs * room.slots)`]],
    'slots that rows share have half their place': [[`take(2 * room.sharedSlots)`, `take(room.sharedSlots)`]],
    'memory ends before the seeds do': [[`size: end,`, `size: end - 2 * counts.outputs,`]],
  },

  'rows.ts': {
    'a Value’s entry is that of the row’s first': [[`[i * inputs + j] = entry;`, `[i * inputs] = entry;`]],
    'a Float64Array has as many rows as numbers': [
      [`count: rows.length / inputs, numbers`, `count: rows.length, numbers`],
    ],
    'rows are laid out by columns': [[`numbers[i * inputs + j] =`, `numbers[j * rows.length + i] =`]],
  },

  'machine.ts': {
    'gradients begin at 0': [[`memory[at.gradients + 2 * i] = parameters[i].grad`, `memory[at.gradients + 2 * i] = 0`]],
    'totals are left from the call before': [[`memory[at.totals + 2 * i] = 0`, `memory[at.totals + 2 * i] += 0`]],
    'the second lane is left as it is': [[`this.#memory[place + 1] = -0;`, `;`]],
    'an odd row’s other lane is not taken out': [[`if (lanes === 1) this.#clearSecondLane();`, ``]],
    'an odd row is left out': [[`let row = 0, lanes = 0;`, `let row = batch.count % 2, lanes = 0;`]],
    'the odd row goes last': [[`left % 2 === 1`, `left === 1`]],
    'more rows run at once than there are': [[`left % numbers === 0 ? numbers : 2`, `numbers`]],
    'of four rows two are computed': [[`if (lanes > 2) this.#parts.rows?.();
      else this.#parts.row();`, `this.#parts.row();`]],
    'the second lane’s gradients are forgotten': [
      [`memory[place] + memory[place + 1]`, `memory[place]`],
    ],
    'the second row goes into the first lane': [
      [`memory[at.inputs + numbers * i + lane] = batch`, `memory[at.inputs + numbers * i] = batch`],
    ],
    'the second row is read from the first lane': [
      [`const y = memory[at.outputs + numbers * i + lane]`, `const y = memory[at.outputs + numbers * i]`],
    ],
    'the second row’s gradients of inputs are the first one’s': [
      [`memory[at.inputGradients + numbers * i + lane]`, `memory[at.inputGradients + numbers * i]`],
    ],
    'the sum begins at 0': [[`let sum = -0;`, `let sum = 0;`]],
    'parameters lie in memory in their old order': [
      [`loaded.parameters.map((number) => parameters[number])`, `parameters`],
    ],
    'what is done before the rows is not done': [[`this.#parts.before?.();
    let sum`, `let sum`]],
    'what is done after the rows is not done': [[`this.#parts.after?.();`, ``]],
  },

  'index.ts': {
    'the mean is the sum': [[`return isMean ? sum / count : sum;`, `return sum;`]],
    'the gradients are those of the sum': [[`isMean ? 1 / count : 1`, `1`]],
    'entries’ gradients overwrite': [[`value.grad += (inputGradients`, `value.grad = (inputGradients`]],
    'entries have no gradients': [[`values && new Float64Array(batch.numbers.length)`, `undefined`]],
    'one row runs what is made for several': [[`values !== undefined, count === 1)`, `values !== undefined, false)`]],
    'several rows run what is made for one': [[`values !== undefined, count === 1)`, `values !== undefined, true)`]],
    'outputs are not filled in': [[`if (filled) outputs.set(filled);`, ``]],
    'a function without inputs fills in nothing': [[`seeds === undefined && outputs === undefined`, `!seeds`]],
    'outputs overwrite rows that were not yet read': [[`outputs && new Float64Array(outputs.length)`, `outputs`]],
    'nothing is checked': [[`if (this.#check) this.#compare(batch);`, ``]],
    'the interpreter runs where WebAssembly was asked for': [
      [`backend: this.#backend, loops`, `backend: 'interpreter', loops`],
    ],
  },
};

/** Functions that must be refused, and that the checks do not try. */
function findAccepted(compile: Compile): string | undefined {
  const [v, w] = [new Value(1), new Value(2)];
  const functions: Record<string, (x: Value, y: Value) => Value> = {
    'an if that swaps parameters': (x) => (x.data > 0 ? x.mul(v).sub(x.mul(w)) : x.mul(w).sub(x.mul(v))),
    'an input in place of the same number': (x, y) => x.mul(y.data === 0 ? y : 0),
  };
  return Object.keys(functions).find((name) => {
    try { compile((x, y) => functions[name](x, y)); } catch { return false; }
    return true;
  });
}
const find = (compile: Compile) => findAccepted(compile) ?? findFailure(compile);

describe('a bug in the compiler is caught', () => {
  it('where there is none, nothing is caught', () => { expect(find(withoutBugs())).toBeUndefined(); });

  describe.each(Object.entries(bugs))('in %s', (file, bugs) => {
    it.each(Object.entries(bugs))('%s', (_, edits) => {
      expect(find(plant(file, edits))).toBeTypeOf('string'); // the name of what failed, and how
    });
  });
});
