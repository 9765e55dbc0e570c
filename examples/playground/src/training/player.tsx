// player.tsx: play, pause, one step, reset; and how far and how fast training is.
import { show } from '../format.ts';
import { engines, paces } from '../state.ts';
import { settings } from '../store.ts';
import { Button, Segments, Select } from '../ui.tsx';
import { words } from '../words/index.ts';
import { isRunning, oneStep, reset, setRunning, snapshot, speed } from './client.ts';

const { player: said } = words.training;

export function Player() {
  const now = snapshot.value;
  const { value: measured } = speed;
  const hasPoints = settings.dataset.value !== 'by hand' || settings.points.value.length > 0;
  return (
    <section class="player" aria-label={said.title}>
      <div class="row">
        {isRunning.value
          ? <Button kind="primary" onClick={() => { setRunning(false); }}>{said.pause}</Button>
          : <Button kind="primary" isDisabled={!hasPoints} onClick={() => { setRunning(true); }}>{said.play}</Button>}
        <Button isDisabled={!hasPoints} onClick={oneStep}>{said.oneStep}</Button>
        <Button label={said.resetLabel} onClick={reset}>{said.reset}</Button>
      </div>
      <dl class="readings">
        <Reading name={said.step} value={now ? String(now.step) : said.unknown} />
        <Reading name={said.loss} value={now && !Number.isNaN(now.loss) ? show(now.loss) : said.unknown} />
        <Reading
          name={said.accuracy}
          value={now && !Number.isNaN(now.accuracy) ? percent(now.accuracy) : said.unknown}
        />
        <Reading name={said.stepTakes} value={measured ? milliseconds(measured.perStep) : said.unknown} />
        <Reading name={said.perSecond} value={measured ? measured.perSecond.toFixed(0) : said.unknown} />
      </dl>
      <div class="row">
        <Segments
          label={said.engine} value={settings.engine.value} choices={engines} names={said.engines}
          onChange={(engine) => { settings.engine.value = engine; }}
        />
        <Select
          label={said.pace} value={settings.pace.value} choices={paces}
          names={said.paces}
          onChange={(pace) => { settings.pace.value = pace; }}
        />
      </div>
    </section>
  );
}

const milliseconds = (count: number) => said.milliseconds(Number(count.toPrecision(2)));
const percent = (share: number) => said.percent(Number((100 * share).toFixed(1)));

function Reading({ name, value }: { name: string; value: string }) {
  return <div class="reading"><dt>{name}</dt><dd>{value}</dd></div>;
}
