// lab.mjs: this engine, as its users get it: the built package. Another build than ours may be named, to compare with.
import { run } from './graphs.mjs';

run(await import(process.env.BENCH_BUILD ?? '../../dist/index.js'));
