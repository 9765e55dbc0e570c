// program.ts: from a graph to a program: first each node's number, as the engine's operations compute it; then each
// node's gradient, as its `backward` does, written down once in place of being found anew at every call.
//
// What is made of an input differs from row to row. The rest (a regulariser) is computed once, before the rows, and
// passes its gradients on once, after them: until then, each row adds to a total. passes.ts comes next.
import { methods, rulesOf, type Operations, type Rule } from '../derivatives.ts';
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

/** A program that grows at its end. */
class Writer {
  readonly program: Instruction[] = [];
  part: Part = 'row';
  // The constants of the rules, such as the 1 of 1 - y * y.
  readonly zero = this.leaf('constant', 0);
  readonly one = this.leaf('constant', 1);

  leaf(op: Leaf, number: number): Term { return this.#write(op, [], number, partOfLeaf[op]); }
  calc(op: Arithmetic, ...args: Term[]): Term { return this.#write(op, args, 0, this.part); }
  effect(op: Effect, arg: Term, number: number): void { this.#write(op, [arg], number, this.part); }
  #write(op: Instruction['op'], terms: readonly Term[], number: number, part: Part): Term {
    const args = terms.map(({ index }) => index);
    return new Term(this, this.program.push({ op, args, number, part }) - 1);
  }
}

/** A number of the program. Its methods are the engine's: each writes an instruction, or several. */
class Term implements Operations<Term> {
  readonly #writer: Writer;
  /** In the program, of the instruction that computes it. */
  readonly index: number;
  constructor(writer: Writer, index: number) {
    this.#writer = writer;
    this.index = index;
  }

  add(b: Term): Term { return this.#writer.calc('+', this, b); }
  sub(b: Term): Term { return this.#writer.calc('-', this, b); }
  mul(b: Term): Term { return this.#writer.calc('*', this, b); }
  div(b: Term): Term { return this.#writer.calc('/', this, b); }
  pow(b: Term): Term { return this.#writer.calc('**', this, b); }
  max(b: Term): Term { return this.#writer.calc('max', this, b); }
  neg(): Term { return this.#writer.calc('neg', this); }
  exp(): Term { return this.#writer.calc('exp', this); }
  log(): Term { return this.#writer.calc('log', this); }
  tanh(): Term { return this.#writer.calc('tanh', this); }
  sin(): Term { return this.#writer.calc('sin', this); }
  cos(): Term { return this.#writer.calc('cos', this); }
  when(b: Term): Term { const { zero } = this.#writer; return this.#writer.calc('if<=', b, zero, zero, this); }
  relu(): Term { return this.#writer.zero.max(this); }
  sigmoid(): Term { const { one } = this.#writer; return one.div(one.add(this.neg().exp())); }
}

/** @throws TypeError for an operation that only another version of this package has: copies may meet in one graph */
export function checkOperations({ nodes }: Graph): void {
  for (const node of nodes) if (!('number' in node)) rulesOf(node.op);
}

export function writeProgram({ nodes, outputs }: Graph, options: ProgramOptions): Program {
  const writer = new Writer();
  const inRow = flags(nodes, ({ op }) => options.oneRow || op === 'input');
  const wanted = flags(nodes, ({ op }) => op === 'parameter' || (op === 'input' && options.inputGradients));

  // forward
  const values: Term[] = [];
  nodes.forEach((node, i) => {
    writer.part = inRow[i] ? 'row' : 'before';
    values[i] = 'number' in node
      ? writer.leaf(node.op, node.number)
      : values[node.left][methods[node.op]](values[node.right]);
  });
  writer.part = 'row';
  outputs.forEach((node, i) => { writer.effect('output', values[node], i); });
  if (!options.backward) return writer.program;

  // backward
  const grads: (Term | undefined)[] = nodes.map(() => undefined);
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
    const [a, b] = [values[left], values[right]];
    const apply = (rule: Rule) => rule(grad, values[i], a, b, writer.one);
    // There is no rule for a gate. The engine walks through it with a gradient of 0, and 0 * Infinity is NaN.
    const [toLeft, toRight = writer.zero] = op === 'max' ? selectsForMax(writer, grad, a, b) : rulesOf(op).map(apply);
    deliver(left, toLeft);
    if (right !== -1) deliver(right, toRight);
  }

  function deliver(i: number, amount: Term): void {
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
      grads[i] = before === undefined ? amount : before.add(amount);
    }
  }
}

/** Which nodes are, or are made of, one for which `is` holds. */
function flags(nodes: Node[], is: (node: Node) => boolean): boolean[] {
  const result: boolean[] = [];
  for (const node of nodes) result.push(is(node) || ('left' in node && (result[node.left] || result[node.right])));
  return result;
}

/**
 * In place of the rules for `max`, which have only `when`, and so tell the larger operand by differences: selects are
 * fewer instructions, and give each of two equal infinities half of the gradient, as the engine does.
 */
function selectsForMax(writer: Writer, g: Term, a: Term, b: Term): [toLeft: Term, toRight: Term] {
  const share = writer.calc('if=', a, b, g.div(writer.leaf('constant', 2)), g);
  return [writer.calc('if<', a, b, writer.zero, share), writer.calc('if<', b, a, writer.zero, share)];
}
