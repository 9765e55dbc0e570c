// transport.tsx: forward and backward through the steps, as on a player.
import { Button, Sign } from '../ui.tsx';
import { words } from '../words/index.ts';
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
      <Button label={said.beginning} isDisabled={at === 0} onClick={() => { move(0); }}>
        <Sign path="M4 3v12M15 3v12L7 9z" />
      </Button>
      <Button label={said.back} isDisabled={at === 0} onClick={() => { move(at - 1); }}>
        <Sign path="M13 3v12L4 9z" />
      </Button>
      <Button label={said.on} kind="primary" isDisabled={isAtEnd} onClick={() => { move(at + 1); }}>
        {said.step} <Sign path="M5 3v12l9-6z" />
      </Button>
      <Button label={said.end} isDisabled={isAtEnd} onClick={() => { move(length.value); }}>
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
