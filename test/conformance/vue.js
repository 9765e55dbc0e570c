// vue.js: the package in Vue's reactive state, as an app holds it. `reactive` wraps most objects in a Proxy, which for
// `===` is another object, and has no private fields.
import { Adam, gradcheck, makeMoons, MLP, NumpyRandom, Random, SGD, sum, toDot, Value } from 'micrograd-lab';
import { compile as compileFunction } from 'micrograd-lab/compile';
import { computed, isReactive, reactive, ref } from 'vue';

export function engine(check) {
  check.same('whether Vue wraps an object', isReactive(reactive({ an: {} }).an), true);
  const a = new Value(3);
  const state = reactive({ a, deep: { list: [a] }, ref: ref(a) });
  check.same('whether Vue wraps a Value', isReactive(state.a), false);
  check.same('the Value in a list', state.deep.list[0], a);
  check.same('the Value in a ref', state.ref, a);

  state.a.add(a).backward();
  check.same('the derivative of a + a', a.grad, 2);
  a.grad = 0;
  state.h = a.mul(a);
  state.h.mul(2).add(state.deep.list[0].mul(a).mul(5)).backward();
  check.same('the derivative of 2 a² + 5 a² at 3', a.grad, 42);
  const { h } = state;
  check.same('the graph in a computed', computed(() => toDot(state.h)).value, toDot(h));
  check.same('gradcheck', gradcheck((x) => reactive({ x }).x.tanh().mul(x), [3]).ok, true);
}

export function nn(check) {
  const state = reactive({ model: new MLP(1, [1], { outputActivation: 'tanh' }) });
  const [w, b] = state.model.parameters();
  check.same('the neuron', state.model.forward([0.5])[0].data, Math.tanh(b.data + w.data * 0.5));
  for (const Optimizer of [SGD, Adam]) {
    const [plain, wrapped] = [(state) => state, reactive].map((hold) => train(hold, Optimizer));
    wrapped.forEach((x, i) => { check.same(`number ${i} of ${Optimizer.name}`, x, plain[i]); });
  }
}

/** Some steps on two moons, everything in a state; gives all numbers that come out. */
function train(hold, Optimizer) {
  const model = new MLP(2, [4, 1], { random: new Random(1) });
  const state = hold({
    model, optimizer: new Optimizer(model.parameters(), { learningRate: 0.1 }), random: new Random(2),
    moons: makeMoons({ samples: 10, noise: 0.1, random: hold({ random: new NumpyRandom(3) }).random }),
  });
  const losses = [];
  for (let step = 0; step < 5; step++) {
    const order = state.moons.y.map((_, i) => i);
    state.random.shuffle(order);
    // Through the state and past it in turn.
    const loss = sum(order.map((i) => (i % 2 === 0 ? model : state.model).forward(state.moons.x[i])[0]
      .sub(state.moons.y[i]).pow(2)));
    state.optimizer.zeroGrad();
    loss.backward();
    state.optimizer.step();
    losses.push(loss.data);
  }
  return [...losses, ...state.model.parameters().map((p) => p.data), state.random.random()];
}

export function compile(check) {
  const state = reactive({ step: compileFunction((x) => x.tanh()) });
  check.same('tanh', state.step.forward([[0.5]])[0], Math.tanh(0.5));
  const [plain, wrapped] = [(state) => state, reactive].map(runCompiled);
  wrapped.forEach((x, i) => { check.same(`number ${i}`, x, plain[i]); });
}

function runCompiled(hold) {
  const model = new MLP(2, [4, 1], { random: new Random(1) });
  const rows = [[1, 2, 1], [0.5, -1, -1], [-2, 0.25, 1]];
  const state = hold({ model, rows, outputs: new Float64Array(3) });
  state.step = compileFunction((x1, x2, target) =>
    state.model.forward([x1, x2])[0].sub(target).pow(2).add(model.forward([x2, x1])[0].mul(0.1)));
  const loss = state.step.backward(state.rows, undefined, state.outputs);
  const embedding = hold({ x: new Value(0.3) });
  state.step.backward([[embedding.x, 1, 2]]);
  return [
    loss, embedding.x.grad, ...state.outputs, ...state.step.forward(rows), ...model.parameters().map((p) => p.grad),
  ];
}
