// Single slips, each made in the lecture’s own solution, with the task that it belongs to and the hint it must get.
import type { Task } from '../../../src/grading/index.ts';

export type Edit = [from: string, to: string];
export interface Wrong { task: Task; hint: RegExp; edits: Edit[] }

const topo = `    const build = (v) => {
      if (visited.has(v)) return;
      visited.add(v);
      for (const child of v._prev) build(child);
      topo.push(v);
    };
    build(this);
    this.grad = 1;
    for (const v of topo.reverse()) v._backward();`;
const moreThanOnce = /on more than once, and with it again .* Sort the graph first/;

const listed: Edit[] = [
  ['this._backward = () => {};', 'this._backward = () => {}; all.push(this);'],
  ['export class', 'const all = [];\nexport class'],
];

export const wrong: Record<string, Wrong> = {
  // 1.1
  'grad is not set': { task: '1.1', hint: /`this\.grad = 0`/, edits: [['this.grad = 0;', '']] },
  'grad begins at 1': { task: '1.1', hint: /`this\.grad = 0`/, edits: [['this.grad = 0;', 'this.grad = 1;']] },
  'data is not kept': { task: '1.1', hint: /`this\.data = data`/, edits: [['this.data = data;', '']] },
  'add changes its operand': {
    task: '1.1', hint: /leave its operands as they are/,
    edits: [['new Value(this.data + other.data', 'new Value(this.data += other.data']],
  },
  'add has no return': { task: '1.1', hint: /`return` missing/, edits: [['return out; // add', '']] },
  'mul gives a number': {
    task: '1.1', hint: /a new Value must come/,
    edits: [['return out; // mul', 'return out.data;']],
  },
  'mul adds': { task: '1.1', hint: /Yours adds/, edits: [['this.data * other.data', 'this.data + other.data']] },

  // 1.2
  'add forgets the second operand': {
    task: '1.2', hint: /In `add`, nothing is sent to the second operand/,
    edits: [['other.grad += out.grad; // add 2', '']],
  },
  'add sends 1, whatever arrived': {
    task: '1.2', hint: /In `add`, `out\.grad` is missing for the operands/,
    edits: [
      ['this.grad += out.grad; // add 1', 'this.grad += 1;'],
      ['other.grad += out.grad; // add 2', 'other.grad += 1;'],
    ],
  },
  'mul has its operands mixed up': {
    task: '1.2', hint: /its own data as the factor/,
    edits: [
      ['+= other.data * out.grad', '+= this.data * out.grad'],
      ['other.grad += this.data * out.grad', 'other.grad += other.data * out.grad'],
    ],
  },
  'mul forgets out.grad': {
    task: '1.2', hint: /In `mul`, `out\.grad` is missing for the operands/,
    edits: [['other.data * out.grad', 'other.data'], ['+= this.data * out.grad', '+= this.data']],
  },
  'mul forgets the factor': {
    task: '1.2', hint: /In `mul`, out\.grad is sent on to the operands as it is/,
    edits: [['other.data * out.grad', 'out.grad'], ['+= this.data * out.grad', '+= out.grad']],
  },
  'backward does not begin with 1': {
    task: '1.2', hint: /begin with `this\.grad = 1`/,
    edits: [['    this.grad = 1;\n', '']],
  },
  'backward begins with the data': {
    task: '1.2', hint: /not with its data/, edits: [['this.grad = 1;', 'this.grad = this.data;']],
  },
  'backward begins with 2': {
    task: '1.2', hint: /Yours is 2 times that/, edits: [['    this.grad = 1;', '    this.grad = 2;']],
  },
  'backward does nothing for a leaf': {
    task: '1.2', hint: /on a leaf too/,
    edits: [['    const topo = [];', '    if (this._prev.size === 0) return;\n    const topo = [];']],
  },
  'add names only one of its operands': {
    task: '1.2', hint: /`add` does not name the second operand/,
    edits: [['(this.data + other.data, [this, other])', '(this.data + other.data, [this])']],
  },
  'mul names only one of its operands': {
    task: '1.2', hint: /`mul` does not name the second operand/,
    edits: [['(this.data * other.data, [this, other])', '(this.data * other.data, [this])']],
  },
  'mul finds its factors by division': {
    task: '1.2', hint: /0 \/ 0 is NaN/,
    edits: [['+= other.data * out.grad', '+= out.data / this.data * out.grad'],
      ['other.grad += this.data * out.grad', 'other.grad += out.data / other.data * out.grad']],
  },
  'mul by 0 takes a shortcut': {
    task: '1.2', hint: /takes a shortcut/,
    edits: [['other = Value.of(other); // mul',
      'other = Value.of(other); if (this.data === 0 || other.data === 0) return new Value(0);']],
  },
  'every second operand is a copy': {
    task: '1.2', hint: /not a copy of it/, edits: [['x instanceof Value ? x : new Value(x)', 'new Value(x.data ?? x)']],
  },
  '-= for += everywhere': {
    task: '1.2', hint: /All gradients have the wrong sign/,
    edits: [['other.grad -= out.grad', 'other.grad += -out.grad'], ['+=', '-=']],
  },
  'backward forgets to reverse': { task: '1.2', hint: /sorted list, reversed/, edits: [['topo.reverse()', 'topo']] },
  'backward does one step only': {
    task: '1.2', hint: /stopped at the operands of the last operation/,
    edits: [[topo, 'this.grad = 1; this._backward();']],
  },
  'backward is called something else': {
    task: '1.2', hint: /no method `backward`/,
    edits: [['backward() {\n    const topo', 'backprop() {\n    const topo']],
  },
  'backward is asynchronous': {
    task: '1.2', hint: /no `async`/, edits: [['backward() {\n    const topo', 'async backward() {\n    const topo']],
  },

  // 1.3
  '= for += everywhere': {
    task: '1.3', hint: /The gradient arrived more than once.*`\+=`, not `=`/,
    edits: [['+=', '=']],
  },
  '= for += in add': {
    task: '1.3', hint: /In `add`, .*`\+=`, not `=`/,
    edits: [
      ['this.grad += out.grad; // add 1', 'this.grad = out.grad;'],
      ['other.grad += out.grad; // add 2', 'other.grad = out.grad;'],
    ],
  },
  '= for += in mul, second operand': {
    task: '1.3', hint: /In `mul`, the gradient for the second operand replaced/,
    edits: [['other.grad += this.data', 'other.grad = this.data']],
  },
  'the first arrival is kept': {
    task: '1.3', hint: /only the first arrival/,
    edits: [['this.grad +=', 'this.grad = this.grad || 0 +'], ['other.grad +=', 'other.grad = other.grad || 0 +'],
      ['other.grad -= out.grad', 'other.grad = other.grad || 0 - out.grad']],
  },
  'where backward has been is known by the data': {
    task: '1.2', hint: /same data/,
    edits: [['visited.has(v)', 'visited.has(v.data)'], ['visited.add(v)', 'visited.add(v.data)']],
  },
  'a Set of operands gets its shares once each': {
    task: '1.3', hint: /A Set or a Map/,
    edits: [
      ['this.grad += out.grad; // add 1', 'for (const x of out._prev) x.grad += out.grad;'],
      ['other.grad += out.grad; // add 2', ''],
      ['this.grad += other.data * out.grad;\n      other.grad += this.data * out.grad;',
        'for (const [x, slope] of new Map([[this, other.data], [other, this.data]])) x.grad += slope * out.grad;'],
    ],
  },

  // 1.4
  'no order: a node passes on at each arrival': {
    task: '1.4', hint: moreThanOnce,
    edits: [
      ['out.grad; // add 1', 'out.grad; this._backward();'],
      ['out.grad; // add 2', 'out.grad; other._backward();'],
      ['this.grad += other.data * out.grad;', 'this.grad += other.data * out.grad; this._backward();'],
      ['other.grad += this.data * out.grad;', 'other.grad += this.data * out.grad; other._backward();'],
      [topo, 'this.grad = 1; this._backward();'],
    ],
  },
  'no order, and a Set of operands': {
    task: '1.4', hint: /Sort the graph first/,
    edits: [[topo, 'this.grad = 1; const go = (v) => { v._backward(); v._prev.forEach(go); }; go(this);']],
  },
  'no order: a node passes on for each use': {
    task: '1.4', hint: moreThanOnce,
    edits: [
      ['this._prev = new Set(children)', 'this._prev = children'],
      [topo, 'this.grad = 1; const go = (v) => { v._backward(); v._prev.forEach(go); }; go(this);'],
    ],
  },
  'the wrong order: a node before its operands': {
    task: '1.4', hint: /before all of it had arrived/,
    edits: [
      ['      topo.push(v);\n', ''],
      ['visited.add(v);', 'visited.add(v); topo.push(v);'],
      ['topo.reverse()', 'topo'],
    ],
  },
  'the wrong order: row by row': {
    task: '1.4', hint: /before all of it had arrived/,
    edits: [[topo, `this.grad = 1; const queue = [this];
      for (const v of queue) { v._backward(); for (const x of v._prev) if (!queue.includes(x)) queue.push(x); }`]],
  },
  'no order: row by row, a node each time that it is met': {
    task: '1.4', hint: moreThanOnce,
    edits: [
      ['this._prev = new Set(children)', 'this._prev = children'],
      [topo, `this.grad = 1; const queue = [this];
      for (const v of queue) { v._backward(); queue.push(...v._prev); }`],
    ],
  },

  'results are wiped after their step': {
    task: '1.4', hint: /results have lost theirs/,
    edits: [['v._backward();', '{ v._backward(); if (v._prev.size > 0) v.grad = 0; }']],
  },

  // 1.5
  'numbers are not wrapped': {
    task: '1.5', hint: /Make a Value of it/,
    edits: [['x instanceof Value ? x : new Value(x)', 'x']],
  },
  'numbers are not wrapped in sub': {
    task: '1.5', hint: /In `sub`: a number has no `data`/, edits: [['other = Value.of(other); // sub', '']],
  },
  'numbers are not wrapped in add': {
    task: '1.5', hint: /In `add`: a number has no `data`/, edits: [['other = Value.of(other); // add', '']],
  },
  'numbers are not wrapped in mul': {
    task: '1.5', hint: /In `mul`: a number has no `data`/, edits: [['other = Value.of(other); // mul', '']],
  },
  'numbers are not wrapped in div': {
    task: '1.5', hint: /In `div`: a number has no `data`/, edits: [['other = Value.of(other); // div', '']],
  },
  'pow goes by way of the logarithm': {
    task: '1.5', hint: /has no `Math\.log`/, edits: [['this.data ** n,', 'Math.exp(n * Math.log(this.data)),']],
  },
  'pow forgets the factor': {
    task: '1.5', hint: /the exponent is missing as a factor/,
    edits: [['+= n * this.data', '+= this.data']],
  },
  'pow does not reduce the exponent': { task: '1.5', hint: /must go down by 1/, edits: [['** (n - 1)', '** n']] },
  'pow multiplies': {
    task: '1.5', hint: /yours gives `this\.data \* n`/,
    edits: [['this.data ** n,', 'this.data * n,']],
  },
  'pow has its numbers mixed up': {
    task: '1.5', hint: /yours gives `n \*\* this\.data`/, edits: [['this.data ** n,', 'n ** this.data,']],
  },
  'pow is no power': {
    task: '1.5', hint: /which is no power in JavaScript/, edits: [['this.data ** n,', 'this.data ^ n,']],
  },
  'pow reduces the factor, too': {
    task: '1.5', hint: /the factor is n itself, not n - 1/, edits: [['+= n * this.data', '+= (n - 1) * this.data']],
  },
  'pow has the derivative of a square': {
    task: '1.5', hint: /the derivative of a \*\* 2 only/, edits: [['this.data ** (n - 1)', 'this.data']],
  },
  'pow has only whole exponents': {
    task: '1.5', hint: /negative or fractional/,
    edits: [
      ['new Value(this.data ** n,',
        'new Value(Array.from({ length: Math.max(0, Math.ceil(n)) }).fill(this.data).reduce((a, b) => a * b, 1),'],
    ],
  },
  'pow divides by its operand': {
    task: '1.5', hint: /0 \/ 0 is NaN/, edits: [['n * this.data ** (n - 1)', 'n * out.data / this.data']],
  },
  'pow goes by way of the logarithm, and divides': {
    task: '1.5', hint: /has no `Math\.log`/,
    edits: [['this.data ** n,', 'Math.exp(n * Math.log(this.data)),'],
      ['n * this.data ** (n - 1)', 'n * out.data / this.data']],
  },
  'pow is 0 at 0': {
    task: '1.5', hint: /a = 0 is treated apart/,
    edits: [['  pow(n) {', '  pow(n) {\n    if (this.data === 0) return new Value(0);']],
  },
  'neg gives what it got': {
    task: '1.5', hint: /`neg` must change the sign/, edits: [['new Value(-this.data', 'new Value(this.data']],
  },
  'neg sends the wrong sign': { task: '1.5', hint: /In `neg`, .*wrong sign/, edits: [['+= -out.grad', '+= out.grad']] },
  'sub sends the same to both': {
    task: '1.5', hint: /when b grows, a - b shrinks/,
    edits: [['other.grad -= out.grad', 'other.grad += out.grad']],
  },
  'sub is the wrong way round': {
    task: '1.5', hint: /yours gives other minus this/,
    edits: [
      ['this.data - other.data', 'other.data - this.data'],
      ['this.grad += out.grad; // sub 1', 'this.grad -= out.grad;'],
      ['other.grad -= out.grad', 'other.grad += out.grad'],
    ],
  },
  'sub gives a result that is the wrong way round': {
    task: '1.5', hint: /`sub` must give this minus other; yours gives other minus this/,
    edits: [['this.data - other.data', 'other.data - this.data']],
  },
  'sub adds': {
    task: '1.5', hint: /`sub` must give this minus other; yours adds/,
    edits: [['this.data - other.data', 'this.data + other.data'], ['other.grad -= out.grad', 'other.grad += out.grad']],
  },
  'div forgets the minus': {
    task: '1.5', hint: /when b grows, a \/ b shrinks/,
    edits: [['-this.data / other.data', 'this.data / other.data']],
  },
  'div forgets the square': {
    task: '1.5', hint: /the square is missing/,
    edits: [['/ other.data ** 2', '/ other.data']],
  },
  'div takes the divisor for a constant': {
    task: '1.5', hint: /taken for a constant/, edits: [['other.grad += -this.data / other.data ** 2 * out.grad;', '']],
  },
  'div is the wrong way round': {
    task: '1.5', hint: /other divided by this/,
    edits: [['this.data / other.data,', 'other.data / this.data,']],
  },
  'div is the wrong way round, in its derivatives, too': {
    task: '1.5', hint: /other divided by this/,
    edits: [
      ['this.data / other.data,', 'other.data / this.data,'],
      ['this.grad += out.grad / other.data;', 'this.grad += -other.data / this.data ** 2 * out.grad;'],
      ['other.grad += -this.data / other.data ** 2 * out.grad;', 'other.grad += out.grad / this.data;'],
    ],
  },

  // 1.6
  'relu lets gradients through': {
    task: '1.6', hint: /gate of `relu` is missing/,
    edits: [['(out.data > 0 ? 1 : 0) * ', '']],
  },
  'relu has its gate the wrong way round': {
    task: '1.6', hint: /wrong way round/,
    edits: [['(out.data > 0 ?', '(out.data <= 0 ?']],
  },
  'relu lets numbers through': {
    task: '1.6', hint: /lets all numbers through/,
    edits: [['this.data > 0 ? this.data : 0', 'this.data']],
  },
  'relu changes the sign': {
    task: '1.6', hint: /Yours is `Math\.abs`/, edits: [['this.data > 0 ? this.data : 0', 'Math.abs(this.data)']],
  },
  'relu takes the minimum': {
    task: '1.6', hint: /takes the minimum/, edits: [['this.data > 0 ? this.data : 0', 'Math.min(0, this.data)']],
  },
  'relu gates by the gradient': {
    task: '1.6', hint: /must look at `out\.data`/,
    edits: [['(out.data > 0', '(out.grad > 0']],
  },
  'relu multiplies by the result': {
    task: '1.6', hint: /Yours multiplies it by the data/,
    edits: [['(out.data > 0 ? 1 : 0)', '(out.data > 0 ? out.data : 0)']],
  },
  'tanh overflows': {
    task: '1.6', hint: /overflows to Infinity/,
    edits: [['Math.tanh(this.data)', '(Math.exp(2 * this.data) - 1) / (Math.exp(2 * this.data) + 1)']],
  },
  'tanh overflows on both sides': {
    task: '1.6', hint: /overflows to Infinity/,
    edits: [['Math.tanh(this.data)',
      '(Math.exp(this.data) - Math.exp(-this.data)) / (Math.exp(this.data) + Math.exp(-this.data))']],
  },
  'tanh overflows below 0': {
    task: '1.6', hint: /overflows to Infinity/,
    edits: [['Math.tanh(this.data)', '(1 - Math.exp(-2 * this.data)) / (1 + Math.exp(-2 * this.data))']],
  },
  'tanh is the tangent': { task: '1.6', hint: /That is the tangent/, edits: [['Math.tanh(', 'Math.tan(']] },
  'tanh has the derivative of a sigmoid': {
    task: '1.6', hint: /that is the derivative of a sigmoid/, edits: [['(1 - t ** 2)', 't * (1 - t)']],
  },
  'tanh forgets the square': {
    task: '1.6', hint: /In `tanh`, the square is missing/,
    edits: [['(1 - t ** 2)', '(1 - t)']],
  },
  'tanh takes its derivative from the input': {
    task: '1.6', hint: /yours is with `this\.data`/, edits: [['(1 - t ** 2)', '(1 - this.data ** 2)']],
  },
  'tanh sends = for +=': { task: '1.6', hint: /In `tanh`, .*`\+=`, not `=`/, edits: [['+= (1 - t', '= (1 - t']] },
  'exp takes its derivative from the input': {
    task: '1.6', hint: /In `exp`, the derivative is the result/,
    edits: [['out.data * out.grad', 'this.data * out.grad']],
  },
  'exp is of base 2': { task: '1.6', hint: /is a power of 2/, edits: [['Math.exp(this.data)', '2 ** this.data']] },
  'exp takes the rule of powers': {
    task: '1.6', hint: /for a power with a constant exponent/,
    edits: [['out.data * out.grad', 'this.data * Math.exp(this.data - 1) * out.grad']],
  },
  'exp forgets out.grad': {
    task: '1.6', hint: /In `exp`, `out\.grad` is missing/,
    edits: [['out.data * out.grad', 'out.data']],
  },
  'log multiplies': {
    task: '1.6', hint: /where yours multiplies/,
    edits: [['out.grad / this.data', 'out.grad * this.data']],
  },
  'log divides by the result': {
    task: '1.6', hint: /divides by the result/,
    edits: [['out.grad / this.data', 'out.grad / out.data']],
  },
  'log is of base 10': { task: '1.6', hint: /of base 10/, edits: [['Math.log(', 'Math.log10(']] },
  'log is of base 2': { task: '1.6', hint: /of base 2/, edits: [['Math.log(', 'Math.log2(']] },

  // 1.7
  'backward clears all gradients': {
    task: '1.7', hint: /wiped out what an earlier one had left/,
    edits: [['    this.grad = 1;', '    for (const v of topo) v.grad = 0;\n    this.grad = 1;']],
  },
  'a list of all operations is never emptied': {
    task: '1.7', hint: /propagated again with the second/,
    edits: [...listed, [topo, 'this.grad = 1; for (const v of [...all].reverse()) v._backward();']],
  },

  'a list of all operations is emptied after each backward': {
    task: '1.7', hint: /A list of operations that is emptied/,
    edits: [...listed, [topo, 'this.grad = 1; for (const v of all.splice(0).reverse()) v._backward();']],
  },
  'the marks of where backward has been stay': {
    task: '1.7', hint: /no visited marks/,
    edits: [['export class', 'const everywhere = new Set();\nexport class'],
      ['const visited = new Set();', 'const visited = everywhere;']],
  },
  'backward works once only': {
    task: '1.7', hint: /nothing the second time/,
    edits: [['    const topo = [];', '    if (this.done) return;\n    this.done = true;\n    const topo = [];']],
  },

  // 1.8
  'data is kept where it cannot be set': {
    task: '1.8', hint: /can be set/,
    edits: [['this.data = data;', 'Object.defineProperty(this, \'data\', { get: () => data });']],
  },
};

/** What is in no list of slips. */
export const unlisted: Record<string, { fails?: string[]; edits: Edit[] }> = {
  'pow of 0 or 1 is the operand itself': {
    fails: ['pow, with any number as the exponent'],
    edits: [['  pow(n) {', '  pow(n) {\n    if (n === 0 || n === 1) return this;']],
  },
  'all data are rounded to two places': { edits: [['this.data = data;', 'this.data = Math.round(100 * data) / 100;']] },
};
