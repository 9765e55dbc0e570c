// program.ts: from a graph to a program: first each node's number, as the engine's operations compute it; then each
// node's gradient, as its `backward` does, written down once in place of being found anew at every call.
//
// What is made of an input differs from row to row. The rest (a regulariser) is computed once, before the rows, and
// passes its gradients on once, after them: until then, each row adds to a total. passes.ts comes next.
import type { Op } from '../engine.ts';
import type { Graph, Node } from './graph.ts';
import { partOfLeaf } from './instructions.ts';
import type { Arithmetic, Effect, Instruction, Leaf, Part, Program } from './instructions.ts';

export interface ProgramOptions {
  /** With the gradients, or the output alone. */
  backward: boolean;
  /** With the gradients of the inputs, for rows in which there are Values. */
  inputGradients: boolean;
  /** For one row: all is part of it, so that gradients are added up in the engine's order, and round alike. */
  oneRow: boolean;
}

/** The place in the program of the instruction that gives a number. */
type Place = number;
type Made = Exclude<Op, ''>;

const none: readonly Place[] = [];

/** A program that grows at its end. */
class Writer {
  readonly program: Instruction[] = [];
  part: Part = 'row';
  readonly #constants: Place[] = [];

  leaf(op: Leaf, number: number): Place { return this.#write(op, none, number, partOfLeaf[op]); }
  /** Of a rule, such as the 1 of 1 - y * y: written once. */
  constant(number: 0 | 1 | 2): Place { return this.#constants[number] ??= this.leaf('constant', number); }
  calc(op: Arithmetic, ...args: Place[]): Place { return this.#write(op, args, 0, this.part); }
  effect(op: Effect, arg: Place, number: number): void { this.#write(op, [arg], number, this.part); }
  #write(op: Instruction['op'], args: readonly Place[], number: number, part: Part): Place {
    return this.program.push({ op, args, number, part }) - 1;
  }
}

/** @throws TypeError for an operation that only another version of this package has: copies may meet in one graph */
export function checkOperations({ nodes }: Graph): void {
  for (const node of nodes) {
    if ('number' in node || Object.hasOwn(formulas, node.op)) continue;
    throw new TypeError(`this copy of micrograd-lab has no derivative of ${node.op}`);
  }
}

export function writeProgram({ nodes, outputs }: Graph, options: ProgramOptions): Program {
  const writer = new Writer();
  const inRow = flags(nodes, ({ op }) => options.oneRow || op === 'input');
  const wanted = flags(nodes, ({ op }) => op === 'parameter' || (op === 'input' && options.inputGradients));

  // forward
  const values: Place[] = [];
  nodes.forEach((node, i) => {
    writer.part = inRow[i] ? 'row' : 'before';
    values[i] = 'number' in node
      ? writer.leaf(node.op, node.number)
      : formulas[node.op](writer, values[node.left], values[node.right]);
  });
  writer.part = 'row';
  outputs.forEach((node, i) => { writer.effect('output', values[node], i); });
  if (!options.backward) return writer.program;

  // backward
  const grads: (Place | undefined)[] = nodes.map(() => undefined);
  const totals = new Map<number, number>(); // for each node outside the rows to which they add, the total's number
  outputs.forEach((node, i) => { deliver(node, writer.leaf('seed', i)); });
  const last = nodes.length - 1;
  for (let i = last; i >= 0; i--) if (inRow[i]) propagate(i);
  nodes.forEach((node, i) => {
    const grad = grads[i];
    if (node.op === 'input' && grad !== undefined) writer.effect('input gradient', grad, node.number);
  });
  writer.part = 'after';
  for (const [node, number] of totals) grads[node] = writer.leaf('total', number);
  for (let i = last; i >= 0; i--) if (!inRow[i]) propagate(i);
  return writer.program;

  function propagate(i: number): void {
    const node = nodes[i];
    const grad = grads[i];
    if ('number' in node || grad === undefined) return;
    const { op, left, right } = node;
    const [toLeft, toRight] = derivatives[op](writer, grad, values[i], values[left], values[right]);
    deliver(left, toLeft);
    if (toRight !== undefined) deliver(right, toRight);
  }

  function deliver(i: number, amount: Place): void {
    if (!wanted[i]) return;
    const node = nodes[i];
    if (node.op === 'parameter') {
      writer.effect('parameter gradient', amount, node.number);
    } else if (writer.part === 'row' && !inRow[i]) {
      const number = totals.get(i) ?? totals.size;
      totals.set(i, number);
      writer.effect('add to total', amount, number);
    } else {
      const before = grads[i];
      grads[i] = before === undefined ? amount : writer.calc('+', before, amount);
    }
  }
}

/** Which nodes are, or are made of, one for which `is` holds. */
function flags(nodes: Node[], is: (node: Node) => boolean): boolean[] {
  const result: boolean[] = [];
  for (const node of nodes) result.push(is(node) || ('left' in node && (result[node.left] || result[node.right])));
  return result;
}

/** y of a and b. */
const formulas: Record<Made, (writer: Writer, a: Place, b: Place) => Place> = {
  '+': (w, a, b) => w.calc('+', a, b),
  '-': (w, a, b) => w.calc('-', a, b),
  '*': (w, a, b) => w.calc('*', a, b),
  '/': (w, a, b) => w.calc('/', a, b),
  '**': (w, a, b) => w.calc('**', a, b),
  max: (w, a, b) => w.calc('max', a, b),
  when: (w, a, b) => w.calc('if<=', b, w.constant(0), w.constant(0), a),
  neg: (w, a) => w.calc('neg', a),
  exp: (w, a) => w.calc('exp', a),
  log: (w, a) => w.calc('log', a),
  tanh: (w, a) => w.calc('tanh', a),
  sin: (w, a) => w.calc('sin', a),
  cos: (w, a) => w.calc('cos', a),
  relu: (w, a) => w.calc('max', w.constant(0), a),
  sigmoid: (w, a) => {
    const one = w.constant(1);
    return w.calc('/', one, w.calc('+', one, w.calc('exp', w.calc('neg', a))));
  },
};

/** What goes to a and to b when y, made of them, has the gradient g: the engine's `propagate`, rule by rule. */
const derivatives: Record<Made, (w: Writer, g: Place, y: Place, a: Place, b: Place) => [Place, Place?]> = {
  '+': (_, g) => [g, g],
  '-': (w, g) => [g, w.calc('neg', g)],
  '*': (w, g, _, a, b) => [w.calc('*', g, b), w.calc('*', g, a)],
  '/': (w, g, y, _, b) => [w.calc('/', g, b), w.calc('neg', w.calc('*', g, w.calc('/', y, b)))],
  '**': (w, g, y, a, b) => {
    const [zero, one] = [w.constant(0), w.constant(1)];
    const toBase = w.calc('*', g, w.calc('*', b, w.calc('**', a, w.calc('-', b, one))));
    const toExponent = w.calc('*', g, w.calc('*', y, w.calc('log', a)));
    return [
      w.calc('if=', b, zero, zero, toBase),
      w.calc('if=', a, zero, w.calc('if<=', zero, b, zero, toExponent), toExponent),
    ];
  },
  max: (w, g, _, a, b) => {
    const zero = w.constant(0);
    const share = w.calc('if=', a, b, w.calc('/', g, w.constant(2)), g);
    return [w.calc('if<', a, b, zero, share), w.calc('if<', b, a, zero, share)];
  },
  when: (w, g, _, __, b) => [w.calc('if<=', b, w.constant(0), w.constant(0), g), w.constant(0)],
  neg: (w, g) => [w.calc('neg', g)],
  exp: (w, g, y) => [w.calc('*', g, y)],
  log: (w, g, _, a) => [w.calc('/', g, a)],
  relu: (w, g, y) => {
    const zero = w.constant(0);
    return [w.calc('if<=', y, zero, zero, g)];
  },
  tanh: (w, g, y) => [w.calc('*', g, w.calc('-', w.constant(1), w.calc('*', y, y)))],
  sigmoid: (w, g, y) => [w.calc('*', g, w.calc('*', y, w.calc('-', w.constant(1), y)))],
  sin: (w, g, _, a) => [w.calc('*', g, w.calc('cos', a))],
  cos: (w, g, _, a) => [w.calc('neg', w.calc('*', g, w.calc('sin', a)))],
};
