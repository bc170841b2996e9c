/** A cell: texts are made safe, numbers stay numbers. */
export type Cell = string | number | boolean | null | undefined;

/**
 * A table as CSV for a spreadsheet: UTF-8 with a byte order mark (Excel reads umlauts wrong without), semicolons where
 * the decimal sign is a comma. A text that a spreadsheet would run as a formula gets an apostrophe in front.
 */
export function csv(
  head: readonly string[],
  rows: Iterable<readonly Cell[]>,
  language: 'de' | 'en',
): string {
  const separator = language === 'de' ? ';' : ',';
  const lines = [line(head, separator)];
  for (const row of rows) lines.push(line(row, separator));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function line(cells: readonly Cell[], separator: string): string {
  return cells.map((cell) => cellText(cell, separator)).join(separator);
}

function cellText(cell: Cell, separator: string): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) && !/^-?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell;
  const special = safe.includes(separator) || /["\r\n\t]/.test(safe);
  return special ? `"${safe.replaceAll('"', '""')}"` : safe;
}
