// microgpt.mjs: the example of that name, from the names to the losses, for lab.mjs on the engine, and for compiled.mjs
// compiled. It is the example's own files on the built package. tensorflow.mjs comes next.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** `root` is the URL of the package's index.js. */
export async function microgpt(size, runner, root) {
  const { Random, makeStateDict, train, ...runners } = await bundle(root);
  const names = readFileSync(0, 'utf8').split('\n');
  const losses = [];
  function once() {
    const docs = [...names];
    const random = new Random(42);
    random.shuffle(docs);
    const state = makeStateDict(random);
    for (const { step, loss } of train(state, runners[runner](state), docs, 1000)) {
      losses[step] = loss;
      if (step === size) break;
    }
  }
  const answer = () => losses.filter((_, step) => step <= 3 || step % 50 === 0); // as many as are published
  return { once, answer, isCold: true };
}

/** As JavaScript, which Node 20 wants, by the bundler that tsup brings. */
async function bundle(root) {
  const esbuild = createRequire(createRequire(import.meta.url).resolve('tsup'))('esbuild');
  const at = (path) => fileURLToPath(new URL(path, root));
  const files = ['micrograd-lab', './model.ts', './train.ts', './eager.ts', './compiled.ts'];
  const { outputFiles: [{ text }] } = await esbuild.build({
    stdin: {
      contents: files.map((file) => `export * from '${file}';`).join('\n'),
      resolveDir: fileURLToPath(new URL('../../examples/microgpt', import.meta.url)),
    },
    alias: { 'micrograd-lab': at('index.js'), 'micrograd-lab/compile': at('compile/index.js') },
    bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'error',
  });
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}
