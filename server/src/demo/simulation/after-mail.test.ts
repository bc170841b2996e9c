import { describe, expect, it } from 'vitest';
import { readDemoFile } from '../dataset.ts';
import { purchaseAfter } from './after-mail.ts';
import { buildWorld } from './world.ts';

const AT = Date.UTC(2026, 10, 22, 9, 30);
const idOf = (n: number): string =>
  `01a2021d-0000-7000-8000-${(n * 7919).toString(16).padStart(12, '0')}`;
const world = buildWorld(readDemoFile(), 'EUR');
const bought = world.shoppers.slice(0, 300).map((shopper, n) => ({
  shopper,
  sold: purchaseAfter(world, { deliveryId: idOf(n), shopper, at: AT }),
}));

describe('what is bought after a mail of the demo', () => {
  it('is the same every time, has a number of its own, and says that it is simulated', () => {
    const [first] = world.shoppers;
    if (!first) throw new Error('The demo has no shoppers.');
    const again = purchaseAfter(world, { deliveryId: idOf(0), shopper: first, at: AT });
    expect(again).toEqual(bought[0]?.sold);
    expect(new Set(bought.map(({ sold }) => sold.item.messageId)).size).toBe(bought.length);
    const numbers = bought.map(
      ({ sold }) => (sold.item['properties'] as { order_id: string }).order_id,
    );
    expect(new Set(numbers).size).toBe(bought.length);
    expect(bought.every(({ sold }) => sold.item.context.simulated)).toBe(true);
  });

  it('is known to be theirs, by the card at the till and the number in the web shop', () => {
    const tills = bought.filter(({ sold }) => sold.source === 'till');
    expect(tills.length).toBeGreaterThan(20);
    expect(tills.length).toBeLessThan(200);
    for (const { shopper, sold } of bought) {
      const said = sold.item['properties'] as { card_number?: string; total: number };
      if (sold.source === 'till') expect(said.card_number).toBe(shopper.card);
      else expect(sold.item['userId']).toBe(shopper.userId);
      expect(said.total).toBeGreaterThan(0);
    }
  });
});
