// code.ts: the graph as a program that prints the same numbers: with this library, with PyTorch, or with micrograd.
import { topologicalOrder, type Op, type Value } from 'micrograd-lab';
import { words } from '../words/index.ts';
import { isConstant, methods, nameOf } from './steps.ts';

export const languages = ['typescript', 'pytorch', 'micrograd'] as const;
export type Language = (typeof languages)[number];
type Operation = Exclude<Op, ''>;
const { code: said } = words.expression;

/** How an operation is written, of operands that are written already; undefined where the language has none. */
type Writer = (a: string, b: string) => string;
type Writers = Record<Operation, Writer | undefined>;

const infix: Partial<Writers> = {
  '+': (a, b) => `${a} + ${b}`, '-': (a, b) => `${a} - ${b}`,
  '*': (a, b) => `${a} * ${b}`, '/': (a, b) => `${a} / ${b}`,
  '**': (a, b) => `${a} ** ${b}`, neg: (a) => `-${a}`,
};
const pytorch: Partial<Writers> = {
  ...infix,
  max: (a, b) => `torch.maximum(${a}, ${b})`,
  when: (a, b) => `torch.where(${b} <= 0, torch.zeros_like(${a}), ${a})`,
  exp: (a) => `${a}.exp()`, log: (a) => `${a}.log()`, relu: (a) => `${a}.relu()`, tanh: (a) => `${a}.tanh()`,
  sigmoid: (a) => `${a}.sigmoid()`, sin: (a) => `${a}.sin()`, cos: (a) => `${a}.cos()`,
};
/** micrograd on GitHub; the lecture's own notebook has tanh and exp in the place of relu. */
const micrograd: Partial<Writers> = { ...infix, relu: (a) => `${a}.relu()` };

/** @throws SyntaxError if the language lacks an operation of the graph; the message names it */
export function codeOf(root: Value, language: Language): string {
  const order = topologicalOrder(root);
  const names = identifiersOf(order, language);
  const write = (value: Value) => (isConstant(value) ? numberOf(value.data, language) : names.get(value) ?? '');
  const lines = order.filter((value) => !isConstant(value) || value === root).map((value) => {
    const name = names.get(value) ?? '';
    return value.op === '' ? leafOf(name, value, language) : operationOf(name, value, language, write);
  });
  const leaves = order.filter((value) => value.op === '' && !isConstant(value)).map((value) => names.get(value) ?? '');
  return [...headOf(language), ...lines, ...endOf(names.get(root) ?? '', leaves, language), ''].join('\n');
}

function headOf(language: Language): string[] {
  if (language === 'typescript') return ['import { Value } from \'micrograd-lab\';', ''];
  return language === 'pytorch' ? ['import torch', ''] : ['from micrograd.engine import Value', ''];
}

function leafOf(name: string, { data }: Value, language: Language): string {
  const number = numberOf(data, language);
  if (language === 'typescript') return `const ${name} = new Value(${number}, '${name}');`;
  if (language === 'micrograd') return `${name} = Value(${number})`;
  return `${name} = torch.tensor(${number}, dtype=torch.float64, requires_grad=True)`;
}

function operationOf(name: string, value: Value, language: Language, write: (value: Value) => string): string {
  const { op, inputs } = value;
  const [left, right] = [inputs[0], inputs.at(1)];
  if (op === '') return '';
  if (language === 'typescript') {
    const first = isConstant(left) ? `new Value(${write(left)})` : write(left);
    return `const ${name} = ${first}.${methods[op]}(${right === undefined ? '' : write(right)});`;
  }
  const isPower = language === 'micrograd' && op === '**' && right !== undefined && !isConstant(right);
  const writer = (language === 'pytorch' ? pytorch : micrograd)[op];
  if (!writer || isPower) throw new SyntaxError(said.lacks(isPower ? 'a ** b' : op, nameOf(value)));
  const wrap = (operand: Value, needsValue: boolean) => {
    const text = write(operand);
    if (isConstant(operand) && needsValue) return valueOf(text, language);
    return text.startsWith('-') ? `(${text})` : text;
  };
  // A function is called on a tensor; two constants are no tensor yet.
  const isAllConstant = value.inputs.every(isConstant);
  const needsValue = isAllConstant || !(op in infix);
  return `${name} = ${writer(wrap(left, needsValue), right === undefined ? '' : wrap(right, !(op in infix)))}`;
}

const valueOf = (number: string, language: Language) =>
  (language === 'micrograd' ? `Value(${number})` : `torch.tensor(${number}, dtype=torch.float64)`);

function endOf(root: string, leaves: string[], language: Language): string[] {
  if (language === 'typescript') {
    const grads = leaves.map((name) => `console.log('${name}.grad', ${name}.grad);`);
    return ['', `${root}.backward();`, `console.log('${root}', ${root}.data);`, ...grads];
  }
  const [data, grad] = language === 'pytorch' ? ['.item()', '.grad.item()'] : ['.data', '.grad'];
  const grads = leaves.map((name) => `print('${name}.grad', ${name}${grad})`);
  // PyTorch refuses to go backward through constants alone.
  return ['', ...(leaves.length > 0 ? [`${root}.backward()`] : []), `print('${root}', ${root}${data})`, ...grads];
}

function numberOf(x: number, language: Language): string {
  if (Number.isFinite(x)) {
    const text = Object.is(x, -0) ? '-0' : String(x);
    return language !== 'typescript' && /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
  if (language === 'typescript') return String(x);
  return `float('${String(x).replace('Infinity', 'inf').toLowerCase()}')`;
}

/** Words that no variable may be called in one of the languages, or that the programs themselves use. */
const taken = new Set((
  'Value torch console print float as in is or and not if else for while with from import def class return lambda ' +
  'pass break del try except raise global nonlocal yield assert async await elif finally None True False const let ' +
  'var new this function delete typeof void null true false switch case default do enum export extends super throw ' +
  'catch static interface package private protected public implements instanceof continue match type arguments eval'
).split(' '));

/** A name for each Value that both languages take: a₂ becomes a_2, and `in` becomes in_. */
function identifiersOf(order: readonly Value[], language: Language): Map<Value, string> {
  const used = new Set<string>();
  return new Map(order.map((value, i): [Value, string] => {
    const digits = nameOf(value).replace(/[₀-₉]/g, (digit) => `_${'₀₁₂₃₄₅₆₇₈₉'.indexOf(digit)}`);
    const plain = digits.normalize(language === 'typescript' ? 'NFC' : 'NFKC');
    const cleaned = plain.replace(/[^\p{L}\p{M}\p{Nd}_]/gu, '_');
    let name = isConstant(value) ? `constant${i}` : cleaned;
    while (taken.has(name) || used.has(name)) name += '_';
    used.add(name);
    return [value, name];
  }));
}
