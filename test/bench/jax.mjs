// jax.mjs: training by jax-js in WebAssembly: one `jit` of forward, backward and update. An array is used up by what it
// is given to, unless that gets its `ref`. pytorch.py comes next.
import { init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { layersOf, rateAt, readNetwork, run } from './row.mjs';

await init('wasm');
await run({ training });

function training(size) {
  const network = readNetwork();
  const inputs = network.widths[0];
  const x = np.array(network.rows.map((row) => row.slice(0, inputs)));
  const targets = np.array(network.rows.map((row) => row.slice(inputs)));
  const initial = layersOf(network).map(({ weights, biases }) => [np.array(weights).transpose(), np.array(biases)]);
  let layers = tree.ref(initial);
  const losses = [];
  let step = 0;

  const lossAndGradients = valueAndGrad((layers, x, targets) => {
    let h = x;
    layers.forEach(([weights, biases], layer) => {
      h = np.matmul(h, weights.ref).add(biases.ref);
      if (layer < layers.length - 1) h = nn.relu(h);
    });
    const squares = layers.flat().map((array) => np.square(array).sum()).reduce((a, b) => a.add(b));
    return nn.relu(np.array(1).sub(targets.mul(h))).mean().add(squares.mul(1e-4));
  });
  const update = jit((layers, x, targets, rate) => {
    const [loss, gradients] = lossAndGradients(tree.ref(layers), x, targets);
    const updated = layers.map((layer, i) => layer.map((array, j) => array.sub(gradients[i][j].mul(rate.ref))));
    rate.dispose();
    return [loss, updated];
  });

  function once() {
    if (step === 0) {
      tree.dispose(layers);
      layers = tree.ref(initial);
    }
    const [loss, updated] = update(layers, x.ref, targets.ref, np.array(rateAt(network, step)));
    layers = updated;
    losses[step] = loss.item();
    step = (step + 1) % size;
  }
  return { once, answer: () => losses };
}
