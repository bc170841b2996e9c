/**
 * Makes server/src/demo/data/online-retail.json.gz from the file of Online Retail.
 *
 *   npx tsx tools/demo-data/make.ts path/to/transactions.csv.gz
 *
 * The same input gives the same bytes. What is changed against the source is listed in README.md beside this file.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { DemoFile, DemoFileInvoice } from '../../server/src/demo/index.ts';
import { CATEGORIES, categoryOf } from './category.ts';
import { COUNTRIES } from './country.ts';
import { germanName, readableName } from './names.ts';

interface Row {
  invoice_no: string;
  stock_code: string;
  description: string;
  quantity: string;
  invoice_date: string;
  unit_price_gbp: string;
  customer_id: string;
  country: string;
}

interface Invoice {
  no: string;
  customer: string;
  country: string;
  minute: number;
  rows: Row[];
}

const CUSTOMERS = 760;
const RECEIPTS_WITHOUT_CUSTOMER = 420;
/** Wholesalers would make a shop for consumers look odd: what an average invoice may hold at most. */
const AVERAGE_PENCE_MAX = 60_000;
const AVERAGE_LINES_MAX = 24;
const RECEIPT_LINES_MAX = 10;
/** The home market and its neighbours are taken whole, so that the German-speaking shoppers are many. */
const TAKEN_WHOLE = new Set(['Germany', 'Austria', 'Switzerland']);
const GOODS = /^\d{5}[A-Z]{0,2}$/;

const input = process.argv[2];
if (!input) throw new Error('Say where transactions.csv.gz of Online Retail is.');
const invoices = readInvoices(input);
const chosen = choose(invoices);
const file = pack(chosen);
const target = fileURLToPath(
  new URL('../../server/src/demo/data/online-retail.json.gz', import.meta.url),
);
const bytes = gzipSync(JSON.stringify(file), { level: 9 });
// The header's "operating system" byte differs between machines; 255 = unknown keeps the file the same everywhere.
bytes[9] = 255;
writeFileSync(target, bytes);
const lines = chosen.reduce((sum, invoice) => sum + invoice.rows.length, 0);
console.log(
  `${file.customers.length} customers, ${file.invoices.length} invoices, ${lines} lines, ` +
    `${file.products.length} products, ${bytes.length} bytes`,
);

function readInvoices(path: string): Invoice[] {
  const rows = parse(gunzipSync(readFileSync(path)), { columns: true }) as Row[];
  const byNo = new Map<string, Invoice>();
  for (const row of rows) {
    const code = row.stock_code.toUpperCase();
    if (!GOODS.test(code) || pence(row) <= 0 || Number(row.quantity) === 0) continue;
    const invoice = byNo.get(row.invoice_no) ?? {
      no: row.invoice_no,
      customer: row.customer_id,
      country: row.country,
      minute: Date.parse(`${row.invoice_date.replace(' ', 'T')}Z`) / 60_000,
      rows: [],
    };
    invoice.rows.push(row);
    byNo.set(row.invoice_no, invoice);
  }
  return [...byNo.values()].sort((a, b) => a.minute - b.minute || (a.no < b.no ? -1 : 1));
}

/** Customers with their whole history, and small sales to nobody known (they become receipts of the till). */
function choose(all: Invoice[]): Invoice[] {
  const histories = new Map<string, Invoice[]>();
  for (const invoice of all.filter((each) => each.customer !== '')) {
    histories.set(invoice.customer, [...(histories.get(invoice.customer) ?? []), invoice]);
  }
  const consumers = [...histories].filter(([, history]) => isConsumer(history));
  const order = consumers.toSorted((a, b) => rank(a) - rank(b));
  const customers = new Set(order.slice(0, CUSTOMERS).map(([customer]) => customer));
  const receipts = all
    .filter((each) => each.customer === '' && !each.no.startsWith('C'))
    .filter((each) => each.rows.length <= RECEIPT_LINES_MAX && total(each) <= 20_000)
    .filter((each) => each.rows.every((row) => Number(row.quantity) > 0))
    .toSorted((a, b) => share(a.no) - share(b.no))
    .slice(0, RECEIPTS_WITHOUT_CUSTOMER);
  const taken = new Set(receipts);
  return all.filter((each) => customers.has(each.customer) || taken.has(each));
}

function isConsumer(history: Invoice[]): boolean {
  const sales = history.filter((invoice) => !invoice.no.startsWith('C'));
  if (sales.length === 0 || !COUNTRIES[history[0]?.country ?? '']) return false;
  const average = sales.reduce((sum, each) => sum + total(each), 0) / sales.length;
  const rows = sales.reduce((sum, each) => sum + each.rows.length, 0) / sales.length;
  const home = TAKEN_WHOLE.has(history[0]?.country ?? '') ? 2 : 1;
  return average <= AVERAGE_PENCE_MAX * home && rows <= AVERAGE_LINES_MAX * home;
}

/** Weighted sampling without replacement (Efraimidis and Spirakis): frequent shoppers are somewhat likelier. */
function rank([customer, history]: [string, Invoice[]]): number {
  if (TAKEN_WHOLE.has(history[0]?.country ?? '')) return -1;
  return -Math.log(share(customer)) / Math.sqrt(history.length);
}

/** A fixed number in (0, 1) for a text. */
function share(text: string): number {
  return (createHash('sha256').update(text).digest().readUInt32BE(0) + 1) / (2 ** 32 + 2);
}

function pack(chosenInvoices: Invoice[]): DemoFile {
  const rows = chosenInvoices.flatMap((invoice) => invoice.rows);
  const codes = [...new Set(rows.map(codeOf))].sort();
  const codeIndex = new Map(codes.map((code, index) => [code, index]));
  const rowsByCode = groupBy(rows, codeOf);
  const products = codes.map((code): DemoFile['products'][number] => {
    const own = rowsByCode.get(code) ?? [];
    const description = mostCommon(own.map((row) => row.description.trim()).filter(isName)) ?? code;
    const price = median(own.map(pence));
    const german = germanName(code);
    const named = [code, readableName(description), categoryOf(description), price] as const;
    return german ? [...named, german] : [...named];
  });
  const customers = [...new Set(chosenInvoices.map((each) => each.customer))]
    .filter(Boolean)
    .sort();
  const customerIndex = new Map(customers.map((customer, index) => [customer, index]));
  const countries = new Map(chosenInvoices.map((each) => [each.customer, each.country]));
  let before = chosenInvoices[0]?.minute ?? 0;
  return {
    version: 1,
    startMinute: before,
    categories: CATEGORIES.map(({ id, en, de }) => ({ id, en, de })),
    products,
    customers: customers.map((each) => [each, COUNTRIES[countries.get(each) ?? ''] ?? 'GB']),
    invoices: chosenInvoices.map((invoice): DemoFileInvoice => {
      const step = invoice.minute - before;
      before = invoice.minute;
      const lines = joined(invoice.rows, codeIndex);
      return [invoice.no, customerIndex.get(invoice.customer) ?? -1, step, lines];
    }),
  };
}

/** Lines of one product at one price become one; flat: product, quantity, price in pence, product, … */
function joined(rows: Row[], codeIndex: Map<string, number>): number[] {
  const sums = new Map<string, [number, number, number]>();
  for (const row of rows) {
    const key = `${codeOf(row)} ${pence(row)}`;
    const sum = sums.get(key) ?? [codeIndex.get(codeOf(row)) ?? 0, 0, pence(row)];
    sum[1] += Number(row.quantity);
    sums.set(key, sum);
  }
  return [...sums.values()].filter(([, quantity]) => quantity !== 0).flat();
}

function codeOf(row: Row): string {
  return row.stock_code.toUpperCase();
}

function pence(row: Row): number {
  return Math.round(Number(row.unit_price_gbp) * 100);
}

function total(invoice: Invoice): number {
  return invoice.rows.reduce((sum, row) => sum + pence(row) * Number(row.quantity), 0);
}

/** Remarks such as "damaged" or "?" stand in the same column; the shop's names are in capitals. */
function isName(description: string): boolean {
  return description.length > 4 && !/[a-z]{4}|\?/.test(description);
}

function mostCommon(values: string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function groupBy<T>(values: T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}
