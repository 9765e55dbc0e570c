// room.tsx: the training room: points, a network, and what training makes of it.
import { useEffect } from 'preact/hooks';
import './style.css';
import { settings } from '../store.ts';
import { words } from '../words/index.ts';
import { Boundary } from './boundary.tsx';
import { startClient, trouble } from './client.ts';
import { DataControls, TrainingControls } from './controls.tsx';
import { Curves } from './curves.tsx';
import { Inspector } from './inspector.tsx';
import { inspected } from './model.ts';
import { NetworkView } from './network-view.tsx';
import { Player } from './player.tsx';

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
      {!isSideless && (
        <div class="side">
          {!hidden.includes('data') && <DataControls />}
          {!hidden.includes('training') && <TrainingControls />}
        </div>
      )}
      <section class="network" aria-label={words.training.network.title}>
        <NetworkView />
        <Inspector />
      </section>
      <div class="results">
        <Boundary />
        {!hidden.includes('curves') && <Curves />}
      </div>
    </div>
  );
}
