import type {
  ImportField,
  ImportKind,
  ImportMapping,
  ImportNote,
  ImportSettings,
} from '@augenblick/contract/api/import.ts';
import { type DateGuess, detectDateFormat } from './date.ts';
import { detectPrefixes, type SeenOrder } from './document.ts';
import { currencyInName, fieldType, suggestKind, suggestMapping } from './fields.ts';
import { note } from './note.ts';
import { detectNumberFormat, type NumberGuess, parseNumber } from './number.ts';
import type { FileRecord } from './records.ts';

/** What the installation knows before it has seen the file. */
export interface Expectation {
  /** Currency and zone of the retailer; a person's choice is given as `chosen`. */
  currency: string;
  zone: string;
  kind?: ImportKind | undefined;
  mapping?: ImportMapping | undefined;
  settings?: Partial<ImportSettings> | undefined;
}

/** How the text was taken apart before anything in it was looked at. */
export interface TextShape {
  encoding: ImportSettings['encoding'];
  delimiter: ImportSettings['delimiter'];
  header: boolean;
  sheet: string | null;
}

export interface Detection {
  /** undefined when the columns do not tell and nobody said. */
  kind: ImportKind | undefined;
  mapping: ImportMapping;
  settings: ImportSettings;
  notes: ImportNote[];
  looks: ('empty' | 'text' | 'number' | 'date')[];
}

/** Values of a column that are looked at, spread over the sample. */
const VALUES_MAX = 3_000;

/** Works out kind, mapping and settings from a sample of the rows. Pure. What a person chose stays as it is. */
export function detect(
  columns: readonly string[],
  rows: readonly FileRecord[],
  shape: TextShape,
  expected: Expectation,
): Detection {
  const notes: ImportNote[] = [];
  const kind = expected.kind ?? suggestKind(columns);
  const mapping = expected.mapping ?? (kind ? suggestMapping(kind, columns) : {});
  const fieldOf = new Map(Object.entries(mapping).map(([field, column]) => [column, field]));
  const step = Math.max(1, Math.ceil(rows.length / VALUES_MAX));
  const sample = rows.filter((_, index) => index % step === 0);
  const numbers: ImportSettings['numbers'] = {};
  const dates: ImportSettings['dates'] = {};
  const looks: Detection['looks'] = [];
  for (const [index, column] of columns.entries()) {
    const values = sample.map((record) => record.cells[index] ?? '');
    const field = fieldOf.get(column) as ImportField | undefined;
    const seen = lookAt(values, field && fieldType(field), shape.delimiter === ';' ? ',' : '.');
    looks.push(seen.looks);
    if (seen.number && field) numbers[column] = seen.number.format;
    if (seen.date && field) dates[column] = seen.date.format;
    if (field && seen.number?.ambiguous) notes.push(note('number_ambiguous', { column }));
    if (field && seen.date?.ambiguous && fieldType(field) === 'date')
      notes.push(note('date_ambiguous', { column, order: seen.date.format }));
  }
  const currency = detectCurrency(mapping, columns, sample, expected, notes);
  const settings: ImportSettings = {
    ...shape,
    numbers,
    dates,
    currency,
    zone: detectZone(currency, expected, dates, notes),
    channel: null,
    documents: { prefixes: [], negativeIsReturn: true, worthlessIsAdjustment: true },
    addProducts: true,
    extras: [],
  };
  const chosen = { ...settings, ...defined(expected.settings ?? {}) };
  if (expected.settings?.documents === undefined && isOrders(kind)) {
    chosen.documents = documentsOf(columns, mapping, rows, chosen);
    notes.push(documentNote(chosen.documents));
  }
  return { kind, mapping, settings: chosen, notes, looks };
}

const isOrders = (kind: ImportKind | undefined): boolean =>
  kind === 'orders' || kind === 'order-lines';

function defined(settings: Partial<ImportSettings>): Partial<ImportSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

interface Seen {
  looks: Detection['looks'][number];
  number?: NumberGuess | undefined;
  date?: DateGuess | undefined;
}

/** `wanted`: the type of the field the column serves; columns that serve none are only described. */
function lookAt(
  values: readonly string[],
  wanted: 'number' | 'date' | 'text' | undefined,
  hint: '.' | ',',
): Seen {
  if (values.every((value) => value.trim() === '')) return { looks: 'empty' };
  if (wanted === 'number') {
    const number = detectNumberFormat(values, hint);
    return { looks: number ? 'number' : 'text', number };
  }
  const date = detectDateFormat(values);
  // Five digits may be a day's serial number or just an id: only the field's need makes it a date.
  const plausible =
    date && (wanted === 'date' || !['serial', 'unix_s', 'unix_ms'].includes(date.format));
  if (plausible && wanted !== 'text') return { looks: 'date', date };
  const number = detectNumberFormat(values, hint);
  return { looks: number ? 'number' : plausible ? 'date' : 'text' };
}

const MONEY: readonly ImportField[] = ['unit_price', 'line_total', 'total', 'price'];
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/€|\bEUR\b/, 'EUR'],
  [/£|\bGBP\b/, 'GBP'],
  [/\bCHF\b/, 'CHF'],
  [/\bPLN\b|zł/, 'PLN'],
  [/\$|\bUSD\b/, 'USD'],
];

function detectCurrency(
  mapping: ImportMapping,
  columns: readonly string[],
  sample: readonly FileRecord[],
  expected: Expectation,
  notes: ImportNote[],
): string {
  if (expected.settings?.currency !== undefined) return expected.settings.currency;
  for (const field of MONEY) {
    const column = mapping[field];
    if (column === undefined) continue;
    const named = currencyInName(column);
    if (named !== undefined) {
      notes.push(note('currency_from_name', { column, currency: named }));
      return named;
    }
    const index = columns.indexOf(column);
    for (const [sign, currency] of SIGNS)
      if (sample.slice(0, 50).some((record) => sign.test(record.cells[index] ?? ''))) {
        notes.push(note('currency_from_values', { column, currency }));
        return currency;
      }
  }
  if (mapping.currency === undefined && MONEY.some((field) => mapping[field] !== undefined))
    notes.push(note('currency_assumed', { currency: expected.currency }));
  return expected.currency;
}

/** Currencies of one country with one time zone. */
const HOME_ZONES: Readonly<Record<string, string>> = {
  GBP: 'Europe/London',
  CHF: 'Europe/Zurich',
  PLN: 'Europe/Warsaw',
  CZK: 'Europe/Prague',
  DKK: 'Europe/Copenhagen',
  SEK: 'Europe/Stockholm',
  NOK: 'Europe/Oslo',
};

/** Clocks of the shop: the retailer's zone, unless the file's money says that the shop is in another country. */
function detectZone(
  currency: string,
  expected: Expectation,
  dates: ImportSettings['dates'],
  notes: ImportNote[],
): string {
  if (expected.settings?.zone !== undefined) return expected.settings.zone;
  const abroad = currency === expected.currency ? undefined : HOME_ZONES[currency];
  const zone = abroad ?? expected.zone;
  if (Object.keys(dates).length > 0)
    notes.push(note(abroad ? 'zone_from_currency' : 'zone_assumed', { zone, currency }));
  return zone;
}

function documentsOf(
  columns: readonly string[],
  mapping: ImportMapping,
  rows: readonly FileRecord[],
  settings: ImportSettings,
): ImportSettings['documents'] {
  const idIndex = columns.indexOf(mapping.order_id ?? '');
  const amountColumn = mapping.quantity ?? mapping.total ?? mapping.line_total ?? '';
  const amountIndex = columns.indexOf(amountColumn);
  const format = settings.numbers[amountColumn] ?? { decimal: '.', group: '' };
  const orders = new Map<string, SeenOrder>();
  for (const { cells } of rows) {
    const orderId = cells[idIndex]?.trim() ?? '';
    if (orderId === '') continue;
    const amount = parseNumber(cells[amountIndex] ?? '', format) ?? '0';
    const known = orders.get(orderId);
    const negative = amount.startsWith('-');
    if (known) known.negative &&= negative;
    else orders.set(orderId, { orderId, negative });
  }
  return { ...settings.documents, prefixes: detectPrefixes([...orders.values()]) };
}

function documentNote(documents: ImportSettings['documents']): ImportNote {
  const of = (document: string): string =>
    documents.prefixes
      .filter((entry) => entry.document === document)
      .map((entry) => `${entry.prefix}…`)
      .join(', ');
  if (documents.prefixes.length === 0) return note('documents_by_figures', {});
  return note('documents_by_prefix', {
    returns: of('return') || '–',
    adjustments: of('adjustment') || '–',
  });
}
