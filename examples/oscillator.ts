// oscillator.ts: a network learns a function that nobody shows it. All it is told is a law: y'' = -y, as of a weight on
// a spring, with y(0) = 0 and y'(0) = 1. Its loss has its own second derivative in it. Such a network is called
// physics-informed. The answer is sin(t), with which it is compared only at the end.
//
// You will see the largest error on [0, 2π]: 0.0004, after about a second. Try all biases 0, as an MLP begins: then all
// neurons bend in the middle, and the error stays above 0.002. Or the law of a pendulum, acceleration.add(y.sin()).
import { Adam, gradients, MLP, Random, type Value } from 'micrograd-lab';
import { compile } from 'micrograd-lab/compile';

const random = new Random(1337);
const model = new MLP(1, [16, 1], { random, activation: 'tanh' });
for (const { b } of model.layers[0].neurons) b.data = random.uniform(-2, 2); // so that each bends somewhere else

/** tanh(t) + tanh(t)² * network: whatever the network says, y(0) is 0 and y'(0) is 1. */
function position(t: Value): Value {
  const h = t.tanh();
  return h.add(h.mul(h).mul(model.forward([t.sub(Math.PI)])[0]));
}

/** How far y is from the law at the time t: (y'' + y)². */
const loss = compile((t) => {
  const y = position(t);
  const [velocity] = gradients(y, [t]);
  const [acceleration] = gradients(velocity, [t]);
  return acceleration.add(y).pow(2);
});

const times = (count: number) => Array.from({ length: count + 1 }, (_, i) => [2 * Math.PI * i / count]);
const steps = 3000;
const optimizer = new Adam(model.parameters(), { learningRate: 0.02 });
for (let step = 0; step <= steps; step++) {
  optimizer.zeroGrad();
  const mean = loss.backward(times(31));
  if (step % 500 === 0) console.log(`step ${step} loss ${mean.toExponential(2)}`);
  optimizer.learningRate = 0.02 * (1 - step / steps);
  optimizer.step();
}

const solution = compile(position);
const y = solution.forward(times(200));
const error = Math.max(...times(200).map(([t], i) => Math.abs(y[i] - Math.sin(t))));
console.log(`largest error on [0, 2π]: ${error.toFixed(5)}\n`);

// Time goes down the page: * is the network, | is the sine. Where the two agree, * stands alone.
for (const [t] of times(24)) {
  const line = Array.from({ length: 45 }, () => ' ');
  const column = (value: number) => Math.round(22 + 20 * value);
  line[column(Math.sin(t))] = '|';
  line[column(solution.forward([[t]])[0])] = '*';
  console.log(`${t.toFixed(2)} ${line.join('').trimEnd()}`);
}
