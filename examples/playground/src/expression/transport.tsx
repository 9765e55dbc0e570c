// transport.tsx: forward and backward through the steps, as on a player; and how they are shown.
import { settings } from '../store.ts';
import { tempos } from '../state.ts';
import { Button, Select, Sign } from '../ui.tsx';
import { words } from '../words/index.ts';
import { fullScreen } from './full-screen.ts';
import { goTo, isPlaying, length, pause, play, position } from './model.ts';

const { transport: said } = words.expression;

export function Transport() {
  const at = position.value;
  const isAtEnd = at === length.value;
  const move = (step: number) => {
    pause();
    goTo(step);
  };
  return (
    <div class="transport" role="group" aria-label={said.title}>
      <Button label={said.beginning} isAway={at === 0} onClick={() => { move(0); }}>
        <Sign path="M4 3v12M15 3v12L7 9z" />
      </Button>
      <Button label={said.back} isAway={at === 0} onClick={() => { move(at - 1); }}>
        <Sign path="M13 3v12L4 9z" />
      </Button>
      <Button label={said.on} kind="primary" isAway={isAtEnd} onClick={() => { move(at + 1); }}>
        {said.step} <Sign path="M5 3v12l9-6z" />
      </Button>
      <Button label={said.end} isAway={isAtEnd} onClick={() => { move(length.value); }}>
        <Sign path="M14 3v12M3 3v12l8-6z" />
      </Button>
      {isPlaying.value
        ? <Button onClick={pause}>{said.pause}</Button>
        : <Button onClick={play}>{isAtEnd ? said.replay : said.play}</Button>}
      <input
        type="range" min={0} max={length.value} value={at} aria-label={said.slider}
        onInput={(event) => { move(Number(event.currentTarget.value)); }}
      />
      <output class="count">{at} / {length.value}</output>
    </div>
  );
}

/** How the steps are shown. */
export function Showing() {
  return (
    <div class="showing">
      <Select
        label={said.tempo} value={settings.tempo.value} choices={tempos} names={said.tempos}
        onChange={(tempo) => { settings.tempo.value = tempo; }}
      />
      <label class="check">
        <input
          type="checkbox" checked={settings.predict.value === 'yes'}
          onChange={({ currentTarget }) => { settings.predict.value = currentTarget.checked ? 'yes' : 'no'; }}
        />
        {said.predict}
      </label>
      {fullScreen.isPossible && (
        <Button label={fullScreen.is.value ? said.leaveFullScreen : said.fullScreen} onClick={fullScreen.toggle}>
          <Sign path="M3 7V3h4M11 3h4v4M15 11v4h-4M7 15H3v-4" isLine />
        </Button>
      )}
    </div>
  );
}
