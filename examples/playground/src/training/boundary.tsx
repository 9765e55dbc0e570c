// boundary.tsx: the plane with the points and what the network makes of it. A click adds a point, removes one, or
// chooses the one to be sent through; arrows and Enter do the same.
import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { show } from '../format.ts';
import { classes, css } from '../palette.ts';
import { limits } from '../state.ts';
import { change, currentState, settings } from '../store.ts';
import { Button, Segments, useWidth } from '../ui.tsx';
import { words } from '../words/index.ts';
import { isRunning, setRunning, snapshot } from './client.ts';
import { drawPoints, drawScores, nearest, type Cross } from './drawing.ts';
import { look, plane, points } from './model.ts';
import { pointProgram } from './point-program.ts';
import type { Window } from './data.ts';

const tools = ['choose', '0', '1', '2', 'remove'] as const;
type Tool = (typeof tools)[number];
const { plane: said, classes: classNames } = words.training;
const toolNames = {
  ...Object.fromEntries(classes.map(({ glyph }, i) => [i, `${glyph} ${classNames[i]}`])),
  choose: said.choose, remove: said.remove,
};
const tool = signal<Tool>('0');
/** The number of the point that was chosen. */
const chosen = signal<number | undefined>(undefined);

export function Boundary() {
  const [frame, width] = useWidth<HTMLDivElement>();
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const [cross, setCross] = useState<Cross>();
  const isByHand = settings.dataset.value === 'by hand';
  const size = Math.min(width, 520);
  const scores = snapshot.value?.scores;
  const at = chosen.value !== undefined && chosen.value < points.value.x.length ? chosen.value : undefined;

  useEffect(() => {
    if (below.current && scores) drawScores(below.current, scores, look.value);
  }, [scores, look.value]);
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
          <canvas ref={below} aria-hidden="true" />
          <canvas ref={above} aria-hidden="true" />
        </div>
      </div>
      <Legend />
      {at !== undefined && <Chosen index={at} />}
      {at === undefined && !isByHand && <p class="note">{said.invitation}</p>}
    </section>
  );
}

function Legend() {
  return (
    <ul class="legend">
      {classes.slice(0, points.value.classes).map(({ glyph, [look.value]: colour }, i) => (
        <li key={glyph}><span style={{ color: css(colour) }}>{glyph}</span> {classNames[i]}</li>
      ))}
    </ul>
  );
}

function Chosen({ index }: { index: number }) {
  const [x, y] = points.value.x[index];
  const label = points.value.y[index];
  const now = snapshot.value;
  const send = () => {
    if (!now) return;
    if (isRunning.value) setRunning(false);
    const { classes } = points.value;
    const sent = { state: currentState(), classes, parameters: now.parameters, point: [x, y], label };
    change({ room: 'expression', formula: pointProgram(sent), step: -1, way: 'right' });
  };
  return (
    <div class="chosen-point row" role="status">
      <span>{said.point(index + 1, show(x), show(y), classNames[label])}</span>
      <Button isDisabled={!now} onClick={send}>{said.send}</Button>
    </div>
  );
}

function act(tool: Tool, x: number, y: number): void {
  const { value: byHand } = settings.points;
  const near = nearest(points.value.x, x, y);
  if (tool === 'choose') {
    chosen.value = near;
  } else if (tool === 'remove') {
    settings.points.value = byHand.filter((_, i) => i !== near);
  } else if (byHand.length < limits.points) {
    const round = (coordinate: number) => Number(coordinate.toFixed(2));
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
