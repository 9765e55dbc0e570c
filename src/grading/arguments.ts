// arguments.ts: what the command micrograd-lab was asked to do.
import { parseArgs } from 'node:util';
import { assignments, type Assignment } from './assignments.ts';
import type { Visibility } from './formats.ts';
import type { GradeFileOptions } from './grade-file.ts';
import { isFile } from './imports.ts';
import { wantOptions } from './marking.ts';
import { tasks, type Task } from './tasks.ts';

export const usage = `micrograd-lab grade FILE … [options]

Grades what students have handed in, JavaScript or TypeScript, and prints a report.

Each FILE is one submission. A folder with the assignment's file, such as value.ts, is one submission, too. In any other
folder each entry is one: a file, or a folder with the assignment's file. A file of such a folder is graded alone.

  --assignment value       which assignment; value is the default
  --format text            text, json, gradescope (results.json) or classroom50 (tests.json)
  --output marks.csv       writes a table with a row for each submission, as soon as it is graded. Rows that the file
                           has already, for the same name and content, are kept: an interrupted run can be continued
  --min 60                 the points that each submission must reach, for the exit status
  --tasks 1.1,1.2          some of 1.1 to 1.8, and extra; by default all but extra
  --points 1.1=5,1.2=20    the points of tasks; by default 100 in all
  --timeout 10             for one submission, in seconds
  --seed 1                 of the random expressions; the same seed gives the same report
  --export Value           the name of the exported class
  --adapter adapter.js     for classes with other names: a file that exports a function that makes an adapter
  --visibility 1.8=hidden  who sees a task's tests in Gradescope: hidden, after_due_date, after_published

Its exit status is 2 if it was called in a wrong way, or if this machine could not grade a submission, which then has
lost no point. Otherwise it is 1 if a submission has fewer points than --min, and else 0.

A file runs in a process of its own, with limits of time and memory, on a copy of itself and of the scripts and JSON
files beside it and below. From Node 20.19 on, this process can read nothing else, write nothing, and start no program
and no thread. Its network is closed from Node 22.15 on; before that it stays open. On Bun and Deno nothing of this is
closed. Node does not promise that this withstands code that means harm: grade the files of strangers in a container.`;

export type Format = 'text' | 'json' | 'gradescope' | 'classroom50';

/** One call of the command. */
export interface Call {
  /** Files and folders. */
  paths: string[];
  assignment: Assignment;
  /** Nothing, if the caller did not say. */
  format?: Format;
  /** The file of the table. */
  output?: string;
  min: number;
  visibility: Partial<Record<Task, Visibility>>;
  /** The tasks that are graded. */
  tasks: readonly Task[];
  options: GradeFileOptions;
  /** The options that marks depend on, but for the tasks, as they were given. */
  given: string[];
}

const text = { type: 'string' } as const;
const optionTypes = {
  assignment: text, format: text, output: text, min: text, tasks: text, points: text, timeout: text, seed: text,
  export: text, adapter: text, visibility: text, help: { type: 'boolean', short: 'h' },
} as const;
const markOptions = ['assignment', 'export', 'points', 'timeout', 'seed', 'adapter'] as const;
const formats = ['text', 'json', 'gradescope', 'classroom50'];
const visibilities = ['visible', 'hidden', 'after_due_date', 'after_published'];

/**
 * Reads the arguments. Without `grade` in front they mean the same: the command was once called micrograd-grade.
 * @throws Error if there is anything in them that cannot be meant
 */
export function readArguments(args: readonly string[]): Call | 'help' {
  const { values, positionals } = parseArgs({
    args: args[0] === 'grade' ? args.slice(1) : [...args], options: optionTypes, allowPositionals: true,
  });
  if (values.help) return 'help';
  if (positionals.length === 0) throw new Error('it expected a file or a folder, as in: micrograd-lab grade value.ts');
  const { assignment = 'value', format, output, min } = values;
  if (values.adapter !== undefined && !isFile(values.adapter)) throw new Error(`there is no file ${values.adapter}`);
  wantOneOf('assignment', assignment, Object.keys(assignments));
  if (format !== undefined) wantOneOf('format', format, formats);
  const visibility = pairs(values.visibility);
  for (const [task, name] of Object.entries(visibility)) {
    wantOneOf('task', task, tasks);
    wantOneOf('visibility', name, visibilities);
  }
  const options = gradeOptions(values);
  return {
    paths: positionals,
    assignment: assignments[assignment],
    format: format as Format | undefined,
    output,
    min: min === undefined ? 0 : wantNumber('min', min),
    visibility,
    tasks: wantOptions(options).asked,
    options,
    given: markOptions.flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]])),
  };
}

type Values = Partial<Record<Exclude<keyof typeof optionTypes, 'help'>, string>>;

function gradeOptions(values: Values): GradeFileOptions {
  const points = Object.entries(pairs(values.points)).map(([task, number]) => [task, toNumber(number)]);
  return {
    export: values.export,
    tasks: values.tasks === undefined ? undefined : listOf(values.tasks) as Task[],
    points: Object.fromEntries(points) as Partial<Record<Task, number>>,
    timeout: optionalNumber(values.timeout),
    seed: optionalNumber(values.seed),
    adapter: values.adapter,
  };
}

function wantOneOf(what: string, name: string, names: readonly string[]): void {
  if (!names.includes(name)) throw new Error(`there is no ${what} ${name}: they are ${names.join(', ')}`);
}

/** An empty text is no number; to Number() it is 0. */
const toNumber = (text: string) => (text.trim() === '' ? NaN : Number(text));
const optionalNumber = (text: string | undefined) => (text === undefined ? undefined : toNumber(text));

function wantNumber(name: string, text: string): number {
  const x = toNumber(text);
  if (Number.isNaN(x)) throw new Error(`${name} must be a number; got ${text}`);
  return x;
}

const listOf = (text: string) => text.split(',').map((part) => part.trim());

/** `1.1=5,1.2=20` */
function pairs(text: string | undefined): Record<string, string> {
  const entries = text === undefined ? [] : listOf(text).map((pair) => pair.split('='));
  const wrong = entries.find((entry) => entry.length !== 2);
  if (wrong) throw new Error(`expected task=value, got ${wrong.join('=')}`);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** For a shell: a quote ends the quotation, stands for itself, and begins the next. */
const quoted = (word: string) => `'${word.replaceAll('\'', `'\\''`)}'`;

/** The command that grades this file again, for a shell. */
export function commandFor(path: string, { given }: Call): string {
  const words = [path, ...given].map((word) => (/^[\w./=,-]+$/.test(word) ? word : quoted(word)));
  return ['npx micrograd-lab grade', ...words].join(' ');
}
