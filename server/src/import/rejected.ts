import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { type Problem, problemWords } from './problem.ts';

/** Writes the rows that were not taken over, as they stood, with the reason; made with the first such row. */
export interface RejectedFile {
  add(row: number, cells: readonly string[], problem: Problem): Promise<void>;
  close(): Promise<void>;
}

const HEAD = ['row', 'reason', 'explanation_en', 'explanation_de'];

/** `columns` are the file's own; they follow the four of ours, so that the file can be corrected and imported again. */
export function rejectedFile(path: string, columns: readonly string[]): RejectedFile {
  let stream: WriteStream | undefined;
  const write = async (cells: readonly string[]): Promise<void> => {
    if (!stream) {
      stream = createWriteStream(path, { mode: 0o600 });
      // The mark makes Excel read UTF-8.
      stream.write(`\ufeff${line([...HEAD, ...columns])}`);
    }
    if (!stream.write(line(cells))) await once(stream, 'drain');
  };
  return {
    add: (row, cells, problem) => {
      const { code, de, en } = problemWords(problem);
      return write([String(row), code, en, de, ...cells]);
    },
    close: async () => {
      if (!stream) return;
      stream.end();
      await once(stream, 'close');
    },
  };
}

const line = (cells: readonly string[]): string => `${cells.map(safeCell).join(',')}\r\n`;

/**
 * One cell of CSV. A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers (also negative
 * ones) stay numbers.
 */
export function safeCell(text: string): string {
  const formula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:[.,]\d+)*$/.test(text);
  const safe = formula ? `'${text}` : text;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
