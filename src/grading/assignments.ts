// assignments.ts: the assignments that the command knows by name.

/** An assignment, as the command sees it. */
export interface Assignment {
  /** The file that is handed in, first, and those that it may import. Each may be JavaScript, too. */
  files: readonly [string, ...string[]];
}

export const assignments: Record<string, Assignment> = {
  value: { files: ['value.ts'] },
};
