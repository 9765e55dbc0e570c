// help.tsx: what the page is, and where to read and watch more.
import developers from '../../guides/developers.md?url';
import educators from '../../guides/educators.md?url';
import students from '../../guides/students.md?url';
import { lectureAt } from './expression/lecture.ts';
import { presets } from './expression/presets.ts';
import { change } from './store.ts';
import { Menu } from './ui.tsx';
import { words } from './words/index.ts';

const { shell: { help: said }, expression: { formula } } = words;
const guides = { students, educators, developers };

export function Help() {
  const timed = presets.filter(({ at }) => at !== '');
  return (
    <Menu title={said.title}>
      <p>{said.what}</p>
      <Link to={lectureAt('0:00:00')}>{said.lecture}</Link>
      <p>{said.minutes}</p>
      <ul class="minutes">
        {timed.map(({ id, at, text }) => (
          <li key={id}>
            <Link to={lectureAt(at)}>{at}</Link>
            <button
              type="button" class="link-button"
              onClick={() => { change({ room: 'expression', formula: text, step: 0, way: 'right' }); }}
            >
              {formula.presets[id]}
            </button>
          </li>
        ))}
      </ul>
      {(['students', 'educators', 'developers'] as const).map((reader) => (
        <Link key={reader} to={guides[reader]}>{said.guides[reader]}</Link>
      ))}
      <Link to="https://github.com/karpathy/micrograd">{said.micrograd}</Link>
    </Menu>
  );
}

function Link({ to, children }: { to: string; children: string }) {
  return <a href={to} target="_blank" rel="noreferrer">{children}</a>;
}
