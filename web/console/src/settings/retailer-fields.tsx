import { Select } from '@mantine/core';
import { useLanguage } from '@augenblick/ui/react';
import { LOCALES } from '@augenblick/ui';

interface FieldProps {
  label: string;
  /** A sentence under the field. */
  note?: string;
  value: string;
  onChange: (value: string) => void;
  disabled?: boolean;
}

/** Currencies of the markets we speak the language of, and their neighbours. */
const CURRENCIES = [
  'EUR',
  'CHF',
  'GBP',
  'USD',
  'PLN',
  'CZK',
  'DKK',
  'SEK',
  'NOK',
  'HUF',
  'RON',
  'BGN',
];

/** A currency by its code and name. */
export function CurrencySelect({ label, note, value, onChange, disabled = false }: FieldProps) {
  const [language] = useLanguage();
  const names = new Intl.DisplayNames(LOCALES[language], { type: 'currency' });
  const codes = CURRENCIES.includes(value) ? CURRENCIES : [value, ...CURRENCIES];
  return (
    <Select
      label={label}
      description={note}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      disabled={disabled}
      data={codes.map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }))}
      comboboxProps={{ width: 260, position: 'bottom-start' }}
      onChange={(next) => next && onChange(next)}
    />
  );
}

/** A time zone of the IANA list, searchable. */
export function TimeZoneSelect({ label, note, value, onChange, disabled = false }: FieldProps) {
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <Select
      label={label}
      description={note}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      disabled={disabled}
      searchable
      limit={60}
      data={zones.includes(value) ? zones : [value, ...zones]}
      onChange={(next) => next && onChange(next)}
    />
  );
}
