// grade.ts: a right class has full marks, and of a wrong one it is said what is wrong.
import { grade as gradeClass, type Report } from 'micrograd-lab/grading';
import type { Check } from './check.ts';
import { Overwriting, Value } from './student.ts';

export async function grade(check: Check): Promise<void> {
  checkRight(check, 'Value', await gradeClass(Value));
  checkWrong(check, 'Overwriting', await gradeClass(Overwriting));
}

export function checkRight(check: Check, what: string, report: Report): void {
  check.same(`the score of ${what}`, report.score, 100); // the points of all tasks
  check.same(`the highest score of ${what}`, report.maxScore, 100);
  check.same(`what fails of ${what}`, report.tests.map(({ message }) => message).join(''), '');
}

/** The derivative of a² at 3 is 6. */
export function checkWrong(check: Check, what: string, { tests }: Report): void {
  const [failed] = tests.filter(({ passed }) => !passed).map(({ message }) => message.split('. ')[0]);
  check.same(`what is said of ${what}`, failed, '`a.mul(a)` with a = 3: a.grad is 3, should be 6');
}
