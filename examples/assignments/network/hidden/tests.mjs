// tests.mjs: the tests that students do not have, as options of the grader. Their points are in marks.json.

/** Write a number of your own here before you hand the assignment out: this one is public. */
const seed = 1729;

export default [
  // The random weights and points follow from the seed, so nobody has met these.
  { name: 'with other numbers', tasks: ['2.1', '2.2', '2.3', '2.4', '2.5', '2.6'], seed, runs: 100 },
  { name: 'for all hundred steps', tasks: ['milestone'] },
];
