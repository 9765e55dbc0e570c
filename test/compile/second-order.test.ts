// Functions that contain `gradients` are compiled like any other, forward and backward, with their loops.
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import { gradients, hessian, MLP, Random, sum, Value } from '../../src/index.ts';

const model = new MLP(1, [8, 8, 1], { activation: 'tanh', random: new Random(1) });
/** How far y'' is from -y, for the network's y at x. */
const residual = (x: Value): Value => {
  const [y] = model.forward([x]);
  const [slope] = gradients(y, [x]);
  const [bend] = gradients(slope, [x]);
  return bend.add(y).pow(2);
};

describe('a loss that contains gradients', () => {
  const gradsOf = (run: () => void) => {
    model.zeroGrad();
    run();
    return model.parameters().map(({ grad }) => grad);
  };

  it('has the engine’s output and gradients, to the last bit for one row', () => {
    const step = compile(residual);
    const byEngine = gradsOf(() => { residual(new Value(0.3)).backward(); });
    const byStep = gradsOf(() => { step.backward([[0.3]]); });
    expect(byStep.map((grad) => grad + 0)).toEqual(byEngine.map((grad) => grad + 0));
    expect(step.forward([[0.3]])[0]).toBe(residual(new Value(0.3)).data);
    expect(byEngine.filter((grad) => grad !== 0).length).toBeGreaterThan(80);
  });

  it('is near the engine’s for several rows', () => {
    const rows = [[0.1], [0.5], [-2]];
    const byEngine = gradsOf(() => { sum(rows.map(([x]) => residual(new Value(x)))).mul(1 / 3).backward(); });
    const byStep = gradsOf(() => { compile(residual).backward(rows); });
    byEngine.forEach((grad, i) => { expect(byStep[i]).toBeCloseTo(grad, 12); });
  });

  it('has loops: the code does not grow with the layers’ width', () => {
    const lines = (width: number) => {
      const wide = new MLP(1, [width, 1], { activation: 'tanh', random: new Random(1) });
      const text = compile((x) => {
        const [y] = wide.forward([x]);
        return gradients(gradients(y, [x])[0], [x])[0].add(y).pow(2);
      }).toString();
      expect(text).toContain(`for i from 0 to ${width - 1}:`);
      return text.split('\n').length;
    };
    expect(lines(24)).toBe(lines(12));
  });

  it('may have a whole Hessian for its outputs', () => {
    const f = (x: Value, y: Value) => hessian(x.mul(y).tanh().add(x.pow(3)), [x, y]).flat();
    const step = compile(f, { outputs: 4 });
    const rows = [[0.5, 1], [-1, 0.25]];
    const expected = rows.flatMap(([x, y]) => f(new Value(x), new Value(y)).map(({ data }) => data));
    expect([...step.forward(rows)]).toEqual(expected);
  });
});
