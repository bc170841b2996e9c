import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import * as XLSX from '@e965/xlsx';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IMPORT_FAULTS } from './fault.ts';
import { type Bench, NEIGHBOUR, openBench, RETAILER } from '../../test/import-bench.ts';
import { createImports } from './imports.ts';
import type { Submit } from './submit.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

interface OrderRow {
  order_id: string;
  kind: string;
  total_minor: number;
  at: Date;
  owner: string | null;
  lines: number;
}

async function orders(prefix: string, retailerId = RETAILER): Promise<OrderRow[]> {
  return bench.db.database.owner<OrderRow[]>`
    select o.order_id, o.kind, o.total_minor, o.at,
      (select value from identity i where i.retailer_id = o.retailer_id and i.profile_id = o.profile_id
        order by kind, value limit 1) as owner,
      (select count(*)::int from order_line l where l.retailer_id = o.retailer_id and l.order_id = o.order_id
        and l.profile_id = o.profile_id) as lines
    from customer_order o
    where o.retailer_id = ${retailerId} and o.order_id like ${`${prefix}%`}
    order by o.order_id, o.total_minor desc`;
}

/** Everything a second import could change, as text. */
async function everything(): Promise<string> {
  const sql = bench.db.database.owner;
  const parts = [
    await sql`select * from event where retailer_id = ${RETAILER} order by id`,
    await sql`select id, version, state::text from profile where retailer_id = ${RETAILER} order by id`,
    await sql`select * from customer_order where retailer_id = ${RETAILER} order by order_id, profile_id`,
    await sql`select * from order_line where retailer_id = ${RETAILER} order by order_id, profile_id, line_no`,
    await sql`select * from product where retailer_id = ${RETAILER} order by product_id`,
    await sql`select * from product_price where retailer_id = ${RETAILER} order by product_id, at`,
    await sql`select * from identity where retailer_id = ${RETAILER} order by kind, value`,
  ];
  return JSON.stringify(parts);
}

const GERMAN = [
  'Bestellnummer;Bestelldatum;Kundennummer;Artikelnummer;Artikelbezeichnung;Menge;Einzelpreis',
  'W1;31.05.2024 14:05;K1;A1;Gießkanne grün;2;1.012,50',
  'W2;01.06.2024 09:00;K2;A2;Blumentöpfe;1;3,20',
  'W1;31.05.2024 14:05;K1;A2;Blumentöpfe;3;3,20',
  'W1;31.05.2024 14:05;K1;A2;Blumentöpfe;3;3,20',
].join('\r\n');

describe('order lines', () => {
  test('Windows-1252, semicolons, decimal comma; rows of an order far apart; equal rows kept', async () => {
    const run = await bench.run(iconv.encode(GERMAN, 'windows-1252'));
    expect(run).toMatchObject({ state: 'done', kind: 'order-lines' });
    expect(run.settings).toMatchObject({ encoding: 'windows-1252', delimiter: ';' });
    expect(run.summary).toMatchObject({ orders: 2, lines: 4, customers: 2, products: 2 });
    expect(await orders('W')).toMatchObject([
      { order_id: 'W1', total_minor: 202_500 + 960 + 960, lines: 3, owner: 'K1' },
      { order_id: 'W2', total_minor: 320, lines: 1, owner: 'K2' },
    ]);
    const [first] = await orders('W1');
    expect(first?.at.toISOString()).toBe('2024-05-31T12:05:00.000Z');
    const product = await bench.deps.catalogue.read(RETAILER, 'A1');
    expect(product?.product).toMatchObject({
      name: 'Gießkanne grün',
      priceMinor: 101_250,
      currency: 'EUR',
      origin: 'order-lines',
    });
  });

  test('a second import changes nothing at all', async () => {
    const before = await everything();
    bench.clock.advance(3_600_000);
    const run = await bench.run(iconv.encode(GERMAN, 'windows-1252'));
    expect(run.progress).toMatchObject({ stored: 0, duplicate: 2, corrected: 0, rejected: 0 });
    expect(await everything()).toBe(before);
  });

  test('a corrected file corrects, also back to what it said at first', async () => {
    const corrected = GERMAN.replace(
      'W2;01.06.2024 09:00;K2;A2;Blumentöpfe;1;3,20',
      'W2;01.06.2024 09:00;K2;A2;Blumentöpfe;5;3,20',
    );
    const run = await bench.run(corrected);
    expect(run.progress).toMatchObject({ stored: 1, corrected: 1, duplicate: 1 });
    expect(await orders('W2')).toMatchObject([{ total_minor: 1600, lines: 1 }]);
    const back = await bench.run(GERMAN);
    expect(back.progress).toMatchObject({ stored: 1, corrected: 1, duplicate: 1 });
    expect(await orders('W2')).toMatchObject([{ total_minor: 320, lines: 1 }]);
  });

  test('an order that moves to another customer leaves no money behind', async () => {
    await bench.run(GERMAN.replace(';K2;', ';K3;'));
    expect(await orders('W2')).toMatchObject([
      { total_minor: 320, kind: 'sale', owner: 'K3' },
      { total_minor: 0, kind: 'adjustment', owner: 'K2', lines: 0 },
    ]);
  });

  test('returns, corrections and sales to nobody known', async () => {
    const rows = Array.from({ length: 8 }, (_, i) => `5${i}00,2024-03-01 10:00,,A1,x,1,2.00`);
    const run = await bench.run(
      [
        'invoice_no,invoice_date,customer_id,stock_code,description,quantity,unit_price_gbp',
        ...rows,
        'C5900,2024-03-02 10:00,K9,A1,x,-2,2.00',
        'A5901,2024-03-02 10:00,,B,Adjust bad debt,1,-9.99',
        '5902,2024-03-02 10:00,,A1,,-5,0',
      ].join('\n'),
    );
    expect(run.summary).toMatchObject({
      sales: 8,
      returns: 1,
      adjustments: 2,
      withoutCustomer: 10,
    });
    expect(run.settings).toMatchObject({ currency: 'GBP', zone: 'Europe/London' });
    expect(await orders('C59')).toMatchObject([{ kind: 'return', total_minor: -400, owner: 'K9' }]);
    expect(await orders('A59')).toMatchObject([
      { kind: 'adjustment', total_minor: -999, owner: null },
    ]);
    expect(await orders('5902')).toMatchObject([{ kind: 'adjustment', total_minor: 0 }]);
    expect(run.summary?.months).toEqual([
      {
        month: '2024-03',
        currency: 'GBP',
        orders: 11,
        sales: 8,
        returns: 1,
        revenueMinor: 1600 - 400 - 999,
      },
    ]);
  });

  test('broken rows go to the rejected file and the others are taken', async () => {
    const run = await bench.run(
      [
        'order_id\tdate\tsku\tqty\tprice\temail',
        'T1\t2024-01-05\tS1\t1\t2.50\tanna@example.org',
        'T2\t2024-01-05\t=cmd()\tviele\t2.50\t',
        'T3\t2024-02-30\tS1\t1\t2.50\t',
        'T4\t2024-01-05\tS1\t1\t2.50\tone@example.org',
        'T4\t2024-01-05\tS1\t1\t2.50\ttwo@example.org',
        '',
        'T5\t2024-01-06\tS1\t1\t2.50',
      ].join('\n'),
      {
        settings: {
          numbers: { qty: { decimal: '.', group: '' }, price: { decimal: '.', group: '' } },
          dates: { date: 'iso' },
        },
      },
    );
    expect(run.progress).toMatchObject({ rows: 6, stored: 1, rejected: 5 });
    expect(run.progress.reasons).toEqual({
      number_invalid: 1,
      date_invalid: 1,
      order_mixed_customers: 2,
      columns_missing: 1,
    });
    const file = await bench.imports.rejectedPath(RETAILER, run.id);
    const text = await readFile(file ?? '', 'utf8');
    expect(text).toContain('row,reason,explanation_en,explanation_de,order_id,date');
    expect(text).toContain('3,number_invalid');
    expect(text).toContain("'=cmd()");
    expect(text).toContain('keine Zahl');
    expect((await orders('T')).map((order) => order.order_id)).toEqual(['T1']);
  });
});

describe('other kinds', () => {
  test('customers from a workbook become shoppers; a placeholder names nobody', async () => {
    const sheet = XLSX.utils.aoa_to_sheet(
      [
        ['Kundennummer', 'Vorname', 'Nachname', 'E-Mail', 'Telefon', 'Geburtsdatum', 'PLZ', 'Ort'],
        [
          'X1',
          'Ada',
          'Lovelace',
          'Ada@Example.org',
          '030 123456',
          new Date(Date.UTC(1990, 11, 10)),
          '01067',
          'Köln',
        ],
        ['0', 'Gast', '', '', '', null, '', ''],
      ],
      { UTC: true, cellDates: true } as XLSX.AOA2SheetOpts,
    );
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, 'Kunden');
    const run = await bench.run(
      XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer,
      {},
      { name: 'kunden.xlsx' },
    );
    expect(run).toMatchObject({ state: 'done', kind: 'customers' });
    expect(run.progress).toMatchObject({
      stored: 1,
      rejected: 1,
      reasons: { identity_missing: 1 },
    });
    const sql = bench.db.database.owner;
    const [card] =
      await sql`select name, email, city from profile_card where retailer_id = ${RETAILER} and name = 'Ada Lovelace'`;
    expect(card).toMatchObject({ email: 'ada@example.org', city: 'Köln' });
    const [event] =
      await sql`select body::text as body from event where retailer_id = ${RETAILER} and kind = 'identify'`;
    expect(event?.['body']).toContain('1990-12-10');
  });

  test('orders; the last row about an order counts and the one before is reported', async () => {
    const run = await bench.run(
      [
        'Auftragsnr;Auftragsdatum;Kundennr;Gesamtbetrag;Status',
        'O1;05.01.2024;K1;10,00;',
        'O1;05.01.2024;K1;12,00;',
        'O2;06.01.2024;K1;99,00;storniert',
      ].join('\n'),
    );
    expect(run.kind).toBe('orders');
    expect(run.progress).toMatchObject({ stored: 2, rejected: 1, reasons: { superseded: 1 } });
    expect(await orders('O')).toMatchObject([{ total_minor: 1200 }, { total_minor: 9900 }]);
    const [second] = await bench.db.database
      .owner`select status from customer_order where retailer_id = ${RETAILER} and order_id = 'O2'`;
    expect(second?.['status']).toBe('cancelled');
  });

  test('products; rows from order lines never replace them', async () => {
    const text = [
      'Artikelnummer;Bezeichnung;Kategorie;Marke;Preis;EAN;Bild;Farbe',
      'A1;Gießkanne 5 l;Garten > Bewässerung;Grün & Co;24,90;4006381333931;https://shop.example/a1.jpg;grün',
      'P9;Böse;X;;1,00;123;javascript:alert(1);',
    ].join('\n');
    const run = await bench.run(text, { settings: { extras: ['Farbe'] } });
    expect(run.kind).toBe('products');
    const read = await bench.deps.catalogue.byIds(RETAILER, ['A1', 'P9']);
    expect(read.get('A1')).toMatchObject({
      name: 'Gießkanne 5 l',
      categoryPath: ['Garten', 'Bewässerung'],
      brand: 'Grün & Co',
      priceMinor: 2490,
      gtin: '4006381333931',
      image: 'https://shop.example/a1.jpg',
      attributes: { Farbe: 'grün' },
      origin: 'import',
    });
    expect(read.get('P9')).toMatchObject({ image: null, gtin: null });
    const again = await bench.run(text, { settings: { extras: ['Farbe'] } });
    expect(again.progress).toMatchObject({ stored: 0, duplicate: 2 });
    await bench.run(GERMAN.replaceAll('W', 'V'));
    expect((await bench.deps.catalogue.read(RETAILER, 'A1'))?.product.name).toBe('Gießkanne 5 l');
    const found = await bench.deps.catalogue.search(RETAILER, { q: 'bewässerung gieß', limit: 10 });
    expect(found.products.map((product) => product.productId)).toEqual(['A1']);
  });
});

describe('safety', () => {
  const file = [
    'order_id,date,customer_id,sku,qty,price',
    ...Array.from({ length: 1000 }, (_, i) => `R${i},2024-01-05,RC${i % 50},S1,1,2.50`),
  ].join('\n');

  test('a run that dies half-way is done by the next one, each order once', async () => {
    let calls = 0;
    const real = bench.deps.submit;
    const dying: Submit = async (source, items) => {
      const results = await real(source, items);
      if (++calls >= 2) throw new Error('power cut');
      return results;
    };
    const broken = openBenchOn(bench, dying);
    await expect(broken(file)).rejects.toThrow('power cut');
    const half = (await orders('R')).length;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(1000);
    const run = await bench.run(file);
    expect(run.progress).toMatchObject({ stored: 1000 - half, duplicate: half });
    const all = await orders('R');
    expect(all.length).toBe(1000);
    expect(all.every((order) => order.total_minor === 250 && order.lines === 1)).toBe(true);
  });

  test('a run whose process died is shown as interrupted and can be started again', async () => {
    const { run } = await bench.imports.upload(RETAILER, {
      name: 'a.csv',
      data: Readable.from([Buffer.from('order_id,date,sku,qty,price\nI1,2024-01-05,S1,1,2.50\n')]),
      createdBy: 'test',
      choices: {},
    });
    await bench.imports.start(RETAILER, run.id, {}, async () => undefined);
    await bench.db.database.owner`update import_run set state = 'running' where id = ${run.id}`;
    bench.clock.advance(120_000);
    expect((await bench.imports.read(RETAILER, run.id)).state).toBe('interrupted');
    await bench.imports.start(RETAILER, run.id, {}, async () => undefined);
    await bench.imports.work(RETAILER, run.id);
    expect((await bench.imports.read(RETAILER, run.id)).state).toBe('done');
    expect(await orders('I1')).toMatchObject([{ total_minor: 250 }]);
    await bench.imports.work(RETAILER, run.id);
    expect((await bench.imports.read(RETAILER, run.id)).state).toBe('done');
    await bench.imports.remove(RETAILER, run.id);
    await expect(bench.imports.read(RETAILER, run.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('cancelling stops a run at its next look', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `Q${i},2024-01-05,RC${i % 50},S1,1,2.50`);
    let asked = false;
    const cancelling: Submit = async (source, items) => {
      if (!asked) {
        asked = true;
        const [running] = await bench.imports.list(RETAILER);
        await bench.imports.cancel(RETAILER, running?.id ?? '');
      }
      bench.clock.advance(600);
      return bench.deps.submit(source, items);
    };
    const other = openBenchOn(bench, cancelling);
    const run = await other(['order_id,date,customer_id,sku,qty,price', ...rows].join('\n'));
    expect(run.state).toBe('cancelled');
    expect((await orders('Q')).length).toBeLessThan(3000);
  });

  test('two imports of a retailer at a time are refused', async () => {
    const slow: Submit = async (source, items) => {
      await expect(bench.run(file)).rejects.toMatchObject({ code: 'already_running' });
      return bench.deps.submit(source, items);
    };
    const other = openBenchOn(bench, slow);
    await other('order_id,date,sku,qty,price\nZ1,2024-01-05,S1,1,2.50\n');
    expect(await orders('Z1')).toHaveLength(1);
  });

  test('the neighbour keeps what is hers', async () => {
    const before = await orders('', NEIGHBOUR);
    await bench.run(GERMAN.replaceAll('W', 'N-'), {}, { retailerId: NEIGHBOUR });
    expect((await orders('N-')).length).toBe(0);
    expect((await orders('N-', NEIGHBOUR)).map((order) => order.order_id)).toEqual([
      'N-1',
      'N-1',
      'N-2',
    ]);
    expect(before).toHaveLength(1);
    expect(await bench.imports.list(NEIGHBOUR)).toHaveLength(1);
    const mine = await bench.imports.list(RETAILER);
    await expect(bench.imports.read(NEIGHBOUR, mine[0]?.id ?? '')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test.each([
    ['file_empty', 'order_id,date\n', 'a.csv'],
    ['file_unreadable', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), 'a.csv.gz'],
    ['workbook_unreadable', Buffer.from('PK\u0003\u0004 no workbook'), 'a.xlsx'],
    ['mapping_incomplete', 'a,b\n1,2\n', 'a.csv'],
  ] as const)('%s is said clearly', async (code, content, name) => {
    const data = typeof content === 'string' ? content : Buffer.from(content);
    await expect(bench.run(data, {}, { name })).rejects.toMatchObject({ code });
    expect(IMPORT_FAULTS[code].de).not.toBe('');
  });
});

/** The same house with another way to ingest. */
function openBenchOn(base: Bench, submit: Submit) {
  const imports = createImports({ ...base.deps, submit });
  return async (content: string) => {
    const file = path.join(base.folder, 'other.csv');
    await writeFile(file, content);
    return imports.runFile(RETAILER, {
      path: file,
      name: 'other.csv',
      createdBy: 'test',
      choices: {},
      dryRun: false,
      onPreview: () => undefined,
      onProgress: () => undefined,
    });
  };
}
