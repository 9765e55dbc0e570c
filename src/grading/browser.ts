// grading in a page: all of it but gradeFile, which starts a process.
export { grade } from './grade.ts';
export { gradeInWorker, type GradeInWorkerOptions, type WorkerLike } from './in-worker.ts';
export type { LexedImport, Lexer, SourceFiles } from './modules.ts';
export { toClassroom50, toGradescope, toText, type Visibility } from './formats.ts';
export type { Adapter, ValueClass } from './evaluate.ts';
export type { GradeOptions, Report, TestResult } from './marking.ts';
export type { Task } from './tasks.ts';
