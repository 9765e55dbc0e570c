// use-layout.ts: the layout of a graph: at once for a small one, from a worker for a large one.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { layOut, type Layout, type Plan } from './layout.ts';

/** dagre takes some 20 ms for so many boxes. */
const SMALL = 40;

let worker: Worker | undefined;
const waiting = new Map<number, (layout: Layout) => void>();
let count = 0;

function askWorker(plan: Plan, answer: (layout: Layout) => void): () => void {
  worker ??= startWorker();
  const id = count++;
  waiting.set(id, answer);
  worker.postMessage({ id, plan });
  return () => { waiting.delete(id); };
}

function startWorker(): Worker {
  const started = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<{ id: number; layout: Layout }>) => {
    waiting.get(data.id)?.(data.layout);
    waiting.delete(data.id);
  });
  return started;
}

/** Undefined until it is there. The same plan, which is plain data, has the same layout. */
export function useLayout(plan: Plan): Layout | undefined {
  const key = JSON.stringify(plan);
  const small = useMemo(() => (plan.nodes.length <= SMALL ? layOut(plan) : undefined), [key]);
  const [large, setLarge] = useState<{ key: string; layout: Layout }>();
  useEffect(() => {
    if (plan.nodes.length <= SMALL) return;
    return askWorker(plan, (layout) => { setLarge({ key, layout }); });
  }, [key]);
  return small ?? (large?.key === key ? large.layout : undefined);
}
