// app.tsx: the head of the page, and the room below it.
import { ExpressionRoom } from './expression/room.tsx';
import { LessonLink } from './lesson-link.tsx';
import { settings } from './store.ts';
import { TrainingRoom } from './training/room.tsx';
import { Select } from './ui.tsx';

const rooms = [
  { room: 'expression', name: 'Expression' },
  { room: 'training', name: 'Training' },
] as const;

export function App() {
  const room = settings.room.value;
  return (
    <>
      <header class="head">
        <h1>micrograd<span class="faint">-lab</span></h1>
        <nav class="rooms" aria-label="Rooms">
          {rooms.map(({ room: each, name }) => (
            <button
              key={each} type="button" aria-current={each === room ? 'page' : undefined}
              onClick={() => { settings.room.value = each; }}
            >
              {name}
            </button>
          ))}
        </nav>
        <div class="head-tools">
          <LessonLink />
          <Select
            label="Colours" value={settings.theme.value} choices={['system', 'light', 'dark']}
            names={{ system: 'as the system', light: 'light', dark: 'dark' }}
            onChange={(theme) => { settings.theme.value = theme; }}
          />
        </div>
      </header>
      <main>{room === 'expression' ? <ExpressionRoom /> : <TrainingRoom />}</main>
    </>
  );
}
