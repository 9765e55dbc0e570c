// graph-view.tsx: the graph in the lecture's look: a box for each Value with its data and grad, and in a small circle
// the operation that made it. The boxes are HTML, so that a leaf's number is an input like any other.
import { trace, type GraphEdge, type Value } from 'micrograd-lab';
import { short, show } from '../format.ts';
import { isNarrow } from '../store.ts';
import { NumberInput } from '../ui.tsx';
import { words } from '../words/index.ts';
import { circleOf, exitOf, signOf, sizeOf, type Size } from './geometry.ts';
import type { Layout } from './layout.ts';
import { isStale, setLeaf, type View } from './model.ts';
import { isHidden, reveal } from './prediction.ts';
import { asideOf, pathThrough, routeOf, type Direction, type Point } from './routes.ts';
import { isConstant, nameOf, type Arrival } from './steps.ts';
import { useLayout } from './use-layout.ts';
import { Viewport } from './viewport.tsx';

/** More boxes than these help nobody, and take seconds to lay out. */
const MOST = 400;
const { graph: said } = words.expression;

interface Props {
  view: View;
  /** The right gradients, beside which the wrong ones are shown. */
  expected?: Map<Value, number>;
  /** Whether there is another graph above or below. */
  isLow: boolean;
}

export function GraphView(props: Props) {
  const { nodes } = trace(props.view.root);
  if (nodes.length <= MOST) return <Graph {...props} />;
  return <p class="note">{said.tooLarge(nodes.length, MOST)}</p>;
}

function Graph({ view, expected, isLow }: Props) {
  const { nodes, edges } = trace(view.root);
  const direction = isNarrow.value ? 'TB' : 'LR';
  const sizes = nodes.map(({ value }) => sizeOf(value, isLow));
  const layout = useLayout({ nodes: sizes, edges, direction });
  if (!layout) return <p class="note" role="status">{said.layingOut(nodes.length)}</p>;

  const { step } = view.frame;
  const at = nodes.find(({ value }) => value === step?.node);
  const arrivals = step?.kind === 'backward' ? step.arrivals : [];
  const lit = litEdges(edges, nodes.map(({ value }) => value), view);
  return (
    <Viewport graph={layout} focus={at && layout.nodes[at.id]} label={said.title(view.way)}>
      <Edges layout={layout} edges={edges} sizes={sizes} direction={direction} lit={lit} />
      <div class={`graph ${direction} ${isLow ? 'low' : ''}`}>
        {nodes.map(({ id, value }) => (
          <Box
            key={id} value={value} at={layout.nodes[id]} size={sizes[id]} view={view} expected={expected}
            arrivals={arrivals.filter(({ to }) => to === value)}
          />
        ))}
      </div>
    </Viewport>
  );
}

interface BoxProps {
  value: Value;
  at: Point;
  size: Size;
  view: View;
  expected?: Map<Value, number>;
  /** What the step adds to its gradient. */
  arrivals: Arrival[];
}

function Box({ value, at, size: { width, height }, view, expected, arrivals }: BoxProps) {
  const { step, computed } = view.frame;
  const name = nameOf(value);
  const marks = [
    value.op === '' && 'leaf', isConstant(value) && 'constant', step?.node === value && step.kind,
    arrivals.length > 0 && 'reached', !computed.has(value) && 'waiting',
  ];
  return (
    <div
      class={`box ${marks.filter(Boolean).join(' ')}`} role="group" aria-label={said.value(name)} data-name={name}
      style={{ left: px(at.x - width / 2), top: px(at.y - height / 2), width: px(width), height: px(height) }}
    >
      {value.op !== '' && <span class="op" role="img" aria-label={said.madeBy(value.op)}>{signOf(value)}</span>}
      {!isConstant(value) && <div class="name">{name}</div>}
      <Data value={value} view={view} />
      {!isConstant(value) && <Grad value={value} view={view} />}
      <div class="amounts">
        {arrivals.map((arrival) => <Amount key={arrival.side} arrival={arrival} view={view} />)}
        {expected && !isConstant(value) && <Wanted grad={view.frame.grads.get(value)} right={expected.get(value)} />}
      </div>
    </div>
  );
}

function Data({ value, view }: { value: Value; view: View }) {
  const name = nameOf(value);
  return (
    <div class="fact data">
      {!isConstant(value) && <span class="fact-name">{said.data}</span>}
      {value.op === ''
        ? (
          <NumberInput
            label={said.dataOf(name)} value={value.data} shown={short(value.data)} isDisabled={isStale.value}
            onChange={(data) => { setLeaf(value, data); }}
          />
        )
        : view.frame.computed.has(value)
          ? <Hideable view={view} value={value} kind="data" number={value.data} />
          : <span class="number">{said.unknown}</span>}
    </div>
  );
}

function Grad({ value, view }: { value: Value; view: View }) {
  const grad = view.frame.grads.get(value);
  return (
    <div class="fact grad">
      <span class="fact-name">{said.grad}</span>
      {grad === undefined
        ? <span class="number">{said.unknown}</span>
        : <Hideable view={view} value={value} kind="grad" number={grad} />}
    </div>
  );
}

/** Beside a wrong gradient, the right one. */
function Wanted({ grad, right }: { grad?: number; right?: number }) {
  if (Object.is(grad, right)) return null;
  return <span class="wanted">{said.not(right === undefined ? said.unknown : show(right))}</span>;
}

interface HideableProps { view: View; value: Value; kind: 'data' | 'grad'; number: number }

/** A number; or, where it is to be predicted first, a button that shows it. */
export function Hideable({ view, value, kind, number }: HideableProps) {
  if (!isHidden(view, value, kind, number)) return <span class="number">{show(number)}</span>;
  return (
    <button
      type="button" class="hidden number" aria-label={said.reveal(kind, nameOf(value))}
      onClick={() => { reveal(view, value, kind, number); }}
    >
      {said.hidden}
    </button>
  );
}

/** What comes to a gradient, below its box. */
function Amount({ arrival: { to, amount, after }, view }: { arrival: Arrival; view: View }) {
  if (isHidden(view, to, 'grad', view.frame.grads.get(to) ?? after)) return null;
  const text = view.way === 'overwrite' ? `= ${show(amount)}` : amount < 0 ? show(amount) : `+${show(amount)}`;
  return <span class="amount">{text}</span>;
}

interface Lit { edge: number; kind: 'forward' | 'backward' }

/** The edges that the step uses: into the node that is computed, or out of the one that passes its gradient on. */
function litEdges(edges: { from: number; to: number }[], values: Value[], { frame: { step } }: View): Lit[] {
  if (step?.kind !== 'forward' && step?.kind !== 'backward') return [];
  const into = edges.flatMap(({ to }, edge) => (values[to] === step.node ? edge : []));
  if (step.kind === 'forward') return into.map((edge) => ({ edge, kind: 'forward' }));
  return step.arrivals.map(({ side }) => ({ edge: into[side === 'a' ? 0 : 1], kind: 'backward' }));
}

interface EdgesProps { layout: Layout; edges: GraphEdge[]; sizes: Size[]; direction: Direction; lit: Lit[] }

function Edges({ layout, edges, sizes, direction, lit }: EdgesProps) {
  return (
    <svg class="edges" width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        {['', 'forward', 'backward'].map((kind) => (
          <marker
            key={kind} id={`arrow${kind}`} class={kind} viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9"
            markerHeight="9" markerUnits="userSpaceOnUse" orient="auto-start-reverse"
          >
            <path d="M0,1 10,5 0,9z" />
          </marker>
        ))}
      </defs>
      {edges.map(({ from, to }, edge) => {
        const start = exitOf(layout.nodes[from], sizes[from], direction);
        const end = circleOf(layout.nodes[to], sizes[to], direction);
        const points = routeOf(start, layout.edges[edge], end, direction, asideOf(edges, edge));
        const kind = lit.find((each) => each.edge === edge)?.kind ?? '';
        const [first, last] = kind === 'backward' ? ['url(#arrowbackward)', ''] : ['', `url(#arrow${kind})`];
        return (
          <path key={edge} d={pathThrough(points, direction)} class={kind} marker-start={first} marker-end={last} />
        );
      })}
    </svg>
  );
}

const px = (length: number) => `${length}px`;
