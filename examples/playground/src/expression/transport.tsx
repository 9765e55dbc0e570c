// transport.tsx: forward and backward through the steps, as on a player.
import { Button, Sign } from '../ui.tsx';
import { goTo, isPlaying, length, pause, play, position } from './model.ts';

export function Transport() {
  const at = position.value;
  const isAtEnd = at === length.value;
  const move = (step: number) => {
    pause();
    goTo(step);
  };
  return (
    <div class="transport" role="group" aria-label="Steps">
      <Button label="To the beginning" isDisabled={at === 0} onClick={() => { move(0); }}>
        <Sign path="M4 3v12M15 3v12L7 9z" />
      </Button>
      <Button label="One step back" isDisabled={at === 0} onClick={() => { move(at - 1); }}>
        <Sign path="M13 3v12L4 9z" />
      </Button>
      <Button label="One step on" kind="primary" isDisabled={isAtEnd} onClick={() => { move(at + 1); }}>
        Step <Sign path="M5 3v12l9-6z" />
      </Button>
      <Button label="To the end" isDisabled={isAtEnd} onClick={() => { move(length.value); }}>
        <Sign path="M14 3v12M3 3v12l8-6z" />
      </Button>
      {isPlaying.value
        ? <Button onClick={pause}>Pause</Button>
        : <Button onClick={play}>{isAtEnd ? 'Replay' : 'Play'}</Button>}
      <input
        type="range" min={0} max={length.value} value={at} aria-label="Step"
        onInput={(event) => { move(Number(event.currentTarget.value)); }}
      />
      <output class="count">{at} / {length.value}</output>
    </div>
  );
}
