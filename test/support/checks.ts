// What must hold of an engine, whichever it is: the one in src, or one with a bug planted in it.
import fc from 'fast-check';
import { centralDifference, reference, roundingOfGradient, type Reference } from './differences.ts';
import {
  edgePrograms, edges, expand, isUsed, operandsOf, reorder, runOnValues, tamePrograms,
  type Program, type Step,
} from './expressions.ts';
import { isBinary, operations, rules, type Operation } from './rules.ts';

export type Engine = Pick<typeof import('../../src/engine.ts'), 'Value' | 'topologicalOrder' | 'propagate'>;
type Value = InstanceType<Engine['Value']>;

/** Throws unless two numbers are within the tolerance of each other; NaN and the infinities only equal themselves. */
export function wantNear(what: string, actual: number, expected: number, tolerance: number): void {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return;
  if (Math.abs(actual - expected) <= tolerance && tolerance < Infinity) return;
  throw new Error(`${what}: got ${actual}, expected ${expected} ± ${tolerance}`);
}

const want = (what: string, isSo: boolean) => { if (!isSo) throw new Error(what); };

/** Builds the program's graph; the last of the nodes is the root. */
function build({ Value }: Engine, program: Program): Value[] {
  return runOnValues<Value>(program, program.leaves.map((x) => new Value(x)), (x) => new Value(x));
}

/** The graph after one `backward()` of the root. */
function buildAndBackward(engine: Engine, program: Program): Value[] {
  const nodes = build(engine, program);
  nodes[nodes.length - 1].backward();
  return nodes;
}

const gradsOfLeaves = (program: Program, nodes: Value[]) => nodes.slice(0, program.leaves.length).map((x) => x.grad);

/** Both must have the same leaves; `program` says how much rounding there may be between them. */
function wantSameGradients(program: Program, actual: number[], expected: number[], sizes: number[]): void {
  actual.forEach((grad, i) => {
    wantNear(`the gradient of x${i}`, grad, expected[i], roundingOfGradient(program, sizes[i]));
  });
}

/** Counts what a property could really check. */
export interface Tally { all: number; checked: number; operations: Map<Operation, number> }
export const newTally = (): Tally => ({ all: 0, checked: 0, operations: new Map() });
const countOperations = ({ operations }: Tally, { steps }: Program) => {
  for (const { op } of steps) operations.set(op, (operations.get(op) ?? 0) + 1);
};

export type Check = (engine: Engine, tally?: Tally) => fc.IProperty<unknown>;

const onTame = (check: (engine: Engine, program: Program, tally: Tally) => void): Check =>
  (engine, tally = newTally()) => fc.property(tamePrograms(), (program) => { check(engine, program, tally); });

export const derivatives = {
  'gradients equal central differences where the function is smooth': onTame((engine, program, tally) => {
    const nodes = buildAndBackward(engine, program);
    const { sizes } = reference(program);
    program.leaves.forEach((_, i) => {
      if (!isUsed(program, i)) return; // its gradient is 0, and so is the difference: nothing to tell
      tally.all++;
      const difference = centralDifference(program, i);
      if (difference === undefined) return;
      const { numeric, tolerance } = difference;
      wantNear(`the gradient of x${i}`, nodes[i].grad, numeric, tolerance + roundingOfGradient(program, sizes[i]));
      if (tolerance > 1e-5 * Math.max(Math.abs(numeric), 0.01)) return; // too wide to tell right from wrong
      tally.checked++;
      countOperations(tally, program);
    });
  }),

  'graphs of kinks, poles and infinities carry the numbers that IEEE 754 and PyTorch’s rules give': (
    engine, tally = newTally(),
  ) => fc.property(edgePrograms(), (program) => {
    const nodes = buildAndBackward(engine, program);
    const { data, grads, sizes } = reference(program);
    nodes.forEach((node, i) => { wantSameNumber(`the value of node ${i}`, node.data, data[i]); });
    tally.all++;
    if (!dependsOnlyOnRules(program, { data, grads, sizes })) return;
    tally.checked++;
    countOperations(tally, program);
    nodes.forEach((node, i) => {
      wantNear(`the gradient of node ${i}`, node.grad, grads[i], roundingOfGradient(program, sizes[i]));
    });
  }),
} satisfies Record<string, Check>;

/** Equal to the last bit, and the sign of 0 counts: its reciprocal depends on it. */
function wantSameNumber(what: string, actual: number, expected: number): void {
  if (!Object.is(actual, expected)) throw new Error(`${what}: got ${actual}, expected ${expected}`);
}

/**
 * Whether the order of additions and multiplications cannot show in more than the last digits. It can where numbers are
 * about to overflow or to vanish, and where what is left of a cancellation is multiplied by an infinity.
 */
function dependsOnlyOnRules({ leaves, steps }: Program, { data, grads, sizes }: Reference): boolean {
  const isOrdinary = (x: number) => x === 0 || !Number.isFinite(x) || (Math.abs(x) > 1e-100 && Math.abs(x) < 1e100);
  return [...data, ...grads, ...sizes].every(isOrdinary) &&
    grads.every((grad, i) => !Number.isFinite(grad) || Number.isFinite(sizes[i])) &&
    steps.every((step, i) => {
      const node = leaves.length + i;
      return Math.abs(grads[node]) >= 1e-6 * sizes[node] || Number.isNaN(grads[node]) ||
        rules[step.op].gradients(1, ...operandsOf(step, data)).every(Number.isFinite);
    });
}

// A rewriting of programs that must not change gradients by more than rounding.
const isUnchangedBy = (rewrite: (program: Program, keys: number[]) => Program): Check => (engine) =>
  fc.property(tamePrograms(), fc.array(fc.nat(999), { minLength: 1, maxLength: 10 }), (program, keys) => {
    const rewritten = rewrite(program, keys);
    const nodes = buildAndBackward(engine, program);
    const others = buildAndBackward(engine, rewritten);
    wantNear('the value', others[others.length - 1].data, nodes[nodes.length - 1].data, 0); // 0 for -0 will do
    const { sizes } = reference(program);
    wantSameGradients(rewritten, gradsOfLeaves(program, others), gradsOfLeaves(program, nodes), sizes);
  });

/** Steps that each give back the number that they get, and hand on the gradient that they get. */
const identities: ((node: number, next: number) => Step[])[] = [
  (node) => [{ op: '+', a: { node }, b: { number: 0 } }],
  (node) => [{ op: '-', a: { node }, b: { number: 0 } }],
  (node) => [{ op: '*', a: { number: 1 }, b: { node } }],
  (node) => [{ op: '/', a: { node }, b: { number: 1 } }],
  (node) => [{ op: '**', a: { node }, b: { number: 1 } }],
  (node) => [{ op: 'max', a: { number: -Infinity }, b: { node } }],
  (node, next) => [{ op: 'neg', a: { node } }, { op: 'neg', a: { node: next } }],
];

export const laws = {
  'a node put in between, which changes nothing, changes no gradient': isUnchangedBy((program, keys) =>
    expand(program, (step, next) => {
      if ('number' in step.a) return [step];
      const before = identities[keys[next % keys.length] % identities.length](step.a.node, next);
      return [...before, { ...step, a: { node: next + before.length - 1 } }];
    })),

  'the gradients of a.sub(b) are those of a.add(b.neg())': isUnchangedBy((program) =>
    expand(program, (step, next) => {
      if (step.op !== '-' || step.b === undefined) return [step];
      if ('number' in step.b) return [{ op: '+', a: step.a, b: { number: -step.b.number } }];
      return [{ op: 'neg', a: step.b }, { op: '+', a: step.a, b: { node: next } }];
    })),

  'the operands of +, * and max may change places': isUnchangedBy((program, keys) =>
    expand(program, (step, next) => {
      const isSwapped = (step.op === '+' || step.op === '*' || step.op === 'max') && keys[next % keys.length] % 2 === 0;
      return isSwapped && step.b !== undefined ? [{ op: step.op, a: step.b, b: step.a }] : [step];
    })),

  'the order in which the graph was built does not matter': isUnchangedBy((program, keys) => reorder(program, keys)),

  'the gradients of a.div(b) are those of a.mul(b.pow(-1))': ({ Value }) => fc.property(
    ordinaryNumbers, ordinaryNumbers, fc.boolean(), (x, y, isSame) => {
      const gradients = (divide: (a: Value, b: Value) => Value) => {
        const a = new Value(x);
        const b = isSame ? a : new Value(y);
        divide(a, b).mul(3).backward();
        return [a.grad, b.grad];
      };
      const expected = gradients((a, b) => a.mul(b.pow(-1)));
      const size = isSame ? 6 / Math.abs(x) : Math.max(3 / Math.abs(y), Math.abs(3 * x / y / y));
      gradients((a, b) => a.div(b)).forEach((grad, i) => {
        wantNear(`the gradient of operand ${i}`, grad, expected[i], 16 * Number.EPSILON * size);
      });
    },
  ),

  'backward is linear: the gradients of k * f + g are k times those of f, plus those of g': (engine) => fc.property(
    tamePrograms(), fc.nat(99), ordinaryNumbers, (program, pick, k) => {
      const at = pick % (program.leaves.length + program.steps.length); // f is any node, g the root: they share nodes
      const end = program.leaves.length + program.steps.length - 1;
      const scaled: Step = { op: '*', a: { node: at }, b: { number: k } };
      const sum: Step = { op: '+', a: { node: end + 1 }, b: { node: end } };
      const together: Program = { leaves: program.leaves, steps: [...program.steps, scaled, sum] };
      const gradsOf = (root: number) => {
        const nodes = build(engine, program);
        nodes[root].backward();
        return gradsOfLeaves(program, nodes);
      };
      const [ofF, ofG] = [gradsOf(at), gradsOf(end)];
      const sums = ofF.map((grad, i) => k * grad + ofG[i]);
      const actual = gradsOfLeaves(program, buildAndBackward(engine, together));
      wantSameGradients(together, actual, sums, reference(together).sizes);
    },
  ),
} satisfies Record<string, Check>;

const ordinaryNumbers = fc.integer({ min: 1, max: 4000 }).chain((n) => fc.constantFrom(n / 256, -n / 256));

export const bookkeeping = {
  'the topological order has each node once, inputs before outputs, the root last': (engine) =>
    fc.property(tamePrograms(), (program) => {
      const nodes = build(engine, program);
      const root = nodes[nodes.length - 1];
      const order = engine.topologicalOrder(root);
      const places = new Map(order.map((node, i) => [node, i]));
      want('a node stands twice in the order', places.size === order.length);
      want('the root is not the last', order[order.length - 1] === root);
      for (const [node, place] of places) {
        for (const input of node.inputs) want('an input stands after its output', (places.get(input) ?? NaN) < place);
      }
      const isPart = (i: number) => i === nodes.length - 1 || isUsed(program, i);
      want('a node is missing', nodes.every((node, i) => places.has(node) === isPart(i)));
    }),

  'a second backward adds exactly one more gradient to each leaf, and leaves the others as the first did': (engine) =>
    fc.property(tamePrograms(), fc.integer({ min: 2, max: 4 }), (program, times) => {
      const nodes = build(engine, program);
      const root = nodes[nodes.length - 1];
      root.backward();
      const first = nodes.map((node) => node.grad);
      for (let n = 1; n < times; n++) root.backward();
      const { sizes } = reference(program);
      nodes.forEach((node, i) => {
        const expected = node.op === '' ? times * first[i] : first[i];
        wantNear(`node ${i} after ${times} calls`, node.grad, expected, times * roundingOfGradient(program, sizes[i]));
      });
    }),

  'the gradients of one root are not disturbed by an earlier backward of another': (engine) =>
    fc.property(tamePrograms(), fc.nat(99), (program, pick) => {
      const nodes = build(engine, program);
      nodes[pick % nodes.length].backward();
      const earlier = nodes.map((node) => node.grad);
      nodes[nodes.length - 1].backward();
      const { grads, sizes } = reference(program);
      nodes.forEach((node, i) => {
        const isKept = node.op === '';
        const tolerance = roundingOfGradient(program, sizes[i] + Math.abs(earlier[i]));
        wantNear(`node ${i}`, node.grad, grads[i] + (isKept ? earlier[i] : 0), tolerance);
      });
    }),
} satisfies Record<string, Check>;

/** What has to be seen on two copies of the module, neither of which has been used yet. */
export const ofCopies = {
  'two copies of the module work on one graph, and each sorts it in turn': ({ Value, topologicalOrder }, copy) => {
    want('they are one', copy.Value !== Value);
    const a = new Value(2);
    const b = new copy.Value(3);
    const root = a.mul(b).add(b.mul(a));
    for (const sort of [topologicalOrder, copy.topologicalOrder, topologicalOrder]) {
      // Did they count their sorts, both counts would be the same, and the one skip what the other has marked.
      want('the order is not whole', sort(root).length === 5);
    }
    root.backward();
    want('the gradients', a.grad === 6 && b.grad === 4);
  },
} satisfies Record<string, (engine: Engine, copy: Engine) => void>;

/** What random programs do not see, or would by luck. */
export const examples: Record<string, (engine: Engine) => void> = {
  'one step of the chain rule is PyTorch’s at every kink, pole and infinity': (engine) => {
    const operands = [...edges, Number.MIN_VALUE, Number.MAX_VALUE];
    for (const op of operations) {
      for (const a of operands) {
        if (!isBinary(op)) wantRule(engine, op, [a]);
        else {
          wantRule(engine, op, [a, a], { isSame: true });
          for (const b of operands) wantRule(engine, op, [a, b]);
        }
      }
    }
  },

  'x.mul(x) has x twice among its inputs': ({ Value }) => {
    const x = new Value(3);
    want('not twice', x.mul(x).inputs.filter((input) => input === x).length === 2);
  },

  'each node knows its op': (engine) => {
    for (const op of operations) {
      const step: Step = isBinary(op) ? { op, a: { node: 0 }, b: { node: 0 } } : { op, a: { node: 0 } };
      want(op, build(engine, { leaves: [1], steps: [step] })[1].op === op);
    }
  },

  'misuse throws': ({ Value }) => {
    const a = new Value(1);
    wantThrow('new Value("3")', () => new Value('3' as unknown as number));
    wantThrow('a.add({})', () => a.add({} as number));
    wantThrow('a * 2', () => (a as unknown as number) * 2);
    wantThrow('a + a', () => (a as unknown as string) + 'x');
  },

  'text and JSON show the data and the gradient alone': ({ Value }) => {
    const a = new Value(3).mul(2);
    want('String', String(a) === 'Value(data=6, grad=0)');
    want('JSON', JSON.stringify(a) === '{"data":6,"grad":0}');
  },

  'a walk leaves nothing behind: no Value holds another one, and the order changes no gradient': (engine) => {
    const { a, b, L, nodes } = lecture(engine);
    const isClean = () => nodes.every((node) => !Object.hasOwn(node, 'next') || node.next === undefined);
    L.backward();
    want('backward leaves a next', isClean());
    const grads = nodes.map(({ grad }) => grad);
    engine.topologicalOrder(L);
    want('the order leaves a next', isClean());
    want('the order changes a gradient', nodes.every(({ grad }, i) => grad === grads[i]));
    a.mul(b).backward(); // shares two leaves
    want('another graph leaves a next', isClean());
  },

  'an error in the middle of a walk spoils no later one': (engine) => {
    for (const way of ['propagate', 'sort'] as const) {
      const { a, b, f, L, nodes } = lecture(engine);
      const fail = () => { throw new Error('on purpose'); };
      const at = way === 'propagate' ? b : f; // some Values are in the chain by then
      const key = way === 'propagate' ? 'grad' : 'right';
      const before = Object.getOwnPropertyDescriptor(at, key) as PropertyDescriptor;
      Object.defineProperty(at, key, { get: way === 'sort' ? fail : () => 0, set: fail, configurable: true });
      wantThrow(`backward, in ${way}`, () => { L.backward(); });
      if (way === 'sort') wantThrow('topologicalOrder', () => engine.topologicalOrder(L));
      want(`${way}: a Value holds another one`, nodes.every((node) => node.next === undefined));
      Object.defineProperty(at, key, before);
      for (const node of nodes) node.grad = 0;
      want(`${way}: the next order is not whole`, engine.topologicalOrder(L).length === nodes.length);
      L.backward();
      want(`${way}: the next gradients are wrong`, a.grad === 6 && b.grad === -4);
    }
  },

  'a walk may begin inside another walk, and both are right': (engine) => {
    for (const key of ['grad', 'left', 'right'] as const) {
      const { a, b, d, f, L, nodes } = lecture(engine);
      const isWhole = () => {
        const order = engine.topologicalOrder(L);
        return order.length === nodes.length && new Set(order).size === nodes.length && order.at(-1) === L;
      };
      const other = b.mul(3).add(b);
      let isInside = false;
      let inner = 0;
      const inside = () => {
        if (isInside) return;
        isInside = true;
        inner++;
        want('the inner order is not whole', isWhole());
        other.backward();
        want('the other order', engine.topologicalOrder(other).length === 4);
        isInside = false;
      };
      // Somebody draws the graph anew each time that a Value changes, or is looked at.
      const at = key === 'grad' ? d : f;
      let content = at[key];
      Object.defineProperty(at, key, {
        get: () => { if (key !== 'grad') inside(); return content; },
        set: (x: typeof content) => { content = x; inside(); },
      });
      L.backward();
      want('there was no walk inside', inner > 0);
      want('the outer gradient of a', a.grad === 6);
      want('the gradient of b, of both', b.grad === -4 + 4 * inner);
      want('the order afterwards', isWhole());
    }
  },

  'depth does not matter': ({ Value }) => {
    const a = new Value(1);
    let [sum, stacked] = [a, a];
    for (let i = 0; i < 20_000; i++) sum = sum.add(a); // recursion overflows the stack at about 10,000
    for (let i = 0; i < 40; i++) stacked = stacked.add(stacked); // 2⁴⁰ paths
    sum.add(stacked).backward();
    want('the gradient', a.grad === 20_001 + 2 ** 40);
  },
};

/** The lecture's L = (a * b + c) * f. */
function lecture({ Value }: Engine) {
  const [a, b, c, f] = [2, -3, 10, -2].map((data) => new Value(data));
  const e = a.mul(b);
  const d = e.add(c);
  const L = d.mul(f);
  return { a, b, c, d, e, f, L, nodes: [a, b, e, c, d, f, L] };
}

/** One step alone, with gradients of all kinds coming in. Where `isSame`, both operands are one node: x.mul(x). */
function wantRule(engine: Engine, op: Operation, [a, b = NaN]: number[], { isSame = false } = {}): void {
  const second = isBinary(op) ? { b: { node: isSame ? 0 : 1 } } : {};
  const [x, y, node] = build(engine, { leaves: [a, b], steps: [{ op, a: { node: 0 }, ...second }] });
  const near = (what: string, actual: number, expected: number, size: number) => {
    // A few units in the last place, or of the smallest number that there is.
    wantNear(what, actual, expected, 4 * (Number.EPSILON * size + Number.MIN_VALUE));
  };
  for (const g of [1, -2.5, 0, Infinity, -Infinity, NaN]) {
    try {
      wantSameNumber('the value', node.data, rules[op].value(a, b));
      x.grad = y.grad = 0;
      node.grad = g;
      engine.propagate(node);
      const [byA, byB = 0] = rules[op].gradients(g, a, b);
      near('the first gradient', x.grad, isSame ? byA + byB : byA, Math.abs(byA) + (isSame ? Math.abs(byB) : 0));
      near('the second gradient', y.grad, isSame ? 0 : byB, Math.abs(byB));
    } catch (error) {
      throw new Error(`${op} of ${a} and ${isSame ? 'itself' : b}, whose own gradient is ${g}: ${String(error)}`);
    }
  }
}

function wantThrow(what: string, misuse: () => unknown): void {
  try { misuse(); } catch { return; }
  throw new Error(`${what} did not throw`);
}

/** The first check that this engine fails, and how; undefined if it passes them all. The seed is always the same. */
export function findFailure(engine: Engine, copy: Engine): string | undefined {
  const ofProperties = (checks: Record<string, Check>) => {
    for (const [name, check] of Object.entries(checks)) {
      const { failed, errorInstance } = fc.check(check(engine), { seed: 1, numRuns: 200, endOnFailure: true });
      if (failed) return `${name}: ${String(errorInstance)}`;
    }
  };
  const ofExamples = (checks: Record<string, (engine: Engine, copy: Engine) => void>) => {
    for (const [name, example] of Object.entries(checks)) {
      try { example(engine, copy); } catch (error) { return `${name}: ${String(error)}`; }
    }
  };
  return ofExamples(ofCopies) ?? ofProperties(derivatives) ?? ofExamples(examples) ?? ofProperties(bookkeeping) ??
    ofProperties(laws);
}
