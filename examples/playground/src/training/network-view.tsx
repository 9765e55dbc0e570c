// network-view.tsx: the network: in each neuron its own boundary, between them the weights. Whoever points at one, or
// reaches it with the keyboard, sees its numbers below.
import { useMemo } from 'preact/hooks';
import { show } from '../format.ts';
import { activations, limits, lineKinds } from '../state.ts';
import { settings } from '../store.ts';
import { Button, Segments, Select, useWidth } from '../ui.tsx';
import { words } from '../words/index.ts';
import { LineEditor } from './inspector.tsx';
import { lineAt, linesOf } from './lines.ts';
import { hovered, inspect, inspected, neuronName, sizes } from './model.ts';
import { NetworkLines } from './network-lines.tsx';
import { NetworkPicture } from './network-picture.tsx';
import { planNetwork, type NetworkPlan, type Spot } from './network-plan.ts';
import { goToNeuron, stepAt } from './way-model.ts';

const { network: said } = words.training;

export function NetworkView() {
  const [ref, width] = useWidth<HTMLDivElement>();
  const isEditable = !settings.hide.value.includes('network');
  const plan = useMemo(() => planNetwork(sizes.value, widthFor(sizes.value.length, width)), [sizes.value, width]);
  const { lines, leftOut } = useMemo(() => linesOf(plan), [plan]);
  const lineUnder = ({ currentTarget, clientX, clientY }: MouseEvent & { currentTarget: HTMLElement }) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return lineAt(lines, clientX - left, clientY - top);
  };
  return (
    <>
      <div class="network-head">
        <h3>{said.title}</h3>
        {isEditable && <LayerControls />}
        <Segments
          label={said.lines} value={settings.lines.value} choices={lineKinds} names={said.lineKinds}
          onChange={(kind) => { settings.lines.value = kind; }}
        />
      </div>
      <div class="network-scroll" ref={ref}>
        {isEditable && <NeuronControls plan={plan} />}
        <div
          class="network-plan" style={{ width: `${plan.width}px`, height: `${plan.height}px` }}
          onPointerMove={(event) => {
            const line = lineUnder(event);
            if (line) inspect(line.layer, line.neuron, { weight: line.weight });
          }}
          onClick={(event) => {
            const line = event.target === event.currentTarget ? lineUnder(event) : undefined;
            if (line) inspect(line.layer, line.neuron, { weight: line.weight, isPinned: true });
          }}
        >
          <NetworkLines plan={plan} lines={lines} />
          <NetworkPicture plan={plan} />
          {plan.layers[0].map((spot, i) => <div key={i} class="neuron input" style={styleOf(spot)}>x{i + 1}</div>)}
          {plan.layers.slice(1).map((spots, i) => spots.map((spot, neuron) => (
            <Neuron key={`${i} ${neuron}`} spot={spot} layer={i} neuron={neuron} />
          )))}
          <LineEditor lines={lines} />
        </div>
      </div>
      {leftOut > 0 && <p class="note left-out">{said.leftOut(leftOut)}</p>}
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
  const step = stepAt(layer, neuron);
  const number = step?.number !== undefined && spot.size > 30 ? show(Number(step.number.toPrecision(2))) : undefined;
  const name = neuronName(layer, neuron);
  const marks = ['neuron', isChosen && 'chosen', step && `on-way ${step.state}`];
  return (
    <button
      type="button" class={marks.filter(Boolean).join(' ')} style={styleOf(spot)}
      aria-label={number === undefined ? name : `${name}: ${number}`} aria-pressed={isChosen}
      onPointerEnter={() => {
        inspect(layer, neuron);
        hovered.value = { layer, neuron };
      }}
      onPointerLeave={() => { hovered.value = undefined; }}
      onFocus={() => { inspect(layer, neuron, { isPinned: true }); }}
      onClick={() => {
        inspect(layer, neuron, { isPinned: true });
        goToNeuron(layer, neuron);
      }}
    >
      {number !== undefined && <span class="way-number">{number}</span>}
    </button>
  );
}
