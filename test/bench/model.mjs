// model.mjs: the network that compiled.mjs and loop.mjs train. loop.mjs comes next.

/** The loss of one row, regularizer and all, as a student would write it. */
export function modelOf({ widths: [inputs, ...outputs] }, { MLP, sum }) {
  const model = new MLP(inputs, outputs);
  const parameters = model.parameters();
  const loss = (x1, x2, target) => {
    const [score] = model.forward([x1, x2]);
    const squares = sum(parameters.map((p) => p.mul(p)));
    return score.mul(target).neg().add(1).relu().add(squares.mul(1e-4));
  };
  return { model, parameters, loss };
}
