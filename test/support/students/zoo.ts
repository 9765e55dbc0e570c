// A zoo of classes: six styles, crossed with slips. A style is a way to write the class down; a slip changes one thing
// of what is written. So the same slip is made in each style, as different students would make it.
/* eslint-disable @stylistic/max-len -- the templates are lines of the classes that they write */
import { operations, type Op } from '../../../src/grading/script.ts';

/** What a class is written from. In the texts, A and B are the operands' data, O is the result's, and G its grad. */
export interface Plan {
  value: Record<Op, string>;
  share: Record<Op, string[]>;
  /** A statement that adds a share to the grad of an operand. */
  arrive: (target: string, share: string) => string;
  /** What a number on the right becomes: code that has `x` and `op`. */
  lift: string;
  /** Which of its operands an operation names to `backward`. */
  listed: (op: Op) => string;
  /** What `backward` does, in terms of `root`, `kids(v)` and `step(v)`. */
  backward: string;
  /** Statements at the top of the file, and at the beginning of each operation. */
  top: string;
  begin: (op: Op) => string;
  /** What a constructor sets. */
  data: string;
  grad: string;
  /** What stands at the end of the constructor. */
  end: string;
}

const sorted = `const order = [], seen = new Set();
    const visit = (v) => { if (seen.has(v)) return; seen.add(v); kids(v).forEach(visit); order.push(v); };
    visit(root);`;
export const walk = { sort: sorted, seed: 'root.grad = 1;', go: 'order.reverse().forEach((v) => step(v));' };

export const plan: Plan = {
  value: {
    add: 'A + B', mul: 'A * B', sub: 'A - B', div: 'A / B', pow: 'A ** B', neg: '-A', relu: 'Math.max(0, A)',
    tanh: 'Math.tanh(A)', exp: 'Math.exp(A)', log: 'Math.log(A)',
  },
  share: {
    add: ['G', 'G'], mul: ['B * G', 'A * G'], sub: ['G', '-G'], div: ['G / B', '-G * A / B ** 2'],
    pow: ['G * B * A ** (B - 1)'], neg: ['-G'], relu: ['(O > 0 ? G : 0)'], tanh: ['G * (1 - O * O)'],
    exp: ['G * O'], log: ['G / A'],
  },
  arrive: (target, share) => `${target}.grad += ${share};`,
  lift: 'typeof x === "number" ? new Value(x) : x',
  listed: () => 'ab',
  backward: `${walk.sort} ${walk.seed} ${walk.go}`,
  top: '',
  begin: () => '',
  data: 'data',
  grad: '0',
  end: '',
};

type Names = Record<'A' | 'B' | 'G' | 'O', string>;
const fill = (text: string, names: Names) => text.replaceAll(/\b[ABGO]\b/g, (name) => names[name as keyof Names]);
const all = Object.keys(operations) as Op[];
const isBinary = (op: Op) => operations[op] === 2 && op !== 'pow';

/** The operands by their names, as an operation lists them. */
const list = ({ listed }: Plan, op: Op, a: string, b: string) =>
  `[${listed(op).split('').flatMap((side) => side === 'a' ? [a] : isBinary(op) ? [b] : []).join(', ')}]`;
const arrivals = ({ share, arrive }: Plan, op: Op, targets: string[], names: Names) =>
  share[op].map((text, side) => arrive(targets[side], fill(text, names))).join(' ');
const parameter = (op: Op, name: string) => (operations[op] === 2 ? name : '');
const liftIn = ({ lift }: Plan) => `const lift = (x, op) => ${lift};`;
const backwardIn = ({ backward }: Plan, kids: string, step: string) =>
  `const kids = (v) => ${kids}; const step = (v) => { ${step} }; const root = this; ${backward}`;

export const styles: Record<string, (plan: Plan) => string> = {
  'closures, as in the lecture': (plan) => `${plan.top}
${liftIn(plan)}
export class Value {
  constructor(data, children = []) {
    this.data = ${plan.data}; this.grad = ${plan.grad}; this._prev = children; this._backward = () => {};
    ${plan.end}
  }
${all.map((op) => `  ${op}(${parameter(op, 'other')}) {
    ${plan.begin(op)} ${isBinary(op) ? `other = lift(other, '${op}');` : ''}
    const names = { };
    const out = new Value(${fill(plan.value[op], { A: 'this.data', B: op === 'pow' ? 'other' : 'other.data', G: '', O: '' })},
      ${list(plan, op, 'this', 'other')});
    out._backward = () => { ${arrivals(plan, op, ['this', 'other'],
      { A: 'this.data', B: op === 'pow' ? 'other' : 'other.data', G: 'out.grad', O: 'out.data' })} };
    return out;
  }`).join('\n')}
  backward() { ${backwardIn(plan, 'v._prev', 'v._backward();')} }
}`,

  'a switch over the name of the operation': (plan) => `${plan.top}
${liftIn(plan)}
export class Value {
  constructor(data, op = '', inputs = [], made = []) {
    this.data = ${plan.data}; this.grad = ${plan.grad}; this.op = op; this.inputs = inputs; this.made = made; ${plan.end}
  }
${all.map((op) => `  ${op}(${parameter(op, 'y')}) {
    ${plan.begin(op).replaceAll('other', 'y')} ${isBinary(op) ? `y = lift(y, '${op}');` : ''}
    return new Value(${fill(plan.value[op], { A: 'this.data', B: op === 'pow' ? 'y' : 'y.data', G: '', O: '' })}, '${op}',
      [this${operations[op] === 2 ? ', y' : ''}], ${list(plan, op, 'this', 'y')});
  }`).join('\n')}
  backward() { ${backwardIn(plan, 'v.made', `const [x, y] = v.inputs;
    switch (v.op) {
${all.map((op) => `      case '${op}': ${arrivals(plan, op, ['x', 'y'],
  { A: 'x.data', B: op === 'pow' ? 'y' : 'y.data', G: 'v.grad', O: 'v.data' })} break;`).join('\n')}
    }`)} }
}`,

  'private fields behind getters and setters': (plan) => `${plan.top}
${liftIn(plan)}
class Value {
  #data; #grad = ${plan.grad}; #from; #pass = null;
  constructor(data, from = []) { this.#data = ${plan.data}; this.#from = from; ${plan.end} }
  get data() { return this.#data; }
  set data(x) { this.#data = x; }
  get grad() { return this.#grad; }
  set grad(g) { this.#grad = g; }
${all.map((op) => `  ${op}(${parameter(op, 'that')}) {
    ${plan.begin(op).replaceAll('other', 'that')} const rhs = ${isBinary(op) ? `lift(that, '${op}')` : 'null'};
    const result = new Value(${fill(plan.value[op],
      { A: 'this.#data', B: op === 'pow' ? 'that' : 'rhs.data', G: '', O: '' })}, ${list(plan, op, 'this', 'rhs')});
    result.#pass = (g, o) => { ${arrivals(plan, op, ['this', 'rhs'],
      { A: 'this.#data', B: op === 'pow' ? 'that' : 'rhs.data', G: 'g', O: 'o' })} };
    return result;
  }`).join('\n')}
  backward() { ${backwardIn(plan, 'v.#from', 'if (v.#pass) v.#pass(v.#grad, v.#data);')} }
}
export default Value;`,

  'a function and its prototype': (plan) => `${plan.top}
${liftIn(plan)}
function Value(data, children) {
  if (!(this instanceof Value)) return new Value(data, children);
  this.data = ${plan.data}; this.grad = ${plan.grad}; this.children = children || []; this.back = null; ${plan.end}
}
${all.map((op) => `Value.prototype.${op} = function (${parameter(op, 'other')}) {
  ${plan.begin(op)} var self = this; ${isBinary(op) ? `other = lift(other, '${op}');` : ''}
  var res = new Value(${fill(plan.value[op], { A: 'self.data', B: op === 'pow' ? 'other' : 'other.data', G: '', O: '' })},
    ${list(plan, op, 'self', 'other')});
  res.back = function () { ${arrivals(plan, op, ['self', 'other'],
    { A: 'self.data', B: op === 'pow' ? 'other' : 'other.data', G: 'res.grad', O: 'res.data' })} };
  return res;
};`).join('\n')}
Value.prototype.backward = function () { ${backwardIn(plan, 'v.children', 'if (v.back) v.back();')} };
module.exports = { Value };`,

  'a tape of records, played backwards': (plan) => `${plan.top}
${liftIn(plan)}
let count = 0;
export class Value {
  constructor(data, record) {
    this.data = ${plan.data}; this.grad = ${plan.grad}; this.id = count++; this.record = record || { ins: [], play() {} };
    ${plan.end}
  }
${all.map((op) => `  ${op}(${parameter(op, 'b')}) {
    ${plan.begin(op).replaceAll('other', 'b')} const a = this; ${isBinary(op) ? `b = lift(b, '${op}');` : ''}
    return new Value(${fill(plan.value[op], { A: 'a.data', B: op === 'pow' ? 'b' : 'b.data', G: '', O: '' })},
      { ins: ${list(plan, op, 'a', 'b')}, play: (r) => { ${arrivals(plan, op, ['a', 'b'],
        { A: 'a.data', B: op === 'pow' ? 'b' : 'b.data', G: 'r.grad', O: 'r.data' })} } });
  }`).join('\n')}
  backward() { ${backwardIn(
    plan.backward === standard ? { ...plan, backward: played } : plan, 'v.record.ins', 'v.record.play(v);')} }
}`,

  'arrays of operators and their derivatives': (plan) => `${plan.top}
${liftIn(plan)}
const forward = [${all.map((op) => `(a, b) => ${fill(plan.value[op], { A: 'a', B: 'b', G: '', O: '' })}`).join(', ')}];
const slopes = [${all.map((op) => `[${plan.share[op].map((text) =>
  `(g, a, b, o) => ${fill(text, { A: 'a', B: 'b', G: 'g', O: 'o' })}`).join(', ')}]`).join(', ')}];
export class Value {
  constructor(data, code = -1, args = [], sources = []) {
    this.data = ${plan.data}; this.grad = ${plan.grad}; this.code = code; this.args = args; this.sources = sources;
    ${plan.end}
  }
  static number(x) { return typeof x === 'number' ? x : x.data; }
${all.map((op, code) => `  ${op}(${parameter(op, 'other')}) {
    ${plan.begin(op)} ${isBinary(op) ? `other = lift(other, '${op}');` : ''}
    return new Value(forward[${code}](this.data, ${
      operations[op] === 1 ? 'NaN' : op === 'pow' ? 'other' : 'other.data'}), ${code},
      [this${operations[op] === 2 ? ', other' : ''}], ${list(plan, op, 'this', 'other')});
  }`).join('\n')}
  backward() { ${backwardIn(plan, 'v.sources', `if (v.code < 0) return;
    const [a, b] = v.args, isPow = v.code === ${all.indexOf('pow')};
    const numbers = [a.data, b === undefined ? NaN : isPow ? b : b.data];
    slopes[v.code].forEach((slope, i) => { const t = v.args[i]; ${
  plan.arrive('t', 'slope(v.grad, numbers[0], numbers[1], v.data)')} });`)} }
}`,
};

const standard = plan.backward;
const played = `const met = new Set([root]); for (const v of met) kids(v).forEach((k) => met.add(k));
    ${walk.seed} [...met].sort((x, y) => y.id - x.id).forEach((v) => step(v));`;
