// network-lines.tsx: the weights, or their gradients, as lines on one canvas. Each as an SVG path of its own made 512
// elements for two layers of 16, to be compared and laid out at each picture.
import { useEffect, useRef } from 'preact/hooks';
import { settings } from '../store.ts';
import { snapshot } from './client.ts';
import { drawLines } from './drawing.ts';
import type { Line } from './lines.ts';
import { inspected, look, sizes } from './model.ts';
import { firstParameter } from './network.ts';
import type { NetworkPlan } from './network-plan.ts';

export function NetworkLines({ plan, lines }: { plan: NetworkPlan; lines: readonly Line[] }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const kind = settings.lines.value;
  const { parameters, gradients } = snapshot.value ?? {};
  const numbers = kind === 'weights' ? parameters : gradients;
  const { value: at } = inspected;
  useEffect(() => {
    if (!ref.current) return;
    const values = lines.map(({ layer, neuron, weight }) =>
      numbers?.[firstParameter(sizes.value, layer, neuron) + weight] ?? 0);
    const lit = lines.findIndex(({ layer, neuron, weight }) =>
      at !== undefined && layer === at.layer && neuron === at.neuron && weight === at.weight);
    drawLines(ref.current, { plan, lines, values, kind, look: look.value, lit });
  }, [plan, lines, numbers, kind, look.value, at]);
  return <canvas ref={ref} class="network-picture" aria-hidden="true" />;
}
