// log.tsx: the last pictures of a run as lines of text, with every digit, as micrograd's demo.ipynb prints its steps.
import { useState } from 'preact/hooks';
import { words } from '../words/index.ts';
import { history } from './client.ts';

const { curves: said } = words.training;
const MOST_LINES = 200;

export function Log() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details class="log" onToggle={({ currentTarget }) => { setIsOpen(currentTarget.open); }}>
      <summary>{said.log}</summary>
      {isOpen && <Lines />}
    </details>
  );
}

function Lines() {
  const { steps, losses, accuracies } = history.value;
  const first = Math.max(0, steps.length - MOST_LINES);
  const lines = steps.slice(first).map((step, i) =>
    said.line(step, String(losses[first + i]), String(100 * accuracies[first + i])));
  return (
    <>
      <p class="note">{said.logNote}</p>
      <pre tabIndex={0} role="region" aria-label={said.log}>{lines.join('\n')}</pre>
    </>
  );
}
