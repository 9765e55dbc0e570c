// 14-exercise-slopes.ts: the first of the lecture's exercises, for you to do: the gradient of a function of three
// numbers, first by calculus, then by nudges to one side, then by nudges to both sides.
//
// You will see WRONG! nine times, and what each slope should be. Write the three functions until all are OK. Nudges are
// never exact: those to one side just pass, and those to both sides are much closer.

const f = (a: number, b: number, c: number) => -(a ** 3) + Math.sin(3 * b) - 1 / c + b ** 2.5 - a ** 0.5;
const h = 0.000001;

/** The three derivatives of f, worked out on paper. */
function byCalculus(a: number, b: number, c: number): number[] {
  return [0 * a, 0 * b, 0 * c]; // todo
}

/** Raise one of the three by h: how much does f rise, for each h? */
function byNudges(a: number, b: number, c: number): number[] {
  return [0 * a, 0 * b, 0 * c]; // todo: with f and h
}

/** Raise one of the three by h, and lower it by h: how much does f rise from the one to the other? */
function bySymmetricNudges(a: number, b: number, c: number): number[] {
  return [0 * a, 0 * b, 0 * c]; // todo: with f and h
}

console.log(`f(2, 3, 4) = ${f(2, 3, 4)}; h = ${h}`);
const right = [-12.353553390593273, 10.25699027111255, 0.0625];
for (const gradient of [byCalculus, byNudges, bySymmetricNudges]) {
  console.log(`${gradient.name}:`);
  gradient(2, 3, 4).forEach((slope, i) => {
    const verdict = Math.abs(slope - right[i]) < 1e-5 ? 'OK' : 'WRONG!';
    console.log(`  ${verdict} the slope along ${'abc'[i]} should be ${right[i]}, yours is ${slope}`);
  });
}

// Try a larger and a smaller h when all are OK: where do the two kinds of nudges stop being OK? A solution is in
// solutions/14-exercise-slopes.ts.
