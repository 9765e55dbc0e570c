// engines.mjs: the rows of the benchmark: what work each can do, how it is started, and what it wants. workloads.mjs
// comes next.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = (...path) => join(import.meta.dirname, ...path);
const quietly = (command, args) => execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' });
const says = (command, ...args) => quietly(command, args).split('\n')[0].trim();
const node = (file) => () => [process.execPath, '--expose-gc', here(file)];
const expressions = ['training', 'tiny', 'readme', 'chain'];
/** In float32 a number is right to 6e-8; the losses of a hundred steps were off by less than 4e-6. */
const float32 = { does: ['training'], tolerance: 1e-5 };

/**
 * `prepare` gives the command that starts the row for a workload, and the version of what runs it, for its title; it
 * throws on a machine that lacks what it `needs`. `does` lists the kinds of work. `tolerance` where it is larger than
 * the workload's, `mostNodes` and `rounds` where the row is too slow or too large to take part in all.
 */
export const engines = {
  lab: {
    title: 'this engine',
    does: [...expressions, 'start', 'microgpt'],
    mostNodes: 5e6, // of some 100 bytes each
    prepare: () => ({ command: node('lab.mjs') }),
  },
  compiled: {
    title: 'this engine, compiled',
    does: [...expressions, 'start', 'compiling', 'microgpt'],
    needs: 'dist/compile/index.js',
    prepare() {
      if (!existsSync(here('../../dist/compile/index.js'))) throw new Error('npm run build makes it');
      return { command: node('compiled.mjs') };
    },
  },
  loop: {
    title: 'this engine, compiled, by the README\'s own loop',
    does: ['training'],
    needs: 'dist/compile/index.js',
    prepare: () => ({ ...engines.compiled.prepare(), command: node('loop.mjs') }),
  },
  closure: {
    title: 'a closure a node, plain port',
    does: expressions,
    mostNodes: 5e6,
    prepare: () => ({ command: node('closure.mjs') }),
  },
  c: {
    title: 'plain C, derivatives by hand',
    does: expressions,
    needs: 'gcc',
    prepare: () => gcc('graphs.c', '-O2'),
  },
  avx: {
    title: 'C, four rows in AVX2 lanes',
    does: ['training'],
    needs: 'gcc and a CPU with AVX2',
    prepare: () => avx(),
  },
  avx20: {
    title: 'C, five times four rows in AVX2 lanes',
    does: ['training'],
    needs: 'gcc and a CPU with AVX2',
    prepare: () => avx('-DGROUPS=5'),
  },
  torch: {
    title: 'tensors, one thread, float64',
    does: ['training'],
    tolerance: 1e-12, // the order of the sums is up to the BLAS that it was built with
    needs: 'python3 with PyTorch',
    prepare() {
      const version = says('python3', '-c', 'import torch; print("PyTorch", torch.__version__)');
      return { command: () => ['python3', here('pytorch.py')], version, env: { OMP_NUM_THREADS: '1' } };
    },
  },
  tfcpu: {
    ...float32,
    title: 'tensors in JavaScript, float32 (answers to 1e-5)',
    needs: 'TensorFlow.js (npm ci --prefix test/bench)',
    prepare: () => tensorflow('cpu'),
  },
  tfwasm: {
    ...float32,
    title: 'tensors in WebAssembly, float32 (answers to 1e-5)',
    needs: 'TensorFlow.js (npm ci --prefix test/bench)',
    prepare: () => tensorflow('wasm'),
  },
  jax: {
    ...float32,
    title: 'tensors in WebAssembly, float32 (answers to 1e-5), jit',
    needs: 'jax-js (npm ci --prefix test/bench)',
    prepare: () => fromNpm('jax-js', '@jax-js/jax', 'jax.mjs'),
  },
  python: {
    title: 'micrograd\'s algorithm',
    does: expressions,
    mostNodes: 1e6,
    needs: 'python3',
    rounds: 1,
    prepare: () => python('micrograd.py'),
  },
  microgpt: {
    title: 'microgpt\'s algorithm',
    does: ['microgpt'],
    needs: 'python3',
    rounds: 1,
    prepare: () => python('microgpt.py'),
  },
};

/** A row for another build of this engine, given as a path to its index.js, or its compile/index.js. */
export const otherBuild = (path) => ({
  ...(isCompile(path) ? engines.compiled : engines.lab),
  title: path,
  prepare: () => ({ command: node(isCompile(path) ? 'compiled.mjs' : 'lab.mjs'), env: { BENCH_BUILD: path } }),
});
const python = (file) => ({ command: () => ['python3', here(file)], version: says('python3', '--version') });
const isCompile = (path) => /\bcompile[\\/]/.test(path);

let temporary;
const built = new Map();

/** Each network gets a program of its own. */
function gcc(file, ...flags) {
  const version = `gcc ${says('gcc', '-dumpfullversion')} ${flags.join(' ')}`;
  function command({ widths = [2, 1] }) {
    const args = [...flags, `-DNETWORK=${widths}`, here(file)];
    const key = args.join(' ');
    if (!built.has(key)) {
      if (temporary === undefined) {
        temporary = mkdtempSync(join(tmpdir(), 'micrograd-bench-'));
        process.once('exit', () => { rmSync(temporary, { recursive: true }); });
      }
      const program = join(temporary, `program${built.size}`);
      quietly('gcc', [...args, '-o', program]);
      built.set(key, program);
    }
    return [built.get(key)];
  }
  return { command, version };
}

function avx(...flags) {
  const row = gcc('graphs-avx.c', '-O3', '-mavx2', ...flags);
  quietly(...row.command({}), []); // fails where the CPU has no AVX2
  return row;
}

const tensorflow = (backend) =>
  ({ ...fromNpm('TensorFlow.js', '@tensorflow/tfjs', 'tensorflow.mjs'), env: { BENCH_BACKEND: backend } });

let problem;

/** A row that uses a library from npm, which is installed now if it is not there. */
function fromNpm(title, name, file) {
  if (problem === undefined) {
    const { status } = spawnSync(process.execPath, [here('prepare.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
    problem = status === 0 ? '' : 'npm failed'; // and is not asked again
  }
  if (problem !== '') throw new Error(problem);
  const { version } = JSON.parse(readFileSync(here('node_modules', name, 'package.json'), 'utf8'));
  return { command: node(file), version: `${title} ${version}` };
}
