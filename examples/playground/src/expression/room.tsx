// room.tsx: the expression room: a formula, its graph, and the run through it, step by step.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import './style.css';
import { ways } from '../state.ts';
import { isWide, settings } from '../store.ts';
import { Button, Segments, Select } from '../ui.tsx';
import { words } from '../words/index.ts';
import { variablesOf } from './derivative.ts';
import { GraphView } from './graph-view.tsx';
import { onKey } from './keys.ts';
import { lectureAt } from './lecture.ts';
import {
  choose, differentiate, edit, expectedFor, formulaError, isHarmless, isStale, pause, root, views,
} from './model.ts';
import { own } from './own.ts';
import { presets } from './presets.ts';
import { StepPanel } from './step-panel.tsx';
import { nameOf, type Way } from './steps.ts';
import { TakeAway } from './take-away.tsx';
import { Showing, Transport } from './transport.tsx';
import { fit, zoomBy } from './viewport.tsx';

const { expression: said } = words;

export function ExpressionRoom() {
  const hidden = settings.hide.value;
  useEffect(() => {
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      pause();
    };
  }, []);
  const isSideless = hidden.includes('formula') && hidden.includes('bugs');
  return (
    <div class={isSideless ? 'room expression' : 'room expression with-side'}>
      <h2 class="unseen">{said.title}</h2>
      {!isSideless && (
        <section class="side" aria-label={said.input}>
          {!hidden.includes('formula') && <Formula />}
          {!hidden.includes('bugs') && <Bugs />}
          <TakeAway />
        </section>
      )}
      <Stage />
    </div>
  );
}

function Stage() {
  const isStepped = !settings.hide.value.includes('steps');
  const isTwo = views.value.length > 1;
  return (
    <section class="stage" aria-label={said.stage}>
      {isStepped && <div class="step-bar"><Transport /><Showing /></div>}
      {isStale.value && views.value.length > 0 && <p class="stale-note" role="status">{said.stale}</p>}
      <div class={`graphs ${isTwo ? 'two' : ''} ${isStale.value ? 'stale' : ''}`}>
        {views.value.map((view) => (
          <article key={view.way} class={`run ${view.way}`}>
            {isTwo && <RunName way={view.way} />}
            <GraphView view={view} expected={expectedFor(view)} isLow={isTwo} />
          </article>
        ))}
        <div class="zoom">
          <Button label={said.graph.smaller} onClick={() => { zoomBy(0.8); }}>−</Button>
          <Button label={said.graph.larger} onClick={() => { zoomBy(1.25); }}>+</Button>
          <Button label={said.graph.fitLabel} onClick={fit}>{said.graph.fit}</Button>
        </div>
      </div>
      {isStepped && (
        <div class={`panels ${isTwo ? 'two' : ''} ${isStale.value ? 'stale' : ''}`}>
          {views.value.map((view) => <StepPanel key={view.way} view={view} />)}
        </div>
      )}
      {isStepped && !isTwo && <p class="keys note">{said.keys}</p>}
    </section>
  );
}

function RunName({ way }: { way: Way }) {
  const isNoted = way !== 'right' && isHarmless.value;
  return (
    <h3 class="run-name">
      {said.ways.runs[way]} {isNoted && <span class="note" role="status">{said.ways.harmless[way]}</span>}
    </h3>
  );
}

function Bugs() {
  return (
    <Segments
      label={said.ways.title} value={settings.way.value} choices={ways} names={said.ways.names}
      onChange={(way) => { settings.way.value = way; }}
    />
  );
}

function Formula() {
  const { value: text } = settings.formula;
  const preset = presets.find((each) => each.text === text);
  return (
    <>
      <Choice text={text} />
      {preset !== undefined && preset.at !== '' && (
        <a class="note lecture-link" href={lectureAt(preset.at)} target="_blank" rel="noreferrer">
          {said.formula.lecture(preset.at)}
        </a>
      )}
      <details class="formula" open={isWide.value}>
        <summary>{said.formula.title}</summary>
        <textarea
          id="formula"
          rows={Math.min(12, Math.max(4, text.split('\n').length))}
          aria-label={said.formula.title}
          spellcheck={false}
          autocapitalize="off"
          value={text}
          aria-invalid={formulaError.value !== ''}
          aria-describedby="formula-error"
          onInput={(event) => { edit(event.currentTarget.value); }}
        />
        <Derivative />
      </details>
      <pre id="formula-error" class="error" role="alert">{formulaError}</pre>
    </>
  );
}

/** The name that was chosen last. It stays chosen in the derivative, so that the next click makes the second one. */
const variable = signal('');

function Derivative() {
  const variables = root.value ? variablesOf(root.value) : [];
  if (variables.length === 0) return null;
  const x = variables.find((value) => nameOf(value) === variable.value) ?? variables[0];
  return (
    <div class="derivative">
      <Button isDisabled={isStale.value} onClick={() => { differentiate(x); }}>{said.derivative.show}</Button>
      <select
        aria-label={said.derivative.variable} value={nameOf(x)}
        onChange={({ currentTarget }) => { variable.value = currentTarget.value; }}
      >
        {variables.map(nameOf).map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
    </div>
  );
}

/** The lecture's formulas, and those that somebody typed. */
function Choice({ text }: { text: string }) {
  const { own: ownName, presets: presetNames } = said.formula;
  const mine = own.value.map((formula, i) => ({ id: `own${i}`, text: formula, name: ownName(lastLine(formula)) }));
  const all = [...presets.map(({ id, text }) => ({ id, text, name: presetNames[id] })), ...mine];
  const now = all.find((each) => each.text === text)?.id ?? '';
  const names = Object.fromEntries(all.map(({ id, name }) => [id, name]));
  return (
    <Select
      label={said.formula.preset} value={now} choices={[...(now === '' ? [''] : []), ...Object.keys(names)]}
      names={{ ...names, '': said.formula.other }}
      onChange={(id) => { choose(all.find((each) => each.id === id)?.text ?? text); }}
    />
  );
}

const lastLine = (text: string) => text.trim().split(/[\n;]/).at(-1)?.trim().slice(0, 24) ?? '';
