#!/usr/bin/env node
// cli.ts: the command micrograd-grade.
import { parseArgs } from 'node:util';
import { toClassroom50, toGradescope, toText, type Visibility } from './formats.ts';
import { gradeFile } from './grade-file.ts';
import { tasks, type Task } from './tasks.ts';

const usage = `micrograd-grade path/to/value.js [options]

Grades the Value class in a JavaScript or TypeScript file, and prints the report.

  --export Value           the name of the exported class
  --format text            text, json, gradescope (results.json) or classroom50 (tests.json)
  --tasks 1.1,1.2          some of 1.1 to 1.8, and extra; by default all but extra
  --points 1.1=5,1.2=20    the points of tasks; by default 100 in all
  --timeout 10             for the whole file, in seconds
  --seed 1                 of the random expressions; the same seed gives the same report
  --adapter adapter.js     for classes with other names: a file that exports a function that makes an adapter
  --visibility 1.8=hidden  who sees a task's tests in Gradescope: hidden, after_due_date, after_published

Its exit status is 0 when it has printed a report, whatever the marks. It is 2 when it was called in a wrong way, and
when this machine could not grade: then nobody has lost a point.

The file runs in a process of its own, with limits of time and memory, on a copy of itself and of the scripts and JSON
files beside it and below. From Node 20.19 on, this process can read nothing else, write nothing, and start no program
and no thread. Its network is closed from Node 22.15 on; before that it stays open. On Bun and Deno nothing of this is
closed. Node does not promise that this withstands code that means harm: grade the files of strangers in a container.`;

const text = { type: 'string' } as const;
const options = {
  export: text, format: text, tasks: text, points: text, timeout: text, seed: text, adapter: text, visibility: text,
  help: { type: 'boolean', short: 'h' },
} as const;
const formats = ['text', 'json', 'gradescope', 'classroom50'];
const visibilities = ['visible', 'hidden', 'after_due_date', 'after_published'];

async function main(): Promise<string> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return usage;
  if (positionals.length !== 1) throw new Error('it wants one file, as in: micrograd-grade value.js');
  const [path] = positionals;
  const { format = 'text' } = values;
  wantOneOf('format', format, formats);
  const visibility = pairs(values.visibility) as Partial<Record<Task, Visibility>>;
  for (const [task, name] of Object.entries(visibility)) {
    wantOneOf('task', task, tasks);
    wantOneOf('visibility', name, visibilities);
  }
  const points = Object.entries(pairs(values.points)).map(([task, number]) => [task, toNumber(number)]);
  const report = await gradeFile(path, {
    export: values.export,
    tasks: values.tasks === undefined ? undefined : listOf(values.tasks) as Task[],
    points: Object.fromEntries(points) as Partial<Record<Task, number>>,
    timeout: optionalNumber(values.timeout),
    seed: optionalNumber(values.seed),
    adapter: values.adapter,
  });
  switch (format) {
    case 'json': return json(report);
    case 'gradescope': return json(toGradescope(report, visibility));
    case 'classroom50': return json(toClassroom50(report, commandWith(path, values)));
    default: return toText(report);
  }
}

const json = (x: object) => JSON.stringify(x, null, 2);

function wantOneOf(what: string, name: string, names: readonly string[]): void {
  if (!names.includes(name)) throw new Error(`there is no ${what} ${name}: they are ${names.join(', ')}`);
}

/** An empty text is no number; to Number() it is 0. */
const toNumber = (text: string) => (text.trim() === '' ? NaN : Number(text));
const optionalNumber = (text: string | undefined) => (text === undefined ? undefined : toNumber(text));

const listOf = (text: string) => text.split(',').map((part) => part.trim());

/** `1.1=5,1.2=20` */
function pairs(text: string | undefined): Record<string, string> {
  const entries = text === undefined ? [] : listOf(text).map((pair) => pair.split('='));
  const wrong = entries.find((entry) => entry.length !== 2);
  if (wrong) throw new Error(`wanted task=value, got ${wrong.join('=')}`);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** For a shell: a quote ends the quotation, stands for itself, and begins the next. */
const quoted = (word: string) => `'${word.replaceAll('\'', `'\\''`)}'`;

/** The command as it was given, but for the tasks and the format. */
function commandWith(path: string, values: Record<string, string | boolean | undefined>): string {
  const kept = ['export', 'points', 'timeout', 'seed', 'adapter'].filter((name) => values[name] !== undefined);
  const words = [path, ...kept.flatMap((name) => [`--${name}`, String(values[name])])];
  return ['npx micrograd-grade', ...words.map((word) => (/^[\w./=,-]+$/.test(word) ? word : quoted(word)))].join(' ');
}

void (async () => {
  process.on('SIGUSR1', () => undefined); // without a handler, Node would open its debugger to whoever sends the signal
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { process.exit(130); }); // ends the child, too
  try {
    process.stdout.write(`${await main()}\n`);
  } catch (error) {
    const message = (error as Error).message.replaceAll(/\s+/g, ' '); // Node's have several lines
    process.stderr.write(`micrograd-grade: ${message}\n`);
    process.exitCode = 2;
  }
})();
