// What random functions seldom have: loops that are almost alike, loops of several passes, and turns that depend on
// each other in other ways than a sum's.
import { compile as sound, type Backend } from '../../src/compile/index.ts';
import { sum, Value } from '../../src/index.ts';
import { wantEqual, type Compile } from './compile-checks.ts';

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

/** A number made of five more, one by one. */
const chain = (start: Value, next: (h: Value, j: number) => Value): Value => [1, 2, 3, 4, 5].reduce(next, start);

/** Twelve such, of the one kind or of the other. */
const chains = (a: (k: number) => Value, b: (k: number) => Value): Value =>
  sum([a, a, b, a, a, a, b, a, b, b, b, a].map((of, k) => of(k)));

/** Each turn sums up what the turn before gave. */
const sumsOfSums = (start: Value, data: Value[]): Value =>
  times(6, (i) => i).reduce((h, i) => sum(data.slice(5 * i, 5 * i + 5).map((x) => h.mul(x))).tanh(), start);

/** In each turn, what it gets and what it gives is used twice; and the first turn's is used in all. */
function turnsOfTwo(start: Value, data: Value[]): Value {
  let first: Value | undefined;
  return data.reduce((r, x) => {
    const s = r.mul(r).sin();
    return s.mul(first ??= s).add(x);
  }, start.exp());
}

const convolution = (xs: Value[], weights: Value[], place: (i: number, j: number) => number): Value =>
  sum(times(9, (i) => sum(times(5, (j) => weights[place(i, j)].mul(xs[j]))).tanh()));

const INPUTS = 72;
type Build = (xs: Value[], ps: Value[]) => Value;
const functions: Record<string, Build> = {
  'chains of other operations': (xs) => chains(
    (k) => chain(xs[6 * k], (h, j) => h.mul(xs[6 * k + j])), (k) => chain(xs[6 * k], (h, j) => h.max(xs[6 * k + j])),
  ),
  'chains of longer terms': (xs) => chains(
    (k) => chain(xs[6 * k], (h, j) => h.add(xs[6 * k + j])),
    (k) => chain(xs[6 * k], (h, j) => h.add(xs[6 * k + j]).sin()),
  ),
  'chains that go up or down': (xs) => chains(
    (k) => chain(xs[5 * k + 6], (h, j) => h.add(xs[5 * k + 6 + j])),
    (k) => chain(xs[5 * k + 6], (h, j) => h.add(xs[5 * k + 8 - j])),
  ),
  'sums of sums': (xs, ps) => sumsOfSums(xs[0], ps),
  'sums of sums that all rows share': (xs, ps) => sumsOfSums(ps[0], ps).mul(xs[0]),
  'turns that all use what the first gives': (xs) => turnsOfTwo(xs[0], xs.slice(1, 10)),
  'such turns that all rows share': (xs, ps) => turnsOfTwo(ps[0], ps.slice(1, 10)).mul(xs[0]),
  'one turn of which more is used': (xs) => {
    const ss: Value[] = [];
    const last = xs.slice(1, 10).reduce((r, x) => {
      ss.push(r.mul(r).sin());
      return ss[ss.length - 1].mul(ss[ss.length - 1]).add(x);
    }, xs[0].exp());
    return last.add(ss[5].mul(ss[5]));
  },
  'inner loops that read at two paces': (xs, ps) =>
    sum(times(9, (i) => sum(times(5, (j) => xs[i].max(ps[5 * i + j]).mul(xs[2 * i]))).tanh())),
  'what rows share, used twice': (xs, ps) => {
    const shared = ps.slice(0, 9).map((p) => p.exp());
    return sum(shared.map((s, i) => s.mul(xs[i]))).mul(sum(shared.map((s, i) => s.mul(xs[i + 9]))));
  },
  'a convolution': (xs, ps) => convolution(xs, ps, (i, j) => i + j),
  'a convolution in which one goes up and one down': (xs, ps) => convolution(xs, ps, (i, j) => i + 4 - j),
  'a convolution of what rows share': (xs, ps) => convolution(xs, ps.map((p) => p.exp()), (i, j) => i + j),
  'such a one in which one goes up and one down': (xs, ps) =>
    convolution(xs, ps.map((p) => p.exp()), (i, j) => i + 4 - j),
  'terms with two constants': (xs, ps) =>
    xs.slice(0, 9).reduce((h, x, i) => h.mul(ps[i]).max(x.mul(0.5)).add(3), xs[9]),
  'a sum that is used in all its gradients': (xs, ps) => sum(times(9, (i) => xs[i].mul(ps[i]))).exp(),
  'differences that grow to the right': (xs) => xs.slice(0, 9).reduceRight((b, a) => a.sub(b)),
  '0 and -0': (xs) => xs[0].mul(0).pow(-1).tanh().add(xs[0].mul(-0).pow(-1).tanh().mul(0.5)),
};

const rowsOf = (count: number) => times(count, (row) => times(INPUTS, (i) => Math.sin(3 * i + row + 1)));

function everything(compile: Compile, backend: Backend, fn: Build, count: number, loops = true): number[] {
  const parameters = times(INPUTS, (i) => new Value(Math.cos(5 * i)));
  const step = compile((xs) => fn(xs, parameters), { inputs: INPUTS, compare: { backend, loops } });
  if (step.backend !== backend) throw new Error(`wanted to run on ${backend}, got ${step.backend}`);
  const rows = rowsOf(count);
  return [step.backward(rows), ...step.forward(rows), ...parameters.map((p) => p.grad)];
}

/** One row, or as many as fill a module's memory twice: 4 at a time. */
const cases = Object.entries(functions).flatMap(([name, fn]) => [1, 8].map((count) => ({ name, fn, count })));
const wanted = cases.map(({ fn, count }) => everything(sound, 'interpreter', fn, count));

/** Throws where a module gives another number than the interpreter, which has no loops. */
export function checkLoops(compile: Compile): void {
  cases.forEach(({ name, fn, count }, i) => {
    everything(compile, 'wasm', fn, count).forEach((x, j) => {
      wantEqual(`${name}, ${count} rows, number ${j} of all`, x, wanted[i][j]);
    });
  });
}

/** Of more steps than fit in two functions, which end with one number on the stack, with two or with three. */
const longStatements: Build[] = [0, 1, 2].map((more) => (xs) => {
  let h = xs[0];
  for (let i = 0; i < more; i++) h = h.sin();
  for (let i = 0; i < 760; i++) h = h.sub(xs[i % 71].div(xs[i % 72]));
  return h;
});
const ofLongStatements = longStatements.map((fn) => everything(sound, 'interpreter', fn, 1));

/** The same for what is too long for a function, and stays so without loops. */
export function checkLongStatements(compile: Compile): void {
  longStatements.forEach((fn, i) => {
    everything(compile, 'wasm', fn, 1, false).forEach((x, j) => {
      wantEqual(`long statement ${i}, number ${j} of all`, x, ofLongStatements[i][j]);
    });
  });
}
