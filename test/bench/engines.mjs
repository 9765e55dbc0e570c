// engines.mjs: the rows of the benchmark, how each is started, and what it wants. workloads.mjs comes next.
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = (file) => join(import.meta.dirname, file);
const says = (command, ...args) => execFileSync(command, args, { encoding: 'utf8' }).split('\n')[0].trim();
const node = (file) => [process.execPath, '--expose-gc', here(file)];

/**
 * `prepare` gives the command that starts the row, and the version of what runs it, for its title; it throws on a
 * machine that lacks the tool. `rounds` where a row is too slow to take part in all.
 */
export const engines = {
  lab: {
    title: 'this engine',
    prepare: () => ({ command: node('lab.mjs') }),
  },
  closure: {
    title: 'a closure a node, plain port',
    prepare: () => ({ command: node('closure.mjs') }),
  },
  c: {
    title: 'plain C, derivatives by hand',
    needs: 'gcc',
    prepare: () => {
      const program = join(tmpdir(), `bench-graphs-${process.pid}`);
      execFileSync('gcc', ['-O2', here('graphs.c'), '-o', program, '-lm']);
      return { command: [program], version: `gcc ${says('gcc', '-dumpfullversion')}`, temporary: program };
    },
  },
  python: {
    title: 'micrograd\'s algorithm',
    needs: 'python3',
    rounds: 1,
    prepare: () => ({ command: ['python3', here('micrograd.py')], version: says('python3', '--version') }),
  },
};

/** A row for another build of this engine, given as a path to its index.js: to see what a change of it does. */
export const otherBuild = (path) => ({
  title: path,
  prepare: () => ({ command: node('lab.mjs'), env: { BENCH_BUILD: path } }),
});
