// row.mjs: what the rows in JavaScript share: what they are given, and what they print. graphs.mjs comes next.
//
// A row of the benchmark is a program that is started as
//     PROGRAM work size warm-up-seconds seconds
// with the workload's input on its standard input. It repeats the work, first for as long as the warm-up, then for as
// many seconds (once at least, and three times when it can), and prints a line of JSON:
//     answer   numbers to compare with the workload's
//     times    seconds of each repetition
//     bytes    if it can tell: heap a node after the forward pass, and after the backward pass
//     error    instead of the answer, if it cannot do the work
//
// The input of training is a list of numbers: the learning rate, the number of rows and that of layers, the widths (the
// number of inputs, and each layer's outputs), each row's inputs and target, and then the parameters in micrograd's
// order: neuron by neuron, its weights and then its bias.
import { readFileSync } from 'node:fs';

/** Does what the command line asks for; `works` has for each kind of work what prepares it. */
export async function run(works) {
  const [work, ...numbers] = process.argv.slice(2);
  const [size, warmup, seconds] = numbers.map(Number);
  try {
    const { answer, once, bytes, isCold } = await works[work](size); // cold: once, as when a user begins
    if (!isCold) timed(once, warmup, 1);
    const times = isCold ? timed(once, 0, 1) : timed(once, seconds, 3);
    console.log(JSON.stringify({ answer: answer(), times, bytes: seconds === 0 ? bytes?.() : undefined }));
  } catch (error) {
    if (!/call stack/.test(error.message)) throw error;
    console.log(JSON.stringify({ error: 'stack overflow' }));
  }
}

function timed(once, seconds, least) {
  const times = [];
  const start = performance.now();
  while (times.length < least || performance.now() - start < seconds * 1000) {
    const before = performance.now();
    once();
    times.push((performance.now() - before) / 1000);
  }
  return times;
}

const fromStdin = () => readFileSync(0, 'utf8').trim().split(/\s+/).map(Number);

/** The input of training; `data` is all rows in one list. */
export function readNetwork(numbers = fromStdin()) {
  let at = 0;
  const take = (count) => numbers.slice(at, at += count);
  const [rate, count, layers] = take(3);
  const widths = take(layers + 1);
  const data = take(count * (widths[0] + 1));
  return { rate, widths, data, rows: slices(data, widths[0] + 1), initial: numbers.slice(at) };
}

/** The initial parameters as tensors want them: for each layer a list of weights for each neuron, and its biases. */
export function layersOf({ widths, initial }) {
  let at = 0;
  return widths.slice(1).map((outputs, layer) => {
    const inputs = widths[layer];
    const neurons = slices(initial.slice(at, at += outputs * (inputs + 1)), inputs + 1);
    const weights = neurons.map((neuron) => neuron.slice(0, inputs));
    return { weights, biases: neurons.map((neuron) => neuron[inputs]) };
  });
}

/** The notebook's schedule, times a rate of the network's own. */
export const rateAt = ({ rate }, step) => rate * (1 - 0.9 * step / 100);

const slices = (list, length) =>
  Array.from({ length: list.length / length }, (_, i) => list.slice(i * length, (i + 1) * length));
