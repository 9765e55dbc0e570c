// ui.tsx: small controls that both rooms use.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

interface NumberProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  /** Of the numbers that may be entered; others are not taken. */
  least?: number;
  most?: number;
  isWhole?: boolean;
  /** What is shown while nobody is typing; by default the number. */
  shown?: string;
}

/** An input that takes each good number at once, and leaves alone what is being typed. */
export function NumberInput(
  { label, value, onChange, least = -Infinity, most = Infinity, isWhole = false, shown }: NumberProps,
) {
  const [draft, setDraft] = useState<string>();
  const isGood = (x: number) => Number.isFinite(x) && x >= least && x <= most && (!isWhole || Number.isInteger(x));
  const take = (text: string) => {
    setDraft(text);
    const x = text.trim() === '' ? NaN : Number(text);
    if (isGood(x)) onChange(x);
  };
  return (
    <input
      type="number" step={isWhole ? 1 : 'any'} aria-label={label}
      min={Number.isFinite(least) ? least : undefined} max={Number.isFinite(most) ? most : undefined}
      value={draft ?? shown ?? String(value)}
      aria-invalid={draft !== undefined && (draft.trim() === '' || !isGood(Number(draft)))}
      onFocus={({ currentTarget }) => {
        currentTarget.value = String(value); // at once, so that all of it can be selected
        currentTarget.select();
        setDraft(currentTarget.value);
      }}
      onBlur={() => { setDraft(undefined); }}
      onInput={(event) => { take(event.currentTarget.value); }}
    />
  );
}

/** A number with its name above it. */
export function NumberField(props: NumberProps) {
  return (
    <div class="field">
      <span class="field-name" aria-hidden="true">{props.label}</span>
      <NumberInput {...props} />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  choices: readonly T[];
  names?: Partial<Record<T, string>>;
  onChange: (value: T) => void;
}

export function Select<T extends string>({ label, value, choices, names = {}, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-name" for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => { onChange(event.currentTarget.value as T); }}>
        {choices.map((choice) => <option key={choice} value={choice}>{names[choice] ?? choice}</option>)}
      </select>
    </div>
  );
}

/** One of a few, all in sight. */
export function Segments<T extends string>({ label, value, choices, names = {}, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <fieldset class="segments">
      <legend class="field-name">{label}</legend>
      <div class="segments-row">
        {choices.map((choice) => (
          <label key={choice} class={choice === value ? 'segment chosen' : 'segment'}>
            <input
              type="radio" name={id} value={choice} checked={choice === value} onChange={() => { onChange(choice); }}
            />
            {names[choice] ?? choice}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface ButtonProps {
  /** For those who cannot see a sign. */
  label?: string;
  onClick: () => void;
  isDisabled?: boolean;
  kind?: 'primary' | 'plain';
  children: ComponentChildren;
}

export function Button({ label, onClick, isDisabled = false, kind = 'plain', children }: ButtonProps) {
  return (
    <button
      type="button" class={`button ${kind}`} aria-label={label} title={label} disabled={isDisabled} onClick={onClick}
    >
      {children}
    </button>
  );
}

/** A sign on a button, drawn, since not every font has it. */
export function Sign({ path }: { path: string }) {
  return <svg class="sign" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><path d={path} /></svg>;
}

/** A ref to put on an element, and the width that it has: 0 until it is there. */
export function useWidth<E extends HTMLElement>() {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(([{ contentRect }]) => { setWidth(contentRect.width); });
    observer.observe(ref.current);
    return () => { observer.disconnect(); };
  }, [ref.current]);
  return [ref, width] as const;
}
