// boundary.tsx: the plane with the points and what the network makes of it, or what one neuron gives. A click adds a
// point, removes one, or chooses the one to be sent through; arrows and Enter do the same.
import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { show } from '../format.ts';
import { classes, css } from '../palette.ts';
import { limits, shades } from '../state.ts';
import { settings } from '../store.ts';
import { Button, Segments, useWidth } from '../ui.tsx';
import { words } from '../words/index.ts';
import { snapshot } from './client.ts';
import type { Window } from './data.ts';
import { drawCells, drawPoints, nearest, type Cross } from './drawing.ts';
import { look, neuronName, plane, points, shownIndex, shownNeuron } from './model.ts';
import { paintNeuron, paintScores } from './painting.ts';
import { chosen, send, wayPosition } from './way-model.ts';

const tools = ['choose', '0', '1', '2', 'remove'] as const;
type Tool = (typeof tools)[number];
const { plane: said, classes: classNames } = words.training;
const toolNames = {
  ...Object.fromEntries(classes.map(({ glyph }, i) => [i, `${glyph} ${classNames[i]}`])),
  choose: said.choose, remove: said.remove,
};
const tool = signal<Tool>('0');

export function Boundary() {
  const [frame, width] = useWidth<HTMLDivElement>();
  const above = useRef<HTMLCanvasElement>(null);
  const [cross, setCross] = useState<Cross>();
  const isByHand = settings.dataset.value === 'by hand';
  const size = Math.min(width, 520);
  const at = chosen.value;

  useEffect(() => { // on a canvas of their own: there may be 10,000 of them
    if (!above.current) return;
    drawPoints(above.current, { size, points: points.value, plane: plane.value, look: look.value, chosen: at, cross });
  }, [size, points.value, plane.value, look.value, at, cross]);

  const press = (x: number, y: number) => { act(isByHand ? tool.value : 'choose', x, y); };
  const click = (event: MouseEvent) => {
    const { left, top, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const place = placeOf(plane.value, (event.clientX - left) / width, (event.clientY - top) / width);
    press(place.x, place.y);
  };
  const key = (event: KeyboardEvent) => {
    const move = moves[event.key];
    const here = cross ?? plane.value;
    if (move) setCross(moved(plane.value, here, move));
    else if (event.key === 'Enter') press(here.x, here.y);
    else return;
    event.preventDefault();
  };
  return (
    <section class="boundary" aria-label={said.title}>
      {isByHand && (
        <Segments
          label={said.click} value={tool.value} choices={tools} names={toolNames}
          onChange={(value) => { tool.value = value; }}
        />
      )}
      <div ref={frame}>
        <div
          tabIndex={0} role="application" class="plane" style={{ width: `${size}px`, height: `${size}px` }}
          aria-label={said.label(points.value.x.length)}
          onClick={click} onKeyDown={key} onBlur={() => { setCross(undefined); }}
        >
          <Cells />
          <canvas ref={above} aria-hidden="true" />
          {points.value.x.length === 0 && <p class="plane-note">{said.empty}</p>}
          {shownNeuron.value && (
            <p class="plane-caption">{said.neuron(neuronName(shownNeuron.value.layer, shownNeuron.value.neuron))}</p>
          )}
        </div>
      </div>
      <Legend />
      {at && <ChosenPoint />}
      {!at && !isByHand && <p class="note">{said.invitation}</p>}
    </section>
  );
}

/** What lies behind the points: the network's scores, or the neuron that is pointed at, at first in a coarse grid. */
function Cells() {
  const ref = useRef<HTMLCanvasElement>(null);
  const { scores, neurons, watched } = snapshot.value ?? {};
  const index = shownIndex.value;
  const isTwoColoured = settings.shading.value === 'two colours';
  useEffect(() => {
    if (!ref.current || !scores || !neurons) return;
    const isFine = watched?.neuron === index;
    if (index === undefined) drawCells(ref.current, paintScores(scores, look.value, isTwoColoured), scores.size);
    else if (watched && isFine) drawCells(ref.current, paintNeuron(watched, 0, look.value), watched.size);
    else if (index < neurons.outputs) drawCells(ref.current, paintNeuron(neurons, index, look.value), neurons.size);
  }, [scores, watched, index, isTwoColoured, look.value]);
  return <canvas ref={ref} aria-hidden="true" />;
}

function Legend() {
  return (
    <div class="legend">
      <ul class="legend">
        {classes.slice(0, points.value.classes).map(({ glyph, [look.value]: colour }, i) => (
          <li key={i}><span style={{ color: css(colour) }}>{glyph}</span> {classNames[i]}</li>
        ))}
        {points.value.test.x.length > 0 && <li>{said.test}</li>}
      </ul>
      <label class="check">
        <input
          type="checkbox" checked={settings.shading.value === 'two colours'}
          onChange={({ currentTarget: { checked } }) => { settings.shading.value = shades[checked ? 1 : 0]; }}
        />
        {said.twoColours}
      </label>
    </div>
  );
}

/** The point that was chosen, or made up: then somebody has to say of which class it is. */
function ChosenPoint() {
  const { value: at } = chosen;
  if (!at) return null;
  const { x, y, label, index } = at;
  const choices = labels.slice(0, points.value.classes);
  return (
    <div class="chosen-point row" role="status">
      <span>
        {index === undefined
          ? said.madeUp(show(x), show(y))
          : said.point(index + 1, show(x), show(y), classNames[label])}
      </span>
      {index === undefined && (
        <Segments
          label={said.itsClass} value={labels[label]} choices={choices} names={labelNames}
          onChange={(chosenLabel) => { chosen.value = { ...at, label: Number(chosenLabel) }; }}
        />
      )}
      <Button isDisabled={!snapshot.value} onClick={send}>{said.send}</Button>
    </div>
  );
}

const labels = ['0', '1', '2'] as const;
const labelNames = Object.fromEntries(labels.map((label) => [label, classNames[Number(label)]]));
/** A click chooses a point that is not further away than this share of the plane's reach; else it makes one up. */
const NEAR = 0.06;

function act(tool: Tool, x: number, y: number): void {
  const { value: byHand } = settings.points;
  const { x: coordinates, y: classLabels } = points.value;
  const round = (coordinate: number) => Number(coordinate.toFixed(2));
  if (tool === 'choose') {
    const index = nearest(coordinates, x, y, NEAR * plane.value.reach);
    wayPosition.value = undefined;
    chosen.value = index === undefined
      ? { x: round(x), y: round(y), label: 0 }
      : { x: coordinates[index][0], y: coordinates[index][1], label: classLabels[index], index };
  } else if (tool === 'remove') {
    const near = nearest(coordinates, x, y);
    settings.points.value = byHand.filter((_, i) => i !== near);
  } else if (byHand.length < limits.points) {
    settings.points.value = [...byHand, { x: round(x), y: round(y), label: Number(tool) }];
  }
}

/** Where in the plane the point is that is so far, from 0 to 1, from the left and from the top of the picture. */
const placeOf = ({ x, y, reach }: Window, right: number, down: number) =>
  ({ x: x + reach * (2 * right - 1), y: y - reach * (2 * down - 1) });

const moves: Record<string, { x: number; y: number } | undefined> = {
  ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: 1 }, ArrowDown: { x: 0, y: -1 },
};

/** A twentieth of the way from the middle to the edge, and not over it. */
function moved({ x, y, reach }: Window, from: Cross, move: { x: number; y: number }): Cross {
  const within = (to: number, middle: number) => Math.min(middle + reach, Math.max(middle - reach, to));
  return { x: within(from.x + move.x * reach / 20, x), y: within(from.y + move.y * reach / 20, y) };
}
