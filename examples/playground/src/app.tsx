// app.tsx: the head of the page, and the room below it.
import { ExpressionRoom } from './expression/room.tsx';
import { useEffect } from 'preact/hooks';
import { Help } from './help.tsx';
import { LessonLink } from './lesson-link.tsx';
import { change, settings } from './store.ts';
import { TrainingRoom } from './training/room.tsx';
import { Select } from './ui.tsx';
import { words } from './words/index.ts';

const { shell: said } = words;
const rooms = ['expression', 'training'] as const;

export function App() {
  const room = settings.room.value;
  useEffect(() => {
    document.title = said.title(said.rooms[room]);
    document.documentElement.lang = words.language;
  }, [room]);
  return (
    <>
      <header class="head">
        <h1>micrograd<span class="faint">-lab</span></h1>
        <nav class="rooms" aria-label={said.roomsLabel}>
          {rooms.map((each) => (
            <button
              key={each} type="button" aria-current={each === room ? 'page' : undefined}
              onClick={() => { change({ room: each }); }}
            >
              {said.rooms[each]}
            </button>
          ))}
        </nav>
        <div class="head-tools">
          <Help />
          <LessonLink />
          <Select
            label={said.theme} value={settings.theme.value} choices={['system', 'light', 'dark']}
            names={said.themes}
            onChange={(theme) => { settings.theme.value = theme; }}
          />
        </div>
      </header>
      <main>{room === 'expression' ? <ExpressionRoom /> : <TrainingRoom />}</main>
    </>
  );
}
