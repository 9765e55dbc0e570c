// layout-worker.ts: lays out large graphs beside the page: for 300 boxes dagre takes about a second.
import { layOut, type Plan } from './layout.ts';

addEventListener('message', ({ data }: MessageEvent<{ id: number; plan: Plan }>) => {
  postMessage({ id: data.id, layout: layOut(data.plan) });
});
