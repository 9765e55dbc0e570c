// solutions/14-exercise-slopes.ts: a solution of ../14-exercise-slopes.ts.
//
// You will see OK nine times. Calculus is right to the last digit, nudges to one side to six digits, nudges to both
// sides to eight: the bend of the curve, which spoils the former, is the same on both sides, and cancels.

const f = (a: number, b: number, c: number) => -(a ** 3) + Math.sin(3 * b) - 1 / c + b ** 2.5 - a ** 0.5;
const h = 0.000001;

function byCalculus(a: number, b: number, c: number): number[] {
  return [-3 * a ** 2 - 0.5 * a ** -0.5, 3 * Math.cos(3 * b) + 2.5 * b ** 1.5, 1 / c ** 2];
}

function byNudges(a: number, b: number, c: number): number[] {
  const before = f(a, b, c);
  return [
    (f(a + h, b, c) - before) / h,
    (f(a, b + h, c) - before) / h,
    (f(a, b, c + h) - before) / h,
  ];
}

function bySymmetricNudges(a: number, b: number, c: number): number[] {
  return [
    (f(a + h, b, c) - f(a - h, b, c)) / (2 * h),
    (f(a, b + h, c) - f(a, b - h, c)) / (2 * h),
    (f(a, b, c + h) - f(a, b, c - h)) / (2 * h),
  ];
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

// Try h = 0.01 and h = 1e-12: with a large h the curve is in the way, with a small one the digits run out.
