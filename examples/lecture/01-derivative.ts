// 01-derivative.ts: what a derivative is, with plain numbers; there is no library yet.
//
// You will see the value of f at 3, and its slope in three places: raise x by a little h, and see how much f rises for
// each h. At 3 it rises 14 times as fast as x, at -3 it falls 22 times as fast, and at 2/3 it does neither: the bottom
// of the bowl. Calculus says 6x - 4.

const f = (x: number) => 3 * x ** 2 - 4 * x + 5;
const slope = (x: number, h: number) => (f(x + h) - f(x)) / h;

console.log(`f(3) = ${f(3)}`);

for (const x of [3, -3, 2 / 3]) {
  console.log(`slope at ${x.toFixed(4)}: ${slope(x, 0.001)}`);
}

console.log(`slope at ${(2 / 3).toFixed(4)} with a smaller h: ${slope(2 / 3, 1e-6)}`);

// Try a smaller h at 3: 1e-6 is better than 0.001, 1e-13 is worse, 1e-15 is off by a quarter, and 1e-16 gives 0. The
// computer keeps 16 digits of a number; what h changes must be among them.
