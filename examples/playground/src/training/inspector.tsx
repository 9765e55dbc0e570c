// inspector.tsx: the weights and the bias of the neuron that is pointed at, each an input.
import { fourDecimals } from '../format.ts';
import { NumberInput } from '../ui.tsx';
import { setParameter, snapshot } from './client.ts';
import { inspected, neuronName, sizes } from './model.ts';
import { firstParameter } from './network.ts';

export function Inspector() {
  const at = inspected.value;
  const { parameters } = snapshot.value ?? {};
  if (!at || !parameters || at.layer >= sizes.value.length - 1 || at.neuron >= sizes.value[at.layer + 1]) {
    return <p class="note inspector">Point at a neuron, or at a line, to see and change its numbers.</p>;
  }
  const { layer, neuron, weight } = at;
  const inputs = sizes.value[layer];
  const first = firstParameter(sizes.value, layer, neuron);
  const from = layer === 0 ? 'x' : 'neuron ';
  const nameOf = (i: number) => (i === inputs ? 'bias' : `weight of ${from}${i + 1}`);
  return (
    <div class="inspector" role="group" aria-label="Numbers of the neuron">
      <h4>
        {neuronName(layer, neuron)}
        <span class="why">{at.isPinned ? 'Esc lets go of it' : 'click to keep it'}</span>
      </h4>
      <div class="numbers" tabIndex={inputs > 12 ? 0 : undefined}>
        {Array.from({ length: inputs + 1 }, (_, i) => (
          <div key={i} class={i === weight ? 'field lit' : 'field'}>
            <span class="field-name" aria-hidden="true">{nameOf(i)}</span>
            <NumberInput
              label={nameOf(i)} value={parameters[first + i]} shown={fourDecimals(parameters[first + i])}
              onChange={(data) => { setParameter(first + i, data); }}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
