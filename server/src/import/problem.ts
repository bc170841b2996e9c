import type { RowProblem } from '@augenblick/contract/api/import.ts';

/** Why one row was not taken over: the code, and what to look at. */
export interface Problem {
  code: RowProblem;
  /** The column it is about, if it is about one. */
  column?: string;
  /** The offending value, cut short. */
  value?: string;
}

/** Sentences with {column} and {value}. */
const WORDS: Readonly<Record<RowProblem, { de: string; en: string }>> = {
  field_missing: { de: '{column} ist leer', en: '{column} is empty' },
  number_invalid: {
    de: '{column}: „{value}“ ist keine Zahl',
    en: '{column}: "{value}" is not a number',
  },
  number_too_large: { de: '{column}: {value} ist zu groß', en: '{column}: {value} is too large' },
  date_invalid: {
    de: '{column}: „{value}“ ist kein Datum in der erkannten Schreibweise',
    en: '{column}: "{value}" is not a date in the detected notation',
  },
  date_out_of_range: {
    de: '{column}: {value} liegt vor 1990 oder in der Zukunft',
    en: '{column}: {value} lies before 1990 or in the future',
  },
  currency_invalid: {
    de: '{column}: „{value}“ ist kein Währungskürzel aus drei Buchstaben',
    en: '{column}: "{value}" is not a currency code of three letters',
  },
  email_invalid: {
    de: '{column}: „{value}“ ist keine E-Mail-Adresse',
    en: '{column}: "{value}" is not an e-mail address',
  },
  identity_missing: {
    de: 'Weder Kundennummer noch E-Mail, Telefon oder Kartennummer',
    en: 'Neither customer number nor e-mail, phone or card number',
  },
  text_too_long: {
    de: '{column}: länger als 200 Zeichen',
    en: '{column}: longer than 200 characters',
  },
  columns_missing: {
    de: 'Die Zeile hat weniger Spalten als die Kopfzeile',
    en: 'The row has fewer columns than the header',
  },
  columns_surplus: {
    de: 'Die Zeile hat mehr Spalten als die Kopfzeile',
    en: 'The row has more columns than the header',
  },
  order_mixed_customers: {
    de: 'Zeilen derselben Bestellung nennen verschiedene Kundinnen oder Kunden',
    en: 'Rows of the same order name different customers',
  },
  order_mixed_currencies: {
    de: 'Zeilen derselben Bestellung nennen verschiedene Währungen',
    en: 'Rows of the same order name different currencies',
  },
  order_too_many_lines: {
    de: 'Die Bestellung hat mehr als 2.000 Positionen',
    en: 'The order has more than 2,000 lines',
  },
  superseded: {
    de: 'Eine spätere Zeile der Datei spricht von demselben Eintrag ({value}); sie gilt',
    en: 'A later row of the file speaks of the same entry ({value}); that one counts',
  },
  refused_by_ingest: {
    de: 'Die Annahme hat die Zeile abgelehnt: {value}',
    en: 'Ingest refused the row: {value}',
  },
};

const VALUE_MAX = 60;

/** The problem as a sentence in both languages. */
export function problemWords(problem: Problem): { code: RowProblem; de: string; en: string } {
  const cut = (problem.value ?? '').slice(0, VALUE_MAX);
  const fill = (sentence: string): string =>
    sentence.replace('{column}', problem.column ?? '').replace('{value}', () => cut);
  const words = WORDS[problem.code];
  return { code: problem.code, de: fill(words.de), en: fill(words.en) };
}
