import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as XLSX from '@e965/xlsx';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asTextFile } from './workbook.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'augenblick-workbook-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, content: Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

function workbook(sheets: Record<string, unknown[][]>): Uint8Array {
  const book = XLSX.utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    const options = { UTC: true, cellDates: true } as XLSX.AOA2SheetOpts;
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows, options), name);
  }
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
}

test('the first sheet with rows becomes text; dates as on the wall, numbers in full', async () => {
  const file = await written(
    'a.xlsx',
    workbook({
      leer: [],
      Verkauf: [
        ['Nr', 'Wann', 'Preis', 'Text', 'EAN'],
        [1, new Date(Date.UTC(2024, 4, 31, 14, 5)), 2.55, 'a "b", c', 4_006_381_333_931],
        [2, new Date(Date.UTC(2024, 4, 31)), -0.1, '', null],
      ],
    }),
  );
  const text = await asTextFile(file, null);
  expect(text).toMatchObject({ sheets: ['leer', 'Verkauf'], sheet: 'Verkauf' });
  expect(await readFile(text.path, 'utf8')).toBe(
    'Nr,Wann,Preis,Text,EAN\n1,2024-05-31 14:05:00,2.55,"a ""b"", c",4006381333931\n2,2024-05-31,-0.1,\n',
  );
});

test('another sheet by name; one that is not there is said', async () => {
  const file = await written('b.xlsx', workbook({ eins: [['a']], zwei: [['b']] }));
  expect(await readFile((await asTextFile(file, 'zwei')).path, 'utf8')).toBe('b\n');
  await expect(asTextFile(file, 'drei')).rejects.toMatchObject({ code: 'workbook_unreadable' });
});

test('a workbook that unpacks to far more than it is stops before it is read', async () => {
  const sheet = new Uint8Array(3 * 1024 * 1024);
  const bomb = zipSync({ 'xl/workbook.xml': strToU8('<a/>'), 'xl/worksheets/sheet1.xml': sheet });
  expect(bomb.length).toBeLessThan(100_000);
  const file = await written('bomb.xlsx', bomb);
  await expect(asTextFile(file, null, 1024 * 1024)).rejects.toMatchObject({
    code: 'file_too_large',
  });
});

test('a text file stays what it is', async () => {
  const file = await written('c.csv', strToU8('a,b\n1,2\n'));
  expect(await asTextFile(file, null)).toEqual({ path: file, sheets: [], sheet: null });
});
