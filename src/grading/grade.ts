// grade.ts: grades a class here, in this process.
import { adapterOf, evaluate, readSight, type Adapter, type ValueClass } from './evaluate.ts';
import { mark, type GradeOptions, type Report } from './marking.ts';

/**
 * Grades a class of the lecture's shape, or what an adapter makes look like one. For code that you trust: what does not
 * end here, does not end; `gradeFile` is for the others.
 *
 * @throws TypeError when it is neither; RangeError for an unknown task, or points, seed or runs that are not whole
 * @example
 * const { score, maxScore } = await grade(Value);
 * console.log(score, maxScore); // → 100 100
 *
 * class Forgetful extends Value {
 *   override add(b: Value | number) { return new Value(super.add(b).data); } // and not what it was made of
 * }
 * const { tests } = await grade(Forgetful, { tasks: ['1.2'] });
 * console.log(tests[0].message.split('. ')[0]); // → `a.add(b)` with a = 2, b = -3: a.grad is 0, should be 1
 */
export async function grade<V>(subject: ValueClass | Adapter<V>, options: GradeOptions = {}): Promise<Report> {
  const adapter = wantAdapter(subject);
  return mark({ see: ({ steps }) => readSight(evaluate(adapter, steps)) }, options);
}

function wantAdapter<V>(subject: ValueClass | Adapter<V>): Adapter {
  if (typeof subject === 'function') return adapterOf(subject);
  if (typeof (subject as Partial<Adapter<V>> | null | undefined)?.create === 'function') return subject as Adapter;
  throw new TypeError('grade wants a class, or an adapter with at least `create`');
}
