// rules.ts: what the page says about each operation: how y is made of a and b, and the derivatives of y with respect to
// them. All but those of max, when and relu are formulas that `parseFormula` understands, and a test compares them with
// what the engine does.
import type { Op } from 'micrograd-lab';

export interface Rule {
  y: string;
  a: string;
  b?: string;
}

export const rules: Record<Exclude<Op, ''>, Rule> = {
  '+': { y: 'a + b', a: '1', b: '1' },
  '-': { y: 'a - b', a: '1', b: '-1' },
  '*': { y: 'a * b', a: 'b', b: 'a' },
  '/': { y: 'a / b', a: '1 / b', b: '-a / b ** 2' },
  '**': { y: 'a ** b', a: 'b * a ** (b - 1)', b: 'y * log(a)' },
  max: { y: 'max(a, b)', a: '1 if a > b, 1/2 if a = b, else 0', b: '1 if b > a, 1/2 if a = b, else 0' },
  when: { y: 'when(a, b)', a: '1 if b > 0, else 0', b: '0' },
  neg: { y: '-a', a: '-1' },
  exp: { y: 'exp(a)', a: 'y' },
  log: { y: 'log(a)', a: '1 / a' },
  relu: { y: 'relu(a)', a: '1 if a > 0, else 0' },
  tanh: { y: 'tanh(a)', a: '1 - y ** 2' },
  sigmoid: { y: 'sigmoid(a)', a: 'y * (1 - y)' },
  sin: { y: 'sin(a)', a: 'cos(a)' },
  cos: { y: 'cos(a)', a: '-sin(a)' },
};

/** The rule with other things in the places of a, b and y: names, or numbers. */
export function put(rule: string, things: { a: string; b: string; y: string }): string {
  return rule.replace(/\b[aby]\b/g, (letter) => things[letter as 'a' | 'b' | 'y']);
}

/** The rule as it is printed: × and a true minus sign. `**` stays: it is what one types. */
export function pretty(rule: string): string {
  return rule.replace(/(?<!\*)\*(?!\*)/g, '×').replace(/-/g, '−');
}
