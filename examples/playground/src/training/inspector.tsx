// inspector.tsx: the weights and the bias of the neuron that is pointed at, each an input.
import { fourDecimals } from '../format.ts';
import { NumberInput } from '../ui.tsx';
import { words } from '../words/index.ts';
import { setParameter, snapshot } from './client.ts';
import { inspected, neuronName, sizes } from './model.ts';
import { firstParameter } from './network.ts';

const { inspector: said } = words.training;

export function Inspector() {
  const at = inspected.value;
  const { parameters } = snapshot.value ?? {};
  if (!at || !parameters || at.layer >= sizes.value.length - 1 || at.neuron >= sizes.value[at.layer + 1]) {
    return <p class="note inspector">{said.invitation}</p>;
  }
  const { layer, neuron, weight } = at;
  const inputs = sizes.value[layer];
  const first = firstParameter(sizes.value, layer, neuron);
  const weightOf = layer === 0 ? said.weightOfInput : said.weightOfNeuron;
  const nameOf = (i: number) => (i === inputs ? said.bias : weightOf(i + 1));
  return (
    <div class="inspector" role="group" aria-label={said.title}>
      <h4>
        {neuronName(layer, neuron)}
        <span class="why">{at.isPinned ? said.letGo : said.keep}</span>
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
