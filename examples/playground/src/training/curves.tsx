// curves.tsx: loss and accuracy over the steps, drawn by uPlot.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { inks, type Look } from '../palette.ts';
import { useWidth } from '../ui.tsx';
import { words } from '../words/index.ts';
import { history } from './client.ts';
import { look, points } from './model.ts';
import { Log } from './log.tsx';
import { drawable } from './readings.ts';

const HEIGHT = 200;
const { curves: said } = words.training;

export function Curves() {
  const [frame, width] = useWidth<HTMLDivElement>();
  const plot = useRef<uPlot | undefined>(undefined);
  const at = useRef<HTMLDivElement>(null);
  const data = (): uPlot.AlignedData => {
    const { steps, losses, accuracies, testLosses } = history.peek();
    return [steps, drawable(losses), drawable(accuracies.map((share) => 100 * share)), drawable(testLosses)];
  };
  useEffect(() => {
    if (!at.current || width === 0) return;
    plot.current = new uPlot(optionsFor(look.value, width), data(), at.current);
    return () => { plot.current?.destroy(); };
  }, [width, look.value]);
  useEffect(() => { plot.current?.setData(data()); }, [history.value]);
  return (
    <section class="curves" aria-label={said.title}>
      <p class="legend">
        <span class="loss-mark">—</span> {said.loss} <span class="accuracy-mark">- -</span> {said.accuracy}
        {points.value.test.x.length > 0 && <> <span class="test-mark">··</span> {said.testLoss}</>}
      </p>
      <div ref={frame}><div ref={at} role="img" aria-label={said.picture} /></div>
      <Log />
    </section>
  );
}

/** Such as 1500, 20k, 3M: longer ticks would run together. */
function shortStep(step: number): string {
  const [size, letter] = step >= 1e6 ? [1e6, 'M'] : step >= 1e4 ? [1e3, 'k'] : [1, ''];
  return `${Number((step / size).toPrecision(4))}${letter}`;
}

function optionsFor(look: Look, width: number): uPlot.Options {
  const { ink, faint, line, blue, red } = inks[look];
  const grid = { stroke: line, width: 1 };
  const axis = { stroke: faint, font: '14px system-ui, sans-serif', grid, ticks: { show: false } };
  return {
    width, height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false },
      loss: { range: (_, __, most) => [0, most > 0 ? most * 1.05 : 1] },
      accuracy: { range: [0, 104] },
    },
    axes: [
      { ...axis, grid: { show: false }, space: 60, values: (_, ticks) => ticks.map(shortStep) },
      { ...axis, scale: 'loss', size: 52 },
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- 1, the right, has a name in types only
      { ...axis, scale: 'accuracy', side: 1, stroke: blue, grid: { show: false }, size: 44 },
    ],
    series: [
      {},
      { scale: 'loss', stroke: ink, width: 2, points: { show: false } },
      { scale: 'accuracy', stroke: blue, width: 2, dash: [7, 5], points: { show: false } },
      { scale: 'loss', stroke: red, width: 2, dash: [2, 3], points: { show: false } },
    ],
  };
}
