import { currencyExponent } from '@augenblick/contract';
import type { ReactNode } from 'react';
import { NumberField } from '../campaigns/number-field.tsx';

/** An amount as people type it; kept in minor units. `empty` allows null for "no limit". */
export function MoneyField(props: {
  label: string;
  description?: ReactNode;
  currency: string;
  minor: number | null;
  empty?: boolean;
  /** Smallest amount in minor units; 1 when left out. */
  least?: number;
  onChange: (minor: number | null) => void;
}) {
  const { label, description, currency, minor, empty = false, least = 1, onChange } = props;
  const digits = currencyExponent(currency);
  const factor = 10 ** digits;
  return (
    <NumberField
      label={label}
      description={description}
      value={minor === null ? null : minor / factor}
      min={least / factor}
      max={10_000_000}
      digits={digits}
      empty={empty}
      onChange={(value) => onChange(value === null ? null : Math.round(value * factor))}
    />
  );
}
