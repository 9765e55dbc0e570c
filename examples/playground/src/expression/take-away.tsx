// take-away.tsx: what can be taken out of the page: the graph as a program, or as a picture.
import { signal } from '@preact/signals';
import { Button, Menu } from '../ui.tsx';
import { words } from '../words/index.ts';
import { codeOf, languages, type Language } from './code.ts';
import { root, views } from './model.ts';
import { pictureOf } from './picture.ts';

const { takeAway: said } = words.expression;
const answer = signal('');

export function TakeAway() {
  return (
    <Menu title={said.title} onClose={() => { answer.value = ''; }}>
      <p>{said.invitation}</p>
      {languages.map((language) => (
        <Button key={language} onClick={() => { copy(language); }}>{said.copy(said.languages[language])}</Button>
      ))}
      <Button onClick={savePicture}>{said.save}</Button>
      <p role="status" class="note">{answer.value}</p>
    </Menu>
  );
}

function copy(language: Language): void {
  if (!root.value) return;
  try {
    navigator.clipboard.writeText(codeOf(root.value, language)).then(
      () => { answer.value = said.copied(said.languages[language]); },
      () => { answer.value = said.notCopied; },
    );
  } catch (error) {
    answer.value = (error as Error).message;
  }
}

function savePicture(): void {
  const view = views.value.at(-1);
  if (!view) return;
  const link = document.createElement('a');
  link.href = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(pictureOf(view.root, view.frame))}`;
  link.download = 'graph.svg';
  link.click();
  answer.value = said.saved;
}
