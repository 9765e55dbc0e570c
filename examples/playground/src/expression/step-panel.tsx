// step-panel.tsx: the step that was just taken, as arithmetic: the rule, the numbers put in, and what it changes.
import type { Value } from 'micrograd-lab';
import { show, showInside } from '../format.ts';
import { words } from '../words/index.ts';
import { Hideable } from './graph-view.tsx';
import { position, type View } from './model.ts';
import { isHidden } from './prediction.ts';
import { pretty, put, rules } from './rules.ts';
import { nameOf, type Arrival, type Step } from './steps.ts';

const { step: said } = words.expression;

export function StepPanel({ view }: { view: View }) {
  const { step } = view.frame;
  const isWaiting = position.value > view.steps.length; // the other run is longer
  return (
    <div class={`step ${view.way}`} role="status" aria-live="polite">
      {step === undefined && <p>{said.beginning}</p>}
      {step?.kind === 'forward' && <Forward node={step.node} view={view} />}
      {step?.kind === 'seed' && <Seed node={view.root} />}
      {step?.kind === 'backward' && <Backward step={step} view={view} />}
      {step?.kind === 'cut' && <p>{said.cut(view.steps.length)}</p>}
      {isWaiting && <p class="note">{said.waiting}</p>}
    </div>
  );
}

function Forward({ node, view }: { node: Value; view: View }) {
  const { y } = ruleOf(node);
  const isUnknown = isHidden(view, node, 'data', node.data);
  return (
    <>
      <h3><span class="flow forward">{said.forward}</span> {nameOf(node)}</h3>
      <p class="sum">
        {nameOf(node)} = {pretty(put(y, namesAt(node)))} = {!isUnknown && `${pretty(put(y, numbersAt(node)))} = `}
        <b><Hideable view={view} value={node} kind="data" number={node.data} /></b>
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

function Backward({ step: { node, grad, arrivals }, view }: { step: Step & { kind: 'backward' }; view: View }) {
  return (
    <>
      <h3>
        <span class="flow backward">{said.backward}</span> {nameOf(node)} = {pretty(put(ruleOf(node).y, namesAt(node)))}
        {!isHidden(view, node, 'grad', grad) && <span class="why">{said.gradIs(nameOf(node), show(grad))}</span>}
      </h3>
      {arrivals.length === 0 && <p class="why">{said.onlyConstants}</p>}
      <ul class="arrivals">
        {arrivals.map((arrival) => <Sum key={arrival.side} node={node} grad={grad} arrival={arrival} view={view} />)}
      </ul>
    </>
  );
}

interface SumProps { node: Value; grad: number; arrival: Arrival; view: View }

/** Such as: de/da = b = −3, then a.grad += −3 × (−2) = 6, and what a.grad was and is. */
function Sum({ node, grad, arrival, view }: SumProps) {
  const { to, local, amount, before, after } = arrival;
  const sign = view.way === 'overwrite' ? <b class="wrong">=</b> : '+=';
  const current = view.frame.grads.get(to) ?? after;
  const isUnknown = isHidden(view, to, 'grad', current);
  return (
    <li class="sum">
      <div class="rule">
        <span class="why">d{nameOf(node)}/d{nameOf(to)} =</span> {derivative(node, arrival, isUnknown)}
      </div>
      {isUnknown
        ? <div>{nameOf(to)}.grad {sign} <Hideable view={view} value={to} kind="grad" number={current} /></div>
        : (
          <div>
            {nameOf(to)}.grad {sign} {show(local)} × {showInside(grad)} = <b>{show(amount)}</b>{' '}
            <span class="change">
              {show(before)} <span role="img" aria-label={said.becomes}>→</span> <b>{show(after)}</b>
            </span>
          </div>
        )}
    </li>
  );
}

/** The rule, with names, with numbers, and worked out; one that is to be predicted with names only. */
function derivative(node: Value, { side, local }: Arrival, isUnknown: boolean): string {
  const rule = ruleOf(node)[side] ?? '';
  const names = pretty(put(rule, namesAt(node)));
  if (isUnknown) return names;
  const numbers = pretty(put(rule, numbersAt(node))).replace(/^\(([^()]*)\)$/, '$1');
  const isByCases = rule.includes('if');
  const parts = [names, numbers, ...(isByCases ? [] : [show(local)])];
  return parts.filter((part, i) => part !== parts[i - 1]).join(' = ');
}

const ruleOf = (node: Value) => rules[node.op as keyof typeof rules];

const namesAt = (node: Value) => ({
  a: nameOf(node.inputs[0]), b: nameOf(node.inputs[1] ?? node), y: nameOf(node),
});

const numbersAt = (node: Value) => ({
  a: showInside(node.inputs[0].data), b: showInside((node.inputs[1] ?? node).data), y: showInside(node.data),
});
