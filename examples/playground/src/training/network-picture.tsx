// network-picture.tsx: what each neuron gives in the plane, all of them on one canvas below the buttons. A canvas for
// each neuron would be a surface of its own, which the browser hands over and composes one by one in every frame: with
// 193 of them and no GPU a press was seen to wait 160 ms for that.
import { useEffect, useRef } from 'preact/hooks';
import { snapshot } from './client.ts';
import { drawNeurons } from './drawing.ts';
import { look } from './model.ts';
import type { NetworkPlan } from './network-plan.ts';

export function NetworkPicture({ plan }: { plan: NetworkPlan }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const neurons = snapshot.value?.neurons;
  useEffect(() => {
    if (ref.current && neurons) drawNeurons(ref.current, { plan, neurons, look: look.value });
  }, [plan, neurons, look.value]);
  return <canvas ref={ref} class="network-picture" aria-hidden="true" />;
}
