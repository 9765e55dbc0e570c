// room.tsx: the training room: points, a network, and what training makes of it.
import { useEffect } from 'preact/hooks';
import './style.css';
import { settings } from '../store.ts';
import { words } from '../words/index.ts';
import { Boundary } from './boundary.tsx';
import { startClient, trouble } from './client.ts';
import { DataControls, TrainingControls } from './controls.tsx';
import { Curves } from './curves.tsx';
import { Gradients } from './gradients.tsx';
import { Inspector } from './inspector.tsx';
import { inspected, isFolded } from './model.ts';
import { NetworkView } from './network-view.tsx';
import { Player } from './player.tsx';
import { way } from './way-model.ts';
import { WayPanel } from './way-panel.tsx';

export function TrainingRoom() {
  useEffect(() => {
    startClient();
    const letGo = ({ key }: KeyboardEvent) => { if (key === 'Escape') inspected.value = undefined; };
    addEventListener('keydown', letGo);
    return () => { removeEventListener('keydown', letGo); };
  }, []);
  const hidden = settings.hide.value;
  const isSideless = hidden.includes('data') && hidden.includes('training');
  return (
    <div class={isSideless ? 'room training' : 'room training with-side'}>
      <h2 class="unseen">{words.training.title}</h2>
      <Player />
      {trouble.value && <p class="error" role="alert">{trouble.value}</p>}
      {!isSideless && <Side />}
      <section class="network" aria-label={words.training.network.title}>
        <NetworkView />
        {settings.lines.value === 'gradients' && <Gradients />}
        {way.value ? <WayPanel /> : <Inspector />}
      </section>
      <div class="results">
        <Boundary />
        {!hidden.includes('curves') && <Curves />}
      </div>
    </div>
  );
}

/** The controls beside the network; on a small screen they are folded, right below the run. */
function Side() {
  const { value: hidden } = settings.hide;
  const controls = (
    <div class="side">
      {!hidden.includes('data') && <DataControls />}
      {!hidden.includes('training') && <TrainingControls />}
    </div>
  );
  if (!isFolded.value) return controls;
  return (
    <details class="folded">
      <summary>{words.training.data.folded(settings.dataset.value, settings.optimizer.value)}</summary>
      {controls}
    </details>
  );
}
