// viewport.tsx: the frame in which a graph is seen: fitted to the window, zoomed by wheel and pinch, moved by dragging.
// The frames of the right and the wrong run look at the same part.
import { signal } from '@preact/signals';
import { select } from 'd3-selection';
import { zoom, zoomIdentity, ZoomTransform } from 'd3-zoom';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSize } from '../ui.tsx';
import { fullScreen } from './full-screen.ts';
import { LETTERS, type Size } from './geometry.ts';
import type { Point } from './routes.ts';

/** Below this scale nobody can read the numbers: then only a part of the graph is in view. */
const LEAST_SCALE = 12 / LETTERS;
/** A small graph grows, for those in the last row; on a full screen still more. */
const mostScale = () => (fullScreen.is.value ? 3 : 1.6);

/** What somebody zoomed or dragged to; undefined: the graph is fitted to its frame. */
const chosen = signal<ZoomTransform | undefined>(undefined);
/** The frame that was laid out last, for the buttons and the keys. */
let last = { frame: { width: 1, height: 1 }, graph: { width: 1, height: 1 } };

export const isFitted = () => chosen.value === undefined;
export function fit(): void { chosen.value = undefined; }

/** Zooms about the middle of the frame. */
export function zoomBy(factor: number): void {
  const { frame: { width, height }, graph } = last;
  const from = chosen.value ?? fitted(last.frame, graph);
  const k = Math.min(6, Math.max(0.2, from.k * factor));
  const [x, y] = from.invert([width / 2, height / 2]);
  chosen.value = new ZoomTransform(k, width / 2 - x * k, height / 2 - y * k);
}

export function moveBy(right: number, down: number): void {
  const from = chosen.value ?? fitted(last.frame, last.graph);
  chosen.value = from.translate(right / from.k, down / from.k);
}

/** All of a graph, unless that is too small to be read: then its beginning, where the leaves are. */
function fitted(frame: Size, graph: Size): ZoomTransform {
  const all = Math.min(frame.width / graph.width, frame.height / graph.height);
  const k = Math.min(mostScale(), Math.max(LEAST_SCALE, all));
  const [x, y] = [frame.width - graph.width * k, frame.height - graph.height * k];
  return new ZoomTransform(k, x > 0 ? x / 2 : 0, y > 0 ? y / 2 : 0);
}

interface Props {
  graph: Size;
  /** What should be in sight, such as the box of the step. */
  focus?: Point;
  label: string;
  children: ComponentChildren;
}

export function Viewport({ graph, focus, label, children }: Props) {
  const [ref, frame] = useSize<HTMLDivElement>();
  const now = chosen.value ?? fitted(frame, graph);
  const key = `${graph.width} ${graph.height}`;
  if (frame.width > 0) last = { frame, graph };
  const shown = useRef(now);
  shown.current = now;

  useEffect(fit, [key]);
  useEffect(() => {
    if (ref.current) return listen(ref.current, () => shown.current);
  }, [ref.current]);
  useEffect(() => {
    if (focus && frame.width > 0) bringIntoView(focus, shown.current, frame);
  }, [focus?.x, focus?.y, key, frame.width, frame.height]);

  const isLarger = graph.width * now.k > frame.width + 1 || graph.height * now.k > frame.height + 1;
  return (
    <div
      class="viewport" ref={ref} role="region" aria-label={label}
      style={{ touchAction: isLarger ? 'none' : 'pan-y' }}
    >
      <div
        class="graph-size"
        style={{
          width: `${graph.width}px`, height: `${graph.height}px`,
          transform: `translate(${now.x}px, ${now.y}px) scale(${now.k})`,
        }}
      >
        {children}
      </div>
    </div>
  );
}

function listen(frame: HTMLElement, current: () => ZoomTransform): () => void {
  const behaviour = zoom<HTMLElement, unknown>()
    .scaleExtent([0.2, 6])
    .filter((event: MouseEvent) => event.type === 'wheel' ||
      (!event.button && !(event.target as Element).closest('input, button')))
    .on('zoom', ({ transform, sourceEvent }: { transform: ZoomTransform; sourceEvent: Event | null }) => {
      if (sourceEvent) chosen.value = transform;
    });
  const selection = select(frame);
  // d3 keeps where it is on the element. Before each gesture it is told where the graph really is.
  const tell = () => { selection.property('__zoom', current()); };
  for (const type of ['wheel', 'mousedown', 'touchstart']) frame.addEventListener(type, tell, { capture: true });
  selection.call(behaviour).on('dblclick.zoom', null);
  frame.addEventListener('focusin', ({ target }) => { bringBoxIntoView(frame, target as HTMLElement, current()); });
  return () => { selection.on('.zoom', null); };
}

/** A field that is reached with the Tab key comes into view: nothing else scrolls a frame. */
function bringBoxIntoView(frame: HTMLElement, field: HTMLElement, now: ZoomTransform): void {
  const [outer, inner] = [frame.getBoundingClientRect(), field.getBoundingClientRect()];
  const middle = now.invert([
    inner.left + inner.width / 2 - outer.left, inner.top + inner.height / 2 - outer.top,
  ]);
  bringIntoView({ x: middle[0], y: middle[1] }, now, outer);
}

function bringIntoView(at: Point, now: ZoomTransform, { width, height }: Size): void {
  const [x, y] = now.apply([at.x, at.y]);
  const edge = 40;
  const isInside = x > edge && x < width - edge && y > edge && y < height - edge;
  if (isInside) return;
  chosen.value = zoomIdentity.translate(width / 2 - at.x * now.k, height / 2 - at.y * now.k).scale(now.k);
}
