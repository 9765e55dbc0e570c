// A suite that would pass a wrong engine is worth nothing. Each of these bugs is planted into the text of
// src/engine.ts, one at a time, and has to be caught by the checks that the engine itself passes.
import { readFileSync } from 'node:fs';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { describe, expect, it } from 'vitest';
import { findFailure, type Engine } from '../support/checks.ts';

const source = readFileSync(new URL('../../src/engine.ts', import.meta.url), 'utf8');

type Edit = [from: string, to: string];

/** The source with the edits made. Each must find its text exactly once, else the bug would not be as it is named. */
function plant(edits: Edit[]): string {
  return edits.reduce((text, [from, to]) => {
    expect(text.split(from), `the text ${from} must stand in engine.ts once`).toHaveLength(2);
    return text.replace(from, () => to);
  }, source);
}

/** What the checks say of an engine of this text, which is loaded twice, as two copies of the module. */
async function check(text: string): Promise<string | undefined> {
  const { outputText, diagnostics } = transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext, useDefineForClassFields: false },
  });
  expect(diagnostics).toEqual([]); // a bug that does not parse would be caught by anything
  const load = (copy: number) => {
    const url = `data:text/javascript;base64,${Buffer.from(`${outputText}\n// ${copy}`).toString('base64')}`;
    return import(/* @vite-ignore */ url) as Promise<Engine>;
  };
  return findFailure(await load(1), await load(2));
}

const bugs: Record<string, Edit[]> = {
  // What a node is worth.
  'add subtracts': [[`make('+', this.data + b.data`, `make('+', this.data - b.data`]],
  'sub has its operands swapped': [[`this.data - b.data`, `b.data - this.data`]],
  'sub makes a node that says +': [[`make('-', this.data`, `make('+', this.data`]],
  'sub takes its first operand twice': [[`this.data - b.data, this, b)`, `this.data - b.data, this, this)`]],
  'div multiplies': [[`this.data / b.data`, `this.data * b.data`]],
  'pow has its operands swapped': [[`this.data ** b.data`, `b.data ** this.data`]],
  'max is a minimum': [[`Math.max(this.data, b.data)`, `Math.min(this.data, b.data)`]],
  'max hides a NaN': [[`Math.max(this.data, b.data)`, `this.data > b.data ? this.data : b.data`]],
  'when passes its gate': [[`b.data <= 0 ? 0 : this.data, this`, `b.data <= 0 ? 0 : b.data, this`]],
  'when is open at 0': [[`b.data <= 0 ? 0 : this.data`, `b.data < 0 ? 0 : this.data`]],
  'when hides a NaN of its gate': [[`b.data <= 0 ? 0 : this.data`, `b.data > 0 ? this.data : 0`]],
  'neg forgets the sign': [[`make('neg', -this.data`, `make('neg', this.data`]],
  'exp is of base 2': [[`Math.exp(this.data)`, `2 ** this.data`]],
  'log is of base 10': [[`Math.log(this.data)`, `Math.log10(this.data)`]],
  'relu is an absolute value': [[`Math.max(0, this.data)`, `Math.abs(this.data)`]],
  'relu hides a NaN': [[`Math.max(0, this.data)`, `this.data > 0 ? this.data : 0`]],
  'tanh by exp, which overflows': [[`Math.tanh(this.data)`, `((e) => (e - 1) / (e + 1))(Math.exp(2 * this.data))`]],
  'sigmoid forgets the minus': [[`Math.exp(-this.data)`, `Math.exp(this.data)`]],
  'sin and cos are swapped': [[`make('sin', Math.sin(`, `make('sin', Math.cos(`]],

  // What it sends back: `=` for `+=`, with which the last use of a Value wins.
  '+ overwrites gradients': [[`'+': a.grad += grad; b.grad += grad;`, `'+': a.grad = grad; b.grad = grad;`]],
  '- overwrites gradients': [[`'-': a.grad += grad; b.grad -= grad;`, `'-': a.grad = grad; b.grad = -grad;`]],
  '* overwrites the gradient of its first operand': [[`a.grad += grad * b.data`, `a.grad = grad * b.data`]],
  '* overwrites the gradient of its second operand': [[`b.grad += grad * a.data`, `b.grad = grad * a.data`]],
  '/ overwrites the gradient of its first operand': [[`a.grad += grad / b.data`, `a.grad = grad / b.data`]],
  '/ overwrites the gradient of its second operand': [
    [`b.grad -= grad * (data / b.data)`, `b.grad = -grad * (data / b.data)`],
  ],
  'the base of ** has its gradient overwritten': [[`a.grad += b.data === 0`, `a.grad = b.data === 0`]],
  'the exponent of ** has its gradient overwritten': [[`b.grad += a.data === 0`, `b.grad = a.data === 0`]],
  'max overwrites the gradient of its first operand': [[`a.grad += a.data < b.data`, `a.grad = a.data < b.data`]],
  'max overwrites the gradient of its second operand': [[`b.grad += a.data > b.data`, `b.grad = a.data > b.data`]],
  'neg overwrites gradients': [[`'neg': a.grad -= grad`, `'neg': a.grad = -grad`]],
  'exp overwrites gradients': [[`'exp': a.grad +=`, `'exp': a.grad =`]],
  'log overwrites gradients': [[`'log': a.grad +=`, `'log': a.grad =`]],
  'relu overwrites gradients': [[`'relu': a.grad +=`, `'relu': a.grad =`]],
  'tanh overwrites gradients': [[`'tanh': a.grad +=`, `'tanh': a.grad =`]],
  'sigmoid overwrites gradients': [[`'sigmoid': a.grad +=`, `'sigmoid': a.grad =`]],
  'sin overwrites gradients': [[`'sin': a.grad +=`, `'sin': a.grad =`]],
  'cos overwrites gradients': [[`'cos': a.grad -= grad *`, `'cos': a.grad = -grad *`]],

  // What it sends back: a slip in the derivative.
  '+ sends to one operand only': [[`'+': a.grad += grad; b.grad += grad;`, `'+': a.grad += grad;`]],
  '- has its derivatives swapped': [[`'-': a.grad += grad; b.grad -= grad;`, `'-': a.grad -= grad; b.grad += grad;`]],
  '- sends the same to both': [[`'-': a.grad += grad; b.grad -= grad;`, `'-': a.grad += grad; b.grad += grad;`]],
  '* has its operands swapped': [
    [`a.grad += grad * b.data; b.grad += grad * a.data`, `a.grad += grad * a.data; b.grad += grad * b.data`],
  ],
  '* has a set of operands, in which x.mul(x) has x once': [
    [`b.grad += grad * a.data`, `if (a !== b) b.grad += grad * a.data`],
  ],
  '+ has a set of operands, in which x.add(x) has x once': [
    [`'+': a.grad += grad; b.grad += grad;`, `'+': for (const x of new Set([a, b])) x.grad += grad;`],
  ],
  '/ has the wrong sign': [[`b.grad -= grad * (data / b.data)`, `b.grad += grad * (data / b.data)`]],
  '/ forgets the square': [[`b.grad -= grad * (data / b.data)`, `b.grad -= grad * data`]],
  'the derivative of ** is off by one in the exponent': [[`a.data ** (b.data - 1)`, `a.data ** b.data`]],
  'the derivative of ** forgets the factor': [[`(b.data * a.data ** (b.data - 1))`, `(a.data ** (b.data - 1))`]],
  'the base of ** gets a NaN at exponent 0': [[`b.data === 0 ? 0 : `, ``]],
  'the exponent of ** gets a NaN at base 0': [[`a.data === 0 && b.data >= 0 ? 0 : `, ``]],
  'the exponent of ** gets 0 at base 0, also below 0': [[`a.data === 0 && b.data >= 0 ?`, `a.data === 0 ?`]],
  'the exponent of ** gets nothing': [[`grad * (data * Math.log(a.data))`, `0`]],
  'the exponent of ** gets the logarithm of the exponent': [[`Math.log(a.data)`, `Math.log(b.data)`]],
  'max sends all to the first in a tie': [
    [`a.data < b.data ? 0 : a.data === b.data ? grad / 2 : grad`, `a.data < b.data ? 0 : grad`],
  ],
  'max sends all to the second in a tie': [
    [`a.data > b.data ? 0 : a.data === b.data ? grad / 2 : grad`, `a.data > b.data ? 0 : grad`],
  ],
  'max sends to the smaller': [[`a.grad += a.data < b.data ?`, `a.grad += a.data > b.data ?`]],
  'max drops the gradient at NaN': [
    [`b.grad += a.data > b.data ? 0 : a.data === b.data ? grad / 2 : grad`,
      `b.grad += a.data < b.data ? grad : a.data === b.data ? grad / 2 : 0`],
  ],
  'when overwrites gradients': [[`'when': a.grad +=`, `'when': a.grad =`]],
  'when looks at its first operand': [[`'when': a.grad += b.data <= 0`, `'when': a.grad += a.data <= 0`]],
  'the derivative of when is 1 at 0': [[`b.data <= 0 ? 0 : grad`, `b.data < 0 ? 0 : grad`]],
  'a closed when multiplies an infinite gradient by 0': [[`b.data <= 0 ? 0 : grad`, `grad * Number(!(b.data <= 0))`]],
  'the gate of when gets a gradient': [[`b.data <= 0 ? 0 : grad;`, `b.data <= 0 ? 0 : grad; b.grad += grad;`]],
  'neg has the wrong sign': [[`'neg': a.grad -= grad`, `'neg': a.grad += grad`]],
  'the derivative of exp is taken from its input': [[`'exp': a.grad += grad * data`, `'exp': a.grad += grad * a.data`]],
  'the derivative of log is not inverted': [[`grad / a.data`, `grad * a.data`]],
  'the derivative of log is taken from its output': [[`grad / a.data`, `grad / data`]],
  'the derivative of relu is 1 at 0': [[`+= data <= 0 ? 0 : grad`, `+= data < 0 ? 0 : grad`]],
  'the derivative of relu is 0 at NaN': [[`+= data <= 0 ? 0 : grad`, `+= data > 0 ? grad : 0`]],
  'relu multiplies an infinite gradient by 0': [[`+= data <= 0 ? 0 : grad`, `+= grad * Number(!(data <= 0))`]],
  'relu lets all gradients through': [[`+= data <= 0 ? 0 : grad`, `+= grad`]],
  'the derivative of tanh is taken from its input': [[`(1 - data * data)`, `(1 - a.data * a.data)`]],
  'the derivative of tanh forgets the square': [[`(1 - data * data)`, `(1 - data)`]],
  'the derivative of sigmoid forgets 1 - s': [[`(data * (1 - data))`, `data`]],
  'the derivative of sin is that of cos': [[`grad * Math.cos(a.data)`, `-grad * Math.sin(a.data)`]],
  'the derivative of sin is taken from its output': [[`Math.cos(a.data)`, `Math.cos(data)`]],
  'the derivative of cos has the wrong sign': [[`a.grad -= grad * Math.sin`, `a.grad += grad * Math.sin`]],

  // The order, and what stands around it.
  'the order is not reversed': [[`return order.reverse();`, `return order;`]],
  'backward begins at the leaves': [
    [`    empty(visit);`, `    const nodes: Value[] = [];
    empty((node) => { nodes.push(node); });
    nodes.reverse().forEach(visit);`],
  ],
  'the root itself is left out': [
    [`    empty(visit);`, `    chain.first = root.next as Value | null;
    root.next = undefined;
    empty(visit);`],
  ],
  'the last of the chain is left out': [[`visit(node);\n  }`, `if (chain.first !== null) visit(node);\n  }`]],
  'the root gets no 1': [[`if (setsGrads) root.grad += 1;`, ``]],
  'the root gets a 1 that overwrites': [[`root.grad += 1;`, `root.grad = 1;`]],
  'the sort gives the root a 1': [[`if (setsGrads) root.grad += 1;`, `root.grad += 1;`]],
  'the nodes in between are not set to 0': [[`if (setsGrads && node.op !== '') node.grad = 0;`, ``]],
  'leaves are set to 0 too': [[`if (setsGrads && node.op !== '') node.grad = 0`, `if (setsGrads) node.grad = 0`]],
  'the sort sets gradients to 0': [[`walk(root, false, (node)`, `walk(root, true, (node)`]],
  'the sort forgets the first operand': [
    [`if (left !== undefined && left.next === undefined) stack.push(left);`, ``],
  ],
  'the sort forgets the second operand': [
    [`if (right !== undefined && right.next === undefined) stack.push(right);`, ``],
  ],
  'the sort links a node once for each use that waits for it': [[`if (node.next !== undefined) continue;`, ``]],
  'the sort links a node before its operands': [
    [`stack.pop();`, ``],
    [`if (stack.length > height) continue;`, ``],
    [`const height = stack.length;`, `stack.pop();`],
  ],
  'the chain ends where a node that is not in it ends, too': [
    [`chain = { first: null }; //`, `chain = { first: undefined as never }; //`],
  ],

  // What a walk leaves behind.
  'a Value that was taken from the chain keeps its next': [[`node.next = undefined;`, ``]],
  'a leaf that was taken from the chain keeps its next': [
    [`node.next = undefined;`, `if (node.op !== '') node.next = undefined;`],
  ],
  'the last of the chain keeps its null': [
    [`node.next = undefined;`, `if (chain.first !== null) node.next = undefined;`],
  ],
  'after an error the rest of the chain stays linked': [[`empty(() => {}); // after`, `// after`]],
  'after an error in the sort the chain stays linked': [
    [`  try {\n    link(root, setsGrads);`, `  link(root, setsGrads);\n  try {`],
  ],
  'a walk drops the chain of the walk around it': [[`empty((node) => { waiting.push(node); });`, ``]],
  'a walk loses the chain of the walk around it': [[`for (const node of waiting.reverse()) putFirst(node);`, ``]],
  'a walk puts the chain around it back to front': [[`waiting.reverse()`, `waiting`]],
  'Values are told by their class, of which each copy of the module has its own': [
    [`typeof x === 'object' && x !== null && brand in x`, `x instanceof Value`],
  ],

  // What a Value says of itself.
  'the inputs are a set': [[`[this.left, this.right].filter`, `[...new Set([this.left, this.right])].filter`]],
  'anything but undefined may be data': [[`typeof data !== 'number'`, `data === undefined`]],
  'a Value in arithmetic is its text': [[`if (hint === 'string') return`, `if (hint !== '') return`]],
  'JSON walks the graph': [[`toJSON(): {`, `toJson(): {`]],
};

describe('a bug in the engine is caught', () => {
  it('where there is none, nothing is caught', async () => { expect(await check(source)).toBeUndefined(); });

  it.each(Object.entries(bugs))('%s', async (_, edits) => {
    expect(await check(plant(edits))).toBeTypeOf('string'); // the name of what failed, and how
  });
});
