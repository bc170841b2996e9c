import { describe, expect, test } from 'vitest';
import { detect } from './detect.ts';
import { detectPrefixes, documentOf } from './document.ts';
import { currencyInName, suggestKind, suggestMapping } from './fields.ts';
import { whoOf } from './item.ts';
import { orderOfLines } from './order.ts';
import { makePlan, readRow, type RowValues } from './row.ts';

describe('columns by name', () => {
  test.each([
    [
      'Online Retail as published',
      'InvoiceNo StockCode Description Quantity InvoiceDate UnitPrice CustomerID Country',
      'order-lines',
      { order_id: 'InvoiceNo', product_id: 'StockCode', unit_price: 'UnitPrice' },
    ],
    [
      'German shop system',
      'Bestellnummer Bestelldatum Kundennummer Artikelnummer Artikelbezeichnung Menge Einzelpreis',
      'order-lines',
      { order_id: 'Bestellnummer', product_name: 'Artikelbezeichnung', quantity: 'Menge' },
    ],
    [
      'German orders',
      'Rechnungsnr Rechnungsdatum Kundennr E-Mail Gesamtbetrag Versandkosten MwSt',
      'orders',
      { order_id: 'Rechnungsnr', total: 'Gesamtbetrag', email: 'E-Mail' },
    ],
    [
      'customers',
      'Kundennummer Vorname Nachname E-Mail-Adresse Telefon Straße PLZ Ort Geburtsdatum',
      'customers',
      { customer_id: 'Kundennummer', postal_code: 'PLZ', birthday: 'Geburtsdatum' },
    ],
    [
      'products',
      'Artikelnummer Bezeichnung Kategorie Marke Preis EAN Bild',
      'products',
      { product_id: 'Artikelnummer', name: 'Bezeichnung', gtin: 'EAN' },
    ],
    [
      'Shopify',
      'Name Email Created_at Lineitem_quantity Lineitem_name Lineitem_price Lineitem_sku Currency',
      'order-lines',
      { order_id: 'Name', product_id: 'Lineitem_sku', unit_price: 'Lineitem_price' },
    ],
  ] as const)('%s', (_title, names, kind, mapping) => {
    const columns = names.split(' ');
    expect(suggestKind(columns)).toBe(kind);
    expect(suggestMapping(kind, columns)).toMatchObject(mapping);
  });
  test('names that say nothing suggest nothing', () => {
    expect(suggestKind(['a', 'b', 'c'])).toBeUndefined();
  });
  test('currency in a name', () => {
    expect(currencyInName('unit_price_gbp')).toBe('GBP');
    expect(currencyInName('Preis in €')).toBe('EUR');
    expect(currencyInName('Preis (EUR)')).toBe('EUR');
    expect(currencyInName('Kosteneuro')).toBeUndefined();
    expect(currencyInName('Menge')).toBeUndefined();
  });
});

describe('documents', () => {
  const rules = {
    prefixes: detectPrefixes([
      ...Array.from({ length: 20 }, (_, i) => ({ orderId: String(1000 + i), negative: false })),
      { orderId: 'C1021', negative: true },
    ]),
    negativeIsReturn: true,
    worthlessIsAdjustment: true,
  };
  const order = (orderId: string, total: bigint, quantity: bigint, hasCustomer = true) =>
    documentOf(
      {
        orderId,
        named: undefined,
        total: { units: total, scale: 2 },
        quantities: [{ units: quantity, scale: 0 }],
        hasCustomer,
      },
      rules,
    );
  test('letters before the number, then the figures', () => {
    expect(rules.prefixes).toEqual([
      { prefix: 'C', document: 'return' },
      { prefix: 'A', document: 'adjustment' },
    ]);
    expect(order('1', 100n, 1n)).toBe('sale');
    expect(order('C2', -100n, -1n)).toBe('return');
    expect(order('A3', -100n, 1n)).toBe('adjustment');
    expect(order('4', -100n, -1n)).toBe('return');
    expect(order('5', 0n, -1n, false)).toBe('adjustment');
    expect(order('6', 0n, 1n, true)).toBe('sale');
  });
  test('C before ordinary orders is no sign of a return', () => {
    const orders = Array.from({ length: 20 }, (_, i) => ({
      orderId: `${i % 5 === 0 ? 'C' : ''}${i}`,
      negative: false,
    }));
    expect(detectPrefixes(orders).map((entry) => entry.prefix)).not.toContain('C');
  });
  test('letters before every number: only known ones with negative orders', () => {
    const orders = [
      { orderId: 'RE1', negative: false },
      { orderId: 'RE2', negative: false },
      { orderId: 'GS1', negative: true },
    ];
    expect(detectPrefixes(orders)).toEqual([{ prefix: 'GS', document: 'return' }]);
  });
  test('a document column decides', () => {
    const evidence = {
      orderId: '1',
      total: { units: 5n, scale: 0 },
      quantities: [],
      hasCustomer: true,
    };
    expect(documentOf({ ...evidence, named: 'Gutschrift' }, rules)).toBe('return');
    expect(documentOf({ ...evidence, named: 'Rechnung' }, rules)).toBe('sale');
  });
});

const settings = {
  currency: 'EUR',
  channel: null,
  documents: { prefixes: [], negativeIsReturn: true, worthlessIsAdjustment: true },
};
const line = (over: RowValues = {}): RowValues => ({
  order_id: '1',
  ordered_at: 1_700_000_000_000,
  customer_id: 'K1',
  product_id: 'A',
  quantity: '3',
  unit_price: '0.335',
  ...over,
});

describe('orders', () => {
  test('the total is exact before it is rounded, and equal lines stay two lines', () => {
    const result = orderOfLines([line(), line()], settings);
    expect(result.ok && result.order).toMatchObject({ totalMinor: 201, lines: 2 });
  });
  test('shipping is added once, a discount taken off', () => {
    const result = orderOfLines(
      [line({ shipping: '4.9', discount: '1' }), line({ shipping: '4.9' })],
      settings,
    );
    expect(result.ok && result.order.totalMinor).toBe(201 + 490 - 100);
  });
  test('the date may stand in the first row only', () => {
    const { ordered_at: _omitted, ...second } = line();
    expect(orderOfLines([line(), second], settings).ok).toBe(true);
    expect(orderOfLines([second], settings)).toMatchObject({
      problem: { code: 'field_missing', column: 'ordered_at' },
    });
  });
  test('two customers in one order is a fault of the file', () => {
    expect(orderOfLines([line(), line({ customer_id: 'K2' })], settings)).toMatchObject({
      problem: { code: 'order_mixed_customers' },
    });
  });
  test('the same content has the same digest, other content another', () => {
    const digest = (rows: RowValues[]): string => {
      const result = orderOfLines(rows, settings);
      return result.ok ? result.order.item.content : '';
    };
    expect(digest([line()])).toBe(digest([line()]));
    expect(digest([line()])).not.toBe(digest([line({ quantity: '4' })]));
    expect(digest([line()])).not.toBe(digest([line({ customer_id: 'K2' })]));
  });
  test.each(['0', 'Gast', 'NULL', '-', 'Barverkauf'])('%s is nobody', (customer) => {
    expect(whoOf({ customer_id: customer }).key).toBeNull();
  });
});

describe('rows', () => {
  const columns = ['Bestellnummer', 'Datum', 'Artikel', 'Menge', 'Preis'];
  const cells = ['7', '31.05.2024 14:00', 'A1', '2', '1.234,50'];
  const detection = detect(
    columns,
    [{ row: 2, cells }],
    { encoding: 'utf-8', delimiter: ';', header: true, sheet: null },
    { currency: 'EUR', zone: 'Europe/Berlin' },
  );
  const plan = makePlan(
    'order-lines',
    columns,
    detection.mapping,
    detection.settings,
    Date.UTC(2026, 0, 1),
  );
  test('a German row', () => {
    expect(readRow(plan, cells)).toMatchObject({
      ok: true,
      values: { order_id: '7', ordered_at: Date.UTC(2024, 4, 31, 12), unit_price: '1234.50' },
    });
  });
  test.each([
    ['number_invalid', ['7', '31.05.2024', 'A1', 'zwei', '1']],
    ['date_invalid', ['7', '31.31.2024', 'A1', '2', '1']],
    ['date_out_of_range', ['7', '31.05.2054', 'A1', '2', '1']],
    ['field_missing', ['', '31.05.2024', 'A1', '2', '1']],
    ['columns_missing', ['7', '31.05.2024', 'A1']],
    ['columns_surplus', ['7', '31.05.2024', 'A1', '2', '1', 'x']],
    ['text_too_long', ['7'.repeat(300), '31.05.2024', 'A1', '2', '1']],
    ['number_too_large', ['7', '31.05.2024', 'A1', '2', '9999999999999']],
  ])('%s', (code, broken) => {
    expect(readRow(plan, broken)).toMatchObject({ ok: false, problem: { code } });
  });
});
