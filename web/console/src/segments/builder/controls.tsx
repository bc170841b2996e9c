import { Icon, useTexts } from '@augenblick/ui/react';
import { useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { builderTexts } from '../texts-builder.ts';
import styles from './builder.module.css';

/** One of a few, within a sentence. */
export function Pick<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, label: string])[];
  onChange: (value: Value) => void;
}) {
  const { label, value, options, onChange } = props;
  return (
    <select
      className={styles.control}
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find(([one]) => one === event.currentTarget.value);
        if (chosen) onChange(chosen[0]);
      }}
    >
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </select>
  );
}

/** A number within a sentence; what is no number is not taken over. */
export function Count(props: {
  label: string;
  value: number;
  min?: number;
  max?: number;
  step?: number;
  wide?: boolean;
  onChange: (value: number) => void;
}) {
  const { label, value, min = 0, max = 1_000_000, step = 1, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      type="number"
      inputMode={step < 1 ? 'decimal' : 'numeric'}
      className={styles.control}
      data-width={props.wide ? 'money' : 'number'}
      aria-label={label}
      value={typed ?? value}
      min={min}
      max={max}
      step={step}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        const next = event.currentTarget.valueAsNumber;
        if (!Number.isFinite(next) || next < min || next > max) return;
        onChange(step < 1 ? next : Math.round(next));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

/** A day. */
export function Day(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <input
      type="date"
      className={styles.control}
      aria-label={props.label}
      value={props.value}
      onChange={(event) => {
        if (event.currentTarget.value !== '') props.onChange(event.currentTarget.value);
      }}
    />
  );
}

/** Words, with suggestions of what the shop really has. */
export function Line(props: {
  label: string;
  value: string;
  suggestions?: readonly string[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  const { label, value, suggestions = [], onChange } = props;
  return (
    <>
      <input
        className={styles.control}
        data-width="words"
        aria-label={label}
        value={value}
        maxLength={200}
        {...(suggestions.length > 0 ? { list: id } : {})}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {suggestions.length > 0 && (
        <datalist id={id}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** Several words, each a chip; Enter or comma adds what was typed, also leaving the field. */
export function Words(props: {
  label: string;
  values: readonly string[];
  suggestions?: readonly string[];
  /** How a value is shown, where it is not what is stored. */
  show?: (value: string) => string;
  onChange: (values: string[]) => void;
}) {
  const text = useTexts(builderTexts);
  const id = useId();
  const [typed, setTyped] = useState('');
  const { label, values, suggestions = [], show = (value) => value, onChange } = props;
  const add = (words: string): void => {
    const value = words.trim();
    setTyped('');
    if (value !== '' && !values.includes(value)) onChange([...values, value]);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add(typed);
    } else if (event.key === 'Backspace' && typed === '' && values.length > 0)
      onChange(values.slice(0, -1));
  };
  return (
    <span className={styles.words} role="group" aria-label={label}>
      {values.map((value) => (
        <span key={value} className={styles.word}>
          {show(value)}
          <button
            type="button"
            aria-label={text('removeValue', { value: show(value) })}
            onClick={() => onChange(values.filter((one) => one !== value))}
          >
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      <input
        className={styles.control}
        data-width="words"
        aria-label={`${label}: ${text('addValue')}`}
        placeholder={values.length === 0 ? label : text('addValue')}
        value={typed}
        maxLength={200}
        list={id}
        onChange={(event) => {
          const next = event.currentTarget.value;
          // Chosen from the list: taken over at once.
          if (suggestions.includes(next) && next.length > typed.length + 1) add(next);
          else setTyped(next);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => add(typed)}
      />
      <datalist id={id}>
        {suggestions
          .filter((one) => !values.includes(one))
          .map((one) => (
            <option key={one} value={one}>
              {show(one) === one ? undefined : show(one)}
            </option>
          ))}
      </datalist>
    </span>
  );
}
