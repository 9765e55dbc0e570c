import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Adam, MLP, SGD, Value, type AdamOptions, type Optimizer } from '../../src/index.ts';
import pytorch2 from '../fixtures/pytorch-2.json' with { type: 'json' };
import pytorch from '../fixtures/pytorch.json' with { type: 'json' };
import { times } from '../support/numbers.ts';

type Loss = (parameters: Value[]) => Value;

/** The loss of pytorch.json. */
const loss: Loss = (p) =>
  p[0].pow(2).mul(3).add(p[1].mul(p[2]).tanh()).add(p[2].mul(0.5).exp()).add(p[1].pow(2));

/** Where 25 steps lead, from pytorch.json's start. */
function trajectory(make: (parameters: Value[]) => Optimizer, objective = loss): number[][] {
  const parameters = [1.5, -2, 0.3].map((x) => new Value(x));
  const optimizer = make(parameters);
  return times(25, () => {
    step(parameters, optimizer, objective);
    return parameters.map((p) => p.data);
  });
}

function step(parameters: Value[], optimizer: Optimizer, objective = loss): void {
  optimizer.zeroGrad();
  objective(parameters).backward();
  optimizer.step();
}

function expectClose(got: number[][], wanted: number[][], tolerance = 1e-10): void {
  const errors = got.map((row, k) => row.map((x, i) => Math.abs(x - wanted[k][i]) / Math.abs(wanted[k][i])));
  expect(got).toHaveLength(25);
  expect(Math.max(...errors.flat())).toBeLessThanOrEqual(tolerance);
}

describe('against PyTorch, 25 steps', () => {
  it('SGD with momentum takes the same way', () => {
    const way = trajectory((p) => new SGD(p, { learningRate: 0.05, momentum: 0.9 }));
    expectClose(way, pytorch['sgd lr .05 momentum .9']);
  });

  it('Adam takes the same way', () => {
    expectClose(trajectory((p) => new Adam(p, { learningRate: 0.1 })), pytorch['adam lr .1']);
  });

  it.each<[keyof typeof pytorch2, AdamOptions]>([
    ['adamw lr .1 weight_decay .01', { learningRate: 0.1, weightDecay: 0.01 }],
    ['adamw lr .02 betas (.8, .95) eps 1e-6 weight_decay .2',
      { learningRate: 0.02, betas: [0.8, 0.95], epsilon: 1e-6, weightDecay: 0.2 }],
  ])('Adam takes the way of %s', (name, options) => {
    expectClose(trajectory((p) => new Adam(p, options)), pytorch2[name] as number[][]);
  });
});

describe('SGD', () => {
  it('moves against the gradient by the learning rate', () => {
    const p = new Value(1);
    p.grad = 4;
    new SGD([p], { learningRate: 0.5 }).step();
    expect(p.data).toBe(-1);
  });

  it('takes its first step with momentum in full, as PyTorch does', () => {
    const p = new Value(1);
    p.grad = 1;
    const optimizer = new SGD([p], { learningRate: 1, momentum: 0.5 });
    optimizer.step();
    expect(p.data).toBe(0);
    optimizer.step(); // velocity 0.5 * 1 + 1
    expect(p.data).toBe(-1.5);
  });

  it('decays weights as if half their squared size were in the loss', () => {
    const decay = 0.3;
    const options = { learningRate: 0.05, momentum: 0.5 };
    const withDecay: Loss = (p) => loss(p).add(p.map((x) => x.mul(x)).reduce((a, b) => a.add(b)).mul(decay / 2));
    expectClose(
      trajectory((p) => new SGD(p, { ...options, weightDecay: decay })),
      trajectory((p) => new SGD(p, options), withDecay),
      1e-12,
    );
  });
});

describe('Adam', () => {
  it('moves by the learning rate at first, whatever the size of the gradient', () => {
    fc.assert(fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.boolean(), (size, up) => {
      const p = new Value(0);
      p.grad = up ? size : -size;
      new Adam([p], { learningRate: 0.25, epsilon: 0 }).step();
      expect(Math.abs(p.data - (up ? -0.25 : 0.25))).toBeLessThan(1e-12);
    }));
  });

  it('forgets the past with betas of 0, and goes by the sign', () => {
    const p = new Value(0);
    const optimizer = new Adam([p], { learningRate: 1, betas: [0, 0], epsilon: 0 });
    const places = [5, -0.1, 7].map((grad) => {
      p.grad = grad;
      optimizer.step();
      return p.data;
    });
    expect(places).toEqual([-1, 0, -1]);
  });

  it('follows the paper’s running means when betas and epsilon are changed', () => {
    const [beta1, beta2, epsilon, learningRate] = [0.7, 0.95, 0.01, 0.2];
    const grads = [1, -2, 0.5, 3, 0, -1];
    const p = new Value(0);
    const optimizer = new Adam([p], { learningRate, betas: [beta1, beta2], epsilon });
    grads.forEach((_, t) => {
      const before = p.data;
      p.grad = grads[t];
      optimizer.step();
      // the means written out as sums over the past, each corrected for what is missing of it
      const past = grads.slice(0, t + 1);
      const mean = (beta: number, power: number) =>
        past.reduce((total, g, i) => total + (1 - beta) * beta ** (t - i) * g ** power, 0) / (1 - beta ** (t + 1));
      const wanted = learningRate * mean(beta1, 1) / (Math.sqrt(mean(beta2, 2)) + epsilon);
      expect(Math.abs(before - p.data - wanted)).toBeLessThan(1e-14);
    });
  });

  it('decays a parameter by a fraction of the learning rate, whatever its gradient', () => {
    const p = new Value(8);
    const optimizer = new Adam([p], { learningRate: 0.5, weightDecay: 0.25 });
    optimizer.step(); // its gradient is 0, and Adam divides by none
    expect(p.data).toBe(7);
    optimizer.learningRate = 0.25;
    optimizer.step();
    expect(p.data).toBe(7 * (1 - 0.0625));
  });

  it('stands still where the gradient was always 0', () => {
    const p = new Value(1);
    const optimizer = new Adam([p]);
    optimizer.step();
    expect(p.data).toBe(1);
  });
});

const kinds: [string, (parameters: Value[]) => Optimizer][] = [
  ['SGD', (parameters) => new SGD(parameters, { learningRate: 0.05, momentum: 0.9, weightDecay: 0.01 })],
  ['Adam', (parameters) => new Adam(parameters, {
    learningRate: 0.1, betas: [0.85, 0.99], epsilon: 1e-6, weightDecay: 0.01,
  })],
];

describe.each(kinds)('%s', (_, make) => {
  const fresh = (data: number[]) => {
    const parameters = data.map((x) => new Value(x));
    return { parameters, optimizer: make(parameters) };
  };

  it('sets gradients to 0 by zeroGrad()', () => {
    const { parameters, optimizer } = fresh([1, 2]);
    for (const p of parameters) p.grad = 3;
    optimizer.zeroGrad();
    expect(parameters.map((p) => p.grad)).toEqual([0, 0]);
  });

  it('obeys a learning rate that is set between steps', () => {
    const { parameters, optimizer } = fresh([1]);
    optimizer.learningRate = 0;
    parameters[0].grad = 1;
    optimizer.step();
    expect(parameters[0].data).toBe(1);
    optimizer.learningRate = 0.5;
    optimizer.step();
    expect(parameters[0].data).toBeLessThan(1);
    expect(optimizer.learningRate).toBe(0.5);
  });

  it('goes on from a state that went through JSON, bit for bit', () => {
    const rates = fc.double({ min: 0.001, max: 0.2, noNaN: true });
    fc.assert(fc.property(fc.integer({ min: 0, max: 12 }), rates, (steps, learningRate) => {
      const whole = fresh([1.5, -2, 0.3]);
      times(steps, () => { step(whole.parameters, whole.optimizer); });
      whole.optimizer.learningRate = learningRate;

      const parameters = whole.parameters.map((p) => new Value(p.data));
      const optimizer = whole.optimizer instanceof SGD ? new SGD(parameters) : new Adam(parameters);
      optimizer.load(JSON.parse(JSON.stringify(whole.optimizer.state())) as never);

      times(10, () => {
        step(whole.parameters, whole.optimizer);
        step(parameters, optimizer);
      });
      expect(parameters.map((p) => p.data)).toEqual(whole.parameters.map((p) => p.data));
    }));
  });

  it('refuses a state of another optimizer, size or content, and is left as it was', () => {
    const { optimizer } = fresh([1, 2]);
    const before = optimizer.state();
    const ofOne = fresh([1]).optimizer.state();
    expect(() => { optimizer.load(ofOne); }).toThrow(/to be a list of 2 numbers, got an array of length 1$/);
    const numbers = Object.keys(before).filter((key) => Array.isArray((before as Record<string, unknown>)[key]));
    const others = [
      ofOne,
      { ...before, learningRate: -1 },
      (optimizer instanceof SGD ? new Adam(optimizer.parameters) : new SGD(optimizer.parameters)).state(),
      JSON.parse(JSON.stringify(before).replaceAll('[0,0]', '[null,0]')) as object,
      {},
      ...numbers.flatMap((key) => [NaN, Infinity, null, '1'].map((x) => ({ ...before, [key]: [0, x] }))),
      ...('squares' in before ? [{ ...before, squares: [0, -1] }] : []),
    ];
    for (const key of Object.keys(before)) {
      const load = () => { optimizer.load({ ...before, [key]: undefined }); };
      expect(load).toThrow(TypeError);
      expect(load).toThrow(new RegExp(`^(SGD|Adam).load: expected state.${key} to be .*, got undefined$`));
      expect(optimizer.state()).toEqual(before);
    }
    expect(() => { optimizer.load(null as never); }).toThrow(/^(SGD|Adam).load: expected state .*, got null$/);
    for (const state of others) {
      expect(() => { optimizer.load(state); }).toThrow(/^(SGD|Adam).load: expected state\./);
      expect(optimizer.state()).toEqual(before);
    }
  });

  it('has a list of parameters that cannot be changed', () => {
    const { optimizer } = fresh([1, 2]);
    expect(() => { (optimizer.parameters as Value[]).push(new Value(3)); }).toThrow(TypeError);
    expect(optimizer.parameters).toHaveLength(2);
  });

  it('takes typed arrays in a state', () => {
    const { optimizer } = fresh([1, 2]);
    const before = optimizer.state();
    const typed = Object.entries(before).map(([key, x]: [string, unknown]): [string, unknown] =>
      [key, Array.isArray(x) ? Float64Array.from(x as number[]) : x]);
    optimizer.load(Object.fromEntries(typed));
    expect(optimizer.state()).toEqual(before);
  });

  it.each([-1, NaN, Infinity, '0.1', undefined])('refuses the learning rate %s, and keeps the one it has', (rate) => {
    const { optimizer } = fresh([1]);
    const before = optimizer.learningRate;
    expect(() => { optimizer.learningRate = rate as number; }).toThrow(/^(SGD|Adam): expected learningRate to be /);
    expect(optimizer.learningRate).toBe(before);
  });

  it('refuses to train nothing, or a model in place of its parameters', () => {
    expect(() => make([])).toThrow(RangeError);
    expect(() => make([])).toThrow(/ parameters to be a list of Values, not empty, got an array of length 0$/);
    expect(() => make(new MLP(1, [1]) as never)).toThrow(/: expected parameters .* got an MLP$/);
    // without flatMap, an array of arrays
    const nested = [new Value(1), [new Value(2)] as unknown as Value];
    expect(() => make(nested)).toThrow(/: expected parameters\[1\] to be a Value, got an array of length 1; /);
  });

  it('keeps the list of its parameters to itself', () => {
    const parameters = [new Value(1)];
    const optimizer = make(parameters);
    parameters.push(new Value(2));
    parameters[1].grad = 1;
    optimizer.step();
    expect([parameters[1].data, optimizer.parameters.length]).toEqual([2, 1]);
  });

  it('refuses a state with numbers that have grown beyond bounds, of which JSON would make null', () => {
    const { parameters, optimizer } = fresh([1]);
    parameters[0].grad = Infinity;
    optimizer.step();
    const grown = optimizer.state();
    expect(() => { optimizer.load(grown); }).toThrow(RangeError);
    expect(() => { optimizer.load(JSON.parse(JSON.stringify(grown)) as object); }).toThrow(TypeError);
    expect(optimizer.state()).toEqual(grown);
  });

  it('gives its state as a copy', () => {
    const { optimizer } = fresh([1, 2]);
    const before = JSON.stringify(optimizer.state());
    for (const part of Object.values(optimizer.state()) as unknown[]) if (Array.isArray(part)) part.fill(7);
    expect(JSON.stringify(optimizer.state())).toBe(before);
  });
});

describe('a parameter that is listed twice, as by a layer that is used twice', () => {
  it.each([['SGD', SGD], ['Adam', Adam]] as const)('is moved once, and has one place in the state: %s', (_, Rule) => {
    const [tied, alone] = [new Value(1), new Value(1)];
    const optimizers = [new Rule([tied, tied], { learningRate: 0.1 }), new Rule([alone], { learningRate: 0.1 })];
    for (let step = 0; step < 3; step++) {
      tied.grad = alone.grad = 0.5;
      for (const optimizer of optimizers) optimizer.step();
    }
    expect(tied.data).toBe(alone.data);
    expect(optimizers[0].state()).toEqual(optimizers[1].state());
  });
});

describe('a mistake in an option', () => {
  const p = [new Value(1)];
  const atLeast0 = 'to be a finite number of at least 0, got';
  const below1 = 'to be a number of at least 0 and below 1, got';
  it.each<[() => unknown, ErrorConstructor, string]>([
    [() => new SGD(p, { learningRate: -0.1 }), RangeError, `SGD: expected learningRate ${atLeast0} -0.1`],
    [() => new SGD(p, { momentum: -1 }), RangeError, `SGD: expected momentum ${atLeast0} -1`],
    [() => new SGD(p, { momentum: '0.9' as never }), TypeError, `SGD: expected momentum ${atLeast0} "0.9"`],
    [() => new SGD(p, { weightDecay: NaN }), RangeError, `SGD: expected weightDecay ${atLeast0} NaN`],
    [() => new Adam(p, { weightDecay: -0.1 }), RangeError, `Adam: expected weightDecay ${atLeast0} -0.1`],
    [() => new Adam(p, { betas: [1, 0.9] }), RangeError, `Adam: expected betas[0] ${below1} 1`],
    [() => new Adam(p, { betas: [0.9, -0.1] }), RangeError, `Adam: expected betas[1] ${below1} -0.1`],
    [() => new Adam(p, { betas: [0.9] as never }), RangeError,
      'Adam: expected betas to be a list of 2 numbers, got an array of length 1'],
    [() => new Adam(p, { betas: 0.9 as never }), TypeError, 'Adam: expected betas to be a list of 2 numbers, got 0.9'],
    [() => new Adam(p, { epsilon: -1 }), RangeError, `Adam: expected epsilon ${atLeast0} -1`],
    [() => { new Adam(p).load({ ...new Adam(p).state(), steps: 0.5 }); }, RangeError,
      'Adam.load: expected state.steps to be an integer of at least 0, got 0.5'],
    [() => { new SGD(p).load({ ...new SGD(p).state(), velocities: [null as never] }); }, TypeError,
      'SGD.load: expected state.velocities[0] to be a number, got null'],
  ])('%s is named', (make, kind, message) => {
    expect(make).toThrow(new kind(message));
  });
});
