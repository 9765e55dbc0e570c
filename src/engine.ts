// engine.ts: a number that remembers how it was made, so that it can say what each of its ingredients does to it.
// Arithmetic on Values builds an expression graph as it computes. `backward()` then walks that graph from the result
// to the leaves, and puts into the `grad` of every Value the derivative of the result with respect to it: the chain
// rule, one node at a time. That is all of backpropagation. For L = (a * b + c) * f:
//     a = 2 ──┐
//             * ── e = -6 ──┐                            after L.backward(), a.grad is 6:
//     b = -3 ─┘             + ── d = 4 ──┐               raise a by 0.001, and L rises by 0.006
//     c = 10 ───────────────┘            * ── L = -8
//     f = -2 ────────────────────────────┘
//
// Scalars only, no tensors. Read it beside the lecture; then random.ts, then nn.ts.

/** The operation that made a Value; `''` for a leaf, a number that somebody wrote down. */
export type Op = '' | '+' | '-' | '*' | '/' | '**' | 'max' | 'when' |
  'neg' | 'exp' | 'log' | 'relu' | 'tanh' | 'sigmoid' | 'sin' | 'cos';

/**
 * A scalar (NaN and Infinity are numbers, too), its gradient, and the operation and the operands that it came from.
 * @throws TypeError if `data` is not a number, `label` is not a text, or an operand is neither a number nor a Value
 * @example
 * const a = new Value(-4);
 * const b = a.mul(a).add(3);
 * b.backward();
 * console.log(b.data, a.grad); // → 19 -8
 */
export class Value {
  /** A change of `data` recomputes nothing: build the expression anew. */
  data: number;
  /** The derivative, with respect to this Value, of the one whose `backward()` was called. */
  grad: number;
  readonly op: Op;
  readonly left?: Value;
  readonly right?: Value;
  /** During a walk: the Value that comes after this one, or null if it is the last one. @internal */
  next?: Value | null;
  label?: string; // a name, for pictures
  constructor(data: number, label?: string) {
    if (typeof data !== 'number') {
      throw wrongType('Value', 'data to be a number, or an operand to be a number or a Value', data);
    }
    if (label !== undefined && typeof label !== 'string') throw wrongType('Value', 'label to be a text', label);
    this.data = data;
    this.grad = 0;
    this.op = '';
    this.left = this.right = this.next = undefined; // all here: Values of one shape are faster
    if (label !== undefined) this.label = label; // only when given: as a field of every node it would cost 8 bytes each
  }

  // Each operation makes one node. Above it: its formula, and its derivatives with respect to a (this Value) and b.
  /** a + b; derivatives 1, 1 */
  add(other: Value | number): Value { const b = lift(other); return make('+', this.data + b.data, this, b); }
  /** a - b; derivatives 1, -1 */
  sub(other: Value | number): Value { const b = lift(other); return make('-', this.data - b.data, this, b); }
  /** a * b; derivatives b, a */
  mul(other: Value | number): Value { const b = lift(other); return make('*', this.data * b.data, this, b); }
  /** a / b; derivatives 1 / b, -a / b² */
  div(other: Value | number): Value { const b = lift(other); return make('/', this.data / b.data, this, b); }
  /** a ** b; derivatives b * a ** (b - 1), a ** b * log(a) (NaN for a negative a; 0 where a = 0 and b >= 0) */
  pow(other: Value | number): Value { const b = lift(other); return make('**', this.data ** b.data, this, b); }
  /** the larger of a and b; derivatives 1 for the larger and 0 for the smaller, 1/2 for each in a tie */
  max(other: Value | number): Value { const b = lift(other); return make('max', Math.max(this.data, b.data), this, b); }
  /** a where b is above 0 (or NaN), else 0: an `if` that has a derivative and compiles; derivatives 1 or 0, and 0 */
  when(gate: Value | number): Value { const b = lift(gate); return make('when', b.data <= 0 ? 0 : this.data, this, b); }
  /** -a; derivative -1 */
  neg(): Value { return make('neg', -this.data, this); }
  /** e ** a; derivative e ** a */
  exp(): Value { return make('exp', Math.exp(this.data), this); }
  /** the natural logarithm of a; derivative 1 / a */
  log(): Value { return make('log', Math.log(this.data), this); }
  /** a above 0, else 0; derivative 1 above 0, else 0 (at 0 too, as in PyTorch) */
  relu(): Value { return make('relu', Math.max(0, this.data), this); }
  /** t = the hyperbolic tangent of a; derivative 1 - t² */
  tanh(): Value { return make('tanh', Math.tanh(this.data), this); }
  /** s = 1 / (1 + e ** -a); derivative s * (1 - s) */
  sigmoid(): Value { return make('sigmoid', 1 / (1 + Math.exp(-this.data)), this); }
  /** the sine of a, in radians; derivative cos(a) */
  sin(): Value { return make('sin', Math.sin(this.data), this); }
  /** the cosine of a, in radians; derivative -sin(a) */
  cos(): Value { return make('cos', Math.cos(this.data), this); }
  /** The operands, none for a leaf; `x.mul(x)` has x twice. */
  get inputs(): Value[] { return [this.left, this.right].filter((operand) => operand !== undefined); }

  /**
   * Backpropagation: adds to the `grad` of each leaf the derivative of this Value with respect to it, and sets that of
   * each Value in between. From call to call leaves add up, as in PyTorch; the others begin at 0, or a second call
   * would send the first one's gradients on again (as micrograd's does).
   */
  backward(): void { walk(this, true, propagate); }

  /** Vue's `reactive` wraps no object that has a tag. */ get [Symbol.toStringTag](): string { return 'Value'; }
  toString(): string { return `Value(data=${this.data}, grad=${this.grad})`; }
  /** For JSON and the reports of test runners, which would otherwise show the whole graph. */
  toJSON(): { data: number; grad: number } { return { data: this.data, grad: this.grad }; }
  [Symbol.for('nodejs.util.inspect.custom')](): string { return this.toString(); } // for console.log in Node
  /** JavaScript cannot overload operators: left alone, `a * 2` would be a NaN that is noticed far from here. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    throw new TypeError(`${this.toString()} is not a number: use a.add(b), a.mul(b), a.data, or \`\${a}\` for a text`);
  }
}

const lift = (operand: Value | number) => (isValue(operand) ? operand : new Value(operand)); // a number becomes a leaf

function make(op: Op, data: number, left: Value, right?: Value): Value {
  const node = new Value(data);
  const made: { op: Op; left?: Value; right?: Value } = node; // for everybody else they are `readonly`
  made.op = op; made.left = left; made.right = right;
  return node;
}

/**
 * All that `root` was made of, and `root` itself, each once, inputs before outputs.
 * @example
 * const a = new Value(2);
 * console.log(topologicalOrder(a.mul(a).add(1)).map((node) => node.data)); // → [ 2, 4, 1, 5 ]
 */
export function topologicalOrder(root: Value): Value[] {
  if (!isValue(root)) throw wrongType('topologicalOrder', 'root to be a Value', root);
  const order: Value[] = [];
  walk(root, false, (node) => { order.push(node); });
  return order.reverse();
}

/**
 * Links `root` and all that it was made of into a chain, operands last, and visits each Value of it in this order.
 * For the graph at the top of this file, with ──> for `next`:
 *     L ──> f ──> d ──> c ──> e ──> b ──> a ──> null
 * Why this order? A node must not pass its gradient on before all of it has arrived. The smallest graph that breaks is
 * b = a + a, c = b + b. Followed edge by edge from c, b passes on the 1 that the first edge brings, then the 2 that it
 * has after the second: a gets 2 + 4 = 6. In order, b waits until it has 2, passes that on to each a, and a gets 4.
 * Why a chain? With an array of nodes, `backward` takes twice as long.
 */
function walk(root: Value, setsGrads: boolean, visit: (node: Value) => void): void {
  const waiting: Value[] = []; // for another walk, if this one began in the middle of it: in a setter of `grad`, say
  empty((node) => { waiting.push(node); });
  chain = { first: null }; // a new object: writes to an old one make `backward` a tenth slower
  try {
    link(root, setsGrads);
    if (setsGrads) root.grad += 1; // the derivative of anything by itself
    empty(visit);
  } finally {
    empty(() => {}); // after an error: a Value that kept its `next` would be missing in the next walk
    for (const node of waiting.reverse()) putFirst(node);
  }
}

/** The Values that a walk has still to visit: the first one, its `next`, and so on. */
let chain: { first: Value | null } = { first: null };
const putFirst = (node: Value) => { node.next = chain.first; chain.first = node; };
function empty(visit: (node: Value) => void): void {
  for (let node = chain.first; node !== null; node = chain.first) {
    chain.first = node.next as Value | null; // a Value in the chain has one, or null
    node.next = undefined;
    visit(node);
  }
}

/** Depth first, with a stack of its own: recursion would overflow JavaScript's on a sum of ten thousand terms. */
function link(root: Value, setsGrads: boolean): void {
  const stack = [root];
  while (stack.length > 0) {
    const node = stack[stack.length - 1];
    const { left, right } = node;
    const height = stack.length;
    if (right !== undefined && right.next === undefined) stack.push(right);
    if (left !== undefined && left.next === undefined) stack.push(left);
    if (stack.length > height) continue; // its operands first; then the stack comes back to it
    stack.pop();
    if (node.next !== undefined) continue; // it was on the stack twice, and is in the chain by now
    if (setsGrads && node.op !== '') node.grad = 0;
    putFirst(node);
  }
}

/**
 * The chain rule at one node: the `grad` of each operand grows by the node's own `grad` times the node's derivative
 * with respect to that operand. It adds, since a Value used twice changes the result in two ways: in `x.mul(x)`, a and
 * b are both x. The conditions are PyTorch's: 0 times an infinity would be NaN, and b of 0 ** 0 would get -Infinity.
 */
export function propagate(node: Value): void {
  const { op, data, grad, left: a, right: b } = node as Required<Value>; // each case uses only what its op has
  switch (op) {
    case '': break;
    case '+': a.grad += grad; b.grad += grad; break;
    case '-': a.grad += grad; b.grad -= grad; break;
    case '*': a.grad += grad * b.data; b.grad += grad * a.data; break;
    case '/': a.grad += grad / b.data; b.grad -= grad * (data / b.data); break;
    case '**':
      a.grad += b.data === 0 ? 0 : grad * (b.data * a.data ** (b.data - 1));
      b.grad += a.data === 0 && b.data >= 0 ? 0 : grad * (data * Math.log(a.data));
      break;
    case 'max':
      a.grad += a.data < b.data ? 0 : a.data === b.data ? grad / 2 : grad;
      b.grad += a.data > b.data ? 0 : a.data === b.data ? grad / 2 : grad;
      break;
    case 'when': a.grad += b.data <= 0 ? 0 : grad; break;
    case 'neg': a.grad -= grad; break;
    case 'exp': a.grad += grad * data; break;
    case 'log': a.grad += grad / a.data; break;
    case 'relu': a.grad += data <= 0 ? 0 : grad; break;
    case 'tanh': a.grad += grad * (1 - data * data); break;
    case 'sigmoid': a.grad += grad * (data * (1 - data)); break;
    case 'sin': a.grad += grad * Math.cos(a.data); break;
    case 'cos': a.grad -= grad * Math.sin(a.data); break;
    default: // an op that is missing here does not compile; a Value of a newer copy may have one all the same
      if (!isValue(node)) throw wrongType('propagate', 'node to be a Value', node);
      throw new TypeError(`this copy of micrograd-lab has no derivative of ${op satisfies never as string}`);
  }
}

const brand = Symbol.for('micrograd-lab.Value');
Object.defineProperty(Value.prototype, brand, { value: true });
/** Not by `instanceof`: ESM and CJS may each bring a copy of this class, and their Values must mix. @internal */
export const isValue = (x: unknown): x is Value => typeof x === 'object' && x !== null && brand in x;

const wrongType = (owner: string, expected: string, got: unknown) => new TypeError(`${owner}: expected ${expected}, ` +
  `got ${typeof got === 'string' ? JSON.stringify(got) : Object.prototype.toString.call(got).slice(8, -1)}`);
