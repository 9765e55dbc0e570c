// checks.ts: how the scripts of the tests are made.
import { scripts } from './assignments/value/words.ts';
import { Script, type Recorded } from './script.ts';
import { fill } from './words.ts';

/** The result's data, that its operands keep theirs, and, of the leaves that are given one, the grad after backward. */
export function check<K extends string>(
  leaves: Record<K, number>,
  write: (leaves: Record<K, Recorded>) => Recorded,
  data: number,
  grads: Partial<Record<NoInfer<K>, number>> = {},
): Script {
  const script = new Script();
  const values = valuesOf(script, leaves);
  const root = write(values);
  script.look('data', root, data);
  for (const name in leaves) script.look('data', values[name], leaves[name]);
  if (Object.keys(grads).length > 0) root.backward();
  for (const [name, grad] of Object.entries(grads)) script.look('grad', values[name as K], grad as number);
  return script;
}

function valuesOf<K extends string>(script: Script, leaves: Record<K, number>): Record<K, Recorded> {
  const entries = Object.entries(leaves) as [K, number][];
  return Object.fromEntries(entries.map(([name, number]) => [name, script.value(name, number)])) as Record<K, Recorded>;
}

export function leaf(number: number): Script {
  const script = new Script();
  const a = script.value('a', number);
  script.look('data', a, number);
  script.look('grad', a, 0);
  return script;
}

/** The gradients of a leaf that is propagated itself: it is its own result. */
export function leafBackward(): Script {
  const script = new Script();
  const a = script.value('a', 2);
  a.backward();
  script.look('grad', a, 1);
  return script;
}

/** b = a + a; c = b + b, and the gradients of results, too. */
export function gradsOfResults(): Script {
  const script = new Script();
  const a = script.value('a', 1);
  const b = a.add(a);
  const c = b.add(b);
  c.backward();
  script.look('grad', a, 4);
  script.look('grad', b, 2, 'b.grad');
  script.look('grad', c, 1, 'c.grad');
  return script;
}

/** x = x.add(x), many times: few nodes, but as many ways through them as 2 to that power. */
export function doublings(times: number): Script {
  const script = new Script();
  script.text = fill(scripts.doublings, { times });
  script.isLong = true;
  const a = script.value('a', 1);
  let x = a;
  for (let i = 0; i < times; i++) x = x.add(x);
  script.look('data', x, 2 ** times);
  x.backward();
  script.look('grad', a, 2 ** times);
  return script;
}

export function manyDoublings(times: number): Script {
  const script = doublings(times);
  script.rehearsals = [doublings(10), doublings(20)];
  return script;
}

/** One loss, propagated twice, with all gradients set to 0 in between. */
export function sameLossTwice(): Script {
  const script = new Script();
  const { a, b } = valuesOf(script, { a: 2, b: -3 });
  const c = a.mul(b);
  c.backward();
  for (const value of [a, b, c]) value.reset();
  c.backward();
  script.look('grad', a, -3);
  script.look('grad', b, 2);
  return script;
}

/** What a new result's grad is. It tells whether a constructor sets it for results, too. No test asks it. */
export function gradOfNewResult(): Script {
  const script = new Script();
  const { a, b } = valuesOf(script, { a: 2, b: -3 });
  script.look('grad', a.add(b), 0);
  return script;
}

/** Two losses of the same leaves, one after the other; perhaps with a.grad set to 0 in between. */
export function twoLosses(
  first: (a: Recorded, b: Recorded) => Recorded, second: typeof first, grads: [a: number, b: number], reset = false,
): Script {
  const script = new Script();
  const { a, b } = valuesOf(script, { a: 2, b: -3 });
  first(a, b).backward();
  if (reset) a.reset();
  second(a, b).backward();
  script.look('grad', a, grads[0]);
  script.look('grad', b, grads[1]);
  return script;
}

/** Two losses that are both there before the first backward. */
export function builtFirst(): Script {
  const script = new Script();
  const { a, b } = valuesOf(script, { a: 2, b: -3 });
  const losses = [a.mul(b), a.add(b)];
  for (const loss of losses) loss.backward();
  script.look('grad', a, -2);
  script.look('grad', b, 3);
  return script;
}

/** Two losses of the same result, with all gradients set to 0 in between. */
export function sharedResult(): Script {
  const script = new Script();
  const { a, b } = valuesOf(script, { a: 2, b: -3 });
  const c = a.mul(b);
  c.add(a).backward();
  for (const value of [a, b, c]) value.reset();
  c.mul(a).backward();
  script.look('grad', a, -12);
  script.look('grad', b, 4);
  return script;
}

export const neuron = { x1: 2, x2: 0, w1: -3, w2: 1, b: 6.8813735870195432 };
export const tanhNeuron = ({ x1, x2, w1, w2, b }: Record<keyof typeof neuron, Recorded>) =>
  x1.mul(w1).add(x2.mul(w2)).add(b).tanh();

/** The lecture's four points and its loss, a sum, for one neuron; the weights were chosen here. */
export function tenSteps(): Script {
  const xs = [[2, 3, -1], [3, -1, 0.5], [0.5, 1, 1], [1, 1, -1]];
  const ys = [1, -1, -1, 1];
  // By a program of its own, with the derivative worked out by hand: test/fixtures/ten-steps.py.
  const losses = [
    12.363225473872717, 8.10398956084167, 7.706453242006699, 7.507239435005689, 7.27800300793457, 6.940271331809499,
    6.406105598768569, 5.650114515613437, 4.913396327876821, 4.379149286341146,
  ];
  const trained = [0.5210471954450859, -0.04979942366972596, -0.42679432812512413, -0.28999709453888445];
  const script = new Script();
  script.text = scripts.tenSteps;
  const parameters = Object.entries({ w1: 0.5, w2: -0.25, w3: 1, b: 0 }).map(([name, x]) => script.value(name, x));
  const [w1, w2, w3, b] = parameters;
  losses.forEach((expected, step) => {
    const errors = xs.map(([x1, x2, x3], i) =>
      w1.mul(x1).add(w2.mul(x2)).add(w3.mul(x3)).add(b).tanh().sub(ys[i]).pow(2));
    const loss = errors.reduce((sum, error) => sum.add(error));
    script.look('data', loss, expected, fill(scripts.lossInStep, { step: step + 1 }));
    for (const p of parameters) p.reset();
    loss.backward();
    for (const p of parameters) p.descend(0.05);
  });
  parameters.forEach((p, i) => {
    script.look('data', p, trained[i], fill(scripts.dataAtEnd, { name: script.names[p.node] ?? '' }));
  });
  return script;
}

export function chain(times: number): Script {
  const script = new Script();
  const { a, b } = valuesOf(script, { a: 1, b: 0.5 });
  script.isLong = true;
  const root = a.repeat(b, times);
  script.look('data', root, 1 + 0.5 * times);
  root.backward();
  script.look('grad', a, 1);
  script.look('grad', b, times);
  return script;
}
