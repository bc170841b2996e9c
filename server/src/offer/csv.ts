/** Characters with which a spreadsheet begins a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows as CSV for Excel, LibreOffice and Numbers: UTF-8 with mark, CRLF, every field quoted. A field that a spreadsheet
 * would take for a formula begins with an apostrophe.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  const field = (text: string): string =>
    `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return `\uFEFF${rows.map((row) => row.map(field).join(';')).join('\r\n')}\r\n`;
}
