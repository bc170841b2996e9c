import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * The file in data/, made by tools/demo-data. Rows are arrays to keep it small.
 * Source: Chen, D. (2015), Online Retail, UCI Machine Learning Repository, CC BY 4.0; changes in tools/demo-data/README.md.
 */
export interface DemoFile {
  version: 1;
  /** Minute (since 1970, the shop's local time read as UTC) of the first invoice. */
  startMinute: number;
  categories: { id: string; en: string; de: string }[];
  /** Stock code, English name, index of the category, usual price in minor units, German name if there is one. */
  products: (
    | [code: string, en: string, category: number, priceMinor: number]
    | [code: string, en: string, category: number, priceMinor: number, de: string]
  )[];
  /** Customer number and ISO country. */
  customers: [id: string, country: string][];
  invoices: DemoFileInvoice[];
}

/**
 * Number ("C…" = goods given back), index of the customer (-1 = nobody known), minutes since the invoice
 * before, and the lines, flat: index of the product, quantity, unit price in minor units, and again.
 */
export type DemoFileInvoice = [no: string, customer: number, minutes: number, lines: number[]];

/** Reads the compact file; about 50 ms. Throws when the file is missing or of another version. */
export function readDemoFile(): DemoFile {
  const packed = readFileSync(new URL('data/online-retail.json.gz', import.meta.url));
  const file = JSON.parse(gunzipSync(packed).toString('utf8')) as DemoFile;
  if (file.version !== 1) throw new Error('data/online-retail.json.gz is of another version.');
  return file;
}
