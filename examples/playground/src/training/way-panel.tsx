// way-panel.tsx: a point on its way through the network, one neuron at a time: the arithmetic of the neuron that it is
// at, forward or backward, and, if a gradient is 0, why.
import { show, showInside } from '../format.ts';
import { change, settings } from '../store.ts';
import { Button } from '../ui.tsx';
import { words } from '../words/index.ts';
import { neuronName } from './model.ts';
import { neuronProgram, pointProgram } from './point-program.ts';
import { goTo, sent, way, wayPosition, wayStep, waySteps } from './way-model.ts';
import type { Way, WayNeuron, WayStep } from './way.ts';

const { way: said } = words.training;
/** Below so many parameters the whole graph can be looked at: 4-4-1 has 37, and 200 boxes. */
const SMALL = 40;

export function WayPanel() {
  const { value: step } = wayStep;
  if (!way.value || !step) return null;
  return (
    <section class="way" aria-labelledby="way-title">
      <div class="row way-head">
        <h3 id="way-title">{said.title}</h3>
        <Button onClick={() => { wayPosition.value = undefined; }}>{said.close}</Button>
      </div>
      <WayTransport />
      <div role="status">
        {step.kind === 'loss' ? <LossStep way={way.value} /> : <NeuronStep way={way.value} step={step} />}
      </div>
      <Doors step={step} />
    </section>
  );
}

function WayTransport() {
  const { value: position = 1 } = wayPosition;
  const { length } = waySteps.value;
  return (
    <div class="transport" role="group" aria-label={said.transport}>
      <Button isDisabled={position <= 1} onClick={() => { goTo(position - 1); }}>{said.back}</Button>
      <Button kind="primary" isDisabled={position >= length} onClick={() => { goTo(position + 1); }}>{said.on}</Button>
      <input
        type="range" min={1} max={length} value={position} aria-label={said.slider}
        onInput={({ currentTarget }) => { goTo(Number(currentTarget.value)); }}
      />
      <output class="count">{position} / {length}</output>
    </div>
  );
}

function LossStep({ way: { scores, targets, loss } }: { way: Way }) {
  return (
    <>
      <h4><span class="flow forward">{said.lossStep}</span> {words.training.settings.losses[settings.loss.value]}</h4>
      {scores.map((score, i) => (
        <p key={i} class="sum">{said.score} {show(score)}, {said.target} {show(targets[i])}</p>
      ))}
      <p class="sum">{said.loss} = <b>{show(loss)}</b></p>
    </>
  );
}

interface StepProps { way: Way; step: Exclude<WayStep, { kind: 'loss' }> }

function NeuronStep({ way: { layers }, step: { kind, layer, neuron } }: StepProps) {
  const numbers = layers[layer][neuron];
  const isBackward = kind === 'backward';
  const activation = layer === layers.length - 1 ? 'linear' : settings.activation.value;
  return (
    <>
      <h4><span class={`flow ${kind}`}>{said[kind]}</span> {neuronName(layer, neuron)}</h4>
      {isBackward && <Arrival numbers={numbers} />}
      <Arithmetic numbers={numbers} layer={layer} isBackward={isBackward} />
      {!isBackward && (
        <p class="sum">
          {said.output} = {activation === 'linear' ? '' : `${activation}(${show(numbers.total)}) = `}
          <b>{show(numbers.output)}</b>
        </p>
      )}
    </>
  );
}

/** Such as: the gradient that arrives here −0.5; after the activation −0.5 × 1 = −0.5. */
function Arrival({ numbers: { grad, total, output, totalGrad, why } }: { numbers: WayNeuron }) {
  const isChanged = total !== output || totalGrad !== grad;
  const slope = totalGrad / grad;
  return (
    <>
      <p class="sum">
        {said.arrives}: <b>{show(grad)}</b>
        {isChanged && grad !== 0 && (
          <>. {said.passes}: {show(grad)} × {showInside(slope)} = <b>{show(totalGrad)}</b></>
        )}
      </p>
      {why && <p class="notice">{said.zeros[why]}</p>}
    </>
  );
}

interface ArithmeticProps { numbers: WayNeuron; layer: number; isBackward: boolean }

function Arithmetic({ numbers, layer, isBackward }: ArithmeticProps) {
  const nameOf = (input: number) => (layer === 0 ? `x${input + 1}` : neuronName(layer - 1, input));
  return (
    <div class="numbers" tabIndex={0} role="region" aria-label={said.sum}>
      <table>
        <thead>
          <tr>
            {[said.input, said.data, said.weight, said.product].map((name) => <th key={name} scope="col">{name}</th>)}
            {isBackward && [said.weightGrad, said.inputGrad].map((name) => <th key={name} scope="col">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {numbers.inputs.map(({ data, weight, weightGrad, inputGrad }, i) => (
            <tr key={i}>
              <th scope="row">{nameOf(i)}</th>
              <td>{show(data)}</td><td>{show(weight)}</td><td>{show(data * weight)}</td>
              {isBackward && [weightGrad, inputGrad].map((grad, i) => <td key={i} class="gradient">{show(grad)}</td>)}
            </tr>
          ))}
          <tr>
            <th scope="row">{said.bias}</th><td /><td /><td>{show(numbers.bias)}</td>
            {isBackward && <><td class="gradient">{show(numbers.biasGrad)}</td><td /></>}
          </tr>
          <tr>
            <th scope="row">{said.sum}</th><td /><td /><td><b>{show(numbers.total)}</b></td>
            {isBackward && <><td /><td /></>}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

/** To the graph of this neuron in the expression room; and of the whole network, if it is small. */
function Doors({ step }: { step: WayStep }) {
  const { value: point } = sent;
  const { value: now } = way;
  if (!point || !now || !now.layers.flat().every(({ total, grad }) => Number.isFinite(total + grad))) return null;
  const open = (formula: string) => { change({ room: 'expression', formula, step: 0, way: 'right' }); };
  return (
    <div class="row">
      {step.kind !== 'loss' && (
        <Button onClick={() => { open(neuronProgram(now, settings.activation.value, step)); }}>{said.graph}</Button>
      )}
      {point.parameters.length <= SMALL && (
        <Button onClick={() => { open(pointProgram(point)); }}>{said.whole}</Button>
      )}
      {step.kind !== 'loss' && <p class="note">{said.graphNote}</p>}
    </div>
  );
}
