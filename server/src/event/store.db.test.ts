import type {
  AcceptedEvent,
  EventId,
  IdentityKey,
  JsonObject,
  ProfileId,
  RetailerId,
  SourceId,
} from '@augenblick/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { copyEvents, findStored, insertEvents, type PlacedEvent } from './store.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** Text as ingest lets it through: whole characters, no zero. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('\\N', '\\.', 'a\tb', 'zwei\nZeilen', '\r', '\\', '{"a":1}', 'ä€😀', "'"),
  )
  .map((value) => value.replaceAll('\0', ''));
const value = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
const json = fc.dictionary(text, value, { maxKeys: 4 }) as fc.Arbitrary<JsonObject>;
const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) });

const placed = (retailer: number, from: number) =>
  fc
    .array(fc.record({ name: text, json, key: fc.option(text), at: instant, received: instant }), {
      minLength: 1,
      maxLength: 20,
    })
    .map((list) =>
      list.map(({ name, json: properties, key, at, received }, n): PlacedEvent => {
        const event = {
          id: `00000000-0000-4000-8000-${String(from + n).padStart(12, '0')}` as EventId,
          retailerId: retailer as RetailerId,
          sourceId: 1 as SourceId,
          messageId: name,
          kind: 'track',
          name,
          identities: [],
          claims: [],
          formerIds: [],
          keys: key === null ? [] : [`user_id:${key}` as IdentityKey],
          properties,
          traits: null,
          context: properties,
          at,
          receivedAt: received,
          originalAt: null,
          sentAt: null,
        } satisfies AcceptedEvent;
        return {
          event,
          profileId: event.id as string as ProfileId,
          seq: 1_700_000_000_000_001 + n,
        };
      }),
    );

it('one statement stores what a copy stores, to the last character', async () => {
  await fc.assert(
    fc.asyncProperty(placed(1, 1), async (events) => {
      const sql = db.database.ingest;
      const rows = async (write: (typeof writes)[number]): Promise<unknown> => {
        await sql`delete from event where retailer_id = 1`;
        await sql.begin((tx) => write(tx, events));
        return sql`select *, body::text as text from event where retailer_id = 1 order by id`;
      };
      const writes = [
        copyEvents,
        (tx: Parameters<typeof copyEvents>[0], list: readonly PlacedEvent[]) =>
          insertEvents(tx, 1 as RetailerId, list),
      ] as const;
      const [copied, inserted] = [await rows(writes[0]), await rows(writes[1])];
      expect(inserted).toEqual(copied);
    }),
    { numRuns: 60 },
  );
});

it('a duplicate fails either way, and is found', async () => {
  const sql = db.database.ingest;
  const [events = []] = fc.sample(placed(1, 500), { numRuns: 1, seed: 3 });
  await sql.begin((tx) => insertEvents(tx, 1 as RetailerId, events));
  const again = { code: '23505' };
  await expect(sql.begin((tx) => insertEvents(tx, 1 as RetailerId, events))).rejects.toMatchObject(
    again,
  );
  await expect(sql.begin((tx) => copyEvents(tx, events))).rejects.toMatchObject(again);
  const ids = events.map(({ event }) => event.id);
  const strange = '00000000-0000-4000-8000-999999999999' as EventId;
  expect(await findStored(sql, 1 as RetailerId, [...ids, strange])).toEqual(new Set(ids));
});
