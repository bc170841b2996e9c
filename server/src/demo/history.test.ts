import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar } from './calendar.ts';
import { readDemoFile } from './dataset.ts';
import { type DemoItem, planHistory } from './history.ts';
import { inventShoppers } from './shopper.ts';

const file = readDemoFile();
const calendar = createCalendar('Europe/Berlin');
const anchorAt = Date.UTC(2026, 10, 21, 20, 15);
const at = (anchor: number): DemoItem[] => {
  const history = planHistory(file, { anchorAt: anchor, calendar, currency: 'EUR' });
  return history.items(0, history.total);
};
const items = at(anchorAt);

interface Money {
  total: number;
  document: string;
  products: { price: number; quantity: number }[];
}
const purchases = items.filter((item) => 'properties' in item && item.event !== 'Consent Granted');

describe('history', () => {
  it('is the same every time, so that a broken-off load can go on', () => {
    expect(at(anchorAt)).toEqual(items);
  });

  it('comes in pieces that make up the whole', () => {
    const history = planHistory(file, { anchorAt, calendar, currency: 'EUR' });
    const pieces = [0, 1000, 1001].map((from, i) =>
      history.items(from, [1000, 1001, history.total][i] ?? 0),
    );
    expect(pieces.flat()).toEqual(items);
  });

  it('has a message id of its own for every item', () => {
    expect(new Set(items.map((item) => item.messageId)).size).toBe(items.length);
  });

  it('never lies in the future and reaches the last week, whatever day it is', () => {
    const days = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(days, (anchor) => {
        const times = at(anchor).map((item) => Date.parse(item.timestamp));
        expect(Math.max(...times)).toBeLessThanOrEqual(anchor);
        expect(Math.max(...times)).toBeGreaterThan(anchor - 7 * 86_400_000);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
      { numRuns: 12 },
    );
  });

  it('keeps weekdays: like the data, nothing happens on a Saturday', () => {
    const days = items.map((item) =>
      new Date(calendar.wall(Date.parse(item.timestamp))).getUTCDay(),
    );
    expect(new Set(days)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });

  it('has totals that are the sum of the lines, below zero for what was given back', () => {
    expect(purchases.length).toBeGreaterThan(4000);
    for (const { properties } of purchases) {
      const { total, products, document } = properties as Money;
      const sum = products.reduce((all, line) => all + line.price * line.quantity, 0);
      expect(Math.abs(sum - total)).toBeLessThan(0.005);
      expect(document).toBe(total < 0 ? 'return' : 'sale');
    }
  });

  it('names a shopper by number in the shop and by card at the till', () => {
    const till = purchases.filter((item) => item.event === 'Receipt Issued');
    expect(till.length / purchases.length).toBeGreaterThan(0.2);
    expect(till.some((item) => 'userId' in item)).toBe(false);
    const web = purchases.filter((item) => item.event === 'Order Completed');
    expect(web.every((item) => typeof item.userId === 'string')).toBe(true);
  });
});

describe('invented shoppers', () => {
  const shoppers = inventShoppers(file.customers);

  it('share no e-mail address, card or telephone number', () => {
    for (const values of [
      shoppers.map((shopper) => shopper.email),
      shoppers.flatMap((shopper) => shopper.card ?? []),
      shoppers.flatMap((shopper) => shopper.phone ?? []),
    ]) {
      expect(values.length).toBeGreaterThan(50);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it('have addresses that reach nobody and cards that a scanner accepts', () => {
    for (const shopper of shoppers) {
      expect(shopper.email).toMatch(/^[a-z]+\.[a-z]+(\.\d+)?@beispiel\.example$/);
      if (shopper.card === null) continue;
      const digits = Array.from(shopper.card, Number);
      const sum = digits.reduce((all, digit, i) => all + digit * (i % 2 === 0 ? 1 : 3), 0);
      expect([shopper.card.length, sum % 10]).toEqual([13, 0]);
    }
  });
});
