// What the grader asks, as a teacher would read it: marks depend on it, so nothing is changed or lost by accident. The
// numbers that it wants are held by our own Value, which has full marks (grading.test.ts).
import { describe, expect, it } from 'vitest';
import { codeOf, show } from '../../src/grading/print.ts';
import { tests, type Test } from '../../src/grading/tasks.ts';

/** Each expression with its leaves, and what is looked at: the result's data, and data and grad of leaves. */
function read({ task, name, oracles, random }: Test): string {
  const recipe = random && `${random.ops.join(' ')}, reusing ${random.reuse}, losses: ${random.losses}${
    random.numbers ? ', with numbers' : ''}`;
  const lines = oracles.map((script) => {
    const numbers = script.steps.filter((step) => step.do === 'make').map(({ number }) => number);
    const leaves = script.names.flatMap((name, i) => (name === undefined ? [] : [`${name} ${show(numbers[i])}`]));
    const looks = script.looks.map(({ label }) => label.replace('.data', '').replace('.grad', '\''));
    const about = [script.text ?? codeOf(script), leaves.join(', '), looks.join(script.text ? ', ' : ' ')];
    const wrapped = about.join(' | ').match(/.{1,100}(?: |$)/g) ?? [];
    return `  ${wrapped.map((line) => line.trim()).join('\n    ')}`;
  });
  return [`${task} ${name}`, ...recipe ? [`  random: ${recipe}`] : [], ...lines].join('\n');
}

describe('the grader', () => {
  it('asks these expressions, of these leaves, and looks at this', () => {
    expect(`\n${tests.map(read).join('\n')}\n`).toBe(`
1.1 new Value(2) holds 2, and its grad begins at 0
  a = new Value(2) | a 2 | a a'
  a = new Value(-3.5) | a -3.5 | a a'
1.1 add gives the sum, and leaves its operands as they are
  random: add, reusing nothing, losses: 0
  a.add(b) | a 2, b -3 | data a b
1.1 mul gives the product, and leaves its operands as they are
  random: mul add, reusing nothing, losses: 0
  a.mul(b) | a 2, b -3 | data a b
  a.mul(b).add(c).mul(f) | a 2, b -3, c 10, f -2 | data a b c f
  a.mul(b).mul(c) | a 0.25, b 0.75, c -1.25 | data a b c
1.2 add passes its gradient on to both operands
  random: add, reusing nothing, losses: 1
  a.add(b) | a 2, b -3 | data a b a' b'
  a.add(b).add(c) | a 2, b -3, c 10 | data a b c a' b' c'
  a.add(b.add(c)) | a 1, b 2, c -4 | data a b c a' b' c'
  a.add(b).add(c).add(d).add(e).add(f) | a 1, b 2, c -4, d 0.5, e 6, f -2 | data a b c d e f a' b' c'
    d' e' f'
  a.add(b) | a 2, b 0 | data a b a' b'
  a.add(b) | a 0, b 3 | data a b a' b'
1.2 mul passes its gradient on, times the other operand
  random: mul, reusing nothing, losses: 1
  a.mul(b) | a 2, b -3 | data a b a' b'
  a.mul(b).mul(c) | a 2, b -3, c 4 | data a b c a' b' c'
  a.mul(b.mul(c)) | a 2, b -3, c 4 | data a b c a' b' c'
  a.mul(b).mul(c).mul(d).mul(e).mul(f) | a 0.5, b -3, c 0.25, d 1.5, e -0.5, f 3 | data a b c d e f a'
    b' c' d' e' f'
  a.mul(b) | a 0, b 3 | data a b a' b'
1.2 a gradient goes back through several operations
  random: add mul, reusing nothing, losses: 1
  a.add(b).mul(c) | a 2, b -3, c 4 | data a b c a' b' c'
  a.mul(b).add(c).mul(f) | a 2, b -3, c 10, f -2 | data a b c f a' b' c' f'
  a.add(b).mul(c.add(d)) | a 2, b -3, c 4, d 0.5 | data a b c d a' b' c' d'
  a.mul(b).add(c.mul(d)) | a 2, b -3, c 4, d 0.5 | data a b c d a' b' c' d'
  a.mul(b).mul(c).add(d).mul(e).add(f) | a 0.25, b 0.75, c -1.25, d 2, e -3, f 1.5 | data a b c d e f
    a' b' c' d' e' f'
  a.backward() | a 2 | a'
1.3 a Value that is both operands gets both gradients
  a.add(a) | a 3 | data a a'
  a.mul(a) | a 3 | data a a'
1.3 a Value that is used by several operations gets a gradient from each
  random: add mul, reusing leaves, losses: 1
  a.mul(b).add(a) | a 2, b -3 | data a b a' b'
  a.mul(b).mul(a.add(b)) | a -2, b 3 | data a b a' b'
  a.add(a.mul(b)) | a 2, b -3 | data a b a' b'
  a.mul(b).add(a).mul(b).add(a).mul(b) | a 0.25, b -0.75 | data a b a' b'
1.4 b = a + a; c = b + b: a node waits until all of its gradient has arrived
  b = a.add(a); c = b.add(b) | a 1 | data a a'
  b = a.mul(a); c = b.mul(b) | a 2 | data a a'
  b = a.add(a); c = b.add(b) | a 1 | a' b' c'
1.4 a diamond: paths of different lengths lead back to the same node
  b = a.mul(a); c = b.mul(b.add(a)) | a 2 | data a a'
  b = a.mul(a); c = b.add(a).mul(b) | a 2 | data a a'
  b = a.mul(a); c = b.mul(a).add(a).mul(b) | a 2 | data a a'
  b = a.mul(a); c = b.mul(b.mul(a).add(a)) | a 2 | data a a'
1.4 the order is right in deeper graphs
  random: add mul, reusing all, losses: 1
  c = a.add(b); d = c.mul(a); e = d.mul(c).add(d) | a 2, b 1 | data a b a' b'
  c = a.mul(b); d = c.add(a); e = d.mul(c).add(b).mul(d).add(c) | a 0.5, b -1.5 | data a b a' b'
  c = a.mul(b); d = a.add(c.mul(c)) | a 2, b -3 | data a b a' b'
1.4 x = x.add(x), forty times: each node is visited once, not once for each way that leads to it
  \`x = x.add(x)\`, 40 times, from \`x = a = new Value(1)\` | a 1 | data, a'
1.5 numbers on the right: a.add(1), a.mul(2), a.sub(1), a.div(2)
  random: add mul sub div, reusing leaves, losses: 1, with numbers
  a.add(1) | a 3 | data a a'
  a.mul(2) | a 3 | data a a'
  a.sub(1) | a 3 | data a a'
  a.div(2) | a 3 | data a a'
  a.div(3) | a 1 | data a a'
  a.mul(2).mul(a.add(3)) | a 2 | data a a'
1.5 pow, with any number as the exponent
  random: pow mul add, reusing leaves, losses: 1
  a.pow(3) | a 2 | data a a'
  a.pow(-1) | a 4 | data a a'
  a.pow(0.5) | a 16 | data a a'
  a.pow(2) | a -3 | data a a'
  a.pow(1) | a 3 | data a a'
  a.pow(0) | a 3 | data a a'
  a.pow(-2) | a 3 | data a a'
  a.pow(2) | a 0 | data a a'
  a.pow(1) | a 0 | data a a'
  a.pow(3).mul(b).add(a) | a 2, b -3 | data a b a' b'
  a.mul(b).add(a.pow(3)) | a 2, b 5 | data a b a' b'
1.5 neg
  random: neg mul add, reusing leaves, losses: 1
  a.neg() | a 3 | data a a'
  a.neg().mul(b).add(a) | a 3, b 4 | data a b a' b'
  a.mul(b).add(a.neg()) | a 3, b 4 | data a b a' b'
  a.add(b).neg() | a 3, b 4 | data a b a' b'
1.5 sub
  random: sub mul add, reusing leaves, losses: 1
  a.sub(b) | a 5, b 3 | data a b a' b'
  a.sub(b).mul(c) | a 5, b 3, c -2 | data a b c a' b' c'
  a.sub(b).mul(a) | a 5, b 3 | data a b a' b'
  a.sub(b).mul(b) | a 5, b 3 | data a b a' b'
  a.mul(b).mul(a.sub(b)) | a 5, b 3 | data a b a' b'
  a.sub(a) | a 5 | data a a'
  a.add(b).sub(c) | a 3, b 4, c 5 | data a b c a' b' c'
  c.sub(a.add(b)) | a 3, b 4, c 5 | data a b c a' b' c'
1.5 div
  random: div mul add, reusing leaves, losses: 1
  a.div(b) | a 3, b 4 | data a b a' b'
  a.div(b).mul(c) | a 3, b 4, c -2 | data a b c a' b' c'
  a.div(b).mul(a) | a 3, b 4 | data a b a' b'
  a.div(b).add(b) | a 3, b 4 | data a b a' b'
  a.mul(b).mul(a.div(b)) | a 3, b 4 | data a b a' b'
  a.div(b) | a 1, b 3 | data a b a' b'
  a.div(a) | a 4 | data a a'
  a.add(b).div(c) | a 3, b 5, c 4 | data a b c a' b' c'
  c.div(a.add(b)) | a 3, b 1, c 6 | data a b c a' b' c'
  a.div(b) | a 0, b 4 | data a b a' b'
1.6 relu
  random: relu mul add, reusing leaves, losses: 1
  a.relu() | a 3 | data a a'
  a.relu() | a -3 | data a a'
  a.relu() | a 0 | data a
  a.relu().mul(b).add(a) | a 1000000, b -3 | data a b a' b'
  a.relu().mul(b).add(a) | a -3, b 2 | data a b a' b'
  a.mul(b).add(a.relu()) | a 3, b 2 | data a b a' b'
  a.add(b).relu() | a 3, b 4 | data a b a' b'
1.6 tanh, of large numbers too
  random: tanh mul add, reusing leaves, losses: 1
  a.tanh() | a 1 | data a a'
  a.tanh() | a 1000 | data a a'
  a.tanh() | a -1000 | data a a'
  a.tanh().mul(b).add(a) | a 1, b -2 | data a b a' b'
  a.mul(b).add(a.tanh()) | a 1, b -2 | data a b a' b'
1.6 exp, of large numbers too
  random: exp mul add, reusing leaves, losses: 1
  a.exp() | a 1 | data a a'
  a.exp() | a 700 | data a a'
  a.exp() | a -1000 | data a a'
  a.exp().mul(b).add(a) | a 2, b -2 | data a b a' b'
  a.mul(b).add(a.exp()) | a 2, b -2 | data a b a' b'
  a.add(b).exp() | a 0.25, b 0.75 | data a b a' b'
1.6 log, of large numbers too
  random: log mul add, reusing leaves, losses: 1
  a.log() | a 2 | data a a'
  a.log() | a 1e+300 | data a a'
  a.log().mul(b).add(a) | a 2, b -2 | data a b a' b'
  a.mul(b).add(a.log()) | a 4, b -2 | data a b a' b'
  a.add(b).log() | a 2, b 4 | data a b a' b'
1.7 the gradients of two losses add up
  random: add mul, reusing leaves, losses: 2
  c = a.mul(b); c.backward(); d = a.add(b); d.backward() | a 2, b -3 | a' b'
  c = a.mul(b); c.backward(); d = a.mul(b); d.backward() | a 2, b -3 | a' b'
  c = a.mul(b); d = a.add(b); c.backward(); d.backward() | a 2, b -3 | a' b'
1.7 a grad that is set to 0 begins anew
  c = a.mul(b); c.backward(); a.grad = 0; d = a.add(b); d.backward() | a 2, b -3 | a' b'
  c = a.mul(b); d = c.add(a); d.backward(); a.grad = 0; b.grad = 0; c.grad = 0; e = c.mul(a);
    e.backward() | a 2, b -3 | a' b'
  c = a.mul(b); c.backward(); a.grad = 0; b.grad = 0; c.grad = 0; c.backward() | a 2, b -3 | a' b'
1.8 the lecture’s neuron
  x1.mul(w1).add(x2.mul(w2)).add(b).tanh() | x1 2, x2 0, w1 -3, w2 1, b 6.88137 | data x1 x2 w1 w2 b
    x1' w1' x2' w2' b'
  x1.mul(w1).add(x2.mul(w2)).add(b).tanh() | x1 2, x2 0, w1 -3, w2 1, b 8 | data x1 x2 w1 w2 b x1' w1'
    x2' w2' b'
1.8 ten steps of training
  \`out = w1.mul(x1).add(w2.mul(x2)).add(w3.mul(x3)).add(b).tanh()\`; the loss is the sum of
    \`out.sub(y).pow(2)\` over the lecture’s four points; in each step \`p.grad = 0; loss.backward();
    p.data -= 0.05 * p.grad\` | w1 0.5, w2 -0.25, w3 1, b 0 | loss in step 1, loss in step 2, loss in
    step 3, loss in step 4, loss in step 5, loss in step 6, loss in step 7, loss in step 8, loss in step
    9, loss in step 10, w1 at the end, w2 at the end, w3 at the end, b at the end
extra a chain of 100,000 additions
  a.add(b)… (100000 times) | a 1, b 0.5 | data a' b'
`);
  });
});
