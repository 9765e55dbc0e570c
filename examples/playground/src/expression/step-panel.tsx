// step-panel.tsx: the step that was just taken, as arithmetic: the rule, the numbers put in, and what it changes.
import type { Value } from 'micrograd-lab';
import { show, showInside } from '../format.ts';
import { words } from '../words/index.ts';
import type { View } from './model.ts';
import { put, rules } from './rules.ts';
import { nameOf, type Arrival, type Step } from './steps.ts';

const { step: said } = words.expression;

export function StepPanel({ view: { frame, way, root } }: { view: View }) {
  const { step } = frame;
  return (
    <div class="step" role="status" aria-live="polite">
      {step === undefined && <p>{said.beginning}</p>}
      {step?.kind === 'forward' && <Forward node={step.node} />}
      {step?.kind === 'seed' && <Seed node={root} />}
      {step?.kind === 'backward' && <Backward step={step} way={way} />}
    </div>
  );
}

function Forward({ node }: { node: Value }) {
  const { y } = ruleOf(node);
  return (
    <>
      <h3><span class="flow forward">{said.forward}</span> {nameOf(node)}</h3>
      <p class="sum">
        {nameOf(node)} = {put(y, namesAt(node))} = {put(y, numbersAt(node))} = <b>{show(node.data)}</b>
      </p>
    </>
  );
}

function Seed({ node }: { node: Value }) {
  return (
    <>
      <h3><span class="flow backward">{said.backward}</span> {said.seed(nameOf(node))}</h3>
      <p class="sum">{nameOf(node)}.grad = <b>1</b> <span class="why">{said.seedReason}</span></p>
    </>
  );
}

function Backward({ step: { node, grad, arrivals }, way }: { step: Step & { kind: 'backward' }; way: View['way'] }) {
  return (
    <>
      <h3>
        <span class="flow backward">{said.backward}</span> {nameOf(node)} = {put(ruleOf(node).y, namesAt(node))}
        <span class="why">{said.gradIs(nameOf(node), show(grad))}</span>
      </h3>
      <ul class="arrivals">
        {arrivals.map((arrival) => (
          <li key={arrival.side} class="sum">
            <LocalDerivative node={node} arrival={arrival} />
            <Change grad={grad} arrival={arrival} way={way} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Such as: de/da = b = −3 */
function LocalDerivative({ node, arrival: { to, side, local } }: { node: Value; arrival: Arrival }) {
  const rule = ruleOf(node)[side] ?? '';
  const worked = [put(rule, namesAt(node)), put(rule, numbersAt(node)).replace(/^\((.*)\)$/, '$1'), show(local)];
  const parts = worked.filter((part, i) => part !== worked[i - 1] && !(i === 2 && rule.includes('if')));
  return <div class="rule"><span class="why">d{nameOf(node)}/d{nameOf(to)} =</span> {parts.join(' = ')}</div>;
}

/** Such as: a.grad += de/da × e.grad = −3 × (−2) = 6, and what a.grad was and is. */
function Change({ grad, arrival, way }: { grad: number; arrival: Arrival; way: View['way'] }) {
  const { to, local, amount, before, after } = arrival;
  const sign = way === 'overwrite' ? <b class="wrong">=</b> : '+=';
  return (
    <div>
      {nameOf(to)}.grad {sign} {show(local)} × {showInside(grad)} = <b>{show(amount)}</b>{' '}
      <span class="change">{show(before)} <span aria-label={said.becomes}>→</span> <b>{show(after)}</b></span>
    </div>
  );
}

const ruleOf = (node: Value) => rules[node.op as keyof typeof rules];

const namesAt = (node: Value) => ({
  a: nameOf(node.inputs[0]), b: nameOf(node.inputs[1] ?? node), y: nameOf(node),
});

const numbersAt = (node: Value) => ({
  a: showInside(node.inputs[0].data), b: showInside((node.inputs[1] ?? node).data), y: showInside(node.data),
});
