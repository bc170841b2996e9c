import type {
  ImportField,
  ImportNote,
  ImportPreview,
  PreviewRow,
} from '@augenblick/contract/api/import.ts';
import { consentOfRow, newsletterWord } from './consent.ts';
import { type Detection, detect, type Expectation, type TextShape } from './detect.ts';
import { detectDelimiter } from './delimiter.ts';
import { ImportFault } from './fault.ts';
import { missingNeeds } from './fields.ts';
import { LIMITS } from './limits.ts';
import { note } from './note.ts';
import { type Problem, problemWords } from './problem.ts';
import { columnNames, decode, type FileRecord, sampleRecords, scanText } from './records.ts';
import { makePlan, type Plan, readRow, type RowValues } from './row.ts';

/** A file as it will be read: a text file, or the text that a sheet of a workbook was turned into. */
export interface TextFile {
  path: string;
  /** Sheets of the workbook it comes from; empty for a text file. */
  sheets: readonly string[];
  sheet: string | null;
}

/** Looks at a file: finds out how it is written and shows its first rows as they would be taken over. */
export async function previewFile(
  file: TextFile,
  expected: Expectation,
  now: number,
): Promise<ImportPreview> {
  const scan = await scanText(file.path);
  const notes: ImportNote[] = [];
  const encoding = expected.settings?.encoding ?? scan.encoding.encoding;
  if (scan.encoding.doubtful && expected.settings?.encoding === undefined)
    notes.push(note('encoding_doubtful', { encoding }));
  const found = detectDelimiter(await decode(scan.head, encoding));
  const delimiter = expected.settings?.delimiter ?? found.delimiter;
  if (!found.found && expected.settings?.delimiter === undefined)
    notes.push(note('delimiter_missing', {}));
  const header = expected.settings?.header ?? true;
  const shape: TextShape = { encoding, delimiter, header, sheet: file.sheet };
  const records = await sampleRecords(scan.head, shape, !scan.whole);
  const first = records[0];
  if (!first || (header && records.length < 2)) throw new ImportFault('file_empty');
  if (first.cells.length > LIMITS.columnsMax)
    throw new ImportFault('file_unreadable', 'too many columns');
  const columns = columnNames(first.cells, header);
  const rows = (header ? records.slice(1) : records).slice(0, LIMITS.sampleRows);
  const detection = detect(columns, rows, shape, expected);
  notes.push(...detection.notes);
  return assemble(file, columns, rows, detection, notes, now);
}

function assemble(
  file: TextFile,
  columns: string[],
  rows: readonly FileRecord[],
  detection: Detection,
  notes: ImportNote[],
  now: number,
): ImportPreview {
  const { kind, mapping, settings } = detection;
  const missing = kind ? missingNeeds(kind, mapping) : [];
  if (!kind) notes.push(note('kind_unknown', {}));
  for (const need of missing) notes.push(note('field_unmapped', { fields: need.join(' / ') }));
  const ready = kind !== undefined && missing.length === 0;
  const plan = ready ? makePlan(kind, columns, mapping, settings, now) : undefined;
  if (plan) notes.push(...consentNotes(plan, rows), ...rejectedNotes(plan, rows));
  const fieldOf = new Map(Object.entries(mapping).map(([field, column]) => [column, field]));
  return {
    kind: kind ?? 'order-lines',
    ready,
    columns: columns.map((name, index) => ({
      name,
      field: fieldOf.get(name) ?? null,
      looks: detection.looks[index] ?? 'text',
      ...valuesOf(rows, index),
    })),
    mapping: mapping as Record<string, string>,
    settings,
    sheets: [...file.sheets],
    rows: rows.slice(0, LIMITS.previewRows).map((record) => previewRow(record, plan)),
    notes,
    sampled: rows.length,
  };
}

function valuesOf(
  rows: readonly FileRecord[],
  index: number,
): { emptyShare: number; samples: string[] } {
  const filled = rows.filter((record) => (record.cells[index] ?? '').trim() !== '');
  const samples = new Set(
    filled.slice(0, 200).map((record) => (record.cells[index] ?? '').slice(0, 80)),
  );
  return {
    emptyShare: rows.length === 0 ? 1 : 1 - filled.length / rows.length,
    samples: [...samples].slice(0, 5),
  };
}

function previewRow(record: FileRecord, plan: Plan | undefined): PreviewRow {
  const raw = record.cells.map((cell) => cell.slice(0, 200));
  if (!plan) return { row: record.row, raw, values: {}, problem: null };
  const read = readRow(plan, record.cells);
  return read.ok
    ? { row: record.row, raw, values: shown(read.values), problem: null }
    : { row: record.row, raw, values: {}, problem: problemWords(read.problem) };
}

/** Times as ISO text, everything else as it would be stored. */
function shown(values: RowValues): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      typeof value === 'number' ? new Date(value).toISOString() : value,
    ]),
  );
}

/** How many of the rows bring a consent to the newsletter, and how many of those could not be proven yet. */
function consentNotes(plan: Plan, rows: readonly FileRecord[]): ImportNote[] {
  const mapped = plan.fields.some(({ field }) => NEWSLETTER.has(field));
  if (!mapped) return [];
  const counts = { granted: 0, withdrawn: 0, unproven: 0 };
  for (const record of rows) {
    const read = readRow(plan, record.cells);
    const word = read.ok ? newsletterWord(read.values) : null;
    if (!read.ok || word === null) continue;
    counts[word]++;
    if (consentOfRow(read.values, '', plan.settings) === null) counts.unproven++;
  }
  const found = note('consents_found', {
    yes: String(counts.granted),
    left: String(counts.withdrawn),
    sampled: String(rows.length),
  });
  if (counts.unproven === 0) return [found];
  return [found, note('consent_unproven', { count: String(counts.unproven) })];
}

const NEWSLETTER: ReadonlySet<ImportField> = new Set<ImportField>(['newsletter', 'newsletter_at']);

function rejectedNotes(plan: Plan, rows: readonly FileRecord[]): ImportNote[] {
  const problems = new Map<string, { problem: Problem; count: number }>();
  let count = 0;
  for (const record of rows) {
    const read = readRow(plan, record.cells);
    if (read.ok) continue;
    count++;
    const key = `${read.problem.code} ${read.problem.column ?? ''}`;
    const known = problems.get(key);
    if (known) known.count++;
    else problems.set(key, { problem: read.problem, count: 1 });
  }
  const most = [...problems.values()].sort((a, b) => b.count - a.count)[0];
  if (!most) return [];
  const { de, en } = problemWords(most.problem);
  return [
    note('rows_rejected', {
      count: String(count),
      sampled: String(rows.length),
      reason: { de, en },
    }),
  ];
}
