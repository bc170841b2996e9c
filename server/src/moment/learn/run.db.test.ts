import type { RetailerId } from '@augenblick/contract';
import type { MomentLearning as LearningView } from '@augenblick/contract/api/moment.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ShopperHouse, shopperHouse } from '../../../test/shopper-house.ts';
import { differences } from '../../../test/write-path.ts';
import { seededRandom, silentLog } from '../../runtime/index.ts';
import { loadModels } from '../models.ts';
import { createMomentLearning, type MomentLearning } from './run.ts';

const ONE = 1 as RetailerId;
const TWO = 2 as RetailerId;
const DAY = 86_400_000;
let house: ShopperHouse;
let learning: MomentLearning;
const asked: { name: string; runAt: number | undefined }[] = [];
const random = seededRandom(5);

beforeAll(async () => {
  house = await shopperHouse();
  learning = createMomentLearning({
    database: house.db.database,
    clock: house.clock,
    log: silentLog,
    jobs: {
      define: () => undefined,
      add: (_sql, name, _payload, options) => {
        asked.push({ name, runAt: options?.runAt });
        return Promise.resolve();
      },
    },
  });
});
afterAll(() => house.close());

/** Visitors of a shop whose customers look once and buy at once – not what the rule thinks. */
async function visits(from: number, count: number): Promise<void> {
  const start = house.clock.now();
  const items = Array.from({ length: count }, (_, i) => {
    const anonymousId = `visitor-${from + i}`;
    let at = start + i * 1000;
    const product = { product_id: `l${i % 7}`, name: 'Lampe', price: 20 };
    const said = (event: string, properties: object, pauseS: number) => {
      at += Math.round(pauseS * 1000 * Math.exp(0.3 * (random.next() + random.next() - 1) * 2));
      const timestamp = new Date(at).toISOString();
      return {
        type: 'track',
        event,
        properties,
        anonymousId,
        timestamp,
        messageId: `${anonymousId}-${event}`,
      };
    };
    const goods = { products: [{ ...product, quantity: 1 }], currency: 'EUR' };
    return [
      said('Product Viewed', product, 1),
      said('Product Clicked', product, 10),
      said('Checkout Started', goods, 20),
      said('Payment Info Entered', { step: 3 }, 25),
      said('Order Completed', { order_id: `o-${from + i}`, total: 20, ...goods }, 25),
    ];
  });
  house.clock.advance(count * 1000 + 600_000);
  for (let step = 0; step < 5; step++) {
    const results = await house.ingest.submit(
      house.web,
      items.map((list) => list[step] as object),
    );
    expect(results.every(({ outcome }) => outcome === 'stored')).toBe(true);
  }
  house.clock.advance(2 * DAY);
}

test('a shop with a dozen visitors keeps the rule, and is told so', async () => {
  await visits(0, 12);
  const run = await learning.run(ONE);
  expect(run.version).toBeNull();
  expect(run.report.weights).toMatchObject({ reason: 'too_few', shoppers: 12 });
  const shown = await house.get<LearningView>('/moments/learning');
  expect(shown).toMatchObject({ version: 1, learnedFrom: 0 });
  expect(shown.runs[0]?.words[0]?.de).toMatch(/^Bisher lassen sich 12 Besucher auswerten/);
});

test('with many it publishes what is better, from now on, and a rebuild still equals live', async () => {
  await visits(100, 320);
  const run = await learning.run(ONE);
  expect(run.report.weights.reason).toBe('better');
  expect(run.report.pace.better).toBe(true);
  expect(run.version).toBe(2);
  const models = await loadModels(house.db.database.owner, ONE);
  expect(models.latest.learnedFrom).toBeGreaterThan(300);
  expect(models.at(house.clock.now() - DAY).version).toBe(1);
  house.clock.advance(1000);
  await visits(1000, 3);
  expect(await differences(house.db.database, 1, { now: house.clock.now() })).toEqual([]);
  const shown = await house.get<LearningView>('/moments/learning');
  expect(shown.runs).toHaveLength(2);
  expect(shown.runs[0]?.version).toBe(2);
  // Nothing of it reaches another retailer.
  expect((await loadModels(house.db.database.owner, TWO)).latest.version).toBe(1);
});

test('the next night, the same outcomes change nothing', async () => {
  const run = await learning.run(ONE);
  expect(run.version).toBeNull();
});

test('asks for the next night at half past two, and for now when asked', async () => {
  await learning.schedule();
  await learning.ask(ONE);
  const [night, now] = asked;
  expect(new Date(night?.runAt ?? 0).toISOString()).toMatch(/T02:30:00\.000Z$/);
  expect(night?.runAt).toBeGreaterThan(house.clock.now());
  expect(now).toEqual({ name: 'moment-learning-now', runAt: undefined });
});
