// network-view.tsx: the network: in each neuron its own boundary, between them the weights. Whoever points at one, or
// reaches it with the keyboard, sees its numbers below.
import { useMemo } from 'preact/hooks';
import { activations, limits } from '../state.ts';
import { settings } from '../store.ts';
import { Button, Select, useWidth } from '../ui.tsx';
import { words } from '../words/index.ts';
import { snapshot } from './client.ts';
import { inspect, inspected, neuronName, sizes } from './model.ts';
import { firstParameter } from './network.ts';
import { NetworkPicture } from './network-picture.tsx';
import { planNetwork, type NetworkPlan, type Spot } from './network-plan.ts';

/** Of more lines than these, nobody sees one. */
const MOST_LINES = 100;
const { network: said } = words.training;

export function NetworkView() {
  const [ref, width] = useWidth<HTMLDivElement>();
  const isEditable = !settings.hide.value.includes('network');
  const plan = useMemo(() => planNetwork(sizes.value, widthFor(sizes.value.length, width)), [sizes.value, width]);
  return (
    <>
      <div class="network-head">
        <h3>{said.title}</h3>
        {isEditable && <LayerControls />}
      </div>
      <div class="network-scroll" ref={ref}>
        {isEditable && <NeuronControls plan={plan} />}
        <div class="network-plan" style={{ width: `${plan.width}px`, height: `${plan.height}px` }}>
          <Lines plan={plan} />
          <NetworkPicture plan={plan} />
          {plan.layers[0].map((spot, i) => <div key={i} class="neuron input" style={styleOf(spot)}>x{i + 1}</div>)}
          {plan.layers.slice(1).map((spots, i) => spots.map((spot, neuron) => (
            <Neuron key={`${i} ${neuron}`} spot={spot} layer={i} neuron={neuron} />
          )))}
        </div>
      </div>
    </>
  );
}

/** What there is, unless the buttons of the layers would lie over each other: then it is scrolled. */
const widthFor = (layers: number, width: number) => Math.max(46 + 92 * (layers - 1), Math.min(width, 900));

function LayerControls() {
  const { value: layers } = settings.layers;
  return (
    <div class="row">
      <Select
        label={said.activation} value={settings.activation.value} choices={activations}
        names={said.activations}
        onChange={(activation) => { settings.activation.value = activation; }}
      />
      <div class="row">
        <Button
          label={said.removeLayer} isDisabled={layers.length === 0}
          onClick={() => { settings.layers.value = layers.slice(0, -1); }}
        >
          −
        </Button>
        <span>{said.hiddenLayers(layers.length)}</span>
        <Button
          label={said.addLayer} isDisabled={layers.length === limits.layers}
          onClick={() => { settings.layers.value = [...layers, layers.at(-1) ?? 4]; }}
        >
          +
        </Button>
      </div>
    </div>
  );
}

function NeuronControls({ plan: { width, middles } }: { plan: NetworkPlan }) {
  const { value: layers } = settings.layers;
  const resize = (layer: number, size: number) => {
    settings.layers.value = layers.map((each, i) => (i === layer ? size : each));
  };
  return (
    <div class="neuron-controls" style={{ width: `${width}px` }}>
      {layers.map((size, layer) => (
        <div
          key={layer} class="stepper" role="group" aria-label={said.neuronsOf(layer + 1)}
          style={{ left: `${middles[layer + 1]}px` }}
        >
          <Button
            label={said.removeNeuron(layer + 1)} isDisabled={size === 1}
            onClick={() => { resize(layer, size - 1); }}
          >
            −
          </Button>
          <span class="count">{size}</span>
          <Button
            label={said.addNeuron(layer + 1)} isDisabled={size === limits.neurons}
            onClick={() => { resize(layer, size + 1); }}
          >
            +
          </Button>
        </div>
      ))}
    </div>
  );
}

const styleOf = ({ x, y, size }: Spot) =>
  ({ left: `${x - size / 2}px`, top: `${y - size / 2}px`, width: `${size}px`, height: `${size}px` });

interface NeuronProps { spot: Spot; layer: number; neuron: number }

function Neuron({ spot, layer, neuron }: NeuronProps) {
  const isChosen = inspected.value?.layer === layer && inspected.value.neuron === neuron;
  return (
    <button
      type="button" class={isChosen ? 'neuron chosen' : 'neuron'} style={styleOf(spot)}
      aria-label={neuronName(layer, neuron)} aria-pressed={isChosen}
      onPointerEnter={() => { inspect(layer, neuron); }}
      onFocus={() => { inspect(layer, neuron, { isPinned: true }); }}
      onClick={() => { inspect(layer, neuron, { isPinned: true }); }}
    />
  );
}

function Lines({ plan }: { plan: NetworkPlan }) {
  const { parameters } = snapshot.value ?? {};
  const lines = plan.layers.slice(1).flatMap((spots, layer) => {
    const inputs = plan.layers[layer];
    if (inputs.length * spots.length > MOST_LINES) return [];
    return spots.flatMap((to, neuron) => inputs.map((from, weight) => {
      const data = parameters?.[firstParameter(sizes.value, layer, neuron) + weight] ?? 0;
      const [x1, x2] = [from.x + from.size / 2, to.x - to.size / 2];
      const middle = (x1 + x2) / 2;
      const d = `M${x1},${from.y} C${middle},${from.y} ${middle},${to.y} ${x2},${to.y}`;
      return { layer, neuron, weight, data, d };
    }));
  });
  const thickness = lines.length > 60 ? 0.8 : 1.8;
  return (
    <svg class="lines" aria-hidden="true">
      {lines.map(({ layer, neuron, weight, data, d }) => (
        <g key={`${layer} ${neuron} ${weight}`} class={data > 0 ? 'above' : 'below'}>
          <path d={d} style={{ strokeWidth: `${0.6 + thickness * Math.min(4, Math.abs(data))}px` }} />
          <path
            class="hit" d={d}
            onPointerEnter={() => { inspect(layer, neuron, { weight }); }}
            onClick={() => { inspect(layer, neuron, { weight, isPinned: true }); }}
          />
        </g>
      ))}
    </svg>
  );
}
