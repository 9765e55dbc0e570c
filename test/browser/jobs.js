// jobs.js: what is done in the browser, and for comparison in Node. A job is given plain data and answers with plain
// data.

// The other operations of the engine are called as their methods are.
const methods = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '**': 'pow' };

export const jobsOf = ({ compile, MLP, Random, sum, Value }) => {
  return { randomFunction, notebook, largeFunction, powers };

  /** The engine and compile on a random function, as test/support/functions.ts describes one. */
  function randomFunction(given) {
    return {
      backend: compileFunction(given).step.backend,
      engine: runEngine(given),
      oneRow: runCompiled({ ...given, rows: given.rows.slice(0, 1) }),
      manyRows: runCompiled(given),
      interpreted: runCompiled(given, 'interpreter'),
    };
  }

  /** The output of each row, and the gradients of the first one's. */
  function runEngine(given) {
    const { fn, parameters } = makeFunction(given);
    const rows = toValues(given.rows);
    const outputs = rows.map((row) => fn(row));
    outputs[0].backward();
    return {
      result: outputs[0].data, outputs: outputs.map((y) => y.data),
      rowGrads: gradsOf(rows[0]), grads: gradsOf(parameters),
    };
  }

  function runCompiled(given, backend) {
    const { step, inputs, parameters } = compileFunction(given, backend);
    const rows = toValues(given.rows);
    const outputs = [...step.forward(inputs === 0 ? undefined : given.rows)];
    const result = step.backward(inputs === 0 ? undefined : rows);
    return { result, outputs, rowGrads: rows.flatMap(gradsOf), grads: gradsOf(parameters) };
  }

  function compileFunction(given, backend) {
    const { fn, ...others } = makeFunction(given);
    return { step: compile(fn, { inputs: others.inputs, compare: { backend } }), ...others };
  }

  /** The function, of a list of inputs. */
  function makeFunction({ program: { leaves, steps }, kinds, grads }) {
    const parameters = leaves.map((x) => new Value(x));
    parameters.forEach((p, i) => { p.grad = grads[i % grads.length]; });
    const fn = (inputs) => {
      let next = 0;
      const nodes = kinds.map((kind, i) =>
        kind === 'input' ? inputs[next++] : kind === 'parameter' ? parameters[i] : new Value(leaves[i]));
      const valueOf = (operand) => 'node' in operand ? nodes[operand.node] : new Value(operand.number);
      for (const { op, a, b } of steps) nodes.push(valueOf(a)[methods[op] ?? op](...b ? [valueOf(b)] : []));
      return nodes.at(-1);
    };
    return { fn, inputs: kinds.filter((kind) => kind === 'input').length, parameters };
  }

  /** The loss and the gradients of single rows, on the engine and compiled; then the notebook's run, compiled. */
  function notebook({ X, y, params }) {
    const model = new MLP(2, [16, 16, 1]);
    const parameters = model.parameters();
    parameters.forEach((p, i) => { p.data = params[i]; });
    const rows = X.map((point, i) => [...point, y[i]]);

    const fn = (x1, x2, target) => {
      const dataLoss = model.forward([x1, x2])[0].mul(target).neg().add(1).relu();
      return dataLoss.add(sum(parameters.map((p) => p.mul(p))).mul(1e-4));
    };
    const score = compile((x1, x2) => model.forward([x1, x2])[0]);
    const loss = compile(fn);

    const losses = toValues(rows).map((row) => fn(...row));
    model.zeroGrad();
    losses[0].backward();
    const engine = { losses: losses.map(({ data }) => data), grads: gradsOf(parameters) };
    model.zeroGrad();
    loss.backward(rows.slice(0, 1));
    const compiled = { losses: [...loss.forward(rows)], grads: gradsOf(parameters) };

    const steps = [];
    for (let k = 0; k < 100; k++) {
      const right = score.forward(X).filter((score, i) => (score > 0) === (y[i] > 0));
      model.zeroGrad();
      const mean = loss.backward(rows);
      for (const p of parameters) p.data -= (1 - 0.9 * k / 100) * p.grad;
      steps.push({ loss: mean, accuracyPercent: 100 * right.length / X.length });
    }
    return { backend: loss.backend, engine, compiled, steps };
  }

  /** A power of a power and so on, on the engine and compiled: of all operations, it takes the most code. */
  function largeFunction(count) {
    const exponents = [0.999, 1.001].map((x) => new Value(x));
    const fn = (x) => {
      let y = x;
      for (let i = 0; i < count; i++) y = y.pow(exponents[i % 2]);
      return y;
    };
    const zeroGrad = () => { for (const p of exponents) p.grad = 0; };
    const y = fn(new Value(2));
    y.backward();
    const engine = [y.data, ...gradsOf(exponents)];
    zeroGrad();
    const step = compile(fn, { compare: { loops: false } }); // with loops it takes a few bytes
    const { backend } = step; // of the module for many rows, which is twice as large as that for one
    const result = step.backward([[2]]);
    return { backend, engine, compiled: [result, ...gradsOf(exponents)] };
  }

  /** Of so many numbers, of random bits, those for which x ** 2 is not x * x, or x ** 1 is not x. */
  function powers({ seed, count }) {
    const random = new Random(seed);
    const bits = Uint32Array.from({ length: 2 * count }, () => 2 ** 32 * random.random());
    const [one, two] = [1, 2].map((x) => new Value(x).data); // exponents that V8 does not know as it compiles
    return [...new Float64Array(bits.buffer)].filter((x) => {
      const squares = [x ** 2, x ** two, Math.pow(x, two)];
      const sames = [x ** 1, x ** one, Math.pow(x, one)];
      return !squares.every((y) => Object.is(y, x * x)) || !sames.every((y) => Object.is(y, x));
    });
  }

  function toValues(rows) { return rows.map((row) => row.map((x) => new Value(x))); }
  /** 0 for -0: the sign of a gradient of zero is not compared. */
  function gradsOf(values) { return values.map((value) => value.grad + 0); }
};
