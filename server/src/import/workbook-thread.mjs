/**
 * Runs in a thread of its own, whose memory is bounded: a workbook that is too much for it takes the thread down and not the
 * server. Plain JavaScript, because threads start without the TypeScript loader.
 *
 * In (workerData): path, out (the CSV to write), sheet (name or null for the first with rows), limits.
 * Out (one message): { ok: true, sheets, sheet } or { ok: false, code, detail }.
 */
import { closeSync, createReadStream, openSync, readFileSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import * as XLSX from '@e965/xlsx';
import { Unzip, UnzipInflate } from 'fflate';

const { path, out, sheet, limits } = workerData;

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort.postMessage(await answer());

async function answer() {
  try {
    await refuseBomb();
    return { ok: true, ...convert() };
  } catch (error) {
    const code = error.code === 'file_too_large' ? 'file_too_large' : 'workbook_unreadable';
    return { ok: false, code, detail: error.message };
  }
}

/** Unpacks all parts without keeping them and stops as soon as they are too large together; sizes in the zip may lie. */
async function refuseBomb() {
  let inflated = 0;
  let failure;
  const unzip = new Unzip((part) => {
    part.ondata = (error, chunk) => {
      if (error) failure ??= error;
      else inflated += chunk.length;
      if (inflated > limits.inflatedBytesMax && !failure) {
        failure = Object.assign(new Error('unpacked too large'), { code: 'file_too_large' });
        part.terminate();
      }
    };
    part.start();
  });
  unzip.register(UnzipInflate);
  // Small pieces: a piece of 16 KB cannot become more than about 16 MB at once.
  for await (const chunk of createReadStream(path, { highWaterMark: 16 * 1024 })) {
    unzip.push(chunk);
    if (failure) throw failure;
  }
  unzip.push(new Uint8Array(0), true);
  if (failure) throw failure;
}

function convert() {
  const names = XLSX.read(readFileSync(path), { bookSheets: true }).SheetNames;
  const order = sheet === null ? names : names.filter((name) => name === sheet);
  for (const name of order) {
    const book = XLSX.read(readFileSync(path), {
      dense: true,
      sheets: name,
      cellNF: true,
      cellDates: false,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      sheetRows: limits.rowsMax,
    });
    const rows = book.Sheets[name]?.['!data'] ?? [];
    if (rows.length === 0 && sheet === null) continue;
    write(rows, book.Workbook?.WBProps?.date1904 === true);
    return { sheets: names, sheet: name };
  }
  throw new Error('no sheet with rows');
}

function write(rows, from1904) {
  const file = openSync(out, 'w', 0o600);
  let pending = '';
  try {
    for (let r = 0; r < rows.length; r++) {
      const cells = rows[r] ?? [];
      const texts = [];
      for (let c = 0; c < cells.length; c++) texts.push(quoted(textOf(cells[c], from1904)));
      pending += `${texts.join(',')}\n`;
      if (pending.length > 1 << 16) {
        writeSync(file, pending);
        pending = '';
      }
    }
    writeSync(file, pending);
  } finally {
    closeSync(file);
  }
}

/** A cell's value without its formatting, except that numbers formatted as a date become one. */
function textOf(cell, from1904) {
  if (!cell || cell.v === undefined || cell.v === null || cell.t === 'e' || cell.t === 'z')
    return '';
  if (cell.t === 'b') return cell.v ? 'TRUE' : 'FALSE';
  if (cell.t !== 'n') return String(cell.v);
  if (cell.z !== undefined && XLSX.SSF.is_date(String(cell.z))) return dateText(cell.v, from1904);
  return String(cell.v);
}

/** Days since 30 December 1899 (or 1 January 1904) as wall-clock text; below one day it is a time of day. */
function dateText(serial, from1904) {
  const days = from1904 ? serial + 1462 : serial;
  const seconds = Math.round(days * 86_400);
  const wall = new Date(Date.UTC(1899, 11, 30) + seconds * 1000);
  if (Number.isNaN(wall.getTime())) return String(serial);
  const [date, rest] = wall.toISOString().split('T');
  const time = rest.slice(0, 8);
  if (serial >= 0 && serial < 1) return time;
  return time === '00:00:00' ? date : `${date} ${time}`;
}

function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
