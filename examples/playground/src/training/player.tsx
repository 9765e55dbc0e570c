// player.tsx: play, pause, one step, reset; and how far and how fast training is.
import { show } from '../format.ts';
import { engines, paces } from '../state.ts';
import { settings } from '../store.ts';
import { Button, Segments, Select } from '../ui.tsx';
import { isRunning, oneStep, reset, setRunning, snapshot, speed } from './client.ts';

export function Player() {
  const now = snapshot.value;
  const hasPoints = settings.dataset.value !== 'by hand' || settings.points.value.length > 0;
  return (
    <section class="player" aria-label="Run">
      <div class="row">
        {isRunning.value
          ? <Button kind="primary" onClick={() => { setRunning(false); }}>Pause</Button>
          : <Button kind="primary" isDisabled={!hasPoints} onClick={() => { setRunning(true); }}>Play</Button>}
        <Button isDisabled={!hasPoints} onClick={oneStep}>One step</Button>
        <Button label="Reset: the same seed, so the same beginning" onClick={reset}>Reset</Button>
      </div>
      <dl class="readings">
        <Reading name="Step" value={now ? String(now.step) : '·'} />
        <Reading name="Loss" value={now && !Number.isNaN(now.loss) ? show(now.loss) : '·'} />
        <Reading name="Accuracy" value={now && !Number.isNaN(now.accuracy) ? percent(now.accuracy) : '·'} />
        <Reading name="A step takes" value={speed.value ? `${Number(speed.value.perStep.toPrecision(2))} ms` : '·'} />
        <Reading name="Steps a second" value={speed.value ? speed.value.perSecond.toFixed(0) : '·'} />
      </dl>
      <div class="row">
        <Segments
          label="Engine" value={settings.engine.value} choices={engines}
          onChange={(engine) => { settings.engine.value = engine; }}
        />
        <Select
          label="Pace" value={settings.pace.value} choices={paces}
          names={{ 10: '10 steps a second', 60: '60 steps a second' }}
          onChange={(pace) => { settings.pace.value = pace; }}
        />
      </div>
    </section>
  );
}

const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`;

function Reading({ name, value }: { name: string; value: string }) {
  return <div class="reading"><dt>{name}</dt><dd>{value}</dd></div>;
}
