// player.tsx: play, pause, one step, reset; and how far and how fast training is.
import { show } from '../format.ts';
import { engines, paces } from '../state.ts';
import { settings } from '../store.ts';
import { Button, Segments, Select } from '../ui.tsx';
import { words } from '../words/index.ts';
import { halt, isRunning, oneStep, reset, setRunning, snapshot, speed } from './client.ts';
import { points } from './model.ts';
import { hasDiverged } from './readings.ts';

const { player: said } = words.training;

export function Player() {
  const now = snapshot.value;
  const { value: measured } = speed;
  const hasPoints = points.value.x.length > 0;
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
        <Reading name={said.loss} value={now && hasPoints ? show(now.loss) : said.unknown} />
        <Reading name={said.accuracy} value={now && hasPoints ? percent(now.accuracy) : said.unknown} />
        {points.value.test.x.length > 0 && (
          <>
            <Reading name={said.testLoss} value={now ? show(now.testLoss) : said.unknown} />
            <Reading name={said.testAccuracy} value={now ? percent(now.testAccuracy) : said.unknown} />
          </>
        )}
        {settings.decay.value > 0 && (
          <Reading name={said.learningRate} value={now ? show(now.learningRate) : said.unknown} />
        )}
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
      <Notice hasPoints={hasPoints} />
    </section>
  );
}

/** What a user has to know about the run, such as that it diverged. */
function Notice({ hasPoints }: { hasPoints: boolean }) {
  const now = snapshot.value;
  if (!hasPoints) return <p class="notice" role="status">{said.noPoints}</p>;
  if (now && hasDiverged(now)) return <p class="notice error" role="alert">{said.halts.diverged}</p>;
  if (halt.value === 'decayed') return <p class="notice" role="status">{said.halts.decayed}</p>;
  return null;
}

const milliseconds = (count: number) =>
  (count < 0.01 ? said.shortest : said.milliseconds(Number(count.toPrecision(2))));
const percent = (share: number) => said.percent(Number((100 * share).toFixed(1)));

function Reading({ name, value }: { name: string; value: string }) {
  return <div class="reading"><dt>{name}</dt><dd>{value}</dd></div>;
}
