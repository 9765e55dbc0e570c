// rule-slips.ts: what people get wrong in the rule of one operation: its value, or what it sends to its operands.
import { right, type ShareRule, type ValueRule } from './reference.ts';
import { operations, type Op } from './script.ts';
import { slip, type Slip } from './slips.ts';

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
  relu: ['out.grad if out.data > 0, else 0'],
  tanh: ['out.grad * (1 - out.data ** 2)'],
  exp: ['out.grad * out.data'],
  log: ['out.grad / this.data'],
};

/** What a sentence calls the operand. */
export const nameOf = (op: Op, side: number) =>
  rules[op].length === 1 ? 'operand' : ['first operand', 'second operand'][side];

export const wrap = 'A number has no `data` and no `grad`. Make a Value of it at the beginning of the operation: ' +
  '`if (typeof other === "number") other = new Value(other)`.';

const special: Slip[] = [
  slip(wrap, { number: (x, op) => (op === 'pow' ? x : NaN) }),
  ...(['add', 'mul', 'sub', 'div'] as const).map((op) =>
    slip(`In \`${op}\`: ${lowerFirst(wrap)}`, { number: (x, at) => (at === op ? NaN : x) })),

  slip('`mul` multiplies: `this.data * other.data`. Yours adds.', value('mul', (a, b) => a + b)),
  slip('In `mul`, each operand got its own data as the factor. It must be that of the other: if b is -3 and a grows ' +
    'by 1, then a * b grows by -3.', share('mul', (g, a, b) => [g * a, g * b])),
  slip('`sub` must give this minus other; yours gives other minus this.', {
    ...value('sub', (a, b) => b - a), ...share('sub', (g) => [-g, g]),
  }),
  slip('`sub` must give this minus other; yours gives other minus this.', value('sub', (a, b) => b - a)),
  slip('`sub` must give this minus other; yours adds.', {
    ...value('sub', (a, b) => a + b), ...share('sub', (g) => [g, g]),
  }),
  slip('In `sub`, the second operand needs the opposite sign: when b grows, a - b shrinks, so it gets `-out.grad`.',
    share('sub', (g) => [g, g])),
  slip('`div` must give this divided by other; yours gives other divided by this.', {
    ...value('div', (a, b) => b / a), ...share('div', (g, a, b) => [-g * b / a ** 2, g / a]),
  }),
  slip('`div` must give this divided by other; yours gives other divided by this.', value('div', (a, b) => b / a)),
  slip('In `div`, the second operand needs a minus: when b grows, a / b shrinks.',
    share('div', (g, a, b) => [g / b, g * a / b ** 2])),
  slip('In `div`, the square is missing: the derivative of a / b by b is -a / b ** 2.',
    share('div', (g, a, b) => [g / b, -g * a / b])),
  slip('In `div`, the second operand was taken for a constant: it needs a gradient, too, -a / b ** 2.',
    share('div', (g, _a, b) => [g / b])),

  slip('`pow(n)` must give `this.data ** n`; yours gives `n ** this.data`.', value('pow', (a, n) => n ** a)),
  slip('`pow(n)` must give `this.data ** n`; yours gives `this.data * n`.', value('pow', (a, n) => a * n)),
  slip('`pow(n)` must give `this.data ** n`; yours gives `this.data ^ n`, which is no power in JavaScript.',
    value('pow', (a, n) => a ^ n)),
  slip('Exponents may be negative or fractional, too: `this.data ** n` takes them all, a loop does not.',
    value('pow', (a, n) => a ** Math.max(0, Math.ceil(n)))),
  slip('A number below 0 has no `Math.log`: `this.data ** n` needs none, and takes them all.',
    value('pow', (a, n) => Math.exp(n * Math.log(a)))),
  slip('In `pow`, the exponent is missing as a factor: the derivative of a ** n is n * a ** (n - 1).',
    share('pow', (g, a, n) => [g * a ** (n - 1)])),
  slip('In `pow`, the exponent must go down by 1: the derivative of a ** n is n * a ** (n - 1).',
    share('pow', (g, a, n) => [g * n * a ** n])),
  slip('In `pow`, the factor is n itself, not n - 1: the derivative of a ** n is n * a ** (n - 1).',
    share('pow', (g, a, n) => [g * (n - 1) * a ** (n - 1)])),
  slip('In `pow`, the power is missing: n * a is the derivative of a ** 2 only, that of a ** n is n * a ** (n - 1).',
    share('pow', (g, a, n) => [g * n * a])),

  slip('`neg` must change the sign.', value('neg', (a) => a)),
  slip('`relu` must be 0 below 0: `Math.max(0, this.data)`. Yours lets all numbers through.', value('relu', (a) => a)),
  slip('`relu` must be 0 below 0: `Math.max(0, this.data)`. Yours is `Math.abs`.', value('relu', Math.abs)),
  slip('`relu` is `Math.max(0, this.data)`; yours takes the minimum.', value('relu', (a) => Math.min(0, a))),
  slip('The gate of `relu` is missing: where the result is 0, the operand had no part in it and gets nothing.',
    share('relu', (g) => [g])),
  slip('The gate of `relu` is the wrong way round: the gradient passes where the result is above 0.',
    share('relu', (g, _a, _b, out) => [out > 0 ? 0 : g])),
  slip('The gate of `relu` must look at `out.data`, not at a grad.', share('relu', (g) => [g > 0 ? g : 0])),

  ...[(x: number) => (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1),
    (x: number) => (Math.exp(x) - Math.exp(-x)) / (Math.exp(x) + Math.exp(-x)),
    (x: number) => (1 - Math.exp(-2 * x)) / (1 + Math.exp(-2 * x)),
  ].map((rule) => slip('For large numbers `Math.exp` overflows to Infinity, and Infinity divided by Infinity is NaN. ' +
    '`Math.tanh(this.data)` has no such trouble.', value('tanh', rule))),
  slip('That is the tangent; the hyperbolic one is `Math.tanh`.', value('tanh', Math.tan)),
  slip('In `tanh`, the square is missing: the derivative is 1 - t ** 2, where t is the result.',
    share('tanh', (g, _a, _b, t) => [g * (1 - t)])),
  slip('In `tanh`, the derivative is 1 - t ** 2, where t is the result, `out.data`; yours is with `this.data`.',
    share('tanh', (g, a) => [g * (1 - a ** 2)])),
  slip('In `tanh`, that is the derivative of a sigmoid; this one is 1 - t ** 2, where t is the result.',
    share('tanh', (g, _a, _b, t) => [g * t * (1 - t)])),

  slip('`exp` is a power of e, `Math.exp(this.data)`; yours is a power of 2.', value('exp', (a) => 2 ** a)),
  slip('In `exp`, the derivative is the result itself, `out.data`; yours is `this.data`.',
    share('exp', (g, a) => [g * a])),
  slip('In `exp`, the derivative is the result itself. n * a ** (n - 1) is for a power with a constant exponent.',
    share('exp', (g, a) => [g * a * Math.exp(a - 1)])),
  slip('`log` is the natural logarithm, `Math.log`; yours is of base 10.', value('log', Math.log10)),
  slip('`log` is the natural logarithm, `Math.log`; yours is of base 2.', value('log', Math.log2)),
  slip('In `log`, the derivative is 1 / a: divide by `this.data`, where yours multiplies.',
    share('log', (g, a) => [g * a])),
  slip('In `log`, the derivative is 1 / a, with `this.data`; yours divides by the result.',
    share('log', (g, _a, _b, out) => [g / out])),
];

/** The slips that can be made in any operation. */
function usual(op: Op): Slip[] {
  const rule = right.share[op];
  const sides = rules[op].length === 2 ? [[0, 1], [0], [1]] : [[0]];
  return sides.flatMap((wrong) => {
    const whose = wrong.length === 2 ? 'the operands' : `the ${nameOf(op, wrong[0])}`;
    const change = (alter: (share: number, g: number, ofOne: number) => number): ShareRule => (g, a, b, out) => {
      const ofOne = rule(1, a, b, out);
      return rule(g, a, b, out).map((x, side) => wrong.includes(side) ? alter(x, g, ofOne[side]) : x);
    };
    return [
      slip(`In \`${op}\`, the gradient for ${whose} replaced what had arrived before: \`+=\`, not \`=\`.`, {
        arrive: (node, share, from, side) => {
          if (from.op === op && wrong.includes(side)) node.grad = share;
          else right.arrive(node, share, from, side);
        },
      }),
      slip(`In \`${op}\`, \`out.grad\` is missing for ${whose}: by the chain rule, the derivative of the operation ` +
        'is multiplied by the gradient that has arrived at its result.', share(op, change((_x, _g, ofOne) => ofOne))),
      slip(`In \`${op}\`, nothing is sent to ${whose}: is the step set before \`return\`, and was the result ` +
        'given its operands?', share(op, change(() => 0))),
      slip(`In \`${op}\`, the gradient for ${whose} has the wrong sign.`, share(op, change((x) => -x))),
      ...(hasDerivative(op)
        ? [slip(`In \`${op}\`, out.grad is sent on to ${whose} as it is: the derivative of the operation is missing.`,
          share(op, change((_x, g) => g)))]
        : []),
    ];
  });
}

/** One that is more than a sign or a gate. */
const hasDerivative = (op: Op) => !['add', 'sub', 'neg', 'relu'].includes(op);

function lowerFirst(text: string): string { return text[0].toLowerCase() + text.slice(1); }

export const ruleSlips: Slip[] = [...special, ...(Object.keys(operations) as Op[]).flatMap(usual)];
