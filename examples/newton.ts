// newton.ts: Newton's method. Gradient descent knows the slope. The Hessian, all second derivatives, also says how the
// slope changes, so Newton's method can jump to where the slope would be 0 if the function were a parabola.
//
// You will see it walk through Rosenbrock's curved valley in 7 steps, though step 2 lands far up its side. Descent is
// still on its way after 10,000. Try a learning rate of 0.002 for descent: it gets there sooner. With 0.01 it jumps
// out of the valley, farther each time, and ends in NaN.
import { gradients, hessian, type Value } from 'micrograd-lab';
import { compile } from 'micrograd-lab/compile';

/** (1 - x)² + 100 (y - x²)², which has its only minimum at (1, 1). */
const rosenbrock = (x: Value, y: Value) => x.neg().add(1).pow(2).add(y.sub(x.pow(2)).pow(2).mul(100));

/** The function, its gradient and its Hessian, row by row: compiled once, then computed at any point. */
const derivatives = compile((x, y) => {
  const f = rosenbrock(x, y);
  return [f, ...gradients(f, [x, y]), ...hessian(f, [x, y]).flat()];
}, { outputs: 7 });

const start = [-1.2, 1];
const show = (name: string, [x, y]: number[]) => {
  const [f] = derivatives.forward([[x, y]]);
  const cells = [x, y].map((number) => number.toFixed(6).padStart(9));
  console.log(`${name.padEnd(20)} x ${cells[0]}  y ${cells[1]}  f ${f.toExponential(2)}`);
};

let [x, y] = start;
for (let step = 0; step <= 7; step++) {
  show(`newton, step ${step}`, [x, y]);
  const [, fx, fy, fxx, fxy, , fyy] = derivatives.forward([[x, y]]);
  const determinant = fxx * fyy - fxy * fxy; // the step solves: Hessian times step = gradient, by Cramer's rule
  x -= (fyy * fx - fxy * fy) / determinant;
  y -= (fxx * fy - fxy * fx) / determinant;
}

[x, y] = start;
for (let step = 0; step <= 10_000; step++) {
  if (step === 7 || step === 100 || step === 1000 || step === 10_000) show(`descent, step ${step}`, [x, y]);
  const [, fx, fy] = derivatives.forward([[x, y]]);
  x -= 0.001 * fx;
  y -= 0.001 * fy;
}
