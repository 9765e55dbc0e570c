// grade-file.ts: the same marks for files, each in a process of its own.
import { gradeFile as gradeOne } from 'micrograd-lab/grading';
import type { Check, Given } from './check.ts';
import { checkRight, checkWrong } from './grade.ts';

export async function gradeFile(check: Check, { students }: Given): Promise<void> {
  for (const path of students) {
    checkRight(check, path, await gradeOne(path));
    checkWrong(check, `Overwriting in ${path}`, await gradeOne(path, { export: 'Overwriting' }));
  }
}
