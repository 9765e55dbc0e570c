// The slips of the zoo. `leads` matches a message that leads to the slip. `clear` matches a message whose numbers and
// rule say where to look, where no more is to be asked.
import { operations, type Op } from '../../../src/grading/script.ts';
import { plan, walk, type Plan } from './zoo.ts';

export interface ZooSlip { change: Partial<Plan>; leads: RegExp; clear?: RegExp }

const ops = Object.keys(operations) as Op[];
const rule = (op: Op) => new RegExp(String.raw`In \`${op}\`, the (first |second )?operand gets`);
const value = (op: Op, text: string, leads: RegExp, clear?: RegExp): ZooSlip =>
  ({ change: { value: { ...plan.value, [op]: text } }, leads, clear });
const share = (op: Op, texts: string[], leads: RegExp): ZooSlip =>
  ({ change: { share: { ...plan.share, [op]: texts } }, leads, clear: rule(op) });
const shares = (change: (texts: string[], op: Op) => string[], leads: RegExp): ZooSlip => ({
  change: { share: Object.fromEntries(ops.map((op) => [op, change(plan.share[op], op)])) as Plan['share'] }, leads,
});
const backward = (text: string, leads: RegExp): ZooSlip => ({ change: { backward: text }, leads });
const { sort, seed, go } = walk;
const notG = (text: string) => text.replaceAll(/\bG\b/g, '1');
const onlyFirst = (op: Op) => (listed: Op) => (listed === op ? 'a' : 'ab');

export const zooSlips: Record<string, ZooSlip> = {
  // arrivals
  '= for +=': {
    change: { arrive: (t, s) => `${t}.grad = ${s};` }, leads: /`\+=`, not `=`/,
  },
  '=+ for +=': { change: { arrive: (t, s) => `${t}.grad =+ ${s};` }, leads: /`\+=`, not `=`/ },
  '-= for +=': { change: { arrive: (t, s) => `${t}.grad -= ${s};` }, leads: /wrong sign/ },
  'the first arrival is kept': {
    change: { arrive: (t, s) => `${t}.grad = ${t}.grad || 0 + ${s};` }, leads: /only the first|\|\||first arrival/,
  },
  'a grad that is set only once': {
    change: { arrive: (t, s) => `if (${t}.grad === 0) ${t}.grad = ${s};` }, leads: /only the first|\|\||first arrival/,
  },
  'nothing for the second operand': {
    change: { arrive: (t, s) => (/^(other|y|rhs|b)$/.test(t)
      ? ''
      : t === 't'
        ? `if (i === 0) t.grad += ${s};`
        : `${t}.grad += ${s};`) },
    leads: /second operand/,
  },
  'numbers and Values are copied': {
    change: { lift: 'new Value(x.data ?? x)' }, leads: /second operand|cop(y|ied)/,
  },
  'out.grad is missing everywhere': shares((texts) => texts.map(notG), /`out\.grad` is missing/),
  'out.grad is missing in mul': share('mul', ['B', 'A'], /In `mul`, `out\.grad` is missing/),
  'the derivative is missing everywhere': shares((texts) => texts.map(() => 'G'), /derivative .*missing|factor/),
  // the graph
  'no second operand is listed': { change: { listed: () => 'a' }, leads: /(names|lists|given) only|second operand/ },
  'mul lists its first operand only': {
    change: { listed: onlyFirst('mul') }, leads: /`mul`.*only (its|the) first operand|\[this, other\]/,
  },
  'add lists its first operand only': {
    change: { listed: onlyFirst('add') }, leads: /`add`.*only (its|the) first operand|\[this, other\]/,
  },
  'nothing is listed': { change: { listed: () => '' }, leads: /operands|every node/ },
  // backward
  'no seed': backward(`${sort} ${go}`, /begin with `this\.grad = 1`/),
  'the seed is the data': backward(`${sort} root.grad = root.data; ${go}`, /not with its data/),
  'the seed is 2': backward(`${sort} root.grad = 2; ${go}`, /begin with `this\.grad = 1`/),
  'not reversed': backward(`${sort} ${seed} order.forEach((v) => step(v));`, /reversed/),
  'one step only': backward(`${seed} step(root);`, /every node/),
  'no marks': backward(sort.replace('if (seen.has(v)) return;', '') + seed + go, /more than once|each node once/),
  'results before what is made of them': backward(
    `${sort.replace('kids(v).forEach(visit); order.push(v);', 'order.push(v); kids(v).forEach(visit);')} ${seed}
    order.forEach((v) => step(v));`, /before all of it had arrived/),
  'a recursion along all paths': backward(
    `${seed} const pass = (v) => { step(v); kids(v).forEach(pass); }; pass(root);`, /more than once|each node once/),
  'a queue': backward(`${seed} const queue = [root];
    for (const v of queue) { step(v); for (const k of kids(v)) if (!queue.includes(k)) queue.push(k); }`,
  /before all of it had arrived/),
  'nodes are known by their data': backward(
    sort.replaceAll('seen.has(v)', 'seen.has(v.data)').replaceAll('seen.add(v)', 'seen.add(v.data)') + seed + go,
    /same data|equal data|by (its|their) data/),
  'no deeper than three': backward(`const order = []; const seen = new Set();
    const visit = (v, depth = 0) => { if (seen.has(v) || depth > 3) return; seen.add(v);
      kids(v).forEach((k) => visit(k, depth + 1)); order.push(v); };
    visit(root); ${seed} ${go}`, /stopped|too early|as far as/),
  'all grads are wiped first': backward(
    `${sort} order.forEach((v) => { v.grad = 0; }); ${seed} ${go}`, /wiped out/),
  'results are wiped after their step': backward(
    `${sort} ${seed} order.reverse().forEach((v) => { step(v); if (kids(v).length > 0) v.grad = 0; });`,
    /results?.*(keep|stay|wiped)|wiped/),
  'once only': { change: { backward: `if (root.done) return; root.done = true; ${sort} ${seed} ${go}` },
    leads: /once|second time|again/ },
  'marks that stay': { change: { top: 'const seen = new Set();',
    backward: `${sort.replace(', seen = new Set()', '')} ${seed} ${go}` }, leads: /marks?|visited/ },
  'no gradient for a leaf': backward(`if (kids(root).length === 0) return; ${sort} ${seed} ${go}`, /leaf/),
  'a list of all nodes, never emptied': { change: { top: 'const every = [];', end: 'every.push(this);',
    backward: `${seed} [...every].reverse().forEach((v) => step(v));` },
  leads: /propagated again|list of all operations/ },
  'a list of all nodes, emptied each time': { change: { top: 'const every = [];', end: 'every.push(this);',
    backward: `${seed} every.splice(0).reverse().forEach((v) => step(v));` }, leads: /emptied|list/ },
  // numbers
  'numbers are not lifted': { change: { lift: 'x' }, leads: /Make a Value of it/ },
  'numbers are not lifted in sub': {
    change: { lift: 'typeof x === "number" && op !== "sub" ? new Value(x) : x' }, leads: /Make a Value of it/,
  },
  // constructor
  'no grad': { change: { grad: 'undefined' }, leads: /`this\.grad = 0`/ },
  'a grad of 1': { change: { grad: '1' }, leads: /`this\.grad = 0`/ },
  'no data': { change: { data: 'undefined' }, leads: /`this\.data = data`/ },
  frozen: { change: { end: 'Object.freeze(this);' }, leads: /freeze|can be set/ },
  rounded: { change: { data: 'Math.round(1e4 * data) / 1e4' }, leads: /round/, clear: /is .*should be/ },
  // shortcuts
  'mul by 0 is 0': {
    change: {
      begin: (op) => (op === 'mul' ? 'if (this.data === 0 || (other.data ?? other) === 0) return new Value(0);' : ''),
    },
    leads: /shortcut/,
  },
  'adding 0 is nothing': {
    change: { begin: (op) => (op === 'add' ? 'if ((other.data ?? other) === 0) return this;' : '') },
    leads: /shortcut|new Value/, clear: /In `add`, the (first|second) operand gets/,
  },
  // rules
  'mul: its own factor': share('mul', ['A * G', 'B * G'], /own data as the factor/),
  'mul: by division': share('mul', ['G * O / A', 'G * O / B'], /divi/),
  'mul: the result as the factor': share('mul', ['G * O', 'G * O'], /result/),
  'mul: adds': value('mul', 'A + B', /Yours adds/),
  'sub: the same to both': share('sub', ['G', 'G'], /opposite sign/),
  'sub: signs the wrong way round': share('sub', ['-G', 'G'], /sign|way round/),
  'sub: the wrong way round': value('sub', 'B - A', /other minus this/),
  'div: no minus': share('div', ['G / B', 'G * A / B ** 2'], /minus/),
  'div: no square': share('div', ['G / B', '-G * A / B'], /square is missing/),
  'div: no first operand in the second': share('div', ['G / B', '-G / B ** 2'], /`?this\.data`?|-a \/ b/),
  'div: times for divided': share('div', ['G * B', '-G * A / B ** 2'], /multipl/),
  'pow: no factor': share('pow', ['G * A ** (B - 1)'], /missing as a factor/),
  'pow: not down by 1': share('pow', ['G * B * A ** B'], /go down by 1/),
  'pow: minus 1 outside': share('pow', ['G * (B * A ** B - 1)'], /parenthes/),
  'pow: by division': share('pow', ['G * B * O / A'], /divi/),
  'pow: by logarithms': value('pow', 'Math.exp(B * Math.log(A))', /has no `Math\.log`/),
  'pow: log and division': {
    change: {
      value: { ...plan.value, pow: 'Math.exp(B * Math.log(A))' }, share: { ...plan.share, pow: ['B * O / A * G'] },
    },
    leads: /has no `Math\.log`|divi/,
  },
  'pow: a product': value('pow', 'A * B', /yours gives `this\.data \* n`/),
  'neg: wrong sign': share('neg', ['G'], /wrong sign/),
  'relu: no gate': share('relu', ['G'], /gate/),
  'relu: times the result': share('relu', ['(O > 0 ? O * G : 0)'], /out\.data|result/),
  'relu: leaky': value('relu', '(A > 0 ? A : 0.01 * A)', /0 below 0/, /Math\.max\(0/),
  'tanh: overflow': value('tanh', '(Math.exp(2 * A) - 1) / (Math.exp(2 * A) + 1)', /overflows/),
  'tanh: no square': share('tanh', ['G * (1 - O)'], /square is missing/),
  'tanh: of the input': share('tanh', ['G * (1 - A * A)'], /yours is with `this\.data`/),
  'tanh: plus': share('tanh', ['G * (1 + O * O)'], /1 - t/),
  'tanh: a sigmoid': value('tanh', '1 / (1 + Math.exp(-A))', /sigmoid/, /Math\.tanh\(/),
  'exp: of the input': share('exp', ['G * A'], /the result itself/),
  'exp: twice': share('exp', ['G * Math.exp(O)'], /the result itself/),
  'log: multiplies': share('log', ['G * A'], /multiplies/),
  'log: of base 2': value('log', 'Math.log2(A)', /of base 2/),
  'log: minus': share('log', ['-G / A'], /wrong sign/),
  'log: by the result': share('log', ['G / O'], /divides by the result/),
};
