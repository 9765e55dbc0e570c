// room.tsx: the expression room: a formula, its graph, and the run through it, step by step.
import { useEffect } from 'preact/hooks';
import './style.css';
import { ways } from '../state.ts';
import { settings } from '../store.ts';
import { Segments, Select } from '../ui.tsx';
import { words } from '../words/index.ts';
import { GraphView } from './graph-view.tsx';
import { formulaError, goTo, isHarmless, length, pause, position, views, type View } from './model.ts';
import { presets } from './presets.ts';
import { StepPanel } from './step-panel.tsx';
import { Transport } from './transport.tsx';

const { expression: said } = words;

export function ExpressionRoom() {
  const hidden = settings.hide.value;
  useEffect(() => {
    addEventListener('keydown', stepByKey);
    return () => {
      removeEventListener('keydown', stepByKey);
      pause();
    };
  }, []);
  const isSideless = hidden.includes('formula') && hidden.includes('bugs');
  return (
    <div class={isSideless ? 'room' : 'room with-side'}>
      <h2 class="unseen">{said.title}</h2>
      {!isSideless && (
        <section class="side" aria-label={said.input}>
          {!hidden.includes('formula') && <Formula />}
          {!hidden.includes('bugs') && (
            <Segments
              label={said.ways.title} value={settings.way.value} choices={ways} names={said.ways.names}
              onChange={(way) => { settings.way.value = way; }}
            />
          )}
          {isHarmless.value && <p class="note" role="status">{said.ways.harmless[settings.way.value]}</p>}
        </section>
      )}
      <section class="stage" aria-label={said.stage}>
        {!hidden.includes('steps') && <Transport />}
        <div class={views.value.length > 1 ? 'graphs two' : 'graphs'}>
          {views.value.map((view) => (
            <article key={view.way} class={`run ${view.way}`}>
              {views.value.length > 1 && <h3 class="run-name">{said.ways.runs[view.way]}</h3>}
              <GraphView view={view} expected={expected(view)} />
              {!hidden.includes('steps') && <StepPanel view={view} />}
            </article>
          ))}
        </div>
      </section>
    </div>
  );
}

/** The gradients that a wrong run should have by now; without order, steps are others, and only the end compares. */
function expected({ way }: View) {
  const isComparable = way === 'overwrite' || (way === 'unordered' && position.value === length.value);
  return isComparable ? views.value[0].frame.grads : undefined;
}

function Formula() {
  const { value: text } = settings.formula;
  const preset = presets.find((each) => each.text === text)?.id ?? '';
  const ids = presets.map(({ id }) => id);
  const rows = Math.min(14, Math.max(4, text.split('\n').length));
  const choose = (id: string) => {
    pause();
    settings.formula.value = presets.find((each) => each.id === id)?.text ?? text;
    settings.step.value = -1;
  };
  return (
    <>
      <Select
        label={said.formula.preset} value={preset} choices={preset === '' ? ['', ...ids] : ids}
        names={{ ...said.formula.presets, '': said.formula.own }} onChange={choose}
      />
      <div class="field">
        <label class="field-name" for="formula">{said.formula.title}</label>
        <textarea
          id="formula"
          rows={rows}
          spellcheck={false}
          autocapitalize="off"
          value={text}
          aria-invalid={formulaError.value !== ''}
          aria-describedby="formula-error"
          onInput={(event) => { settings.formula.value = event.currentTarget.value; }}
        />
        <pre id="formula-error" class="error" role="alert">{formulaError}</pre>
      </div>
    </>
  );
}

/** The arrows step, where they do not move a cursor or a slider. */
function stepByKey(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [tabindex="0"]')) return;
  if (event.key === 'ArrowRight') goTo(position.value + 1);
  else if (event.key === 'ArrowLeft') goTo(position.value - 1);
  else return;
  pause();
  event.preventDefault();
}
