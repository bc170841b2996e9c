import { IMPORT_DELIMITERS, type ImportDelimiter } from '@augenblick/contract/api/import.ts';

/**
 * The character that splits the most lines into the same number of columns. Characters inside quotes do not count.
 * `found` is false when there is no delimiter at all (a file of one column); the comma is answered then.
 */
export function detectDelimiter(text: string): { delimiter: ImportDelimiter; found: boolean } {
  const lines = linesOf(text, LINES);
  let best: { delimiter: ImportDelimiter; found: boolean } = { delimiter: ',', found: false };
  let bestScore = 0;
  for (const delimiter of IMPORT_DELIMITERS) {
    const score = scoreOf(lines, delimiter);
    if (score > bestScore) {
      best = { delimiter, found: true };
      bestScore = score;
    }
  }
  return best;
}

const LINES = 200;

/**
 * Agreement counts far more than the number of columns: prices with a decimal comma also split lines, but not the header
 * line, and not every line alike. Lines without any separator of a `;` file with free text are outvoted.
 */
function scoreOf(lines: readonly string[], delimiter: string): number {
  const header = lines[0];
  if (header === undefined) return 0;
  const expected = countOutsideQuotes(header, delimiter);
  if (expected === 0) return 0;
  const body = lines.slice(1);
  const agreeing = body.filter((line) => countOutsideQuotes(line, delimiter) === expected).length;
  const agreement = body.length === 0 ? 1 : agreeing / body.length;
  return agreement * agreement * (1 + Math.log2(1 + expected)) + 0.001 * expected;
}

function countOutsideQuotes(line: string, delimiter: string): number {
  let quoted = false;
  let count = 0;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) count++;
  }
  return count;
}

/** Logical lines: a line break inside quotes does not end one. Empty lines and an unfinished last one are left out. */
function linesOf(text: string, max: number): string[] {
  const lines: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < text.length && lines.length < max; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) quoted = !quoted;
    else if ((code === 10 || code === 13) && !quoted) {
      if (i > start) lines.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (lines.length < max && start < text.length && (lines.length === 0 || !quoted))
    lines.push(text.slice(start));
  return lines;
}
