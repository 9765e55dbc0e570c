// compile.ts: PyTorch's programs and Karpathy's demo.ipynb once more, as WebAssembly.
import { MLP, Random, sum, Value } from 'micrograd-lab';
import { compile as compileFunction } from 'micrograd-lab/compile';
import type { Check, Given, TorchProgram } from './check.ts';
import { checkNumbers, perform } from './engine.ts';

export function compile(check: Check, { torch, notebook }: Given): void {
  for (const [i, given] of torch.entries()) checkProgram(check, `program ${i}`, given);
  trainNotebook(check, notebook);
}

function checkProgram(check: Check, what: string, given: TorchProgram): void {
  const run = (backend: 'wasm' | 'interpreter') => {
    const options = { inputs: given.inputs.length, compare: { backend } };
    const step = compileFunction((inputs) => perform(given, inputs), options);
    check.same(`the backend of ${what}`, step.backend, backend);
    const row = given.inputs.map((x) => new Value(x));
    const output = step.backward([row]);
    checkNumbers(check, `${what} by ${backend}`, given, output, row);
    return [output, ...row.map((x) => x.grad)];
  };
  const [compiled, interpreted] = [run('wasm'), run('interpreter')];
  compiled.forEach((x, i) => { check.same(`number ${i} of ${what}, interpreted`, interpreted[i], x); });
}

function trainNotebook(check: Check, { X, y, steps }: Given['notebook']): void {
  const model = new MLP(2, [16, 16, 1], { random: new Random(1337) });
  const parameters = model.parameters();
  const rows = X.map((point, i) => [...point, y[i]]);
  const score = compileFunction((x1, x2) => model.forward([x1, x2])[0]);
  const step = compileFunction((x1, x2, target) => {
    const squares = sum(parameters.map((p) => p.mul(p)));
    return model.forward([x1, x2])[0].mul(target).neg().add(1).relu().add(squares.mul(1e-4));
  });
  for (const [k, { loss, accuracyPercent }] of steps.entries()) {
    const right = score.forward(X).filter((score, i) => (score > 0) === (y[i] > 0));
    check.same(`the accuracy of step ${k}`, 100 * right.length / X.length, accuracyPercent);
    model.zeroGrad();
    check.near(`the loss of step ${k}`, step.backward(rows), loss, 1e-12); // the rows are added up in another order
    for (const p of parameters) p.data -= (1 - 0.9 * k / 100) * p.grad;
  }
  check.same('the backend of the network', step.backend, 'wasm');
}
