// rule-slips.ts: what people get wrong in the rule of one operation: its value, or what it sends to its operands.
import { operandNames, reluRule } from './assignments/value/words.ts';
import { right, type ShareRule, type ValueRule } from './reference.ts';
import type { Op } from './script.ts';
import { allOps, changed, slip, type ShareChange, type Slip } from './slips.ts';

const value = (op: Op, rule: ValueRule) => ({ value: { ...right.value, [op]: rule } });
const share = (op: Op, rule: ShareRule) => ({ share: { ...right.share, [op]: rule } });

/** The rule as it should stand in the student's code, for each operand that gets a gradient. */
export const rules: Record<Op, string[]> = {
  add: ['out.grad', 'out.grad'],
  mul: ['out.grad * other.data', 'out.grad * this.data'],
  sub: ['out.grad', '-out.grad'],
  div: ['out.grad / other.data', '-out.grad * this.data / other.data ** 2'],
  pow: ['out.grad * n * this.data ** (n - 1)'],
  neg: ['-out.grad'],
  relu: [reluRule],
  tanh: ['out.grad * (1 - out.data ** 2)'],
  exp: ['out.grad * out.data'],
  log: ['out.grad / this.data'],
};

/** What a sentence calls the operand. */
export const nameOf = (op: Op, side: number) =>
  rules[op].length === 1 ? operandNames.only : [operandNames.first, operandNames.second][side];

const special: Slip[] = [
  slip('wrap', { number: (x, op) => (op === 'pow' ? x : NaN) }),
  ...(['add', 'mul', 'sub', 'div'] as const).map((op) =>
    slip('wrapIn', { number: (x, at) => (at === op ? NaN : x) }, { op })),

  slip('mulAdds', value('mul', (a, b) => a + b)),
  slip('mulOwn', share('mul', (g, a, b) => [g * a, g * b])),
  slip('mulResult', share('mul', (g, _a, _b, out) => [g * out, g * out])),
  slip('byDivision', share('mul', (g, a, b, out) => [g * out / a, g * out / b]), { op: 'mul', rule: rules.mul[0] }),
  slip('subReversed', { ...value('sub', (a, b) => b - a), ...share('sub', (g) => [-g, g]) }),
  slip('subReversed', value('sub', (a, b) => b - a)),
  slip('subAdds', { ...value('sub', (a, b) => a + b), ...share('sub', (g) => [g, g]) }),
  slip('subSame', share('sub', (g) => [g, g])),
  slip('subSigns', share('sub', (g) => [-g, g])),
  slip('divReversed', { ...value('div', (a, b) => b / a), ...share('div', (g, a, b) => [-g * b / a ** 2, g / a]) }),
  slip('divReversed', value('div', (a, b) => b / a)),
  slip('divMinus', share('div', (g, a, b) => [g / b, g * a / b ** 2])),
  slip('divSquare', share('div', (g, a, b) => [g / b, -g * a / b])),
  slip('divConstant', share('div', (g, _a, b) => [g / b])),
  slip('divNumerator', share('div', (g, _a, b) => [g / b, -g / b ** 2])),
  slip('divMultiplies', share('div', (g, a, b) => [g * b, -g * a / b ** 2])),
  slip('byDivision', share('div', (g, a, b, out) => [g * out / a, -g * out / b]), { op: 'div', rule: rules.div[0] }),

  slip('powReversed', value('pow', (a, n) => n ** a)),
  slip('powProduct', value('pow', (a, n) => a * n)),
  slip('powXor', value('pow', (a, n) => a ^ n)),
  slip('powWhole', value('pow', (a, n) => a ** Math.max(0, Math.ceil(n)))),
  slip('powLog', value('pow', powByLog)),
  slip('powLog', { ...value('pow', powByLog), ...share('pow', (g, a, n, out) => [g * n * out / a]) }),
  slip('powFactor', share('pow', (g, a, n) => [g * a ** (n - 1)])),
  slip('powNotLower', share('pow', (g, a, n) => [g * n * a ** n])),
  slip('powLowerFactor', share('pow', (g, a, n) => [g * (n - 1) * a ** (n - 1)])),
  slip('powSquare', share('pow', (g, a, n) => [g * n * a])),
  slip('powOutside', share('pow', (g, a, n) => [g * (n * a ** n - 1)])),
  slip('byDivision', share('pow', (g, a, n, out) => [g * n * out / a]), { op: 'pow', rule: rules.pow[0] }),
  slip('powZero', share('pow', (g, a, n) => [a === 0 ? 0 : g * n * a ** (n - 1)])),

  slip('negSame', value('neg', (a) => a)),
  slip('reluAll', value('relu', (a) => a)),
  slip('reluAbs', value('relu', Math.abs)),
  ...[0.01, 0.1, 0.001].map((part) => slip('reluLeaky', value('relu', (a) => (a > 0 ? a : part * a)))),
  slip('reluMin', value('relu', (a) => Math.min(0, a))),
  slip('reluNoGate', share('relu', (g) => [g])),
  slip('reluGateReversed', share('relu', (g, _a, _b, out) => [out > 0 ? 0 : g])),
  slip('reluGateGrad', share('relu', (g) => [g > 0 ? g : 0])),
  slip('reluTimesData', share('relu', (g, _a, _b, out) => [out > 0 ? g * out : 0])),

  ...[(x: number) => (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1),
    (x: number) => (Math.exp(x) - Math.exp(-x)) / (Math.exp(x) + Math.exp(-x)),
    (x: number) => (1 - Math.exp(-2 * x)) / (1 + Math.exp(-2 * x)),
  ].map((rule) => slip('tanhOverflow', value('tanh', rule))),
  slip('tanhTan', value('tanh', Math.tan)),
  ...[sharesOfTanh, sharesOfSigmoid].map((rule) => slip('tanhSigmoid', {
    ...value('tanh', (a) => 1 / (1 + Math.exp(-a))), ...share('tanh', rule),
  })),
  slip('tanhNoSquare', share('tanh', (g, _a, _b, t) => [g * (1 - t)])),
  slip('tanhPlus', share('tanh', (g, _a, _b, t) => [g * (1 + t ** 2)])),
  slip('tanhInput', share('tanh', (g, a) => [g * (1 - a ** 2)])),
  slip('tanhSigmoidRule', share('tanh', sharesOfSigmoid)),
  slip('tanhTwice', share('tanh', (g, _a, _b, t) => [g * (1 - Math.tanh(t) ** 2)])),
  slip('tanhCosh', share('tanh', (g, a) => [g / Math.cosh(a)])),

  slip('expTwo', value('exp', (a) => 2 ** a)),
  slip('expInput', share('exp', (g, a) => [g * a])),
  slip('expPower', share('exp', (g, a) => [g * a * Math.exp(a - 1)])),
  slip('expTwice', share('exp', (g, _a, _b, out) => [g * Math.exp(out)])),
  slip('logTen', value('log', Math.log10)),
  slip('logTwo', value('log', Math.log2)),
  slip('logMultiplies', share('log', (g, a) => [g * a])),
  slip('logResult', share('log', (g, _a, _b, out) => [g / out])),
];

function powByLog(a: number, n: number): number { return Math.exp(n * Math.log(a)); }
function sharesOfTanh(g: number, _a: number, _b: number, t: number): number[] { return [g * (1 - t ** 2)]; }
function sharesOfSigmoid(g: number, _a: number, _b: number, s: number): number[] { return [g * s * (1 - s)]; }

/** A new Value without operands, or an operand itself, where a number is 0. */
const shortcuts: Slip[] = [
  slip('zeroShortcut', share('mul', (g, a, b) => (a === 0 || b === 0 ? [0, 0] : [g * b, g * a])), { op: 'mul' }),
  slip('zeroShortcut', share('add', (g, a, b) => (b === 0 ? [g, 0] : a === 0 ? [0, g] : [g, g])), { op: 'add' }),
  slip('zeroShortcut', share('add', (g, _a, b) => (b === 0 ? [g, 0] : [g, g])), { op: 'add' }),
];

/** The slips that can be made in any operation. */
function usual(op: Op): Slip[] {
  const sides = rules[op].length === 2 ? [[0, 1], [0], [1]] : [[0]];
  return sides.flatMap((wrong) => {
    const who = wrong.length === 2 ? operandNames.both : nameOf(op, wrong[0]);
    const change = (alter: ShareChange) => share(op, changed(right.share[op], (x, g, ofOne, side) =>
      (wrong.includes(side) ? alter(x, g, ofOne, side) : x)));
    return [
      slip('opReplaced', {
        arrive: (node, x, from, side) => {
          if (from.op === op && wrong.includes(side)) node.grad = x;
          else right.arrive(node, x, from, side);
        },
      }, { op, who }),
      slip('opNoGrad', change((_x, _g, ofOne) => ofOne), { op, who }),
      slip('opNothing', change(() => 0), { op, who }),
      slip('opWrongSign', change((x) => -x), { op, who }),
      ...(hasDerivative(op) ? [slip('opNoDerivative', change((_x, g) => g), { op, who })] : []),
    ];
  });
}

/** One that is more than a sign or a gate. */
const hasDerivative = (op: Op) => !['add', 'sub', 'neg', 'relu'].includes(op);

export const ruleSlips: Slip[] = [...special, ...shortcuts, ...allOps.flatMap(usual)];
