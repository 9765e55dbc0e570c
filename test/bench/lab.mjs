// lab.mjs: this engine, as its users get it: the built package. Another build than ours may be named, to compare with.
import { graphs } from './graphs.mjs';
import { run } from './row.mjs';

await run(graphs(await import(process.env.BENCH_BUILD ?? '../../dist/index.js')));
