// words.ts: all that this assignment says to students. Each entry is whole sentences; `{op}` and the like are blanks.
// The grader's own sentences are in src/grading/words.ts.

const sort = 'Sort the graph first, operands before results, and go through it from its end: then all of a node’s ' +
  'gradient has arrived when it is that node’s turn, which comes once.';
const naturalExponent = 'the derivative of a ** n is n * a ** (n - 1).';
const tanhRule = '1 - t ** 2, where t is the result';
const wrap = 'number has no `data` and no `grad`. Make a Value of it at the beginning of the operation: `if (typeof ' +
  'other === "number") other = new Value(other)`.';

/** The names of the tests, in the order of the tasks. */
export const testNames = {
  leaf: 'new Value(2) holds 2, and its grad begins at 0',
  sum: 'add gives the sum, and leaves its operands as they are',
  product: 'mul gives the product, and leaves its operands as they are',
  addGrads: 'add passes its gradient on to both operands',
  mulGrads: 'mul passes its gradient on, times the other operand',
  severalOperations: 'a gradient goes back through several operations',
  sameOperands: 'a Value that is both operands gets both gradients',
  severalUses: 'a Value that is used by several operations gets a gradient from each',
  waits: 'b = a + a; c = b + b: a node waits until all of its gradient has arrived',
  diamond: 'a diamond: paths of different lengths lead back to the same node',
  deeper: 'the order is right in deeper graphs',
  fortyTimes: 'x = x.add(x), forty times: each node is visited once, not once for each way that leads to it',
  numbers: 'numbers on the right: a.add(1), a.mul(2), a.sub(1), a.div(2)',
  pow: 'pow, with any number as the exponent',
  neg: 'neg',
  sub: 'sub',
  div: 'div',
  relu: 'relu',
  tanh: 'tanh, of large numbers too',
  exp: 'exp, of large numbers too',
  log: 'log, of large numbers too',
  twoLosses: 'the gradients of two losses add up',
  reset: 'a grad that is set to 0 begins anew',
  neuron: 'the lecture’s neuron',
  tenSteps: 'ten steps of training',
  longChain: 'a chain of 100,000 additions',
};

/** What the operand of `relu` gets. Numbers take the place of names. */
export const reluRule = 'out.grad if out.data > 0, else 0';

/** A hint for each slip, by the slip's name. */
export const hints = {
  // how gradients arrive
  replaced: 'The gradient arrived more than once, and the last arrival replaced those before it: `+=`, not `=`.',
  keptFirst: 'The gradient arrived more than once, and only the first arrival was kept. Add each one: `this.grad += ' +
    '…`. In JavaScript, `this.grad || 0 + x` means `this.grad || (0 + x)`.',
  sameOperands: 'Both operands are the same Value, and it got only one of its two shares. A Set or a Map of operands ' +
    'keeps one of two that are the same: give each operand its share.',
  lastOperand: 'All shares went to the last operand. A `var` in a loop is one variable for all rounds, and when the ' +
    'step runs, it holds the last one. Write `const` or `let`.',
  toResult: 'The share of the first operand went to the result itself. In a `function`, `this` is the Value that the ' +
    'step is called on, not the operand. Write an arrow function: `() => { … }`.',
  allNoGrad: '`out.grad` is missing in all operations: by the chain rule, the derivative of the operation is ' +
    'multiplied by the gradient that has arrived at its result.',
  allNoDerivative: 'In all operations, out.grad is sent on as it is: the derivative of the operation is missing.',
  allWrongSign: 'All gradients have the wrong sign: `+=`, not `-=`.',
  allSecondNothing: 'In all operations, nothing arrives at the second operand. Does each step have a line for it? ' +
    'And is it the operand itself that gets its share, and not a copy of it, `new Value(other.data)`?',
  allFirstNothing: 'In all operations, nothing arrives at the first operand. Does each step have a line for it?',

  // backward
  noStart: 'No gradient arrived anywhere. Does `backward()` begin with `this.grad = 1`, the derivative of a number ' +
    'by itself, and then run the step of every node? If so: is the step set before the operation returns, and was ' +
    'its result given its operands?',
  startsWithData: '`backward()` must begin with `this.grad = 1`, the derivative of a number by itself, not with its ' +
    'data.',
  startsWithOther: '`backward()` must begin with `this.grad = 1`, the derivative of a number by itself. Yours is ' +
    '{times} times that.',
  noLeafStart: '`backward()` must begin with `this.grad = 1` on every Value, on a leaf too: the derivative of a ' +
    'number by itself is 1.',
  repeated: `A node passed its gradient on more than once, and with it again what it had passed on before. ${sort}`,
  early: `A node passed its gradient on before all of it had arrived. ${sort}`,
  oneStep: 'The gradient stopped at the operands of the last operation. `backward()` must run the step of every ' +
    'node, from the result back to the leaves: the sorted list, reversed.',
  tooShallow: 'The gradient stopped {depth} operations away from the result. `backward()` must go on until it has ' +
    'reached all leaves, however far away they are.',
  wiped: 'This backward wiped out what an earlier one had left. Gradients of several losses add up: `backward()` may ' +
    'not set the grad of a leaf to 0. Whoever wants a fresh start sets `a.grad = 0` before calling it.',
  resultsWiped: 'The leaves have their gradients, but results have lost theirs or never got one. Every node keeps ' +
    'its `grad` after `backward()`: the derivative of the last result by that node.',
  firstLossAgain: 'The first loss was propagated again with the second. Visit only the nodes that this result is ' +
    'made of, not a list of all operations that there ever were.',
  listEmptied: 'The second loss lost its nodes when the first was propagated. A list of operations that is emptied ' +
    'after each `backward()` may hold nodes of another result. Collect the nodes anew, from this result’s operands.',
  onceOnly: '`backward()` did nothing the second time. It must work each time that it is called on a Value.',
  marksStay: 'A node that an earlier `backward()` had visited was left out in the next one. Begin each `backward()` ' +
    'with no visited marks: make the set of visited nodes in it.',
  sameData: 'Two nodes with the same data were taken for one. Know visited nodes by themselves, in a Set of Values, ' +
    'not by their data.',
  partlyListed: '`{op}` does not name {who} as what its result is made of, so `backward()` never gets there. Give ' +
    'the new Value all operands: `{list}`.',
  allPartlyListed: 'The operations do not name {who} as what the result is made of, so `backward()` never gets ' +
    'there. Give the new Value all operands: `[this, other]`.',

  // numbers
  wrap: `A ${wrap}`,
  wrapIn: `In \`{op}\`: a ${wrap}`,

  // one operation
  opReplaced: 'In `{op}`, the gradient for {who} replaced what had arrived before: `+=`, not `=`.',
  opNoGrad: 'In `{op}`, `out.grad` is missing for {who}: by the chain rule, the derivative of the operation is ' +
    'multiplied by the gradient that has arrived at its result.',
  opNothing: 'In `{op}`, nothing is sent to {who}: is the step set before `return`, and was the result given its ' +
    'operands?',
  opWrongSign: 'In `{op}`, the gradient for {who} has the wrong sign.',
  opNoDerivative: 'In `{op}`, out.grad is sent on to {who} as it is: the derivative of the operation is missing.',
  byDivision: 'In `{op}`, the derivative is found by dividing the result by an operand. 0 / 0 is NaN: use a rule ' +
    'without this division, `{rule}`.',
  zeroShortcut: '`{op}` takes a shortcut where a number is 0. The result may be known there, but its operands still ' +
    'need their gradients: make the new Value as always, with its step.',

  mulAdds: '`mul` multiplies: `this.data * other.data`. Yours adds.',
  mulOwn: 'In `mul`, each operand got its own data as the factor. It must be that of the other: if b is -3 and a ' +
    'grows by 1, then a * b grows by -3.',
  mulResult: 'In `mul`, the factor is the data of the other operand. Yours is the result, `out.data`.',
  subReversed: '`sub` must give this minus other; yours gives other minus this.',
  subAdds: '`sub` must give this minus other; yours adds.',
  subSame: 'In `sub`, the second operand needs the opposite sign: when b grows, a - b shrinks, so it gets `-out.grad`.',
  subSigns: 'In `sub`, the signs are the wrong way round: the first operand gets `out.grad`, the second `-out.grad`.',
  divReversed: '`div` must give this divided by other; yours gives other divided by this.',
  divMinus: 'In `div`, the second operand needs a minus: when b grows, a / b shrinks.',
  divSquare: 'In `div`, the square is missing: the derivative of a / b by b is -a / b ** 2.',
  divConstant: 'In `div`, the second operand was taken for a constant: it needs a gradient, too, -a / b ** 2.',
  divNumerator: 'In `div`, `this.data` is missing for the second operand: the derivative of a / b by b is -a / b ** 2.',
  divMultiplies: 'In `div`, the first operand gets `out.grad / other.data`. Yours multiplies.',
  powReversed: '`pow(n)` must give `this.data ** n`; yours gives `n ** this.data`.',
  powProduct: '`pow(n)` must give `this.data ** n`; yours gives `this.data * n`.',
  powXor: '`pow(n)` must give `this.data ** n`; yours gives `this.data ^ n`, which is no power in JavaScript.',
  powWhole: 'Exponents may be negative or fractional, too: `this.data ** n` takes them all, a loop does not.',
  powLog: 'A number below 0 has no `Math.log`: `this.data ** n` needs none, and takes them all.',
  powFactor: `In \`pow\`, the exponent is missing as a factor: ${naturalExponent}`,
  powNotLower: `In \`pow\`, the exponent must go down by 1: ${naturalExponent}`,
  powLowerFactor: `In \`pow\`, the factor is n itself, not n - 1: ${naturalExponent}`,
  powSquare: `In \`pow\`, the power is missing: n * a is the derivative of a ** 2 only, that of a ** n is n * a ** ` +
    `(n - 1).`,
  powOutside: `In \`pow\`, the parentheses of the exponent are missing: \`n * a ** n - 1\` takes 1 off the product. ` +
    'Write `n * a ** (n - 1)`.',
  powZero: 'In `pow`, a = 0 is treated apart. It needs no case of its own: n * a ** (n - 1) is right there, too. For ' +
    'n = 1 it is 1.',
  negSame: '`neg` must change the sign.',
  reluAll: '`relu` must be 0 below 0: `Math.max(0, this.data)`. Yours lets all numbers through.',
  reluAbs: '`relu` must be 0 below 0: `Math.max(0, this.data)`. Yours is `Math.abs`.',
  reluLeaky: '`relu` must be 0 below 0: `Math.max(0, this.data)`. Yours lets a small part through.',
  reluMin: '`relu` is `Math.max(0, this.data)`; yours takes the minimum.',
  reluNoGate: 'The gate of `relu` is missing: where the result is 0, the operand had no part in it and gets nothing.',
  reluGateReversed: 'The gate of `relu` is the wrong way round: the gradient passes where the result is above 0.',
  reluGateGrad: 'The gate of `relu` must look at `out.data`, not at a grad.',
  reluTimesData: 'In `relu`, where the result is above 0 the operand gets `out.grad` as it is. Yours multiplies it ' +
    'by the data, `out.data`.',
  tanhOverflow: 'For large numbers `Math.exp` overflows to Infinity, and Infinity divided by Infinity is NaN. ' +
    '`Math.tanh(this.data)` has no such trouble.',
  tanhTan: 'That is the tangent; the hyperbolic one is `Math.tanh`.',
  tanhSigmoid: 'That is the sigmoid, 1 / (1 + Math.exp(-a)). `tanh` is `Math.tanh(this.data)`.',
  tanhNoSquare: 'In `tanh`, the square is missing: the derivative is 1 - t ** 2, where t is the result.',
  tanhPlus: `In \`tanh\`, the sign is wrong: the derivative is ${tanhRule}; yours is 1 + t ** 2.`,
  tanhInput: `In \`tanh\`, the derivative is ${tanhRule}, \`out.data\`; yours is with \`this.data\`.`,
  tanhSigmoidRule: `In \`tanh\`, that is the derivative of a sigmoid; this one is ${tanhRule}.`,
  tanhTwice: `In \`tanh\`, the derivative is ${tanhRule}. Yours takes \`Math.tanh\` of the result once more.`,
  tanhCosh: 'In `tanh`, the square is missing: 1 / Math.cosh(a) ** 2 is the same as 1 - t ** 2, where t is the result.',
  expTwo: '`exp` is a power of e, `Math.exp(this.data)`; yours is a power of 2.',
  expInput: 'In `exp`, the derivative is the result itself, `out.data`; yours is `this.data`.',
  expPower: 'In `exp`, the derivative is the result itself. n * a ** (n - 1) is for a power with a constant exponent.',
  expTwice: 'In `exp`, the derivative is the result itself, `out.data`. Yours takes `Math.exp` of the result once ' +
    'more.',
  logTen: '`log` is the natural logarithm, `Math.log`; yours is of base 10.',
  logTwo: '`log` is the natural logarithm, `Math.log`; yours is of base 2.',
  logMultiplies: 'In `log`, the derivative is 1 / a: divide by `this.data`, where yours multiplies.',
  logResult: 'In `log`, the derivative is 1 / a, with `this.data`; yours divides by the result.',
} as const;

export type HintName = keyof typeof hints;

/** Scripts that would be too long as code, and what is looked at in them. */
export const scripts = {
  doublings: '`x = x.add(x)`, {times} times, from `x = a = new Value(1)`',
  tenSteps: '`out = w1.mul(x1).add(w2.mul(x2)).add(w3.mul(x3)).add(b).tanh()`; the loss is the sum of ' +
    '`out.sub(y).pow(2)` over the lecture’s four points; in each step `p.grad = 0; loss.backward(); p.data -= 0.05 * ' +
    'p.grad`',
  lossInStep: 'loss.data in step {step}',
  dataAtEnd: '{name}.data at the end',
};

/** What a sentence calls operands. */
export const operandNames = {
  only: 'the operand', both: 'the operands', first: 'the first operand', second: 'the second operand',
  none: 'its operands',
};

/** Why the right number is right: the end of the sentence that states it. */
export const reasons = {
  none: '.',
  data: ': {calculation}.',
  constructorData: '. The constructor must keep the number: `this.data = data`.',
  constructorGrad: '. The constructor must set it: `this.grad = 0`.',
  operandChanged: '. An operation must leave its operands as they are, and put the result into a new Value.',
  ofItself: ': the derivative of a number by itself.',
  noPart: ': the result does not depend on it.',
  twice: '. {name} is used twice, and what comes back adds up: {sum}.',
  often: '. {name} is used {times} times, and what comes back adds up: {sum}.',
  rule: '. In `{op}`, {who} gets `{rule}`, here {numbers}.',
};

/** Where no slip is known: what may be behind a number that is none. */
export const guesses = {
  nanOfNumber: 'NaN comes of arithmetic with what is no number: is a plain number made a Value before it is used as ' +
    'one?',
  nanOfGrad: 'NaN comes of arithmetic with what is no number, such as a grad that was never set: does the ' +
    'constructor begin with `this.grad = 0`?',
  nanOfZero: '0 / 0 is NaN, and so is 0 times Infinity: is something divided by a number that is 0 here?',
  nanOfData: 'NaN comes of arithmetic with what is no number: with `undefined`, or with a Value itself in place of ' +
    'its `data`. (And of `Math.log` below 0.)',
  nan: 'NaN comes of arithmetic with what is no number: with `undefined`, or with a Value itself in place of its ' +
    '`data`.',
  text: 'That is no number. (A text? There, `+` joins.)',
  object: 'That is no number. (A Value, where its `data` is expected?)',
  nothing: 'That is no number.',
};

/** What may be behind an error, by its text. The first whose pattern is found in the text, and whose time it is. */
export const errors = {
  chainTooLong: 'A recursion goes one call deeper for each node: use a list of your own as the stack, and a loop.',
  endless: 'Something calls itself without end.',
  frozen: 'Does something freeze the object? The properties of a Value change: do not use `Object.freeze`.',
  getter: '`data` and `grad` must be properties that can be set.',
  noList: 'A list is `undefined`: does each Value have one of its operands, `new Value(2)` an empty one, `= []`?',
  notCalled: 'To call a method, write parentheses after its name: `{name}()`.',
  setOrList: 'Only a Set has `has` and `add`; a list has `includes` and `push`.',
  forIn: 'Is it a Value? `for … in` goes through the indexes of a list, `for … of` through its entries.',
  lostThis: 'In a `function`, `this` is not the Value that made the step: write an arrow function, `() => { … }`. If ' +
    'there is none: has the index of a loop run on? `var i` is one variable for all rounds; write `let i`.',
  noReturn: '`{op}` gives nothing, and is used here. Is there a `return` missing in it?',
  notThere: 'Before `.{name}` stands something that is `undefined`: is there such a property, and is the name right?',
  noNew: 'Write `new` before the name of the class.',
};
