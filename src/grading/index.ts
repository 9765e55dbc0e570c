// grading: marks a student's own Value class, and says what to do about what is wrong.
export * from './browser.ts';
export { gradeFile, type GradeFileOptions } from './grade-file.ts';
