// tanh-from-exp.mjs: an adapter for the grader, with which the neuron of task 1.8 is built as the lecture builds it the
// second time: its tanh is made of exp, sub and div, and a result is used twice on the way.
export default (Value) => ({
  create: (x) => new Value(x),
  tanh: (x) => {
    const e = x.mul(2).exp();
    return e.sub(1).div(e.add(1));
  },
});
