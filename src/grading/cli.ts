#!/usr/bin/env node
// cli.ts: the command micrograd-lab. In reading order: arguments.ts says what it was asked, submissions.ts finds what
// was handed in, marks-file.ts keeps the table, screen.ts prints, and here it is all done.
import { readFileSync } from 'node:fs';
import { readArguments, usage, type Call } from './arguments.ts';
import { gradeFile } from './grade-file.ts';
import { mark, type Report, type Runner } from './marking.ts';
import { MarksFile } from './marks-file.ts';
import { isReport, lineOf, Screen } from './screen.ts';
import { findSubmissions, fingerprint, type Found, type HandedIn } from './submissions.ts';

/** Grades all submissions. Gives the exit status. */
async function gradeAll(call: Call, found: Found): Promise<number> {
  const { output, min, tasks, given, options: { adapter } } = call;
  const table = output === undefined ? undefined : new MarksFile(output, tasks);
  const marksDependOn = [...given, ...tasks, adapter === undefined ? '' : readFileSync(adapter, 'utf8')];
  const screen = new Screen(call, found);
  let status = 0;
  for (const submission of found.submissions) {
    const hash = table ? fingerprint(submission, marksDependOn) : '';
    const marks = table?.find(submission.name, hash) ?? await gradeOne(submission, call, screen);
    if (marks && isReport(marks)) table?.add(submission.name, marks, hash);
    screen.show(submission, marks);
    if (marks === undefined) status = 2;
    else if (marks.score < min && status === 0) status = 1;
  }
  screen.end();
  return status;
}

/** The report; nothing, if this machine could not grade it, which is no student's fault. */
async function gradeOne(submission: HandedIn, { options }: Call, screen: Screen): Promise<Report | undefined> {
  const { file, alone, problem = '' } = submission;
  try {
    return await (file === undefined
      ? mark(unusable(problem), options)
      : gradeFile(file, { ...options, alone }));
  } catch (error) {
    if (error instanceof RangeError) throw error; // an option
    screen.complain(submission, error);
    return undefined;
  }
}

const unusable = (text: string): Runner => ({ see: () => ({ looks: [], fault: { kind: 'unusable', at: -1, text } }) });

void (async () => {
  process.on('SIGUSR1', () => undefined); // without a handler, Node would open its debugger to whoever sends the signal
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { process.exit(130); }); // ends the child, too
  try {
    const call = readArguments(process.argv.slice(2));
    if (call === 'help') process.stdout.write(`${usage}\n`);
    else process.exitCode = await gradeAll(call, findSubmissions(call.paths, call.assignment));
  } catch (error) {
    process.stderr.write(`micrograd-lab: ${lineOf(error)}\n`);
    process.exitCode = 2;
  }
})();
