// What must not compile, against the sources and against the packed declarations: TypeScript reports a directive below
// that its next line does not need. (`a < b` compiles, as for any two objects; the engine refuses it when it runs.)
/* eslint @typescript-eslint/no-unsafe-call: off, @typescript-eslint/no-unsafe-return: off */
/* eslint @typescript-eslint/restrict-plus-operands: off */
/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: off */
import {
  makeMoons, maxMargin, MLP, Neuron, NumpyRandom, propagate, Random, sum, topologicalOrder, Value, type Op,
} from '../../src/index.ts';

const a = new Value(2);
const b = new Value(3);
const model = new MLP(2, [16, 16, 1]);

export const refused = [
  // @ts-expect-error: data is a number, not its text
  () => new Value('3'),
  // @ts-expect-error: data is a number, not a BigInt
  () => new Value(3n),
  // @ts-expect-error: data is needed
  () => new Value(),
  // @ts-expect-error: data may not be missing
  () => new Value(undefined),
  // @ts-expect-error: a Value is not made of a Value
  () => new Value(a),
  // @ts-expect-error: a label is a text
  () => new Value(3, 4),
  // @ts-expect-error: only the methods make a Value with an operation
  () => new Value(3, 'c', '*', a, b),
  // @ts-expect-error: JavaScript cannot overload +
  () => a + b,
  // @ts-expect-error: JavaScript cannot overload + for a number either
  () => a + 2,
  // @ts-expect-error: JavaScript cannot overload *
  () => a * 2,
  // @ts-expect-error: JavaScript cannot overload **
  () => 2 ** a,
  // @ts-expect-error: an operand is a number or a Value
  () => a.add('2'),
  // @ts-expect-error: an operand is a number or a Value, with every operation
  () => a.pow({ data: 2 }),
  // @ts-expect-error: an operation of two wants a second
  () => a.mul(),
  // @ts-expect-error: an operation of one takes no second
  () => a.tanh(2),
  // @ts-expect-error: there is no such operation
  () => a.sinh(),
  // @ts-expect-error: a Value stays what it was made by
  () => { a.op = '+'; },
  // @ts-expect-error: a Value stays what it was made of
  () => { a.left = b; },
  // @ts-expect-error: a Value stays what it was made of
  () => { a.inputs = [b]; },
  // @ts-expect-error: data is a number, also later
  () => { a.data = '3'; },
  // @ts-expect-error: a `grad` is a number, not a Value: `gradients` gives Values
  () => a.grad.backward(),
  // @ts-expect-error: a misspelt op
  (): Op => 'pow',
  // @ts-expect-error: a graph has one root
  () => topologicalOrder([a, b]),
  // @ts-expect-error: a number was not made by an operation
  () => { propagate(2); },

  // @ts-expect-error: the sizes of the layers come as a list
  () => new MLP(2, 16),
  // @ts-expect-error: not in one list with the inputs
  () => new MLP([2, 16, 1]),
  // @ts-expect-error: no such activation
  () => new MLP(2, [1], { activation: 'gelu' }),
  // @ts-expect-error: no such activation for the output either
  () => new MLP(2, [1], { outputActivation: 'softmax' }),
  // @ts-expect-error: a misspelt option
  () => new MLP(2, [1], { seed: 1337 }),
  // @ts-expect-error: a network draws from a generator, not from its seed
  () => new MLP(2, [1], { random: 1337 }),
  // @ts-expect-error: a single neuron has no output layer
  () => new Neuron(2, { outputActivation: 'tanh' }),
  // @ts-expect-error: inputs come as a list, also a single one
  () => model.forward(0.5),
  // @ts-expect-error: inputs are numbers or Values
  () => model.forward(['0.5', '1']),
  // @ts-expect-error: inputs are numbers or Values, not digits
  () => model.forward('12'),
  // @ts-expect-error: a network gives a list, also of a single output
  () => { model.forward([1, 2]).backward(); },
  // @ts-expect-error: a network gives a list, also of a single output
  (): Value => model.forward([1, 2]),
  // @ts-expect-error: the layers stay
  () => { model.layers = []; },

  // @ts-expect-error: scores come as a list
  () => maxMargin(1, [1]),
  // @ts-expect-error: scores are Values
  () => maxMargin([0.5], [1]),
  // @ts-expect-error: targets are numbers
  () => maxMargin([a], [b]),
  // @ts-expect-error: a sum is of a list
  () => sum(a, b),

  // @ts-expect-error: a seed is an integer, not its text
  () => new Random('1337'),
  // @ts-expect-error: numpy's seeds have 32 bits
  () => new NumpyRandom(1337n),
  // @ts-expect-error: weights are named
  () => new Random(1).choices(['a', 'b'], [1, 2]),
  // @ts-expect-error: scikit-learn draws its moons from numpy's generator, which Python's cannot stand in for
  () => makeMoons({ random: new Random(1337) }),
  // @ts-expect-error: options are named
  () => makeMoons(100),
];
