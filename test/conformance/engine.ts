// engine.ts: the gradients of PyTorch and of the lecture's exercises.
import { Value } from 'micrograd-lab/engine';
import type { Check, Given, TorchProgram } from './check.ts';

export function engine(check: Check, { torch }: Given): void {
  for (const [i, given] of torch.entries()) {
    const inputs = given.inputs.map((x) => new Value(x));
    const output = perform(given, inputs);
    output.backward();
    checkNumbers(check, `program ${i}`, given, output.data, inputs);
  }

  // Section 1 of the exercises: -a³ + sin(3b) - 1/c + b^2.5 - a^0.5, and its gradient.
  const inputs = [2, 3, 4].map((x) => new Value(x));
  const [a, b, c] = inputs;
  const f = a.pow(3).neg().add(b.mul(3).sin()).sub(new Value(1).div(c)).add(b.pow(2.5)).sub(a.pow(0.5));
  f.backward();
  const exercise = { output: 6.336362190988558, grads: [-12.353553390593273, 10.25699027111255, 0.0625] };
  checkNumbers(check, 'the exercise', exercise, f.data, inputs);
}

/** Runs a program on Values, which may stand for other numbers than its own. */
export function perform({ program }: TorchProgram, inputs: Value[]): Value {
  const nodes = [...inputs];
  for (const [op, i, j] of program) nodes.push(apply(op, nodes[i], op === 'pow' ? j : nodes[j]));
  return nodes[nodes.length - 1];
}

function apply(op: TorchProgram['program'][number][0], a: Value, b: Value | number): Value {
  switch (op) {
    case 'add': case 'sub': case 'mul': case 'div': case 'pow': return a[op](b);
    default: return a[op]();
  }
}

/** Within 1e-12 of each number, as the oracle says of PyTorch's. */
export function checkNumbers(
  check: Check, what: string, wanted: Pick<TorchProgram, 'output' | 'grads'>, output: number, inputs: Value[],
): void {
  const near = (what: string, got: number, wanted: number) => {
    check.near(what, got, wanted, 1e-12 * Math.abs(wanted));
  };
  near(`the output of ${what}`, output, wanted.output);
  wanted.grads.forEach((grad, i) => { near(`gradient ${i} of ${what}`, inputs[i].grad, grad); });
}
