// From the text of a student's network.ts to its module, and what is looked at in it for each task of the second
// assignment.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import * as data from '../../../examples/assignments/network/given/data.ts';
import type { Activation } from '../../../examples/assignments/network/solution/network.ts';
import type { Value } from '../../../examples/assignments/value/solution/value.ts';

export type Module = typeof import('../../../examples/assignments/network/solution/network.ts');
/** The class that the module stands on goes along: the Values of a check are made of it. */
export type Loaded = Module & { Value: typeof Value };

const assignments = new URL('../../../examples/assignments/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, assignments), 'utf8');
export const solution = read('network/solution/network.ts');
const files = { value: read('value/solution/value.ts'), draw: read('network/given/draw.ts') };

export const toJavaScript = (text: string) => ts.transpileModule(text, {
  compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
}).outputText;
/** Each text is compiled once: most tests change only one of the files. */
const addresses = new Map<string, string>();
function addressOf(text: string): string {
  const address = addresses.get(text) ??
    `data:text/javascript;base64,${Buffer.from(toJavaScript(text)).toString('base64')}`;
  addresses.set(text, address);
  return address;
}

export async function loadNetwork(text: string, value = files.value): Promise<Loaded> {
  const [valueUrl, drawUrl] = [value, files.draw].map(addressOf);
  const linked = text.replace('\'./value.ts\'', `'${valueUrl}'`).replace('\'./draw.ts\'', `'${drawUrl}'`);
  const module = await import(/* @vite-ignore */ addressOf(linked)) as Module;
  const { Value } = await import(/* @vite-ignore */ valueUrl) as { Value: Loaded['Value'] };
  return { ...module, Value };
}

const { drawFrom, weights } = data;
/** Copies, since a wrong module may change the points that it is given. */
const copiesOf = () => structuredClone({ lecture: data.lecture, xor: data.xor, moons: data.moons });

export type Look = number | string | undefined;
const dataOf = (values: Value[]) => values.map((value) => value.data);
const gradsOf = (values: Value[]) => values.map((value) => value.grad);

/** A number between -1 and 1 for each i, of both signs, and none twice. */
const someNumbers = (count: number) => Array.from({ length: count }, (_, i) => Math.sin(3 * i + 1));

function lookAtNeuron({ Neuron, Value }: Loaded, activation: Activation, draws: number[]): Look[] {
  const neuron = new Neuron(draws.length, activation, drawFrom([...draws, 9]));
  const inputs = draws.map((_, i) => new Value([2, 0.5, -3][i]));
  const given = [...inputs];
  const outputs = [neuron.forward(inputs), neuron.forward(inputs)];
  outputs[0].backward();
  const numbers = [neuron.bias, ...neuron.weights, ...outputs];
  return [...dataOf(numbers), ...gradsOf([neuron.bias, ...neuron.weights, ...given]), ...dataOf(inputs)];
}

function lookAtNetwork({ Network }: Loaded, sizes: number[], hidden: Activation, last: Activation): Look[] {
  const network = new Network(3, sizes, hidden, last, drawFrom(someNumbers(100)));
  const outputs = network.forward([2, 3, -1]);
  outputs[0].backward();
  const parameters = network.parameters();
  return [parameters.length, outputs.length, ...dataOf(parameters), ...dataOf(outputs), ...gradsOf(parameters)];
}

function lookAtLosses({ Value, squaredError, maxMargin, l2 }: Loaded): Look[] {
  const targets = [1, -1, 1, -1];
  const losses: ((outputs: Value[]) => Value)[] = [
    (outputs) => squaredError(outputs, targets),
    (outputs) => maxMargin(outputs, targets),
    (outputs) => l2(outputs, 0.1),
  ];
  return losses.flatMap((lossOf) => {
    const outputs = [0.5, -0.25, 3, 2].map((x) => new Value(x));
    const loss = lossOf(outputs);
    loss.backward();
    return [loss.data, ...gradsOf(outputs)];
  });
}

const lectureNetwork = ({ Network }: Loaded) => new Network(3, [4, 4, 1], 'tanh', 'tanh', drawFrom(weights));

function lookAtTraining(module: Loaded): Look[] {
  const parameters = [new module.Value(2), new module.Value(-1)];
  parameters[0].grad = 3;
  module.descend(parameters, 0.1);
  const moved = dataOf(parameters);
  module.zeroGrad(parameters);
  const network = lectureNetwork(module);
  const { lecture } = copiesOf();
  const losses = module.train(network, lecture.inputs, lecture.targets, 4, 0.05);
  return [...moved, ...dataOf(parameters), ...gradsOf(parameters), ...losses, ...dataOf(network.parameters())];
}

function lookAtXor({ Network, countRight, train }: Loaded): Look[] {
  const network = new Network(2, [4, 1], 'tanh', 'tanh', drawFrom(weights));
  const { xor } = copiesOf();
  const count = () => countRight(network, xor.inputs, [-1, -1, 1, -1]);
  const first = count();
  const losses = train(network, xor.inputs, xor.targets, 30, 0.1);
  return [first, ...losses, count(), countRight(network, xor.inputs, xor.targets)];
}

function lookAtMomentum({ Momentum, Value }: Loaded): Look[] {
  const parameters = [new Value(1), new Value(-2)];
  const optimizer = new Momentum(parameters, 0.1, 0.9);
  return [1, 2, 3].flatMap((step) => {
    parameters[0].grad = step;
    parameters[1].grad = -0.5;
    optimizer.step();
    return dataOf(parameters);
  });
}

function lookAtMoons({ Network, trainMoons, picture }: Loaded): Look[] {
  const network = new Network(2, [3, 1], 'relu', 'linear', drawFrom(weights));
  const { moons } = copiesOf();
  const [points, targets] = [moons.points.slice(0, 10), moons.targets.slice(0, 10)];
  const slope = new Network(2, [1], 'relu', 'linear', drawFrom([1, -0.25]));
  return [...trainMoons(network, points, targets, 4), picture(slope, points, targets)];
}

/** What is to be seen in a right module, and not in a wrong one, part by part. Each task needs only those before it. */
const looks: Record<string, ((module: Loaded) => Look[])[]> = {
  2.1: [
    (module) => lookAtNeuron(module, 'tanh', [0.5, -1]),
    (module) => lookAtNeuron(module, 'relu', [0.5, -0.5, 0.25]),
    (module) => lookAtNeuron(module, 'relu', [-0.5, -1]),
    (module) => lookAtNeuron(module, 'linear', [0.75, 0.25]),
  ],
  2.2: [
    (module) => lookAtNetwork(module, [4, 4, 1], 'tanh', 'tanh'),
    (module) => lookAtNetwork(module, [3, 3], 'tanh', 'linear'),
    (module) => lookAtNetwork(module, [2, 3], 'relu', 'linear'),
    (module) => lookAtNetwork(module, [2], 'relu', 'linear'),
  ],
  2.3: [lookAtLosses],
  2.4: [lookAtTraining],
  2.5: [lookAtXor],
  2.6: [lookAtMomentum],
  2.7: [lookAtMoons],
};
export const tasks = Object.keys(looks);

/** What a module shows in a task. A part that ends with an error shows its text. */
export function see(task: string, module: Loaded): Look[] {
  return looks[task].flatMap((look) => {
    try {
      return look(module);
    } catch (error) {
      return [String(error)];
    }
  });
}
