/** Twins are looked for profile by profile, whatever the statistics know of the retailer. */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { findTwins } from './queries-twin.ts';

const NEW = 2 as RetailerId;
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** One newsletter; every shopper was joined with another who is gone, and each of both was asked for. */
async function fill(sql: TransactionSql, retailerId: number, shoppers: number): Promise<void> {
  const id = (what: string) => sql`md5(${retailerId}::text || ${what} || i)::uuid`;
  const each = sql`from generate_series(1, ${shoppers}::int) i`;
  await sql`
    insert into profile (retailer_id, id, version, seq, last_at, state)
    select ${retailerId}::int, ${id('whole')}, 1, i, now(), '{}' ${each}`;
  await sql`
    insert into identity_change (retailer_id, id, at, identity, from_profile, to_profile, reason)
    select ${retailerId}::int, ${id('change')}, now(), 'x', ${id('gone')}, ${id('whole')}, 'linked' ${each}`;
  for (const who of ['whole', 'gone'])
    await sql`
      insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
        origin_version, templates, rules, data, not_before, status)
      select ${retailerId}::int, ${id(`message ${who}`)}, ${id(who)}, now(), 'mail', 2, '{mail}', 'broadcast', 'n',
             1, '{}', '{}', '{}', now(), 'sent' ${each}`;
}

it('of a retailer who is new to a table that was analysed without them, too', async () => {
  const { owner } = db.database;
  await owner.begin(async (sql) => {
    // Nobody analyses between what is written here and what is asked.
    for (const table of ['profile', 'delivery', 'identity_change'])
      await sql`alter table ${sql(table)} set (autovacuum_enabled = false)`;
    await fill(sql, 1, 5_000);
  });
  await owner`analyze profile, delivery, identity_change`;
  await owner.begin((sql) => fill(sql, NEW, 1_000));
  const asked = await owner<{ id: string; asked: ProfileId }[]>`
    select d.id, p.id as asked from delivery d join profile p on p.retailer_id = d.retailer_id and p.id = d.profile_id
     where d.retailer_id = ${NEW} and d.origin_id = 'n' order by p.id limit 100`;
  const messages = asked.map((one) => ({ ...one, person: one.asked, newsletter: 'n' }));
  const [found, read] = await owner.begin(async (sql) => {
    const twins = [...(await findTwins(sql, NEW, messages))];
    const rows = await sql<{ read: number }[]>`
      select (coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as read
        from pg_stat_xact_user_tables where relname in ('delivery', 'identity_change')`;
    return [twins, rows.map((row) => row.read)] as const;
  });
  expect(new Set(found.map(({ of }) => of)).size).toBe(100);
  expect(found.map(({ same, status }) => [same, status])).toEqual(
    messages.map(() => [true, 'sent']),
  );
  // A few for each of the hundred; all of the retailer's are 1,000 and 2,000, and would be read for each.
  for (const count of read) expect(count).toBeLessThanOrEqual(1_000);
});
