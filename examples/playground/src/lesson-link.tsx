// lesson-link.tsx: a link to the page as it is now, without the controls that a lesson does not need.
import { signal } from '@preact/signals';
import { currentState, settings } from './store.ts';
import { parts, partsOf, toHash } from './state.ts';
import { Button, Menu } from './ui.tsx';
import { words } from './words/index.ts';

const { lesson: said } = words.shell;
const copied = signal('');

export function LessonLink() {
  const hidden = settings.hide.value;
  const link = `${location.href.replace(/#.*/, '')}#${toHash(currentState())}`;
  const toggle = (part: (typeof parts)[number]) => {
    settings.hide.value = parts.filter((each) => hidden.includes(each) !== (each === part));
    copied.value = '';
  };
  const copy = () => {
    void navigator.clipboard.writeText(link).then(
      () => { copied.value = said.copied; },
      () => { copied.value = said.notCopied; },
    );
  };
  return (
    <Menu title={said.title}>
      <p>{said.invitation}</p>
      {partsOf[settings.room.value].map((part) => (
        <label key={part} class="check">
          <input type="checkbox" checked={hidden.includes(part)} onChange={() => { toggle(part); }} />
          {said.hide(part)}
        </label>
      ))}
      <input
        class="link"
        aria-label={said.link}
        readOnly
        value={link}
        onFocus={(event) => { event.currentTarget.select(); }}
      />
      <div class="row">
        <Button onClick={copy}>{said.copy}</Button>
        <span role="status">{copied.value}</span>
      </div>
    </Menu>
  );
}
