import type { RetailerId } from '@augenblick/contract';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import {
  memoryChannel,
  memoryChannels,
  memoryWriter,
  senderOf,
  setRules,
} from '../../test/messages.ts';
import { BY, newsletter, newsletterDeps, newsletterRunner } from '../../test/newsletter.ts';
import { createSuppressionList } from '../consent/index.ts';
import { foresee } from '../delivery/index.ts';
import { fixedClock, seededIds } from '../runtime/index.ts';
import { createBroadcast, readBroadcast, stepBroadcast } from './broadcasts.ts';
import { type ReachDeps, reachOf } from './reach.ts';
import { readResults } from './results.ts';

const ONE = 1 as RetailerId;
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const caps = [{ times: 1, per: 'day' }];
  await setRules(db.database, { globalHoldoutBp: 2_000, caps, quiet: null });
});
afterAll(() => db.drop());

/** What a shopper may have said and have. */
const person = fc.record({
  consent: fc.constantFrom('granted', 'requested', 'withdrawn', null),
  address: fc.boolean(),
  told: fc.boolean(),
  letter: fc.boolean(),
  group: fc.boolean(),
  zone: fc.constantFrom('Asia/Tokyo', 'null', '{{', '__proto__', null),
});

const DRAFT = newsletter({ caps: [{ times: 1, per: 'day' }], exclusiveGroup: 'advent' });

it('says before who will have got it after, and why the others have not', async () => {
  const { database } = db;
  const clock = fixedClock('2026-11-23T12:00:00Z');
  const ids = seededIds(9, clock);
  const channels = memoryChannels({ mail: memoryChannel() });
  const suppression = createSuppressionList({ sql: database.owner, ids });
  const guards = { sql: database.owner, ids, channels, writer: memoryWriter, suppression };
  const deps = newsletterDeps(database, clock, ids);
  const reaching: ReachDeps = {
    ...deps,
    foresee: (retailerId, requests, at) => foresee(guards, retailerId, requests, at),
  };
  const runner = newsletterRunner(database, clock);
  const said = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 40 }), async (people) => {
      clock.advance(3 * 86_400_000);
      await populate(people, clock.now());
      const reach = await reachOf(reaching, ONE, DRAFT);
      const touched = await database.owner`select count(*)::int as n from delivery`;
      expect(touched[0]?.['n']).toBe(0);
      const { broadcast } = await createBroadcast(deps, ONE, DRAFT, BY);
      const asked = { retailerId: ONE, id: broadcast.id, by: BY };
      await stepBroadcast(deps, 'schedule', asked);
      await runner.round();
      await senderOf(database, clock, channels).round();
      const { progress } = await readBroadcast(deps, ONE, broadcast.id);
      expect(reach).toMatchObject({ audience: people.length, looked: people.length });
      expect(progress).toMatchObject({ audience: people.length, sent: reach.reached });
      const { reasons } = await readResults(deps, ONE, broadcast.id);
      const counts = (list: readonly { reason: string; count: number }[]) =>
        Object.fromEntries(list.map(({ reason, count }) => [reason, count]));
      expect(counts(reach.leftOut)).toEqual(counts(reasons));
      for (const { reason } of reach.leftOut) said.add(reason);
    }),
    { numRuns: 12, seed: 5 },
  );
  // The newsletter's own limit over all newsletters, its group, and the shop's limit over everything.
  expect([...said]).toEqual(expect.arrayContaining(['capped', 'group_taken', 'capped_overall']));
});

/** Puts these shoppers, and nobody else, into retailer 1. */
async function populate(
  people: readonly {
    consent: string | null;
    address: boolean;
    told: boolean;
    letter: boolean;
    group: boolean;
    zone: string | null;
  }[],
  now: number,
): Promise<void> {
  const { owner } = db.database;
  for (const table of [
    'broadcast',
    'broadcast_recipient',
    'delivery',
    'touch',
    'identity',
    'profile',
  ]) {
    await owner`delete from ${owner(table)} where retailer_id = 1`;
  }
  const rows = people.map(({ consent, address, told, letter, group, zone }, i) => {
    const id = `01900000-0000-7000-8000-${String(i).padStart(12, '0')}`;
    const consents =
      consent === null ? {} : { 'marketing:email': { state: consent, at: 1, event: 'e' } };
    const traits = zone === null ? {} : { timezone: { value: zone, at: 1, event: 'e' } };
    const state = {
      v: 1,
      traits,
      counts: {},
      cart: [],
      viewed: [],
      searches: [],
      wishlist: [],
      consents,
    };
    const day = Math.floor((now + 3_600_000) / 86_400_000);
    const tally = [1, day, 1, 0, 0, 0, 0, 0, 0];
    const before = {
      ...(letter ? { 'o:broadcast': tally } : {}),
      ...(group ? { 'g:advent': tally } : {}),
    };
    const memory =
      told || letter || group ? { s: now, l: now, ...(told ? { a: tally } : {}), c: before } : null;
    return { id, state: JSON.stringify(state), address, memory: memory && JSON.stringify(memory) };
  });
  const text = JSON.stringify(rows);
  const shape = owner`json_to_recordset(${text}::text::json) r (id uuid, state text, address bool, memory text)`;
  await owner`insert into profile (retailer_id, id, version, seq, last_at, state)
    select 1, r.id, 1, 1, now(), r.state from ${shape}`;
  await owner`insert into identity (retailer_id, kind, value, profile_id, home_id, first_at, event_id)
    select 1, 'email', r.id || '@example.com', r.id, r.id, now(), r.id from ${shape} where r.address`;
  await owner`insert into touch (retailer_id, profile_id, version, memory)
    select 1, r.id, 1, r.memory from ${shape} where r.memory is not null`;
}
