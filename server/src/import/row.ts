import { asCurrency } from '@augenblick/contract';
import {
  IMPORT_FIELDS,
  type ImportField,
  type ImportKind,
  type ImportMapping,
  type ImportSettings,
} from '@augenblick/contract/api/import.ts';
import { parseDate, parseDateAndTime } from './date.ts';
import { ImportFault } from './fault.ts';
import { fieldType, missingNeeds } from './fields.ts';
import { LIMITS } from './limits.ts';
import { parseNumber, toDecimal } from './number.ts';
import type { Problem } from './problem.ts';

/** field → value: numbers as exact decimal text, times in ms since 1970, everything else as trimmed text. */
export type RowValues = { [F in ImportField]?: string | number };

/** What one row says, or why it cannot be used. */
export type ReadRow =
  | { ok: true; values: RowValues; extras: Record<string, string> }
  | { ok: false; problem: Problem };

/** Everything needed to read a row, worked out once. */
export interface Plan {
  kind: ImportKind;
  columns: readonly string[];
  settings: ImportSettings;
  fields: readonly PlannedField[];
  extras: readonly { name: string; index: number }[];
  /** Instants after this are typing errors. */
  latest: number;
}

interface PlannedField {
  field: ImportField;
  column: string;
  index: number;
  type: 'number' | 'date' | 'text';
  required: boolean;
}

/** Fields that are index keys or identities. */
const IDS: ReadonlySet<ImportField> = new Set<ImportField>([
  'order_id',
  'customer_id',
  'product_id',
  'card_number',
  'email',
  'phone',
  'store_id',
  'gtin',
]);
/** Fields that each row of a kind must fill. Dates of order lines may stand in the order's first row only. */
const ROW_NEEDS: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  customers: [],
  orders: ['order_id', 'ordered_at', 'total'],
  'order-lines': ['order_id', 'quantity'],
  products: ['product_id'],
};

/** Works out how rows are read. Throws ImportFault when a needed field has no column or a column does not exist. */
export function makePlan(
  kind: ImportKind,
  columns: readonly string[],
  mapping: ImportMapping,
  settings: ImportSettings,
  now: number,
): Plan {
  const missing = missingNeeds(kind, mapping);
  if (missing.length > 0)
    throw new ImportFault('mapping_incomplete', missing.map((n) => n.join('|')).join(', '));
  const fields: PlannedField[] = [];
  for (const field of IMPORT_FIELDS[kind] as readonly ImportField[]) {
    const column = mapping[field];
    if (column === undefined) continue;
    const index = columns.indexOf(column);
    if (index < 0) throw new ImportFault('settings_invalid', `no column "${column}"`);
    const required = ROW_NEEDS[kind].includes(field);
    fields.push({ field, column, index, type: fieldType(field), required });
  }
  const extras = settings.extras.map((name) => ({ name, index: columns.indexOf(name) }));
  const unknown = extras.find((extra) => extra.index < 0);
  if (unknown) throw new ImportFault('settings_invalid', `no column "${unknown.name}"`);
  const latest = now + LIMITS.futureMs;
  if ((settings.consent?.at ?? 0) > latest)
    throw new ImportFault('settings_invalid', 'consent: the day lies in the future');
  return { kind, columns, settings, fields, extras, latest };
}

/** Reads one row after the plan. Pure; the first problem found is the one reported. */
export function readRow(plan: Plan, cells: readonly string[]): ReadRow {
  if (cells.length > plan.columns.length && cells.slice(plan.columns.length).some((c) => c !== ''))
    return { ok: false, problem: { code: 'columns_surplus' } };
  const values: RowValues = {};
  for (const planned of plan.fields) {
    const cell = cells[planned.index];
    if (cell === undefined) return { ok: false, problem: { code: 'columns_missing' } };
    const text = cell.trim();
    if (text === '' || NOTHING.test(text)) {
      if (planned.required)
        return { ok: false, problem: { code: 'field_missing', column: planned.column } };
      continue;
    }
    const problem = readField(plan, planned, text, cells, values);
    if (problem) return { ok: false, problem };
  }
  const problem = checkRow(plan, values);
  if (problem) return { ok: false, problem };
  return { ok: true, values, extras: readExtras(plan, cells) };
}

/** What databases and spreadsheets write for "nothing". */
const NOTHING = /^(?:null|\\n|#n\/a|nan|n\/a)$/i;

function readField(
  plan: Plan,
  planned: PlannedField,
  text: string,
  cells: readonly string[],
  values: RowValues,
): Problem | undefined {
  const { field, column, type } = planned;
  if (type === 'number') {
    const number = parseNumber(text, plan.settings.numbers[column] ?? { decimal: '.', group: '' });
    if (number === undefined) return { code: 'number_invalid', column, value: text };
    if (toDecimal(number) === undefined) return { code: 'number_too_large', column, value: text };
    values[field] = number;
  } else if (type === 'date') {
    const at = readDate(plan, planned, text, cells);
    if (at === undefined) return { code: 'date_invalid', column, value: text };
    if (field !== 'birthday' && (at < LIMITS.earliest || at > plan.latest))
      return { code: 'date_out_of_range', column, value: text };
    values[field] = at;
  } else if (field === 'currency') {
    const code = asCurrency(text);
    if (code === undefined) return { code: 'currency_invalid', column, value: text };
    values[field] = code;
  } else if (IDS.has(field)) {
    if (text.length > LIMITS.idMax) return { code: 'text_too_long', column };
    values[field] = text;
  } else values[field] = text.slice(0, LIMITS.textMax);
  return undefined;
}

function readDate(
  plan: Plan,
  planned: PlannedField,
  text: string,
  cells: readonly string[],
): number | undefined {
  const format = plan.settings.dates[planned.column] ?? 'iso';
  // A birthday is a day and no instant: it must not move with a time zone.
  if (planned.field === 'birthday') return parseDate(text, format, 'UTC');
  const timeField = plan.fields.find((other) => other.field === 'ordered_time');
  const time = timeField && planned.field === 'ordered_at' ? cells[timeField.index]?.trim() : '';
  if (time) return parseDateAndTime(text, time, format, plan.settings.zone);
  return parseDate(text, format, plan.settings.zone);
}

function checkRow(plan: Plan, values: RowValues): Problem | undefined {
  const columnOf = (field: ImportField): string =>
    plan.fields.find((planned) => planned.field === field)?.column ?? field;
  if (plan.kind === 'order-lines') {
    if (values.product_id === undefined && values.product_name === undefined)
      return { code: 'field_missing', column: columnOf('product_id') };
    if (values.unit_price === undefined && values.line_total === undefined)
      return { code: 'field_missing', column: columnOf('unit_price') };
  }
  if (plan.kind === 'customers') {
    const email = values.email;
    const badEmail = typeof email === 'string' && !EMAIL.test(email);
    if (badEmail) delete values.email;
    const known = values.customer_id ?? values.email ?? values.phone ?? values.card_number;
    if (known === undefined)
      return badEmail
        ? { code: 'email_invalid', column: columnOf('email'), value: email }
        : { code: 'identity_missing' };
  }
  return undefined;
}

const EMAIL = /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[a-z0-9-]{2,}$/i;

function readExtras(plan: Plan, cells: readonly string[]): Record<string, string> {
  const extras: Record<string, string> = {};
  for (const { name, index } of plan.extras) {
    const text = cells[index]?.trim() ?? '';
    if (text !== '' && !NOTHING.test(text)) extras[name] = text.slice(0, LIMITS.textMax);
  }
  return extras;
}
