// bench.mjs: `npm run bench` times the engines against each other. First each must give the right answers. Then they
// are timed each in a process of its own (in one process, one engine's garbage slows the other), and in turn, round
// after round (a busy neighbour on the machine then slows all of them alike). engines.mjs comes next.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { engines, otherBuild } from './engines.mjs';
import * as readme from './readme.mjs';

const usage = `npm run bench -- [options]
  --workloads moons,tiny   only these, of moons, start, tiny, readme, chain250k, chain500k, chain1m, compile1k,
                           compile10k, compile100k; and some that take minutes each, so that they are run only if
                           named: microgpt; compile300k, the loss of [256, 256]; width64, width128, width256,
                           networks with two hidden layers of this width, and 100 rows; wide64x1, wide64x100,
                           wide64x10000, wide256x1, wide256x10000, of [64, 64, 64] and [256, 256], so many rows.
                           The beginning of a name (wide, chain) stands for all that begin with it.
  --engines lab,closure    only these, of ${Object.keys(engines).join(', ')};
                           ratios are to the first
  --rounds 5               how often each has its turn
  --seconds 1              how long a turn is, after half as much warm-up
  --build dist/index.js    another build of this engine as one more row; may be repeated
  --json                   the figures as JSON
  --readme                 writes the README's table, with all the engines that are in it`;

const root = join(import.meta.dirname, '../..');
const { values: flags } = readFlags();
if (flags.help) {
  console.log(usage);
  process.exit();
}
await import('../../examples/prepare-library.mjs');
const { workloads } = await import('./workloads.mjs'); // which draws its inputs with the built package

const [rounds, seconds] = [positive('rounds'), positive('seconds')];
if (flags.readme) [flags.workloads, flags.engines] = [readme.workload, Object.keys(readme.columns).join()];
const usual = Object.entries(workloads).filter(([, { optional }]) => !optional);
const chosen = pick(workloads, flags.workloads, '--workloads') ?? Object.fromEntries(usual);
const { rows, missing } = prepare([
  ...Object.entries(pick(engines, flags.engines, '--engines') ?? engines).map(([engine, row]) => ({ engine, ...row })),
  ...flags.build.map((path) => otherBuild(resolve(path))),
]);
const results = [];
const { cpu, cores, node, commit } = machine();
const where = `${cpu}, ${cores} cores; Node ${node}; commit ${commit}`;
if (flags.readme && !/^[0-9a-f]+$/.test(commit)) {
  stop(`--readme: commit src first, for the README says what was timed; it is ${commit}`);
}
if (!flags.json) console.log(`${where}\n`);
for (const [name, workload] of Object.entries(chosen)) {
  const { title, unit, scale, lacks, nodes } = workload;
  if (lacks !== undefined) missing.push(`not run: ${title}, for want of ${lacks}`);
  const able = rows.filter(({ does }) => does.includes(workload.work));
  if (able.length === 0 || lacks !== undefined) continue;
  const result = { workload: name, title, unit, scale, operations: nodes, rows: measure(able, workload) };
  results.push(result);
  if (!flags.json) console.log(`${table(result)}\n`);
}
if (flags.json) console.log(JSON.stringify({ machine: where, results, missing }, null, 2));
else for (const line of missing) console.log(line);
if (results.some((result) => result.rows.some((row) => row.failed))) process.exitCode = 1;
else if (flags.readme) readme.write(readme.figuresOf({ cpu, cores, node, commit }, results[0]));

/** The rows' figures: those that give the right answer are timed. */
function measure(able, workload) {
  const [answer, input, checkInput] = ['answer', 'input', 'checkInput'].map((what) => workload[what]?.());
  const checking = { ...workload, size: workload.checkSize, input: checkInput ?? input };
  const timed = able.map((row) => ({ row, times: [], ...check(row, checking, answer) }));
  for (let round = 0; round < rounds; round++) {
    for (const entry of timed) {
      const { row, error } = entry;
      if (error !== undefined || round >= (row.rounds ?? Infinity)) continue;
      const turn = start(row, { ...workload, input }, seconds);
      if (turn.error !== undefined) throw new Error(`${row.title}, ${workload.title}: ${turn.error}`);
      entry.times = entry.times.concat(turn.times);
      // It has come further than the check, which is over after a few steps.
      if (checkInput === undefined) Object.assign(entry, compare(row, workload, turn.answer, answer));
    }
  }
  const medianOfFirst = quantile(timed[0].times, 0.5);
  return timed.map(({ row, times, ...rest }) => {
    const [p10, median, p90] = [0.1, 0.5, 0.9].map((q) => quantile(times, q));
    return { engine: row.engine, title: row.title, ...rest, p10, median, p90, ratio: median / medianOfFirst };
  });
}

function check(row, workload, answer) {
  if (workload.nodes > row.mostNodes) return { error: `not run: ${workload.nodes.toLocaleString('en-US')} nodes` };
  const { bytes, ...rest } = start(row, workload, 0);
  return rest.error === undefined ? { bytes, ...compare(row, workload, rest.answer, answer) } : rest;
}

function compare(row, workload, given, answer) {
  const tolerance = Math.max(workload.tolerance, row.tolerance ?? 0);
  const isClose = (x, i) => Math.abs(x - answer[i]) <= tolerance * Math.abs(answer[i]);
  const at = given.length === 0 ? 0 : given.findIndex((x, i) => !isClose(x, i));
  return at === -1 ? {} : { failed: true, error: `wrong: answer ${at} is ${given[at]}, and should be ${answer[at]}` };
}

/** One process of one row; see row.mjs for what it is given and prints. */
function start(row, workload, seconds) {
  const { work, size, input = [] } = workload;
  const [file, ...args] = row.command(workload);
  const { stdout, stderr, status, error } = spawnSync(file, [...args, work, size, seconds / 2, seconds].map(String), {
    input: input.join('\n'), encoding: 'utf8', env: { ...process.env, ...row.env }, maxBuffer: 2 ** 26,
  });
  if (error) return { failed: true, error: error.message };
  const [reason = `status ${status}`] = /^\w*Error.*/m.exec(stderr) ?? [];
  if (status !== 0) return { failed: true, error: reason };
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1)); // TensorFlow.js begins with an advertisement
}

/** A mean of the nearest two where the quantile falls between them; NaN of nothing. */
function quantile(times, q) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  return (sorted[Math.floor(at)] + sorted[Math.ceil(at)]) / 2;
}

function table({ title, unit, scale, rows }) {
  const text = (x) => Number.isNaN(x) ? '' : x.toLocaleString('en-US', { maximumSignificantDigits: 3 });
  const lines = rows.map(({ title, error, p10, median, p90, ratio, bytes = [] }) => [
    title,
    ...(error ? [error] : [text(median * scale), `${text(p10 * scale)} .. ${text(p90 * scale)}`, text(ratio)]),
    ...(bytes.length > 0 ? [bytes.map((x) => x.toFixed(0)).join(', then ')] : []),
  ]);
  const head = ['', `median, ${unit}`, 'p10 .. p90', 'ratio'];
  lines.unshift(rows.some((row) => row.bytes) ? [...head, 'bytes a node, then after backward'] : head);
  const full = lines.filter((line) => line.length > 2); // not those that say why there are no figures
  const widths = lines[0].map((_, i) => Math.max(...(i === 0 ? lines : full).map((line) => line[i]?.length ?? 0)));
  const pad = (line) => `  ${line.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()}`;
  return [title, ...lines.map(pad)].join('\n');
}

function prepare(wanted) {
  const rows = [];
  const missing = [];
  for (const engine of wanted) {
    try {
      const { version, ...how } = engine.prepare();
      rows.push({ ...engine, ...how, title: version ? `${engine.title}, ${version}` : engine.title });
    } catch (error) {
      missing.push(`not run: ${engine.title}, for want of ${engine.needs} (${error.message.split('\n')[0]})`);
    }
  }
  return { rows, missing };
}

function machine() {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  let commit = 'unknown';
  try {
    commit = git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', 'src') ? ' with changes in src' : '');
  } catch { /* no git, or a source tree without its history */ }
  return { cpu: cpus()[0].model.trim(), cores: cpus().length, node: process.versions.node, commit };
}

/** Those that are named, or whose names begin so; nothing if no names are given. */
function pick(all, names, flag) {
  return names && Object.fromEntries(names.split(',').flatMap((name) => {
    const keys = Object.hasOwn(all, name) ? [name] : Object.keys(all).filter((key) => name && key.startsWith(name));
    if (keys.length === 0) stop(`${flag}: wanted some of ${Object.keys(all).join(', ')}; got ${name}`);
    return keys.map((key) => [key, all[key]]);
  }));
}

function positive(flag) {
  const value = Number(flags[flag]);
  return value > 0 && value < Infinity ? value : stop(`--${flag}: wanted a number above 0, got ${flags[flag]}`);
}

function readFlags() {
  const text = (value) => ({ type: 'string', default: value });
  try {
    return parseArgs({
      options: {
        workloads: { type: 'string' },
        engines: { type: 'string' },
        rounds: text('5'),
        seconds: text('1'),
        build: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        readme: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return stop(error.message);
  }
}

function stop(message) {
  console.error(`${message}\n${usage}`);
  return process.exit(2);
}
