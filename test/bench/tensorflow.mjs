// tensorflow.mjs: training by TensorFlow.js, on the backend that the environment names. jax.mjs comes next.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { layersOf, rateAt, readNetwork, run } from './row.mjs';

await tf.setBackend(process.env.BENCH_BACKEND);
await run({ training });

function training(size) {
  const network = readNetwork();
  const inputs = network.widths[0];
  const x = tf.tensor2d(network.rows.map((row) => row.slice(0, inputs)));
  const targets = tf.tensor2d(network.rows.map((row) => row.slice(inputs)));
  const initial = layersOf(network)
    .map(({ weights, biases }) => [tf.tensor2d(weights).transpose(), tf.tensor1d(biases)]);
  const layers = initial.map((tensors) => tensors.map((tensor) => tf.variable(tensor)));
  const optimizer = tf.train.sgd(network.rate);
  const losses = [];
  let step = 0;

  function loss() {
    let h = x;
    layers.forEach(([weights, biases], layer) => {
      h = h.matMul(weights).add(biases);
      if (layer < layers.length - 1) h = h.relu();
    });
    const squares = layers.flat().map((tensor) => tensor.square().sum()).reduce((a, b) => a.add(b));
    return tf.scalar(1).sub(targets.mul(h)).relu().mean().add(squares.mul(1e-4));
  }

  function once() {
    if (step === 0) layers.flat().forEach((variable, i) => { variable.assign(initial.flat()[i]); });
    optimizer.setLearningRate(rateAt(network, step));
    const value = optimizer.minimize(loss, true);
    [losses[step]] = value.dataSync();
    value.dispose();
    step = (step + 1) % size;
  }
  return { once, answer: () => losses };
}
