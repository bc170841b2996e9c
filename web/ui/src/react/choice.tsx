import { useId } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './choice.module.css';

/** Several of a few things, each a chip that is on or off; a tick says so besides the colour. */
export function ToggleChips<Value extends string>(props: {
  label: string;
  options: readonly { value: Value; label: string; mark?: ReactNode; hint?: string | undefined }[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
  /** A quieter line below. */
  note?: ReactNode;
}) {
  const id = useId();
  const { label, options, chosen, onChange, note } = props;
  const toggle = (value: Value): void => {
    const on = chosen.includes(value);
    // The order of the options, not of clicking: the same choice always reads the same.
    onChange(
      options
        .map((option) => option.value)
        .filter((one) => (one === value ? !on : chosen.includes(one))),
    );
  };
  return (
    <div role="group" aria-labelledby={id} className={styles.group}>
      <p id={id} className={styles.label}>
        {label}
      </p>
      <div className={styles.chips}>
        {options.map((option) => {
          const on = chosen.includes(option.value);
          return (
            <button
              key={option.value}
              type="button"
              aria-pressed={on}
              className={styles.chip}
              title={option.hint}
              onClick={() => toggle(option.value)}
            >
              {option.mark}
              {option.label}
              {on && <Icon name="check" size={13} />}
            </button>
          );
        })}
      </div>
      {note && <p className={styles.note}>{note}</p>}
    </div>
  );
}
