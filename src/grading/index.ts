// grading: marks a student's own Value class, and says what to do about what is wrong.
export { grade } from './grade.ts';
export { gradeFile, type GradeFileOptions } from './grade-file.ts';
export { toClassroom50, toGradescope, toText, type Visibility } from './formats.ts';
export type { Adapter, ValueClass } from './evaluate.ts';
export type { GradeOptions, Report, TestResult } from './marking.ts';
export type { Task } from './tasks.ts';
