// dual.ts: forward mode, the other way to differentiate. A dual number carries its slope along with it: how much it
// grows when one input grows. Each operation has the same derivatives as in engine.ts, but uses them at once. There is
// no graph, no order and no way back, and one run gives one slope.
//
// You will see what each mode costs. Forward mode runs once for each input; reverse mode goes through the graph twice,
// however many inputs there are. Try a function of one input with many outputs: there forward mode wins. At the end
// both work together: dual numbers run through the gradient, and give the Hessian times a vector.
import { gradients, hessian, topologicalOrder, Value } from 'micrograd-lab';

let operations = 0;
class Dual {
  readonly data: number;
  readonly slope: number;
  constructor(data: number, slope = 0) { this.data = data; this.slope = slope; }
  add(b: Dual) { return this.made(this.data + b.data, 1, b, 1); }
  sub(b: Dual) { return this.made(this.data - b.data, 1, b, -1); }
  mul(b: Dual) { return this.made(this.data * b.data, b.data, b, this.data); }
  div(b: Dual) { return this.made(this.data / b.data, 1 / b.data, b, -this.data / b.data ** 2); }
  tanh() { return this.made(Math.tanh(this.data), 1 - Math.tanh(this.data) ** 2); }
  /** The chain rule: the slope of the result, from its derivatives with respect to a (this number) and b. */
  made(data: number, toA: number, b: Dual = this, toB = 0): Dual {
    operations++;
    return new Dual(data, toA * this.slope + toB * b.slope);
  }
}

/** A function of a list, for numbers of either kind: each x times the next one, tanh of that, and all of them added. */
const f = <T extends { add: (b: T) => T; mul: (b: T) => T; tanh: () => T }>(xs: T[]) =>
  xs.map((x, i) => x.mul(xs[(i + 1) % xs.length]).tanh()).reduce((a, b) => a.add(b));
const point = (n: number) => Array.from({ length: n }, (_, i) => Math.sin(i + 1));

console.log('inputs      forward     reverse     largest difference');
for (const n of [1, 2, 10, 100]) {
  operations = 0;
  const slopes = point(n).map((_, j) => f(point(n).map((x, i) => new Dual(x, i === j ? 1 : 0))).slope);
  const xs = point(n).map((x) => new Value(x));
  const y = f(xs);
  y.backward();
  const nodes = topologicalOrder(y).filter(({ op }) => op !== '').length; // each is computed, then passes its grad on
  const difference = Math.max(...xs.map((x, i) => Math.abs(x.grad - slopes[i])));
  console.log([n, operations, 2 * nodes, difference].map((cell) => String(cell).padEnd(12)).join('').trimEnd());
}

/** Computes an expression once more, with dual numbers for its Values. Those of its inputs are given. */
function follow(root: Value, duals: Map<Value, Dual>): Dual {
  for (const node of topologicalOrder(root)) {
    const [a, b] = node.inputs.map((input) => duals.get(input) as Dual);
    const made = { '+': () => a.add(b), '-': () => a.sub(b), '*': () => a.mul(b), tanh: () => a.tanh() };
    if (!duals.has(node)) duals.set(node, node.op === '' ? new Dual(node.data) : made[node.op as keyof typeof made]());
  }
  return duals.get(root) as Dual;
}

const [xs, v] = [point(3).map((x) => new Value(x)), [1, -2, 0.5]];
const moved = new Map(xs.map((x, i) => [x, new Dual(x.data, v[i])])); // all inputs move at once, along v
const product = gradients(f(xs), xs).map((slope) => follow(slope, moved).slope);
const rows = hessian(f(xs), xs).map((row) => row.reduce((sum, entry, j) => sum + entry.data * v[j], 0));
for (const vector of [product, rows]) console.log(`Hessian times v: ${vector.map((x) => x.toFixed(6)).join(', ')}`);
