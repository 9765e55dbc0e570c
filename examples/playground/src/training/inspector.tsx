// inspector.tsx: the numbers of the neuron that is pointed at: its weights and its bias, which can be changed, their
// gradients, and what the optimizer remembers of them. The weight of a line can be changed on the line, too.
import { fourDecimals, show } from '../format.ts';
import { settings } from '../store.ts';
import { Button, NumberInput } from '../ui.tsx';
import { words } from '../words/index.ts';
import { setParameter, snapshot } from './client.ts';
import { heightAt, type Line } from './lines.ts';
import { inspected, neuronName, sizes } from './model.ts';
import { firstParameter } from './network.ts';
import { memories } from './optimizers.ts';

const { inspector: said } = words.training;

/** As in the lists of a snapshot: `index` of the parameter. `input`: of the neuron, the bias after the last of them. */
function nameOf(layer: number, input: number): string {
  if (input === sizes.value[layer]) return said.bias;
  return layer === 0 ? said.weightOfInput(input + 1) : said.weightOfNeuron(input + 1);
}

/** As above, in a row of the table, whose column says "weight of". */
function shortNameOf(layer: number, input: number): string {
  if (input === sizes.value[layer]) return said.bias;
  return layer === 0 ? said.input(input + 1) : said.neuron(input + 1);
}

export function Inspector() {
  const { value: at } = inspected;
  if (!at || !snapshot.value) return <p class="note inspector">{said.invitation}</p>;
  const { layer, neuron, weight } = at;
  const inputs = sizes.value[layer];
  const first = firstParameter(sizes.value, layer, neuron);
  const remembered = memories[settings.optimizer.value];
  return (
    <div class="inspector" role="group" aria-label={said.title}>
      <h4>
        {neuronName(layer, neuron)}
        {at.isPinned
          ? <Button onClick={() => { inspected.value = undefined; }}>{said.letGo}</Button>
          : <span class="why">{said.keep}</span>}
      </h4>
      <p class="note">{said.explanation}</p>
      <div class="numbers" tabIndex={0} role="region" aria-label={neuronName(layer, neuron)}>
        <table>
          <thead>
            <tr>
              <th scope="col">{said.name}</th><th scope="col">{said.value}</th><th scope="col">{said.gradient}</th>
              {remembered.map((name) => <th key={name} scope="col">{said.memories[name]}</th>)}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: inputs + 1 }, (_, i) => (
              <Row
                key={i} name={nameOf(layer, i)} shortName={shortNameOf(layer, i)} index={first + i}
                columns={remembered.length} isLit={i === weight}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

interface RowProps { name: string; shortName: string; index: number; columns: number; isLit: boolean }

function Row({ name, shortName, index, columns, isLit }: RowProps) {
  const { parameters = [], gradients, memory, step = 0 } = snapshot.value ?? {};
  const number = (list: ArrayLike<number> | undefined) => (step === 0 || !list ? said.unknown : show(list[index]));
  return (
    <tr class={isLit ? 'lit' : ''}>
      <th scope="row">{shortName}</th>
      <td>
        <NumberInput
          label={name} value={parameters[index]} shown={fourDecimals(parameters[index])}
          onChange={(data) => { setParameter(index, data); }}
        />
      </td>
      <td class="gradient">{number(gradients)}</td>
      {Array.from({ length: columns }, (_, i) => <td key={i}>{number(memory?.[i])}</td>)}
    </tr>
  );
}

/** The number of the line that was clicked, on that line. */
export function LineEditor({ lines }: { lines: readonly Line[] }) {
  const { value: at } = inspected;
  const line = at?.isPinned && lines.find(({ layer, neuron, weight }) =>
    layer === at.layer && neuron === at.neuron && weight === at.weight);
  if (!line || !snapshot.value) return null;
  const { parameters, gradients, step } = snapshot.value;
  const index = firstParameter(sizes.value, line.layer, line.neuron) + line.weight;
  const x = (line.x1 + line.x2) / 2;
  return (
    <div class="line-editor" style={{ left: `${x}px`, top: `${heightAt(line, x)}px` }}>
      <NumberInput
        label={said.onLine(nameOf(line.layer, line.weight))}
        value={parameters[index]} shown={fourDecimals(parameters[index])}
        onChange={(data) => { setParameter(index, data); }}
      />
      {gradients && step > 0 && <span>{said.gradient} {show(gradients[index])}</span>}
    </div>
  );
}
