import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';

/**
 * A whole number that may be empty for a moment while somebody types. Only a number within the bounds is passed on; leaving the
 * field shows what is valid again. `empty` allows null.
 */
export function NumberField(props: {
  label: string;
  description?: ReactNode;
  value: number | null;
  min: number;
  max: number;
  /** Decimals that may be typed; 0 when left out. */
  digits?: number;
  empty?: boolean;
  placeholder?: string;
  onChange: (value: number | null) => void;
}) {
  const { label, description, value, min, max, digits = 0, empty = false, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const shown = value === null ? '' : String(value);
  return (
    <TextInput
      label={label}
      description={description}
      inputMode={digits > 0 ? 'decimal' : 'numeric'}
      placeholder={props.placeholder ?? ''}
      value={typed ?? shown}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        if (next.trim() === '') {
          if (empty) onChange(null);
          return;
        }
        const number = Number(next.replace(',', '.'));
        const fits = Number.isFinite(number) && number >= min && number <= max;
        if (fits) onChange(Math.round(number * 10 ** digits) / 10 ** digits);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
