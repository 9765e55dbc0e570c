// ui.tsx: small controls that all rooms use.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { words } from './words/index.ts';

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
  isDisabled?: boolean;
  /** The id of the element that says more. */
  describedBy?: string;
  /** Is told what was typed and not taken, once the input is left; and undefined when somebody comes back to it. */
  onRefused?: (text: string | undefined) => void;
}

/**
 * An input that takes each good number at once, and leaves alone what is being typed. What is not good undoes what was
 * taken on the way: whoever types 50, where 10 is the most, does not end with 5.
 */
export function NumberInput(props: NumberProps) {
  const { label, value, onChange, least = -Infinity, most = Infinity, isWhole = false, shown, onRefused } = props;
  const [draft, setDraft] = useState<string>();
  /** The number when the input got the focus, and whether another one has been taken since. */
  const before = useRef({ value, isOther: false });
  const isGood = (text: string) => {
    const x = text.trim() === '' ? NaN : Number(text);
    return Number.isFinite(x) && x >= least && x <= most && (!isWhole || Number.isInteger(x));
  };
  const take = (text: string) => {
    setDraft(text);
    if (isGood(text)) onChange(Number(text));
    else if (before.current.isOther) onChange(before.current.value);
    before.current.isOther = isGood(text);
  };
  return (
    <input
      type="number" step={isWhole ? 1 : 'any'} aria-label={label} disabled={props.isDisabled}
      aria-describedby={props.describedBy}
      min={Number.isFinite(least) ? least : undefined} max={Number.isFinite(most) ? most : undefined}
      value={draft ?? shown ?? String(value)}
      aria-invalid={draft !== undefined && !isGood(draft)}
      onFocus={({ currentTarget }) => {
        before.current = { value, isOther: false };
        currentTarget.value = String(value); // at once, so that all of it can be selected
        currentTarget.select();
        setDraft(currentTarget.value);
        onRefused?.(undefined);
      }}
      onBlur={() => {
        if (draft !== undefined && !isGood(draft)) onRefused?.(draft);
        setDraft(undefined);
      }}
      onInput={(event) => { take(event.currentTarget.value); }}
    />
  );
}

/** A number with its name above it, its limits (seen while it has the focus), and what was typed beyond them. */
export function NumberField(props: NumberProps & { least: number; most: number; help?: string }) {
  const id = useId();
  const [refused, setRefused] = useState<string>();
  const [least, most] = [props.least, props.most].map((limit) => limit.toLocaleString(words.language));
  const { limits, refused: outside, refusedWhole } = words.shell.number;
  return (
    <div class="field">
      <span class="field-name" aria-hidden="true">{props.label}</span>
      <NumberInput {...props} describedBy={id} onRefused={setRefused} />
      <span class="limits" id={id}>{[limits(least, most), props.help].filter(Boolean).join('. ')}</span>
      {refused !== undefined && refused.trim() !== '' && (
        <span class="refused" role="status">{(props.isWhole ? refusedWhole : outside)(refused, least, most)}</span>
      )}
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
  /** Like disabled, but the focus stays on it: the key that was pressed last can be pressed again. */
  isAway?: boolean;
  kind?: 'primary' | 'plain';
  children: ComponentChildren;
}

export function Button({ label, onClick, isDisabled = false, isAway = false, kind = 'plain', children }: ButtonProps) {
  return (
    <button
      type="button" class={`button ${kind}`} aria-label={label} title={label} disabled={isDisabled}
      aria-disabled={isAway ? true : undefined} onClick={() => { if (!isAway) onClick(); }}
    >
      {children}
    </button>
  );
}

/** A sign on a button, drawn, since not every font has it. */
export function Sign({ path, isLine = false }: { path: string; isLine?: boolean }) {
  const kind = isLine ? 'sign line' : 'sign';
  return <svg class={kind} viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><path d={path} /></svg>;
}

interface MenuProps { title: string; onClose?: () => void; children: ComponentChildren }

/** What opens below its title, and closes by Esc or by a click elsewhere. */
export function Menu({ title, onClose, children }: MenuProps) {
  const ref = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const { current: menu } = ref;
      if (!menu?.open) return;
      const isEscape = event instanceof KeyboardEvent && event.key === 'Escape';
      if (!isEscape && (event instanceof KeyboardEvent || menu.contains(event.target as Node))) return;
      if (isEscape && menu.contains(document.activeElement)) menu.querySelector('summary')?.focus();
      menu.open = false;
      onClose?.();
    };
    for (const type of ['keydown', 'pointerdown']) addEventListener(type, close);
    return () => { for (const type of ['keydown', 'pointerdown']) removeEventListener(type, close); };
  }, []);
  return (
    <details class="menu" ref={ref}>
      <summary>{title}</summary>
      <div class="menu-body">{children}</div>
    </details>
  );
}

/** A ref to put on an element, and the width that it has: 0 until it is there. */
export function useWidth<E extends HTMLElement>() {
  const [ref, { width }] = useSize<E>();
  return [ref, width] as const;
}

/** The same with its height. */
export function useSize<E extends HTMLElement>() {
  const ref = useRef<E>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(([{ contentRect: { width, height } }]) => { setSize({ width, height }); });
    observer.observe(ref.current);
    return () => { observer.disconnect(); };
  }, [ref.current]);
  return [ref, size] as const;
}
