// lab.mjs: this engine, as its users get it: the built package. Another build than ours may be named, to compare with.
import { graphs } from './graphs.mjs';
import { microgpt } from './microgpt.mjs';
import { run } from './row.mjs';

const build = new URL(process.env.BENCH_BUILD ?? '../../dist/index.js', import.meta.url);
await run({
  ...graphs(await import(build)),
  microgpt: (size) => microgpt(size, 'eagerRunner', build),
});
