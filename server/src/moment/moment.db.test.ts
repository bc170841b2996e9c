import type { ProfileId, RetailerId } from '@augenblick/contract';
import type {
  LiveMoments,
  MomentsNow,
  ShopJourney,
  ShopperMoments,
} from '@augenblick/contract/api/moment.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';
import { differences } from '../../test/write-path.ts';
import { DEFAULT_MODEL } from './model.ts';
import { loadModels, publishModel } from './models.ts';

const MINUTE = 60_000;
const ONE = 1 as RetailerId;
let house: ShopperHouse;
let n = 0;
beforeAll(async () => {
  house = await shopperHouse();
});
afterAll(() => house.close());

const said = (who: object, more: object) => ({
  messageId: `m${n++}`,
  timestamp: new Date(house.clock.now()).toISOString(),
  ...who,
  ...more,
});
const page = (who: object, path: string, properties: object = {}) =>
  said(who, { type: 'page', properties: { path, title: path, ...properties } });
const track = (who: object, event: string, properties: object = {}) =>
  said(who, { type: 'track', event, properties });
const THING = { product_id: 'l1', name: 'Lampe Anna', category: 'Lampen', price: 40 };

/** Sends events one after another, `pauseMs` apart. */
async function send(items: readonly object[], pauseMs = 20_000): Promise<void> {
  for (const item of items) {
    house.clock.advance(pauseMs);
    const timestamp = new Date(house.clock.now()).toISOString();
    const results = await house.ingest.submit(house.web, [{ ...item, timestamp }]);
    expect(results.map((result) => result.outcome)).toEqual(['stored']);
  }
}
/** Lets the write path look at a shopper, as a wakeup does. */
const look = (id: string) => house.pipeline.look(ONE, [id as ProfileId], house.clock.now());

test('a visit becomes moments, signals and steps, written with their reasons', async () => {
  const who = { anonymousId: 'anna' };
  await send([
    page(who, '/'),
    page(who, '/ratgeber/anleitung-lampe-montieren'),
    page(who, '/filialen/koeln', { store_id: 'k1', store_name: 'Köln' }),
    track(who, 'Products Searched', { query: 'lampn', results: 0 }),
    track(who, 'Product Viewed', THING),
    track(who, 'Product Added', THING),
    track(who, 'Checkout Started', { products: [THING] }),
  ]);
  const id = await house.profileOf('anonymous_id', 'anna');
  const shown = await house.get<ShopperMoments>(`/shoppers/${id}/moments`);
  expect(shown.present).toMatchObject({
    kind: 'buy',
    stage: 'purchase',
    subject: { type: 'product', id: 'l1', name: 'Lampe Anna' },
  });
  expect(shown.present?.evidence[0]?.words.de).toBe('Bestellung begonnen: Lampe Anna');
  expect(shown.belief.buy).toBeCloseTo(shown.present?.confidence ?? 0, 9);
  expect(shown.moments.map((moment) => [moment.kind, moment.endReason])).toEqual([
    ['buy', null],
    ['go', 'overtaken'],
    ['do', 'overtaken'],
  ]);
  expect(shown.signals.map((signal) => signal.name)).toContain('search_without_result');
  expect(shown.journey).toMatchObject({ stage: 'purchase' });
  expect(shown.journey.path.map((step) => step.stage)).toEqual(['research', 'purchase']);
});

test('the stream and the counts show who is in which moment, and only here', async () => {
  const now = await house.get<MomentsNow>('/moments/now');
  expect(now.kinds).toEqual({ know: 0, go: 0, do: 0, buy: 1 });
  expect(now.stages.purchase).toBe(1);
  expect(now.signals).toEqual([
    { name: 'search_without_result', count: 1, title: expect.anything() },
  ]);
  const { moments } = await house.get<LiveMoments>('/moments');
  expect(moments.map((moment) => moment.kind)).toEqual(['buy', 'go', 'do']);
  expect(moments[0]?.shopper).toMatchObject({ identified: false, simulated: false });
  expect(moments.find((moment) => moment.kind === 'go')?.signals[0]?.words.en).toBe(
    'Found nothing for “lampn”',
  );
  const id = moments[1]?.id ?? '';
  const one = await house.get<LiveMoments>(`/moments?ids=${id}`);
  expect(one.moments.map((moment) => moment.id)).toEqual([id]);
  expect((await house.get<LiveMoments>('/moments?kind=do')).moments).toHaveLength(1);
  await expect(house.get('/moments?ids=nonsense')).rejects.toThrow('400');
  const neighbour = await house.db.database.withRetailer(
    2 as RetailerId,
    (sql) => sql<{ n: number }[]>`select count(*)::int as n from moment where retailer_id = 1`,
  );
  expect(neighbour[0]?.n).toBe(0);
});

test('absence is told at its own instant, and a moment ends at its own', async () => {
  const id = await house.profileOf('anonymous_id', 'anna');
  const before = await house.get<ShopperMoments>(`/shoppers/${id}/moments`);
  const { expiresAt = 0 } = before.present ?? {};
  house.clock.advance(45 * MINUTE);
  await look(id);
  const after = await house.get<ShopperMoments>(`/shoppers/${id}/moments`);
  expect(after.present).toBe(null);
  const ended = after.moments[0];
  expect(ended).toMatchObject({ kind: 'buy', endReason: 'faded', endedAt: expiresAt });
  const names = after.signals.map((signal) => signal.name);
  expect(names).toContain('stalled_checkout');
  expect(names).toContain('abandoned_cart');
  const cart = after.signals.find((signal) => signal.name === 'abandoned_cart');
  expect(cart?.at).toBe(ended ? lastSentAt() + DEFAULT_MODEL.waits.abandonedCart : 0);
  expect(cart?.words.de.replaceAll(/\s/g, ' ')).toBe(
    'Gegangen, ohne zu kaufen; im Warenkorb: 1 Teil für 40,00 €',
  );
  expect((await house.get<MomentsNow>('/moments/now')).kinds.buy).toBe(0);
});
/** The seven events of Anna's visit were sent 20 s apart from noon on. */
const lastSentAt = (): number => Date.parse('2026-03-01T12:00:00Z') + 7 * 20_000;

test('sent twice changes nothing, and a rebuild gives the same rows', async () => {
  const rows = () =>
    house.db.database.owner`select * from moment where retailer_id = 1 order by id`;
  const before = await rows();
  await house.ingest.submit(house.web, [
    { ...page({ anonymousId: 'anna' }, '/'), messageId: 'm0' },
  ]);
  expect(await rows()).toEqual(before);
  expect(await differences(house.db.database, 1, { now: house.clock.now() })).toEqual([]);
});

test('the journey of the shop counts steps, times and what was left out', async () => {
  const who = { anonymousId: 'bea' };
  await send([
    page(who, '/'),
    track(who, 'Product Viewed', THING),
    track(who, 'Product Added', THING),
    track(who, 'Checkout Started', { products: [THING] }),
    track(who, 'Order Completed', { order_id: 'o1', total: 40, products: [THING] }),
  ]);
  const journey = await house.get<ShopJourney>('/journey?days=7');
  const research = journey.stages.find((stage) => stage.stage === 'research');
  expect(research).toMatchObject({ left: 2 });
  expect(research?.medianMs).toBeGreaterThan(20_000);
  expect(journey.purchases).toBe(1);
  expect(journey.skipped).toContainEqual({ stage: 'compare', count: 1 });
});

test('joining two shoppers folds their moments anew', async () => {
  const { owner } = house.db.database;
  await send([page({ anonymousId: 'dora-phone' }, '/filialen/koeln')]);
  await send([page({ anonymousId: 'dora-desk' }, '/anleitung/lampe')]);
  await house.ingest.submit(house.till, [
    said({ userId: 'dora', anonymousId: 'dora-phone' }, { type: 'identify', traits: {} }),
    said({ userId: 'dora', anonymousId: 'dora-desk' }, { type: 'identify', traits: {} }),
  ]);
  const id = await house.profileOf('user_id', 'dora');
  const rows = await owner<{ kind: string; profile_id: string }[]>`
    select kind, profile_id from moment where retailer_id = 1 and profile_id = ${id} order by began_at`;
  expect(rows.map((row) => row.kind)).toContain('go');
  const strays = await owner`
    select 1 from moment m where retailer_id = 1
      and not exists (select 1 from profile p where p.retailer_id = 1 and p.id = m.profile_id)`;
  expect(strays).toHaveLength(0);
  expect(await differences(house.db.database, 1, { now: house.clock.now() })).toEqual([]);
});

test('a new model is valid from its instant on, and a rebuild knows which was valid when', async () => {
  const { database } = house.db;
  const careful = { ...DEFAULT_MODEL, temperature: { kind: 3, stage: 1 } };
  await database.owner.begin((tx) => publishModel(tx, ONE, careful, house.clock, 'test'));
  house.clock.advance(1000);
  const who = { anonymousId: 'cora' };
  await send([page(who, '/anleitung/lampe')]);
  const id = await house.profileOf('anonymous_id', 'cora');
  const shown = await house.get<ShopperMoments>(`/shoppers/${id}/moments`);
  expect(shown.belief.do).toBeLessThan(0.7);
  const models = await loadModels(database.owner, ONE);
  expect(models.at(house.clock.now()).temperature.kind).toBe(3);
  expect(models.at(Date.parse('2026-03-01T12:05:00Z')).version).toBe(DEFAULT_MODEL.version);
  expect(await differences(database, 1, { now: house.clock.now() })).toEqual([]);
  const broken = { ...DEFAULT_MODEL, thresholds: { ...DEFAULT_MODEL.thresholds, end: 0.9 } };
  const publishing = database.owner.begin((tx) =>
    publishModel(tx, ONE, broken, house.clock, 'broken'),
  );
  await expect(publishing).rejects.toThrow('cannot be used');
});
