// bench.mjs: `npm run bench` times the engines against each other. First each must give the right answers. Then they
// are timed each in a process of its own (in one process, one engine's garbage slows the other), and in turn, round
// after round (a busy neighbour on the machine then slows all of them alike). engines.mjs comes next.
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { engines, otherBuild } from './engines.mjs';

const usage = `npm run bench -- [options]
  --workloads moons,tiny   only these, of moons, tiny, readme, chain250k, chain500k, chain1m
  --engines lab,closure    only these, of ${Object.keys(engines).join(', ')}; ratios are to the first
  --rounds 5               how often each has its turn
  --seconds 1              how long a turn is, after half as much warm-up
  --build dist/index.js    another build of this engine as one more row; may be repeated
  --json                   the figures as JSON`;

const root = join(import.meta.dirname, '../..');
const { values: flags } = readFlags();
if (flags.help) {
  console.log(usage);
  process.exit();
}
await import('../../examples/prepare-library.mjs');
const { workloads } = await import('./workloads.mjs'); // which draws its inputs with the built package

const [rounds, seconds] = [positive('rounds'), positive('seconds')];
const chosen = pick(workloads, flags.workloads, '--workloads');
const { rows, missing } = prepare([
  ...Object.values(pick(engines, flags.engines, '--engines')), ...flags.build.map((path) => otherBuild(resolve(path))),
]);
const results = [];
try {
  if (!flags.json) console.log(`${machine()}\n`);
  for (const [name, workload] of Object.entries(chosen)) {
    const { title, unit, scale } = workload;
    const result = { workload: name, title, unit, scale, rows: measure(name, workload) };
    results.push(result);
    if (!flags.json) console.log(`${table(result)}\n`);
  }
} finally {
  for (const row of rows) if (row.temporary) rmSync(row.temporary);
}
if (flags.json) console.log(JSON.stringify({ machine: machine(), results, missing }, null, 2));
else for (const line of missing) console.log(line);
if (results.some((result) => result.rows.some((row) => row.failed))) process.exitCode = 1;

/** The rows' figures: those that give the right answer are timed. */
function measure(name, workload) {
  const timed = rows.map((row) => ({ row, times: [], ...check(row, name, workload) }));
  for (let round = 0; round < rounds; round++) {
    for (const { row, error, times } of timed) {
      if (error !== undefined || round >= (row.rounds ?? Infinity)) continue;
      const turn = start(row, name, workload, workload.size, seconds);
      if (turn.error !== undefined) throw new Error(`${row.title}, ${name}: ${turn.error}`);
      times.push(...turn.times);
    }
  }
  const medianOfFirst = quantile(timed[0].times, 0.5);
  return timed.map(({ row, times, ...rest }) => {
    const [p10, median, p90] = [0.1, 0.5, 0.9].map((q) => quantile(times, q));
    return { title: row.title, ...rest, p10, median, p90, ratio: median / medianOfFirst };
  });
}

function check(row, name, workload) {
  const { answer, bytes, ...rest } = start(row, name, workload, workload.checkSize, 0);
  if (rest.error !== undefined) return rest;
  const wanted = workload.answer.slice(0, answer.length);
  const isClose = (x, i) => Math.abs(x - wanted[i]) <= workload.tolerance * Math.abs(wanted[i]);
  const at = answer.length === 0 ? 0 : answer.findIndex((x, i) => !isClose(x, i));
  if (at === -1) return { bytes };
  return { failed: true, error: `not timed: answer ${at} is ${answer[at]}, and should be ${workload.answer[at]}` };
}

/** One process of one row; see graphs.mjs for what it is given and prints. */
function start({ command: [file, ...args], env }, name, { input = [] }, size, seconds) {
  const { stdout, stderr, status, error } = spawnSync(file, [...args, name, size, seconds / 2, seconds].map(String), {
    input: input.join('\n'), encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 2 ** 26,
  });
  if (error) return { failed: true, error: error.message };
  const [reason = `status ${status}`] = /^\w*Error.*/m.exec(stderr) ?? [];
  if (status !== 0) return { failed: true, error: reason };
  return JSON.parse(stdout);
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
  const [cpu] = cpus();
  return `${cpu.model.trim()}, ${cpus().length} cores; Node ${process.versions.node}; commit ${commit}`;
}

function pick(all, names, flag) {
  if (names === undefined) return all;
  return Object.fromEntries(names.split(',').map((name) => {
    if (!Object.hasOwn(all, name)) stop(`${flag}: wanted some of ${Object.keys(all).join(', ')}; got ${name}`);
    return [name, all[name]];
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
