// What students are told, word for word: a sentence of each kind.
import { describe, expect, it } from 'vitest';
import type { Sight } from '../../src/grading/evaluate.ts';
import { grade, type GradeOptions, type Task } from '../../src/grading/index.ts';
import { check } from '../../src/grading/checks.ts';
import { slipFinder } from '../../src/grading/diagnose.ts';
import { mark } from '../../src/grading/marking.ts';
import { troubleWith } from '../../src/grading/packages.ts';
import { codeOf } from '../../src/grading/print.ts';
import { run } from '../../src/grading/reference.ts';
import { isLook, isOperation, Script } from '../../src/grading/script.ts';
import { load, plant } from '../support/students/load.ts';
import { lecture, right } from '../support/students/right.ts';
import { wrong, type Edit } from '../support/students/wrong.ts';

/** What is said of the fixed expressions of a task. */
async function messages(edits: Edit[], tasks: Task[], options?: GradeOptions): Promise<string[]> {
  const { tests } = await grade(await load(plant(lecture, edits)), { tasks, runs: 0, ...options });
  return tests.filter(({ passed }) => !passed).map(({ message }) => message);
}

const unset: Edit[] = [['this.grad = 0;', '']];
const nan = 'NaN comes of arithmetic with what is no number';
const begin = '`a.add(b)` with a = 2, b = -3: ';
const steps = '`out = w1.mul(x1).add(w2.mul(x2)).add(w3.mul(x3)).add(b).tanh()`; the loss is the sum of ' +
  '`out.sub(y).pow(2)` over the lecture’s four points; in each step `p.grad = 0; loss.backward(); ' +
  'p.data -= 0.05 * p.grad`: ';

describe('a wrong number is told', () => {
  it.each<[string, Edit[], Task, string]>([
    ['of a leaf’s data', [['this.data = data;', 'this.data = 1 / 3;']], '1.1',
      '`a = new Value(2)`: a.data is 0.333333, should be 2. The constructor must keep the number: `this.data = data`.'],
    ['of a leaf’s grad', unset, '1.1',
      `\`a = new Value(2)\`: a.grad is undefined, should be 0. The constructor must set it: \`this.grad = 0\`. ` +
      'That is no number.'],
    ['of an operand', wrong['add changes its operand'].edits, '1.1',
      `${begin}a.data is -1, should be 2. An operation must leave its operands as they are, and put the result ` +
      'into a new Value.'],
    ['of a result', [['this.data + other.data', 'this.data + other.data + 1']], '1.1',
      `${begin}data is 0, should be -1: 2 + (-3).`],
    ['of neg', [['new Value(-this.data', 'new Value(-2 * this.data']], '1.5',
      '`a.neg()` with a = 3: data is -6, should be -3.'],
    ['of sub', [['this.data - other.data', 'this.data - other.data + 1']], '1.5',
      '`a.sub(1)` with a = 3: data is 3, should be 2: 3 - 1.'],
    ['of pow', [['this.data ** n,', 'this.data ** n + 2,']], '1.5',
      '`a.pow(3)` with a = 2: data is 10, should be 8: 2 ** 3.'],
    ['of relu', [['this.data > 0 ? this.data : 0', '7']], '1.6',
      '`a.relu()` with a = 3: data is 7, should be 3: Math.max(0, 3).'],
    ['of tanh, with all of its digits where six would look the same',
      [['Math.tanh(this.data)', 'Math.tanh(this.data) + 1e-8']], '1.6',
      '`a.tanh()` with a = 1: data is 0.7615941659557649, should be 0.7615941559557649: Math.tanh(1).'],
    ['that is a text', [['this.data + other.data', 'String(this.data + other.data)']], '1.1',
      `${begin}data is "-1", should be -1: 2 + (-3). That is no number. (A text? There, \`+\` joins.)`],
    ['that is a Value', [['this.data + other.data', 'other']], '1.1',
      `${begin}data is an object, should be -1: 2 + (-3). That is no number. (A Value, where its \`data\` is ` +
        `expected?)`],
    ['that is NaN', [['this.data * other.data', 'this.data * other']], '1.1',
      '`a.mul(b)` with a = 2, b = -3: data is NaN, should be -6: 2 * (-3). ' +
      `${nan}: with \`undefined\`, or with a Value itself in place of its \`data\`. (And of \`Math.log\` below 0.)`],
    ['that is NaN where the number is an exponent', [['this.data ** n,', 'this ** n,']], '1.5',
      '`a.pow(3)` with a = 2: data is NaN, should be 8: 2 ** 3. ' +
      `${nan}: with \`undefined\`, or with a Value itself in place of its \`data\`. (And of \`Math.log\` below 0.)`],
    ['of a grad that was never set', unset, '1.2',
      `${begin}a.grad is NaN, should be 1. In \`add\`, the first operand gets \`out.grad\`, here 1. ` +
      `${nan}, such as a grad that was never set: does the constructor begin with \`this.grad = 0\`?`],
    ['of a grad that was never set, where a number is on the right', unset, '1.5',
      '`a.add(1)` with a = 3: a.grad is NaN, should be 1. In `add`, the first operand gets `out.grad`, here 1. ' +
      `${nan}, such as a grad that was never set: does the constructor begin with \`this.grad = 0\`?`],
    ['of a second operand', [['other.grad += this.data', 'other.grad += 0.125 + this.data']], '1.2',
      '`a.mul(b)` with a = 2, b = -3: b.grad is 2.125, should be 2. ' +
      'In `mul`, the second operand gets `out.grad * this.data`, here 1 * 2.'],
    ['of the only operand', [['+= n * this.data', '+= 0.5 + n * this.data']], '1.5',
      '`a.pow(3)` with a = 2: a.grad is 12.5, should be 12. ' +
      'In `pow`, the operand gets `out.grad * n * this.data ** (n - 1)`, here 1 * 3 * 2 ** (3 - 1).'],
    ['with its slip', wrong['div forgets the square'].edits, '1.5',
      '`a.div(b)` with a = 3, b = 4: b.grad is -0.75, should be -0.1875. In `div`, the second operand gets ' +
      '`-out.grad * this.data / other.data ** 2`, here -1 * 3 / 4 ** 2. ' +
      'In `div`, the square is missing: the derivative of a / b by b is -a / b ** 2.'],
    ['of two losses', wrong['a list of all operations is never emptied'].edits, '1.7',
      '`c = a.mul(b); c.backward(); d = a.add(b); d.backward()` with a = 2, b = -3: a.grad is -5, should be -2. ' +
      'a is used twice, and what comes back adds up: (-3) + 1. The first loss was propagated again with the second. ' +
      'Visit only the nodes that this result is made of, not a list of all operations that there ever were.'],
    ['of the neuron', [['Math.tanh(this.data)', '2']], '1.8',
      '`x1.mul(w1).add(x2.mul(w2)).add(b).tanh()` with x1 = 2, x2 = 0, w1 = -3, w2 = 1, b = 6.881373587019543: ' +
      'data is 2, should be 0.707107: Math.tanh(0.881374).'],
  ])('%s', async (_, edits, task, message) => {
    expect(await messages(edits, [task])).toContain(message);
  });

  it('of three uses, of names that are given, and of a grad that is set to 0', async () => {
    const edits: Edit[] = [['this.grad += ', 'this.grad += 0.125 + ']];
    expect((await messages(edits, ['1.4', '1.7', '1.8'])).slice(1)).toEqual([
      '`b = a.mul(a); c = b.mul(b.add(a))` with a = 2: a.grad is 45.125, should be 44. ' +
      'a is used 3 times, and what comes back adds up: 4 + 20 + 20.',
      '`c = a.add(b); d = c.mul(a); e = d.mul(c).add(d)` with a = 2, b = 1: a.grad is 29.5, should be 26. ' +
      'a is used twice, and what comes back adds up: 12 + 14.',
      '`x = x.add(x)`, 40 times, from `x = a = new Value(1)`: a.grad is 1236950000000, should be 1099510000000.',
      '`c = a.mul(b); c.backward(); d = a.add(b); d.backward()` with a = 2, b = -3: a.grad is -1.75, should be -2. ' +
      'a is used twice, and what comes back adds up: (-3) + 1.',
      '`c = a.mul(b); c.backward(); a.grad = 0; d = a.add(b); d.backward()` with a = 2, b = -3: ' +
      'a.grad is 1.125, should be 1. In `add`, the first operand gets `out.grad`, here 1.',
      '`x1.mul(w1).add(x2.mul(w2)).add(b).tanh()` with x1 = 2, x2 = 0, w1 = -3, w2 = 1, b = 6.881373587019543: ' +
      'x1.grad is -2.5, should be -1.5. In `mul`, the first operand gets `out.grad * other.data`, here 0.5 * (-3).',
      `${steps}loss.data in step 2 is 8.19148, should be 8.10399.`,
    ]);
  });

  it('with the rule of each operation', async () => {
    const all = await messages([['this.grad += ', 'this.grad += 0.125 + ']], ['1.2', '1.5', '1.6']);
    const second = await messages([['other.grad -= ', 'other.grad -= 1 + ']], ['1.5']);
    expect([...all, ...second].map((message) => /In `.* here .*\.$/.exec(message)?.[0])).toEqual([
      'In `add`, the first operand gets `out.grad`, here 1.',
      'In `mul`, the first operand gets `out.grad * other.data`, here 1 * (-3).',
      'In `add`, the first operand gets `out.grad`, here 4.',
      'In `add`, the first operand gets `out.grad`, here 1.',
      'In `pow`, the operand gets `out.grad * n * this.data ** (n - 1)`, here 1 * 3 * 2 ** (3 - 1).',
      'In `neg`, the operand gets `-out.grad`, here -1.',
      'In `sub`, the first operand gets `out.grad`, here 1.',
      'In `div`, the first operand gets `out.grad / other.data`, here 1 / 4.',
      'In `relu`, the operand gets `out.grad if out.data > 0, else 0`, here 1 if 3 > 0, else 0.',
      'In `tanh`, the operand gets `out.grad * (1 - out.data ** 2)`, here 1 * (1 - 0.761594 ** 2).',
      'In `exp`, the operand gets `out.grad * out.data`, here 1 * 2.71828.',
      'In `log`, the operand gets `out.grad / this.data`, here 1 / 2.',
      'In `sub`, the second operand gets `-out.grad`, here -1.',
    ]);
  });

  it('of the long chain, without a guess', async () => {
    const source = right['local gradients in each node, and a sort with a stack of its own'];
    const Class = await load(plant(source, [['this.grad = 0', 'this.grad = 2']]));
    const { tests } = await grade(Class, { tasks: ['extra'] });
    expect(tests[0].message).toBe(
      '`a.add(b)… (100000 times)` with a = 1, b = 0.5: a.grad is 200001, should be 1.',
    );
  });

  it('without a guess where a slip would give Infinity, which nothing else is near to', () => {
    const script = check({ a: 0, b: 0.25 }, ({ a, b }) => a.div(b), 0); // b / a would be Infinity
    const trial = { script, sight: { looks: [1, 0, 0.25] } };
    expect(slipFinder([trial])(trial)).toBeUndefined();
  });

  it('with the number of each leaf, also of one that is made later', async () => {
    const see = ({ steps, looks: fixed }: Script): Sight => {
      const { looks } = run(steps);
      const isRandom = fixed.every(({ label }) => label !== 'a.data');
      return { looks: isRandom && steps.filter(isOperation).length > 1 ? looks.map((x) => x + 1) : looks };
    };
    const { tests } = await mark({ see }, { tasks: ['1.1'] });
    const message = tests[1].message.replaceAll(/= -?\d+(\.\d+)?/g, '= #');
    expect(message).toMatch(/^`a\.add\(b\)\.add\(c\)` with a = #, b = #, c = #: data is /);
  });

  it('of a leaf that has no part in the result', async () => {
    const see = ({ steps }: Script): Sight => {
      const { looks, nodes } = run(steps);
      const looking = steps.filter(isLook);
      const isUnused = ({ do: what, a }: typeof looking[0]) => what === 'grad' && nodes[a].arrivals.length === 0;
      return { looks: looks.map((x, i) => isUnused(looking[i]) ? 5 : x) };
    };
    const { tests } = await mark({ see }, { tasks: ['1.3'] });
    expect(tests[1].message).toMatch(/[abc]\.grad is 5, should be 0: the result does not depend on it\.$/);
  });
});

describe('a fault is told', () => {
  const throwing = (what: string): Edit[] => [['    const topo = [];', `    ${what}\n    const topo = [];`]];

  it.each<[string, Edit[], Task, string]>([
    ['a method that is not there', wrong['backward is called something else'].edits, '1.2',
      `${begin}there is no method \`backward\`. It is yours to write.`],
    ['a promise', wrong['backward is asynchronous'].edits, '1.2',
      `${begin}backward() gave a promise. Its work must be done when it returns: no \`async\`.`],
    ['a result that is none', [['return out; // add', '']], '1.8',
      '`x1.mul(w1).add(x2.mul(w2))` with x1 = 2, x2 = 0, w1 = -3, w2 = 1: ' +
      'add gave undefined, where a new Value must come. Is there a `return` missing?'],
    ['a number for a result', [['return out; // add', 'return out.data;']], '1.1',
      `${begin}add gave -1, where a new Value must come.`],
    ['an error', throwing('throw new TypeError("so.");'), '1.2', `${begin}backward() threw TypeError: so.`],
    ['a recursion', throwing('this.backward();'), '1.2',
      `${begin}backward() threw RangeError: Maximum call stack size exceeded. Something calls itself without end.`],
    ['a recursion in a graph of forty nodes, which is not deep', throwing('this.backward();'), '1.4',
      '`x = x.add(x)`, 40 times, from `x = a = new Value(1)`: backward() threw RangeError: Maximum call stack size ' +
      'exceeded. Something calls itself without end.'],
    ['a property that cannot be set', wrong['data is kept where it cannot be set'].edits, '1.8',
      `${steps}threw TypeError: Cannot set property data of #<Value> which has only a getter. ` +
      '`data` and `grad` must be properties that can be set.'],
    ['a property of an operand that is not there', throwing('undefined.grad;'), '1.2',
      `${begin}backward() threw TypeError: Cannot read properties of undefined (reading 'grad'). In a \`function\`, ` +
      '`this` is not the Value that made the step: write an arrow function, `() => { … }`. If there is none: has the ' +
      'index of a loop run on? `var i` is one variable for all rounds; write `let i`.'],
    ['a property that has no such name', [['this.data + other.data', 'this.data + other.value.data']], '1.1',
      `${begin}threw TypeError: Cannot read properties of undefined (reading 'data'). Before \`.data\` stands ` +
      'something that is `undefined`: is there such a property, and is the name right?'],
    ['a method that gives nothing, and is used by another',
      [['return out; // add', ''], ['other = Value.of(other); // sub', 'return ' +
        'this.add(Value.of(other).neg()).mul(1);']],
      '1.5', '`a.add(1)` with a = 3: add gave undefined, where a new Value must come. Is there a `return` missing?'],
    ['a list that is not called to be reversed', [['topo.reverse()', 'topo.reverse']], '1.2',
      `${begin}backward() threw TypeError: topo.reverse is not iterable. To call a method, write parentheses after ` +
        `its ` +
      'name: `reverse()`.'],
    ['a list that is taken for a Set', [['new Set();', '[];']], '1.2',
      `${begin}backward() threw TypeError: visited.has is not a function. Only a Set has \`has\` and \`add\`; a list ` +
      'has `includes` and `push`.'],
    ['an index that is taken for a Value', [['for (const v of topo', 'for (const v in topo']], '1.2',
      `${begin}backward() threw TypeError: v._backward is not a function. Is it a Value? \`for … in\` goes through ` +
        `the ` +
      'indexes of a list, `for … of` through its entries.'],
    ['an object that is frozen', [['this._backward = () => {};', 'this._backward = () => {}; ' +
      'Object.freeze(this);']], '1.1',
    `${begin}threw TypeError: Cannot assign to read only property '_backward' of object '#<Value>'. Does something ` +
      'freeze the object? The properties of a Value change: do not use `Object.freeze`.'],
    ['a list that is not there', throwing('undefined.forEach(0);'), '1.2',
      `${begin}backward() threw TypeError: Cannot read properties of undefined (reading 'forEach'). A list is ` +
      '`undefined`: does each Value have one of its operands, `new Value(2)` an empty one, `= []`?'],
    ['a list that is not there and is gone through', throwing('for (const x of undefined);'), '1.2',
      `${begin}backward() threw TypeError: undefined is not iterable. ` +
      'A list is `undefined`: does each Value have one of its operands, `new Value(2)` an empty one, `= []`?'],
    ['a number that is no Value',
      [['other = Value.of(other); // add', 'if (typeof other === "number") other.item();']], '1.5',
      '`a.add(1)` with a = 3: threw TypeError: other.item is not a function. A number has no `data` and no `grad`. ' +
      'Make a Value of it at the beginning of the operation: ' +
      '`if (typeof other === "number") other = new Value(other)`.'],
    ['an error that has nothing to do with the number',
      [['other = Value.of(other); // add', 'if (typeof other === "number") throw new Error("so");']], '1.5',
      '`a.add(1)` with a = 3: threw Error: so.'],
    ['an error that comes with Values, too', [['other = Value.of(other); // add', 'other.item();']], '1.5',
      '`a.add(1)` with a = 3: threw TypeError: other.item is not a function.'],
    ['a Value that is no number', [['other = Value.of(other); // add', 'other.item();']], '1.1',
      `${begin}threw TypeError: other.item is not a function.`],
  ])('%s', async (_, edits, task, message) => {
    expect(await messages(edits, [task])).toContain(message);
  });

  it('the long chain, when it recurses', async () => {
    expect(await messages([], ['extra'])).toEqual([
      '`a.add(b)… (100000 times)` with a = 1, b = 0.5: backward() threw RangeError: Maximum call stack size ' +
      'exceeded. A recursion goes one call deeper for each node: use a list of your own as the stack, and a loop.',
    ]);
  });

  it('a file that cannot be used, in its own words', async () => {
    const see = (): Sight => ({ looks: [], fault: { kind: 'unusable', at: -1, text: 'It has\n\u001b no end.' } });
    const { tests } = await mark({ see }, { tasks: ['1.1'] });
    expect(tests.map(({ message }) => message)).toEqual(Array(3).fill('It has no end.'));
  });
});

describe('what came is described', () => {
  it('as a Value that an adapter makes', async () => {
    const { tests } = await grade({ create: (x) => x }, { tasks: ['1.1'] });
    expect(tests[0].message).toBe('`a = new Value(2)`: new Value gave 2, where a new Value must come.');
  });

  it.each([
    ['undefined', 'undefined'], ['null', 'null'], ['true', 'true'], ['5n', 'bigint'], ['Symbol()', 'symbol'],
    ['() => 1', 'a function'], ['"a\\n\\u001bb"', '"a\\n\\u001bb"'], ['{ then() {} }', 'a promise'], ['-0', '0'],
    ['"x".repeat(300)', `"${'x'.repeat(200)}"`],
  ])('as a result: %s', async (code, words) => {
    const [message] = await messages([['return out; // mul', `return ${code};`]], ['1.1']);
    expect(message).toBe('`a.mul(b)` with a = 2, b = -3: ' +
      `mul gave ${words}, where a new Value must come.${code === 'undefined' ? ' Is there a `return` missing?' : ''}`);
  });

  it.each([
    ['null', 'null'], ['{}', 'an object'], ['{ then: 5 }', 'an object'], ['Promise.resolve(1)', 'a promise'],
    ['false', 'false'], ['"2"', '"2"'], ['-Infinity', '-Infinity'], ['1e21', '1e+21'],
  ])('as data: %s', async (code, words) => {
    const [message] = await messages([['this.data = data;', `this.data = ${code};`]], ['1.1']);
    expect(message).toContain(`a.data is ${words}, should be 2. `);
  });

  it.each([
    ['"text"', '"text"'], ['null', 'null'], ['undefined', 'undefined'], ['5', '5'],
    ['{}', 'something that is no Error'],
    ['{ name: "A", message: "b" }', 'A: b'], ['{ name: 5, message: "b" }', 'something that is no Error'],
    ['{ name: "A", message: 5 }', 'something that is no Error'],
    ['{ get name() { throw this; } }', 'something that is no Error'],
    ['new TypeError("It’s \\u0007so.  ")', 'TypeError: It’s so'],
    ['new Error("x".repeat(300))', `Error: ${'x'.repeat(193)}`],
  ])('as an error: %s', async (code, words) => {
    const [message] = await messages([['return out; // mul', `throw ${code};`]], ['1.1']);
    expect(message).toBe(`\`a.mul(b)\` with a = 2, b = -3: threw ${words}.`);
  });
});

describe('an expression is written', () => {
  it('with a name for what is used twice, and for what is propagated where that is not the end', () => {
    const script = new Script();
    const [a, b] = [script.value('a', 2), script.value('b', 3)];
    const twice = a.mul(b);
    twice.add(a.pow(2)).backward();
    expect(codeOf(script)).toBe('a.mul(b).add(a.pow(2))');
    twice.exp().backward();
    expect(codeOf(script)).toBe('c = a.mul(b); d = c.add(a.pow(2)); d.backward(); e = c.exp(); e.backward()');
    expect(codeOf(script, 4)).toBe('a.mul(b).add(a.pow(2))');
  });
});

describe('a package that cannot be loaded', () => {
  // As Node says it, of ES modules and of CommonJS; Chromium; Yarn's Plug'n'Play.
  it.each([
    'Error: Cannot find package \'fast-check\' imported from /x/y.js',
    'Error: Cannot find module \'fast-check\'\nRequire stack:\n- /x/y.js',
    'TypeError: Failed to resolve module specifier \'fast-check\'',
    'Error: micrograd-lab tried to access fast-check (a peer dependency) but it isn\'t provided by your application',
    'Error: micrograd-lab tried to access fast-check, but it isn\'t declared in its dependencies',
  ])('is just not installed: %s', (text) => { expect(troubleWith('fast-check', text)).toBeUndefined(); });

  it.each([
    'Error: Cannot find package \'pure-rand\' imported from /x/node_modules/fast-check/lib/x.js',
    'Error: fast-check tried to access pure-rand, but it isn\'t declared in its dependencies',
    'SyntaxError: Unexpected token',
  ])('is installed, and broken: %s', (text) => {
    expect(troubleWith('fast-check', text)).toBe(`the package fast-check is installed, but cannot be loaded: ${text}`);
  });
});
