import { useId } from 'react';
import styles from './journeys.module.css';

/** One of a few answers, each with what it means. */
export function Choices<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; note: string }[];
  onChange: (value: Value) => void;
}) {
  const id = useId();
  const { label, value, options, onChange } = props;
  return (
    <div role="radiogroup" aria-labelledby={id} className={styles.choices}>
      <p id={id}>{label}</p>
      {options.map((option) => (
        <label key={option.value} className={styles.choice}>
          <input
            type="radio"
            name={id}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            <b>{option.label}</b>
            <span>{option.note}</span>
          </span>
        </label>
      ))}
    </div>
  );
}
