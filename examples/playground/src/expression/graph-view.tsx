// graph-view.tsx: the graph in the lecture's look: a box for each Value with its data and grad, and in a small circle
// the operation that made it. The boxes are HTML, so that a leaf's number is an input like any other.
import { trace, type GraphEdge, type Value } from 'micrograd-lab';
import { useEffect, useState } from 'preact/hooks';
import { short, show } from '../format.ts';
import { isNarrow } from '../store.ts';
import { Button, NumberInput, useWidth } from '../ui.tsx';
import { words } from '../words/index.ts';
import type { Layout } from './layout.ts';
import { setLeaf, type View } from './model.ts';
import { asideOf, pathThrough, routeOf, type Direction, type Point } from './routes.ts';
import { nameOf, type Arrival, type Way } from './steps.ts';
import { useLayout } from './use-layout.ts';

const box = { width: 152, height: 96 };
const CIRCLE = 34; // across
/** More boxes than these help nobody, and take seconds to lay out. */
const MOST = 400;
/** Below this scale nobody can read the numbers: the graph is scrolled instead. */
const LEAST_SCALE = 0.6;
/** A small graph grows, for those in the last row. */
const MOST_SCALE = 1.25;
const { graph: said } = words.expression;

interface Props {
  view: View;
  /** The right gradients, beside which the wrong ones are shown. */
  expected?: Map<Value, number>;
}

export function GraphView(props: Props) {
  const { nodes } = trace(props.view.root);
  if (nodes.length <= MOST) return <Graph {...props} />;
  return <p class="note">{said.tooLarge(nodes.length, MOST)}</p>;
}

function Graph({ view, expected }: Props) {
  const { nodes, edges } = trace(view.root);
  const direction = isNarrow.value ? 'TB' : 'LR';
  const layout = useLayout({ nodes: nodes.length, edges, direction, ...box });
  const [frameRef, room] = useWidth<HTMLDivElement>();
  const [zoom, setZoom] = useState(1);
  const scale = zoom * Math.min(MOST_SCALE, Math.max(LEAST_SCALE, room / (layout?.width ?? room)));
  const { step } = view.frame;
  useEffect(() => {
    const node = nodes.find(({ value }) => value === step?.node);
    if (frameRef.current && layout && node) bringIntoView(frameRef.current, layout.nodes[node.id], scale);
  }, [step, layout, scale]);
  if (!layout) return <p class="note" role="status">{said.layingOut(nodes.length)}</p>;

  const arrivals = step?.kind === 'backward' ? step.arrivals : [];
  const lit = litEdges(edges, nodes.map(({ value }) => value), view, arrivals);
  /** Where an amount arrives: next to the box that it is added to. */
  const amountAt = (edge: number) => {
    const { x, y } = exitOf(layout.nodes[edges[edge].from], direction);
    const aside = asideOf(edges, edge);
    return direction === 'LR' ? { x: x + 8, y: y + aside } : { x: x + 2 * aside, y: y + 20 };
  };
  return (
    <div class="graph-frame">
      <div class="graph-scroll" ref={frameRef} tabIndex={0} role="region" aria-label={said.title(view.way)}>
        <div class="graph-size" style={{ width: px(layout.width * scale), height: px(layout.height * scale) }}>
          <div
            class={`graph ${direction}`}
            style={{ width: px(layout.width), height: px(layout.height), scale: String(scale) }}
          >
            <Edges layout={layout} edges={edges} direction={direction} lit={lit} />
            {nodes.map(({ id, value }) => (
              <Box key={id} value={value} at={layout.nodes[id]} view={view} expected={expected} />
            ))}
            {lit.map(({ edge, amount }) => amount !== undefined && (
              <Amount key={edge} at={amountAt(edge)} amount={amount} way={view.way} />
            ))}
          </div>
        </div>
      </div>
      <div class="zoom">
        <Button label={said.smaller} onClick={() => { setZoom(Math.max(0.25, zoom / 1.25)); }}>−</Button>
        <Button label={said.larger} onClick={() => { setZoom(Math.min(3, zoom * 1.25)); }}>+</Button>
      </div>
    </div>
  );
}

/** Scrolls to a box of a large graph, if it is out of sight. */
function bringIntoView(frame: HTMLElement, at: Point, scale: number): void {
  const [x, y] = [at.x * scale, at.y * scale];
  const [right, below] = [x - frame.scrollLeft, y - frame.scrollTop];
  if (right < 0 || right > frame.clientWidth) frame.scrollLeft = x - frame.clientWidth / 2;
  if (below < 0 || below > frame.clientHeight) frame.scrollTop = y - frame.clientHeight / 2;
}

interface BoxProps extends Props { value: Value; at: Point }

function Box({ value, at, view, expected }: BoxProps) {
  const { frame } = view;
  const isLeaf = value.op === '';
  const isKnown = frame.computed.has(value);
  const grad = frame.grads.get(value);
  const wanted = expected?.get(value);
  const isWrong = expected !== undefined && grad !== wanted;
  const { step } = frame;
  const isAt = step?.node === value;
  const isReached = step?.kind === 'backward' && step.arrivals.some(({ to }) => to === value);
  const name = nameOf(value);
  const marks = [isLeaf && 'leaf', isAt && step.kind, isReached && 'reached', !isKnown && 'waiting'];
  return (
    <div
      class={`box ${marks.filter(Boolean).join(' ')}`} role="group" aria-label={said.value(name)} data-name={name}
      style={{
        left: px(at.x - box.width / 2), top: px(at.y - box.height / 2), width: px(box.width), height: px(box.height),
      }}
    >
      {!isLeaf && <span class="op" aria-label={said.madeBy(value.op)}>{opSigns[value.op] ?? value.op}</span>}
      <div class="name">{value.label ?? (isLeaf ? said.constant : name)}</div>
      <div class="fact data">
        <span class="fact-name">{said.data}</span>
        {isLeaf
          ? (
            <NumberInput
              label={said.dataOf(name)} value={value.data}
              shown={short(value.data)}
              onChange={(data) => { setLeaf(value, data); }}
            />
          )
          : <span class="number">{isKnown ? show(value.data) : said.unknown}</span>}
      </div>
      <div class="fact grad">
        <span class="fact-name">{said.grad}</span>
        <span class="number">{grad === undefined ? said.unknown : show(grad)}</span>
        {isWrong && <span class="wanted">{said.not(wanted === undefined ? said.unknown : show(wanted))}</span>}
      </div>
    </div>
  );
}

const opSigns: Record<string, string> = { '*': '×', '-': '−', '**': 'xⁿ', '/': '÷', neg: '±', sigmoid: 'σ' };

interface Lit { edge: number; kind: 'forward' | 'backward'; amount?: number }

/** The edges that the step uses: into the node that is computed, or out of the one that passes its gradient on. */
function litEdges(edges: { from: number; to: number }[], values: Value[], { frame }: View, arrivals: Arrival[]): Lit[] {
  const { step } = frame;
  if (step === undefined || step.kind === 'seed') return [];
  const into = edges.flatMap(({ to }, edge) => (values[to] === step.node ? edge : []));
  if (step.kind === 'forward') return into.map((edge) => ({ edge, kind: 'forward' }));
  return arrivals.map(({ side, amount }) => ({ edge: into[side === 'a' ? 0 : 1], kind: 'backward', amount }));
}

interface EdgesProps { layout: Layout; edges: GraphEdge[]; direction: Direction; lit: Lit[] }

function Edges({ layout, edges, direction, lit }: EdgesProps) {
  return (
    <svg class="edges" width={layout.width} height={layout.height} aria-hidden="true">
      {edges.map(({ from, to }, edge) => {
        const [start, end] = [exitOf(layout.nodes[from], direction), circleOf(layout.nodes[to], direction)];
        const points = routeOf(start, layout.edges[edge], end, direction, asideOf(edges, edge));
        const kind = lit.find((each) => each.edge === edge)?.kind ?? '';
        return <path key={edge} d={pathThrough(points, direction)} class={kind} />;
      })}
    </svg>
  );
}

function Amount({ at, amount, way }: { at: Point; amount: number; way: Way }) {
  const text = way === 'overwrite' ? `= ${show(amount)}` : amount < 0 ? show(amount) : `+${show(amount)}`;
  return <span class="amount" style={{ left: px(at.x), top: px(at.y) }}>{text}</span>;
}

/** Where an edge leaves a box; and where it comes into the circle of an operation, which touches its box. */
const exitOf = ({ x, y }: Point, direction: Direction): Point =>
  direction === 'LR' ? { x: x + box.width / 2, y } : { x, y: y + box.height / 2 };
const circleOf = ({ x, y }: Point, direction: Direction): Point =>
  direction === 'LR' ? { x: x - box.width / 2 - CIRCLE, y } : { x, y: y - box.height / 2 - CIRCLE };

const px = (length: number) => `${length}px`;
